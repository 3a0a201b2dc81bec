//! Without the platform's identity: the texts are judged, and what was not tried live is said to be so.

use connect_app::verify::VerifyRequest;
use connect_core::check::{Cause, CheckId, CheckStatus, Evidence};
use connect_core::failure::FailureKind;
use connect_core::report::{Decision, Report, Status};
use serde_json::{Value, json};

use super::support::Script;
use super::{ID, check, enforced, remedy, report_of, request, status, trust, with_target};

const PLATFORM: &str = "111122223333";
const OWN: &str = "444455556666";

/// Whoever owns the account and has no credentials of the platform.
fn owner() -> Script {
    Script { sign_in: Some(FailureKind::CredentialsMissing { command: None }), ..enforced() }
}

fn trusting(principal: &Value, condition: &Value) -> Script {
    let statement =
        json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition});
    let policy = json!({"Version": "2012-10-17", "Statement": [statement]});
    Script { trust: Some(policy.to_string()), ..owner() }
}

fn pinned() -> Value {
    json!({"StringEquals": {"sts:ExternalId": ID}})
}

fn for_platform(platform: &str) -> VerifyRequest {
    VerifyRequest { platform_account: Some(platform.parse().unwrap()), ..with_target() }
}

/// Nothing live is claimed, and the connection is not called good.
fn assert_nothing_live(report: &Report) {
    assert_eq!(report.status, Status::Disconnected, "nothing was proved live");
    for id in [CheckId::AssumeRole, CheckId::ExternalIdRequired, CheckId::ExternalIdExact, CheckId::CallerIdentity] {
        assert_ne!(status(report, id), CheckStatus::Pass, "{id:?} proves nothing");
    }
    let summary = &check(report, CheckId::TrustPolicy).summary;
    for words in ["Judged from its text", "nothing was tried live"] {
        assert!(summary.contains(words), "{words:?} is said plainly: {summary}");
    }
}

#[tokio::test]
async fn the_owner_of_the_account_is_told_what_the_texts_say() {
    let (report, cloud) = report_of(owner(), &for_platform(PLATFORM)).await;
    assert_nothing_live(&report);
    assert!(cloud.assumed.lock().unwrap().is_empty(), "nothing was assumed");
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!((trust.status, trust.evidence), (CheckStatus::Pass, Evidence::Policy), "{}", trust.summary);
    for words in [
        "for the platform account 111122223333",
        "because the runner has no usable credentials",
        "it lets in any identity of account 111122223333",
        "The text enforces the External ID",
    ] {
        assert!(trust.summary.contains(words), "{words:?}: {}", trust.summary);
    }
    let required = check(&report, CheckId::RequiredPermissions);
    assert_eq!((required.status, required.evidence), (CheckStatus::Pass, Evidence::Simulated), "{}", required.summary);
    assert!(report.permissions.iter().all(|one| one.decision == Decision::Allowed), "asked through the target profile");
    assert_eq!(status(&report, CheckId::ExcessPermissions), CheckStatus::Pass, "read through it too");
    let skipped = &check(&report, CheckId::ExternalIdRequired).summary;
    assert!(skipped.contains("no usable credentials") && skipped.contains("proves less than a try"), "{skipped}");
}

#[tokio::test]
async fn a_text_that_refuses_the_platform_or_opens_the_role_fails() {
    let other = json!({"StringEquals": {"sts:ExternalId": "other"}});
    let account = |id: &str| json!({"AWS": id});
    let role = json!({"AWS": "arn:aws:iam::111122223333:role/team/Runner"});
    let not_enforced = Cause::TrustExternalIdNotEnforced;
    for (name, script, cause, words) in [
        (
            "another account",
            trusting(&account("777788889999"), &pinned()),
            Cause::TrustPrincipalMismatch,
            "not account 111122223333",
        ),
        ("another External ID", trusting(&account(PLATFORM), &other), Cause::TrustExternalIdMismatch, "\"other\""),
        ("no condition", trusting(&account(PLATFORM), &json!({})), not_enforced, "without one"),
        (
            "a wildcard",
            trusting(&account(PLATFORM), &json!({"StringLike": {"sts:ExternalId": "*"}})),
            not_enforced,
            "with another one",
        ),
        (
            "IfExists",
            trusting(&role, &json!({"StringEqualsIfExists": {"sts:ExternalId": ID}})),
            not_enforced,
            "role/team/Runner without one",
        ),
    ] {
        let (report, _) = report_of(script, &for_platform(PLATFORM)).await;
        assert_nothing_live(&report);
        let trust = check(&report, CheckId::TrustPolicy);
        assert_eq!((trust.status, trust.cause), (CheckStatus::Fail, Some(cause)), "{name}: {}", trust.summary);
        assert!(trust.summary.contains(words), "{name}: {words:?} in {}", trust.summary);
        let corrected = remedy(trust, "\"sts:ExternalId\"").snippet.as_deref().unwrap();
        assert!(corrected.contains(PLATFORM) && corrected.contains(ID), "{name}: the policy to paste: {corrected}");
    }
    let named = trusting(&role, &pinned());
    let (report, _) = report_of(named, &for_platform(PLATFORM)).await;
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!(trust.status, CheckStatus::Pass, "a role of the platform is of the platform: {}", trust.summary);
    assert!(trust.summary.contains("role/team/Runner, and nobody else"), "and only it gets in: {}", trust.summary);
}

