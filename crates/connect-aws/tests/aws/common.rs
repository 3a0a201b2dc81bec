//! What the tests share: AWS files in a temporary folder, and a server on loopback that answers as it is told.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use connect_aws::{AwsCloud, AwsOptions, Environment};
use connect_core::failure::SignInError;
use connect_core::ports::{Cloud, Identity};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A machine of its own: AWS files and an environment that only this test sees.
pub(crate) struct Machine {
    dir: TempDir,
    variables: BTreeMap<String, String>,
}

impl Machine {
    pub(crate) fn new(config: &str, credentials: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let machine = Self { dir, variables: BTreeMap::new() };
        machine.write("config", config.as_bytes());
        machine.write("credentials", credentials.as_bytes());
        let home = machine.dir.path().display().to_string();
        let files = [("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")];
        files.into_iter().fold(machine.with("HOME", &home), |machine, (variable, name)| {
            let path = machine.path(name).display().to_string();
            machine.with(variable, &path)
        })
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::File::create(self.path(name)).unwrap().write_all(bytes).unwrap();
    }

    pub(crate) fn options(&self) -> AwsOptions {
        AwsOptions {
            allow_custom_endpoint: true,
            environment: Environment::from_pairs(self.variables.clone()),
            ..AwsOptions::default()
        }
    }

    pub(crate) fn cloud(&self) -> AwsCloud {
        AwsCloud::new(self.options())
    }

    pub(crate) async fn sign_in(&self, profile: &str) -> Result<Arc<dyn Identity>, SignInError> {
        self.cloud().sign_in(Some(&profile.parse().unwrap())).await
    }

    /// Why a profile cannot be used.
    pub(crate) async fn refusal(&self, profile: &str) -> SignInError {
        match self.sign_in(profile).await {
            Ok(identity) => panic!("{profile} was expected to fail, but is {}", identity.caller().arn),
            Err(error) => error,
        }
    }
}

/// What the server does with a connection's next request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// A whole answer.
    Answer { status: u16, headers: String, body: String },
    /// The head of an answer that announces more than it sends, and the end of the connection.
    Cut(String),
    /// The end of the connection.
    Close,
    /// Nothing, for ever.
    Silence,
    /// An answer that comes byte by byte, for longer than anybody waits.
    Drip,
}

impl Reply {
    pub(crate) fn xml(status: u16, body: &str) -> Self {
        let headers = "content-type: text/xml\r\nx-amzn-requestid: 11111111-2222-3333-4444-555555555555\r\n".to_owned();
        Self::Answer { status, headers, body: body.to_owned() }
    }

    /// An error document as STS and IAM write it.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        let error = format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>");
        Self::xml(status, &format!("<ErrorResponse>{error}<RequestId>r</RequestId></ErrorResponse>"))
    }

    pub(crate) fn caller(arn: &str) -> Self {
        let account = arn.split(':').nth(4).unwrap();
        let result = format!("<Arn>{arn}</Arn><UserId>U</UserId><Account>{account}</Account>");
        Self::xml(
            200,
            &format!(
                "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>{result}\
                 </GetCallerIdentityResult></GetCallerIdentityResponse>"
            ),
        )
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Answer { status, headers, body } => Some(
                format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into_bytes(),
            ),
            Self::Cut(body) => {
                Some(format!("HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n{body}", body.len() + 100).into_bytes())
            }
            Self::Close | Self::Silence | Self::Drip => None,
        }
    }
}

/// One request as it arrived: its head and body.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Request {
    /// The action of a query API.
    pub(crate) fn action(&self) -> &str {
        self.form("Action").unwrap_or_default()
    }

    /// A parameter of a query API, encoded as it was sent.
    pub(crate) fn form(&self, name: &str) -> Option<&str> {
        self.body.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The access key that signed it.
    pub(crate) fn key(&self) -> &str {
        let (_, rest) = self.head.split_once("Credential=").unwrap_or_default();
        rest.split('/').next().unwrap_or_default()
    }
}

/// A server on loopback; ends when it is dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    connections: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (requests, connections): (Arc<Mutex<Vec<Request>>>, Arc<AtomicUsize>) = Default::default();
        let (log, count, reply) = (Arc::clone(&requests), Arc::clone(&connections), Arc::new(reply));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, Arc::clone(&log), Arc::clone(&reply)));
            }
        });
        Self { url, requests, connections, serving }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    log: Arc<Mutex<Vec<Request>>>,
    reply: Arc<impl Fn(&Request) -> Reply + Send + Sync>,
) {
    while let Some(request) = read(&mut stream).await {
        let reply = reply(&request);
        log.lock().unwrap().push(request);
        match (reply.bytes(), &reply) {
            (Some(bytes), Reply::Answer { .. }) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            (Some(bytes), _) => {
                let _ = stream.write_all(&bytes).await;
                return;
            }
            (None, Reply::Silence) => std::future::pending().await,
            (None, Reply::Drip) => drip(&mut stream).await,
            (None, _) => return,
        }
    }
}

async fn drip(stream: &mut TcpStream) {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n";
    for byte in head.iter().chain(std::iter::repeat(&b' ')) {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(Request { head: head.to_owned(), body: body.to_owned() });
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}
