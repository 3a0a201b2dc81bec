//! What holds of every report, whatever the scenario.

use std::collections::{BTreeMap, BTreeSet};

use connect_core::check::CheckId;
use connect_testkit::Call;
use serde_json::Value;

use super::stage::Played;

/// The verbs of calls that change nothing; `Assume` gives a session and changes nothing either.
const READS: [&str; 6] = ["Get", "List", "Describe", "Assume", "Simulate", "Decode"];

/// What does not hold, in words.
pub(super) fn broken(played: &Played, schemas: &[jsonschema::Validator]) -> Vec<String> {
    let report = &played.report;
    let errors = schemas.iter().flat_map(|schema| schema.iter_errors(report));
    let mut broken: Vec<String> =
        errors.map(|error| format!("the schema: {error} at {}", error.instance_path())).collect();
    broken.extend(checks(report));
    broken.extend(ledger(played));
    broken.extend(played.calls.iter().filter_map(|call| sent(call, report)));
    broken.extend(secrets(played));
    let code = match report["status"].as_str() {
        Some("connected") => 0,
        Some("degraded") => 3,
        Some("disconnected") => 4,
        other => return vec![format!("no status: {other:?}")],
    };
    if played.ran.code != Some(code) {
        broken.push(format!("exit {:?} for the status {}", played.ran.code, report["status"]));
    }
    broken
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// All ten in order; one that fails says why and how to go on, one that is skipped claims nothing.
fn checks(report: &Value) -> Vec<String> {
    let checks = list(&report["checks"]);
    let ids: Vec<&Value> = checks.iter().map(|check| &check["id"]).collect();
    let all = serde_json::json!(CheckId::ALL);
    let mut broken = Vec::new();
    if ids != list(&all).iter().collect::<Vec<_>>() {
        broken.push(format!("the ten checks in order, not {ids:?}"));
    }
    for check in checks {
        let (id, remedies) = (&check["id"], list(&check["remedies"]));
        let empty = |value: &Value| value.as_str().is_none_or(str::is_empty);
        if empty(&check["summary"]) || remedies.iter().any(|remedy| empty(&remedy["text"])) {
            broken.push(format!("{id} has a text without words"));
        }
        match check["status"].as_str() {
            Some("fail") if check["cause"].is_null() || remedies.is_empty() => {
                broken.push(format!("{id} fails without a cause or a way on"));
            }
            Some("skipped") if check["evidence"] != "none" || !check["cause"].is_null() => {
                broken.push(format!("{id} is skipped, yet claims something"));
            }
            Some("pass") if !check["cause"].is_null() => broken.push(format!("{id} passes with a cause")),
            _ => {}
        }
    }
    broken
}

/// Every region and kind has one cell, and cells, resources and totals add up.
fn ledger(played: &Played) -> Vec<String> {
    let report = &played.report;
    let key = |value: &Value| {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        (text("region"), text("kind"))
    };
    let cells: Vec<(String, String)> = list(&report["coverage"]).iter().map(key).collect();
    let regions: BTreeSet<&str> =
        cells.iter().map(|(region, _)| region.as_str()).filter(|one| *one != "global").collect();
    let mut broken = Vec::new();
    let expected = if played.discovery { regions.len() * 3 + 2 } else { 0 };
    if cells.len() != expected || cells.iter().collect::<BTreeSet<_>>().len() != expected {
        broken.push(format!("{} cells for {} regions", cells.len(), regions.len()));
    }
    if let Some(named) = played.regions.as_ref().filter(|named| played.discovery && !named.iter().eq(regions.iter())) {
        broken.push(format!("{named:?} were asked for, {regions:?} are in the ledger"));
    }
    let mut counted: BTreeMap<(String, String), u64> = BTreeMap::new();
    for resource in list(&report["resources"]) {
        *counted.entry(key(resource)).or_default() += 1;
    }
    let mut totals: BTreeMap<String, u64> = BTreeMap::new();
    for cell in list(&report["coverage"]) {
        let (at, count) = (key(cell), cell["count"].as_u64().unwrap_or_default());
        *totals.entry(at.1.clone()).or_default() += count;
        let answered = matches!(cell["outcome"].as_str(), Some("found" | "empty"));
        if counted.remove(&at).unwrap_or_default() != count || (cell["outcome"] == "found") != (count > 0) {
            broken.push(format!("the cell {at:?} does not count what was found: {cell}"));
        }
        if !answered && cell["detail"].is_null() {
            broken.push(format!("the cell {at:?} does not say why it has no answer"));
        }
    }
    if !counted.is_empty() {
        broken.push(format!("resources without a cell: {counted:?}"));
    }
    let told = report["totals"].as_object().cloned().unwrap_or_default();
    if told.len() != 5 || told.iter().any(|(kind, total)| total.as_u64() != Some(totals.remove(kind).unwrap_or(0))) {
        broken.push(format!("totals {told:?} are not what the cells add up to"));
    }
    broken
}

/// What must not have been sent: anything that changes something, or a probe that cannot be told from others.
fn sent(call: &Call, report: &Value) -> Option<String> {
    if !READS.iter().any(|verb| call.action.starts_with(verb)) {
        return Some(format!("{}:{} is no reading call", call.service, call.action));
    }
    let probe =
        call.assume_role.as_ref().filter(|probe| report["connection"]["role_arn"] == probe.role_arn.as_str())?;
    let run = report["report_id"].as_str().unwrap_or_default().get(..8).unwrap_or_default();
    let word = probe.session_name.strip_prefix(&format!("alethia-verify-{run}-")).unwrap_or_default();
    let id = probe.external_id.as_deref();
    let fits = match word {
        "right" | "again" => id == report["connection"]["external_id"].as_str(),
        "none" => id.is_none(),
        "wrong" => id.is_some_and(|id| report["connection"]["external_id"] != id),
        _ => false,
    };
    (!fits).then(|| format!("a probe {} with the External ID {id:?}", probe.session_name))
}

/// Credentials are in no output.
fn secrets(played: &Played) -> Option<String> {
    let outputs = [&played.ran.output, &played.ran.messages];
    let secrets = played.issued.iter().flat_map(|issued| [&issued.secret_key, &issued.session_token]);
    let shown = secrets.filter(|secret| outputs.iter().any(|output| output.contains(secret.as_str()))).count();
    (shown > 0).then(|| format!("{shown} credentials of sessions are in the output"))
}
