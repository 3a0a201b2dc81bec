//! How long is waited, for what, and that every run ends.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use connect_app::verify::{VerifyRequest, verify, verify_within};
use connect_app::view::TestEvent;
use connect_core::check::{CheckId, CheckStatus};
use connect_core::coverage::Outcome;
use connect_core::failure::FailureKind;
use connect_core::report::{Report, Status};

use super::support::{FakeCloud, Script};
use super::{check, enforced, request};

/// Everything that a role's own session calls.
const CALLS: [&str; 6] = [
    "iam:GetRole",
    "iam:SimulatePrincipalPolicy",
    "iam:ListRolePolicies",
    "ec2:DescribeRegions",
    "ec2:DescribeVpcs",
    "iam:ListUsers",
];

fn denied(times: usize) -> Vec<(&'static str, FailureKind, usize)> {
    CALLS.map(|call| (call, FailureKind::Denied, times)).into()
}

fn waiting(seconds: u64) -> VerifyRequest {
    VerifyRequest { propagation_wait: Duration::from_secs(seconds), ..request() }
}

/// The report, and how often each cell was told.
async fn run(script: Script, request: &VerifyRequest) -> (Report, BTreeMap<String, usize>) {
    let told: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let sink = |event| {
        if let TestEvent::Cell { cell, .. } = event {
            *told.lock().unwrap().entry(format!("{} {}", cell.region, cell.kind)).or_default() += 1;
        }
    };
    let report = verify(&FakeCloud::new(script), request, &sink).await.unwrap();
    (report, told.into_inner().unwrap())
}

#[tokio::test]
async fn what_a_fresh_role_is_still_denied_is_tried_again() {
    let waited_for = Script { refused_first: 2, fails: denied(2), ..enforced() };
    let young = Script { created_at: jiff::Timestamp::now(), fails: denied(2)[1..].to_vec(), ..enforced() };
    for (name, script) in [("after a wait", waited_for), ("by its age", young)] {
        let (report, told) = run(script, &waiting(5)).await;
        assert_eq!(report.status, Status::Connected, "{name}: {:#?}", report.first_concern());
        assert!(told.len() == 5 && told.values().all(|times| *times == 1), "{name}: each cell is told once: {told:?}");
    }
}

#[tokio::test]
async fn a_denial_that_stays_is_told_when_the_wait_is_over() {
    let script = Script { created_at: jiff::Timestamp::now(), fails: denied(usize::MAX)[4..].to_vec(), ..enforced() };
    let (report, told) = run(script, &waiting(1)).await;
    assert_eq!(check(&report, CheckId::Discovery).status, CheckStatus::Warn, "denied in the end");
    assert!(told.len() == 5 && told.values().all(|times| *times == 1), "each cell is told once: {told:?}");
}

#[tokio::test]
async fn a_denial_that_waiting_cannot_mend_is_not_waited_for() {
    let old = Script { fails: denied(usize::MAX), ..enforced() };
    let scp = "not authorized, with an explicit deny in a service control policy";
    let decided = Script {
        created_at: jiff::Timestamp::now(),
        denial: scp,
        fails: denied(usize::MAX)[1..].to_vec(),
        ..enforced()
    };
    for (name, script) in [("an old role", old), ("an explicit deny", decided)] {
        let begun = Instant::now();
        let (report, _) = run(script, &waiting(90)).await;
        assert_eq!(report.status, Status::Degraded, "{name}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{name} was waited for: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_run_ends_whatever_a_discovery_does() {
    let cloud = FakeCloud::new(Script { discovery: Duration::from_mins(10), ..enforced() });
    let begun = Instant::now();
    let report = verify_within(Duration::from_millis(300), &cloud, &request(), &|_| ()).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(20), "the bound holds: {:?}", begun.elapsed());
    assert_eq!(report.coverage.len(), 5, "the ledger has every cell");
    for cell in &report.coverage {
        let detail = cell.detail.as_deref().unwrap_or_default();
        assert!(cell.outcome == Outcome::NotAttempted && detail.contains("gone on for too long"), "{cell:?}");
    }
    assert_eq!(check(&report, CheckId::Discovery).status, CheckStatus::Fail, "nothing was seen");
}
