//! Trust policies that keep the runner out, read by the account's owner: which clause it is, and what mends it.

use serde_json::{Value, json};

use super::row::{Also, RUNNER, Scenario, allow, case, good, on, platform, right, statement};
use crate::support::EXTERNAL_ID;

const MISMATCH: &str = "trust_external_id_mismatch";
const PRINCIPAL: &str = "trust_principal_mismatch";

/// The owner looks too, so that the text decides.
fn kept_out(name: &'static str, statements: Value, cause: &'static str, words: &'static str) -> Scenario {
    case(name).trust(statements).looked_at().disconnected("PP F-- -F PP -", cause).also([
        Also::Says("assume-role", words),
        Also::Cause("trust-policy", cause),
        Also::Evidence("trust-policy", "policy"),
        Also::Mends("assume-role", EXTERNAL_ID),
    ])
}

fn external_id(name: &'static str, condition: &Value, words: &'static str) -> Scenario {
    kept_out(name, on(condition), MISMATCH, words)
}

fn named(name: &'static str, principal: &Value, words: &'static str) -> Scenario {
    kept_out(name, allow(principal, &right()), PRINCIPAL, words)
}

fn external_ids() -> Vec<Scenario> {
    let equals = |value: &str| json!({ "StringEquals": { "sts:ExternalId": value } });
    vec![
        external_id("another External ID", &equals("another"), "\"another\""),
        external_id("one with a space at its end", &equals(&format!("{EXTERNAL_ID} ")), "a90 \""),
        external_id("one with a line break at its end", &equals(&format!("{EXTERNAL_ID}\n")), MISMATCH_WORDS),
        external_id("one in capital letters", &equals(&EXTERNAL_ID.to_uppercase()), "\"3F1C9A52"),
        external_id(
            "the key is misspelt",
            &json!({ "StringEquals": { "sts:External-Id": EXTERNAL_ID } }),
            "which is no key of AWS: the key is sts:ExternalId",
        ),
        external_id(
            "any of a list in which it is not",
            &json!({ "ForAnyValue:StringEquals": { "sts:ExternalId": ["one", "two"] } }),
            "\"one\" or \"two\"",
        ),
        external_id(
            "a pattern that it does not fit",
            &json!({ "StringLike": { "sts:ExternalId": "prod-*" } }),
            "\"prod-*\" (StringLike)",
        ),
    ]
}

const MISMATCH_WORDS: &str = "rust policy wants the External ID";

fn principals() -> Vec<Scenario> {
    vec![
        named(
            "another account",
            &json!({ "AWS": "arn:aws:iam::777788889999:root" }),
            "trusts arn:aws:iam::777788889999:root",
        ),
        named(
            "another user of the platform",
            &json!({ "AWS": RUNNER.replace("runner", "other") }),
            "not arn:aws:iam::111122223333:user/alethia-runner",
        ),
        named("a principal that was deleted", &json!({ "AWS": "AIDACKCEVSQ6C2EXAMPLE" }), "AIDACKCEVSQ6C2EXAMPLE"),
        named("a service", &json!({ "Service": "lambda.amazonaws.com" }), "the service lambda.amazonaws.com"),
        kept_out(
            "an identity provider",
            statement(
                "Allow",
                &json!({ "Federated": "arn:aws:iam::444455556666:saml-provider/Corp" }),
                "sts:AssumeRoleWithSAML",
                &json!(null),
            ),
            PRINCIPAL,
            "the identity provider arn:aws:iam::444455556666:saml-provider/Corp",
        ),
        case("the role stands under a path that the ARN does not have")
            .with(&["--role-arn", "arn:aws:iam::444455556666:role/alethia/AlethiaProvisionerRole-Good"])
            .looked_at()
            .disconnected("PP F-- -F -- -", "role_not_found")
            .also([Also::Mends("assume-role", super::row::ROLE), Also::Cause("trust-policy", "role_not_found")]),
        case("there is no such role")
            .with(&["--role-arn", "arn:aws:iam::444455556666:role/AlethiaProvisionerRole-Absent"])
            .looked_at()
            .disconnected("PP F-- -F -- -", "role_not_found")
            .also([Also::Says("assume-role", "here is no role AlethiaProvisionerRole-Absent in account 444455556666")]),
    ]
}

fn actions_and_denials() -> Vec<Scenario> {
    let deny = |principal: &Value, condition: &Value| {
        json!([good(), statement("Deny", principal, "sts:AssumeRole", condition)])
    };
    let (denies, action) = ("trust_explicit_deny", "trust_action_missing");
    let not_action = json!({
        "Effect": "Allow", "Principal": platform(), "NotAction": "sts:AssumeRole", "Condition": right()
    });
    vec![
        kept_out(
            "a Deny for the runner",
            deny(&json!({ "AWS": RUNNER }), &json!(null)),
            denies,
            "Deny statement applies to",
        ),
        kept_out("a Deny for everybody", deny(&json!("*"), &json!(null)), denies, RUNNER),
        kept_out(
            "a Deny for whoever has no MFA",
            deny(&json!("*"), &json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } })),
            denies,
            "Deny statement",
        ),
        kept_out(
            "SAML's action",
            statement("Allow", &platform(), "sts:AssumeRoleWithSAML", &right()),
            action,
            "no statement allows sts:AssumeRole",
        ),
        kept_out("all actions but this", not_action, action, "no statement allows sts:AssumeRole"),
    ]
}

/// Conditions besides the External ID's.
fn conditions() -> Vec<Scenario> {
    let besides = |operator: &str, key: &str, value: &str| {
        let mut condition = right();
        condition[operator][key] = json!(value);
        on(&condition)
    };
    let open = |name, statements, words| {
        case(name)
            .trust(statements)
            .looked_at()
            .disconnected("PP F-- -P PP -", "assume_denied")
            .also([Also::Says("assume-role", words), Also::Evidence("assume-role", "policy")])
    };
    vec![
        kept_out("MFA", besides("Bool", "aws:MultiFactorAuthPresent", "true"), "trust_mfa_condition", "wants MFA"),
        kept_out(
            "a young MFA",
            besides("NumericLessThan", "aws:MultiFactorAuthAge", "3600"),
            "trust_mfa_condition",
            "wants MFA",
        ),
        kept_out(
            "another principal's ARN",
            besides("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/Deployer"),
            "assume_denied",
            "aws:PrincipalArn",
        ),
        open("another network", besides("IpAddress", "aws:SourceIp", "203.0.113.0/24"), "IpAddress aws:SourceIp"),
        open(
            "a day that is over",
            besides("DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
            "aws:CurrentTime",
        ),
        open(
            "another organisation",
            besides("StringEquals", "aws:PrincipalOrgID", "o-elsewhere00"),
            "aws:PrincipalOrgID",
        ),
        open(
            "another network of AWS",
            besides("StringEquals", "aws:SourceVpc", "vpc-0123456789abcdef0"),
            "aws:SourceVpc",
        ),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [external_ids(), principals(), actions_and_denials(), conditions()].concat()
}

#[tokio::test]
async fn a_trust_policy_that_keeps_the_runner_out_is_read() {
    super::play("trust policies that refuse", &rows()).await;
}
