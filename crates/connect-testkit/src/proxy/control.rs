//! `/_sandbox/...`: what a test in another language needs of the proxy, and the template.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::{Call, Fault, Issued, Settings, Shared};

pub(super) const PREFIX: &str = "/_sandbox/";
pub(super) const TEMPLATE_PATH: &str = "/_sandbox/template.yaml";

type Proxy = State<Arc<Shared>>;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/_sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/_sandbox/calls", get(calls).delete(clear_calls))
        .route("/_sandbox/issued", get(issued))
        .route("/_sandbox/settings", get(settings).put(change_settings))
        .layer(from_fn(local_tools_only))
        .route(TEMPLATE_PATH, get(template))
        .with_state(shared)
}

/// A web page in a browser on this machine must not steer the sandbox: pages send `Origin`, tools do not.
async fn local_tools_only(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::ORIGIN) {
        return (StatusCode::FORBIDDEN, "The sandbox is not steered from web pages.").into_response();
    }
    next.run(request).await
}

async fn faults(State(proxy): Proxy) -> Json<Vec<Fault>> {
    Json(proxy.faults.list())
}

/// Takes one fault or a list of them.
async fn add_fault(State(proxy): Proxy, Json(body): Json<serde_json::Value>) -> Response {
    let faults: Result<Vec<Fault>, _> = match body {
        serde_json::Value::Array(faults) => faults.into_iter().map(serde_json::from_value).collect(),
        fault => serde_json::from_value(fault).map(|fault| vec![fault]),
    };
    match faults {
        Ok(faults) => faults.into_iter().for_each(|fault| proxy.faults.add(fault)),
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
    StatusCode::NO_CONTENT.into_response()
}

async fn clear_faults(State(proxy): Proxy) -> StatusCode {
    proxy.faults.clear();
    StatusCode::NO_CONTENT
}

async fn calls(State(proxy): Proxy) -> Json<Vec<Call>> {
    Json(proxy.calls.list())
}

async fn clear_calls(State(proxy): Proxy) -> StatusCode {
    proxy.calls.clear();
    StatusCode::NO_CONTENT
}

async fn issued(State(proxy): Proxy) -> Json<Vec<Issued>> {
    Json(proxy.issued.list())
}

async fn settings(State(proxy): Proxy) -> Json<Settings> {
    Json(proxy.settings.get())
}

async fn change_settings(State(proxy): Proxy, Json(settings): Json<Settings>) -> Json<Settings> {
    proxy.settings.set(settings);
    Json(proxy.settings.get())
}

async fn template(State(proxy): Proxy) -> Response {
    match tokio::fs::read(&proxy.template).await {
        Ok(template) => ([(header::CONTENT_TYPE, "application/yaml; charset=utf-8")], template).into_response(),
        Err(error) => {
            let words = format!("The template {} cannot be read: {error}", proxy.template.display());
            (StatusCode::NOT_FOUND, words).into_response()
        }
    }
}
