//! What stands between this machine and the endpoint: certificates and proxies.

use connect_testkit::{Certificate, HttpsEndpoint};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::row::{Trusted, Way};
use crate::support::World;

type Variables = Vec<(&'static str, String)>;

/// What makes the machine trust a certificate.
pub(super) fn trust(world: &World, certificate: Certificate, trusted: Trusted) -> Variables {
    let bundle = certificate.path().display().to_string();
    match trusted {
        Trusted::No => Vec::new(),
        Trusted::ByVariable => vec![("AWS_CA_BUNDLE", bundle)],
        Trusted::ByProfile => {
            let config = std::fs::read_to_string(world.sandbox.dir().join("config")).unwrap();
            let profile = "[profile sandbox-runner]\n";
            let path = world.home.path().join("with-bundle");
            std::fs::write(&path, config.replace(profile, &format!("{profile}ca_bundle = {bundle}\n"))).unwrap();
            vec![("AWS_CONFIG_FILE", path.display().to_string())]
        }
    }
}

/// What sends the program by a proxy. A variable that is empty counts as absent.
pub(super) async fn proxy(endpoint: &HttpsEndpoint, way: Way) -> Variables {
    let onward = (way == Way::Open).then(|| endpoint.address().to_owned());
    let around = if way == Way::Around { endpoint.url() } else { String::new() };
    vec![
        ("HTTPS_PROXY", listen(onward).await),
        ("NO_PROXY", "127.0.0.1".to_owned()),
        ("AWS_ENDPOINT_URL", around),
        ("AWS_CA_BUNDLE", Certificate::Valid.path().display().to_string()),
    ]
}

/// A proxy that leads everything to one address, or nothing anywhere.
async fn listen(onward: Option<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(lead(stream, onward.clone()));
        }
    });
    format!("http://{address}")
}

async fn lead(mut stream: TcpStream, onward: Option<String>) -> std::io::Result<()> {
    let mut request = [0; 4096];
    let length = stream.read(&mut request).await?;
    assert!(request[..length].starts_with(b"CONNECT "), "only a tunnel keeps what is signed from the proxy");
    let Some(onward) = onward else {
        return stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    };
    let mut onward = TcpStream::connect(onward).await?;
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    copy_bidirectional(&mut stream, &mut onward).await.map(drop)
}
