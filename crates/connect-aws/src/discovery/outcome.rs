//! What a failed list means for its cell.

use connect_core::coverage::{CoverageCell, Outcome};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::region::Region;
use connect_core::resource::{Kind, Place};

use super::pages::{ListFailure, MOST_PAGES};
use crate::classify::shortened;

/// A denial of EC2's carries two kilobytes that nobody can read.
const LONGEST_DETAIL: usize = 240;

/// Clocks are read a little apart, and `Date` has whole seconds.
const AGREES: i64 = 5;

const NOT_AUTHORIZED: &str = "You are not authorized to perform this operation. ";

/// What is known beside a refusal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Circumstances<'a> {
    /// What AWS says of the region, where it says anything: `opt-in-not-required`, `opted-in`, `not-opted-in`.
    pub(super) opt_in: Option<&'a str>,
    /// Whether the session's token is of STS's global endpoint.
    pub(super) global_token: bool,
}

/// The cell of a list that is not whole. Parts of it are not counted: half a list looks like a whole one.
pub(super) fn cell(place: Place, kind: Kind, failure: &ListFailure, known: Circumstances<'_>) -> CoverageCell {
    let (outcome, detail) = of(&place, failure, known);
    CoverageCell::unanswered(place, kind, outcome, detail)
}

/// The outcome of a list that is not whole, and why.
pub(super) fn of(place: &Place, failure: &ListFailure, known: Circumstances<'_>) -> (Outcome, String) {
    let (outcome, why) = match failure {
        ListFailure::Call(failure) => of_call(place, failure, known),
        ListFailure::Expired(_) | ListFailure::Circle { .. } | ListFailure::Endless => (Outcome::Unreachable, None),
        ListFailure::Broken => (Outcome::NotAttempted, None),
    };
    let said = in_words(failure);
    let detail = why.map_or_else(|| said.clone(), |why| format!("{}. {why}", said.trim_end_matches('.')));
    (outcome, detail)
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

fn of_call(place: &Place, failure: &CallFailure, known: Circumstances<'_>) -> (Outcome, Option<String>) {
    match failure.kind {
        FailureKind::Throttled => (Outcome::Throttled, None),
        FailureKind::RegionDisabled | FailureKind::StsRegionDisabled => (Outcome::Disabled, None),
        FailureKind::Denied => (Outcome::Denied, None),
        FailureKind::CredentialsInvalid { .. } => not_accepted(place, failure, known),
        FailureKind::ClockSkew => (Outcome::Unreachable, Some(clock(failure))),
        _ => (Outcome::Unreachable, None),
    }
}

/// Credentials that STS has just given are refused for one of three reasons, of which EC2 names none: the region is not
/// enabled, the token is of the wrong STS endpoint, or the request came in another shape than it was signed.
fn not_accepted(place: &Place, failure: &CallFailure, known: Circumstances<'_>) -> (Outcome, Option<String>) {
    let unsigned = matches!(failure.code.as_deref(), Some("SignatureDoesNotMatch" | "InvalidSignatureException"));
    let (outcome, why) = match known.opt_in {
        _ if unsigned || !can_be_disabled(place) => {
            let where_to = if *place == Place::Global { "This service has" } else { "This region is always enabled and has" };
            (
                Outcome::Unreachable,
                format!(
                    "{where_to} refused a session that STS had just given: something between this machine and AWS may have changed the request. {}",
                    clock(failure)
                ),
            )
        }
        Some(status @ "not-opted-in") => (Outcome::Disabled, format!("AWS says of this region: {status}")),
        _ if known.global_token => (
            Outcome::Unreachable,
            "The session is of STS's global endpoint, whose tokens are refused in regions that have to be enabled: leave AWS_ENDPOINT_URL_STS to the regional endpoint".to_owned(),
        ),
        Some(status) => (
            Outcome::Unreachable,
            format!(
                "AWS says of this region: {status}; it is probably still being enabled, which can take hours. {}",
                clock(failure)
            ),
        ),
        None => (
            Outcome::Disabled,
            "So AWS refuses a session where the region is not enabled; whether this one is, it would not say".to_owned(),
        ),
    };
    (outcome, Some(why))
}

/// What the `Date` of the answer says.
fn clock(failure: &CallFailure) -> String {
    match failure.clock_skew_seconds {
        Some(seconds) if seconds.abs() <= AGREES => "This machine's clock agrees with AWS's".to_owned(),
        Some(seconds) => {
            let side = if seconds < 0 { "behind" } else { "ahead of" };
            format!("This machine's clock is {} s {side} AWS's", seconds.abs())
        }
        None => "The answer has no Date, so the clocks cannot be compared".to_owned(),
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
    #![allow(clippy::unwrap_used, clippy::panic)]
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
        cell(region.parse().unwrap(), Kind::Vpc, &failed(kind, code, "words"), Circumstances::default()).outcome
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
        ] {
            assert_eq!(outcome(region, kind.clone(), code), expected, "{code} ({kind:?}) in {region}");
        }
    }

    #[test]
    fn a_refused_session_is_told_three_ways() {
        let invalid = FailureKind::CredentialsInvalid { command: None };
        let known = |opt_in, global_token| Circumstances { opt_in, global_token };
        let cases = [
            ("af-south-1", "AuthFailure", known(Some("not-opted-in"), false), Outcome::Disabled, "not-opted-in"),
            ("af-south-1", "AuthFailure", known(None, false), Outcome::Disabled, "it would not say"),
            ("af-south-1", "AuthFailure", known(Some("opted-in"), false), Outcome::Unreachable, "being enabled"),
            ("af-south-1", "AuthFailure", known(Some("opted-in"), true), Outcome::Unreachable, "global endpoint"),
            ("af-south-1", "AuthFailure", known(None, true), Outcome::Unreachable, "global endpoint"),
            (
                "eu-west-1",
                "AuthFailure",
                known(Some("opt-in-not-required"), true),
                Outcome::Unreachable,
                "always enabled",
            ),
            ("eu-west-1", "AuthFailure", known(None, false), Outcome::Unreachable, "always enabled"),
            ("af-south-1", "SignatureDoesNotMatch", known(Some("opted-in"), false), Outcome::Unreachable, "changed"),
            ("global", "InvalidClientTokenId", known(None, false), Outcome::Unreachable, "This service has refused"),
        ];
        for (region, code, known, expected, words) in cases {
            let cell = cell(region.parse().unwrap(), Kind::Vpc, &failed(invalid.clone(), code, "words."), known);
            let detail = cell.detail.unwrap_or_default();
            assert_eq!(cell.outcome, expected, "{code} in {region}, {known:?}: no policy denied it");
            assert!(detail.starts_with(&format!("{code}: words. ")), "AWS's own words stay: {detail}");
            assert!(detail.contains(words), "{words:?} says how it was decided: {detail}");
        }
    }

    #[test]
    fn the_clock_is_told_as_the_answer_tells_it() {
        let at = |kind: FailureKind, skew| {
            let ListFailure::Call(failure) = failed(kind, "AuthFailure", "words") else { panic!("a call") };
            let failure = ListFailure::Call(CallFailure { clock_skew_seconds: skew, ..failure });
            cell("eu-west-1".parse().unwrap(), Kind::Vpc, &failure, Circumstances::default()).detail.unwrap()
        };
        let invalid = || FailureKind::CredentialsInvalid { command: None };
        assert!(at(FailureKind::ClockSkew, Some(-360)).contains("clock is 360 s behind AWS's"), "the measured skew");
        assert!(at(invalid(), Some(1)).contains("clock agrees"), "it is not the clock");
        assert!(at(invalid(), None).contains("no Date"), "no claim without one");
    }

    #[test]
    fn the_detail_is_the_code_and_a_sentence_for_people() {
        let words = "You are not authorized. Encoded authorization failure message: Zm9vYmFy";
        let cell = cell(
            Place::Global,
            Kind::Vpc,
            &failed(FailureKind::Denied, "UnauthorizedOperation", words),
            Circumstances::default(),
        );
        assert_eq!(cell.detail.unwrap(), "UnauthorizedOperation: You are not authorized.", "without the encoded part");
        assert_eq!(cell.count, 0, "nothing is counted that was not seen");
        let role = "arn:aws:sts::444455556666:assumed-role/AlethiaProvisionerRole-Deni/alethia-verify-4738453a-right";
        let why = "is not authorized to perform: ec2:DescribeVpcs with an explicit deny in a service control policy";
        let words = format!("You are not authorized to perform this operation. User: {role} {why}");
        let cell = super::cell(
            Place::Global,
            Kind::Vpc,
            &failed(FailureKind::Denied, "UnauthorizedOperation", &words),
            Circumstances::default(),
        );
        assert!(cell.detail.as_deref().unwrap().ends_with(why), "the reason is not cut off: {cell:?}");
    }
}
