//! What is said of a policy, to the letter: people act on it.
#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;

const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const USER: &str = "arn:aws:iam::111122223333:user/runner";

fn found(statements: &Value) -> TrustFindings {
    let runner = Runner::new("111122223333".parse().unwrap(), USER.to_owned());
    let policy = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    examine(&policy, &runner, &ID.parse().unwrap()).unwrap()
}

fn allow(condition: &Value) -> Value {
    json!({ "Effect": "Allow", "Principal": { "AWS": ROOT }, "Action": "sts:AssumeRole", "Condition": condition })
}

#[test]
fn every_clause_is_told_with_whether_it_matches() {
    let clauses = found(&json!([
        allow(&json!({ "StringEquals": { "sts:ExternalId": ["a", "b"] }, "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } })),
        { "Effect": "Deny", "Principal": { "AWS": "999988887777" }, "NotAction": "sts:AssumeRole" },
        { "Effect": "Allow", "Principal": { "AWS": USER }, "Action": "sts:*" },
    ]))
    .clauses;
    let expected = [
        "Statement 1 (Allow): principal matches, action matches, StringEquals sts:ExternalId = \"a\", \"b\" does not match, \
         IpAddress aws:SourceIp = \"10.0.0.0/8\" cannot be known here",
        "Statement 2 (Deny): principal does not match, action does not match",
        "Statement 3 (Allow): principal matches, action matches",
    ];
    assert_eq!(clauses, expected, "clause by clause, numbered as a person counts");
}

#[test]
fn what_it_depends_on_is_named() {
    let id = json!({ "sts:ExternalId": ID });
    let network = allow(&json!({ "StringEquals": id, "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }));
    let condition = "the trust policy's condition IpAddress aws:SourceIp depends on something that only AWS knows";
    assert_eq!(found(&network).admission, Admission::Depends(condition.to_owned()), "an address is AWS's to see");
    let deny = json!({ "Effect": "Deny", "Principal": "*", "Action": "*",
        "Condition": { "NotIpAddress": { "aws:SourceIp": "10.0.0.0/8" } } });
    let pinned = allow(&json!({ "StringEquals": id }));
    let perhaps = "a Deny statement's conditions depend on something that only AWS knows";
    assert_eq!(found(&json!([pinned, deny])).admission, Admission::Depends(perhaps.to_owned()), "and may be refused");
    assert_eq!(
        found(&json!([network, deny])).admission,
        Admission::Depends(condition.to_owned()),
        "what may let in comes before what may refuse"
    );
}

#[test]
fn why_it_refuses_is_told_with_the_real_values() {
    let id = json!({ "sts:ExternalId": ID });
    let deny = |sid: &str| json!([allow(&json!({ "StringEquals": id })), { "Sid": sid, "Effect": "Deny", "Principal": "*", "Action": "*" }]);
    let other = json!({ "Effect": "Allow", "Principal": { "AWS": ["999988887777", USER.replace("runner", "x")],
        "Service": "ec2.amazonaws.com", "Federated": "accounts.google.com" }, "Action": "sts:AssumeRole" });
    let tag = json!({ "Effect": "Allow", "Principal": { "AWS": ROOT }, "Action": "sts:TagSession" });
    let nobody = json!({ "Effect": "Allow", "NotPrincipal": { "AWS": ROOT }, "Action": "*" });
    for (statements, cause, sentence) in [
        (deny("No"), Cause::TrustExplicitDeny, format!("the trust policy's Deny statement \"No\" applies to {USER}")),
        (deny(""), Cause::TrustExplicitDeny, format!("the trust policy's Deny statement applies to {USER}")),
        (
            json!([other]),
            Cause::TrustPrincipalMismatch,
            format!(
                "the trust policy trusts 999988887777, {}, the service ec2.amazonaws.com, the identity provider accounts.google.com, not {USER}",
                USER.replace("runner", "x")
            ),
        ),
        (json!([nobody]), Cause::TrustPrincipalMismatch, format!("the trust policy trusts nobody by name, not {USER}")),
        (
            json!([tag]),
            Cause::TrustActionMissing,
            format!("the trust policy names {USER}, but no statement allows sts:AssumeRole to it"),
        ),
        (
            allow(&json!({ "StringLike": { "sts:ExternalId": ["a*", "b"] } })),
            Cause::TrustExternalIdMismatch,
            format!("the trust policy wants the External ID \"a*\" or \"b\" (StringLike), but \"{ID}\" is presented"),
        ),
        (
            allow(&json!({ "StringEquals": { "sts:External_Id": ID } })),
            Cause::TrustExternalIdMismatch,
            "the trust policy's condition is on \"sts:External_Id\", which is no key of AWS: the key is sts:ExternalId"
                .to_owned(),
        ),
        (
            allow(&json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } })),
            Cause::TrustMfaCondition,
            "the trust policy wants MFA, which a programme that assumes the role cannot present".to_owned(),
        ),
        (
            allow(&json!({ "StringEquals": { "aws:PrincipalAccount": ["999988887777", "1"] } })),
            Cause::AssumeDenied,
            format!(
                "the trust policy's condition StringEquals aws:PrincipalAccount = \"999988887777\", \"1\" is not met by {USER}"
            ),
        ),
    ] {
        assert_eq!(found(&statements).admission, Admission::Refuses(cause, sentence), "{statements}");
    }
}

#[test]
fn a_weak_condition_is_told_for_what_makes_it_weak() {
    for (operator, values, told) in [
        (
            "StringEqualsIfExists",
            json!(ID),
            vec!["uses StringEqualsIfExists, which lets in whoever presents no External ID"],
        ),
        (
            "ForAllValues:StringEquals",
            json!([ID]),
            vec!["uses ForAllValues:StringEquals, which is true when no External ID is presented"],
        ),
        ("StringEquals", json!("*"), vec!["accepts 1 other External ID besides this connection's"]),
        ("StringEquals", json!([ID, "a", "b"]), vec!["accepts 2 other External IDs besides this connection's"]),
        ("StringEquals", json!([]), vec![]),
        (
            "StringLike",
            json!(["a", "3f*"]),
            vec!["compares the External ID by StringLike with a wildcard: \"a\", \"3f*\""],
        ),
        ("StringLike", json!("3f1?"), vec!["compares the External ID by StringLike with a wildcard: \"3f1?\""]),
        ("StringLike", json!(ID), vec!["compares the External ID by StringLike; only StringEquals pins it"]),
        (
            "ForAllValues:StringLikeIfExists",
            json!("*"),
            vec![
                "uses ForAllValues:StringLikeIfExists, which lets in whoever presents no External ID",
                "uses ForAllValues:StringLikeIfExists, which is true when no External ID is presented",
                "compares the External ID by StringLike with a wildcard: \"*\"",
            ],
        ),
    ] {
        let lints = found(&allow(&json!({ operator: { "sts:ExternalId": values } }))).lints;
        let grave = lints.into_iter().filter(|lint| lint.weight == Weight::LetsOthersIn);
        let sentences: Vec<String> = grave.map(|lint| lint.sentence).collect();
        let told: Vec<String> = told.into_iter().map(|words| format!("statement 1 {words}")).collect();
        assert_eq!(sentences, told, "{operator} {values}");
    }
}

#[test]
fn the_statement_that_comes_nearest_tells_why() {
    let far = allow(&json!({ "StringEquals": { "sts:ExternalId": "other", "aws:PrincipalAccount": "999988887777" } }));
    let near = allow(&json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } }));
    let elsewhere = json!({ "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "sts:AssumeRole" });
    for statements in [json!([far, near, elsewhere]), json!([near, far]), json!([elsewhere, near])] {
        let Admission::Refuses(cause, _) = found(&statements).admission else { unreachable!("it refuses") };
        assert_eq!(cause, Cause::TrustMfaCondition, "one clause is wrong there, two in the other: {statements}");
    }
}
