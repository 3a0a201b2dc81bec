//! Verdicts, order, and what is never done.

use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Duration;

use connect_app::verify::{VerifyRequest, verify};
use connect_app::view::TestEvent;
use connect_core::check::{Cause, CheckId, CheckStatus};
use connect_core::coverage::Outcome;
use connect_core::failure::{FailureKind, SignInError};
use connect_core::report::Status;

use super::support::{FakeCloud, Script};
use super::{ID, cause, enforced, report_of, request, status, trust};

#[tokio::test]
async fn an_enforced_external_id_is_connected() {
    let (report, cloud) = report_of(enforced(), &request()).await;
    assert_eq!(report.status, Status::Connected, "everything is proved: {:#?}", report.first_concern());
    let names: Vec<String> = cloud
        .assumed
        .lock()
        .unwrap()
        .iter()
        .map(|request| request.session_name.rsplit('-').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["right", "none", "wrong", "again"], "A-B-C-A");
    let sent: Vec<Option<String>> = cloud
        .assumed
        .lock()
        .unwrap()
        .iter()
        .map(|request| request.external_id.as_ref().map(ToString::to_string))
        .collect();
    assert_eq!((sent[0].as_deref(), sent[1].as_deref()), (Some(ID), None), "B sends no External ID at all");
    assert_ne!(sent[2].as_deref(), Some(ID), "C sends another");
}

