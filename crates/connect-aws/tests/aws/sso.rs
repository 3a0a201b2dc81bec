//! Sign-ins that live in the home folder. The SDK finds that by the process's own environment, so each case runs this
//! test program again with another one.

use std::process::Command;

use crate::common::Machine;
use connect_core::failure::{FailureKind, SignInError};

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
";

/// `sha1("corp")`: by it the AWS CLI names the session's file in the cache.
const CACHE_FILE: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

async fn kind(profile: &str) -> FailureKind {
    // No proxy, no server: the sign-in is refused before anything is sent, or the test fails.
    let machine = Machine::new(CONFIG, "").with("HTTPS_PROXY", "http://127.0.0.1:1");
    match machine.refusal(profile).await {
        SignInError::Call(failure) => failure.kind,
        error => panic!("{error}"),
    }
}

/// Runs a test of this file again, in a process whose home is `home`.
fn again(test: &str, home: &std::path::Path) {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args([format!("sso::{test}").as_str(), "--exact", "--nocapture"])
        .env("HOME", home)
        .env("USERPROFILE", home)
        .env("ALETHIA_TEST_HOME", home)
        .output()
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
        return again("never_signed_in", tempfile::tempdir().unwrap().path());
    }
    let sso = Some("aws sso login --profile corp".to_owned());
    let old = Some("aws sso login --profile old".to_owned());
    assert_eq!(kind("old").await, FailureKind::CredentialsMissing { command: old }, "no file in the cache");
    let login = Some("aws login --profile login".to_owned());
    assert_eq!(kind("corp").await, FailureKind::CredentialsExpired { command: sso.clone() }, "no token in the cache");
    assert_eq!(
        kind("over").await,
        FailureKind::CredentialsExpired { command: sso },
        "the source is what needs the login"
    );
    assert_eq!(kind("login").await, FailureKind::CredentialsMissing { command: login }, "its own command");
}

#[tokio::test]
async fn signed_in_too_long_ago() {
    if !in_own_home() {
        let home = tempfile::tempdir().unwrap();
        let cache = home.path().join(".aws/sso/cache");
        std::fs::create_dir_all(&cache).unwrap();
        let token = r#"{"accessToken":"CANARY","expiresAt":"2020-01-01T00:00:00Z","region":"eu-west-1","startUrl":"https://corp.example/start"}"#;
        std::fs::write(cache.join(CACHE_FILE), token).unwrap();
        return again("signed_in_too_long_ago", home.path());
    }
    let command = Some("aws sso login --profile corp".to_owned());
    assert_eq!(kind("corp").await, FailureKind::CredentialsExpired { command }, "the token has run out");
}

#[tokio::test]
async fn a_broken_cache_wants_a_new_sign_in() {
    if !in_own_home() {
        let home = tempfile::tempdir().unwrap();
        let cache = home.path().join(".aws/sso/cache");
        std::fs::create_dir_all(&cache).unwrap();
        std::fs::write(cache.join(CACHE_FILE), "{ nonsense").unwrap();
        return again("a_broken_cache_wants_a_new_sign_in", home.path());
    }
    let command = Some("aws sso login --profile corp".to_owned());
    assert_eq!(
        kind("corp").await,
        FailureKind::CredentialsExpired { command },
        "a corrupt file is mended the same way"
    );
}
