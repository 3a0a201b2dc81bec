//! That the tables are whole: every cause that the schema lists is met by a row, or it is said why not.

use std::collections::BTreeSet;

use connect_core::schema::report_schema;
use serde_json::Value;

use super::row::Scenario;

/// Causes that `verify` cannot have, with the reason and where they are tested.
const ELSEWHERE: [(&str, &str); 2] = [
    ("stack_failed", "a stack is made by `deploy` and in the window, not verified: cli::deploy, connect-app's tests"),
    ("cancelled", "a cancelled run leaves exit 130 and no report: cli::local, connect-app's tests of jobs"),
];

fn all() -> Vec<Scenario> {
    use super::{denials, discovery, network, permissions, probes, runner, time, trust_admits, trust_refuses};
    let tables = [
        probes::rows(),
        trust_refuses::rows(),
        trust_admits::rows(),
        permissions::missing(),
        permissions::rows(),
        denials::rows(),
        runner::rows(),
        network::rows(),
        discovery::rows(),
        time::rows(),
    ];
    tables.concat()
}

/// The causes that a report may have, as its schema lists them.
fn causes() -> BTreeSet<String> {
    let schema = report_schema();
    let listed = schema["$defs"]["Cause"]["enum"].as_array().cloned().unwrap_or_default();
    listed.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn every_cause_is_met_by_a_scenario_or_said_to_be_tested_elsewhere() {
    let causes = causes();
    let rows = all();
    let met: BTreeSet<String> = rows.iter().flat_map(Scenario::causes).map(str::to_owned).collect();
    let elsewhere: BTreeSet<String> = ELSEWHERE.iter().map(|(cause, _)| (*cause).to_owned()).collect();
    eprintln!(
        "{} scenarios; covered {} of {} causes, {} elsewhere",
        rows.len(),
        met.len(),
        causes.len(),
        elsewhere.len()
    );
    assert!(causes.len() >= 36, "the schema lists the causes: {causes:?}");
    assert_eq!(met.intersection(&elsewhere).next(), None, "what is met needs no excuse");
    assert_eq!(met.union(&elsewhere).cloned().collect::<BTreeSet<_>>(), causes, "every cause has its place");
}

#[test]
fn every_scenario_has_a_name_of_its_own() {
    let rows = all();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), rows.len(), "a failing row is found by its name");
    assert!(rows.len() >= 70, "there are {} rows", rows.len());
}
