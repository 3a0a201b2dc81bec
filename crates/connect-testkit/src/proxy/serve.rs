//! The proxy on the wire. It speaks HTTP below axum, because a fault may reset the connection or cut an answer off.

use std::io;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::header::CONTENT_LENGTH;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::Sleep;
use tower::ServiceExt;

use super::{Outcome, Shared, control};
use crate::SandboxError;

/// Listens on loopback; the task ends when it is aborted.
pub(super) async fn listen(port: u16, shared: Arc<Shared>) -> Result<(u16, JoinHandle<()>), SandboxError> {
    let failed = |source| SandboxError::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?.port();
    let serving = tokio::spawn(accept(listener, shared));
    Ok((bound, serving))
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let control = control::router(Arc::clone(&shared));
    // Connections end with the proxy: dropping the set aborts them.
    let mut connections = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(serve(stream, Arc::clone(&shared), control.clone()))),
                Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>, control: Router) {
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let service = {
        let reset = Arc::clone(&reset);
        service_fn(move |request| respond(request, Arc::clone(&shared), control.clone(), Arc::clone(&reset)))
    };
    // Whether an answer has a date is for the faults to say.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).auto_date_header(false);
    let mut connection = http.serve_connection(TokioIo::new(stream), service);
    let _ = Pin::new(&mut connection).await;
    if reset.load(Ordering::Relaxed) {
        // Closing without lingering is what sends a reset instead of an orderly end.
        let _ = connection.into_parts().io.into_inner().set_zero_linger();
    }
}

async fn respond(
    request: Request<Incoming>,
    shared: Arc<Shared>,
    control: Router,
    reset: Arc<AtomicBool>,
) -> io::Result<Response<Wire>> {
    if request.uri().path().starts_with(control::PREFIX) {
        let answer = control.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {});
        return Ok(answer.map(Wire::Body));
    }
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    match shared.handle(parts, body).await {
        Outcome::Reset => {
            reset.store(true, Ordering::Relaxed);
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Outcome::Answer(answer) => Ok(answer.into_response().map(|body| Wire::Body(Body::new(body)))),
        Outcome::Cut(answer, arrives) => {
            let (length, start) = (answer.body.len(), answer.body.slice(..arrives));
            let mut response = answer.into_response().map(|_| Wire::cut(start));
            response.headers_mut().insert(CONTENT_LENGTH, length.into());
            Ok(response)
        }
    }
}

/// A body: whole, or one that breaks off.
enum Wire {
    Body(Body),
    Cut(Option<Bytes>, Pin<Box<Sleep>>),
}

impl Wire {
    /// The pause lets what was written leave, before the error closes the connection.
    fn cut(start: Bytes) -> Self {
        Self::Cut(Some(start), Box::pin(tokio::time::sleep(Duration::from_millis(50))))
    }
}

impl HttpBody for Wire {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut *self {
            Self::Body(body) => Pin::new(body).poll_frame(cx),
            Self::Cut(start, pause) => match start.take() {
                Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
                None => pause.as_mut().poll(cx).map(|()| Some(Err(axum::Error::new(io::Error::from(BROKEN))))),
            },
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Body(body) => body.size_hint(),
            Self::Cut(..) => SizeHint::default(),
        }
    }
}

const BROKEN: io::ErrorKind = io::ErrorKind::UnexpectedEof;
