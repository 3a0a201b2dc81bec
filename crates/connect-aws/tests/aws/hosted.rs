//! The hosted template, as it is fetched to be compared.

use crate::common::{Machine, Reply, Server};
use connect_core::console::TemplateUrl;
use connect_core::failure::{FailureKind, SignInError};
use connect_core::ports::Cloud;

#[tokio::test]
async fn it_is_fetched_byte_by_byte_and_without_a_signature() {
    let server = Server::start(|request| {
        let headers = "content-type: application/yaml\r\n".to_owned();
        let there = request.head.starts_with("GET /templates/role.yaml?versionId=7 ");
        let body = if there { "Resources: {}\n" } else { "" };
        Reply::Answer { status: if there { 200 } else { 403 }, headers, body: body.to_owned() }
    })
    .await;
    let cloud = Machine::new("", "").cloud();
    let at = |path: &str| TemplateUrl::parse(&format!("{}{path}", server.url), true).unwrap();
    let template = cloud.hosted_template(&at("/templates/role.yaml?versionId=7")).await.unwrap();
    assert_eq!(template, b"Resources: {}\n", "as it is hosted, to the last byte");
    assert!(!server.requests()[0].head.to_lowercase().contains("authorization:"), "nobody's credentials are used");
    let Err(SignInError::Call(failure)) = cloud.hosted_template(&at("/other.yaml")).await else {
        panic!("a template that may not be read is none")
    };
    assert!(failure.message.contains("HTTP 403"), "what was answered is told: {failure}");
    let gone = TemplateUrl::parse("http://127.0.0.1:1/role.yaml", true).unwrap();
    let Err(SignInError::Call(failure)) = cloud.hosted_template(&gone).await else { panic!("nothing listens there") };
    assert_eq!(failure.kind, FailureKind::Unreachable, "a host that does not answer is called so: {failure}");
}
