#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use serde_json::{Value, json};

use super::*;

const BUCKET: &str = "arn:aws:s3:::alethia-state/key";
const ROLE: &str = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";

/// The decision in one word.
fn word(decision: &EvalDecision) -> &'static str {
    match decision {
        EvalDecision::Allowed => "allowed",
        EvalDecision::ExplicitDeny { .. } => "denied",
        EvalDecision::NotAllowed => "not allowed",
        EvalDecision::NotAllowedByBoundary { .. } => "boundary",
        EvalDecision::Unknown { .. } => "unknown",
    }
}

/// The keys that a question gives.
type Keys<'a> = &'a [(&'a str, &'a [&'a str])];

fn asked(statements: &Value, action: &str, resource: &str, context: Keys<'_>) -> EvalDecision {
    let document = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let context: Vec<(String, Vec<String>)> = context
        .iter()
        .map(|(key, values)| ((*key).to_owned(), values.iter().map(ToString::to_string).collect()))
        .collect();
    let policy = NamedPolicy { name: "own", document: &document };
    decide(&[policy], None, &Question { action, resource, context: &context })
}

#[test]
fn actions_and_resources_match_as_in_aws() {
    let allow = |action: Value, resource: Value| json!({ "Effect": "Allow", "Action": action, "Resource": resource });
    let cases = [
        (allow(json!("s3:GetObject"), json!("*")), "allowed"),
        (allow(json!("S3:getobject"), json!("*")), "allowed"),
        (allow(json!("s3:*"), json!("*")), "allowed"),
        (allow(json!("s3:Get*"), json!("*")), "allowed"),
        (allow(json!("s3:Get?bject"), json!("*")), "allowed"),
        (allow(json!("s3:Get?object"), json!("*")), "not allowed"),
        (allow(json!("*"), json!("*")), "allowed"),
        (allow(json!("*:*"), json!("*")), "allowed"),
        (allow(json!(["ec2:*", "s3:*Object"]), json!("*")), "allowed"),
        (allow(json!([]), json!("*")), "not allowed"),
        (allow(json!("s3:GetObjectAcl"), json!("*")), "not allowed"),
        (allow(json!("s3:GetObject"), json!(BUCKET)), "allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:s3:::ALETHIA-state/key")), "not allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:s3:::alethia-*")), "allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:s3:::*/key")), "allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:s3:::alethia-state")), "not allowed"),
        (allow(json!("s3:GetObject"), json!("arn:*:s3:::alethia-state/*")), "allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:s3*")), "allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:*:alethia-state/key")), "allowed"),
        (allow(json!("s3:GetObject"), json!("arn:aws:sqs:*:*:*")), "not allowed"),
        (allow(json!("s3:GetObject"), json!(["arn:aws:sqs:*:*:*", "*"])), "allowed"),
        (json!({ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }), "not allowed"),
        (json!({ "Effect": "Allow", "NotAction": ["iam:*", "s3:Put*"], "Resource": "*" }), "allowed"),
        (json!({ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::alethia-*" }), "not allowed"),
        (json!({ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other-*" }), "allowed"),
        (json!({ "Effect": "Deny", "NotAction": "iam:*", "Resource": "*" }), "denied"),
        (json!({ "Effect": "Deny", "Action": "s3:*", "NotResource": BUCKET }), "not allowed"),
    ];
    for (statement, expected) in cases {
        let decision = asked(&statement, "s3:GetObject", BUCKET, &[]);
        assert_eq!(word(&decision), expected, "of {statement}");
    }
}

#[test]
fn a_key_of_the_question_is_known_without_values_absent_and_otherwise_unknown() {
    let cases: [(Keys<'_>, &str); 5] = [
        (&[("AWS:X", &["a"])], "allowed"),
        (&[("aws:x", &["b"])], "not allowed"),
        (&[("aws:x", &[])], "not allowed"),
        (&[], "unknown"),
        (&[("aws:y", &["a"])], "unknown"),
    ];
    for (context, expected) in cases {
        let statement = json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*",
            "Condition": { "StringEquals": { "aws:x": "a" } } });
        let decision = asked(&statement, "s3:GetObject", BUCKET, context);
        assert_eq!(word(&decision), expected, "with {context:?}");
    }
}

#[test]
fn an_uncertain_denial_makes_the_answer_uncertain_only_where_something_is_allowed() {
    let allow = json!({ "Effect": "Allow", "Action": "iam:*", "Resource": "*" });
    let perhaps = json!({ "Sid": "Office", "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": { "NotIpAddress": { "aws:SourceIp": "10.0.0.0/8" } } });
    let certain = json!({ "Sid": "No", "Effect": "Deny", "Action": "iam:Get*", "Resource": ROLE });
    let ask = |statements: Value| asked(&statements, "iam:GetRole", ROLE, &[]);
    assert_eq!(
        ask(json!([allow, perhaps])),
        EvalDecision::Unknown {
            policy: "own".to_owned(),
            why: Unevaluable::Condition { sid: Some("Office".to_owned()) }
        },
        "the caller's address is not known here"
    );
    assert_eq!(ask(json!([perhaps])), EvalDecision::NotAllowed, "denied either way");
    assert_eq!(
        ask(json!([allow, perhaps, certain])),
        EvalDecision::ExplicitDeny { policy: "own".to_owned(), sid: Some("No".to_owned()) },
        "a denial that is certain decides"
    );
}

#[test]
fn the_boundary_limits_and_can_deny() {
    let document = |statement: Value| json!({ "Version": "2012-10-17", "Statement": statement }).to_string();
    let all = document(json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }));
    let reads = document(json!({ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }));
    let denies = document(json!([{ "Effect": "Allow", "Action": "*", "Resource": "*" },
        { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }]));
    let tags = document(json!({ "Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": { "StringEquals": { "aws:ResourceTag/team": "a" } } }));
    let cases = [
        (&all, &reads, "s3:GetObject", "allowed"),
        (&all, &reads, "s3:PutObject", "boundary"),
        (&reads, &all, "s3:PutObject", "not allowed"),
        (&all, &denies, "s3:GetObject", "denied"),
        (&all, &tags, "s3:GetObject", "unknown"),
        (&reads, &tags, "s3:PutObject", "not allowed"),
    ];
    for (own, boundary, action, expected) in cases {
        let policy = NamedPolicy { name: "own", document: own };
        let boundary = NamedPolicy { name: "boundary", document: boundary };
        let decision = decide(&[policy], Some(boundary), &Question { action, resource: BUCKET, context: &[] });
        assert_eq!(word(&decision), expected, "{action} with {} under {}", policy.document, boundary.document);
    }
}

#[test]
fn a_policy_that_cannot_be_read_is_unknown_and_says_why() {
    let cases = [
        ("", "not JSON"),
        ("{}", "no statement"),
        (r#"{"Statement": 1}"#, "no statement"),
        (r#"{"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}"#, "statement 1 has neither the effect"),
        (r#"{"Statement": {"Effect": "Allow", "Resource": "*"}}"#, "either Action or NotAction"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}}"#, "either Action"),
        (r#"{"Statement": {"Effect": "Allow", "Action": "*"}}"#, "either Resource or NotResource"),
        (r#"{"Statement": {"Effect": "Allow", "Action": [1], "Resource": "*"}}"#, "either Action"),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}"#,
            "names a principal",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": 1}}"#,
            "condition of statement 1",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": []}}"#,
            "condition of statement 1",
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": "a"}}}"#,
            "condition of statement 1",
        ),
    ];
    for (document, words) in cases {
        let policy = NamedPolicy { name: "own", document };
        let question = Question { action: "s3:GetObject", resource: BUCKET, context: &[] };
        match decide(&[policy], None, &question) {
            EvalDecision::Unknown { why, .. } => {
                assert!(why.to_string().contains(words), "{document} should say {words:?}, said: {why}");
            }
            other => panic!("{document} cannot be judged, was {other:?}"),
        }
    }
}

#[test]
fn variables_belong_to_the_newer_policy_language_only() {
    let statement =
        r#"{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "arn:aws:iam::1:user/${aws:username}"}"#;
    let context = [("aws:username".to_owned(), vec!["bob".to_owned()])];
    let ask = |version: &str, resource: &str| {
        let document = format!(r#"{{{version}"Statement": {statement}}}"#);
        let policy = NamedPolicy { name: "own", document: &document };
        decide(&[policy], None, &Question { action: "iam:GetUser", resource, context: &context })
    };
    let newer = r#""Version": "2012-10-17", "#;
    assert_eq!(ask(newer, "arn:aws:iam::1:user/bob"), EvalDecision::Allowed, "filled");
    assert_eq!(ask(newer, "arn:aws:iam::1:user/eve"), EvalDecision::NotAllowed, "filled with another name");
    assert_eq!(ask("", "arn:aws:iam::1:user/bob"), EvalDecision::NotAllowed, "plain text without a version");
}
