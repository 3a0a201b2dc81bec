#![allow(clippy::unwrap_used)]
use super::*;
use crate::failure::FailureKind;

fn denial(message: &str) -> CallFailure {
    CallFailure {
        kind: FailureKind::Denied,
        operation: "sts:AssumeRole",
        code: Some("AccessDenied".into()),
        message: message.into(),
        request_id: None,
        clock_skew_seconds: None,
    }
}

fn cause(message: &str, platform: Option<&str>, let_in_without: bool, lookup: &RoleLookup) -> Cause {
    diagnosed(message, platform, let_in_without, lookup).cause
}

fn diagnosed(message: &str, platform: Option<&str>, let_in_without: bool, lookup: &RoleLookup) -> Diagnosis {
    let role: RoleArn = "arn:aws:iam::444455556666:role/X".parse().unwrap();
    let runner = Runner::new("111122223333".parse().unwrap(), "arn:aws:iam::111122223333:user/r".into());
    let platform = platform.map(|id| id.parse::<AccountId>().unwrap());
    let denial = denial(message);
    let diagnosis = diagnose(&DenialEvidence {
        denial: &denial,
        runner: &runner,
        role: &role,
        platform_account: platform.as_ref(),
        let_in: let_in_without.then_some("without an External ID"),
        lookup,
        own_policies: OwnPolicies::Unknown,
    });
    assert_eq!(diagnosis.settled(), diagnosis.cause != Cause::AssumeDenied, "only an open cause is waited for");
    diagnosis
}

fn read(admission: Admission) -> RoleLookup {
    RoleLookup::Read(TrustFindings { admission, lets_in: String::new(), clauses: Vec::new(), lints: Vec::new() })
}

#[test]
fn the_policy_type_that_aws_names_decides() {
    let cases = [
        ("… with an explicit deny in a service control policy", Cause::DeniedByScp),
        ("… with an explicit deny in a resource control policy", Cause::DeniedByRcp),
        ("… because no permissions boundary allows the sts:AssumeRole action", Cause::DeniedByBoundary),
        ("… because no session policy allows the sts:AssumeRole action", Cause::DeniedBySessionPolicy),
        ("… because no VPC endpoint policy allows the sts:AssumeRole action", Cause::DeniedByEndpointPolicy),
        ("… with an explicit deny in an identity-based policy", Cause::DeniedByIdentityPolicy),
        ("… because no identity-based policy allows the sts:AssumeRole action", Cause::RunnerNotAllowed),
        ("… with an explicit deny in a resource-based policy", Cause::TrustExplicitDeny),
        ("… because no resource-based policy allows the sts:AssumeRole action", Cause::AssumeDenied),
        ("… with an explicit deny", Cause::AssumeDenied),
        ("User: r is not authorized to perform: sts:AssumeRole on resource: X", Cause::AssumeDenied),
    ];
    for (message, expected) in cases {
        assert_eq!(cause(message, None, false, &RoleLookup::Unseen), expected, "{message}");
    }
}

#[test]
fn what_aws_names_is_told_with_the_real_values_and_who_mends_it() {
    const RUNNER: &str = "arn:aws:iam::111122223333:user/r";
    const ROLE: &str = "arn:aws:iam::444455556666:role/X";
    let cases = [
        (
            "service control policy",
            Audience::OrganisationAdministrator,
            format!("a service control policy denies {RUNNER} to assume {ROLE}"),
        ),
        (
            "resource control policy",
            Audience::OrganisationAdministrator,
            format!("a resource control policy denies access to {ROLE}"),
        ),
        (
            "permissions boundary",
            Audience::Platform,
            format!("the permissions boundary of {RUNNER} does not allow assuming {ROLE}"),
        ),
        (
            "session policy",
            Audience::Platform,
            format!("the session policy of {RUNNER} does not allow assuming {ROLE}"),
        ),
        (
            "VPC endpoint policy",
            Audience::Platform,
            format!("a VPC endpoint policy does not let {RUNNER} assume {ROLE}"),
        ),
        (
            "explicit deny in an identity-based policy",
            Audience::Platform,
            format!("an identity-based policy of {RUNNER} denies assuming {ROLE}"),
        ),
        (
            "no identity-based policy",
            Audience::Platform,
            format!("no identity-based policy allows {RUNNER} to assume {ROLE}"),
        ),
        (
            "explicit deny in a resource-based policy",
            Audience::AccountAdministrator,
            format!("the trust policy of {ROLE} denies {RUNNER}"),
        ),
        (
            "explicit deny in the role trust policy",
            Audience::AccountAdministrator,
            format!("the trust policy of {ROLE} denies {RUNNER}"),
        ),
    ];
    for (message, audience, sentence) in cases {
        let diagnosis = diagnosed(message, None, false, &RoleLookup::Unseen);
        assert_eq!(diagnosis.sentence, format!("AWS says that {sentence}"), "of {message:?}");
        assert_eq!((diagnosis.audience, diagnosis.evidence), (audience, Evidence::Live), "who mends {message:?}");
    }
}

#[test]
fn a_role_under_another_path_is_told_with_its_arn() {
    let role: RoleArn = "arn:aws:iam::444455556666:role/X".parse().unwrap();
    let there = "arn:aws:iam::444455556666:role/team/X";
    let told = elsewhere(&role, there);
    let expected = format!(
        "there is no role {role}: in account 444455556666 the role X has the path /team/, so its ARN is {there}"
    );
    assert_eq!(told, expected, "with the ARN to paste");
    assert!(elsewhere(&role, "odd").contains("has the path another"), "whatever AWS says, something is said");
}

#[test]
fn evidence_decides_in_the_order_of_its_firmness() {
    let bare = "not authorized";
    let mismatch = read(Admission::Refuses(Cause::TrustExternalIdMismatch, "x".into()));
    assert_eq!(
        cause(bare, Some("999988887777"), false, &mismatch),
        Cause::RunnerWrongAccount,
        "a stranger is one whatever the policy says"
    );
    assert_eq!(cause(bare, Some("111122223333"), false, &mismatch), Cause::TrustExternalIdMismatch, "the policy text");
    assert_eq!(cause(bare, None, false, &RoleLookup::Absent), Cause::RoleNotFound, "there is no role");
    assert_eq!(
        cause(bare, None, false, &RoleLookup::Elsewhere("arn:aws:iam::444455556666:role/team/X".into())),
        Cause::RoleNotFound,
        "the ARN names no role"
    );
    assert_eq!(
        cause(bare, None, false, &read(Admission::Allows)),
        Cause::AssumeDenied,
        "the trust policy is fine: the runner's policies, the organisation's or propagation, nobody knows which"
    );
    assert_eq!(
        cause("… with an explicit deny in a service control policy", None, false, &read(Admission::Allows)),
        Cause::DeniedByScp,
        "unless AWS says which"
    );
    assert_eq!(
        cause(bare, None, true, &read(Admission::Allows)),
        Cause::TrustExternalIdMismatch,
        "the probe is live, the text may have changed since"
    );
    assert_eq!(
        cause(bare, None, true, &read(Admission::Refuses(Cause::TrustExplicitDeny, "x".into()))),
        Cause::TrustExplicitDeny,
        "a text that refuses is firm"
    );
    assert_eq!(
        cause(bare, None, true, &RoleLookup::Unseen),
        Cause::TrustExternalIdMismatch,
        "the probe without an External ID"
    );
    assert_eq!(
        cause(bare, None, false, &read(Admission::Depends("x".into()))),
        Cause::AssumeDenied,
        "not known, not guessed"
    );
}
