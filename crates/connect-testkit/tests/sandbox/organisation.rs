//! The policies around all others, and the words in which a denial names what decided.

use connect_testkit::{CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT, Sandbox};
use serde_json::{Value, json};

use super::support::{EXTERNAL_ID, HOME, as_role, assume, call, code, seeded};

fn deny(action: &str) -> Value {
    json!([{ "Effect": "Deny", "Action": action, "Resource": "*" }])
}

/// What AWS says to the runner who assumes the good role, or nothing.
async fn refusal(sandbox: &Sandbox) -> String {
    let role = sandbox.role("Good").unwrap().arn.clone();
    let assumed = assume(sandbox, "sandbox-runner", &role, Some(EXTERNAL_ID)).await;
    assumed.err().map(|error| error.message).unwrap_or_default()
}

#[tokio::test]
async fn an_organisation_and_an_endpoint_deny_what_policies_allow() {
    let sandbox = seeded().await;
    let stand_in = sandbox.stand_in();
    for (policies, words) in [
        (json!({ "scp": { PLATFORM_ACCOUNT: deny("sts:AssumeRole") } }), "a service control policy"),
        (json!({ "rcp": { CUSTOMER_ACCOUNT: deny("sts:*") } }), "a resource control policy"),
        (json!({ "endpoint": deny("*") }), "a VPC endpoint policy"),
    ] {
        stand_in.organisation(&policies).unwrap();
        let said = refusal(&sandbox).await;
        assert!(said.ends_with(&format!("with an explicit deny in {words}")), "{policies}: {said}");
    }
    let elsewhere = json!({
        "scp": { CUSTOMER_ACCOUNT: deny("sts:AssumeRole") }, "rcp": { PLATFORM_ACCOUNT: deny("sts:AssumeRole") }
    });
    for policies in [elsewhere, json!({})] {
        stand_in.organisation(&policies).unwrap();
        assert_eq!(refusal(&sandbox).await, "", "whose account it is decides: {policies}");
    }
}

#[tokio::test]
async fn the_simulator_knows_of_service_control_policies() {
    let sandbox = seeded().await;
    let role = sandbox.role("Good").unwrap().arn.clone();
    let simulate = async || {
        let params = json!({ "PolicySourceArn": role, "ActionNames": ["ec2:DescribeVpcs"] });
        let answer = call(&sandbox, "sandbox-customer", "iam", HOME, "SimulatePrincipalPolicy", params).await.unwrap();
        let result = &answer["EvaluationResults"][0];
        (result["EvalDecision"].clone(), result["OrganizationsDecisionDetail"]["AllowedByOrganizations"].clone())
    };
    assert_eq!(simulate().await, (json!("allowed"), json!(null)), "an account in no organisation");
    sandbox.stand_in().organisation(&json!({ "scp": { CUSTOMER_ACCOUNT: deny("ec2:*") } })).unwrap();
    assert_eq!(simulate().await, (json!("explicitDeny"), json!(false)), "denied by it");
    let role = as_role(&sandbox, "Good").await;
    assert_eq!(
        code(call(&sandbox, role, "ec2", HOME, "DescribeVpcs", json!({})).await),
        "UnauthorizedOperation",
        "live"
    );
}

#[tokio::test]
async fn a_denial_says_whether_a_boundary_or_a_session_policy_decided() {
    let sandbox = seeded().await;
    let iam = async |action: &str, params: &[(&str, &str)]| {
        sandbox.iam(CUSTOMER_ACCOUNT, action, params).await.unwrap();
    };
    let only_users = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*" }
    ] })
    .to_string();
    let role = sandbox.role("Good").unwrap().clone();
    let session =
        json!({ "RoleArn": role.arn, "RoleSessionName": "test", "ExternalId": EXTERNAL_ID, "Policy": only_users });
    let answer = call(&sandbox, "sandbox-runner", "sts", HOME, "AssumeRole", session).await.unwrap();
    let text = |name: &str| answer["Credentials"][name].as_str().unwrap().to_owned();
    let limited = connect_testkit::As::Keys {
        access_key: text("AccessKeyId"),
        secret_key: text("SecretAccessKey"),
        session_token: Some(text("SessionToken")),
    };
    let words = async |who: connect_testkit::As| {
        call(&sandbox, who, "ec2", HOME, "DescribeVpcs", json!({})).await.unwrap_err().message
    };
    let said = words(limited).await;
    assert!(said.ends_with("because no session policy allows the ec2:DescribeVpcs action"), "{said}");
    iam("CreatePolicy", &[("PolicyName", "limit"), ("PolicyDocument", &only_users)]).await;
    let policy = format!("arn:aws:iam::{CUSTOMER_ACCOUNT}:policy/limit");
    iam("PutRolePermissionsBoundary", &[("RoleName", &role.name), ("PermissionsBoundary", &policy)]).await;
    let said = words(as_role(&sandbox, "Good").await).await;
    assert!(said.ends_with("because no permissions boundary allows the ec2:DescribeVpcs action"), "{said}");
}
