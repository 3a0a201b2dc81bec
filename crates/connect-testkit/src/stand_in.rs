//! The AWS stand-in (ministack) as a child process that never outlives its owner.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::Request;
use tokio::process::Child;

use crate::SandboxError;
use crate::http::Client;
use crate::venv::Venv;

const READY_WITHIN: Duration = Duration::from_mins(1);
const READY_POLL: Duration = Duration::from_millis(25);
const READY_ANSWER: Duration = Duration::from_secs(5);
// Between choosing a free port and the stand-in listening on it, another program may take it.
const PORT_ATTEMPTS: usize = 3;

/// The file with the policies that an organisation or an endpoint puts around all others.
const ORGANISATION: &str = "organisation.json";

/// A running stand-in with authorisation on. Ends when dropped, and when this process ends in whatever way: it watches
/// the pipe that is its standard input.
#[derive(Debug)]
pub struct StandIn {
    port: u16,
    client: Client,
    dir: PathBuf,
    // Held for its drop, which kills the process and closes its standard input.
    _child: Child,
}

impl StandIn {
    /// Starts it, with `dir` for its home, temporary files and log, and waits until it answers.
    pub async fn start(dir: &Path) -> Result<Self, SandboxError> {
        let venv = Venv::find(std::env::var_os("ALETHIA_STANDIN_VENV"))?;
        Self::start_with(&venv, dir).await
    }

    pub(crate) async fn start_with(venv: &Venv, dir: &Path) -> Result<Self, SandboxError> {
        let mut attempt = 1;
        loop {
            match Self::attempt(venv, dir).await {
                Err(SandboxError::Ended { .. }) if attempt < PORT_ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
        }
    }

    async fn attempt(venv: &Venv, dir: &Path) -> Result<Self, SandboxError> {
        std::fs::create_dir_all(dir).map_err(SandboxError::file(dir))?;
        let port = free_port()?;
        let log = dir.join("stand-in.log");
        let mut child = spawn(venv, dir, port, &log)?;
        let client = Client::new(format!("http://127.0.0.1:{port}"));
        wait_until_ready(&mut child, &client, port, &log).await?;
        Ok(Self { port, client, dir: dir.to_owned(), _child: child })
    }

    /// The address it listens on; callers want the proxy's instead.
    pub fn endpoint(&self) -> &str {
        self.client.origin()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Puts policies around all others, in place of those before: the statements of service and of resource control
    /// policies by account, and of a VPC endpoint's policy, as `{"scp": {account: []}, "rcp": {account: []},
    /// "endpoint": []}`. Only what they deny matters.
    pub fn organisation(&self, policies: &serde_json::Value) -> Result<(), SandboxError> {
        let path = self.dir.join(ORGANISATION);
        std::fs::write(&path, policies.to_string()).map_err(SandboxError::file(path))
    }

    /// Forgets everything that was ever made in it.
    pub async fn reset(&self) -> Result<(), SandboxError> {
        let request = Request::post("/_ministack/reset").body(Full::default()).map_err(|error| {
            SandboxError::Unreachable { endpoint: self.endpoint().to_owned(), reason: error.to_string() }
        })?;
        self.client.send(request).await.map(drop)
    }
}

fn free_port() -> Result<u16, SandboxError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|source| SandboxError::Listen { port: 0, source })
}

fn spawn(venv: &Venv, dir: &Path, port: u16, log: &PathBuf) -> Result<Child, SandboxError> {
    let output = std::fs::File::create(log).map_err(SandboxError::file(log))?;
    let errors = output.try_clone().map_err(SandboxError::file(log))?;
    venv.program("launch.py", dir)
        .env("AUTH", "true")
        .env("BIND_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", port.to_string())
        .env("LOG_LEVEL", "WARNING")
        .env("ORGANISATION", dir.join(ORGANISATION))
        .env("STATE_DIR", dir.join("state"))
        .env("S3_DATA_DIR", dir.join("s3"))
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .map_err(|source| SandboxError::Start { program: venv.python().to_owned(), source })
}

async fn wait_until_ready(child: &mut Child, client: &Client, port: u16, log: &Path) -> Result<(), SandboxError> {
    let started = Instant::now();
    while started.elapsed() < READY_WITHIN {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(SandboxError::Ended { status, log: tail(log) });
        }
        let ready = tokio::time::timeout(READY_ANSWER, client.get("/_ministack/ready")).await;
        if matches!(ready, Ok(Ok(answer)) if answer.status.is_success()) {
            return Ok(());
        }
        tokio::time::sleep(READY_POLL).await;
    }
    Err(SandboxError::NotReady { port, seconds: READY_WITHIN.as_secs() })
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
