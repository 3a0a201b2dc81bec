#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;

fn identity(statement: &Value) -> Result<Document, DocumentError> {
    Document::parse_identity(&json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string())
}

#[test]
fn an_identity_policy_names_actions_and_resources_and_no_principal() {
    let lacks = |element| Err(DocumentError::Element { statement: 1, element });
    for (statement, expected) in [
        (json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }), Ok(())),
        (json!({ "Effect": "Allow", "NotAction": "*", "NotResource": "*" }), Ok(())),
        (json!({ "Effect": "Allow", "Resource": "*" }), lacks("Action")),
        (json!({ "Effect": "Allow" }), lacks("Action")),
        (json!({ "Effect": "Allow", "Action": "*" }), lacks("Resource")),
        (
            json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*" }),
            Err(DocumentError::Principal(1)),
        ),
        (json!({ "Effect": "Allow", "NotPrincipal": "*" }), Err(DocumentError::Principal(1))),
    ] {
        assert_eq!(identity(&statement).map(|_| ()), expected, "{statement}");
    }
}

#[test]
fn each_spelling_of_the_grammar_is_read() {
    let policy = json!({ "Version": "2008-10-17", "Statement": [
        { "Sid": "", "Effect": "Allow", "Principal": "*", "Action": ["a:B", "c:D"],
          "Condition": { "Bool": { "k": [true, 5, "x"] } } },
        { "Sid": "S", "Effect": "Deny",
          "NotPrincipal": { "AWS": ["1"], "Service": "s", "Federated": "f", "CanonicalUser": "u" }, "NotAction": "e:F" },
    ] });
    let document = Document::parse(&policy.to_string()).unwrap();
    let [first, second] = document.statements.as_slice() else { unreachable!("two statements") };
    assert!(!document.has_variables, "the older language");
    assert_eq!((first.sid.as_deref(), first.effect), (None, Effect::Allow), "an empty name is none");
    assert_eq!(first.aws_principals().collect::<Vec<_>>(), ["*"], "everybody");
    assert_eq!(first.conditions[0].values, ["true", "5", "x"], "AWS takes them without quotes too");
    assert_eq!(second.sid.as_deref(), Some("S"), "by name");
    assert_eq!(second.aws_principals().count(), 0, "all but some are not named");
    let named = |text: &str| vec![text.to_owned()];
    let all_but =
        Principals { aws: named("1"), service: named("s"), federated: named("f"), other: named("CanonicalUser") };
    assert_eq!(second.principals, Scope::AllBut(all_but), "each kind by itself");
    assert_eq!(first.names_action("C:d"), Truth::Yes, "actions ignore case");
    assert_eq!(second.names_action("E:f"), Truth::No, "all but this");
    assert_eq!(
        (&first.resources, first.names_resource("arn:aws:s3:::b", &Context::for_document(&document))),
        (&Scope::Absent, Truth::No),
        "a trust policy names none"
    );
}

#[test]
fn what_is_malformed_is_told_by_statement() {
    let of = |statements: Value| Document::parse(&json!({ "Statement": statements }).to_string()).unwrap_err();
    let element = |statement, element| DocumentError::Element { statement, element };
    let good = json!({ "Effect": "Allow", "Action": "*" });
    for (statements, expected) in [
        (json!("x"), DocumentError::NoStatement),
        (json!([good, "x"]), DocumentError::Effect(2)),
        (json!([good, { "Effect": "allow" }]), DocumentError::Effect(2)),
        (json!({ "Effect": "Deny", "Action": [1] }), element(1, "Action")),
        (json!({ "Effect": "Deny", "Resource": {} }), element(1, "Resource")),
        (json!({ "Effect": "Deny", "Principal": { "AWS": {} } }), element(1, "Principal")),
        (json!({ "Effect": "Deny", "Condition": { "Bool": { "k": [null] } } }), DocumentError::Condition(1)),
        (json!({ "Effect": "Deny", "Condition": { "Bool": 1 } }), DocumentError::Condition(1)),
    ] {
        assert_eq!(of(statements.clone()), expected, "{statements}");
    }
}
