//! Whatever is wrong with a policy, its mend lets the runner in and is enforced.
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

const ROLE: &str = "arn:aws:iam::111122223333:role/Runner";

fn principal() -> BoxedStrategy<(String, Value)> {
    let name = || {
        select(vec![
            ROOT,
            USER,
            ROLE,
            "111122223333",
            "*",
            "arn:aws:iam::999988887777:root",
            "AIDAEXAMPLE",
            "arn:aws:iam::111122223333:user/other",
        ])
    };
    prop_oneof![
        3 => name().prop_map(|name| ("Principal".to_owned(), json!({ "AWS": name }))),
        3 => prop::collection::vec(name(), 0..4).prop_map(|names| ("Principal".to_owned(), json!({ "AWS": names }))),
        1 => Just(("Principal".to_owned(), json!("*"))),
        1 => name().prop_map(|name| ("Principal".to_owned(), json!({ "Service": "ec2.amazonaws.com", "AWS": name }))),
        1 => Just(("Principal".to_owned(), json!({ "Federated": "accounts.google.com", "CanonicalUser": "x" }))),
        1 => name().prop_map(|name| ("NotPrincipal".to_owned(), json!({ "AWS": name }))),
    ]
    .boxed()
}

fn action() -> BoxedStrategy<(String, Value)> {
    let name =
        || select(vec!["sts:AssumeRole", "sts:TagSession", "sts:*", "*", "sts:AssumeRoleWithSAML", "sts:assumerole"]);
    prop_oneof![
        4 => name().prop_map(|name| ("Action".to_owned(), json!(name))),
        2 => prop::collection::vec(name(), 0..3).prop_map(|names| ("Action".to_owned(), json!(names))),
        1 => name().prop_map(|name| ("NotAction".to_owned(), json!(name))),
    ]
    .boxed()
}

fn condition() -> BoxedStrategy<Value> {
    let set = select(vec!["", "", "", "ForAllValues:", "ForAnyValue:"]);
    let base = select(vec![
        "StringEquals",
        "StringEquals",
        "StringLike",
        "StringNotEquals",
        "StringNotLike",
        "StringEqualsIgnoreCase",
        "ArnLike",
        "stringequals",
        "ArnEquals",
        "Bool",
        "Null",
        "NumericLessThan",
    ]);
    let operator =
        (set, base, select(vec!["", "", "IfExists"])).prop_map(|(set, base, end)| format!("{set}{base}{end}"));
    let key = select(vec![
        "sts:ExternalId",
        "sts:ExternalId",
        "sts:ExternalId",
        "sts:externalid",
        "sts:External_Id",
        "aws:ExternalId",
        "aws:PrincipalArn",
        "aws:PrincipalAccount",
        "aws:MultiFactorAuthPresent",
        "aws:SourceIp",
        "aws:SourceArn",
        "aws:username",
    ]);
    let value = || {
        select(vec![
            ID,
            ID,
            "other",
            "*",
            "3f1c*",
            "true",
            "false",
            USER,
            ROLE,
            "111122223333",
            "999988887777",
            "arn:aws:iam::*:role/team/*",
        ])
    };
    let values = prop_oneof![3 => value().prop_map(|one| json!(one)), 1 => prop::collection::vec(value(), 0..3).prop_map(|many| json!(many))];
    prop::collection::vec((operator, key, values), 0..4)
        .prop_map(|clauses| {
            let mut block = json!({});
            for (operator, key, values) in clauses {
                block[operator][key] = values;
            }
            block
        })
        .boxed()
}

fn policy() -> BoxedStrategy<Value> {
    let effect = select(vec!["Allow", "Allow", "Allow", "Deny"]);
    let statement = (effect, principal(), action(), condition()).prop_map(|(effect, principal, action, condition)| {
        let mut statement = json!({ "Effect": effect });
        let elements = statement.as_object_mut().unwrap();
        elements.extend([principal, action, ("Condition".to_owned(), condition)]);
        statement
    });
    let many = prop::collection::vec(statement.clone().boxed(), 0..4).prop_map(Value::from);
    prop_oneof![1 => statement, 3 => many]
        .prop_map(|statements| json!({ "Version": "2012-10-17", "Statement": statements }))
        .boxed()
}

fn runner() -> impl Strategy<Value = Runner> {
    select(vec![USER, "arn:aws:sts::111122223333:assumed-role/Runner/me", ROOT])
        .prop_map(|arn| Runner::new("111122223333".parse().unwrap(), arn.to_owned()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mend_lets_the_runner_in_and_is_enforced(policy in policy(), runner in runner()) {
        let external_id: ExternalId = ID.parse().unwrap();
        let wanted = Wanted { runner: &runner, external_id: &external_id, principal: ROOT };
        let text = policy.to_string();
        match mend(&text, &wanted) {
            Some(mend) => {
                prop_assert!(enforces(&mend.policy.to_string(), &wanted), "{} of {policy}", mend.policy);
                prop_assert_eq!(crate::trust::mend(&mend.policy.to_string(), &wanted), None, "a mended policy is not mended again");
            }
            None => prop_assert!(enforces(&text, &wanted), "there is a mend of {policy}"),
        }
    }
}
