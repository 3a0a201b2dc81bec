//! No key, secret or token is in anything that can be printed: types, errors, reports.

use std::sync::Mutex;

use crate::common::{Machine, Reply, Server};
use connect_aws::{AwsOptions, Environment};
use connect_core::ports::{AssumeRequest, Cloud, DiscoveryEvent, RegionChoice};

/// In every secret of this test, so that any trace of one shows.
const CANARY: &str = "CANARY";

fn clean(what: &str, text: &str) {
    assert!(!text.contains(CANARY), "{what} shows a secret: {text}");
}

fn secrets() -> Machine {
    let config = "[profile p]\ncredential_process = sh -c 'echo CANARY >&2; echo CANARY; exit 1' CANARY\n";
    let credentials =
        "[k]\naws_access_key_id = AKIACANARY\naws_secret_access_key = CANARYsecret\naws_session_token = CANARYtoken\n";
    Machine::new(config, credentials)
        .with("AWS_ACCESS_KEY_ID", "AKIACANARY")
        .with("AWS_SECRET_ACCESS_KEY", "CANARYsecret")
        .with("HTTPS_PROXY", "http://user:CANARY@127.0.0.1:1")
}

#[tokio::test]
async fn options_and_clouds_do_not_show_what_they_hold() {
    let machine = secrets();
    clean("AwsOptions", &format!("{:?}", machine.options()));
    clean("AwsCloud", &format!("{:?}", machine.cloud()));
    clean("Environment", &format!("{:?}", Environment::from_pairs([("A", "CANARY")])));
    clean("profiles", &format!("{:?}", machine.cloud().profiles().await.unwrap()));
}

#[tokio::test]
async fn errors_do_not_repeat_secrets() {
    let machine = secrets();
    for profile in ["p", "k", "environment"] {
        let options = AwsOptions { allow_custom_endpoint: false, ..machine.options() };
        let error = connect_aws::AwsCloud::new(options).sign_in(Some(&profile.parse().unwrap())).await.err().unwrap();
        clean(profile, &format!("{error} {error:?}"));
    }
    machine.write("credentials", b"[k]\naws_secret_access_key CANARY\n");
    let error = machine.refusal("k").await;
    clean("a malformed line", &format!("{error} {error:?}"));
}

fn assumed() -> Reply {
    let keys = "<AccessKeyId>ASIACANARY</AccessKeyId><SecretAccessKey>CANARY</SecretAccessKey><SessionToken>CANARY</SessionToken>";
    let credentials = format!("<Credentials>{keys}<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>");
    let result = format!("<AssumeRoleResult>{credentials}</AssumeRoleResult>");
    Reply::xml(
        200,
        &format!(
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">{result}</AssumeRoleResponse>"
        ),
    )
}

#[tokio::test]
async fn a_session_and_all_that_it_reports_are_clean() {
    let server = Server::start(|request| match request.action() {
        "AssumeRole" => assumed(),
        "GetCallerIdentity" => Reply::caller("arn:aws:sts::444455556666:assumed-role/X/s"),
        _ => Reply::error(403, "AccessDenied", "no"),
    })
    .await;
    let machine = secrets().with("AWS_ENDPOINT_URL", &server.url);
    let identity = machine.sign_in("k").await.unwrap();
    clean("the caller", &format!("{:?}", identity.caller()));
    let request = AssumeRequest {
        role: "arn:aws:iam::444455556666:role/X".parse().unwrap(),
        external_id: None,
        session_name: "s".to_owned(),
        duration_seconds: 900,
    };
    let session = identity.assume(&request).await.unwrap();
    let told = Mutex::new(Vec::new());
    let sink = |event: DiscoveryEvent| told.lock().unwrap().push(format!("{event:?}"));
    session.discover(&RegionChoice::Named(vec!["eu-central-1".parse().unwrap()]), &sink).await;
    let told = told.into_inner().unwrap().concat();
    assert!(told.contains("AccessDenied"), "the discovery really was refused: {told}");
    clean("a discovery", &told);
    let failure = session.reader().role(request.role.name()).await.unwrap_err();
    clean("a failure", &format!("{failure} {failure:?}"));
}
