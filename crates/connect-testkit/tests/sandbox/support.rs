//! What the tests share.

use std::path::{Path, PathBuf};

use axum::body::Bytes;
use connect_testkit::{As, AwsError, Sandbox, SandboxError, SandboxOptions};
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

pub(crate) const HOME: &str = "eu-central-1";
pub(crate) const EXTERNAL_ID: &str = connect_testkit::SEEDED_EXTERNAL_ID;

pub(crate) fn template() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/minimal-role.yaml")
}

/// A sandbox that lasts as long as its folder.
pub(crate) struct Playground {
    pub(crate) sandbox: Sandbox,
    _dir: tempfile::TempDir,
}

impl std::ops::Deref for Playground {
    type Target = Sandbox;
    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

pub(crate) async fn seeded() -> Playground {
    start(|options| options).await
}

pub(crate) async fn unseeded() -> Playground {
    start(SandboxOptions::unseeded).await
}

pub(crate) async fn start(adapt: impl FnOnce(SandboxOptions) -> SandboxOptions) -> Playground {
    let dir = tempfile::tempdir().unwrap();
    let options = adapt(SandboxOptions::new(dir.path()).template(template()));
    let sandbox = Sandbox::start(options).await.unwrap_or_else(|error| panic!("{error}"));
    Playground { sandbox, _dir: dir }
}

/// The answer or AWS's error; anything else is a defect of the sandbox.
pub(crate) async fn call(
    sandbox: &Sandbox,
    who: impl Into<As>,
    service: &str,
    region: &str,
    operation: &str,
    params: Value,
) -> Result<Value, AwsError> {
    match sandbox.aws(who, service, region, operation, params).await {
        Ok(answer) => Ok(answer),
        Err(SandboxError::Aws(error)) => Err(error),
        Err(other) => panic!("{operation}: {other}"),
    }
}

/// Assumes a role; the keys are the role's.
pub(crate) async fn assume(
    sandbox: &Sandbox,
    who: impl Into<As>,
    role_arn: &str,
    external_id: Option<&str>,
) -> Result<As, AwsError> {
    let mut params = json!({ "RoleArn": role_arn, "RoleSessionName": "test" });
    if let Some(id) = external_id {
        params["ExternalId"] = id.into();
    }
    let answer = call(sandbox, who, "sts", HOME, "AssumeRole", params).await?;
    let text = |name: &str| answer["Credentials"][name].as_str().unwrap().to_owned();
    Ok(As::Keys {
        access_key: text("AccessKeyId"),
        secret_key: text("SecretAccessKey"),
        session_token: Some(text("SessionToken")),
    })
}

/// The keys of a seeded role.
pub(crate) async fn as_role(sandbox: &Sandbox, variant: &str) -> As {
    let arn = sandbox.role(variant).unwrap().arn.clone();
    assume(sandbox, "sandbox-runner", &arn, Some(EXTERNAL_ID)).await.unwrap()
}

pub(crate) fn code(result: Result<Value, AwsError>) -> String {
    result.map_or_else(|error| error.code, |_| "ok".to_owned())
}

/// A plain HTTP request: status and body.
pub(crate) async fn fetch(method: &str, url: &str, headers: &[(&str, &str)], body: Option<Value>) -> (u16, String) {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let request = request.header("content-type", "application/json").body(Full::new(Bytes::from(body))).unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http();
    let answer = client.request(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}
