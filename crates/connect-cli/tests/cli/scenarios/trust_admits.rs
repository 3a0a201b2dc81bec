//! Trust policies that let the runner in, and perhaps others too: read through the role itself, and once more with the
//! account's owner looking too, who must find the same.

use serde_json::{Value, json};

use super::row::{Also, RUNNER, Scenario, allow, case, good, on, platform, right, statement};
use crate::support::EXTERNAL_ID;

const BROAD: &str = "trust_too_broad";
const OPEN: &str = "trust_external_id_not_enforced";

/// The probes see that somebody gets in who must not.
fn open(name: &'static str, line: &'static str, statements: Value, words: &'static str) -> Scenario {
    case(name).trust(statements).disconnected(line, OPEN).also([
        Also::Says("trust-policy", words),
        Also::Cause("trust-policy", BROAD),
        Also::Evidence("trust-policy", "policy"),
        Also::Mends("trust-policy", EXTERNAL_ID),
        Also::Calls("DescribeVpcs", 0),
    ])
}

/// The probes are green, and only the text tells.
fn broad(name: &'static str, statements: Value, words: &'static str) -> Scenario {
    case(name).trust(statements).degraded("PP PPP PW PP P", BROAD).also([
        Also::Says("trust-policy", words),
        Also::Evidence("trust-policy", "policy"),
        Also::Mends("trust-policy", EXTERNAL_ID),
    ])
}

fn sound(name: &'static str, statements: Value, words: &'static str) -> Scenario {
    case(name).trust(statements).connected("PP PPP PP PP P").also([Also::Says("trust-policy", words)])
}

fn id(operator: &str, value: &Value) -> Value {
    on(&json!({ operator: { "sts:ExternalId": value } }))
}

fn opens() -> Vec<Scenario> {
    let all = "PP PFF PW PP -";
    let without = "needs no External ID";
    vec![
        open("no condition", all, on(&json!(null)), without),
        open("a second Allow without the condition", all, json!([good(), on(&json!(null))]), without),
        open(
            "a second Allow for the runner alone",
            all,
            json!([good(), allow(&json!({ "AWS": RUNNER }), &json!(null))]),
            without,
        ),
        open("StringLike *", "PP PPF PW PP -", id("StringLike", &json!("*")), "StringLike with a wildcard: \"*\""),
        open("StringLike with the right length", "PP PPF PW PP -", id("StringLike", &json!("????????-*")), "wildcard"),
        open("StringLike with a beginning", "PP PPF PW PP -", id("StringLike", &json!("3f1c9a52-*")), "\"3f1c9a52-*\""),
        open(
            "StringEqualsIfExists",
            "PP PFP PW PP -",
            id("StringEqualsIfExists", &json!(EXTERNAL_ID)),
            "StringEqualsIfExists",
        ),
        open("ForAllValues", "PP PFP PW PP -", id("ForAllValues:StringEquals", &json!(EXTERNAL_ID)), "ForAllValues"),
        open("Null alone", "PP PPF PW PP -", id("Null", &json!("false")), "only StringEquals pins it"),
        open("every External ID but one", all, id("StringNotEquals", &json!("revoked")), "StringNotEquals"),
        open(
            "a condition on another key that is met",
            all,
            on(&json!({ "StringEquals": { "aws:PrincipalAccount": "111122223333" } })),
            without,
        ),
        open(
            "another spelling of the key, under ...IfExists",
            all,
            on(&json!({ "StringEqualsIfExists": { "sts:External_Id": EXTERNAL_ID } })),
            "no key of AWS",
        ),
    ]
}

fn broads() -> Vec<Scenario> {
    let other = json!({ "AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::777788889999:root"] });
    let service = statement("Allow", &json!({ "Service": "ec2.amazonaws.com" }), "sts:AssumeRole", &json!(null));
    let provider = statement(
        "Allow",
        &json!({ "Federated": "arn:aws:iam::444455556666:oidc-provider/token.example.com" }),
        "sts:AssumeRoleWithWebIdentity",
        &json!(null),
    );
    let gone = json!({ "AWS": ["arn:aws:iam::111122223333:root", "AIDACKCEVSQ6C2EXAMPLE"] });
    vec![
        broad("StringLike with a long beginning", id("StringLike", &json!("3f1c9a52-7b64-4d0e-9a1f-*")), "with a wildcard"),
        broad("letters of either case", id("StringEqualsIgnoreCase", &json!(EXTERNAL_ID)), "StringEqualsIgnoreCase"),
        broad("a list of External IDs", id("StringEquals", &json!([EXTERNAL_ID, "old-1", "old-2"])), "accepts 2 other"),
        broad("another account too", allow(&other, &right()), "also trusts arn:aws:iam::777788889999:root"),
        broad("everybody who knows the External ID", allow(&json!("*"), &right()), "trusts every AWS account"),
        broad("everybody, written otherwise", allow(&json!({ "AWS": "*" }), &right()), "trusts every AWS account"),
        broad("a service too", json!([good(), service]), "also trusts ec2.amazonaws.com"),
        broad("an identity provider too", json!([good(), provider]), "oidc-provider/token.example.com"),
        broad("a principal that was deleted too", allow(&gone, &right()), "no longer exists"),
        case("the key in other letters, which AWS takes")
            .trust(on(&json!({ "StringEquals": { "sts:externalid": EXTERNAL_ID } })))
            .degraded("PP PPP PW PP P", "")
            .also([Also::Says("trust-policy", "spells the key \"sts:externalid\"")]),
        case("a second statement that wants MFA")
            .trust(json!([good(), on(&json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" }, "StringEquals": { "sts:ExternalId": EXTERNAL_ID } }))]))
            .degraded("PP PPP PW PP P", "trust_mfa_condition"),
    ]
}

fn sounds() -> Vec<Scenario> {
    let deny = |principal: &Value| statement("Deny", principal, "sts:AssumeRole", &json!(null));
    vec![
        sound("as shipped", good(), "Advice: statement 1 trusts the whole account 111122223333"),
        sound("the runner by name", allow(&json!({ "AWS": RUNNER }), &right()), "and nobody else"),
        sound(
            "the account by its number",
            allow(&json!({ "AWS": "111122223333" }), &right()),
            "lets in any identity of account",
        ),
        sound("any of a set with the one", id("ForAnyValue:StringEquals", &json!(EXTERNAL_ID)), "matches"),
        sound(
            "every action but one",
            json!({ "Effect": "Allow", "Principal": platform(), "NotAction": "sts:TagSession", "Condition": right() }),
            "action matches",
        ),
        sound("every action of STS", statement("Allow", &platform(), "sts:*", &right()), "matches"),
        sound(
            "another account denied",
            json!([good(), deny(&json!({ "AWS": "777788889999" }))]),
            "Statement 2 (Deny): principal does not match",
        ),
        sound(
            "a network that fits",
            on(
                &json!({ "StringEquals": { "sts:ExternalId": EXTERNAL_ID }, "IpAddress": { "aws:SourceIp": "127.0.0.0/8" } }),
            ),
            "depends on something that only AWS knows",
        ),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [opens(), broads(), sounds()].concat()
}

#[tokio::test]
async fn a_trust_policy_that_lets_the_runner_in_is_read_through_the_role() {
    super::play("trust policies that admit", &rows()).await;
}

#[tokio::test]
async fn the_owner_who_looks_too_changes_no_verdict() {
    let rows: Vec<Scenario> = rows().into_iter().map(Scenario::looked_at).collect();
    super::play("the same with a target profile", &rows).await;
}
