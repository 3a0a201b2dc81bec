//! Faults meet the calls that they are meant for, in the words of the service.

use connect_testkit::{Because, CUSTOMER_ACCOUNT, Effect, Fault, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{HOME, as_role, call, code, fetch, seeded, unseeded};

const CUSTOMER: &str = "sandbox-customer";
const APIS: [(&str, &str); 4] =
    [("ec2", "DescribeVpcs"), ("sts", "GetCallerIdentity"), ("route53", "ListHostedZones"), ("iam", "ListUsers")];

async fn codes(sandbox: &Sandbox, effect: Effect) -> Vec<String> {
    sandbox.faults().clear();
    sandbox.faults().add(Fault::new(effect));
    let mut codes = Vec::new();
    for (service, operation) in APIS {
        codes.push(code(call(sandbox, CUSTOMER, service, HOME, operation, json!({})).await));
    }
    codes
}

#[tokio::test]
async fn each_effect_speaks_as_the_service_does() {
    let sandbox = unseeded().await;
    let deny = Effect::Deny { because: Because::Scp };
    let custom = Effect::Custom { status: 418, code: "Teapot".to_owned(), message: "short & <stout>".to_owned() };
    for (effect, expected) in [
        (Effect::Throttle, ["RequestLimitExceeded", "Throttling", "Throttling", "Throttling"]),
        (deny, ["UnauthorizedOperation", "AccessDenied", "AccessDenied", "AccessDenied"]),
        (
            Effect::Status { status: 503 },
            ["Unavailable", "ServiceUnavailable", "ServiceUnavailable", "ServiceUnavailable"],
        ),
        (
            Effect::RegionDisabled,
            ["AuthFailure", "RegionDisabledException", "InvalidClientTokenId", "InvalidClientTokenId"],
        ),
        (Effect::ExpiredToken, ["RequestExpired", "ExpiredToken", "ExpiredToken", "ExpiredToken"]),
        (custom, ["Teapot"; 4]),
        (
            Effect::ClockSkew { seconds: 1200, undated: false },
            ["RequestExpired", "SignatureDoesNotMatch", "SignatureDoesNotMatch", "SignatureDoesNotMatch"],
        ),
        (Effect::ClockSkew { seconds: 60, undated: false }, ["ok"; 4]),
    ] {
        assert_eq!(codes(&sandbox, effect.clone()).await, expected, "{effect:?} for EC2, STS, Route 53 and IAM");
    }
}

#[tokio::test]
async fn a_denial_names_the_caller_and_the_kind_of_policy() {
    let sandbox = seeded().await;
    let role = as_role(&sandbox, "Good").await;
    sandbox.faults().add(Fault::new(Effect::Deny { because: Because::Scp }).service("ec2"));
    let error = call(&sandbox, role, "ec2", HOME, "DescribeVpcs", json!({})).await.unwrap_err();
    assert_eq!(
        error.message,
        "You are not authorized to perform this operation. User: \
         arn:aws:sts::444455556666:assumed-role/AlethiaProvisionerRole-Good/test is not authorized to perform: \
         ec2:DescribeVpcs with an explicit deny in a service control policy",
        "the proxy knows whose temporary keys these are"
    );
}

#[tokio::test]
async fn only_matching_calls_are_met_and_only_so_often() {
    let sandbox = unseeded().await;
    let throttle =
        Fault::new(Effect::Throttle).service("ec2").action("Describe*").region(HOME).account(CUSTOMER_ACCOUNT);
    sandbox.faults().add(throttle.skip(1).times(2));
    let vpcs = async |region: &str| code(call(&sandbox, CUSTOMER, "ec2", region, "DescribeVpcs", json!({})).await);
    assert_eq!(vpcs("eu-west-1").await, "ok", "another region is not met, nor counted");
    let stranger = call(&sandbox, "sandbox-runner", "sts", HOME, "GetCallerIdentity", json!({})).await;
    assert_eq!(code(stranger), "ok", "another service is not met");
    let turns = [vpcs(HOME).await, vpcs(HOME).await, vpcs(HOME).await, vpcs(HOME).await];
    assert_eq!(turns, ["ok", "RequestLimitExceeded", "RequestLimitExceeded", "ok"], "skip one, meet two, then over");
}

#[tokio::test]
async fn a_parameter_can_be_what_is_met() {
    let sandbox = seeded().await;
    let arn = sandbox.role("NoExternalId").unwrap().arn.clone();
    sandbox.faults().add(Fault::new(Effect::Throttle).action("AssumeRole").param("ExternalId", None));
    let assume = async |params: Value| code(call(&sandbox, "sandbox-runner", "sts", HOME, "AssumeRole", params).await);
    let without = json!({ "RoleArn": arn, "RoleSessionName": "test" });
    let mut with = without.clone();
    with["ExternalId"] = "some-id".into();
    assert_eq!(assume(without).await, "Throttling", "the call without an External ID is met");
    assert_eq!(assume(with).await, "ok", "the call with one is not");
}

/// What arrives of an answer before the connection ends: the head and the body, or the error.
async fn raw(sandbox: &Sandbox) -> std::io::Result<(String, String)> {
    let address = sandbox.endpoint().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await?;
    let body = "Action=DescribeVpcs";
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: AWS4-HMAC-SHA256 \
         Credential=x/20260101/eu-central-1/ec2/aws4_request, SignedHeaders=host, Signature=0\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    Ok((head.to_owned(), body.to_owned()))
}

fn promised(head: &str) -> usize {
    head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_wire_can_break() {
    let sandbox = unseeded().await;
    let (head, whole) = raw(&sandbox).await.unwrap();
    assert_eq!(promised(&head), whole.len(), "without a fault the answer is whole");

    sandbox.faults().add(Fault::new(Effect::Reset).times(1));
    let error = raw(&sandbox).await.expect_err("nothing is answered");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "a reset, not an orderly end");

    for bytes in [None, Some(0), Some(7)] {
        sandbox.faults().clear();
        sandbox.faults().add(Fault::new(Effect::Truncate { bytes }).times(1));
        let (head, part) = raw(&sandbox).await.unwrap();
        assert_eq!(promised(&head), whole.len(), "the head promises all of it");
        assert_eq!(part.len(), bytes.unwrap_or(whole.len() / 2), "but {bytes:?} arrive");
    }
    let answer = call(&sandbox, CUSTOMER, "ec2", HOME, "DescribeVpcs", json!({})).await;
    assert_eq!(code(answer), "ok", "all is well afterwards");
}

#[tokio::test]
async fn what_stands_in_between_can_answer_itself() {
    let sandbox = unseeded().await;
    for status in [200, 502] {
        sandbox.faults().clear();
        sandbox.faults().add(Fault::new(Effect::Page { status }));
        let (head, body) = raw(&sandbox).await.unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")) && head.contains("text/html"), "a page: {head}");
        assert!(!head.contains("x-amzn-requestid") && body.contains("<html>"), "that is none of AWS's: {head}");
    }
    sandbox.faults().clear();
    let arn = "arn:aws:sts::777788889999:assumed-role/Other/s".to_owned();
    sandbox.faults().add(Fault::new(Effect::OtherCaller { arn: arn.clone() }));
    let caller = call(&sandbox, CUSTOMER, "sts", HOME, "GetCallerIdentity", json!({})).await.unwrap();
    assert_eq!((&caller["Arn"], &caller["Account"]), (&json!(arn), &json!("777788889999")), "another's answer");
}

#[tokio::test]
async fn an_answer_has_a_date_unless_it_is_taken_away() {
    let sandbox = unseeded().await;
    let dated = async || raw(&sandbox).await.unwrap().0.lines().filter(|line| line.starts_with("date: ")).count();
    assert_eq!(dated().await, 1, "an answer has one");
    sandbox.faults().add(Fault::new(Effect::Throttle).times(1));
    assert_eq!(dated().await, 1, "a refusal of the proxy's too");
    sandbox.faults().add(Fault::new(Effect::ClockSkew { seconds: 86_400, undated: true }));
    assert_eq!(dated().await, 0, "without one nobody can tell the time at AWS");
}

#[tokio::test]
async fn latency_delays_the_true_answer() {
    let sandbox = unseeded().await;
    let identity = async || call(&sandbox, CUSTOMER, "sts", HOME, "GetCallerIdentity", json!({})).await.unwrap();
    let at_once = identity().await;
    sandbox.faults().add(Fault::new(Effect::Latency { ms: 400 }));
    let started = std::time::Instant::now();
    assert_eq!(identity().await["Arn"], at_once["Arn"], "it is the same answer");
    assert!(started.elapsed().as_millis() >= 400, "only later");
}

#[tokio::test]
async fn a_disabled_region_is_not_listed_as_enabled() {
    let sandbox = unseeded().await;
    sandbox.faults().add(Fault::new(Effect::RegionDisabled).region("eu-west-1"));
    let status = async |params: Value| {
        let answer = call(&sandbox, CUSTOMER, "ec2", HOME, "DescribeRegions", params).await.unwrap();
        let regions = answer["Regions"].as_array().unwrap().clone();
        regions
            .into_iter()
            .find(|region| region["RegionName"] == "eu-west-1")
            .map(|region| region["OptInStatus"].clone())
    };
    assert_eq!(status(json!({})).await, None, "only enabled regions are listed");
    assert_eq!(status(json!({ "AllRegions": true })).await, Some(json!("not-opted-in")), "unless all are asked for");
}

#[tokio::test]
async fn tools_steer_over_http_and_web_pages_do_not() {
    let sandbox = unseeded().await;
    let faults = format!("{}/_sandbox/faults", sandbox.endpoint());
    let fault = json!({ "service": "ec2", "times": 1, "effect": { "kind": "deny", "because": "boundary" } });
    assert_eq!(
        fetch("POST", &faults, &[("origin", "https://example.com")], Some(fault.clone())).await.0,
        403,
        "a web page"
    );
    assert!(sandbox.faults().list().is_empty(), "has changed nothing");
    assert_eq!(fetch("POST", &faults, &[], Some(json!([fault]))).await.0, 204, "a tool may send one fault or a list");
    let (_, listed) = fetch("GET", &faults, &[], None).await;
    let listed: Vec<Fault> = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed, sandbox.faults().list(), "and reads back what it sent");
    let error = call(&sandbox, CUSTOMER, "ec2", HOME, "DescribeVpcs", json!({})).await.unwrap_err();
    assert!(error.message.contains("no permissions boundary allows the ec2:DescribeVpcs action"), "{error}");
    assert_eq!(fetch("DELETE", &faults, &[], None).await.0, 204);
    assert!(sandbox.faults().list().is_empty(), "all faults are gone");
    let misspelt = json!({ "servise": "ec2", "effect": { "kind": "reset" } });
    assert_eq!(fetch("POST", &faults, &[], Some(misspelt)).await.0, 400, "a misspelt matcher would meet everything");
}
