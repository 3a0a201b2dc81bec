//! A report for a terminal, at most 100 columns wide where the data allows it.

use std::fmt::Write as _;

use crate::check::Check;
use crate::report::Report;

use super::document::Tone;
use super::escape::{visible, visible_lines};
use super::{cloudtrail, grouped, inventory, since, words};

const WIDTH: usize = 96;
/// The widest title of a check, so that summaries line up.
const TITLE: usize = 25;
const INDENT: usize = 2 + 6 + TITLE;

/// The report for people at a terminal; escape sequences only where colour is asked for.
pub fn text(report: &Report, colour: bool) -> String {
    let paint = Paint { colour };
    let mut out = String::new();
    verdict(report, &paint, &mut out);
    facts(report, &mut out);
    section("Checks", &mut out);
    report.checks.iter().for_each(|check| check_line(check, &paint, &mut out));
    attention(report, &paint, &mut out);
    since::lines(report, &mut out);
    permissions(report, &mut out);
    coverage(report, &mut out);
    totals(report, &mut out);
    trace(report, &mut out);
    seal(report, &mut out);
    out
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn word(&self, tone: Tone, word: &str) -> String {
        let code = match tone {
            Tone::Good => 32,
            Tone::Attend => 33,
            Tone::Bad => 31,
            Tone::Quiet => 2,
        };
        if self.colour { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() }
    }
}

/// Begins a section after one empty line.
pub(super) fn section(name: &str, out: &mut String) {
    out.truncate(out.trim_end().len());
    let _ = writeln!(out, "\n\n{name}");
}

/// Writes words from column `indent` on, breaking lines at blanks; the cursor is there already.
pub(super) fn wrapped(text: &str, indent: usize, out: &mut String) {
    let mut column = indent;
    for (index, word) in visible(text).split_whitespace().enumerate() {
        let width = word.chars().count();
        if index > 0 && column + 1 + width > WIDTH {
            let _ = write!(out, "\n{:indent$}", "");
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

fn verdict(report: &Report, paint: &Paint, out: &mut String) {
    let mut sentence = String::new();
    wrapped(&words::verdict(report), 0, &mut sentence);
    let (tone, word) = words::status(report.status);
    out.push_str(&sentence.replacen(word, &paint.word(tone, word), 1));
}

fn facts(report: &Report, out: &mut String) {
    let tested = &report.connection;
    let runner = &report.runner;
    let unknown = || "not known".to_owned();
    let who = runner.profile.as_ref().map_or_else(String::new, |profile| format!(" (profile {profile})"));
    let facts = [
        ("Role", tested.role_arn.to_string()),
        ("External ID", tested.external_id.to_string()),
        ("Tested as", format!("{}{who}", runner.arn.clone().unwrap_or_else(unknown))),
        ("Tested at", format!("{}, {}", words::moment(report.started_at), words::duration(report.duration_ms))),
        ("Report", report.report_id.to_string()),
    ];
    let redacted = report.redacted.then(|| ("Redacted", words::REDACTED.to_owned()));
    out.push('\n');
    for (name, value) in facts.into_iter().chain(redacted) {
        let _ = write!(out, "  {name:<12} ");
        wrapped(&value, 15, out);
    }
}

fn check_line(check: &Check, paint: &Paint, out: &mut String) {
    let (tone, word) = words::check_status(check.status);
    let _ = write!(out, "  {}  {:<TITLE$}", paint.word(tone, word), visible(&check.title));
    wrapped(&check.summary, INDENT, out);
}

fn attention(report: &Report, paint: &Paint, out: &mut String) {
    let mut concerns = words::concerns(report).peekable();
    if concerns.peek().is_some() {
        section("What to do", out);
    }
    for check in concerns {
        let (tone, word) = words::check_status(check.status);
        let cause = check.cause.map_or_else(String::new, |cause| format!(" [{}]", words::code(cause)));
        let _ = writeln!(
            out,
            "  {}  {}{cause}: {}",
            paint.word(tone, word),
            visible(&check.title),
            words::evidence(check.evidence)
        );
        match grouped::mended_with(report, check) {
            Some(earlier) => {
                let _ = writeln!(out, "        As for \"{}\" above.", visible(&earlier.title));
            }
            None => remedies(check, out),
        }
    }
}

fn remedies(check: &Check, out: &mut String) {
    for remedy in &check.remedies {
        out.push_str("        ");
        wrapped(&format!("{}: {}", words::audience(remedy.audience), remedy.text), 8, out);
        if let Some(url) = &remedy.url {
            let _ = writeln!(out, "        {}", visible(url));
        }
        // Snippets start at the margin and are never wrapped: they are there to be copied.
        if let Some(snippet) = &remedy.snippet {
            let _ = writeln!(out, "\n{}\n", visible_lines(snippet).trim_end());
        }
    }
}

/// In the last line, where one looks for it.
fn seal(report: &Report, out: &mut String) {
    if !report.seal.is_missing() {
        let _ = writeln!(out, "\nSeal of the JSON: {}", report.seal);
    }
}

fn permissions(report: &Report, out: &mut String) {
    if report.permissions.is_empty() {
        return;
    }
    section("Permissions", out);
    let services = inventory::by_service(&report.permissions);
    let sum = |index: usize| services.iter().map(|(_, counts)| counts[index]).sum::<u64>();
    let counts = format!(
        "{} allowed, {} denied, {} unknown, in {}",
        sum(0),
        sum(1),
        sum(2),
        words::counted(services.len(), "service row", "service rows")
    );
    let _ = writeln!(out, "  {counts}");
    for group in grouped::not_allowed(&report.permissions) {
        let reason = if group.reason.is_empty() { String::new() } else { format!(" ({})", group.reason) };
        let _ = write!(out, "  {:<8} ", words::decision(group.decision).1);
        wrapped(&format!("{}{reason}: {}", group.service, group.actions.join(", ")), 11, out);
    }
}

fn coverage(report: &Report, out: &mut String) {
    section("Coverage", out);
    if report.coverage.is_empty() {
        out.push_str("  Nothing was looked for.\n");
        return;
    }
    let _ = writeln!(out, "  {}", inventory::answered(report));
    for group in grouped::unanswered(&report.coverage) {
        let what = format!("{} ({})", group.kinds(), group.places());
        out.push_str("  ");
        wrapped(&format!("{what}: {}: {}", words::outcome(group.outcome).1, group.detail), 4, out);
    }
}

fn totals(report: &Report, out: &mut String) {
    if report.totals.is_empty() {
        return;
    }
    section("Found", out);
    let counts: Vec<_> = report.totals.iter().map(|(kind, count)| format!("{} {count}", kind.plural())).collect();
    let _ = writeln!(out, "  {}", counts.join(", "));
}

fn trace(report: &Report, out: &mut String) {
    let lookups = cloudtrail::lookups(report);
    if !lookups.is_empty() {
        section("Trace in CloudTrail", out);
    }
    for lookup in lookups {
        let _ = writeln!(out, "  {}\n\n{}\n", lookup.words, visible_lines(&lookup.command));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
}
