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

fn asked(statements: &Value, action: &str, resource: &str, context: &[(&str, &[&str])]) -> EvalDecision {
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
fn a_wildcard_stays_within_its_part_of_the_arn() {
    let cases = [
        ("arn:aws:iam::*:role/A", "arn:aws:iam::1:role/A", true),
        ("arn:aws:iam::*:role/A", "arn:aws:iam::1:2:role/A", false),
        ("arn:aws:sqs:*:1:q", "arn:aws:sqs:eu:1:q", true),
        ("arn:aws:sqs:*:q", "arn:aws:sqs:eu:1:q", true),
        ("arn:aws:logs:*:*:group:*:stream", "arn:aws:logs:eu:1:group:a:stream", true),
        ("arn:aws:iam::1:role/*a*b*c", "arn:aws:iam::1:role/xxaxbxbxc", true),
        ("arn:aws:iam::1:role/*a*b*c", "arn:aws:iam::1:role/xxaxcxb", false),
        ("*", "*", true),
        ("arn:aws:iam::1:role/A", "*", false),
    ];
    for (pattern, arn, expected) in cases {
        assert_eq!(resource_matches(pattern, arn), expected, "{pattern} on {arn}");
    }
}

/// A condition, the keys that are known, and what an Allow with it says.
type ConditionCase = (Value, &'static [(&'static str, &'static [&'static str])], &'static str);

fn text_cases() -> Vec<ConditionCase> {
    vec![
        (json!({ "StringEquals": { "aws:x": "a" } }), &[("aws:x", &["a"])], "allowed"),
        (json!({ "StringEquals": { "AWS:X": ["b", "a"] } }), &[("aws:x", &["a"])], "allowed"),
        (json!({ "StringEquals": { "aws:x": "A" } }), &[("aws:x", &["a"])], "not allowed"),
        (json!({ "StringEquals": { "aws:x": "a*" } }), &[("aws:x", &["ab"])], "not allowed"),
        (json!({ "StringEquals": { "aws:x": "a*" } }), &[("aws:x", &["a*"])], "allowed"),
        (json!({ "StringEquals": { "aws:x": "a" } }), &[("aws:x", &[])], "not allowed"),
        (json!({ "StringEquals": { "aws:x": "a" } }), &[], "unknown"),
        (json!({ "StringEquals": { "aws:x": "a" } }), &[("aws:x", &["a", "b"])], "unknown"),
        (
            json!({ "StringEquals": { "aws:x": "a", "aws:y": "b" } }),
            &[("aws:x", &["a"]), ("aws:y", &["c"])],
            "not allowed",
        ),
        (json!({ "StringEquals": { "aws:x": "b", "aws:y": "b" } }), &[("aws:x", &["a"])], "not allowed"),
        (json!({ "StringNotEquals": { "aws:x": "a" } }), &[("aws:x", &["b"])], "allowed"),
        (json!({ "StringNotEquals": { "aws:x": ["a", "b"] } }), &[("aws:x", &["b"])], "not allowed"),
        (json!({ "StringNotEquals": { "aws:x": "a" } }), &[("aws:x", &[])], "allowed"),
        (json!({ "StringEqualsIgnoreCase": { "aws:x": "ABC" } }), &[("aws:x", &["abC"])], "allowed"),
        (json!({ "StringNotEqualsIgnoreCase": { "aws:x": "ABC" } }), &[("aws:x", &["abC"])], "not allowed"),
        (json!({ "StringLike": { "aws:x": "a*c?" } }), &[("aws:x", &["abbcd"])], "allowed"),
        (json!({ "StringLike": { "aws:x": "a*" } }), &[("aws:x", &["Ab"])], "not allowed"),
        (json!({ "StringNotLike": { "aws:x": "a*" } }), &[("aws:x", &["ab"])], "not allowed"),
        (json!({ "StringEqualsIfExists": { "aws:x": "a" } }), &[("aws:x", &[])], "allowed"),
        (json!({ "StringEqualsIfExists": { "aws:x": "a" } }), &[("aws:x", &["b"])], "not allowed"),
        (json!({ "StringEqualsIfExists": { "aws:x": "a" } }), &[], "unknown"),
    ]
}

