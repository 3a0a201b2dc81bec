//! The connection test against a scripted cloud.
#![allow(clippy::unwrap_used, clippy::panic)]

mod evidence;
mod inventory;
mod mends;
mod own_policies;
mod permissions;
mod remedies;
mod rotation;
mod self_check;
#[path = "../support/mod.rs"]
mod support;
mod verdicts;
mod waits;

use std::time::Duration;

use connect_app::verify::{VerifyRequest, verify};
use connect_core::check::{Cause, Check, CheckId, CheckStatus, Remedy};
use connect_core::console::Console;
use connect_core::ports::RegionChoice;
use connect_core::report::Report;
use support::{FakeCloud, ROLE, Script};

const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";

fn request() -> VerifyRequest {
    VerifyRequest {
        role_arn: ROLE.parse().unwrap(),
        external_id: ID.parse().unwrap(),
        former_external_id: None,
        profile: None,
        without_runner: false,
        target_profile: None,
        regions: RegionChoice::All,
        discovery: true,
        platform_account: None,
        expected_account: None,
        propagation_wait: Duration::ZERO,
        console: Console::Aws,
    }
}

/// With a profile that may read the role.
fn with_target() -> VerifyRequest {
    VerifyRequest { target_profile: Some("target".parse().unwrap()), ..request() }
}

async fn report_of(script: Script, request: &VerifyRequest) -> (Report, FakeCloud) {
    let cloud = FakeCloud::new(script);
    let report = verify(&cloud, request, &|_| ()).await.unwrap();
    let ids: Vec<CheckId> = report.checks.iter().map(|check| check.id).collect();
    assert_eq!(ids, CheckId::ALL, "every report has all ten checks in order");
    for check in &report.checks {
        let way_on = check.cause.is_some() && !check.remedies.is_empty();
        assert!(check.status != CheckStatus::Fail || way_on, "a failure has a cause and a way on: {check:?}");
        assert!(check.status != CheckStatus::Warn || !check.remedies.is_empty(), "so has a warning: {check:?}");
    }
    (report, cloud)
}

fn check(report: &Report, id: CheckId) -> &Check {
    report.check(id).unwrap()
}

fn status(report: &Report, id: CheckId) -> CheckStatus {
    check(report, id).status
}

fn cause(report: &Report, id: CheckId) -> Option<Cause> {
    check(report, id).cause
}

/// The texts to paste of a check.
fn snippets(check: &Check) -> Vec<&str> {
    check.remedies.iter().filter_map(|remedy| remedy.snippet.as_deref()).collect()
}

fn remedy<'a>(check: &'a Check, snippet: &str) -> &'a Remedy {
    let has = |remedy: &&Remedy| remedy.snippet.as_deref().is_some_and(|text| text.contains(snippet));
    check.remedies.iter().find(has).unwrap_or_else(|| panic!("no remedy with {snippet:?}: {:#?}", check.remedies))
}

fn trust(condition: &serde_json::Value) -> String {
    let statement = serde_json::json!({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole", "Condition": condition});
    serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

fn enforced() -> Script {
    Script { trust: Some(trust(&serde_json::json!({"StringEquals": {"sts:ExternalId": ID}}))), ..Script::default() }
}

/// An enforced role that refuses the runner all the same.
fn refusing() -> Script {
    Script { lets_in: [false; 3], ..enforced() }
}
