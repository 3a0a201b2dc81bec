//! The runner's own policies, when AWS's refusal says nothing.

use std::time::{Duration, Instant};

use connect_app::verify::VerifyRequest;
use connect_core::check::{Audience, Cause, CheckId, Evidence};
use connect_core::ports::{IdentityPolicies, PolicyText, SimulationAnswer};
use connect_core::report::Decision;
use serde_json::{Value, json};

use super::support::Script;
use super::{check, refusing, report_of, request, snippets, with_target};

fn answer(decision: Decision) -> SimulationAnswer {
    SimulationAnswer {
        action: "sts:AssumeRole".to_owned(),
        decision,
        explicit_deny: false,
        allowed_by_boundary: None,
        allowed_by_organisation: None,
        missing_context: Vec::new(),
    }
}

fn policies(statements: &Value) -> IdentityPolicies {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let policy = PolicyText { name: "may".to_owned(), arn: None, document: Some(document) };
    IdentityPolicies { policies: vec![policy], boundary: None }
}

fn allow(resource: &str) -> IdentityPolicies {
    policies(&json!([{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": resource}]))
}

fn unseen_boundary(policies: IdentityPolicies) -> IdentityPolicies {
    let boundary = PolicyText { name: "boundary".to_owned(), arn: None, document: None };
    IdentityPolicies { boundary: Some(boundary), ..policies }
}

#[tokio::test]
async fn a_denial_of_the_runners_own_is_settled_and_not_waited_for() {
    let denied = || answer(Decision::Denied);
    let deny = json!([
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/AlethiaProvisionerRole"}
    ]);
    let simulated = |answer| Script { simulated: Some(answer), ..refusing() };
    let read = |policies| Script { own_policies: Some(policies), ..refusing() };
    let rows = [
        ("no policy allows it", simulated(denied()), Cause::RunnerNotAllowed, Evidence::Simulated, Audience::Platform),
        (
            "a policy denies it",
            simulated(SimulationAnswer { explicit_deny: true, ..denied() }),
            Cause::DeniedByIdentityPolicy,
            Evidence::Simulated,
            Audience::Platform,
        ),
        (
            "its boundary",
            simulated(SimulationAnswer { allowed_by_boundary: Some(false), ..denied() }),
            Cause::DeniedByBoundary,
            Evidence::Simulated,
            Audience::Platform,
        ),
        (
            "its organisation",
            simulated(SimulationAnswer { allowed_by_organisation: Some(false), explicit_deny: true, ..denied() }),
            Cause::DeniedByScp,
            Evidence::Simulated,
            Audience::OrganisationAdministrator,
        ),
        (
            "read: nothing",
            read(IdentityPolicies::default()),
            Cause::RunnerNotAllowed,
            Evidence::Policy,
            Audience::Platform,
        ),
        (
            "read: another role",
            read(allow("arn:aws:iam::*:role/Other")),
            Cause::RunnerNotAllowed,
            Evidence::Policy,
            Audience::Platform,
        ),
        (
            "read: a Deny",
            read(unseen_boundary(policies(&deny))),
            Cause::DeniedByIdentityPolicy,
            Evidence::Policy,
            Audience::Platform,
        ),
    ];
    for (name, script, cause, evidence, audience) in rows {
        let waiting = VerifyRequest { propagation_wait: Duration::from_secs(90), ..request() };
        let begun = Instant::now();
        let (report, _) = report_of(script, &waiting).await;
        assert!(begun.elapsed() < Duration::from_secs(30), "{name}: waiting cannot help");
        let assume = check(&report, CheckId::AssumeRole);
        assert_eq!((assume.cause, assume.evidence), (Some(cause), evidence), "{name}: {}", assume.summary);
        assert_eq!(assume.remedies[0].audience, audience, "{name}: who can mend it");
        assert!(assume.summary.contains("AWS said: "), "{name}: AWS's own words stay: {}", assume.summary);
    }
}

#[tokio::test]
async fn what_the_runner_may_do_is_no_hypothesis_any_more() {
    let allowed = Script { simulated: Some(answer(Decision::Allowed)), ..refusing() };
    let read = Script { own_policies: Some(allow("*")), ..refusing() };
    for (script, who) in [(allowed, "AWS's policy simulator says"), (read, "The texts of the runner's policies say")] {
        for request in [request(), with_target()] {
            let (report, _) = report_of(script.clone(), &request).await;
            let assume = check(&report, CheckId::AssumeRole);
            assert_eq!(assume.cause, Some(Cause::AssumeDenied), "it stays open: {}", assume.summary);
            let known = format!("{who} that the runner's own policies allow it");
            assert!(assume.summary.contains(&known), "{known:?}: {}", assume.summary);
            assert!(!assume.summary.contains("no policy of the runner's own"), "ruled out: {}", assume.summary);
            let commands = snippets(assume).join("\n");
            assert!(!commands.contains("simulate-principal-policy"), "the answer is known: {commands}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_told_stays_a_hypothesis() {
    let missing = SimulationAnswer { missing_context: vec!["aws:SourceIp".to_owned()], ..answer(Decision::Denied) };
    let from_office = json!([{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}]);
    for (name, script) in [
        ("nobody may look", refusing()),
        ("the simulator was not told all", Script { simulated: Some(missing), ..refusing() }),
        ("a condition that only AWS knows", Script { own_policies: Some(policies(&from_office)), ..refusing() }),
        ("a boundary that may not be seen", Script { own_policies: Some(unseen_boundary(allow("*"))), ..refusing() }),
    ] {
        let (report, cloud) = report_of(script, &request()).await;
        let assume = check(&report, CheckId::AssumeRole);
        assert_eq!(assume.cause, Some(Cause::AssumeDenied), "{name}: {}", assume.summary);
        assert!(assume.summary.contains("no policy of the runner's own allows it"), "{name}: {}", assume.summary);
        let asked = cloud.asked.lock().unwrap().clone();
        assert_eq!(asked, ["iam:SimulatePrincipalPolicy", "iam:ListUserPolicies"], "{name}: first asked, then read");
    }
}

#[tokio::test]
async fn the_runner_is_asked_about_only_when_all_else_leaves_it_open() {
    let scp = "not authorized to perform: sts:AssumeRole with an explicit deny in a service control policy";
    let stranger = VerifyRequest { platform_account: Some("999988887777".parse().unwrap()), ..request() };
    let pinned_otherwise = Script { lets_in: [false, true, false], ..refusing() };
    for (name, script, request) in [
        ("AWS names the policy", Script { refusal: scp, ..refusing() }, request()),
        ("a stranger", refusing(), stranger),
        ("the probe without an External ID got in", pinned_otherwise, request()),
    ] {
        let (_, cloud) = report_of(script, &request).await;
        assert!(cloud.asked.lock().unwrap().is_empty(), "{name}: nothing is asked of the runner's account");
    }
}

#[tokio::test]
async fn a_root_user_is_told_that_it_can_assume_no_role() {
    let (report, cloud) =
        report_of(Script { runner: "arn:aws:iam::111122223333:root", ..refusing() }, &request()).await;
    let assume = check(&report, CheckId::AssumeRole);
    assert_eq!(assume.cause, Some(Cause::RunnerNotAllowed), "{}", assume.summary);
    assert!(assume.summary.contains("AWS lets no root user assume a role"), "{}", assume.summary);
    assert_eq!(assume.remedies[0].audience, Audience::You, "another profile mends it");
    assert!(cloud.asked.lock().unwrap().is_empty(), "a root user cannot be simulated");
}
