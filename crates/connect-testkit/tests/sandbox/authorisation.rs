//! Trust policies and identity policies are really evaluated.

use connect_testkit::AwsError;
use serde_json::json;

use crate::support::{EXTERNAL_ID, HOME, as_role, assume, call, code, seeded};

/// Right, without, and wrong External ID, for each seeded role.
const VERDICTS: &[(&str, [bool; 3])] = &[
    ("Good", [true, false, false]),
    ("WrongAccount", [false, false, false]),
    ("WrongExternalId", [false, false, false]),
    ("NoExternalId", [true, true, true]),
    ("Wildcard", [true, false, true]),
    ("IfExists", [true, true, false]),
    ("MissingPermissions", [true, false, false]),
    ("Admin", [true, false, false]),
    ("DeniedRegion", [true, false, false]),
];

#[tokio::test]
async fn the_trust_policy_decides_for_each_external_id() {
    let sandbox = seeded().await;
    assert_eq!(sandbox.seeded().roles.len(), VERDICTS.len(), "every seeded role has its verdict here");
    for (variant, expected) in VERDICTS {
        let arn = &sandbox.role(variant).unwrap().arn;
        for (external_id, expected) in [Some(EXTERNAL_ID), None, Some("wrong")].into_iter().zip(expected) {
            let outcome = assume(&sandbox, "sandbox-runner", arn, external_id).await;
            let codes = outcome.as_ref().err().map(|error| (error.code.as_str(), error.status));
            let wanted = (!expected).then_some(("AccessDenied", 403));
            assert_eq!(codes, wanted, "{variant} with External ID {external_id:?}: AWS would decide this way");
        }
    }
}

#[tokio::test]
async fn only_the_trusted_account_and_a_permitted_user_may_assume() {
    let sandbox = seeded().await;
    let arn = sandbox.role("Good").unwrap().arn.clone();
    let stranger = assume(&sandbox, "sandbox-stranger", &arn, Some(EXTERNAL_ID)).await.unwrap_err();
    assert_eq!(stranger.code, "AccessDenied", "the stranger may call sts:AssumeRole, but the role does not trust it");
    let not_permitted = assume(&sandbox, "sandbox-no-assume", &arn, Some(EXTERNAL_ID)).await.unwrap_err();
    let because = format!("on resource: {arn} because no identity-based policy allows the sts:AssumeRole action");
    assert!(not_permitted.message.ends_with(&because), "its own policy is what is missing: {not_permitted}");
    let unknown = assume(&sandbox, "sandbox-bad-keys", &arn, Some(EXTERNAL_ID)).await.unwrap_err();
    assert_eq!(unknown.code, "InvalidClientTokenId", "these keys were never made");
}

#[tokio::test]
async fn an_absent_role_a_wrong_path_and_a_denial_look_the_same() {
    let sandbox = seeded().await;
    let good = sandbox.role("Good").unwrap().arn.clone();
    let absent = format!("{good}-Absent");
    let pathed = good.replace(":role/", ":role/alethia/");
    for (arn, external_id) in [(good.as_str(), "wrong"), (&absent, EXTERNAL_ID), (&pathed, EXTERNAL_ID)] {
        let error = assume(&sandbox, "sandbox-runner", arn, Some(external_id)).await.unwrap_err();
        let caller = "arn:aws:iam::111122223333:user/alethia-runner";
        let message = format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}");
        let expected = AwsError { code: "AccessDenied".to_owned(), message, status: 403 };
        assert_eq!(error, expected, "AWS does not tell which of these it is");
    }
}

#[tokio::test]
async fn a_malformed_or_too_long_request_is_refused_as_such() {
    let sandbox = seeded().await;
    let arn = sandbox.role("Good").unwrap().arn.clone();
    for (field, value) in [
        ("ExternalId", json!("with space")),
        ("RoleSessionName", json!("with space")),
        ("DurationSeconds", json!(7200)),
    ] {
        let mut params = json!({ "RoleArn": arn, "RoleSessionName": "test", "ExternalId": EXTERNAL_ID });
        params[field] = value;
        let answer = call(&sandbox, "sandbox-runner", "sts", HOME, "AssumeRole", params).await;
        assert_eq!(code(answer), "ValidationError", "{field} breaks AWS's rule, which is not a denial");
    }
}

