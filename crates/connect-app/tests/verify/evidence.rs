//! What is said as known, and what is left open.

use std::time::{Duration, Instant};

use connect_app::verify::VerifyRequest;
use connect_core::check::{Cause, CheckId, CheckStatus, Evidence};
use connect_core::failure::FailureKind;
use connect_core::report::Status;

use super::support::Script;
use super::{ID, check, enforced, refusing, remedy, report_of, request, snippets, status, with_target};

#[tokio::test]
async fn a_refusal_that_the_trust_policy_does_not_explain_stays_open() {
    let request = VerifyRequest { propagation_wait: Duration::from_secs(90), ..with_target() };
    let begun = Instant::now();
    let (report, _) = report_of(refusing(), &request).await;
    assert!(begun.elapsed() < Duration::from_secs(30), "a role that is years old is not waited for");
    let assume = check(&report, CheckId::AssumeRole);
    assert_eq!((assume.cause, assume.evidence), (Some(Cause::AssumeDenied), Evidence::Policy), "{}", assume.summary);
    for hypothesis in ["no policy of the runner's own allows", "control policy", "still spreading"] {
        assert!(assume.summary.contains(hypothesis), "{hypothesis:?} is not ruled out: {}", assume.summary);
    }
    let command = snippets(assume)[0];
    let expected = "aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::111122223333:user/runner --action-names sts:AssumeRole --resource-arns arn:aws:iam::444455556666:role/AlethiaProvisionerRole";
    assert!(command.starts_with(expected), "one command separates them: {command}");
}

#[tokio::test]
async fn the_policy_type_that_aws_names_goes_before_a_trust_policy_that_is_fine() {
    let scp = "not authorized to perform: sts:AssumeRole with an explicit deny in a service control policy";
    let (report, _) = report_of(Script { refusal: scp, ..refusing() }, &with_target()).await;
    let assume = check(&report, CheckId::AssumeRole);
    assert_eq!(assume.cause, Some(Cause::DeniedByScp), "it is not the runner's own policy: {}", assume.summary);
    let page = assume.remedies[0].url.as_deref().unwrap_or_default();
    assert!(page.contains("console.aws.amazon.com/organizations"), "the page of the policies: {page}");
}

#[tokio::test]
async fn a_fresh_role_is_waited_for_although_its_trust_policy_is_fine() {
    let request = VerifyRequest { propagation_wait: Duration::from_secs(2), ..with_target() };
    let script = Script { created_at: jiff::Timestamp::now(), refused_first: 4, ..enforced() };
    let (report, _) = report_of(script, &request).await;
    assert_eq!(report.status, Status::Connected, "it was only still spreading: {:#?}", report.first_concern());
}

#[tokio::test]
async fn a_session_of_another_role_reads_nothing() {
    let foreign = || Script { session_arn: "arn:aws:sts::777788889999:assumed-role/Other/x", ..enforced() };
    let (report, cloud) = report_of(foreign(), &request()).await;
    assert!(check(&report, CheckId::CallerIdentity).summary.contains("not used any further"), "it says so");
    assert_eq!(*cloud.read.lock().unwrap(), Vec::<&str>::new(), "and keeps to it");
    for id in [CheckId::TrustPolicy, CheckId::RequiredPermissions, CheckId::ExcessPermissions, CheckId::Discovery] {
        let check = check(&report, id);
        assert_eq!(check.status, CheckStatus::Skipped, "{id:?} is impossible");
        assert!(check.summary.contains("the session is not the role's"), "{id:?} says why: {}", check.summary);
    }
    let (report, cloud) = report_of(foreign(), &with_target()).await;
    assert_eq!(*cloud.read.lock().unwrap(), Vec::<&str>::new(), "not with a target profile either");
    assert_eq!(status(&report, CheckId::TrustPolicy), CheckStatus::Pass, "which can read the role all the same");
}

#[tokio::test]
async fn an_unsafe_role_is_examined_by_whichever_probe_got_in() {
    for lets_in in [[false, true, false], [false, false, true]] {
        let (report, cloud) = report_of(Script { lets_in, ..enforced() }, &request()).await;
        for id in
            [CheckId::CallerIdentity, CheckId::TrustPolicy, CheckId::RequiredPermissions, CheckId::ExcessPermissions]
        {
            assert_eq!(status(&report, id), CheckStatus::Pass, "{id:?} still runs for {lets_in:?}");
        }
        assert_eq!(status(&report, CheckId::Discovery), CheckStatus::Skipped, "but nothing is discovered");
        assert_eq!(cloud.discoveries.load(std::sync::atomic::Ordering::SeqCst), 0, "for {lets_in:?}");
        assert_eq!(report.status, Status::Disconnected, "it is unsafe");
    }
}

