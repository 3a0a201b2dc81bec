#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;
use crate::policy::Truth::{No, Unknown, Yes};

const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";
const ACCOUNT: &str = "arn:aws:iam::111122223333";

fn runner(arn: &str) -> Runner {
    Runner::new("111122223333".parse().unwrap(), arn.to_owned())
}

fn user() -> Runner {
    runner("arn:aws:iam::111122223333:user/team/ci")
}

fn session() -> Runner {
    runner("arn:aws:sts::111122223333:assumed-role/Runner/me")
}

/// Whether a condition block holds.
fn meets(condition: &Value, runner: &Runner, presented: Option<&str>) -> Truth {
    let policy = json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Condition": condition } });
    let document = Document::parse(&policy.to_string()).unwrap();
    let presented = presented.map(|id| id.parse().unwrap());
    let request = Request::new(&document, runner, presented.as_ref());
    Truth::all(document.statements[0].conditions.iter().map(|condition| request.meets(condition)))
}

#[test]
fn the_external_id_is_the_one_that_is_presented_or_none() {
    for (operator, wanted, right, none, wrong) in [
        ("StringEquals", ID, Yes, No, No),
        ("StringEqualsIfExists", ID, Yes, Yes, No),
        ("ForAllValues:StringEquals", ID, Yes, Yes, No),
        ("StringLike", "*", Yes, No, Yes),
        ("StringNotEquals", ID, No, Yes, Yes),
        ("Null", "false", Yes, No, Yes),
    ] {
        let condition = json!({ operator: { "STS:externalid": wanted } });
        let truths = [Some(ID), None, Some("wrong")].map(|presented| meets(&condition, &user(), presented));
        assert_eq!(truths, [right, none, wrong], "{condition} for the right, no and a wrong External ID");
    }
}

#[test]
fn a_misspelt_key_is_one_that_aws_never_fills_in() {
    for key in ["sts:External_Id", "aws:ExternalId", "ExternalId", "sts:ExternalIdd"] {
        let of = |operator: &str| meets(&json!({ operator: { key: ID } }), &user(), Some(ID));
        assert_eq!(of("StringEquals"), No, "nobody gets in by {key}");
        assert_eq!(of("StringEqualsIfExists"), Yes, "everybody gets in by {key}");
    }
    let unknown = json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1" } });
    assert_eq!(meets(&unknown, &user(), Some(ID)), Unknown, "a key of AWS's own is AWS's to fill in");
}

#[test]
fn a_users_own_keys_have_no_mfa_and_a_roles_session_has_perhaps_none() {
    let mfa = |operator: &str, value: &str| json!({ operator: { "aws:MultiFactorAuthPresent": value } });
    for (condition, for_user, for_session) in [
        (mfa("Bool", "true"), No, No),
        (mfa("BoolIfExists", "true"), Yes, Unknown),
        (mfa("Bool", "false"), No, Unknown),
        (mfa("BoolIfExists", "false"), Yes, Yes),
        (mfa("Null", "true"), Yes, Unknown),
        (json!({ "NumericLessThan": { "aws:MultiFactorAuthAge": "60" } }), No, No),
    ] {
        let truths = [user(), session()].map(|runner| meets(&condition, &runner, Some(ID)));
        assert_eq!(truths, [for_user, for_session], "{condition} for a user and for a session");
    }
}

#[test]
fn the_path_of_a_sessions_role_is_not_known() {
    for (operator, pattern, expected) in [
        ("ArnEquals", "role/Runner", Yes),
        ("ArnNotEquals", "role/Runner", No),
        ("ArnEquals", "role/team/Runner", Unknown),
        ("ArnNotEquals", "role/team/Runner", Unknown),
        ("ArnLike", "role/*/Runner", Unknown),
        ("ArnLike", "role/team/*", Unknown),
        ("ArnLike", "role/team*", Unknown),
        ("ArnLike", "role/*", Yes),
        ("ArnLike", "*", Yes),
        ("ArnEquals", "role/team/Other", No),
        ("ArnEquals", "role/OtherRunner", No),
        ("ArnEquals", "user/Runner", No),
        ("StringLike", "role/?eam/Runner", Unknown),
    ] {
        let condition = json!({ operator: { "aws:principalarn": format!("{ACCOUNT}:{pattern}") } });
        assert_eq!(meets(&condition, &session(), Some(ID)), expected, "{condition}");
    }
    let other = json!({ "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::999988887777:role/team/Runner" } });
    assert_eq!(meets(&other, &session(), Some(ID)), No, "in another account it is another role, whatever its path");
    let excepted = json!({ "ArnNotLike":
        { "aws:PrincipalArn": [format!("{ACCOUNT}:role/Runner"), format!("{ACCOUNT}:role/*/Runner")] } });
    assert_eq!(meets(&excepted, &session(), Some(ID)), No, "both together take in every path");
    let named = json!({ "ArnEquals": { "aws:PrincipalArn": format!("{ACCOUNT}:user/ci") } });
    assert_eq!(meets(&named, &user(), Some(ID)), No, "a user's path is known");
}

#[test]
fn what_the_runners_arn_tells_is_known() {
    for (condition, for_user, for_session) in [
        (json!({ "StringEquals": { "aws:username": "ci" } }), Yes, No),
        (json!({ "StringEquals": { "aws:PrincipalAccount": "111122223333" } }), Yes, Yes),
        (json!({ "StringNotEquals": { "aws:PrincipalAccount": "111122223333" } }), No, No),
        (json!({ "Bool": { "aws:SecureTransport": "true" } }), Yes, Yes),
        (json!({ "Bool": { "aws:PrincipalIsAWSService": "true" } }), No, No),
        (json!({ "Bool": { "aws:ViaAWSService": "true" } }), No, No),
        (
            json!({ "Null": { "aws:SourceAccount": "true", "aws:SourceArn": "true", "sts:SourceIdentity": "true" } }),
            Yes,
            Yes,
        ),
        (json!({ "IpAddress": { "aws:SourceIp": "0.0.0.0/0" } }), Unknown, Unknown),
    ] {
        let truths = [user(), session()].map(|runner| meets(&condition, &runner, Some(ID)));
        assert_eq!(truths, [for_user, for_session], "{condition} for a user and for a session");
    }
}
