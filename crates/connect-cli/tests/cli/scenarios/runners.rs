//! Runners other than the usual one, with policies of their own.

use std::sync::atomic::{AtomicUsize, Ordering};

use connect_testkit::PLATFORM_ACCOUNT;
use serde_json::{Value, json};

use super::row::{allow, platform};
use super::stage::document;
use crate::support::World;

/// The variables that hold credentials, as STS and IAM answer them.
pub(super) fn keys(credentials: &Value) -> Vec<(&'static str, String)> {
    let names = [
        ("AWS_ACCESS_KEY_ID", "AccessKeyId"),
        ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"),
        ("AWS_SESSION_TOKEN", "SessionToken"),
    ];
    let found = names.iter().filter_map(|(name, key)| Some((*name, credentials[key].as_str()?.to_owned())));
    found.chain([("AWS_REGION", "eu-central-1".to_owned())]).collect()
}

async fn aws(world: &World, who: &str, service: &str, operation: &str, params: Value) -> Value {
    let answer = world.sandbox.aws(who, service, "eu-central-1", operation, params).await;
    answer.unwrap_or_else(|error| panic!("{operation}: {error}"))
}

/// Names are used once.
fn next() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The keys of a new user of the platform account.
pub(super) async fn user(world: &World, policy: &Value, boundary: Option<&Value>) -> Value {
    let name = format!("alethia-runner-{}", next());
    let iam = async |operation: &str, params: Value| aws(world, PLATFORM_ACCOUNT, "iam", operation, params).await;
    let mut user = json!({ "UserName": name });
    if let Some(boundary) = boundary {
        let made = json!({ "PolicyName": format!("{name}-limit"), "PolicyDocument": document(boundary) });
        user["PermissionsBoundary"] = iam("CreatePolicy", made).await["Policy"]["Arn"].take();
    }
    iam("CreateUser", user).await;
    let may = json!({ "UserName": name, "PolicyName": "may", "PolicyDocument": document(policy) });
    iam("PutUserPolicy", may).await;
    iam("CreateAccessKey", json!({ "UserName": name })).await["AccessKey"].take()
}

/// The keys of a session of a role of the platform account that may assume every role.
pub(super) async fn session(world: &World, policy: &Value) -> Value {
    let name = format!("AlethiaProvisionerRole-Runner-{}", next());
    let iam = async |operation: &str, params: Value| aws(world, PLATFORM_ACCOUNT, "iam", operation, params).await;
    let trust = document(&json!([allow(&platform(), &Value::Null)]));
    let made = iam("CreateRole", json!({ "RoleName": name, "AssumeRolePolicyDocument": trust })).await;
    let may = document(&json!([{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }]));
    iam("PutRolePolicy", json!({ "RoleName": name, "PolicyName": "may", "PolicyDocument": may })).await;
    let assume = json!({ "RoleArn": made["Role"]["Arn"], "RoleSessionName": "ci", "Policy": document(policy) });
    aws(world, "sandbox-runner", "sts", "AssumeRole", assume).await["Credentials"].take()
}
