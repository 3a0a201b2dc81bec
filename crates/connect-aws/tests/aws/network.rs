//! What comes from the network, and what does not: bounds, retries, odd answers, and hosts that are not AWS's.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::common::{Machine, Reply, Request, Server};
use connect_aws::{AwsCloud, AwsOptions, Timeouts};
use connect_core::account::Partition;
use connect_core::coverage::Outcome;
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{AssumeRequest, Cloud, DiscoveryEvent, RegionChoice};
use connect_core::region::Region;
use connect_core::resource::Kind;

const KEYS: &str = "[k]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n";
const ARN: &str = "arn:aws:iam::111122223333:user/runner";

fn machine(url: &str) -> Machine {
    Machine::new("[profile k]\nregion = eu-central-1\n", KEYS).with("AWS_ENDPOINT_URL", url)
}

async fn failure(machine: &Machine) -> CallFailure {
    match machine.refusal("k").await {
        SignInError::Call(failure) => failure,
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn the_chosen_profile_is_used_whatever_the_environment_says() {
    let server = Server::start(|_| Reply::caller(ARN)).await;
    let machine = machine(&server.url).with("AWS_ACCESS_KEY_ID", "AKIAENV").with("AWS_SECRET_ACCESS_KEY", "s");
    let machine = machine.with("AWS_REGION", "us-west-2");
    let identity = machine.sign_in("k").await.unwrap();
    assert_eq!(identity.caller().arn, ARN, "the answer's");
    assert!(identity.caller().request_id.is_some(), "with AWS's request id");
    assert_eq!(identity.profile(), Some("k"), "the profile that was asked for");
    let variables = machine.cloud().sign_in(None).await.unwrap();
    assert_eq!(variables.profile(), None, "keys of the environment are no profile's");
    machine.sign_in("environment").await.unwrap();
    let requests = server.requests();
    let keys: Vec<&str> = requests.iter().map(Request::key).collect();
    assert_eq!(
        keys,
        ["AKIAFILE", "AKIAENV", "AKIAENV"],
        "by name the profile; without one, or by theirs, the variables"
    );
    assert!(requests[0].head.contains("/eu-central-1/sts/"), "the profile's region: {}", requests[0].head);
    assert!(requests[1].head.contains("/us-west-2/sts/"), "the environment's region");
}

#[tokio::test]
async fn without_a_choice_the_profile_that_was_used_is_named() {
    let server = Server::start(|_| Reply::caller(ARN)).await;
    let chosen = machine(&server.url).with("AWS_PROFILE", "k");
    assert_eq!(chosen.cloud().sign_in(None).await.unwrap().profile(), Some("k"), "by AWS_PROFILE");
    let keys = KEYS.replace("[k]", "[default]");
    let usual = Machine::new("", &keys).with("AWS_ENDPOINT_URL", &server.url);
    assert_eq!(usual.cloud().sign_in(None).await.unwrap().profile(), Some("default"), "without any choice");
}

#[tokio::test]
async fn a_dead_port_does_not_keep_anybody_waiting() {
    let machine = machine("http://127.0.0.1:1");
    let begun = Instant::now();
    for _ in 0..9 {
        assert_eq!(failure(&machine).await.kind, FailureKind::Unreachable, "refused");
    }
    assert!(begun.elapsed() < Duration::from_secs(15), "nine calls took {:?}", begun.elapsed());
}

#[tokio::test]
async fn odd_answers_are_no_verdict_on_credentials() {
    let page = "<html><body>Please accept the terms of this hotel</body></html>";
    let portal =
        Reply::Answer { status: 200, headers: "content-type: text/html\r\n".to_owned(), body: page.to_owned() };
    let gateway = Reply::Answer { status: 502, headers: String::new(), body: "Bad Gateway".to_owned() };
    for (name, reply, tries) in [
        ("captive portal", portal, 1),
        ("gateway", gateway, 3),
        (
            "XML that ends too early",
            Reply::xml(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws"),
            1,
        ),
        ("XML of something else", Reply::xml(200, "<Welcome/>"), 1),
        ("cut off", Reply::Cut("<GetCallerIdentityResponse>".to_owned()), 3),
        ("closed", Reply::Close, 3),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let failure = failure(&machine(&server.url)).await;
        assert_eq!(failure.kind, FailureKind::Unreachable, "{name}: {failure}");
        assert!(!failure.message.is_empty(), "{name} is put in words");
        assert!(server.requests().len() >= tries, "{name} was tried {} times", server.requests().len());
    }
}

#[tokio::test]
async fn silence_and_slowness_are_bounded() {
    for (name, reply) in [("silence", Reply::Silence), ("a byte at a time", Reply::Drip)] {
        let server = Server::start(move |_| reply.clone()).await;
        let timeouts =
            Timeouts { attempt: Duration::from_millis(200), operation: Duration::from_secs(1), ..Timeouts::default() };
        let machine = machine(&server.url);
        let cloud = AwsCloud::new(AwsOptions { timeouts, ..machine.options() });
        let begun = Instant::now();
        let error = cloud.sign_in(Some(&"k".parse().unwrap())).await.err().unwrap();
        let unreachable = matches!(&error, SignInError::Call(failure) if failure.kind == FailureKind::Unreachable);
        assert!(unreachable, "{name}: {error}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{name} took {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_program_that_hangs_is_stopped_and_named() {
    let machine = Machine::new("[profile p]\ncredential_process = sleep 600\n", "");
    let timeouts = Timeouts { credentials: Duration::from_millis(500), ..Timeouts::default() };
    let cloud = AwsCloud::new(AwsOptions { timeouts, ..machine.options() });
    let error = cloud.sign_in(Some(&"p".parse().unwrap())).await.err().unwrap();
    let SignInError::Call(failure) = error else { panic!("{error}") };
    assert!(matches!(failure.kind, FailureKind::CredentialsMissing { .. }), "it is no network that failed: {failure}");
    assert!(failure.message.contains("credential_process sleep did not end"), "{failure}");
}

#[tokio::test]
async fn denials_are_final_and_throttling_is_not() {
    let server = Server::start(|_| Reply::error(403, "AccessDenied", "no")).await;
    assert_eq!(failure(&machine(&server.url)).await.kind, FailureKind::Denied, "by code");
    assert_eq!(server.requests().len(), 1, "AWS does not change its mind within a second");
    let server = Server::start(|_| Reply::error(400, "Throttling", "Rate exceeded")).await;
    let throttled = failure(&machine(&server.url)).await;
    assert_eq!((throttled.kind, server.requests().len()), (FailureKind::Throttled, 3), "three tries, then it says so");
    assert_eq!(throttled.request_id.as_deref(), Some("11111111-2222-3333-4444-555555555555"), "of the last one");
}

#[tokio::test]
async fn refused_keys_are_told_apart() {
    let command = Some("aws configure --profile k".to_owned());
    for (code, kind) in [
        ("InvalidClientTokenId", FailureKind::CredentialsInvalid { command: command.clone() }),
        ("SignatureDoesNotMatch", FailureKind::CredentialsInvalid { command: command.clone() }),
        ("ExpiredToken", FailureKind::CredentialsExpired { command }),
        ("RegionDisabledException", FailureKind::StsRegionDisabled),
    ] {
        let server = Server::start(move |_| Reply::error(403, code, "words")).await;
        let failure = failure(&machine(&server.url)).await;
        assert_eq!((failure.kind, failure.code.as_deref()), (kind, Some(code)), "AWS's code decides");
    }
    let server = Server::start(|_| Reply::error(403, "InvalidClientTokenId", "words")).await;
    let keys = machine(&server.url).with("AWS_ACCESS_KEY_ID", "AKIAENV").with("AWS_SECRET_ACCESS_KEY", "s");
    let refused = keys.cloud().sign_in(None).await.err();
    let Some(SignInError::Call(CallFailure { kind: FailureKind::CredentialsInvalid { command }, .. })) = refused else {
        panic!("keys of the environment: {refused:?}")
    };
    let command = command.expect("a command that mends it");
    assert!(command.contains("AWS_SESSION_TOKEN"), "the variables are what is wrong, not a profile: {command}");
}

/// Lists users in pages that never end, each with a token of its own.
fn endless(request: &Request) -> Reply {
    static PAGES: AtomicUsize = AtomicUsize::new(0);
    let answer = |action: &str, result: &str| {
        Reply::xml(200, &format!("<{action}Response><{action}Result>{result}</{action}Result></{action}Response>"))
    };
    match request.action() {
        "GetCallerIdentity" => Reply::caller(ARN),
        "AssumeRole" => answer(
            "AssumeRole",
            "<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>",
        ),
        "ListUsers" => {
            let page = PAGES.fetch_add(1, Ordering::SeqCst);
            answer("ListUsers", &format!("<Users/><IsTruncated>true</IsTruncated><Marker>page-{page}</Marker>"))
        }
        _ => Reply::error(403, "AccessDenied", "no"),
    }
}

#[tokio::test]
async fn a_list_that_never_ends_is_left() {
    let server = Server::start(endless).await;
    let runner = machine(&server.url).sign_in("k").await.unwrap();
    let request = AssumeRequest {
        role: "arn:aws:iam::444455556666:role/X".parse().unwrap(),
        external_id: None,
        session_name: "s".to_owned(),
        duration_seconds: 900,
    };
    let session = runner.assume(&request).await.unwrap();
    let users = Mutex::new(None);
    let heard = |event| match event {
        DiscoveryEvent::Cell { cell, .. } if cell.kind == Kind::IamUser => *users.lock().unwrap() = Some(cell),
        _ => {}
    };
    session.discover(&RegionChoice::Named(vec![]), &heard).await;
    let users = users.into_inner().unwrap().unwrap();
    assert_eq!(users.outcome, Outcome::Unreachable, "half a list is no list: {users:?}");
    let detail = users.detail.unwrap();
    assert!(detail.contains("after 1000 pages"), "it is said why: {detail}");
}

#[tokio::test]
async fn roles_on_the_way_are_assumed_with_the_profiles_keys() {
    let assumed = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>\
        <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    let server = Server::start(move |request| match request.action() {
        "AssumeRole" => Reply::xml(200, assumed),
        _ => Reply::caller(ARN),
    })
    .await;
    let config =
        "[profile r]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = k\nexternal_id = x-1\n";
    let machine = Machine::new(config, KEYS).with("AWS_ENDPOINT_URL", &server.url);
    machine.sign_in("r").await.unwrap();
    let requests = server.requests();
    let calls: Vec<(&str, &str)> = requests.iter().map(|request| (request.action(), request.key())).collect();
    assert_eq!(
        calls,
        [("AssumeRole", "AKIAFILE"), ("GetCallerIdentity", "ASIAROLE")],
        "first the role, then as the role"
    );
    assert!(requests[0].body.contains("ExternalId=x-1"), "with the profile's own External ID");
    assert_eq!(server.connections(), 1, "one connection serves both calls");
    let denied = Server::start(|_| Reply::error(403, "AccessDenied", "not you")).await;
    let machine = Machine::new(config, KEYS).with("AWS_ENDPOINT_URL", &denied.url);
    let SignInError::Call(failure) = machine.refusal("r").await else { panic!("a call") };
    assert_eq!((failure.kind, failure.operation), (FailureKind::Denied, "sts:AssumeRole"), "it says which call");
}

#[tokio::test]
async fn custom_endpoints_get_nothing_unless_they_are_allowed() {
    let server = Server::start(|_| Reply::caller(ARN)).await;
    let config = format!(
        "[profile k]\nregion = eu-central-1\nendpoint_url = {0}\nservices = s\n[services s]\nsts =\n  endpoint_url = {0}\n",
        server.url
    );
    // A proxy that is not there: what is meant for AWS itself fails at once and stays on this machine.
    let machine = Machine::new(&config, KEYS)
        .with("AWS_ENDPOINT_URL", &server.url)
        .with("AWS_ENDPOINT_URL_STS", &server.url)
        .with("HTTPS_PROXY", "http://127.0.0.1:1");
    let cloud = AwsCloud::new(AwsOptions { allow_custom_endpoint: false, ..machine.options() });
    let error = cloud.sign_in(Some(&"k".parse().unwrap())).await.err().unwrap();
    assert!(matches!(&error, SignInError::Call(failure) if failure.kind == FailureKind::Unreachable), "{error}");
    assert_eq!(server.connections(), 0, "the hostile address was not even connected to");
    machine.sign_in("k").await.unwrap();
    assert_eq!(server.connections(), 1, "the same machine follows it where that is allowed");
}

#[tokio::test]
async fn connections_are_opened_beforehand_to_every_known_region() {
    let proxy = Server::start(|_| Reply::Answer { status: 407, headers: String::new(), body: String::new() }).await;
    let machine = Machine::new("", KEYS).with("HTTPS_PROXY", &proxy.url);
    let cloud = AwsCloud::new(AwsOptions { allow_custom_endpoint: false, ..machine.options() });
    cloud.warm(Partition::Aws).await;
    assert_eq!(proxy.requests().len(), 0, "nobody has signed in, so nobody is about to discover");
    cloud.sign_in(Some(&"k".parse().unwrap())).await.err().unwrap();
    let signed_in = proxy.requests().len();
    cloud.warm(Partition::Aws).await;
    cloud.warm(Partition::Aws).await;
    let opened = proxy.requests().split_off(signed_in);
    let mut hosts: Vec<&str> = opened.iter().filter_map(|request| request.head.split_whitespace().nth(1)).collect();
    hosts.sort_unstable();
    let regions = Region::known(Partition::Aws);
    let expected = regions.iter().flat_map(|region| std::iter::repeat_n(format!("ec2.{region}.amazonaws.com:443"), 3));
    let mut expected: Vec<String> = expected.collect();
    expected.sort_unstable();
    assert_eq!(hosts, expected, "three connections to each region, those that have to be switched on too, once");
}

#[tokio::test]
async fn proxies_and_certificate_bundles_are_heeded() {
    let proxy = Server::start(|_| Reply::Answer { status: 407, headers: String::new(), body: String::new() }).await;
    let machine = Machine::new("", KEYS).with("HTTPS_PROXY", &proxy.url);
    assert_eq!(failure(&machine).await.kind, FailureKind::ProxyRefused, "407");
    let asked = proxy.requests();
    assert!(
        asked[0].head.starts_with("CONNECT sts.us-east-1.amazonaws.com:443"),
        "no region, so the partition's home: {}",
        asked[0].head
    );
    let machine = Machine::new("", KEYS).with("HTTPS_PROXY", "::not an address::");
    assert_eq!(failure(&machine).await.kind, FailureKind::ProxyRefused, "named before anything is sent");
    for (name, content) in [
        ("absent.pem", None),
        ("nonsense.pem", Some("nonsense")),
        ("broken.pem", Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
    ] {
        let machine = Machine::new("", KEYS);
        if let Some(content) = content {
            machine.write(name, content.as_bytes());
        }
        let path = machine.path(name).display().to_string();
        let error = machine.with("AWS_CA_BUNDLE", &path).refusal("k").await;
        assert!(matches!(&error, SignInError::MalformedFile { file, .. } if *file == path), "{name}: {error}");
    }
}

#[tokio::test]
async fn nothing_is_looked_for_on_an_instance_that_is_none() {
    let begun = Instant::now();
    let machine = Machine::new("", "");
    assert!(machine.cloud().sign_in(None).await.is_err(), "nothing gives credentials here");
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "the metadata address costs no visible wait: {:?}",
        begun.elapsed()
    );
}
