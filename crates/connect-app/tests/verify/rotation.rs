//! A test while the External ID is rotated: the role must accept the new one, and refuse the one from before.

use std::time::Duration;

use connect_app::verify::VerifyRequest;
use connect_core::check::{Cause, CheckId, CheckStatus};
use connect_core::report::Status;

use super::support::Script;
use super::{ID, cause, check, enforced, remedy, report_of, request, status};

const FORMER: &str = "0b7d1f7e-52f0-4a8e-9c53-1d8a6c1f2e34";

fn rotating() -> VerifyRequest {
    VerifyRequest { former_external_id: Some(FORMER.parse().unwrap()), ..request() }
}

#[tokio::test]
async fn a_role_that_has_the_new_one_alone_is_proved() {
    let (report, cloud) = report_of(enforced(), &rotating()).await;
    assert_eq!(report.status, Status::Connected, "{:#?}", report.first_concern());
    let exact = check(&report, CheckId::ExternalIdExact);
    assert!(exact.summary.contains("refuses the External ID from before"), "it is said: {}", exact.summary);
    let assumed = cloud.assumed.lock().unwrap();
    let former = assumed.iter().find(|request| request.session_name.ends_with("-former")).unwrap();
    assert_eq!(former.external_id.as_ref().map(ToString::to_string).as_deref(), Some(FORMER), "and was really tried");
}

#[tokio::test]
async fn without_a_rotation_no_other_is_tried() {
    let (report, cloud) = report_of(enforced(), &request()).await;
    assert_eq!(report.status, Status::Connected, "{:#?}", report.first_concern());
    let tried = cloud.assumed.lock().unwrap().iter().any(|request| request.session_name.ends_with("-former"));
    assert!(!tried, "there is none from before");
}

#[tokio::test]
async fn a_role_that_was_not_given_the_new_one_is_told_by_the_one_from_before() {
    let script = Script { lets_in: [false; 3], former_gets_in: usize::MAX, ..enforced() };
    let (report, _) = report_of(script, &rotating()).await;
    assert_eq!(cause(&report, CheckId::AssumeRole), Some(Cause::TrustExternalIdMismatch), "settled without a reader");
    let assume = check(&report, CheckId::AssumeRole);
    assert!(assume.summary.contains("External ID from before"), "with what told it: {}", assume.summary);
    let update = remedy(assume, "update-stack").snippet.as_deref().unwrap_or_default();
    assert!(update.contains(&format!("ParameterKey=ExternalId,ParameterValue={ID}")), "it mends it: {update}");
    assert_eq!(status(&report, CheckId::ExternalIdExact), CheckStatus::Skipped, "it is no less safe than it was");
    assert_eq!(report.status, Status::Disconnected, "with the new one nothing works");
}

#[tokio::test]
async fn a_role_that_still_takes_the_one_from_before_is_not_proved() {
    let script = Script { former_gets_in: usize::MAX, ..enforced() };
    let (report, _) = report_of(script, &rotating()).await;
    assert_eq!(status(&report, CheckId::AssumeRole), CheckStatus::Pass, "the new one is accepted");
    assert_eq!(cause(&report, CheckId::ExternalIdExact), Some(Cause::TrustExternalIdNotEnforced), "the old one too");
    let summary = &check(&report, CheckId::ExternalIdExact).summary;
    assert!(summary.contains("External ID from before"), "which is said: {summary}");
    assert_eq!(report.status, Status::Disconnected, "whoever knows that one gets in");
}

#[tokio::test]
async fn a_change_that_aws_still_spreads_is_waited_for() {
    let waiting = VerifyRequest { propagation_wait: Duration::from_secs(5), ..rotating() };
    let not_there_yet = Script { refused_first: 2, former_gets_in: 2, ..enforced() };
    let here_and_there = Script { former_gets_in: 2, ..enforced() };
    for (name, script) in [("the new one is refused at first", not_there_yet), ("both are accepted", here_and_there)] {
        let (report, _) = report_of(script, &waiting).await;
        assert_eq!(report.status, Status::Connected, "{name}: {:#?}", report.first_concern());
    }
}
