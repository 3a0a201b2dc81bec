//! The words for what a report holds in codes.

use jiff::Timestamp;

use crate::check::{Audience, Check, CheckStatus, Evidence};
use crate::coverage::Outcome;
use crate::report::{Decision, Report, Status};

use super::document::Tone;

/// What was done to a redacted report.
pub(super) const REDACTED: &str =
    "External ID and account numbers are replaced; the same account always has the same placeholder";

/// The verdict in one sentence, with what decided it.
pub fn verdict(report: &Report) -> String {
    let account = &report.connection.account_id;
    match (report.status, report.first_concern()) {
        (Status::Connected, _) => format!(
            "Connected: account {account} can be used through the role {}, and its External ID is enforced.",
            report.connection.role_arn.name()
        ),
        (Status::Degraded, Some(check)) => format!(
            "Degraded: account {account} can be used, but \"{}\" {}: {}",
            check.title,
            attention(report),
            closed(&check.summary)
        ),
        (Status::Degraded, None) => {
            format!("Degraded: account {account} can be used, but not everything about it was proved.")
        }
        (Status::Disconnected, Some(check)) => format!(
            "Disconnected: account {account} cannot be used, because \"{}\" {}: {}",
            check.title,
            if check.status == CheckStatus::Fail { "failed" } else { "needs attention" },
            closed(&check.summary)
        ),
        (Status::Disconnected, None) => format!(
            "Disconnected: account {account} cannot be used, because it was not proved that its role can be assumed safely."
        ),
    }
}

fn attention(report: &Report) -> String {
    match concerns(report).count() {
        0 | 1 => "needs attention".to_owned(),
        2 => "and one more check need attention".to_owned(),
        count => format!("and {} more checks need attention", count - 1),
    }
}

fn closed(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.ends_with(['.', '!', '?']) { sentence.to_owned() } else { format!("{sentence}.") }
}

/// The checks to look at: failures first, then warnings.
pub(super) fn concerns(report: &Report) -> impl Iterator<Item = &Check> {
    let of = |status| report.checks.iter().filter(move |check| check.status == status);
    of(CheckStatus::Fail).chain(of(CheckStatus::Warn))
}

pub(super) const fn status(status: Status) -> (Tone, &'static str) {
    match status {
        Status::Connected => (Tone::Good, "Connected"),
        Status::Degraded => (Tone::Attend, "Degraded"),
        Status::Disconnected => (Tone::Bad, "Disconnected"),
    }
}

pub(super) const fn check_status(status: CheckStatus) -> (Tone, &'static str) {
    match status {
        CheckStatus::Pass => (Tone::Good, "PASS"),
        CheckStatus::Warn => (Tone::Attend, "WARN"),
        CheckStatus::Fail => (Tone::Bad, "FAIL"),
        CheckStatus::Skipped => (Tone::Quiet, "SKIP"),
    }
}

pub(super) const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Live => "an AWS call proved it",
        Evidence::Simulated => "AWS's policy simulator said so",
        Evidence::Policy => "read from the policy text",
        Evidence::None => "nothing proves it",
    }
}

pub(super) const fn evidence_word(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Live => "live",
        Evidence::Simulated => "simulated",
        Evidence::Policy => "policy",
        Evidence::None => "none",
    }
}

pub(super) const fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::You => "You",
        Audience::AccountAdministrator => "The account's administrator",
        Audience::OrganisationAdministrator => "The organisation's administrator",
        Audience::Platform => "The Alethia platform",
    }
}

pub(super) const fn outcome(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Found => (Tone::Good, "found"),
        Outcome::Empty => (Tone::Quiet, "empty"),
        Outcome::Denied => (Tone::Bad, "denied"),
        Outcome::Disabled => (Tone::Quiet, "disabled"),
        Outcome::Throttled => (Tone::Attend, "throttled"),
        Outcome::Unreachable => (Tone::Bad, "unreachable"),
        Outcome::NotAttempted => (Tone::Attend, "not attempted"),
    }
}

pub(super) const fn decision(decision: Decision) -> (Tone, &'static str) {
    match decision {
        Decision::Allowed => (Tone::Good, "allowed"),
        Decision::Denied => (Tone::Bad, "denied"),
        Decision::Unknown => (Tone::Attend, "unknown"),
    }
}

/// A moment to the second; the JSON has the rest.
pub(super) fn moment(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A duration as a person says it.
pub(super) fn duration(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    if milliseconds < 1000 {
        format!("{milliseconds} ms")
    } else if seconds < 60 {
        format!("{seconds}.{} s", milliseconds % 1000 / 100)
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

/// A cause's stable code, as in the JSON.
pub(super) fn code(cause: crate::check::Cause) -> String {
    serde_json::to_value(cause).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A count with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_the_unit_that_fits() {
        for (milliseconds, words) in [(0, "0 ms"), (999, "999 ms"), (12_345, "12.3 s"), (125_000, "2 min 5 s")] {
            assert_eq!(duration(milliseconds), words, "{milliseconds} ms");
        }
    }

    #[test]
    fn a_cause_is_named_by_its_stable_code() {
        assert_eq!(code(crate::check::Cause::DeniedByScp), "denied_by_scp", "the code of the JSON");
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(closed("It is so. "), "It is so.", "no second full stop");
        assert_eq!(closed("It is so"), "It is so.", "one full stop");
    }
}
