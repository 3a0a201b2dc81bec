#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;

mod clauses;
mod property;

const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const USER: &str = "arn:aws:iam::111122223333:user/runner";
const STRANGER: &str = "arn:aws:iam::999988887777:root";

fn user() -> Runner {
    Runner::new("111122223333".parse().unwrap(), USER.to_owned())
}

fn session() -> Runner {
    Runner::new("111122223333".parse().unwrap(), "arn:aws:sts::111122223333:assumed-role/Runner/me".to_owned())
}

fn mended(policy: &Value, runner: &Runner) -> Option<Mend> {
    let external_id = ID.parse().unwrap();
    mend(&policy.to_string(), &Wanted { runner, external_id: &external_id, principal: ROOT })
}

fn policy(statements: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Id": "kept", "Statement": statements })
}

/// A statement whose elements are in an unusual order, which has to stay.
fn statement(principal: &Value, condition: &Value) -> Value {
    json!({ "Condition": condition, "Action": "sts:AssumeRole", "Principal": principal, "Effect": "Allow", "Sid": "A" })
}

fn pinned(principal: &Value) -> Value {
    statement(principal, &json!({ "StringEquals": { "sts:ExternalId": ID } }))
}

/// That exactly this is changed, to the letter and in order, and told so.
fn assert_mended(before: &Value, after: &Value, changes: &[&str], runner: &Runner) {
    let mend = mended(&policy(before), runner).unwrap_or_else(|| panic!("there is a mend of {before}"));
    assert_eq!(mend.policy.to_string(), policy(after).to_string(), "only what is wrong changes in {before}");
    assert_eq!(mend.changes, changes, "told of {before}");
}

#[test]
fn statements_that_let_others_in_go_and_the_rest_stays() {
    let root = json!({ "AWS": ROOT });
    let open = json!({ "Effect": "Allow", "Principal": root, "Action": "*" });
    let saml = json!({ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::444455556666:saml-provider/Corp" }, "Action": "sts:AssumeRoleWithSAML" });
    let tags = json!({ "Effect": "Allow", "Principal": root, "Action": "sts:TagSession" });
    let other = pinned(&json!({ "AWS": "arn:aws:iam::111122223333:role/Other" }));
    let denies_others = json!({ "Effect": "Deny", "Principal": { "AWS": STRANGER }, "Action": "*" });
    let mend = mended(&policy(&json!([open, denies_others, pinned(&root), tags, saml, other])), &user()).unwrap();
    assert_eq!(mend.policy, policy(&json!([denies_others, pinned(&root), tags, other])), "{:?}", mend.changes);
    let told = [
        "statement 1 goes: statement 1 has no condition on sts:ExternalId: whoever it trusts needs no External ID",
        "statement 5 goes: statement 5 also trusts arn:aws:iam::444455556666:saml-provider/Corp, which needs no External ID of yours",
    ];
    assert_eq!(mend.changes, told, "each with its reason");
    let misspelt = statement(&root, &json!({ "StringEquals": { "sts:externalid": ID } }));
    let mend = mended(&policy(&json!([pinned(&root), misspelt])), &user()).unwrap();
    assert_eq!(mend.policy, policy(&json!([pinned(&root), pinned(&root)])), "a name is only spelt right");
}

#[test]
fn a_policy_without_an_allow_gets_one() {
    let required = json!({ "Effect": "Allow", "Principal": { "AWS": ROOT }, "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "sts:ExternalId": ID } } });
    let added = format!("a statement is added that lets {ROOT} in with the External ID");
    assert_mended(&json!([]), &json!([required]), &[&added], &user());
    let deny = json!({ "Effect": "Deny", "Principal": { "AWS": STRANGER }, "Action": "*" });
    assert_mended(&deny, &json!([deny, required]), &[&added], &user());
}

#[test]
fn what_is_right_or_no_policy_has_no_mend() {
    for principal in [json!({ "AWS": ROOT }), json!({ "AWS": [USER] })] {
        assert_eq!(mended(&policy(&pinned(&principal)), &user()), None, "nothing is wrong with {principal}");
    }
    assert_eq!(mended(&json!({ "Statement": 5 }), &user()), None, "nobody knows what was meant");
    assert_eq!(mended(&json!([]), &user()), None, "this is none");
}

#[test]
fn a_mend_is_only_offered_when_the_evaluator_agrees() {
    let stranger = Runner::new("999988887777".parse().unwrap(), "arn:aws:iam::999988887777:user/x".to_owned());
    assert_eq!(
        mended(&policy(&pinned(&json!({ "AWS": STRANGER.replace("9999", "8888") }))), &stranger),
        None,
        "the principal that is to be named is of another account than the runner, who would not get in"
    );
    let external_id: ExternalId = ID.parse().unwrap();
    let runner = user();
    let wanted = Wanted { runner: &runner, external_id: &external_id, principal: ROOT };
    let enforced = |statement: &Value| enforces(&policy(statement).to_string(), &wanted);
    let root = json!({ "AWS": ROOT });
    assert!(enforced(&pinned(&root)), "this is how it should be");
    let by_deny = json!([{ "Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole" },
        { "Effect": "Deny", "Principal": "*", "Action": "*", "Condition": { "StringNotEquals": { "sts:ExternalId": ID } } }]);
    for (statements, why) in [
        (statement(&root, &json!({ "StringLike": { "sts:ExternalId": "*" } })), "any External ID will do"),
        (statement(&root, &json!({ "StringEqualsIfExists": { "sts:ExternalId": ID } })), "none will do"),
        (statement(&root, &json!({ "StringEquals": { "sts:ExternalId": "other" } })), "the right one will not do"),
        (pinned(&json!({ "AWS": [ROOT, STRANGER] })), "a stranger gets in"),
        (by_deny, "it holds, but hangs on a second statement"),
    ] {
        assert!(!enforced(&statements), "{why}: {statements}");
    }
    assert!(!enforces("no policy", &wanted), "nothing is known of it");
}
