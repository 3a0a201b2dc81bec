//! What a report says of who still gets in.

use connect_core::check::{Cause, Check, CheckId, CheckStatus, Evidence};
use connect_core::report::Report;

use crate::error::{AppError, ErrorCode};
use crate::view::{LetIn, RefusalShows, RefusalView};

/// The checks that have to be had before anybody can be refused, and the three tries.
const TRIES: [CheckId; 5] = [
    CheckId::RunnerIdentity,
    CheckId::RoleArn,
    CheckId::AssumeRole,
    CheckId::ExternalIdRequired,
    CheckId::ExternalIdExact,
];

/// The refusal, if AWS refused all three tries: what a try without an External ID or with another one says is left out
/// of a report exactly when the right one is refused too.
pub(super) fn refusal(report: &Report) -> Option<RefusalView> {
    let ended = |id| report.check(id).map(|check| check.status);
    let assume = report.check(CheckId::AssumeRole).filter(|check| check.status == CheckStatus::Fail)?;
    let others = [CheckId::ExternalIdRequired, CheckId::ExternalIdExact];
    others.into_iter().all(|id| ended(id) == Some(CheckStatus::Skipped)).then(|| RefusalView {
        at: report.finished_at.to_string(),
        role_arn: report.connection.role_arn.to_string(),
        runner: report.runner.arn.clone().unwrap_or_default(),
        shows: shows(assume),
        summary: assume.summary.clone(),
        request_ids: assume.request_ids.clone(),
    })
}

/// What the cause shows, which was decided from evidence.
fn shows(assume: &Check) -> RefusalShows {
    match assume.cause {
        Some(
            Cause::RunnerNotAllowed
            | Cause::RunnerWrongAccount
            | Cause::DeniedByIdentityPolicy
            | Cause::DeniedByScp
            | Cause::DeniedByBoundary
            | Cause::DeniedBySessionPolicy
            | Cause::DeniedByEndpointPolicy,
        ) => RefusalShows::RunnerHeldBack,
        Some(Cause::RoleNotFound) => RefusalShows::RoleGone,
        _ if assume.evidence == Evidence::Policy => RefusalShows::RoleStays,
        _ => RefusalShows::Nothing,
    }
}

/// How the runner got in, if it did.
pub(super) fn let_in(report: &Report) -> Option<LetIn> {
    let check = |id| report.check(id);
    let open = |id| check(id).is_some_and(|check| check.cause == Some(Cause::TrustExternalIdNotEnforced));
    if check(CheckId::AssumeRole).is_some_and(|check| check.status == CheckStatus::Pass) {
        Some(LetIn::Right)
    } else if open(CheckId::ExternalIdRequired) {
        Some(LetIn::Without)
    } else {
        open(CheckId::ExternalIdExact).then_some(LetIn::Other)
    }
}

/// Why a report can tell neither: the first try that AWS gave no answer to, with what mends it.
pub(super) fn unclear(report: &Report) -> AppError {
    let unanswered = |check: &&Check| check.status == CheckStatus::Fail && check.cause != Some(Cause::AssumeDenied);
    let failed = TRIES.into_iter().filter_map(|id| report.check(id)).find(unanswered);
    let remedy = failed.and_then(|check| check.remedies.first());
    AppError {
        code: ErrorCode::Aws,
        hint: remedy.map(|remedy| remedy.text.clone()),
        command: remedy.and_then(|remedy| remedy.snippet.clone()),
        retryable: true,
        request_id: failed.and_then(|check| check.request_ids.first().cloned()),
        ..AppError::not_now(failed.map_or("AWS gave no clear answer", |check| check.summary.as_str()))
    }
}
