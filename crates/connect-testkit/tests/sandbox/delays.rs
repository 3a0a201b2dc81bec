//! New roles take a while to be assumable.

use std::time::Duration;

use connect_testkit::{Sandbox, Settings};
use serde_json::json;

use crate::support::{EXTERNAL_ID, HOME, assume, call, seeded};

const DELAY: Duration = Duration::from_millis(1500);

fn slow(sandbox: &Sandbox) {
    let propagation_ms = u64::try_from(DELAY.as_millis()).unwrap();
    sandbox.settings().set(Settings { propagation_ms, ..Settings::default() });
}

async fn outcome(sandbox: &Sandbox, arn: &str) -> String {
    let outcome = assume(sandbox, "sandbox-runner", arn, Some(EXTERNAL_ID)).await;
    outcome.map_or_else(|error| error.code, |_| "ok".to_owned())
}

#[tokio::test]
async fn a_change_of_trust_takes_a_while() {
    let sandbox = seeded().await;
    // Seeded roles are known by their creation date, which may be in this very moment.
    tokio::time::sleep(DELAY + Duration::from_secs(1)).await;
    slow(&sandbox);
    let arn = sandbox.role("Good").unwrap().arn.clone();
    assert_eq!(outcome(&sandbox, &arn).await, "ok", "a role that has been there for long is in force");
    let role = call(
        &sandbox,
        "sandbox-customer",
        "iam",
        HOME,
        "GetRole",
        json!({ "RoleName": "AlethiaProvisionerRole-Good" }),
    )
    .await
    .unwrap();
    let trust = role["Role"]["AssumeRolePolicyDocument"].to_string();
    let update = json!({ "RoleName": "AlethiaProvisionerRole-Good", "PolicyDocument": trust });
    call(&sandbox, "sandbox-customer", "iam", HOME, "UpdateAssumeRolePolicy", update).await.unwrap();
    assert_eq!(outcome(&sandbox, &arn).await, "AccessDenied", "the change has not spread yet");
    tokio::time::sleep(DELAY).await;
    assert_eq!(outcome(&sandbox, &arn).await, "ok", "now it has");
}

#[tokio::test]
async fn a_new_role_takes_a_while() {
    let sandbox = seeded().await;
    // The first call loads the client, which on a busy machine takes longer than the delay.
    assert_eq!(outcome(&sandbox, &sandbox.role("Good").unwrap().arn).await, "ok", "nothing is slow yet");
    slow(&sandbox);
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
    }] });
    let role = json!({ "RoleName": "AlethiaProvisionerRole-New", "AssumeRolePolicyDocument": trust.to_string() });
    let made = call(&sandbox, "sandbox-customer", "iam", HOME, "CreateRole", role).await.unwrap();
    let arn = made["Role"]["Arn"].as_str().unwrap();
    assert_eq!(outcome(&sandbox, arn).await, "AccessDenied", "it was made a moment ago");
    // A creation date is in whole seconds.
    tokio::time::sleep(DELAY + Duration::from_secs(1)).await;
    assert_eq!(outcome(&sandbox, arn).await, "ok", "it has spread");
}