#[tokio::test]
async fn the_only_account_that_is_trusted_is_to_be_confirmed() {
    let (report, _) = report_of(owner(), &with_target()).await;
    assert_nothing_live(&report);
    let found = check(&report, CheckId::TrustPolicy);
    assert_eq!((found.status, found.cause), (CheckStatus::Warn, None), "{}", found.summary);
    assert!(found.summary.contains("for account 111122223333, the only one that it trusts"), "{}", found.summary);
    assert!(found.summary.contains("Is 111122223333 the platform's account?"), "it asks: {}", found.summary);
    let command = remedy(found, "--platform-account").snippet.as_deref().unwrap();
    assert!(command.ends_with("--target-profile target --platform-account 111122223333"), "{command}");

    let wrong = Script { trust: Some(trust(&json!({"StringEquals": {"sts:ExternalId": "other"}}))), ..owner() };
    let (report, _) = report_of(wrong, &with_target()).await;
    let found = check(&report, CheckId::TrustPolicy);
    assert_eq!(found.cause, Some(Cause::TrustExternalIdMismatch), "what is wrong for it is wrong: {}", found.summary);
}

#[tokio::test]
async fn without_a_single_account_nobody_is_presumed() {
    let many = json!({"AWS": [PLATFORM, "arn:aws:iam::777788889999:role/X"]});
    let (report, _) = report_of(trusting(&many, &pinned()), &with_target()).await;
    let found = check(&report, CheckId::TrustPolicy);
    assert_eq!(found.status, CheckStatus::Skipped, "{}", found.summary);
    assert!(found.summary.contains("trusts 2 accounts: 111122223333, 777788889999"), "{}", found.summary);
    remedy(found, "--platform-account ACCOUNT_ID");
    let own = trusting(&json!({"AWS": OWN}), &pinned());
    let (report, _) = report_of(own, &with_target()).await;
    let summary = &check(&report, CheckId::TrustPolicy).summary;
    assert!(summary.contains("no account but the role's own"), "{summary}");
    let (report, _) = report_of(trusting(&json!("*"), &pinned()), &with_target()).await;
    let found = check(&report, CheckId::TrustPolicy);
    assert_eq!((found.status, found.cause), (CheckStatus::Warn, Some(Cause::TrustTooBroad)), "{}", found.summary);
    let (report, _) = report_of(trusting(&json!("*"), &json!({})), &with_target()).await;
    let found = check(&report, CheckId::TrustPolicy);
    assert_eq!(found.cause, Some(Cause::TrustExternalIdNotEnforced), "open to all: {}", found.summary);
}

#[tokio::test]
async fn a_stranger_is_told_what_holds_for_the_platform() {
    let stranger = "arn:aws:iam::777788889999:user/stranger";
    let script = Script { runner: stranger, lets_in: [false; 3], ..enforced() };
    let (report, _) = report_of(script, &for_platform(PLATFORM)).await;
    assert_eq!(check(&report, CheckId::AssumeRole).cause, Some(Cause::RunnerWrongAccount), "the runner is a stranger");
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!(trust.status, CheckStatus::Pass, "the platform is let in by the text: {}", trust.summary);
    assert!(trust.summary.contains("because the runner is of account 777788889999"), "{}", trust.summary);
    assert_nothing_live(&report);
}

