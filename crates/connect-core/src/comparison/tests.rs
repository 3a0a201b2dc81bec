//! What is said to have changed, and what must not be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::coverage::{CoverageCell, Outcome};
use crate::resource::{Kind, Place, Resource};

const EXAMPLE: &str = include_str!("../../tests/data/report.example.json");

pub(crate) fn example() -> Report {
    serde_json::from_str(EXAMPLE).unwrap()
}

fn region(name: &str) -> Place {
    name.parse().unwrap()
}

/// The report that the example is compared with: green, and of an account that looked a little different.
pub(crate) fn earlier() -> Report {
    let mut report = Report { comparison: None, ..example() };
    report.report_id = "27c4f0de-5b13-4c7e-a0f4-8e1d2c3b4a59".parse().unwrap();
    for time in [&mut report.started_at, &mut report.finished_at] {
        *time -= jiff::SignedDuration::from_hours(24);
    }
    report.status = Status::Connected;
    for id in [CheckId::RequiredPermissions, CheckId::Discovery] {
        report.checks[id as usize] = Check::pass(id, crate::check::Evidence::Live, "It was well.");
    }
    report.permissions[0].decision = Decision::Denied;
    for permission in &mut report.permissions[5..] {
        (permission.decision, permission.reason) = (Decision::Allowed, None);
    }
    let singapore = region("ap-southeast-1");
    for cell in report.coverage.iter_mut().filter(|cell| cell.region == singapore) {
        *cell = CoverageCell::answered(singapore.clone(), cell.kind, u64::from(cell.kind == Kind::Vpc));
    }
    let mut hidden = resource(&report, "vpc-0a1b2c3d4e5f60718").clone();
    (hidden.region, hidden.id) = (singapore, "vpc-0fa11en0ffthem4p".to_owned());
    let mut gone = resource(&report, "subnet-01aaaaaaaaaaaaaaa").clone();
    (gone.id, gone.name) = ("subnet-09ccccccccccccccc".to_owned(), Some("shop-public-c".to_owned()));
    report.resources.retain(|one| one.id != "subnet-02bbbbbbbbbbbbbbb");
    report.resources.extend([hidden, gone]);
    report.coverage.retain(|cell| cell.kind != Kind::HostedZone);
    report.resources.retain(|one| one.kind != Kind::HostedZone);
    let group = report.resources.iter_mut().find(|one| one.id == "sg-0123456789abcdef0").unwrap();
    group.attributes.edit(|map| {
        map["ingress"].as_array_mut().unwrap().remove(0);
    });
    group.tags.insert("owner", "web");
    report.totals = crate::coverage::totals(&report.coverage);
    report.sealed()
}

fn resource<'a>(report: &'a Report, id: &str) -> &'a Resource {
    report.resources.iter().find(|one| one.id == id).unwrap()
}

fn between(earlier: &Report, now: &Report) -> Comparison {
    Comparison::between(earlier, now).expect("the same role")
}

fn ids(names: &[ResourceName]) -> Vec<&str> {
    names.iter().map(|name| name.id.as_str()).collect()
}

#[test]
fn the_example_says_what_changed() {
    let (before, now) = (earlier(), example());
    let comparison = between(&before, &now);
    assert_eq!(now.comparison.as_ref(), Some(&comparison), "its comparison is with that earlier report");
    assert_eq!(comparison.with, before.report_id, "which it names");
    assert_eq!(comparison.status, StatusChange { before: Status::Connected, now: Status::Degraded }, "both verdicts");
    let checks: Vec<CheckId> = comparison.checks.iter().map(|change| change.id).collect();
    assert_eq!(checks, [CheckId::RequiredPermissions, CheckId::Discovery], "the two that were green");
    assert_eq!(comparison.checks[0].now.cause, Some(Cause::PermissionsMissing), "with the cause of now");
    let actions = |changes: &[PermissionChange]| changes.iter().map(|one| one.action.clone()).collect::<Vec<_>>();
    let permissions = &comparison.permissions;
    assert_eq!(actions(&permissions.newly_denied), ["dynamodb:UpdateContinuousBackups"], "newly denied");
    assert_eq!(actions(&permissions.newly_allowed), ["ec2:DescribeVpcs"], "newly allowed");
    assert_eq!(actions(&permissions.not_seen), ["wafv2:CreateWebACL"], "unknown is not denied");
    let resources = &comparison.resources;
    assert_eq!(ids(&resources.gone), ["subnet-09ccccccccccccccc"], "gone where it was looked");
    assert_eq!(ids(&resources.new), ["subnet-02bbbbbbbbbbbbbbb"], "new where it was looked before");
    let [changed] = &resources.changed[..] else { panic!("one changed: {:?}", resources.changed) };
    assert_eq!(changed.resource.id, "sg-0123456789abcdef0", "the group with another rule");
    let names: Vec<&str> = changed.attributes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["ingress"], "what of it");
    let tag = TagChange { key: "owner".into(), before: Some("web".into()), now: None };
    assert_eq!(changed.tags, [tag], "and the tag that went");
}

