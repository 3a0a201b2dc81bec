//! How the probes of a report are found in `CloudTrail`.
//!
//! An `AssumeRole` call that AWS allowed is an event of the target account too, listed under the role's ARN as a
//! resource; `Username` would find what a session did afterwards, not that it began. A refused call issues no
//! session and names no resource, so the runner's account is asked by event name. Both are narrowed to this run by
//! the session name in the event itself, since the look-up takes one attribute only.
//!
//! Source: [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html).

use jiff::SignedDuration;

use crate::check::{CheckId, CheckStatus};
use crate::report::Report;

use super::document::{Block, Span};
use super::escape;

/// A look-up command and what it finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Whose account to run it in, and what it finds.
    pub words: String,
    /// The command for a POSIX shell.
    pub command: String,
}

/// The commands that find this report's `AssumeRole` calls: the target account's view, then the runner's. None where
/// nothing was asked of AWS.
pub fn lookups(report: &Report) -> Vec<Lookup> {
    if report.check(CheckId::AssumeRole).is_none_or(|check| check.status == CheckStatus::Skipped) {
        return Vec::new();
    }
    let target = &report.connection.account_id;
    let runner = report.runner.account_id.as_ref().map_or_else(String::new, |account| format!(" ({account})"));
    vec![
        Lookup {
            words: format!("In the target account ({target}): the probes that AWS allowed."),
            command: command(report, "ResourceName", &report.connection.role_arn.to_string()),
        },
        Lookup {
            words: format!("In the runner's account{runner}: all probes, the refused ones too."),
            command: command(report, "EventName", "AssumeRole"),
        },
    ]
}

fn session_prefix(report: &Report) -> String {
    format!("alethia-verify-{}-", &report.report_id.simple().to_string()[..8])
}

/// The clocks of this machine and AWS may differ by as much as a signature allows.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

fn command(report: &Report, key: &str, value: &str) -> String {
    let start = report.started_at.saturating_sub(SLACK).unwrap_or(report.started_at);
    let end = report.finished_at.saturating_add(SLACK).unwrap_or(report.finished_at);
    let query = format!("Events[?contains(CloudTrailEvent, '{}')].CloudTrailEvent", session_prefix(report));
    format!(
        "aws cloudtrail lookup-events --lookup-attributes {} \\\n  --start-time {} --end-time {} \\\n  --query \"{query}\" --output text",
        attribute(key, value),
        start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        end.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
}

/// The CLI's shorthand, or JSON where the value holds what the shorthand or a shell would take for syntax.
fn attribute(key: &str, value: &str) -> String {
    if value.chars().all(|c| c.is_ascii_alphanumeric() || ":/_.+@-".contains(c)) {
        format!("AttributeKey={key},AttributeValue={value}")
    } else {
        escape::shell(&serde_json::json!([{ "AttributeKey": key, "AttributeValue": value }]).to_string())
    }
}

pub(super) fn section(report: &Report) -> Vec<Block<'_>> {
    let mut blocks = vec![Block::heading(2, "Trace in CloudTrail")];
    let lookups = lookups(report);
    if lookups.is_empty() {
        blocks.push(Block::words("No session was asked for, so there is nothing to find."));
    } else {
        blocks.push(Block::Paragraph(names(report)));
    }
    for lookup in lookups {
        blocks.extend([Block::words(lookup.words), Block::Command(lookup.command)]);
    }
    blocks
}

fn names(report: &Report) -> Vec<Span<'_>> {
    vec![
        Span::text("The sessions of this test are named "),
        Span::code(format!("{}right", session_prefix(report))),
        Span::text(", "),
        Span::code("…-none"),
        Span::text(", "),
        Span::code("…-wrong"),
        Span::text(" and "),
        Span::code("…-again"),
        Span::text(
            ". Events appear within about 15 minutes, in the region whose STS endpoint was called: the runner profile's region.",
        ),
    ]
}