fn typed_cases() -> Vec<ConditionCase> {
    vec![
        (
            json!({ "ArnEquals": { "aws:x": "arn:aws:iam::*:role/A*" } }),
            &[("aws:x", &["arn:aws:iam::1:role/AB"])],
            "allowed",
        ),
        (
            json!({ "ArnLike": { "aws:x": "arn:aws:iam::1:role/B" } }),
            &[("aws:x", &["arn:aws:iam::1:role/A"])],
            "not allowed",
        ),
        (
            json!({ "ArnNotLike": { "aws:x": "arn:aws:iam::1:role/B" } }),
            &[("aws:x", &["arn:aws:iam::1:role/A"])],
            "allowed",
        ),
        (
            json!({ "ArnNotEquals": { "aws:x": "arn:aws:iam::1:*" } }),
            &[("aws:x", &["arn:aws:iam::1:role/A"])],
            "not allowed",
        ),
        (json!({ "ArnLike": { "aws:x": "*" } }), &[("aws:x", &["no-arn"])], "not allowed"),
        (json!({ "Bool": { "aws:x": true } }), &[("aws:x", &["true"])], "allowed"),
        (json!({ "Bool": { "aws:x": "False" } }), &[("aws:x", &["true"])], "not allowed"),
        (json!({ "Bool": { "aws:x": "true" } }), &[("aws:x", &[])], "not allowed"),
        (json!({ "BoolIfExists": { "aws:x": "true" } }), &[("aws:x", &[])], "allowed"),
        (json!({ "Bool": { "aws:x": "yes" } }), &[("aws:x", &["true"])], "unknown"),
        (json!({ "Null": { "aws:x": "true" } }), &[("aws:x", &[])], "allowed"),
        (json!({ "Null": { "aws:x": "true" } }), &[("aws:x", &["a"])], "not allowed"),
        (json!({ "Null": { "aws:x": false } }), &[("aws:x", &["a"])], "allowed"),
        (json!({ "Null": { "aws:x": "true" } }), &[], "unknown"),
        (json!({ "NumericEquals": { "aws:x": 5 } }), &[("aws:x", &["5.0"])], "allowed"),
        (json!({ "NumericNotEquals": { "aws:x": "5" } }), &[("aws:x", &["5"])], "not allowed"),
        (json!({ "NumericLessThan": { "aws:x": "10" } }), &[("aws:x", &["9"])], "allowed"),
        (json!({ "NumericLessThanEquals": { "aws:x": "9" } }), &[("aws:x", &["9"])], "allowed"),
        (json!({ "NumericGreaterThan": { "aws:x": "9" } }), &[("aws:x", &["9"])], "not allowed"),
        (json!({ "NumericGreaterThanEquals": { "aws:x": "9" } }), &[("aws:x", &["10"])], "allowed"),
        (json!({ "NumericEquals": { "aws:x": "five" } }), &[("aws:x", &["5"])], "unknown"),
        (
            json!({ "DateLessThan": { "aws:x": "2030-01-01T00:00:00Z" } }),
            &[("aws:x", &["2029-12-31T23:59:59Z"])],
            "allowed",
        ),
        (
            json!({ "DateGreaterThan": { "aws:x": "2030-01-01" } }),
            &[("aws:x", &["2029-12-31T23:59:59Z"])],
            "not allowed",
        ),
        (json!({ "DateEquals": { "aws:x": "1970-01-01T00:00:10Z" } }), &[("aws:x", &["10"])], "allowed"),
        (json!({ "DateLessThanEquals": { "aws:x": "soon" } }), &[("aws:x", &["10"])], "unknown"),
        (
            json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
            &[("aws:SourceIp", &["203.0.113.7"])],
            "allowed",
        ),
        (
            json!({ "IpAddress": { "aws:SourceIp": "203.0.113.7" } }),
            &[("aws:SourceIp", &["203.0.113.8"])],
            "not allowed",
        ),
        (
            json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
            &[("aws:SourceIp", &["203.0.113.7"])],
            "not allowed",
        ),
        (json!({ "IpAddress": { "aws:SourceIp": "2001:db8::/32" } }), &[("aws:SourceIp", &["2001:db8::1"])], "allowed"),
        (json!({ "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }), &[], "unknown"),
        (json!({ "BinaryEquals": { "aws:x": "QmluYXJ5" } }), &[("aws:x", &["QmluYXJ5"])], "allowed"),
    ]
}

fn set_and_variable_cases() -> Vec<ConditionCase> {
    vec![
        (
            json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } }),
            &[("aws:TagKeys", &["a", "b"])],
            "allowed",
        ),
        (
            json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } }),
            &[("aws:TagKeys", &["a", "c"])],
            "not allowed",
        ),
        (json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }), &[("aws:TagKeys", &[])], "allowed"),
        (json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } }), &[("aws:TagKeys", &["c", "a"])], "allowed"),
        (
            json!({ "ForAnyValue:StringLike": { "aws:TagKeys": ["x*"] } }),
            &[("aws:TagKeys", &["c", "a"])],
            "not allowed",
        ),
        (json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } }), &[("aws:TagKeys", &[])], "not allowed"),
        (
            json!({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a"] } }),
            &[("aws:TagKeys", &["a", "b"])],
            "allowed",
        ),
        (
            json!({ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["a"] } }),
            &[("aws:TagKeys", &["a", "b"])],
            "not allowed",
        ),
        (json!({ "ForSomeValues:StringEquals": { "aws:TagKeys": ["a"] } }), &[("aws:TagKeys", &["a"])], "unknown"),
        (json!({ "StringMatches": { "aws:x": "a" } }), &[("aws:x", &["a"])], "unknown"),
        (json!({ "StringEquals": { "aws:x": "${aws:y}" } }), &[("aws:x", &["v"]), ("aws:y", &["v"])], "allowed"),
        (json!({ "StringLike": { "aws:x": "${aws:y}" } }), &[("aws:x", &["vv"]), ("aws:y", &["v*"])], "not allowed"),
        (json!({ "StringEquals": { "aws:x": "${aws:y, 'z'}" } }), &[("aws:x", &["z"]), ("aws:y", &[])], "allowed"),
        (json!({ "StringEquals": { "aws:x": "${aws:y}" } }), &[("aws:x", &["v"])], "unknown"),
        (json!({ "StringLike": { "aws:x": "a${*}" } }), &[("aws:x", &["a*"])], "allowed"),
        (json!({ "StringLike": { "aws:x": "a${*}" } }), &[("aws:x", &["ab"])], "not allowed"),
        (json!([]), &[], "unknown"),
        (json!({ "StringEquals": "a" }), &[], "unknown"),
    ]
}

#[test]
fn conditions_hold_as_in_aws() {
    for (condition, context, expected) in [text_cases(), typed_cases(), set_and_variable_cases()].concat() {
        let statement = json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition });
        let decision = asked(&statement, "s3:GetObject", BUCKET, context);
        assert_eq!(word(&decision), expected, "of {condition} with {context:?}");
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

#[test]
fn wildcards_take_no_longer_than_the_text_allows() {
    let pattern = format!("arn:aws:s3:::{}b", "*a".repeat(60));
    let text = format!("arn:aws:s3:::{}", "a".repeat(4000));
    assert!(!resource_matches(&pattern, &text), "and this test ends: no exponential backtracking");
}