#[test]
fn what_cannot_be_seen_is_not_gone() {
    let (before, mut now) = (example(), example());
    let frankfurt = region("eu-central-1");
    now.resources.retain(|one| one.region != frankfurt);
    for (outcome, kind) in [(Outcome::Denied, Kind::Vpc), (Outcome::Throttled, Kind::Subnet)] {
        let cell = now.coverage.iter_mut().find(|cell| cell.region == frankfurt && cell.kind == kind).unwrap();
        *cell = CoverageCell::unanswered(frankfurt.clone(), kind, outcome, "no".to_owned());
    }
    now.coverage.retain(|cell| cell.region != frankfurt || cell.kind != Kind::SecurityGroup);
    let changes = between(&before, &now).resources;
    assert_eq!(ids(&changes.gone), Vec::<&str>::new(), "nobody looked, so nothing is known to be gone");
    let seen: Vec<_> = changes.not_seen.iter().map(|cell| (cell.kind, cell.outcome, cell.count)).collect();
    let wanted = [
        (Kind::Vpc, Some(Outcome::Denied), 1),
        (Kind::Subnet, Some(Outcome::Throttled), 2),
        (Kind::SecurityGroup, None, 1),
    ];
    assert_eq!(seen, wanted, "each with why, and with what was there");
    let back = between(&now, &before).resources;
    assert_eq!(ids(&back.new), Vec::<&str>::new(), "what could not be seen before is not new either");
    assert_eq!(back.first_seen.iter().map(|cell| cell.count).sum::<u64>(), 4, "but seen for the first time");
}

#[test]
fn the_same_again_is_unchanged() {
    let (before, mut now) = (example(), example());
    now.report_id = uuid::Uuid::new_v4();
    for group in now.resources.iter_mut().filter(|one| one.kind == Kind::SecurityGroup) {
        group.attributes.edit(|map| map.values_mut().filter_map(Value::as_array_mut).for_each(|rules| rules.reverse()));
    }
    now.resources.reverse();
    let comparison = between(&before, &now);
    assert!(comparison.is_unchanged(), "AWS may answer in any order: {comparison:?}");
}

#[test]
fn an_id_of_another_region_is_another_resource() {
    let (before, mut now) = (example(), example());
    let moved = now.resources.iter_mut().find(|one| one.id == "vpc-0a1b2c3d4e5f60718").unwrap();
    moved.region = region("us-east-1");
    let changes = between(&before, &now).resources;
    assert_eq!(ids(&changes.gone), ["vpc-0a1b2c3d4e5f60718"], "it is no longer in Frankfurt");
    assert_eq!(ids(&changes.new), ["vpc-0a1b2c3d4e5f60718"], "and another one of that id is in Virginia");
}

#[test]
fn a_name_is_told_once() {
    let (before, mut now) = (example(), example());
    let vpc = now.resources.iter_mut().find(|one| one.id == "vpc-0a1b2c3d4e5f60718").unwrap();
    vpc.name = Some("store".to_owned());
    vpc.tags.insert("Name", "store");
    let user = now.resources.iter_mut().find(|one| one.name.as_deref() == Some("maria")).unwrap();
    user.name = Some("marie".to_owned());
    user.arn = user.arn.replace("maria", "marie");
    user.attributes.edit(|map| {
        map.insert("since".to_owned(), json!("today"));
    });
    let changed = between(&before, &now).resources.changed;
    let told = |index: usize| changed[index].attributes.iter().map(|one| one.name.as_str()).collect::<Vec<_>>();
    assert_eq!((told(0), changed[0].tags.len()), (vec!["name", "arn", "since"], 0), "a user's name is no tag");
    assert_eq!((told(1), changed[1].tags.len()), (vec![], 1), "a VPC's name is one");
    assert_eq!(changed[0].attributes[2].before, Value::Null, "what was not there was null");
}