#[tokio::test]
async fn an_unsafe_role_is_disconnected_and_not_used_for_discovery() {
    for (lets_in, required, exact) in [
        ([true, true, true], CheckStatus::Fail, CheckStatus::Fail),
        ([true, false, true], CheckStatus::Pass, CheckStatus::Fail),
        ([true, true, false], CheckStatus::Fail, CheckStatus::Pass),
        ([false, true, false], CheckStatus::Fail, CheckStatus::Skipped),
    ] {
        let (report, cloud) = report_of(Script { lets_in, ..enforced() }, &request()).await;
        let found = (status(&report, CheckId::ExternalIdRequired), status(&report, CheckId::ExternalIdExact));
        assert_eq!(found, (required, exact), "probes {lets_in:?}");
        assert_eq!(report.status, Status::Disconnected, "probes {lets_in:?} are unsafe");
        assert_eq!(cloud.discoveries.load(Ordering::SeqCst), 0, "an unsafe role is not used further");
        assert!(report.coverage.iter().all(|cell| cell.outcome == Outcome::NotAttempted), "the ledger says so");
        assert!(!report.coverage.is_empty(), "the ledger is not blank");
        let failing = report
            .checks
            .iter()
            .find(|check| check.status == CheckStatus::Fail && check.cause == Some(Cause::TrustExternalIdNotEnforced));
        assert!(failing.is_some(), "the cause is named for {lets_in:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_explained_from_evidence() {
    let denied = Script { lets_in: [false; 3], ..Script::default() };
    let (report, _) = report_of(denied.clone(), &request()).await;
    assert_eq!(cause(&report, CheckId::AssumeRole), Some(Cause::AssumeDenied), "a bare refusal stays open");
    assert_eq!(status(&report, CheckId::ExternalIdRequired), CheckStatus::Skipped, "a refused B proves nothing");

    let with_target = VerifyRequest { target_profile: Some("target".parse().unwrap()), ..request() };
    let other = Script {
        trust: Some(trust(&serde_json::json!({"StringEquals": {"sts:ExternalId": "other"}}))),
        ..denied.clone()
    };
    let (report, _) = report_of(other, &with_target).await;
    assert_eq!(cause(&report, CheckId::AssumeRole), Some(Cause::TrustExternalIdMismatch), "the policy text decides");
    assert!(report.check(CheckId::AssumeRole).unwrap().summary.contains("\"other\""), "with the real value");

    let stranger = VerifyRequest { platform_account: Some("999988887777".parse().unwrap()), ..request() };
    let (report, _) = report_of(denied, &stranger).await;
    assert_eq!(cause(&report, CheckId::AssumeRole), Some(Cause::RunnerWrongAccount), "the platform account is known");
}

#[tokio::test]
async fn a_fresh_role_is_waited_for_with_a_countdown() {
    let waiting = Mutex::new(0);
    let request = VerifyRequest { propagation_wait: Duration::from_secs(2), ..request() };
    let cloud = FakeCloud::new(Script { refused_first: 4, ..enforced() });
    let sink = |event| {
        if matches!(event, TestEvent::Waiting { .. }) {
            *waiting.lock().unwrap() += 1;
        }
    };
    let report = verify(&cloud, &request, &sink).await.unwrap();
    assert_eq!(report.status, Status::Connected, "it got in in the end");
    assert!(*waiting.lock().unwrap() >= 3, "the person sees the countdown");
}

#[tokio::test]
async fn a_settled_cause_is_not_waited_for() {
    let request = VerifyRequest {
        propagation_wait: Duration::from_secs(90),
        platform_account: Some("999988887777".parse().unwrap()),
        ..request()
    };
    let before = std::time::Instant::now();
    let (report, _) = report_of(Script { lets_in: [false; 3], ..Script::default() }, &request).await;
    assert_eq!(cause(&report, CheckId::AssumeRole), Some(Cause::RunnerWrongAccount), "known at once");
    assert!(before.elapsed() < Duration::from_secs(30), "waiting cannot help");
}

#[tokio::test]
async fn a_session_of_another_role_is_a_hard_stop() {
    let (report, cloud) =
        report_of(Script { session_arn: "arn:aws:sts::777788889999:assumed-role/Other/x", ..enforced() }, &request())
            .await;
    assert_eq!(
        (report.status, cause(&report, CheckId::CallerIdentity)),
        (Status::Disconnected, Some(Cause::AccountMismatch)),
        "not the role's"
    );
    assert_eq!(cloud.discoveries.load(Ordering::SeqCst), 0, "nothing is discovered with it");
}

#[tokio::test]
async fn what_makes_the_probes_pointless_is_said_before_they_are_sent() {
    let own = VerifyRequest { role_arn: "arn:aws:iam::111122223333:role/X".parse().unwrap(), ..request() };
    let gov = VerifyRequest { role_arn: "arn:aws-us-gov:iam::444455556666:role/X".parse().unwrap(), ..request() };
    let other = VerifyRequest { expected_account: Some("999988887777".parse().unwrap()), ..request() };
    for (request, expected) in
        [(own, Cause::AccountMismatch), (gov, Cause::PartitionMismatch), (other, Cause::AccountMismatch)]
    {
        let (report, cloud) = report_of(Script::default(), &request).await;
        assert_eq!(
            (report.status, cause(&report, CheckId::RoleArn)),
            (Status::Disconnected, Some(expected)),
            "{}",
            request.role_arn
        );
        assert!(cloud.assumed.lock().unwrap().is_empty(), "no probe was sent");
    }
}

#[tokio::test]
async fn a_runner_without_credentials_is_a_report_and_an_unknown_profile_is_not() {
    let command = Some("aws sso login --profile x".to_owned());
    let (report, _) = report_of(
        Script { sign_in: Some(FailureKind::CredentialsExpired { command: command.clone() }), ..Script::default() },
        &request(),
    )
    .await;
    let check = report.check(CheckId::RunnerIdentity).unwrap();
    assert_eq!((report.status, check.cause), (Status::Disconnected, Some(Cause::RunnerCredentialsExpired)), "named");
    assert_eq!(check.remedies[0].snippet, command, "with the command that mends it");
    assert_eq!(report.runner, connect_core::report::TestedBy::default(), "the runner is not known");

    let unknown = VerifyRequest { profile: Some("unknown".parse().unwrap()), ..request() };
    let error = verify(&FakeCloud::new(Script::default()), &unknown, &|_| ()).await.unwrap_err();
    assert!(matches!(error, SignInError::UnknownProfile { .. }), "bad input is no report");
}

#[tokio::test]
async fn a_target_profile_of_another_account_is_told_in_the_report() {
    let elsewhere = VerifyRequest { target_profile: Some("runner".parse().unwrap()), ..request() };
    let (report, _) = report_of(enforced(), &elsewhere).await;
    assert_eq!(report.status, Status::Connected, "it is no verdict on the connection");
    let told = &report.check(CheckId::TrustPolicy).unwrap().summary;
    for part in ["\"runner\" was not used", "in account 111122223333", "in account 444455556666"] {
        assert!(told.contains(part), "{part:?} is told: {told}");
    }
}

#[tokio::test]
async fn checks_end_in_their_order() {
    let ended = Mutex::new(Vec::new());
    let sink = |event| {
        if let TestEvent::CheckFinished { check } = event {
            ended.lock().unwrap().push(check.id);
        }
    };
    verify(&FakeCloud::new(enforced()), &request(), &sink).await.unwrap();
    assert_eq!(ended.into_inner().unwrap(), CheckId::ALL, "what is shown meanwhile reads like the report");
}
