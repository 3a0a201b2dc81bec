//! The proxy by HTTPS, with a certificate of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

use crate::SandboxError;
use crate::venv::{Venv, scripts};

/// An HTTPS endpoint whose certificate is signed by nobody but itself. It ends when dropped.
#[derive(Debug)]
pub struct HttpsEndpoint {
    url: String,
    // Held for its drop.
    _child: Child,
}

impl HttpsEndpoint {
    pub(crate) async fn start(venv: &Venv, dir: &Path, proxy: &str) -> Result<Self, SandboxError> {
        let (host, port) = proxy.trim_start_matches("http://").split_once(':').unwrap_or_default();
        let started = |source| SandboxError::Start { program: scripts().join("tls.py"), source };
        let mut child = venv
            .program("tls.py", dir)
            .args([host, port])
            .arg(certificate())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(started)?;
        let output = child.stdout.take().ok_or_else(|| started(std::io::ErrorKind::BrokenPipe.into()))?;
        let port = BufReader::new(output).lines().next_line().await.map_err(started)?.unwrap_or_default();
        Ok(Self { url: format!("https://127.0.0.1:{port}"), _child: child })
    }

    /// The address to use as `AWS_ENDPOINT_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file to use as `AWS_CA_BUNDLE`, for a machine that trusts it all the same.
    pub fn certificate(&self) -> PathBuf {
        certificate()
    }
}

fn certificate() -> PathBuf {
    scripts().join("loopback.pem")
}
