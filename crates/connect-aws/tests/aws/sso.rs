//! Sign-ins that live in the home folder, and the metadata address. The SDK finds these by the process's own environment,
//! so each case runs this test program again with another one.

use std::path::Path;
use std::time::{Duration, Instant};

use tokio::process::Command;

use crate::common::{Machine, Reply, Server};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::Cloud;

const CONFIG: &str = "\
[profile corp]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile over]
role_arn = arn:aws:iam::444455556666:role/X
source_profile = corp
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.example/start
[profile old]
sso_start_url = https://corp.example/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
[profile login]
login_session = arn:aws:iam::111122223333:user/me
[profile instance]
role_arn = arn:aws:iam::444455556666:role/X
credential_source = Ec2InstanceMetadata
";

/// `sha1("corp")`: by it the AWS CLI names the session's file in the cache.
const CACHE_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
/// `sha1` of the start URL, for profiles without a session.
const OLD_CACHE_FILE: &str = ".aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json";
/// `sha256` of the session's ARN, for `aws login`.
const LOGIN_CACHE_FILE: &str = ".aws/login/cache/6eeec053fe13079aaf7fd81065ec5ecbdb93674f20700e51842d0c769b240c8a.json";

const EXPIRED: &str = r#"{"accessToken":"CANARY","expiresAt":"2020-01-01T00:00:00Z","region":"eu-west-1","startUrl":"https://corp.example/start"}"#;
/// What `aws login` leaves; the key was made for this test and signs nothing else.
const EXPIRED_LOGIN: &str = r#"{"accessToken":{"accessKeyId":"ASIACANARY","secretAccessKey":"CANARY","sessionToken":"CANARY","accountId":"111122223333","expiresAt":"2020-01-01T00:00:00Z"},"tokenType":"aws_sigv4","refreshToken":"CANARY","clientId":"arn:aws:signin:::devtools/same-device","dpopKey":"-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEINzpRKVCTTGY4i07ne+MtPVXMOEw0EFwtgk7+U3giPZ4oAoGCCqGSM49\nAwEHoUQDQgAEGxQEzieF+tIzSzlgQY3JobII7w0lbUmq1RutNDMHkqIutyJmSLf0\n30gvemjCXUaPFqnZ4FLrj9jzGZKdi1cC7g==\n-----END EC PRIVATE KEY-----\n"}"#;

async fn failure(profile: &str) -> CallFailure {
    // No proxy, no server: the sign-in is refused before anything is sent, or the test fails.
    let machine = Machine::new(CONFIG, "").with("HTTPS_PROXY", "http://127.0.0.1:1");
    match machine.refusal(profile).await {
        SignInError::Call(failure) => failure,
        error => panic!("{error}"),
    }
}

async fn kind(profile: &str) -> FailureKind {
    failure(profile).await.kind
}

fn expired(command: &str) -> FailureKind {
    FailureKind::CredentialsExpired { command: Some(command.to_owned()) }
}

/// A home with these files.
fn home(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    home
}

/// A refusal of a JSON API.
fn refused(code: &str, body: &str) -> Reply {
    let headers = format!("content-type: application/json\r\nx-amzn-errortype: {code}\r\n");
    Reply::Answer { status: 401, headers, body: body.to_owned() }
}

/// Runs a test of this file again, in a process whose home is `home`, with more variables.
async fn again(test: &str, home: &Path, variables: &[(&str, &str)]) {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args([format!("sso::{test}").as_str(), "--exact", "--nocapture"])
        .env("HOME", home)
        .env("USERPROFILE", home)
        .env("ALETHIA_TEST_HOME", home)
        .envs(variables.iter().copied())
        .output()
        .await
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{test} in a home of its own: {words}");
}

fn in_own_home() -> bool {
    std::env::var_os("ALETHIA_TEST_HOME").is_some()
}

#[tokio::test]
async fn never_signed_in() {
    if !in_own_home() {
        return again("never_signed_in", home(&[]).path(), &[]).await;
    }
    let old = Some("aws sso login --profile old".to_owned());
    assert_eq!(kind("old").await, FailureKind::CredentialsMissing { command: old }, "no file in the cache");
    let sso = expired("aws sso login --profile corp");
    assert_eq!(kind("corp").await, sso, "no token in the cache");
    assert_eq!(kind("over").await, sso, "the source is what needs the login");
    let login = Some("aws login --profile login".to_owned());
    assert_eq!(kind("login").await, FailureKind::CredentialsMissing { command: login }, "its own command");
}

