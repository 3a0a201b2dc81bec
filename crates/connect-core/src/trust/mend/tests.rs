#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;

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
fn a_condition_is_mended_where_it_stands() {
    let root = json!({ "AWS": ROOT });
    let right = format!("StringEquals sts:ExternalId = \"{ID}\"");
    for (before, after, change) in [
        (
            json!({ "StringEquals": { "sts:ExternalId": "other" } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition StringEquals sts:ExternalId = \"other\" becomes {right}"),
        ),
        (
            json!({ "StringEquals": { "sts:ExternalId": ["other", ID] } }),
            json!({ "StringEquals": { "sts:ExternalId": [ID] } }),
            format!("the condition StringEquals sts:ExternalId = [\"other\",\"{ID}\"] becomes StringEquals sts:ExternalId = [\"{ID}\"]"),
        ),
        (
            json!({ "StringLike": { "sts:ExternalId": "*" }, "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }),
            json!({ "StringEquals": { "sts:ExternalId": ID }, "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }),
            format!("the condition StringLike sts:ExternalId = \"*\" becomes {right}"),
        ),
        (
            json!({ "StringEqualsIfExists": { "sts:ExternalId": ID } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition StringEqualsIfExists sts:ExternalId = \"{ID}\" becomes {right}"),
        ),
        (
            json!({ "ForAllValues:StringEquals": { "sts:ExternalId": ID, "aws:PrincipalOrgPaths": ["o/*"] } }),
            json!({ "StringEquals": { "sts:ExternalId": ID }, "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": ["o/*"] } }),
            format!("the condition ForAllValues:StringEquals sts:ExternalId = \"{ID}\" becomes {right}"),
        ),
        (
            json!({ "StringNotEquals": { "sts:ExternalId": ID } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition StringNotEquals sts:ExternalId = \"{ID}\" becomes {right}"),
        ),
        (
            json!({ "stringequals": { "sts:External_Id": ID } }),
            json!({ "stringequals": { "sts:ExternalId": ID } }),
            format!("the condition stringequals sts:External_Id = \"{ID}\" becomes stringequals sts:ExternalId = \"{ID}\""),
        ),
        (
            json!({ "StringEquals": { "STS:externalid": ID } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition StringEquals STS:externalid = \"{ID}\" becomes {right}"),
        ),
        (
            json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1" } }),
            json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1", "sts:ExternalId": ID } }),
            format!("the condition {right} is added"),
        ),
        (
            json!({ "Null": { "sts:ExternalId": "false" } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition Null sts:ExternalId = \"false\" becomes {right}"),
        ),
        (
            json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" }, "StringEquals": { "sts:ExternalId": ID } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            "the condition Bool aws:MultiFactorAuthPresent = \"true\" goes".to_owned(),
        ),
        (
            json!({ "StringEquals": { "sts:ExternalId": ID, "aws:PrincipalAccount": "999988887777" } }),
            json!({ "StringEquals": { "sts:ExternalId": ID, "aws:PrincipalAccount": "111122223333" } }),
            "the condition StringEquals aws:PrincipalAccount = \"999988887777\" becomes StringEquals aws:PrincipalAccount = \"111122223333\"".to_owned(),
        ),
        (
            json!({ "ArnLike": { "aws:PrincipalArn": ["arn:aws:iam::111122223333:user/x*"] }, "StringEquals": { "sts:ExternalId": ID } }),
            json!({ "ArnLike": { "aws:PrincipalArn": [USER] }, "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition ArnLike aws:PrincipalArn = [\"arn:aws:iam::111122223333:user/x*\"] becomes ArnLike aws:PrincipalArn = [\"{USER}\"]"),
        ),
        (
            json!({ "ArnNotLike": { "aws:PrincipalArn": USER }, "StringEquals": { "sts:ExternalId": ID } }),
            json!({ "StringEquals": { "sts:ExternalId": ID } }),
            format!("the condition ArnNotLike aws:PrincipalArn = \"{USER}\" goes"),
        ),
        (
            json!({ "StringLike": { "sts:ExternalId": "3f*" }, "StringEquals": { "sts:ExternalID": [ID] }, "StringEqualsIfExists": { "sts:External_Id": "x" } }),
            json!({ "StringLike": { "sts:ExternalId": "3f*" }, "StringEquals": { "sts:ExternalId": [ID] } }),
            String::new(),
        ),
    ] {
        let change = format!("in statement 1, {change}");
        let (before, after) = (statement(&root, &before), statement(&root, &after));
        if change.len() > 20 {
            assert_mended(&before, &after, &[&change], &user());
        } else {
            let mend = mended(&policy(&before), &user()).unwrap();
            assert_eq!(mend.policy, policy(&after), "what holds beside the right one stays, what is misspelt goes");
        }
    }
    let bare = json!({ "Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole" });
    let with = json!({ "Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "sts:ExternalId": ID } } });
    assert_mended(
        &json!([bare]),
        &json!([with]),
        &[&format!("in statement 1, the condition {right} is added")],
        &user(),
    );
}

#[test]
fn a_principal_is_mended_where_it_stands() {
    for (before, after, change) in [
        (
            json!({ "AWS": STRANGER }),
            json!({ "AWS": ROOT }),
            format!("Principal \"{ROOT}\" takes the place of \"{STRANGER}\""),
        ),
        (json!("*"), json!({ "AWS": ROOT }), format!("Principal \"{ROOT}\" takes the place of \"*\"")),
        (json!({ "AWS": ["*"] }), json!({ "AWS": [ROOT] }), format!("Principal \"{ROOT}\" takes the place of \"*\"")),
        (
            json!({ "AWS": ["999988887777", USER, "*", "arn:aws:iam::111122223333:role/Other"] }),
            json!({ "AWS": [USER, "arn:aws:iam::111122223333:role/Other"] }),
            "Principal \"999988887777\" or \"*\" goes".to_owned(),
        ),
        (
            json!({ "AWS": ROOT, "Service": "ec2.amazonaws.com" }),
            json!({ "AWS": ROOT }),
            "Principal \"ec2.amazonaws.com\" goes".to_owned(),
        ),
        (
            json!({ "Federated": "accounts.google.com" }),
            json!({ "AWS": ROOT }),
            format!("Principal \"{ROOT}\" takes the place of \"accounts.google.com\""),
        ),
        (
            json!({ "AWS": ["AIDAEXAMPLE", "111122223333"] }),
            json!({ "AWS": ["111122223333"] }),
            "Principal \"AIDAEXAMPLE\" goes".to_owned(),
        ),
    ] {
        assert_mended(&pinned(&before), &pinned(&after), &[&format!("in statement 1, {change}")], &user());
    }
    let all_but = json!({ "Effect": "Allow", "NotPrincipal": { "AWS": STRANGER }, "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "sts:ExternalId": ID } } });
    let named = json!({ "Effect": "Allow", "Principal": { "AWS": ROOT }, "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "sts:ExternalId": ID } } });
    let change = format!("in statement 1, Principal {ROOT} takes the place of whom it names now");
    assert_mended(&json!([all_but]), &json!([named]), &[&change], &user());
}

#[test]
fn an_action_is_added_or_takes_the_place_of_all_but_some() {
    let with = |action: &str, value: Value| {
        json!({ "Effect": "Allow", "Principal": { "AWS": ROOT }, action: value,
            "Condition": { "StringEquals": { "sts:ExternalId": ID } } })
    };
    for (before, after, change) in [
        (
            with("Action", json!("sts:TagSession")),
            with("Action", json!(["sts:TagSession", "sts:AssumeRole"])),
            "is added",
        ),
        (with("Action", json!([])), with("Action", json!(["sts:AssumeRole"])), "is added"),
        (with("NotAction", json!("sts:*")), with("Action", json!("sts:AssumeRole")), "takes the place of NotAction"),
    ] {
        let change = format!("in statement 1, Action sts:AssumeRole {change}");
        assert_mended(&json!([before]), &json!([after]), &[&change], &user());
    }
}

#[test]
fn a_deny_goes_on_denying_everybody_but_the_runner() {
    let root = json!({ "AWS": ROOT });
    let deny = |principal: Value, condition: Value| json!([pinned(&root), { "Effect": "Deny", "Principal": principal, "Action": "sts:*", "Condition": condition }]);
    let mfa = json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } });
    let excepted = |operator: &str, values: Value| json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" }, operator: { "aws:PrincipalArn": values } });
    let other = json!({ "StringNotEquals": { "sts:ExternalId": "other", "aws:PrincipalAccount": "999988887777" } });
    let right = json!({ "StringNotEquals": { "sts:ExternalId": ID, "aws:PrincipalAccount": "999988887777" } });
    for (before, after, change) in [
        (
            deny(json!("*"), mfa.clone()),
            deny(json!("*"), excepted("ArnNotEquals", json!(USER))),
            format!("in statement 2, the Deny no longer applies to {USER}"),
        ),
        (
            deny(json!("*"), json!({ "ArnNotEquals": { "aws:principalarn": "arn:aws:iam::111122223333:user/x" } })),
            deny(
                json!("*"),
                json!({ "ArnNotEquals": { "aws:principalarn": ["arn:aws:iam::111122223333:user/x", USER] } }),
            ),
            format!("in statement 2, the Deny no longer applies to {USER}"),
        ),
        (
            deny(json!("*"), other),
            deny(json!("*"), right),
            format!(
                "in statement 2, the condition StringNotEquals sts:ExternalId = \"other\" of the Deny becomes StringNotEquals sts:ExternalId = \"{ID}\""
            ),
        ),
        (
            deny(json!({ "AWS": [USER, STRANGER] }), json!({})),
            deny(json!({ "AWS": [STRANGER] }), json!({})),
            format!("in statement 2, Principal \"{USER}\" goes from the Deny"),
        ),
        (
            deny(json!({ "AWS": USER }), json!({})),
            json!([pinned(&root)]),
            format!("statement 2 goes: it denies \"{USER}\""),
        ),
        (
            deny(json!({ "AWS": [USER, "111122223333"] }), json!({})),
            deny(json!({ "AWS": [USER, "111122223333"] }), json!({ "ArnNotEquals": { "aws:PrincipalArn": USER } })),
            format!("in statement 2, the Deny no longer applies to {USER}"),
        ),
    ] {
        assert_mended(&before, &after, &[&change], &user());
    }
    let bare = json!([pinned(&root), { "Effect": "Deny", "Principal": "*", "Action": "*" }]);
    let paths = json!({ "ArnNotLike": { "aws:PrincipalArn":
        ["arn:aws:iam::111122223333:role/Runner", "arn:aws:iam::111122223333:role/*/Runner"] } });
    let mend = mended(&policy(&bare), &session()).unwrap();
    assert_eq!(mend.policy["Statement"][1]["Condition"], paths, "a session does not tell its role's path");
    let account = Runner::new("111122223333".parse().unwrap(), ROOT.to_owned());
    let mend = mended(&policy(&bare), &account).unwrap();
    let whole = json!({ "StringNotEquals": { "aws:PrincipalAccount": "111122223333" } });
    assert_eq!(mend.policy["Statement"][1]["Condition"], whole, "for an account as a whole");
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
