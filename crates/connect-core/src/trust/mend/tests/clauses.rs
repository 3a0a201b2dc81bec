//! What becomes of a single clause.
use super::*;

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
    ] {
        let (before, after) = (statement(&root, &before), statement(&root, &after));
        assert_mended(&before, &after, &[&format!("in statement 1, {change}")], &user());
    }
    let any = |id: &str| statement(&root, &json!({ "ForAnyValue:StringEquals": { "sts:ExternalId": id } }));
    let change = format!(
        "in statement 1, the condition ForAnyValue:StringEquals sts:ExternalId = \"other\" becomes ForAnyValue:StringEquals sts:ExternalId = \"{ID}\""
    );
    assert_mended(&any("other"), &any(ID), &[&change], &user());
    let two = json!({ "StringLike": { "sts:ExternalId": "x" }, "StringEquals": { "sts:ExternalId": "other" } });
    let changes = [
        "in statement 1, the condition StringLike sts:ExternalId = \"x\" goes",
        &format!("in statement 1, the condition StringEquals sts:ExternalId = \"other\" becomes {right}"),
    ];
    assert_mended(&statement(&root, &two), &pinned(&root), &changes, &user());
    let elsewhere =
        json!({ "StringEquals": { "sts:ExternalId": ID, "aws:PrincipalArn": "arn:aws:iam::111122223333:role/x" } });
    let account = Runner::new("111122223333".parse().unwrap(), ROOT.to_owned());
    for runner in [session(), account] {
        let mend = mended(&policy(&statement(&root, &elsewhere)), &runner).unwrap();
        assert_eq!(
            mend.policy,
            policy(&pinned(&root)),
            "the ARN of {runner} is not known for certain, so none is named"
        );
    }
    let beside = json!({ "StringLike": { "sts:ExternalId": "3f*" }, "StringEquals": { "sts:ExternalID": [ID] },
        "StringEqualsIfExists": { "sts:External_Id": "x" } });
    let without = json!({ "StringLike": { "sts:ExternalId": "3f*" }, "StringEquals": { "sts:ExternalId": [ID] } });
    let mend = mended(&policy(&statement(&root, &beside)), &user()).unwrap();
    let expected = policy(&statement(&root, &without));
    assert_eq!(mend.policy, expected, "what holds beside the right one stays, what is misspelt goes");
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
            deny(json!("*"), json!({ "StringNotEquals": { "aws:PrincipalAccount": "999988887777" } })),
            deny(
                json!("*"),
                json!({ "StringNotEquals": { "aws:PrincipalAccount": "999988887777" }, "ArnNotEquals": { "aws:PrincipalArn": USER } }),
            ),
            format!("in statement 2, the Deny no longer applies to {USER}"),
        ),
        (
            deny(
                json!("*"),
                json!({ "StringEquals": { "sts:ExternalId": ID }, "ArnNotEquals": { "aws:SourceArn": STRANGER } }),
            ),
            deny(
                json!("*"),
                json!({ "StringEquals": { "sts:ExternalId": ID }, "ArnNotEquals": { "aws:SourceArn": STRANGER, "aws:PrincipalArn": USER } }),
            ),
            format!("in statement 2, the Deny no longer applies to {USER}"),
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
