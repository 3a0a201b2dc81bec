//! The evaluator of trust policies and the stand-in decide alike: two implementations, hundreds of generated policies.
//! What the evaluator says depends on AWS counts apart.
#![allow(clippy::print_stdout)]

mod deviation;
mod generator;

use std::collections::BTreeMap;
use std::sync::Arc;

use connect_core::trust::{Admission, Runner, Wanted, admits, mend};
use connect_testkit::{As, CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT};
use serde_json::{Value, json};
use tokio::task::{JoinSet, LocalSet};

use crate::support::{EXTERNAL_ID, HOME, Playground, assume, call, unseeded};
use deviation::Deviation;

/// The user whose keys the profile `sandbox-runner` has.
const RUNNER_USER: &str = "alethia-runner";
/// The role whose session is the other runner; named so that the user may assume it.
const RUNNER_ROLE: &str = "AlethiaProvisionerRole-Runner";
const POLICIES: usize = 400;
/// As many are mended, for each runner.
const MENDED: usize = 150;
/// Right, no and wrong External ID.
const ENFORCED: [Outcome; 3] =
    [Outcome::Agreed { admitted: true }, Outcome::Agreed { admitted: false }, Outcome::Agreed { admitted: false }];
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
    let mut policies = generator::policies(POLICIES);
    policies.extend(Deviation::ALL.map(Deviation::example));
    let outcomes = on_roles(policies, async |place, policy| {
        let mut outcomes = Vec::new();
        if place.store(&policy).await {
            for caller in &*place.callers {
                outcomes.extend(place.ask(caller, &policy).await);
            }
        }
        outcomes
    });
    told(&outcomes.await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mended_policy_is_enforced_by_the_stand_in() {
    let outcomes = on_roles(generator::policies(MENDED), async |place, policy| {
        let mut outcomes = Vec::new();
        if !place.store(&policy).await {
            return outcomes;
        }
        for caller in &*place.callers {
            let (external_id, root) = (EXTERNAL_ID.parse().unwrap(), format!("arn:aws:iam::{PLATFORM_ACCOUNT}:root"));
            let wanted = Wanted { runner: &caller.runner, external_id: &external_id, principal: &root };
            let Some(mend) = mend(&policy.to_string(), &wanted) else { continue };
            assert!(place.store(&mend.policy).await, "a mended policy can be stored: {}", mend.policy);
            let answers: Result<Vec<Outcome>, String> = place.ask(caller, &mend.policy).await.into_iter().collect();
            outcomes.push(answers.map_err(|why| format!("{why}, mended from {policy}")));
        }
        outcomes
    });
    let outcomes = outcomes.await;
    let wrong: Vec<&String> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    let proved = outcomes.iter().filter(|outcome| matches!(outcome, Ok(all) if *all == ENFORCED)).count();
    println!("{} mends, {proved} of them proved, {} wrong", outcomes.len(), wrong.len());
    assert!(wrong.is_empty(), "what is offered as a mend is one:\n{wrong:#?}");
    assert!(proved * 4 > outcomes.len() * 3, "but for what only AWS knows, and what the stand-in does otherwise");
}

/// The numbers, and that they are worth something.
fn told(outcomes: &[Result<Outcome, String>]) {
    let wrong: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).map(String::as_str).collect();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for outcome in outcomes.iter().flatten() {
        *counts.entry(*outcome).or_default() += 1;
    }
    println!("{POLICIES} generated policies; those with NotPrincipal neither AWS nor the stand-in stores");
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

/// A role of the customer's that is asked about, and who asks.
struct Place {
    sandbox: Arc<Playground>,
    callers: Arc<Vec<Caller>>,
    role: String,
}

/// Does something on a role for each policy, on several roles at once.
#[allow(
    clippy::future_not_send,
    reason = "what is done on each role stays on this thread; the sandbox serves on the others"
)]
async fn on_roles<T: 'static>(
    policies: Vec<Value>,
    asked: impl AsyncFn(&Place, Value) -> Vec<T> + Copy + 'static,
) -> Vec<T> {
    let sandbox = Arc::new(unseeded().await);
    let callers = Arc::new(callers(&sandbox).await);
    let here = LocalSet::new();
    let mut asking = JoinSet::new();
    for number in 0..ROLES {
        let share: Vec<Value> = policies.iter().skip(number).step_by(ROLES).cloned().collect();
        let (sandbox, callers) = (Arc::clone(&sandbox), Arc::clone(&callers));
        let work = async move {
            let place = Place { role: make_role(&sandbox, number).await, sandbox, callers };
            let mut outcomes = Vec::new();
            for policy in share {
                outcomes.extend(asked(&place, policy).await);
            }
            outcomes
        };
        asking.spawn_local_on(work, &here);
    }
    here.run_until(asking.join_all()).await.into_iter().flatten().collect()
}

impl Place {
    /// Gives the role this trust policy; only one with `NotPrincipal` may be refused.
    async fn store(&self, policy: &Value) -> bool {
        let name = self.role.rsplit('/').next().unwrap();
        let change = json!({ "RoleName": name, "PolicyDocument": policy.to_string() });
        let stored = call(&self.sandbox, CUSTOMER_ACCOUNT, "iam", HOME, "UpdateAssumeRolePolicy", change).await;
        let not_principal = policy.to_string().contains("\"NotPrincipal\"");
        assert_eq!(stored.is_err(), not_principal, "{policy}: {stored:?}");
        stored.is_ok()
    }

    /// Asks both with the right, no and a wrong External ID.
    async fn ask(&self, caller: &Caller, policy: &Value) -> Vec<Result<Outcome, String>> {
        let mut outcomes = Vec::new();
        for external_id in [Some(EXTERNAL_ID), None, Some("wrong-id")] {
            let let_in = assume(&self.sandbox, caller.keys.clone(), &self.role, external_id).await.is_ok();
            let presented = external_id.map(|id| id.parse().unwrap());
            let admission = admits(&policy.to_string(), &caller.runner, presented.as_ref()).unwrap();
            outcomes.push(compare(&admission, let_in, policy, &caller.runner).map_err(|difference| {
                format!("{difference}: {} with External ID {external_id:?} by {policy}", caller.runner)
            }));
        }
        outcomes
    }
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
