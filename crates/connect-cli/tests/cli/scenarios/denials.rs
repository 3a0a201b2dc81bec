//! Denials in which AWS says what kind of policy decided. All of these policies are there, and are really evaluated.

use serde_json::{Value, json};

use super::row::{Also, Given, PLATFORM, ROLE, RUNNER, Scenario, case};

const CUSTOMER: &str = connect_testkit::CUSTOMER_ACCOUNT;

fn statement(effect: &str, action: &str, resource: &str) -> Value {
    json!({ "Effect": effect, "Action": action, "Resource": resource })
}

fn may(action: &str) -> Value {
    json!([statement("Allow", action, "*")])
}

/// The runner is denied, and AWS names the kind of policy.
fn runner(name: &'static str, given: Given, cause: &'static str, mends: &'static str) -> Scenario {
    case(name).given(given).disconnected("PP F-- -- -- -", cause).also([
        Also::Evidence("assume-role", "live"),
        Also::Mends("assume-role", mends),
        Also::Says("assume-role", "AWS says"),
    ])
}

/// What stands around all other policies; each denies `action`.
fn around(kind: &str, account: &str, action: &str) -> Given {
    let deny = json!([statement("Deny", action, "*")]);
    Given::Organisation(if account.is_empty() { json!({ kind: deny }) } else { json!({ kind: { account: deny } }) })
}

fn of_runner() -> Vec<Scenario> {
    let assume = "sts:AssumeRole";
    let denied = json!([statement("Allow", assume, "*"), statement("Deny", assume, ROLE)]);
    vec![
        case("no policy of the runner allows it")
            .with(&["--profile", "sandbox-no-assume"])
            .disconnected("PP F-- -- -- -", "runner_not_allowed")
            .also([Also::Mends("assume-role", ROLE), Also::Evidence("assume-role", "live")]),
        runner("a policy of the runner denies it", Given::User(denied, None), "denied_by_identity_policy", ROLE),
        runner(
            "the runner's boundary does not allow it",
            Given::User(may(assume), Some(may("ec2:*"))),
            "denied_by_boundary",
            ROLE,
        ),
        runner(
            "the runner's session policy does not allow it",
            Given::Session(may("ec2:*")),
            "denied_by_session_policy",
            ROLE,
        ),
        runner(
            "a service control policy of the runner's organisation",
            around("scp", PLATFORM, assume),
            "denied_by_scp",
            RUNNER,
        ),
        runner(
            "a resource control policy of the role's organisation",
            around("rcp", CUSTOMER, assume),
            "denied_by_rcp",
            RUNNER,
        ),
        runner(
            "the policy of a VPC endpoint",
            around("endpoint", "", assume),
            "denied_by_endpoint_policy",
            "sts:AssumeRole",
        ),
        case("the organisations' policies are about other accounts")
            .given(Given::Organisation(json!({
                "scp": { "777788889999": [statement("Deny", "*", "*")] },
                "rcp": { PLATFORM: [statement("Deny", assume, "*")] }
            })))
            .connected("PP PPP PP PP P"),
    ]
}

/// The role was let in, and then some of its own calls are denied.
fn of_role() -> Vec<Scenario> {
    let mut elsewhere = statement("Deny", "ec2:*", "*");
    elsewhere["Condition"] = json!({ "StringEquals": { "aws:RequestedRegion": "us-east-1" } });
    let everywhere = |given, reason| {
        [
            Also::Cells("denied", 2),
            Also::Reason(reason),
            Also::DeniedIn(given),
            Also::Says("required-permissions", "ec2:DescribeSubnets"),
        ]
    };
    let discovery = &["Discovery", "EC2"];
    vec![
        case("a service control policy closes a region")
            .given(Given::Organisation(json!({ "scp": { CUSTOMER: [elsewhere] } })))
            .degraded("PP PPP PP PP W", "permissions_missing")
            .also([
                Also::Cells("denied", 3),
                Also::Cells("found", 5),
                Also::Says("discovery", "service control policy"),
            ]),
        case("a service control policy denies an action everywhere")
            .given(around("scp", CUSTOMER, "ec2:DescribeSubnets"))
            .degraded("PP PPP PP FP W", "permissions_missing")
            .also(everywhere(discovery, "denied_by_scp")),
        case("a service control policy denies an action that is not tried")
            .given(around("scp", CUSTOMER, "eks:CreateCluster"))
            .degraded("PP PPP PP FP P", "permissions_missing")
            .also([
                Also::Reason("denied_by_scp"),
                Also::DeniedIn(&["EKS"]),
                Also::Evidence("required-permissions", "simulated"),
            ]),
        case("the policy of a VPC endpoint denies an action everywhere")
            .given(around("endpoint", "", "ec2:DescribeSubnets"))
            .degraded("PP PPP PP FP W", "permissions_missing")
            .also(everywhere(&["Discovery"], "denied_by_endpoint_policy")),
        case("everything is denied to the role by its organisation")
            .given(around("scp", CUSTOMER, "*"))
            .degraded("PP PPP P- FW F", "permissions_missing")
            .also([Also::Cells("denied", 8), Also::Reason("denied_by_scp")]),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [of_runner(), of_role()].concat()
}

#[tokio::test]
async fn the_kind_of_policy_that_denies_is_named() {
    super::play("denials", &rows()).await;
}
