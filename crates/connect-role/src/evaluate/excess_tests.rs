#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use serde_json::{Value, json};

use super::*;

fn role() -> RoleArn {
    "arn:aws:iam::123456789012:role/AlethiaProvisionerRole".parse().unwrap()
}

fn found(arn: Option<&str>, document: Option<&str>) -> Vec<String> {
    let policy =
        PolicyText { name: "extra".to_owned(), arn: arn.map(str::to_owned), document: document.map(str::to_owned) };
    excess(&role(), &RoleOptions::default(), &[policy]).into_iter().map(|excess| excess.what.to_string()).collect()
}

fn of(statement: &Value) -> Vec<String> {
    found(None, Some(&json!({ "Version": "2012-10-17", "Statement": statement }).to_string()))
}

#[test]
fn what_goes_beyond_the_catalogue_is_named() {
    let own = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";
    let cases = [
        (json!({ "Effect": "Allow", "Action": "*", "Resource": "*" }), "administrator rights"),
        (json!({ "Effect": "Allow", "Action": "*:*", "Resource": ["*"] }), "administrator rights"),
        (json!({ "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::x" }), "administrator rights"),
        (json!({ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::x/*" }), "a pattern"),
        (json!({ "Effect": "Allow", "Action": "*:Describe*", "Resource": "*" }), "*:Describe*: a pattern"),
        (json!({ "Effect": "Allow", "Action": "*", "Resource": "*:table/x" }), "*: a pattern"),
        (json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }), "every action except iam:*"),
        (json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }), "s3:*: every action of a service"),
        (json!({ "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" }), "ec2:Describe*: a pattern"),
        (json!({ "Effect": "Allow", "Action": "e*:*", "Resource": "*" }), "e*:*: a pattern"),
        (
            json!({ "Effect": "Allow", "Action": ["s3:GetObject", "iam:CreateUser"], "Resource": "*" }),
            "does not need: iam:CreateUser, s3:GetObject",
        ),
        (json!({ "Effect": "Allow", "Action": "iam:GetRole", "Resource": "*" }), "iam:GetRole on *, which is more"),
        (
            json!({ "Effect": "Allow", "Action": "IAM:getrole", "Resource": "arn:aws:iam::123456789012:role/*" }),
            "role/*, which is more",
        ),
        (json!({ "Effect": "Allow", "Action": "iam:GetRole", "NotResource": own }), "everything except"),
        (
            json!({ "Effect": "Allow", "Action": "iam:ListUserTags", "Resource": "arn:aws:iam::210987654321:user/*" }),
            "210987654321",
        ),
        (json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }), "does not need: sts:AssumeRole"),
        (
            json!({ "Effect": "Allow", "Action": ["ec2:DeleteVpc", "ec2:DeleteSubnet"], "Resource": "arn:aws:ec2:*:123456789012:*" }),
            "ec2:DeleteVpc, ec2:DeleteSubnet without the conditions that this role has for it: aws:ResourceTag/alethia:managed",
        ),
        (
            json!({ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/alethia/*",
                "Condition": { "StringEquals": { "iam:PassedToService": ["eks.amazonaws.com", "lambda.amazonaws.com"] } } }),
            "iam:PassRole without the conditions that this role has for it: iam:PassedToService",
        ),
        (json!({ "Effect": "Maybe" }), "cannot be judged"),
    ];
    for (statement, words) in cases {
        let found = of(&statement);
        assert_eq!(found.len(), 1, "one thing is wrong with {statement}, found {found:?}");
        assert!(found[0].contains(words), "{statement} should be told of {words:?}, was told: {}", found[0]);
    }
}

#[test]
fn what_is_within_the_catalogue_is_no_excess() {
    let own = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";
    for statement in [
        json!({ "Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*" }),
        json!({ "Effect": "Allow", "Action": "EC2:describevpcs", "Resource": "*" }),
        json!({ "Effect": "Allow", "Action": "iam:GetRole", "Resource": own }),
        json!({ "Effect": "Allow", "Action": "iam:ListUserTags", "Resource": "arn:aws:iam::123456789012:user/team/*" }),
        json!({ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/alethia/nodes",
            "Condition": { "StringEquals": { "iam:passedtoservice": "eks.amazonaws.com" } } }),
        json!({ "Effect": "Deny", "Action": "*", "Resource": "*" }),
        json!([]),
    ] {
        assert_eq!(of(&statement), Vec::<String>::new(), "{statement} gives nothing more than the role has");
    }
}

#[test]
fn broad_policies_of_aws_are_known_by_their_arn() {
    for (arn, broad) in [
        ("arn:aws:iam::aws:policy/AdministratorAccess", true),
        ("arn:aws-cn:iam::aws:policy/PowerUserAccess", true),
        ("arn:aws:iam::aws:policy/IAMFullAccess", true),
        ("arn:aws:iam::aws:policy/job-function/SystemAdministrator", true),
        ("arn:aws:iam::aws:policy/AmazonS3FullAccess", true),
        ("arn:aws:iam::aws:policy/SecurityAudit", false),
        ("arn:aws:iam::123456789012:policy/AdministratorAccess", false),
    ] {
        let found = found(Some(arn), None);
        let expected = if broad { "AWS's own policy" } else { "may not be read" };
        assert!(found[0].contains(expected), "{arn} should be told of {expected:?}, was told: {}", found[0]);
    }
}

#[test]
fn the_worst_comes_first_and_once() {
    let statement = json!([
        { "Effect": "Allow", "Action": ["s3:GetObject", "s3:*"], "Resource": "*" },
        { "Effect": "Allow", "Action": "*", "Resource": "*" },
        { "Effect": "Allow", "Action": ["s3:*", "s3:GetObject"], "Resource": "*" },
    ]);
    let found = of(&statement);
    assert_eq!(found.len(), 3, "each kind once: {found:?}");
    assert!(found[0].contains("administrator"), "the worst first: {found:?}");
}
