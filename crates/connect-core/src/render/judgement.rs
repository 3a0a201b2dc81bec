//! The part of a report that judges: verdict, what needs attention, all checks, advice.

use crate::check::{Check, CheckStatus};
use crate::report::Report;

use super::document::{Block, Span, remedies};
use super::{grouped, words};

/// The title, the verdict, and who tested what and when.
pub(super) fn top(report: &Report) -> Vec<Block<'_>> {
    let (tone, word) = words::status(report.status);
    let verdict = words::verdict(report);
    vec![
        Block::heading(1, format!("Connection test of AWS account {}", report.connection.account_id)),
        Block::Paragraph(vec![
            Span::Badge(tone, word),
            Span::text(verdict.strip_prefix(word).unwrap_or(&verdict).to_owned()),
        ]),
        Block::Facts(facts(report)),
    ]
}

fn facts(report: &Report) -> Vec<(&'static str, Vec<Span<'_>>)> {
    let mut facts = known_of(report);
    facts.extend(report.redacted.then(|| ("Redacted", vec![Span::text(words::REDACTED)])));
    facts
}

fn known_of(report: &Report) -> Vec<(&'static str, Vec<Span<'_>>)> {
    let tested = &report.connection;
    let or_unknown = |value: Option<&str>| match value {
        Some(value) => vec![Span::code(value.to_owned())],
        None => vec![Span::text("not known")],
    };
    vec![
        ("Role ARN", vec![Span::code(tested.role_arn.to_string())]),
        (
            "Target account",
            vec![Span::code(tested.account_id.as_str()), Span::text(format!(" in partition {}", tested.partition))],
        ),
        ("External ID", vec![Span::code(tested.external_id.as_str())]),
        ("Tested with profile", or_unknown(report.runner.profile.as_deref())),
        ("Tested as", or_unknown(report.runner.arn.as_deref())),
        ("Runner's account", or_unknown(report.runner.account_id.as_ref().map(crate::account::AccountId::as_str))),
        (
            "Tested at",
            vec![Span::text(format!(
                "{} to {}, {}",
                words::moment(report.started_at),
                words::moment(report.finished_at),
                words::duration(report.duration_ms)
            ))],
        ),
        ("Report", vec![Span::code(report.report_id.hyphenated().to_string())]),
    ]
}

/// Each failing or warning check with its cause, how that is known, and what mends it.
pub(super) fn attention(report: &Report) -> Vec<Block<'_>> {
    let mut blocks = vec![Block::heading(2, "Needs attention")];
    for check in words::concerns(report) {
        blocks.push(Block::heading(3, check.title.as_str()));
        let (tone, word) = words::check_status(check.status);
        blocks.push(Block::Paragraph(vec![
            Span::Badge(tone, word),
            Span::text(" "),
            Span::text(check.summary.as_str()),
        ]));
        blocks.push(Block::Facts(known(check)));
        match grouped::mended_with(report, check) {
            Some(earlier) => blocks.push(Block::words(format!("What mends it is as for \"{}\" above.", earlier.title))),
            None => blocks.extend(remedies(check)),
        }
    }
    if blocks.len() == 1 {
        blocks.push(Block::words("Nothing."));
    }
    blocks
}

fn known(check: &Check) -> Vec<(&'static str, Vec<Span<'_>>)> {
    let mut facts = Vec::new();
    facts.extend(check.cause.map(|cause| ("Cause", vec![Span::code(words::code(cause))])));
    facts.push(("How it is known", vec![Span::text(words::evidence(check.evidence))]));
    if !check.request_ids.is_empty() {
        facts.push(("AWS request ids", vec![Span::code(check.request_ids.join(", "))]));
    }
    facts
}

/// All ten checks, one line each.
pub(super) fn checks(report: &Report) -> Vec<Block<'_>> {
    vec![
        Block::heading(2, "Checks"),
        Block::Table {
            name: "All checks, in order".into(),
            head: vec!["Check", "Result", "Summary", "Evidence", "AWS request ids"],
            rows: report.checks.iter().map(check_row).collect(),
        },
    ]
}

fn check_row(check: &Check) -> Vec<Span<'_>> {
    let (tone, word) = words::check_status(check.status);
    vec![
        Span::strong(check.title.as_str()),
        Span::Badge(tone, word),
        Span::text(check.summary.as_str()),
        Span::text(words::evidence_word(check.evidence)),
        Span::text(check.request_ids.join(", ")),
    ]
}

/// What passing or skipped checks recommend.
pub(super) fn advice(report: &Report) -> Vec<Block<'_>> {
    let quiet = |check: &&Check| matches!(check.status, CheckStatus::Pass | CheckStatus::Skipped);
    let mut blocks = Vec::new();
    for check in report.checks.iter().filter(quiet).filter(|check| !check.remedies.is_empty()) {
        if blocks.is_empty() {
            blocks.push(Block::heading(2, "Advice"));
        }
        blocks.push(Block::heading(3, check.title.as_str()));
        blocks.push(Block::words(check.summary.as_str()));
        blocks.extend(remedies(check));
    }
    blocks
}

/// The seal of the report's JSON, and what it is worth.
pub(super) fn seal(report: &Report) -> Vec<Block<'_>> {
    if report.seal.is_missing() {
        return Vec::new();
    }
    vec![
        Block::heading(2, "Seal"),
        Block::Paragraph(vec![Span::code(report.seal.as_str())]),
        Block::words(
            "The SHA-256 of this report's canonical JSON (RFC 8785) without the key seal. It shows that the JSON was not \
             changed by accident or by an edit afterwards; whoever edits it on purpose can make a new one. To check it:",
        ),
        Block::Command("alethia-connect-cli report check report.json".to_owned()),
    ]
}
