//! Codes of MFA devices are really checked, and what follows from them is what AWS lets follow.

use connect_testkit::{As, AwsError, Sandbox};
use serde_json::{Value, json};

use crate::support::{EXTERNAL_ID, HOME, assume, call, fetch, seeded, unseeded};

const ROLE: &str = "arn:aws:iam::111122223333:role/AlethiaRunnerWithMfa";

fn with(device: &str, code: &str) -> Value {
    json!({ "RoleArn": ROLE, "RoleSessionName": "test", "SerialNumber": device, "TokenCode": code })
}

async fn as_user(sandbox: &Sandbox, operation: &str, params: Value) -> Result<Value, AwsError> {
    call(sandbox, "sandbox-mfa-keys", "sts", HOME, operation, params).await
}

fn keys(answer: &Value) -> As {
    let text = |name: &str| answer["Credentials"][name].as_str().unwrap().to_owned();
    As::Keys {
        access_key: text("AccessKeyId"),
        secret_key: text("SecretAccessKey"),
        session_token: Some(text("SessionToken")),
    }
}

#[tokio::test]
async fn a_code_opens_the_role_once() {
    let sandbox = unseeded().await;
    let device = &sandbox.seeded().mfa;
    let bare = json!({ "RoleArn": ROLE, "RoleSessionName": "test" });
    let without = as_user(&sandbox, "AssumeRole", bare).await.unwrap_err();
    assert!(without.message.contains("is not authorized to perform: sts:AssumeRole"), "no code, no MFA: {without:?}");
    let code = device.code(0);
    as_user(&sandbox, "AssumeRole", with(&device.serial, &code)).await.unwrap();
    let words = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
    for (says, code) in [("used", code), ("older than the used one", device.code(-1)), ("far off", device.code(5))] {
        let refused = as_user(&sandbox, "AssumeRole", with(&device.serial, &code)).await.unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.message.trim_end()),
            ("AccessDenied", words),
            "a code that is {says}"
        );
    }
    as_user(&sandbox, "AssumeRole", with(&device.serial, &device.code(1))).await.unwrap();
}

#[tokio::test]
async fn a_device_is_its_own_users_only() {
    let sandbox = unseeded().await;
    let device = &sandbox.seeded().mfa;
    let foreign = call(&sandbox, "sandbox-runner", "sts", HOME, "GetSessionToken", {
        json!({ "SerialNumber": device.serial, "TokenCode": device.code(0) })
    });
    let refused = foreign.await.unwrap_err();
    assert!(refused.message.contains("unable to validate MFA code"), "another user's: {refused:?}");
    let unknown = as_user(&sandbox, "AssumeRole", with("arn:aws:iam::111122223333:mfa/none", &device.code(0))).await;
    assert!(unknown.unwrap_err().message.contains("unable to validate MFA code"), "no such device");
    let mut half = with(&device.serial, &device.code(0));
    half.as_object_mut().unwrap().remove("TokenCode");
    let refused = as_user(&sandbox, "AssumeRole", half).await.unwrap_err();
    assert!(refused.message.contains("must provide both"), "half is nothing: {refused:?}");
    let malformed = as_user(&sandbox, "AssumeRole", with(&device.serial, "12345a")).await.unwrap_err();
    assert_eq!(malformed.code, "ValidationError", "what is no code is told before all else");
    as_user(&sandbox, "AssumeRole", with(&device.serial, &device.code(0))).await.expect("no refusal used the code up");
}

#[tokio::test]
async fn a_users_session_carries_the_factor_and_a_roles_does_not() {
    let sandbox = seeded().await;
    let device = &sandbox.seeded().mfa;
    let params = json!({ "SerialNumber": device.serial, "TokenCode": device.code(0) });
    let user = keys(&as_user(&sandbox, "GetSessionToken", params).await.unwrap());
    let plain = json!({ "RoleArn": ROLE, "RoleSessionName": "test" });
    call(&sandbox, user, "sts", HOME, "AssumeRole", plain).await.expect("the session was begun with a code");
    let without = keys(&as_user(&sandbox, "GetSessionToken", json!({})).await.unwrap());
    let plain = json!({ "RoleArn": ROLE, "RoleSessionName": "test" });
    let refused = call(&sandbox, without, "sts", HOME, "AssumeRole", plain).await.unwrap_err();
    assert_eq!(refused.code, "AccessDenied", "and this one without");
    let role = keys(&as_user(&sandbox, "AssumeRole", with(&device.serial, &device.code(1))).await.unwrap());
    let good = sandbox.role("Good").unwrap().arn.clone();
    let params = json!({ "RoleArn": good, "RoleSessionName": "test", "ExternalId": EXTERNAL_ID });
    call(&sandbox, role, "sts", HOME, "AssumeRole", params).await.expect("the role may assume as the runner may");
    assert!(assume(&sandbox, "sandbox-mfa-keys", &good, Some(EXTERNAL_ID)).await.is_err(), "the user itself may not");
}

#[tokio::test]
async fn the_console_shows_the_code_of_now() {
    let sandbox = unseeded().await;
    let device = &sandbox.seeded().mfa;
    let before = device.code(0);
    let (status, page) = fetch("GET", &format!("{}/mfa", sandbox.console_url()), &[], None).await;
    assert_eq!(status, 200, "a page for people: {page}");
    assert!(page.contains(&before) || page.contains(&device.code(0)), "with a code that does: {page}");
    assert!(page.contains(&device.serial), "and of which device it is: {page}");
    assert!(!page.contains(&device.seed), "the secret stays where it is: {page}");
}