#[tokio::test]
async fn the_roles_policies_decide_what_its_keys_may_do() {
    let sandbox = seeded().await;
    let role = as_role(&sandbox, "Good").await;
    for (service, operation, expected) in [
        ("ec2", "DescribeVpcs", "ok"),
        ("ec2", "DescribeInstances", "UnauthorizedOperation"),
        ("iam", "ListUsers", "ok"),
        ("iam", "ListRoles", "AccessDenied"),
        ("route53", "ListHostedZones", "ok"),
        ("route53", "ListHostedZonesByName", "AccessDenied"),
        ("sts", "GetCallerIdentity", "ok"),
    ] {
        let answer = call(&sandbox, role.clone(), service, HOME, operation, json!({})).await;
        assert_eq!(code(answer), expected, "{service} {operation} by a role that may only look around");
    }
    let admin = as_role(&sandbox, "Admin").await;
    let answer = call(&sandbox, admin, "iam", HOME, "ListRoles", json!({})).await;
    assert_eq!(code(answer), "ok", "the AWS-managed policy is in force");
}

#[tokio::test]
async fn an_explicit_deny_of_one_region_leaves_the_others() {
    let sandbox = seeded().await;
    let role = as_role(&sandbox, "DeniedRegion").await;
    let there = call(&sandbox, role.clone(), "ec2", HOME, "DescribeVpcs", json!({})).await;
    assert_eq!(code(there), "ok", "only ap-southeast-2 is denied");
    let error = call(&sandbox, role, "ec2", "ap-southeast-2", "DescribeVpcs", json!({})).await.unwrap_err();
    assert_eq!(error.code, "UnauthorizedOperation", "aws:RequestedRegion is evaluated");
    assert!(error.message.starts_with("You are not authorized to perform this operation. User: "), "as EC2 says it");
    assert!(error.message.contains("with an explicit deny in an identity-based policy"), "the kind of policy is named");
}

#[tokio::test]
async fn a_role_reads_itself_when_it_may() {
    let sandbox = seeded().await;
    let role = as_role(&sandbox, "Good").await;
    let name = json!({ "RoleName": "AlethiaProvisionerRole-Good" });
    let own = call(&sandbox, role.clone(), "iam", HOME, "GetRole", name.clone()).await.unwrap();
    let condition = &own["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"];
    assert_eq!(condition, &json!({ "StringEquals": { "sts:ExternalId": EXTERNAL_ID } }), "the trust policy as it is");
    let policies = call(&sandbox, role.clone(), "iam", HOME, "ListAttachedRolePolicies", name).await.unwrap();
    let attached = policies["AttachedPolicies"].to_string();
    assert!(attached.contains("AlethiaProvisionerRole-Good-SelfCheck"), "its policies by name: {attached}");
    assert!(!attached.contains("WorkloadBoundary"), "the boundary is for what it makes: {attached}");
    let asked = json!({
        "PolicySourceArn": sandbox.role("Good").unwrap().arn,
        "ActionNames": ["ec2:DescribeVpcs", "ec2:RunInstances"],
    });
    let simulated = call(&sandbox, role.clone(), "iam", HOME, "SimulatePrincipalPolicy", asked).await.unwrap();
    let results = simulated["EvaluationResults"].as_array().unwrap();
    let decisions: Vec<&str> = results.iter().map(|result| result["EvalDecision"].as_str().unwrap()).collect();
    assert_eq!(decisions, ["allowed", "implicitDeny"], "the simulator evaluates the role's own policies");
    let another = json!({
        "PolicySourceArn": sandbox.role("Admin").unwrap().arn,
        "ActionNames": ["ec2:DescribeVpcs"],
    });
    let answer = call(&sandbox, role, "iam", HOME, "SimulatePrincipalPolicy", another).await;
    assert_eq!(code(answer), "AccessDenied", "the grant is on the role's own ARN only");
}
