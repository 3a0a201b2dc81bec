//! A small HTTP client and the answers it gets.

use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::{Request, Response, StatusCode};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::SandboxError;

/// A stack of the stand-in takes seconds; what has not answered by then never will.
const ANSWER_WITHIN: Duration = Duration::from_mins(2);

/// A whole answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// An answer of our own, with the request id that AWS would give.
    pub(crate) fn new(status: u16, content_type: &'static str, request_id: &str, body: String) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Ok(id) = HeaderValue::from_str(request_id) {
            headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, headers, body: body.into() }
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }

    pub(crate) fn with_body(mut self, body: String) -> Self {
        self.body = body.into();
        self.headers.remove(CONTENT_LENGTH);
        self
    }

    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        // It was read whole, so it goes out whole.
        response.headers_mut().remove(TRANSFER_ENCODING);
        response
    }
}

/// Talks to one loopback address.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    origin: String,
    inner: hyper_util::client::legacy::Client<HttpConnector, Full<Bytes>>,
}

impl Client {
    pub(crate) fn new(origin: impl Into<String>) -> Self {
        let inner = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build_http();
        Self { origin: origin.into(), inner }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Sends a request whose URI is only a path; every header goes out as it is.
    pub(crate) async fn send(&self, mut request: Request<Full<Bytes>>) -> Result<Answer, SandboxError> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = format!("{}{path}", self.origin).parse().map_err(|error| self.unreachable(&error))?;
        let answer = async {
            let response = self.inner.request(request).await.map_err(|error| self.unreachable(&error))?;
            let (parts, body) = response.into_parts();
            let body = body.collect().await.map_err(|error| self.unreachable(&error))?.to_bytes();
            Ok(Answer { status: parts.status, headers: parts.headers, body })
        };
        tokio::time::timeout(ANSWER_WITHIN, answer).await.map_err(|error| self.unreachable(&error))?
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Answer, SandboxError> {
        let request = Request::get(path).body(Full::default()).map_err(|error| self.unreachable(&error))?;
        self.send(request).await
    }

    pub(crate) async fn json(
        &self,
        method: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<Answer, SandboxError> {
        let request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        let request = request.body(Full::from(body.to_string())).map_err(|error| self.unreachable(&error))?;
        self.send(request).await
    }

    fn unreachable(&self, error: &dyn std::error::Error) -> SandboxError {
        let mut reason = error.to_string();
        let mut source = error.source();
        while let Some(deeper) = source {
            reason = format!("{reason}: {deeper}");
            source = deeper.source();
        }
        SandboxError::Unreachable { endpoint: self.origin.clone(), reason }
    }
}