#[tokio::test]
async fn signed_in_too_long_ago() {
    if !in_own_home() {
        let server =
            Server::start(|_| refused("UnauthorizedException", r#"{"message":"Session token not found"}"#)).await;
        let home = home(&[(CACHE_FILE, EXPIRED), (OLD_CACHE_FILE, EXPIRED)]);
        let variables = [("AWS_ENDPOINT_URL_SSO", server.url.as_str())];
        again("signed_in_too_long_ago", home.path(), &variables).await;
        assert_eq!(server.requests().len(), 1, "only a token without a session is for AWS to judge");
        return;
    }
    assert_eq!(kind("corp").await, expired("aws sso login --profile corp"), "the token has run out");
    let old = failure("old").await;
    assert_eq!(old.kind, expired("aws sso login --profile old"), "without a session too: {old}");
    assert!(!old.to_string().contains("CANARY"), "the token is not repeated: {old}");
    assert_eq!(kind("over").await, expired("aws sso login --profile corp"), "a role on top needs its source's login");
}

#[tokio::test]
async fn a_broken_cache_wants_a_new_sign_in() {
    if !in_own_home() {
        for broken in ["{ CANARY", "", "null", "[]", r#"{"accessToken":"CANARY"}"#, "\u{0}\u{1}CANARY"] {
            let home = home(&[(CACHE_FILE, broken), (OLD_CACHE_FILE, broken), (LOGIN_CACHE_FILE, broken)]);
            again("a_broken_cache_wants_a_new_sign_in", home.path(), &[]).await;
        }
        return;
    }
    for (profile, command) in [
        ("corp", "aws sso login --profile corp"),
        ("old", "aws sso login --profile old"),
        ("login", "aws login --profile login"),
    ] {
        let failure = failure(profile).await;
        assert_eq!(failure.kind, expired(command), "{profile}: a corrupt file is mended the same way");
        assert!(!failure.to_string().contains("CANARY"), "{profile}: what is in it is not repeated: {failure}");
    }
}

/// The service that renews an `aws login` says that the session is over.
#[tokio::test]
async fn a_login_that_cannot_be_renewed_wants_a_new_one() {
    if !in_own_home() {
        let words = r#"{"error":"TOKEN_EXPIRED","message":"expired"}"#;
        let server = Server::start(|_| refused("AccessDeniedException", words)).await;
        let home = home(&[(LOGIN_CACHE_FILE, EXPIRED_LOGIN)]);
        let variables = [("AWS_ENDPOINT_URL_SIGNIN", server.url.as_str())];
        again("a_login_that_cannot_be_renewed_wants_a_new_one", home.path(), &variables).await;
        assert_eq!(server.requests().len(), 1, "it was asked for, and refused");
        return;
    }
    let failure = failure("login").await;
    assert_eq!(failure.kind, expired("aws login --profile login"), "by its own command: {failure}");
    assert!(!failure.to_string().contains("CANARY"), "no token is repeated: {failure}");
}

/// On a laptop nothing answers at the metadata address, often not even with a refusal.
#[tokio::test]
async fn a_silent_metadata_address_costs_no_visible_wait() {
    if !in_own_home() {
        let server = Server::start(|_| Reply::Silence).await;
        let variables = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url.as_str())];
        again("a_silent_metadata_address_costs_no_visible_wait", home(&[]).path(), &variables).await;
        assert_eq!(server.connections(), 2, "where an instance is named it is asked, once each");
        return;
    }
    let begun = Instant::now();
    let instance = failure("instance").await;
    assert_eq!(instance.kind, FailureKind::CredentialsMissing { command: None }, "it is no network that failed");
    assert!(instance.message.contains("no EC2 instance's metadata answers here"), "{instance}");
    assert!(begun.elapsed() < Duration::from_secs(2), "a profile that names the instance: {:?}", begun.elapsed());
    let machine = Machine::new("", "");
    let begun = Instant::now();
    assert!(machine.cloud().sign_in(None).await.is_err(), "nothing gives credentials");
    assert!(begun.elapsed() < Duration::from_millis(500), "nobody named an instance: {:?}", begun.elapsed());
    let on_instance = Machine::new("", "").with("AWS_EC2_METADATA_DISABLED", "false");
    let begun = Instant::now();
    assert!(on_instance.cloud().sign_in(None).await.is_err(), "nothing gives credentials");
    assert!(begun.elapsed() < Duration::from_secs(2), "the environment names it: {:?}", begun.elapsed());
}
