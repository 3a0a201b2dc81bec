//! Whether a run said what its scenario expects.

use std::collections::BTreeSet;

use serde_json::Value;

use super::row::{Also, Scenario};
use super::stage::Played;

/// What is not as expected, in words.
pub(super) fn unmet(scenario: &Scenario, played: &Played) -> Vec<String> {
    let (expected, report) = (&scenario.expected, &played.report);
    let mut unmet = Vec::new();
    if report["status"] != expected.status {
        unmet.push(format!("the status is {}, not {}", report["status"], expected.status));
    }
    let line = line(report);
    if line != expected.line {
        unmet.push(format!("the checks are {line}, not {}", expected.line));
    }
    let cause = deciding(report).and_then(|check| check["cause"].as_str()).unwrap_or_default();
    if cause != expected.cause {
        unmet.push(format!("the cause is {cause:?}, not {:?}", expected.cause));
    }
    unmet.extend(expected.also.iter().filter_map(|also| missed(*also, played)));
    unmet
}

/// The checks in letters.
fn line(report: &Value) -> String {
    let letters: Vec<char> = checks(report)
        .map(|check| match check["status"].as_str() {
            Some("pass") => 'P',
            Some("warn") => 'W',
            Some("fail") => 'F',
            Some("skipped") => '-',
            _ => '?',
        })
        .collect();
    let groups = [0..2, 2..5, 5..7, 7..9, 9..10];
    let group = |range: std::ops::Range<usize>| letters.get(range).unwrap_or_default().iter().collect::<String>();
    groups.map(group).join(" ")
}

fn checks(report: &Value) -> impl Iterator<Item = &Value> {
    report["checks"].as_array().into_iter().flatten()
}

fn deciding(report: &Value) -> Option<&Value> {
    let first = |status: &str| checks(report).find(|check| check["status"] == status);
    first("fail").or_else(|| first("warn"))
}

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    checks(report).find(|check| check["id"] == id).unwrap_or(&Value::Null)
}

fn missed(also: Also, played: &Played) -> Option<String> {
    let report = &played.report;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let same = |what: &str, is: &Value, wanted: &str| (is != wanted).then(|| format!("{what} is {is}, not {wanted}"));
    let denied = || report["permissions"].as_array().into_iter().flatten().filter(|one| one["decision"] == "denied");
    match also {
        Also::Cause(id, cause) => same(&format!("the cause of {id}"), &check(report, id)["cause"], cause),
        Also::Evidence(id, evidence) => {
            same(&format!("the evidence of {id}"), &check(report, id)["evidence"], evidence)
        }
        Also::Says(id, words) => {
            let summary = text(&check(report, id)["summary"]);
            (!summary.contains(words)).then(|| format!("{id} does not say {words:?}: {summary}"))
        }
        Also::Mends(id, words) => {
            let remedies = check(report, id)["remedies"].as_array().cloned().unwrap_or_default();
            let there = remedies.iter().any(|remedy| remedy.to_string().contains(words));
            (!there).then(|| format!("no remedy of {id} has {words:?}: {remedies:?}"))
        }
        Also::Cells(outcome, count) => {
            let cells = report["coverage"].as_array().into_iter().flatten();
            let found = cells.filter(|cell| cell["outcome"] == outcome).count();
            (found != count).then(|| format!("{found} cells are {outcome}, not {count}"))
        }
        Also::DeniedIn(services) => {
            let found: BTreeSet<String> = denied().map(|one| text(&one["service"])).collect();
            let wanted: BTreeSet<String> = services.iter().map(|one| (*one).to_owned()).collect();
            (found != wanted).then(|| format!("denied in {found:?}, not in {wanted:?}"))
        }
        Also::Reason(reason) => {
            let others: BTreeSet<String> = denied()
                .filter(|one| one["reason"] != reason)
                .map(|one| format!("{}: {}", one["action"], one["reason"]))
                .collect();
            let none = denied().next().is_none();
            (none || !others.is_empty()).then(|| format!("denied for {reason}, not (none: {none}) {others:?}"))
        }
        Also::Known(evidence, least) => {
            let lines = report["permissions"].as_array().into_iter().flatten();
            let found = lines.filter(|one| one["evidence"] == evidence).count();
            (found < least).then(|| format!("{found} lines of the permissions are {evidence}, not {least}"))
        }
        Also::Told(words) => (!played.ran.messages.contains(words)).then(|| format!("standard error has no {words:?}")),
        Also::Calls(action, count) => {
            let sent = played.calls.iter().filter(|call| call.action == action).count();
            (sent != count).then(|| format!("{sent} calls of {action}, not {count}"))
        }
    }
}

/// What a person would read, for whoever mends the test or the product.
pub(super) fn told(played: &Played) -> String {
    let checks: Vec<String> = checks(&played.report)
        .map(|check| {
            let summary: String = check["summary"].as_str().unwrap_or_default().chars().take(400).collect();
            format!("      {} {} {} [{}]", check["id"], check["status"], check["cause"], summary)
        })
        .collect();
    let messages = if played.report.is_null() { played.ran.messages.trim() } else { "" };
    format!("    exit {:?} {messages}\n{}", played.ran.code, checks.join("\n"))
}
