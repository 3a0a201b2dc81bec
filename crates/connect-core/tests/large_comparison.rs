//! A hundred thousand resources are compared in a moment, and twice as many take twice as long.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::print_stdout, reason = "figures for who asks for them")]

use std::time::{Duration, Instant};

use connect_core::comparison::Comparison;
use connect_core::coverage::CoverageCell;
use connect_core::report::Report;
use connect_core::resource::{Kind, Place, Resource};

/// A report with that many VPCs in each of ten regions, and one with one more, one less and one changed in each.
fn reports(each: usize) -> (Report, Report) {
    let mut before: Report = serde_json::from_str(include_str!("data/report.example.json")).unwrap();
    let model = before.resources.iter().find(|one| one.kind == Kind::Vpc).expect("a VPC").clone();
    before.resources.clear();
    before.coverage.clear();
    for number in 1..=10 {
        let region: Place = format!("eu-test-{number}").parse().unwrap();
        before.coverage.push(CoverageCell::answered(region.clone(), Kind::Vpc, each as u64));
        let vpc = |id| Resource { id: format!("vpc-{id:017x}"), region: region.clone(), ..model.clone() };
        before.resources.extend((0..each).map(vpc));
    }
    let mut now = before.clone();
    for start in (0..10).map(|number| number * each) {
        "vpc-new".clone_into(&mut now.resources[start].id);
        now.resources[start + 1].tags.insert("new", "tag");
    }
    (before, now)
}

fn compared(each: usize) -> Duration {
    let (before, now) = reports(each);
    let started = Instant::now();
    let changes = Comparison::between(&before, &now).expect("the same role").resources;
    let took = started.elapsed();
    assert_eq!((changes.new.len(), changes.gone.len(), changes.changed.len()), (10, 10, 10), "each change is found");
    took
}

#[test]
fn the_time_grows_with_the_account_and_not_faster() {
    let (few, many) = (compared(1_000), compared(10_000));
    println!("compared: 10,000 resources in {few:?}, 100,000 in {many:?}");
    // Ten times as much may take ten times as long; a square would take a hundred times.
    assert!(many < few * 40 + Duration::from_millis(200), "{few:?} for 10,000, {many:?} for 100,000");
}
