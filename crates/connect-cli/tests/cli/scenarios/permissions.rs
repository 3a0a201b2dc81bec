//! What the role may do: too little, too much, or what nobody can tell.

use serde_json::{Value, json};

use super::row::{Also, Given, Scenario, case};

const MISSING: &str = "permissions_missing";
const EXCESSIVE: &str = "permissions_excessive";

fn lacks(name: &'static str, policy: &'static str, rows: &'static [&'static str]) -> Scenario {
    case(name).given(Given::Without(policy)).degraded("PP PPP PP FP P", MISSING).also([
        Also::DeniedIn(rows),
        Also::Reason(MISSING),
        Also::Evidence("required-permissions", "simulated"),
    ])
}

fn denies(name: &'static str, action: &'static str, row: &'static [&'static str]) -> Scenario {
    case(name).inline("Deny", &json!(action)).degraded("PP PPP PP FP P", MISSING).also([
        Also::DeniedIn(row),
        Also::Reason("denied_by_identity_policy"),
        Also::Mends("required-permissions", action),
    ])
}

fn exceeds(name: &'static str, actions: &Value, words: &'static str) -> Scenario {
    case(name).inline("Allow", actions).degraded("PP PPP PP PW P", EXCESSIVE).also([
        Also::Says("excess-permissions", words),
        Also::Evidence("excess-permissions", "policy"),
        Also::Mends("excess-permissions", "aws iam delete-role-policy"),
    ])
}

fn attached(name: &'static str, arn: &'static str, words: &'static str) -> Scenario {
    case(name)
        .given(Given::Attached(arn))
        .degraded("PP PPP PP PW P", EXCESSIVE)
        .also([Also::Says("excess-permissions", words), Also::Mends("excess-permissions", arn)])
}

pub(super) fn missing() -> Vec<Scenario> {
    vec![
        lacks("no policy for networks", "Network", &["EC2"]),
        lacks("no policy for clusters", "Clusters", &["EKS"]),
        lacks("no policy for databases", "Databases", &["RDS", "ElastiCache", "DynamoDB"]),
        lacks("no policy for storage", "Storage", &["Secrets Manager", "SQS / SNS", "ECR", "S3"]),
        lacks("no policy for the edge", "Edge", &["Route 53", "ACM", "WAF"]),
        lacks("no policy for roles", "Identity", &["IAM"]),
        denies("a Deny of one action of EC2", "ec2:CreateVpc", &["EC2"]),
        denies("a Deny of one action of EKS", "eks:CreateCluster", &["EKS"]),
        denies("a Deny of one action of RDS", "rds:CreateDBCluster", &["RDS"]),
        denies("a Deny of one action of ElastiCache", "elasticache:CreateReplicationGroup", &["ElastiCache"]),
        denies("a Deny of one action of DynamoDB", "dynamodb:CreateTable", &["DynamoDB"]),
        denies("a Deny of one action of Secrets Manager", "secretsmanager:CreateSecret", &["Secrets Manager"]),
        denies("a Deny of one action of SQS", "sqs:CreateQueue", &["SQS / SNS"]),
        denies("a Deny of one action of SNS", "sns:CreateTopic", &["SQS / SNS"]),
        denies("a Deny of one action of ECR", "ecr:CreateRepository", &["ECR"]),
        denies("a Deny of one action of S3", "s3:CreateBucket", &["S3"]),
        denies("a Deny of one action of Route 53", "route53:CreateHostedZone", &["Route 53"]),
        denies("a Deny of one action of ACM", "acm:RequestCertificate", &["ACM"]),
        denies("a Deny of one action of WAF", "wafv2:CreateWebACL", &["WAF"]),
        denies("a Deny of one action of IAM", "iam:CreateRole", &["IAM"]),
        case("a boundary that leaves only reading")
            .given(Given::Boundary(json!([{
                "Effect": "Allow", "Resource": "*",
                "Action": ["ec2:Describe*", "route53:List*", "iam:Get*", "iam:List*", "iam:Simulate*", "sts:*"]
            }])))
            .degraded("PP PPP PP FP P", MISSING)
            .also([Also::Reason("denied_by_boundary"), Also::Evidence("required-permissions", "simulated")]),
    ]
}

fn excess() -> Vec<Scenario> {
    vec![
        attached("administrator rights", "arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"),
        attached("power user rights", "arn:aws:iam::aws:policy/PowerUserAccess", "PowerUserAccess"),
        attached("a policy of another team", "arn:aws:iam::aws:policy/ReadOnlyAccess", "more of the kind"),
        exceeds("every action, inline", &json!("*"), "every action on every resource: administrator rights"),
        exceeds("every action of a service, inline", &json!("ec2:*"), "ec2:*: every action of a service"),
        exceeds("a pattern, inline", &json!("s3:Get*"), "s3:Get*: a pattern"),
        exceeds(
            "what the role does not need",
            &json!(["s3:GetObject", "iam:CreateUser"]),
            "iam:CreateUser, s3:GetObject",
        ),
        exceeds("what it needs, but anywhere", &json!("iam:PassRole"), "iam:PassRole on *"),
    ]
}

/// The self-check is not allowed, in part or at all.
fn unread() -> Vec<Scenario> {
    let own = |action: &str| json!([action]);
    vec![
        case("the simulator may not be asked: the policies' text takes over")
            .inline("Deny", &own("iam:SimulatePrincipalPolicy"))
            .degraded("PP PPP PP FP P", MISSING)
            .also([Also::DeniedIn(&["Self-check"]), Also::Known("policy", 300)]),
        case("the same, and the owner may ask it")
            .inline("Deny", &own("iam:SimulatePrincipalPolicy"))
            .looked_at()
            .degraded("PP PPP PP FP P", MISSING)
            .also([Also::DeniedIn(&["Self-check"]), Also::Known("simulated", 300)]),
        case("the role may not read its own trust policy")
            .inline("Deny", &own("iam:GetRole"))
            .degraded("PP PPP P- FW P", MISSING)
            .also([
                Also::Says("required-permissions", "are denied: iam:GetRole."),
                Also::Says("trust-policy", "Not read: iam:GetRole"),
                Also::Mends("required-permissions", "iam:GetRole"),
            ]),
        case("the same, and the owner reads it")
            .inline("Deny", &own("iam:GetRole"))
            .looked_at()
            .degraded("PP PPP PP FP P", MISSING)
            .also([Also::Evidence("trust-policy", "policy")]),
        case("its attached policies may not be listed")
            .inline("Deny", &own("iam:ListAttachedRolePolicies"))
            .degraded("PP PPP PP FW P", MISSING)
            .also([Also::Says("excess-permissions", "could not be read"), Also::Cause("excess-permissions", MISSING)]),
        case("the text of its policies may not be read")
            .inline("Deny", &own("iam:GetPolicyVersion"))
            .degraded("PP PPP PP FW P", MISSING)
            .also([Also::Says("excess-permissions", "its text may not be read")]),
        case("no self-check at all, and nobody else looks")
            .given(Given::Without("SelfCheck"))
            .degraded("PP PPP P- FW P", MISSING)
            .also([Also::DeniedIn(&["Self-check"])]),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [excess(), unread()].concat()
}

#[tokio::test]
async fn what_is_missing_is_named_by_its_row() {
    super::play("missing permissions", &missing()).await;
}

#[tokio::test]
async fn what_is_too_much_and_what_is_not_known_is_told() {
    super::play("excess and unread permissions", &rows()).await;
}
