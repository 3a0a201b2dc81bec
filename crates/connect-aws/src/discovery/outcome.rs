//! What a failed list means for its cell.

use connect_core::coverage::{CoverageCell, Outcome};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::region::Region;
use connect_core::resource::{Kind, Place};

use super::pages::{ListFailure, MOST_PAGES};
use crate::classify::shortened;

/// A denial of EC2's carries two kilobytes that nobody can read.
const LONGEST_DETAIL: usize = 240;

const NOT_AUTHORIZED: &str = "You are not authorized to perform this operation. ";

/// The cell of a list that is not whole. Parts of it are not counted: half a list looks like a whole one.
pub(super) fn cell(place: Place, kind: Kind, failure: &ListFailure) -> CoverageCell {
    let outcome = match failure {
        ListFailure::Call(failure) => of_call(&place, failure),
        ListFailure::Expired(_) | ListFailure::Circle { .. } | ListFailure::Endless => Outcome::Unreachable,
        ListFailure::Broken => Outcome::NotAttempted,
    };
    CoverageCell::unanswered(place, kind, outcome, in_words(failure))
}

/// The denial that a failure is, if it is one.
pub(super) fn denial(failure: &ListFailure) -> Option<CallFailure> {
    match failure {
        ListFailure::Call(failure) if failure.kind == FailureKind::Denied => Some(failure.clone()),
        _ => None,
    }
}

/// What went wrong, for people.
pub(super) fn in_words(failure: &ListFailure) -> String {
    match failure {
        ListFailure::Call(failure) => in_short(failure),
        ListFailure::Expired(failure) => {
            format!("the session ran out again after it had been renewed: {}", in_short(failure))
        }
        ListFailure::Circle { pages } => format!("the list does not end: page {pages} points back to an earlier one"),
        ListFailure::Endless => format!("the list does not end: after {MOST_PAGES} pages there was still another one"),
        ListFailure::Broken => "the app broke off while it was listing; please report this".to_owned(),
    }
}

fn of_call(place: &Place, failure: &CallFailure) -> Outcome {
    match failure.kind {
        FailureKind::Throttled => Outcome::Throttled,
        FailureKind::RegionDisabled | FailureKind::StsRegionDisabled => Outcome::Disabled,
        // The session's credentials have just been accepted by STS. Where a region can be switched off, EC2 and the
        // others refuse them because it is.
        FailureKind::CredentialsInvalid { .. } if can_be_disabled(place) => Outcome::Disabled,
        FailureKind::Denied | FailureKind::CredentialsInvalid { .. } | FailureKind::CredentialsMissing { .. } => {
            Outcome::Denied
        }
        _ => Outcome::Unreachable,
    }
}

fn can_be_disabled(place: &Place) -> bool {
    match place {
        Place::Global => false,
        Place::Region(region) => !Region::always_enabled(region.partition()).contains(region),
    }
}

/// The cell of a region that AWS says is not enabled.
pub(super) fn disabled(place: Place, kind: Kind, status: &str) -> CoverageCell {
    CoverageCell::unanswered(place, kind, Outcome::Disabled, format!("AWS says of this region: {status}"))
}

/// Code and sentence.
fn in_short(failure: &CallFailure) -> String {
    let sentence = failure.message.split(" Encoded authorization failure message").next().unwrap_or_default();
    // EC2's own first sentence says nothing that the code does not, and the reason stands at the end.
    let sentence = sentence.strip_prefix(NOT_AUTHORIZED).filter(|rest| rest.starts_with("User: ")).unwrap_or(sentence);
    let sentence = shortened(sentence, LONGEST_DETAIL);
    failure.code.as_ref().map_or_else(|| sentence.clone(), |code| format!("{code}: {sentence}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn failed(kind: FailureKind, code: &str, message: &str) -> ListFailure {
        ListFailure::Call(CallFailure {
            kind,
            operation: "ec2:DescribeVpcs",
            code: Some(code.to_owned()),
            message: message.to_owned(),
            request_id: None,
            clock_skew_seconds: None,
        })
    }

    fn outcome(region: &str, kind: FailureKind, code: &str) -> Outcome {
        cell(region.parse().unwrap(), Kind::Vpc, &failed(kind, code, "words")).outcome
    }

    #[test]
    fn failures_become_outcomes() {
        for (region, kind, code, expected) in [
            ("eu-west-1", FailureKind::Denied, "UnauthorizedOperation", Outcome::Denied),
            ("eu-west-1", FailureKind::Throttled, "RequestLimitExceeded", Outcome::Throttled),
            ("eu-west-1", FailureKind::Unreachable, "InternalError", Outcome::Unreachable),
            ("eu-west-1", FailureKind::TlsUntrusted, "", Outcome::Unreachable),
            ("eu-west-1", FailureKind::ClockSkew, "AuthFailure", Outcome::Unreachable),
            ("af-south-1", FailureKind::RegionDisabled, "OptInRequired", Outcome::Disabled),
            ("af-south-1", FailureKind::CredentialsInvalid { command: None }, "AuthFailure", Outcome::Disabled),
            ("eu-west-1", FailureKind::CredentialsInvalid { command: None }, "AuthFailure", Outcome::Denied),
            ("global", FailureKind::CredentialsInvalid { command: None }, "InvalidClientTokenId", Outcome::Denied),
        ] {
            assert_eq!(outcome(region, kind.clone(), code), expected, "{code} ({kind:?}) in {region}");
        }
    }

    #[test]
    fn the_detail_is_the_code_and_a_sentence_for_people() {
        let words = "You are not authorized. Encoded authorization failure message: Zm9vYmFy";
        let cell = cell(Place::Global, Kind::Vpc, &failed(FailureKind::Denied, "UnauthorizedOperation", words));
        assert_eq!(cell.detail.unwrap(), "UnauthorizedOperation: You are not authorized.", "without the encoded part");
        assert_eq!(cell.count, 0, "nothing is counted that was not seen");
        let role = "arn:aws:sts::444455556666:assumed-role/AlethiaProvisionerRole-Deni/alethia-verify-4738453a-right";
        let why = "is not authorized to perform: ec2:DescribeVpcs with an explicit deny in a service control policy";
        let words = format!("You are not authorized to perform this operation. User: {role} {why}");
        let cell = super::cell(Place::Global, Kind::Vpc, &failed(FailureKind::Denied, "UnauthorizedOperation", &words));
        assert!(cell.detail.as_deref().unwrap().ends_with(why), "the reason is not cut off: {cell:?}");
    }
}
