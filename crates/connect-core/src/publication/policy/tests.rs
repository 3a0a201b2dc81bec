//! What is added to a bucket's policy, and what stays.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::publication::tests::publication;

fn account(id: &str) -> Readers {
    Readers::Account(id.parse().unwrap())
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn added(present: Option<&str>, readers: Readers) -> Option<Value> {
    granted(present, &publication("eu-west-1", readers), false).unwrap().map(|text| parsed(&text))
}

const ARN: &str = "arn:aws:s3:::alethia-templates-111122223333-eu-west-1/cloudformation";

#[test]
fn one_account_may_get_one_template_and_nothing_else() {
    let policy = added(None, account("444455556666")).unwrap();
    let statement = json!({
        "Sid": "AlethiaTemplate444455556666",
        "Effect": "Allow",
        "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
        "Action": "s3:GetObject",
        "Resource": format!("{ARN}/af23/*"),
    });
    assert_eq!(policy, json!({ "Version": "2012-10-17", "Statement": [statement] }), "the whole policy");
    let china = granted(None, &publication("cn-north-1", account("444455556666")), false).unwrap().unwrap();
    assert!(china.contains("arn:aws-cn:iam::444455556666:root") && china.contains("arn:aws-cn:s3:::"), "{china}");
}

#[test]
fn anybody_may_get_the_one_object() {
    let policy = added(None, Readers::Anybody).unwrap();
    let statement = &policy["Statement"][0];
    assert_eq!((&statement["Principal"], &statement["Action"]), (&json!("*"), &json!("s3:GetObject")), "read only");
    assert_eq!(statement["Resource"], format!("{ARN}/af23/role.yaml"), "not even a folder");
}

#[test]
fn what_is_there_stays_and_the_same_again_changes_nothing() {
    let foreign = json!({ "Sid": "Backup", "Effect": "Allow", "Principal": { "Service": "backup.amazonaws.com" },
        "Action": ["s3:Get*"], "Resource": "*", "Condition": { "StringEquals": { "aws:SourceAccount": "1" } } });
    // A single statement need not be in a list.
    let present = json!({ "Version": "2008-10-17", "Id": "theirs", "Statement": foreign }).to_string();
    let once = added(Some(&present), account("444455556666")).unwrap();
    assert_eq!((&once["Version"], &once["Id"]), (&json!("2008-10-17"), &json!("theirs")), "kept");
    assert_eq!(once["Statement"][0], foreign, "untouched");
    assert_eq!(added(Some(&once.to_string()), account("444455556666")), None, "nothing to do");
    let both = added(Some(&once.to_string()), account("777788889999")).unwrap();
    assert_eq!(both["Statement"].as_array().unwrap().len(), 3, "one more statement");
    assert_eq!(both["Statement"][1], once["Statement"][1], "the first account keeps its own");
    assert_eq!(added(Some(&both.to_string()), account("444455556666")), None, "and both are in it");
}

#[test]
fn a_newer_template_is_readable_beside_the_older() {
    let once = added(None, account("444455556666")).unwrap().to_string();
    let newer = Publication { sha256: "bc45".to_owned(), ..publication("eu-west-1", account("444455556666")) };
    let both = parsed(&granted(Some(&once), &newer, false).unwrap().unwrap());
    assert_eq!(both["Statement"][0]["Resource"], json!([format!("{ARN}/af23/*"), format!("{ARN}/bc45/*")]), "both");
    assert_eq!(granted(Some(&both.to_string()), &newer, false).unwrap(), None, "once");
}

#[test]
fn aws_may_give_it_back_with_lists_of_one() {
    let mut policy = added(None, account("444455556666")).unwrap();
    let statement = &mut policy["Statement"][0];
    statement["Action"] = json!(["s3:GetObject"]);
    statement["Principal"] = json!({ "AWS": ["arn:aws:iam::444455556666:root"] });
    statement["Resource"] = json!([format!("{ARN}/af23/*")]);
    assert_eq!(added(Some(&policy.to_string()), account("444455556666")), None, "it says the same");
}

#[test]
fn a_statement_that_was_changed_is_not_written_over() {
    let once = added(None, account("444455556666")).unwrap();
    for (field, value) in [("Effect", json!("Deny")), ("Action", json!("s3:*")), ("Principal", json!("*"))] {
        let mut changed = once.clone();
        changed["Statement"][0][field] = value;
        let publication = publication("eu-west-1", account("444455556666"));
        let refused = granted(Some(&changed.to_string()), &publication, false);
        assert_eq!(refused, Err(BucketPolicyError::Changed("AlethiaTemplate444455556666".into())), "{field}");
    }
    for text in ["", "[]", "{}", r#"{"Statement": "x"}"#] {
        let refused = granted(Some(text), &publication("eu-west-1", Readers::Anybody), false);
        assert!(matches!(refused, Err(BucketPolicyError::NotUnderstood(_))), "{text:?} is none of ours: {refused:?}");
    }
}

#[test]
fn a_full_policy_is_not_sent() {
    let mut policy = None;
    let mut readers = 0;
    let refused = loop {
        let next = account(&format!("{:012}", 100_000_000_000_u64 + readers));
        match granted(policy.as_deref(), &publication("eu-west-1", next), false) {
            Ok(text) => policy = text,
            Err(error) => break error,
        }
        readers += 1;
    };
    assert!(matches!(refused, BucketPolicyError::Full(length) if length > LONGEST), "{refused}");
    assert!(readers > 50, "dozens of accounts fit: {readers}");
}

#[test]
fn nothing_is_read_without_tls_but_other_folders_are_left_alone() {
    let publication = publication("eu-west-1", account("444455556666"));
    let policy = granted(None, &publication, true).unwrap().unwrap();
    let deny = &parsed(&policy)["Statement"][1];
    assert_eq!((&deny["Effect"], &deny["Principal"]), (&json!("Deny"), &json!("*")), "everybody's");
    assert_eq!(deny["Resource"], format!("{ARN}/*"), "only the templates");
    assert_eq!(granted(Some(&policy), &publication, true).unwrap(), None, "once");
}

#[test]
fn a_policy_that_lets_everybody_in_is_known() {
    let of = |statement: Value| json!({ "Statement": [statement] }).to_string();
    for (policy, public) in [
        (added(None, account("444455556666")).unwrap().to_string(), false),
        (added(None, Readers::Anybody).unwrap().to_string(), true),
        (of(json!({ "Effect": "Allow", "Principal": { "AWS": ["*"] } })), true),
        (of(json!({ "Effect": "Allow", "NotPrincipal": { "AWS": "1" } })), true),
        (of(json!({ "Effect": "Deny", "Principal": "*" })), false),
        ("?".to_owned(), true),
    ] {
        assert_eq!(names_everybody(&policy), public, "{policy}");
    }
}

#[test]
fn a_policy_tells_which_account_may_read_which_key() {
    let policy = added(None, account("444455556666")).unwrap().to_string();
    let bucket = "alethia-templates-111122223333-eu-west-1";
    let may = |id: &str, bucket: &str, key: &str| allows(&policy, &id.parse().unwrap(), bucket, key);
    assert!(may("444455556666", bucket, "cloudformation/af23/role.yaml"), "what was granted");
    assert!(!may("444455556666", bucket, "cloudformation/bc45/role.yaml"), "not another template");
    assert!(!may("444455556666", "other", "cloudformation/af23/role.yaml"), "not another bucket");
    assert!(!may("777788889999", bucket, "cloudformation/af23/role.yaml"), "not another account");
    assert!(!allows("no policy", &"444455556666".parse().unwrap(), bucket, "k"), "what is none grants nothing");
}
