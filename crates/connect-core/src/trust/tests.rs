#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;
use serde_json::{Value, json};

const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";
const ROOT: &str = "arn:aws:iam::111122223333:root";

fn runner() -> Runner {
    Runner::new("111122223333".parse().unwrap(), "arn:aws:iam::111122223333:user/alethia-runner".to_owned())
}

fn session() -> Runner {
    Runner::new("111122223333".parse().unwrap(), "arn:aws:sts::111122223333:assumed-role/Runner/me".to_owned())
}

fn statement(principal: &Value, condition: &Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition})
}

fn pinned(principal: &Value) -> Value {
    statement(principal, &json!({"StringEquals": {"sts:ExternalId": ID}}))
}

fn findings(statements: &Value, runner: &Runner) -> TrustFindings {
    let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    examine(&policy, runner, &ID.parse().unwrap()).unwrap()
}

fn refusal(statements: &Value) -> Option<Cause> {
    match findings(statements, &runner()).admission {
        Admission::Refuses(cause, _) => Some(cause),
        _ => None,
    }
}

#[test]
fn the_right_policy_lets_the_runner_in() {
    for principal in [
        json!({"AWS": ROOT}),
        json!({"AWS": "111122223333"}),
        json!({"AWS": [ROOT, "arn:aws:iam::111122223333:user/alethia-runner"]}),
    ] {
        assert_eq!(findings(&pinned(&principal), &runner()).admission, Admission::Allows, "{principal}");
    }
    for role in ["role/Runner", "role/aws-reserved/sso/Runner"] {
        let principal = json!({"AWS": format!("arn:aws:iam::111122223333:{role}")});
        assert_eq!(
            findings(&pinned(&principal), &session()).admission,
            Admission::Allows,
            "a session does not tell its role's path: {role}"
        );
    }
    for other in [
        "arn:aws:iam::999988887777:role/Runner",
        "arn:aws:sts::111122223333:role/Runner",
        "arn:aws:iam::111122223333:user/Runner",
    ] {
        let refused = matches!(findings(&pinned(&json!({"AWS": other})), &session()).admission, Admission::Refuses(..));
        assert!(refused, "the same name elsewhere is another principal: {other}");
    }
}

#[test]
fn each_broken_policy_is_named_for_what_is_broken() {
    let root = json!({"AWS": ROOT});
    let cases = [
        ("other account", pinned(&json!({"AWS": "arn:aws:iam::999988887777:root"})), Cause::TrustPrincipalMismatch),
        ("other user", pinned(&json!({"AWS": "arn:aws:iam::111122223333:user/other"})), Cause::TrustPrincipalMismatch),
        ("a service", pinned(&json!({"Service": "ec2.amazonaws.com"})), Cause::TrustPrincipalMismatch),
        ("deleted principal", pinned(&json!({"AWS": "AIDAEXAMPLE"})), Cause::TrustPrincipalMismatch),
        (
            "other External ID",
            statement(&root, &json!({"StringEquals": {"sts:ExternalId": "other"}})),
            Cause::TrustExternalIdMismatch,
        ),
        (
            "other letter case",
            statement(&root, &json!({"StringEquals": {"sts:ExternalId": ID.to_uppercase()}})),
            Cause::TrustExternalIdMismatch,
        ),
        (
            "a star in StringEquals",
            statement(&root, &json!({"StringEquals": {"sts:ExternalId": "*"}})),
            Cause::TrustExternalIdMismatch,
        ),
        (
            "a misspelt key",
            statement(&root, &json!({"StringEquals": {"aws:ExternalId": ID}})),
            Cause::TrustExternalIdMismatch,
        ),
        (
            "negated",
            statement(&root, &json!({"StringNotEquals": {"sts:ExternalId": ID}})),
            Cause::TrustExternalIdMismatch,
        ),
        (
            "MFA",
            statement(
                &root,
                &json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"sts:ExternalId": ID}}),
            ),
            Cause::TrustMfaCondition,
        ),
        (
            "other account in a condition",
            statement(&root, &json!({"StringEquals": {"aws:PrincipalAccount": "999988887777"}})),
            Cause::AssumeDenied,
        ),
        (
            "other action",
            json!({"Effect": "Allow", "Principal": root, "Action": "sts:TagSession"}),
            Cause::TrustActionMissing,
        ),
        (
            "NotPrincipal names it",
            json!({"Effect": "Allow", "NotPrincipal": root, "Action": "sts:AssumeRole"}),
            Cause::TrustPrincipalMismatch,
        ),
        (
            "explicit deny",
            json!([pinned(&root), {"Effect": "Deny", "Principal": "*", "Action": "sts:*"}]),
            Cause::TrustExplicitDeny,
        ),
        ("no statement", json!([]), Cause::TrustPrincipalMismatch),
    ];
    for (name, statements, cause) in cases {
        assert_eq!(refusal(&statements), Some(cause), "{name}: {:?}", findings(&statements, &runner()).admission);
    }
}

