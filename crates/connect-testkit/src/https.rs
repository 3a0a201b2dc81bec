//! The proxy by HTTPS, with a certificate of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

use crate::SandboxError;
use crate::venv::{Venv, scripts};

/// A certificate that is signed by nobody but itself: for this machine's address, and for AWS's names, under which a
/// proxy may lead here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// Good for a hundred years.
    Valid,
    /// It has run out.
    Expired,
}

impl Certificate {
    /// The file to use as `AWS_CA_BUNDLE`, for a machine that trusts it.
    pub fn path(self) -> PathBuf {
        scripts().join(match self {
            Self::Valid => "loopback.pem",
            Self::Expired => "expired.pem",
        })
    }
}

/// An HTTPS endpoint with such a certificate. It ends when dropped.
#[derive(Debug)]
pub struct HttpsEndpoint {
    address: String,
    // Held for its drop.
    _child: Child,
}

impl HttpsEndpoint {
    pub(crate) async fn start(
        venv: &Venv,
        dir: &Path,
        proxy: &str,
        certificate: Certificate,
    ) -> Result<Self, SandboxError> {
        let (host, port) = proxy.trim_start_matches("http://").split_once(':').unwrap_or_default();
        let started = |source| SandboxError::Start { program: scripts().join("tls.py"), source };
        let mut child = venv
            .program("tls.py", dir)
            .args([host, port])
            .arg(certificate.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(started)?;
        let output = child.stdout.take().ok_or_else(|| started(std::io::ErrorKind::BrokenPipe.into()))?;
        let port = BufReader::new(output).lines().next_line().await.map_err(started)?.unwrap_or_default();
        Ok(Self { address: format!("127.0.0.1:{port}"), _child: child })
    }

    /// The address to use as `AWS_ENDPOINT_URL`.
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }
}
