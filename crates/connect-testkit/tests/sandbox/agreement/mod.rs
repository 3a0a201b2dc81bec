//! The evaluator of trust policies and the stand-in decide alike: two implementations, hundreds of generated policies.
#![allow(clippy::print_stdout)]

mod deviation;
mod generator;

use std::collections::BTreeMap;
use std::sync::Arc;

use connect_core::trust::{Admission, Runner, admits};
use connect_testkit::{As, CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{EXTERNAL_ID, HOME, Playground, assume, call, unseeded};
use deviation::Deviation;

/// The user whose keys the profile `sandbox-runner` has.
const RUNNER_USER: &str = "alethia-runner";
/// The role whose session is the other runner; named so that the user may assume it.
const RUNNER_ROLE: &str = "AlethiaProvisionerRole-Runner";
const POLICIES: usize = 400;
/// Roles that are asked at the same time.
const ROLES: usize = 8;

/// Someone who assumes the role, as the stand-in and as the evaluator know them.
#[derive(Clone)]
struct Caller {
    keys: As,
    runner: Runner,
}

/// How one question went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Agreed { admitted: bool },
    Depends,
    Deviates(Deviation),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_evaluator_and_the_stand_in_decide_alike() {
    let sandbox = Arc::new(unseeded().await);
    let callers = callers(&sandbox).await;
    let mut policies = generator::policies(POLICIES);
    policies.extend(Deviation::ALL.map(Deviation::example));
    let mut asking = JoinSet::new();
    for number in 0..ROLES {
        let (sandbox, callers) = (Arc::clone(&sandbox), callers.clone());
        let share: Vec<Value> = policies.iter().skip(number).step_by(ROLES).cloned().collect();
        asking.spawn(async move {
            let role = make_role(&sandbox, number).await;
            let mut outcomes = Vec::new();
            let mut refused = 0;
            for policy in share {
                if store(&sandbox, &role, &policy).await {
                    outcomes.extend(ask(&sandbox, &callers, &role, &policy).await);
                } else {
                    refused += 1;
                }
            }
            (outcomes, refused)
        });
    }
    let (mut outcomes, mut refused) = (Vec::new(), 0);
    for (some, more) in asking.join_all().await {
        outcomes.extend(some);
        refused += more;
    }
    told(&outcomes, refused);
}

/// The numbers, and that they are worth something.
fn told(outcomes: &[Result<Outcome, String>], refused: usize) {
    let wrong: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).map(String::as_str).collect();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for outcome in outcomes.iter().flatten() {
        *counts.entry(*outcome).or_default() += 1;
    }
    println!(
        "{POLICIES} generated policies, {refused} of them with NotPrincipal, which neither AWS nor the stand-in stores"
    );
    println!("{} questions: {counts:?}, {} unexplained", outcomes.len(), wrong.len());
    assert!(wrong.is_empty(), "each difference is a defect here or a named deviation there:\n{}", wrong.join("\n"));
    let count = |outcome| counts.get(&outcome).copied().unwrap_or_default();
    let (admitted, denied) = (count(Outcome::Agreed { admitted: true }), count(Outcome::Agreed { admitted: false }));
    assert!(admitted >= 400 && denied >= 400, "both answers occur often enough to mean something: {counts:?}");
    assert!(count(Outcome::Depends) * 5 < outcomes.len(), "most questions have an answer: {counts:?}");
    for deviation in Deviation::ALL {
        assert!(count(Outcome::Deviates(deviation)) > 0, "{deviation:?} explains nothing and can go");
    }
}

async fn ask(sandbox: &Playground, callers: &[Caller], role: &str, policy: &Value) -> Vec<Result<Outcome, String>> {
    let mut outcomes = Vec::new();
    for caller in callers {
        for external_id in [Some(EXTERNAL_ID), None, Some("wrong-id")] {
            let let_in = assume(sandbox, caller.keys.clone(), role, external_id).await.is_ok();
            let presented = external_id.map(|id| id.parse().unwrap());
            let admission = admits(&policy.to_string(), &caller.runner, presented.as_ref()).unwrap();
            outcomes.push(compare(&admission, let_in, policy, &caller.runner).map_err(|difference| {
                format!("{difference}: {} with External ID {external_id:?} by {policy}", caller.runner)
            }));
        }
    }
    outcomes
}

fn compare(admission: &Admission, let_in: bool, policy: &Value, runner: &Runner) -> Result<Outcome, String> {
    let admitted = match admission {
        Admission::Depends(_) => return Ok(Outcome::Depends),
        Admission::Allows => true,
        Admission::Refuses(..) => false,
    };
    if admitted == let_in {
        return Ok(Outcome::Agreed { admitted });
    }
    let known = Deviation::ALL.into_iter().find(|deviation| deviation.explains(policy, runner));
    known.map(Outcome::Deviates).ok_or_else(|| format!("{admission:?} here, let in there: {let_in}"))
}

/// A user and a role's session of the platform account.
async fn callers(sandbox: &Playground) -> Vec<Caller> {
    let user = format!("arn:aws:iam::{PLATFORM_ACCOUNT}:user/{RUNNER_USER}");
    let trusts_user = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": user }, "Action": "sts:AssumeRole" }] });
    let may_assume = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }] });
    let role = json!({ "RoleName": RUNNER_ROLE, "AssumeRolePolicyDocument": trusts_user.to_string() });
    let made = call(sandbox, PLATFORM_ACCOUNT, "iam", HOME, "CreateRole", role).await.unwrap();
    let policy =
        json!({ "RoleName": RUNNER_ROLE, "PolicyName": "may-assume", "PolicyDocument": may_assume.to_string() });
    call(sandbox, PLATFORM_ACCOUNT, "iam", HOME, "PutRolePolicy", policy).await.unwrap();
    let arn = made["Role"]["Arn"].as_str().unwrap();
    let session = assume(sandbox, "sandbox-runner", arn, None).await.unwrap();
    let account = || PLATFORM_ACCOUNT.parse().unwrap();
    let session_arn = format!("arn:aws:sts::{PLATFORM_ACCOUNT}:assumed-role/{RUNNER_ROLE}/test");
    vec![
        Caller { keys: As::from("sandbox-runner"), runner: Runner::new(account(), user) },
        Caller { keys: session, runner: Runner::new(account(), session_arn) },
    ]
}

async fn make_role(sandbox: &Playground, number: usize) -> String {
    let nobody = json!({ "Version": "2012-10-17", "Statement": [] }).to_string();
    let name = format!("AlethiaProvisionerRole-Asked-{number}");
    let role = json!({ "RoleName": name, "AssumeRolePolicyDocument": nobody });
    let made = call(sandbox, CUSTOMER_ACCOUNT, "iam", HOME, "CreateRole", role).await.unwrap();
    made["Role"]["Arn"].as_str().unwrap().to_owned()
}

/// Gives the role this trust policy; only one with `NotPrincipal` may be refused.
async fn store(sandbox: &Playground, role: &str, policy: &Value) -> bool {
    let name = role.rsplit('/').next().unwrap();
    let change = json!({ "RoleName": name, "PolicyDocument": policy.to_string() });
    let stored = call(sandbox, CUSTOMER_ACCOUNT, "iam", HOME, "UpdateAssumeRolePolicy", change).await;
    let not_principal = policy.to_string().contains("\"NotPrincipal\"");
    assert_eq!(stored.is_err(), not_principal, "{policy}: {stored:?}");
    stored.is_ok()
}