#[test]
fn what_only_aws_knows_is_not_guessed() {
    let network = statement(&json!({"AWS": ROOT}), &json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}));
    assert!(
        matches!(findings(&network, &runner()).admission, Admission::Depends(_)),
        "the source address is AWS's to see"
    );
    let organisation = statement(&json!("*"), &json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}));
    assert!(matches!(findings(&organisation, &runner()).admission, Admission::Depends(_)), "so is the organisation");
    let path = statement(
        &json!({"AWS": ROOT}),
        &json!({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/x/Runner"}}),
    );
    assert!(
        matches!(findings(&path, &session()).admission, Admission::Depends(_)),
        "a session does not tell its role's path"
    );
}

#[test]
fn what_lets_others_in_is_found_even_when_all_is_green() {
    let root = json!({"AWS": ROOT});
    let cases = [
        ("everybody", pinned(&json!("*")), "every AWS account"),
        ("everybody in a list", pinned(&json!({"AWS": ["*"]})), "every AWS account"),
        ("another account", pinned(&json!({"AWS": [ROOT, "999988887777"]})), "999988887777"),
        (
            "a deleted principal",
            pinned(&json!({"AWS": [ROOT, "AIDAEXAMPLE1"]})),
            "AIDAEXAMPLE1, a principal that no longer",
        ),
        ("too few digits", pinned(&json!({"AWS": [ROOT, "12345678901"]})), "12345678901, a principal that no longer"),
        ("a service", pinned(&json!({"AWS": ROOT, "Service": "ec2.amazonaws.com"})), "ec2.amazonaws.com"),
        ("no condition", json!({"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole"}), "no condition"),
        (
            "a second statement without",
            json!([pinned(&root), {"Effect": "Allow", "Principal": root, "Action": "*"}]),
            "statement 2 has no condition",
        ),
        ("a wildcard", statement(&root, &json!({"StringLike": {"sts:ExternalId": "*"}})), "wildcard"),
        ("IfExists", statement(&root, &json!({"StringEqualsIfExists": {"sts:ExternalId": ID}})), "IfExists"),
        (
            "ForAllValues",
            statement(&root, &json!({"ForAllValues:StringEquals": {"sts:ExternalId": ID}})),
            "ForAllValues",
        ),
        (
            "two External IDs",
            statement(&root, &json!({"StringEquals": {"sts:ExternalId": [ID, "other"]}})),
            "1 other External ID",
        ),
        ("a misspelt key", statement(&root, &json!({"StringEquals": {"sts:External_Id": ID}})), "no key of AWS"),
        ("presence only", statement(&root, &json!({"Null": {"sts:ExternalId": "false"}})), "Null"),
        (
            "another External ID in a second statement",
            json!([pinned(&root), statement(&root, &json!({"StringEquals": {"sts:ExternalId": "other"}}))]),
            "statement 2 accepts 1 other External ID",
        ),
        (
            "SAML",
            json!([pinned(&root), {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::444455556666:saml-provider/Corp"}, "Action": "sts:AssumeRoleWithSAML"}]),
            "saml-provider/Corp",
        ),
        (
            "web identity",
            json!([pinned(&root), {"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}]),
            "accounts.google.com",
        ),
        (
            "NotPrincipal",
            json!({"Effect": "Allow", "NotPrincipal": {"AWS": "999988887777"}, "Action": "sts:AssumeRole"}),
            "NotPrincipal",
        ),
    ];
    for (name, statements, words) in cases {
        let lints = findings(&statements, &runner()).lints;
        let told = lints.iter().any(|lint| lint.weight == Weight::LetsOthersIn && lint.sentence.contains(words));
        assert!(told, "{name} should be told with {words:?}: {lints:?}");
    }
}

#[test]
fn the_account_root_is_advice_only() {
    let lints = findings(&pinned(&json!({"AWS": ROOT})), &runner()).lints;
    assert_eq!(lints.len(), 1, "nothing else to say of the right policy: {lints:?}");
    assert!(lints[0].weight == Weight::Advice && lints[0].sentence.contains("narrower"), "advice: {lints:?}");
    let exact = findings(&pinned(&json!({"AWS": "arn:aws:iam::111122223333:user/alethia-runner"})), &runner()).lints;
    assert_eq!(exact, Vec::new(), "naming the runner itself leaves nothing to say");
}

#[test]
fn what_is_wrong_but_lets_nobody_else_in_is_told_by_its_weight() {
    let root = json!({"AWS": ROOT});
    let mfa = statement(
        &root,
        &json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"sts:ExternalId": ID}}),
    );
    let odd = statement(&root, &json!({"StringEquals": {"STS:externalid": ID}}));
    let both = json!({"StringEquals": {"sts:ExternalId": ID}, "StringLikeIfExists": {"sts:External_Id": "*"}});
    for (name, statements, weight, words) in [
        ("MFA in a further Allow", json!([pinned(&root), mfa]), Weight::NeverMet, "statement 2 wants MFA"),
        ("a wrong-case key", odd, Weight::Mistake, "STS:externalid"),
        ("a misspelt key beside the right one", statement(&root, &both), Weight::Mistake, "no key of AWS"),
    ] {
        let findings = findings(&statements, &runner());
        assert_eq!(findings.admission, Admission::Allows, "{name}: the runner gets in all the same");
        let told = findings.lints.iter().any(|lint| lint.weight == weight && lint.sentence.contains(words));
        assert!(told, "{name} should be told with {words:?}: {:?}", findings.lints);
        assert!(findings.lints.iter().all(|lint| lint.weight != Weight::LetsOthersIn), "{name} lets nobody else in");
    }
    assert_eq!(Weight::NeverMet.cause(), Some(Cause::TrustMfaCondition), "its own code");
}

#[test]
fn a_condition_that_pins_the_external_id_makes_up_for_what_others_leave_open() {
    let root = json!({"AWS": ROOT});
    for more in ["StringLike", "StringEqualsIfExists", "ForAllValues:StringLike", "ForAnyValue:StringEquals"] {
        let condition = json!({more: {"sts:ExternalId": [ID, "*"]}, "StringEquals": {"sts:ExternalId": ID}});
        let lints = findings(&statement(&root, &condition), &runner()).lints;
        assert!(lints.iter().all(|lint| lint.weight == Weight::Advice), "{condition} lets nobody else in: {lints:?}");
    }
}

#[test]
fn who_presents_none_or_another_external_id_is_judged_too() {
    let policy = json!({"Version": "2012-10-17", "Statement": pinned(&json!({"AWS": ROOT}))}).to_string();
    assert_eq!(admits(&policy, &runner(), Some(&ID.parse().unwrap())), Ok(Admission::Allows), "the right one");
    for (presented, words) in [(None, "but none is presented"), (Some("other"), "but \"other\" is presented")] {
        let presented = presented.map(|id| id.parse().unwrap());
        match admits(&policy, &runner(), presented.as_ref()).unwrap() {
            Admission::Refuses(Cause::TrustExternalIdMismatch, why) => assert!(why.contains(words), "{why}"),
            other => panic!("{presented:?} is refused, not {other:?}"),
        }
    }
}

#[test]
fn who_gets_in_is_said_as_it_is() {
    let user = "arn:aws:iam::111122223333:user/alethia-runner";
    for (principal, words) in [
        (json!({"AWS": ROOT}), "any identity of account 111122223333 that its own policies allow"),
        (json!({"AWS": ["111122223333", user]}), "any identity of account 111122223333 that its own policies allow"),
        (json!({"AWS": user}), "arn:aws:iam::111122223333:user/alethia-runner, and nobody else"),
        (
            json!({"AWS": [user, "arn:aws:iam::111122223333:role/Other"]}),
            "arn:aws:iam::111122223333:user/alethia-runner, and beside it arn:aws:iam::111122223333:role/Other",
        ),
    ] {
        assert_eq!(findings(&pinned(&principal), &runner()).lets_in, words, "{principal}");
    }
}

#[test]
fn a_policy_that_names_the_runner_itself_is_told_from_one_that_trusts_its_account() {
    let user = "arn:aws:iam::111122223333:user/alethia-runner";
    for (principal, named) in [
        (json!({"AWS": [ROOT, user]}), Some(user)),
        (json!({"AWS": ROOT}), None),
        (json!("*"), None),
        (json!({"AWS": "arn:aws:iam::111122223333:user/other"}), None),
    ] {
        let policy = json!({"Version": "2012-10-17", "Statement": pinned(&principal)}).to_string();
        assert_eq!(named_runner(&policy, &runner()).as_deref(), named, "{principal}");
    }
}

#[test]
fn what_is_no_policy_is_an_error() {
    for text in [
        "",
        "{}",
        "[]",
        "{\"Statement\": 5}",
        "{\"Statement\": [{\"Effect\": \"Maybe\"}]}",
        "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": 5}}",
        "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"NotPrincipal\": \"*\"}}",
    ] {
        assert!(examine(text, &runner(), &ID.parse().unwrap()).is_err(), "{text:?} is not a policy");
    }
}
