//! That the invariants notice what does not hold: a report that is as it must be, and doctored copies of it.

use connect_testkit::{Call, Issued};
use serde_json::{Value, json};

use super::invariants::broken;
use super::stage::Played;
use crate::support::Ran;

/// What is done to the report, and the words by which it is noticed.
type Doctored = (&'static str, fn(&mut Value), &'static str);

/// The example of the design, as the program would have left it.
fn example() -> Played {
    let report: Value =
        serde_json::from_str(include_str!("../../../../connect-core/tests/data/report.example.json")).unwrap();
    assert_eq!(report["status"], "degraded", "which is exit 3");
    let ran = Ran { code: Some(3), output: report.to_string(), messages: String::new() };
    Played { ran, report, calls: Vec::new(), issued: Vec::new(), regions: None, discovery: true }
}

fn call(action: &str) -> Call {
    serde_json::from_value(json!({
        "at": "", "elapsed_ms": 0, "service": "ec2", "action": action, "region": "us-east-1", "access_key": "",
        "caller": null, "status": 200, "error": null, "request_id": null, "faulted": false, "assume_role": null
    }))
    .unwrap()
}

fn probe(session: &str, external_id: Option<&str>) -> Call {
    let report = example().report;
    let mut probe = call("AssumeRole");
    probe.assume_role = serde_json::from_value(json!({
        "role_arn": report["connection"]["role_arn"], "external_id": external_id,
        "session_name": format!("alethia-verify-{}-{session}", &report["report_id"].as_str().unwrap()[..8])
    }))
    .unwrap();
    probe
}

#[test]
fn the_example_holds() {
    assert_eq!(broken(&example(), &[]), Vec::<String>::new(), "the design's own example is as it must be");
}

#[test]
fn a_report_that_does_not_hold_is_noticed() {
    let doctored: Vec<Doctored> = vec![
        (
            "a check is missing",
            |report| drop(report["checks"].as_array_mut().unwrap().pop()),
            "the ten checks in order",
        ),
        (
            "two checks change places",
            |report| report["checks"].as_array_mut().unwrap().swap(2, 3),
            "the ten checks in order",
        ),
        ("a check says nothing", |report| report["checks"][4]["summary"] = json!(""), "a text without words"),
        (
            "a failure without a cause",
            |report| {
                report["checks"][4]["status"] = json!("fail");
                report["checks"][4]["cause"] = Value::Null;
            },
            "without a cause or a way on",
        ),
        (
            "a skipped check claims something",
            |report| {
                report["checks"][4]["status"] = json!("skipped");
                report["checks"][4]["evidence"] = json!("live");
            },
            "skipped, yet claims",
        ),
        ("a cell is missing", |report| drop(report["coverage"].as_array_mut().unwrap().pop()), "cells for"),
        ("a resource is missing", |report| drop(report["resources"].as_array_mut().unwrap().pop()), "does not count"),
        ("a total is wrong", |report| report["totals"]["vpc"] = json!(99), "not what the cells add up to"),
        (
            "a cell is silently blank",
            |report| {
                let cell =
                    report["coverage"].as_array_mut().unwrap().iter_mut().find(|cell| cell["count"] == 0).unwrap();
                cell["outcome"] = json!("denied");
                cell["detail"] = Value::Null;
            },
            "does not say why",
        ),
        ("the status is another", |report| report["status"] = json!("connected"), "exit"),
    ];
    for (name, doctor, words) in doctored {
        let mut played = example();
        doctor(&mut played.report);
        let told = broken(&played, &[]);
        assert!(told.iter().any(|told| told.contains(words)), "{name} is told by {words:?}: {told:?}");
    }
}

#[test]
fn a_run_that_does_not_hold_is_noticed() {
    let id = example().report["connection"]["external_id"].as_str().unwrap().to_owned();
    let fine = [call("DescribeVpcs"), probe("right", Some(&id)), probe("none", None), probe("wrong", Some("x"))];
    let played = Played { calls: fine.to_vec(), ..example() };
    assert_eq!(broken(&played, &[]), Vec::<String>::new(), "what a run sends");
    for (name, call) in [
        ("a call that changes something", call("CreateVpc")),
        ("a dry run", call("RunInstances")),
        ("a probe without its External ID", probe("right", None)),
        ("a probe with one too many", probe("none", Some(&id))),
        ("a wrong one that is the right one", probe("wrong", Some(&id))),
        ("a probe that nobody can tell", probe("other", Some(&id))),
    ] {
        let played = Played { calls: vec![call], ..example() };
        assert_eq!(broken(&played, &[]).len(), 1, "{name} is noticed");
    }
    let secret = || "the secret of a session".to_owned();
    let issued = Issued { access_key: String::new(), secret_key: secret(), session_token: secret() };
    let mut played = Played { issued: vec![issued], ..example() };
    assert_eq!(broken(&played, &[]), Vec::<String>::new(), "nothing is shown");
    played.ran.messages = format!("debug: {}", secret());
    assert_eq!(broken(&played, &[]).len(), 1, "a secret on standard error is noticed");
}