#[tokio::test]
async fn a_stranger_that_gets_in_proves_nothing_for_the_platform() {
    let script = Script { runner: "arn:aws:iam::777788889999:user/stranger", ..enforced() };
    let (report, cloud) = report_of(script, &for_platform(PLATFORM)).await;
    let assume = check(&report, CheckId::AssumeRole);
    assert_eq!(
        (assume.status, assume.cause),
        (CheckStatus::Fail, Some(Cause::RunnerWrongAccount)),
        "{}",
        assume.summary
    );
    assert!(assume.summary.contains("nothing is proved for the platform"), "{}", assume.summary);
    assert_eq!(report.status, Status::Disconnected, "it is not the platform's connection");
    assert_eq!(cloud.discoveries.load(std::sync::atomic::Ordering::SeqCst), 0, "and not used any further");
}

#[tokio::test]
async fn a_runner_of_the_target_account_reads_the_role_itself() {
    let script = Script { runner: "arn:aws:iam::444455556666:user/admin", lets_in: [false; 3], ..enforced() };
    let known = VerifyRequest { platform_account: Some(PLATFORM.parse().unwrap()), ..request() };
    let (report, _) = report_of(script.clone(), &known).await;
    assert_eq!(status(&report, CheckId::RoleArn), CheckStatus::Pass, "the Role ARN is not wrong");
    assert_eq!(check(&report, CheckId::AssumeRole).cause, Some(Cause::RunnerWrongAccount), "the runner is");
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!(trust.status, CheckStatus::Pass, "without any target profile: {}", trust.summary);
    assert!(trust.summary.contains("the runner is of the role's own account"), "{}", trust.summary);
    assert_eq!(status(&report, CheckId::RequiredPermissions), CheckStatus::Pass, "permissions too");
    assert_nothing_live(&report);

    let (report, cloud) = report_of(script, &request()).await;
    let arn = check(&report, CheckId::RoleArn);
    assert_eq!(arn.cause, Some(Cause::AccountMismatch), "nobody said that the platform is another: {}", arn.summary);
    remedy(arn, "--platform-account ACCOUNT_ID");
    assert!(cloud.assumed.lock().unwrap().is_empty(), "nothing is assumed");
    assert_eq!(status(&report, CheckId::TrustPolicy), CheckStatus::Warn, "the text is judged all the same");
    assert_nothing_live(&report);
}

#[tokio::test]
async fn a_platform_account_that_owns_the_role_is_judged_for_nobody() {
    let (report, _) = report_of(owner(), &for_platform(OWN)).await;
    assert_eq!(check(&report, CheckId::RoleArn).cause, Some(Cause::AccountMismatch), "it cannot be");
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!(trust.status, CheckStatus::Skipped, "and no policy is suggested that trusts it: {}", trust.summary);
}

#[tokio::test]
async fn a_condition_that_only_aws_can_tell_is_no_pass_without_a_try() {
    let org = json!({"StringEquals": {"sts:ExternalId": ID, "aws:PrincipalOrgID": "o-1"}});
    let (report, _) = report_of(trusting(&json!({"AWS": PLATFORM}), &org), &for_platform(PLATFORM)).await;
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!((trust.status, trust.cause), (CheckStatus::Warn, None), "{}", trust.summary);
    assert!(trust.summary.contains("aws:PrincipalOrgID"), "the condition is named: {}", trust.summary);
}

#[tokio::test]
async fn a_target_profile_that_may_not_read_is_what_has_to_be_mended() {
    let denied = vec!["iam:SimulatePrincipalPolicy", "iam:ListRolePolicies"];
    let (report, _) = report_of(Script { target_denied: denied, ..owner() }, &for_platform(PLATFORM)).await;
    let required = check(&report, CheckId::RequiredPermissions);
    assert_eq!((required.status, required.cause), (CheckStatus::Warn, None), "{}", required.summary);
    let advice = &required.remedies[0].text;
    assert!(advice.contains("Let the target profile call iam:SimulatePrincipalPolicy"), "not the role: {advice}");
    let blind = Script { target_denied: vec!["iam:GetRole"], ..owner() };
    let (report, _) = report_of(blind, &for_platform(PLATFORM)).await;
    let trust = check(&report, CheckId::TrustPolicy);
    assert_eq!(trust.status, CheckStatus::Skipped, "nobody could read it: {}", trust.summary);
    assert!(!trust.summary.contains("The probes above prove"), "no probe was sent: {}", trust.summary);
    assert!(trust.remedies[0].text.contains("may call iam:GetRole"), "{:?}", trust.remedies);
}
