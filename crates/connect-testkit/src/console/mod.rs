//! The sandbox console: a small web page that reads the same quick-create link as AWS's own console, and creates the
//! stack in the stand-in as the customer. Its second page makes broken roles.

mod faults;
mod mfa;
mod stacks;

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::http::Client;
use crate::root_client::RootClient;
use crate::{AwsError, SandboxError, roles};

/// The listening console. It stops when dropped.
#[derive(Debug)]
pub(crate) struct Console {
    url: String,
    serving: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    url: String,
    root: RootClient,
    sandbox: Client,
    dir: PathBuf,
}

impl Console {
    pub(crate) async fn start(port: u16, endpoint: &str, dir: &Path) -> Result<Self, SandboxError> {
        let failed = |source| SandboxError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let url = format!("http://127.0.0.1:{}", listener.local_addr().map_err(failed)?.port());
        let shared = Arc::new(Shared {
            url: url.clone(),
            root: RootClient::new(endpoint),
            sandbox: Client::new(endpoint),
            dir: dir.to_owned(),
        });
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router(shared)).await {
                tracing::error!(%error, "the sandbox console stopped");
            }
        });
        Ok(Self { url, serving })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(async || axum::response::Redirect::to("/cloudformation/home")))
        .route("/cloudformation/home", get(async || Html(include_str!("page/stack.html"))))
        .route("/broken", get(async || Html(include_str!("page/broken.html"))))
        .route("/mfa", get(mfa::page))
        .route("/assets/console.css", get(async || asset("text/css", include_str!("page/console.css"))))
        .route("/assets/stack.js", get(async || asset("text/javascript", include_str!("page/stack.js"))))
        .route("/assets/broken.js", get(async || asset("text/javascript", include_str!("page/broken.js"))))
        .route("/api/template", post(stacks::template))
        .route("/api/stacks", get(stacks::describe).post(stacks::create).delete(stacks::delete))
        .route("/api/broken", get(async || Json(roles::variants())).post(break_role))
        .route("/api/faults", get(faults::list).post(faults::replace))
        .layer(from_fn_with_state(Arc::clone(&shared), guarded))
        .with_state(shared)
}

/// Changes only come from the console's own pages, reached by its own name: neither another web page nor a name that
/// was made to point here can create anything.
async fn guarded(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if !is_own(&shared.url, request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, "Only the sandbox console's own pages may do this.").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy =
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn is_own(url: &str, method: &Method, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let host = format!("http://{}", text(header::HOST));
    let named = [url.to_owned(), url.replace("127.0.0.1", "localhost")].contains(&host);
    named && (*method == Method::GET || text(header::ORIGIN) == host)
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

#[derive(Deserialize)]
struct Broken {
    variant: String,
    external_id: String,
}

async fn break_role(State(shared): State<Arc<Shared>>, Json(wish): Json<Broken>) -> Result<Response, Refusal> {
    match roles::make(&shared.root, &wish.variant, wish.external_id.trim()).await? {
        Some(arn) => Ok(Json(json!({ "role_arn": arn })).into_response()),
        None => Ok((StatusCode::NOT_FOUND, "There is no such variant.").into_response()),
    }
}

/// What the page shows when AWS, or the sandbox, refuses: code and message as they came.
struct Refusal(SandboxError);

impl From<SandboxError> for Refusal {
    fn from(error: SandboxError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = match self.0 {
            SandboxError::Aws(error) => error,
            other => AwsError { code: "SandboxError".to_owned(), message: other.to_string(), status: 502 },
        };
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_GATEWAY);
        (status, Json(error)).into_response()
    }
}