#[test]
fn an_action_of_two_services_is_two_permissions() {
    let row = |service: &str, decision| Permission {
        service: service.to_owned(),
        action: "iam:GetRole".to_owned(),
        decision,
        ..example().permissions[0].clone()
    };
    let same = [row("IAM", Decision::Denied), row("Self-check", Decision::Allowed)];
    assert_eq!(PermissionChanges::between(&same, &same), PermissionChanges::default(), "each is as it was");
    let now = [same[0].clone(), row("Self-check", Decision::Denied)];
    let denied = PermissionChanges::between(&same, &now).newly_denied;
    assert_eq!((denied.len(), denied[0].service.as_str()), (1, "Self-check"), "the one whose scope is another");
}

#[test]
fn only_reports_of_one_role_are_compared() {
    let mut other = earlier();
    other.connection.role_arn = "arn:aws:iam::210987654321:role/Other".parse().unwrap();
    assert_eq!(Comparison::between(&other, &example()), None, "another role in the same account");
    assert_eq!(example().compared_with(&other).comparison, None, "then the report has none");
}

#[test]
fn reports_of_earlier_versions_are_read() {
    let mut value: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    for key in ["comparison", "redacted", "seal"] {
        value.as_object_mut().unwrap().shift_remove(key).unwrap();
    }
    let old: Report = serde_json::from_value(value).unwrap();
    assert!(between(&old, &example()).is_unchanged(), "and can be compared with");
}

proptest! {
    #[test]
    fn what_is_new_one_way_is_gone_the_other(
        before in prop::collection::btree_set(0_u8..20, 0..10), now in prop::collection::btree_set(0_u8..20, 0..10)
    ) {
        let model = resource(&example(), "vpc-0a1b2c3d4e5f60718").clone();
        let report = |ids: &BTreeSet<u8>| {
            let one = |id: &u8| Resource { id: format!("vpc-{id}"), ..model.clone() };
            Report { resources: ids.iter().map(one).collect(), ..example() }
        };
        let (before, now) = (report(&before), report(&now));
        let (there, back) = (between(&before, &now).resources, between(&now, &before).resources);
        let set = |names: &[ResourceName]| names.iter().map(|name| name.id.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(set(&there.new), set(&back.gone));
        prop_assert_eq!(set(&there.gone), set(&back.new));
        prop_assert_eq!(there.new.len() + before.resources.len(), there.gone.len() + now.resources.len());
    }

    #[test]
    fn a_permission_has_changed_exactly_when_its_decision_has(decisions in prop::collection::vec((0_usize..4, 0_usize..3), 1..12)) {
        const ALL: [Decision; 3] = [Decision::Allowed, Decision::Denied, Decision::Unknown];
        let model = example().permissions[0].clone();
        let of = |index: usize, decision| Permission { action: format!("ec2:Action{index}"), decision, ..model.clone() };
        let before: Vec<Permission> = decisions.iter().enumerate()
            .filter_map(|(index, (before, _))| Some(of(index, *ALL.get(*before)?))).collect();
        let now: Vec<Permission> = decisions.iter().enumerate().map(|(index, (_, now))| of(index, ALL[*now])).collect();
        let changes = PermissionChanges::between(&before, &now);
        let lists = [&changes.newly_allowed, &changes.newly_denied, &changes.not_seen];
        for (index, (before, now)) in decisions.iter().enumerate() {
            let action = format!("ec2:Action{index}");
            for (place, list) in lists.iter().enumerate() {
                // An action that is new to the catalogue and not known is no news.
                let wanted = *now == place && before != now && !(*before == 3 && *now == 2);
                let told = list.iter().any(|change| change.action == action);
                prop_assert_eq!(told, wanted, "{:?} after {:?} in list {}", ALL[*now], ALL.get(*before), place);
            }
        }
    }
}
