//! One connection: `CONNECT`, TLS, and calls one after the other.

use std::convert::Infallible;
use std::io;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::{Failure, Replayer, locked};

/// What only opens a connection asks for; it is no call.
const PING: &str = "/ping";

pub(crate) async fn serve(replayer: &Replayer, mut stream: TcpStream) -> Result<(), Failure> {
    stream.set_nodelay(true)?;
    let host = asked_for(&mut stream).await?;
    replayer.notes.opened(&host);
    let ended = as_host(replayer, stream, &host).await;
    replayer.notes.closed(&host);
    ended
}

/// The host that a `CONNECT` names.
async fn asked_for(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let head = String::from_utf8_lossy(&head);
    let host = head.strip_prefix("CONNECT ").and_then(|rest| rest.split_once(":443 "));
    host.map(|(host, _)| host.to_owned()).ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

async fn as_host(replayer: &Replayer, mut stream: TcpStream, host: &str) -> Result<(), Failure> {
    let step = locked(&replayer.setting).handshake();
    pause(step).await;
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    if !step.is_zero() {
        // The client has said its part of TLS; the answer is a round trip away.
        stream.readable().await?;
        pause(step).await;
    }
    let stream = TokioIo::new(replayer.tls.accept(stream).await?);
    let calls = service_fn(|request| answer(replayer, host, request));
    Ok(http1::Builder::new().serve_connection(stream, calls).await?)
}

async fn answer(
    replayer: &Replayer,
    host: &str,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let asked = Instant::now();
    let rtt = locked(&replayer.setting).rtt();
    if request.uri().path() == PING {
        pause(rtt).await;
        return Ok(Response::new(Full::from("healthy")));
    }
    replayer.notes.asked(host);
    let query = request.uri().query().unwrap_or_default().to_owned();
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let (action, status, answer) = locked(&replayer.lists).answer(host, &query, &body);
    pause(rtt.saturating_sub(asked.elapsed())).await;
    replayer.notes.answered(host, action, status.as_u16(), asked);
    let mut response = Response::new(Full::new(answer));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("text/xml"));
    response.headers_mut().insert("x-amzn-requestid", hyper::header::HeaderValue::from_static("replayed"));
    Ok(response)
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}
