//! AWS as a client sees it, replayed, for `make bench`: `replay KEY CERTIFICATE`, both PEM files.
//!
//! A proxy on loopback that a client reaches by `HTTPS_PROXY`: whatever host of AWS it asks for, this answers as that host
//! over TLS, each request after a set round-trip time, and notes every connection and call but `/ping`. Nothing is passed on.
//!
//! Says the address of the proxy as a line, then obeys what standard input says and answers each with a line of JSON; ends
//! when that ends. Without arguments, as when all targets are run as tests, it does nothing.
//!
//! - `{"account": FILE}`: the lists to answer with
//! - `{"begin": {"rtt_ms": 50, "handshakes": false}}`: forgets what was noted; with `handshakes` TCP and TLS take a round
//!   trip each as well
//! - `"noted"`: what came since
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

mod aws;
mod connection;
mod notes;

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use aws::Lists;
use notes::Notes;

type Failure = Box<dyn Error + Send + Sync>;

/// What a round trip is made to take.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Setting {
    rtt_ms: u64,
    #[serde(default)]
    handshakes: bool,
}

impl Setting {
    fn rtt(self) -> Duration {
        Duration::from_millis(self.rtt_ms)
    }

    /// What a step of a handshake waits for.
    fn handshake(self) -> Duration {
        if self.handshakes { self.rtt() } else { Duration::ZERO }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Command {
    Account(String),
    Begin(Setting),
    Noted,
}

struct Replayer {
    tls: TlsAcceptor,
    setting: Mutex<Setting>,
    lists: Mutex<Lists>,
    notes: Notes,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo adds `--bench`.
    let [key, certificate] = arguments.as_slice() else { return Ok(()) };
    let replayer = Arc::new(Replayer {
        tls: TlsAcceptor::from(Arc::new(tls(key, certificate)?)),
        setting: Mutex::default(),
        lists: Mutex::default(),
        notes: Notes::default(),
    });
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    println!("{}", listener.local_addr()?);
    let serving = Arc::clone(&replayer);
    std::thread::spawn(move || serve(&serving, listener));
    for line in std::io::stdin().lines() {
        println!("{}", obey(&replayer, serde_json::from_str(&line?)?)?);
    }
    Ok(())
}

/// One thread: the other cores are the client's.
fn serve(replayer: &Arc<Replayer>, listener: std::net::TcpListener) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            let replayer = Arc::clone(replayer);
            // A client may hang up whenever it likes.
            tokio::spawn(async move { connection::serve(&replayer, stream).await.ok() });
        }
    })
}

fn tls(key: &str, certificate: &str) -> Result<ServerConfig, Failure> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let chain = CertificateDer::pem_file_iter(certificate)?.collect::<Result<Vec<_>, _>>()?;
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::from_pem_file(key)?)?)
}

fn obey(replayer: &Replayer, command: Command) -> Result<serde_json::Value, Failure> {
    match command {
        Command::Account(file) => *locked(&replayer.lists) = Lists::read(&file)?,
        Command::Begin(setting) => {
            *locked(&replayer.setting) = setting;
            replayer.notes.forget();
        }
        Command::Noted => return Ok(replayer.notes.told(&locked(&replayer.lists))),
    }
    Ok(serde_json::json!({}))
}