#[tokio::test]
async fn a_target_profile_that_cannot_sign_in_is_told_as_that() {
    let command = "aws sso login --profile target";
    let expired = FailureKind::CredentialsExpired { command: Some(command.to_owned()) };
    let script = Script { target_sign_in: Some(expired), ..refusing() };
    let (report, _) = report_of(script.clone(), &with_target()).await;
    for id in [CheckId::TrustPolicy, CheckId::RequiredPermissions, CheckId::ExcessPermissions] {
        let summary = &check(&report, id).summary;
        let told = "the target profile \"target\" could not sign in (AccessDenied: the token has expired)";
        assert!(summary.contains(told), "{id:?} says what happened: {summary}");
    }
    assert_eq!(snippets(check(&report, CheckId::TrustPolicy)), [command], "and what mends it");
    let script = Script { lets_in: [true, false, false], trust: None, ..script };
    let (report, _) = report_of(script, &with_target()).await;
    let trust = check(&report, CheckId::TrustPolicy);
    assert!(trust.summary.contains("could not sign in"), "where the role may not read itself: {}", trust.summary);
}

#[tokio::test]
async fn a_role_under_another_path_is_told_as_that() {
    let there = "arn:aws:iam::444455556666:role/team/AlethiaProvisionerRole";
    let (report, _) = report_of(Script { role_arn: there, ..refusing() }, &with_target()).await;
    for id in [CheckId::AssumeRole, CheckId::TrustPolicy] {
        let check = check(&report, id);
        assert_eq!(check.cause, Some(Cause::RoleNotFound), "{id:?}: {}", check.summary);
        assert!(check.summary.contains("has the path /team/"), "{id:?} names it: {}", check.summary);
        assert_eq!(remedy(check, there).snippet.as_deref(), Some(there), "the ARN to paste");
    }
    for id in [CheckId::RequiredPermissions, CheckId::ExcessPermissions] {
        assert_eq!(status(&report, id), CheckStatus::Skipped, "another role is not judged in its place: {id:?}");
    }
}

#[tokio::test]
async fn the_profile_that_was_used_is_reported() {
    let (report, _) = report_of(enforced(), &request()).await;
    assert_eq!(report.runner.profile.as_deref(), Some("used-by-default"), "none was asked for by name");
    let named = VerifyRequest { profile: Some("runner".parse().unwrap()), ..request() };
    let (report, _) = report_of(enforced(), &named).await;
    assert_eq!(report.runner.profile.as_deref(), Some("runner"), "the one that was");
}

fn statements(statements: &serde_json::Value) -> Script {
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": statements});
    Script { trust: Some(policy.to_string()), ..Script::default() }
}

#[tokio::test]
async fn the_trust_policy_is_linted_when_everything_works() {
    let allow = |condition: serde_json::Value| serde_json::json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole", "Condition": condition});
    let pinned = || allow(serde_json::json!({"StringEquals": {"sts:ExternalId": ID}}));
    let saml = serde_json::json!({"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::444455556666:saml-provider/Corp"}, "Action": "sts:AssumeRoleWithSAML"});
    let mfa = allow(
        serde_json::json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"sts:ExternalId": ID}}),
    );
    let odd = allow(serde_json::json!({"StringEquals": {"STS:ExternalID": ID}}));
    for (name, policy, cause) in [
        ("a federated Allow", serde_json::json!([pinned(), saml]), Some(Cause::TrustTooBroad)),
        ("MFA in a further Allow", serde_json::json!([pinned(), mfa]), Some(Cause::TrustMfaCondition)),
        ("a wrong-case key", serde_json::json!([odd]), None),
    ] {
        let (report, _) = report_of(statements(&policy), &request()).await;
        let check = report.check(CheckId::TrustPolicy).unwrap();
        assert_eq!((check.status, check.cause), (CheckStatus::Warn, cause), "{name}: {}", check.summary);
        assert_eq!(report.status, Status::Degraded, "{name} is worth attention");
    }
    let (report, _) = report_of(statements(&serde_json::json!([pinned()])), &request()).await;
    let summary = &report.check(CheckId::TrustPolicy).unwrap().summary;
    assert!(!summary.contains("nobody else"), "an account's root is more than the runner: {summary}");
    assert!(summary.contains("any identity of account 111122223333 that its own policies allow"), "{summary}");
}
