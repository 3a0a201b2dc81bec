//! Sets a scenario up in a sandbox, runs the program, and sets everything back.

use std::collections::BTreeSet;

use connect_testkit::{CUSTOMER_ACCOUNT, Call, Certificate, HttpsEndpoint, Issued, Settings};
use serde_json::{Value, json};
use tokio::process::Command;

use super::row::{Given, ROLE, ROLE_NAME, Scenario, good};
use super::{on_the_way, runners};
use crate::support::{EXTERNAL_ID, Ran, World, ran};

/// What a run left.
#[derive(Clone)]
pub(super) struct Played {
    pub(super) ran: Ran,
    pub(super) report: Value,
    pub(super) calls: Vec<Call>,
    pub(super) issued: Vec<Issued>,
    /// The regions that were named, if any were.
    pub(super) regions: Option<BTreeSet<&'static str>>,
    pub(super) discovery: bool,
}

/// A call to IAM in the customer's account.
type Change = (&'static str, Vec<(&'static str, String)>);

/// What a scenario needs while it runs, and what sets the sandbox back afterwards.
#[derive(Default)]
struct Set {
    variables: Vec<(&'static str, String)>,
    /// In place of the profile `sandbox-runner`.
    own_keys: bool,
    back: Vec<Change>,
    /// Held until the program has ended.
    https: Option<HttpsEndpoint>,
}

/// Regions that are enough where nothing is said about them.
const REGIONS: &str = "eu-central-1,us-east-1";

/// Plays one scenario. The sandbox is afterwards as it was.
pub(super) async fn play(world: &World, scenario: &Scenario) -> Played {
    let mut set = Set::default();
    let spreading = scenario.given.iter().any(|given| matches!(given, Given::Spreading(_)));
    for given in &scenario.given {
        apply(world, given, &mut set).await;
    }
    if !spreading {
        world.sandbox.settle();
    }
    world.sandbox.calls().clear();
    let ran = ran(command(world, scenario, &set)).await;
    drop(set.https);
    let report = serde_json::from_str(&ran.output).unwrap_or(Value::Null);
    let calls = world.sandbox.calls().list();
    world.sandbox.faults().clear();
    world.sandbox.settings().set(Settings::default());
    world.sandbox.stand_in().organisation(&json!({})).unwrap();
    for change in set.back.into_iter().rev() {
        changed(world, change).await;
    }
    let regions = argument(scenario, "--regions").unwrap_or(REGIONS);
    Played {
        ran,
        report,
        calls,
        issued: world.sandbox.issued(),
        regions: (regions != "all").then(|| regions.split(',').collect()),
        discovery: !scenario.arguments.contains(&"--no-discovery"),
    }
}

fn argument(scenario: &Scenario, name: &str) -> Option<&'static str> {
    let at = scenario.arguments.iter().position(|argument| *argument == name)?;
    scenario.arguments.get(at + 1).copied()
}

fn command(world: &World, scenario: &Scenario, set: &Set) -> Command {
    let usual =
        [("--role-arn", ROLE), ("--external-id", EXTERNAL_ID), ("--regions", REGIONS), ("--propagation-wait", "0")];
    let mut arguments = vec!["verify", "--format", "json"];
    for (name, value) in usual {
        if !scenario.arguments.contains(&name) {
            arguments.extend([name, value]);
        }
    }
    if !set.own_keys && !scenario.arguments.contains(&"--profile") {
        arguments.extend(["--profile", "sandbox-runner"]);
    }
    arguments.extend(&scenario.arguments);
    let mut command = world.command(&arguments);
    command.envs(set.variables.iter().map(|(name, value)| (name, value)));
    command
}

async fn changed(world: &World, (action, params): Change) {
    let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = world.sandbox.iam(CUSTOMER_ACCOUNT, action, &params).await;
    answer.unwrap_or_else(|error| panic!("{action}: {error}"));
}

async fn apply(world: &World, given: &Given, set: &mut Set) {
    match given {
        Given::Fault(fault) => world.sandbox.faults().add(fault.clone()),
        Given::Pages(size) => world.sandbox.settings().set(Settings { page_size: Some(*size), ..Settings::default() }),
        Given::Spreading(ms) => spread(world, *ms).await,
        Given::Organisation(policies) => world.sandbox.stand_in().organisation(policies).unwrap(),
        Given::Variable(name, value) => set.variables.push((name, (*value).to_owned())),
        Given::Profiles(text) => {
            let config = world.home.path().join("more-profiles");
            let own = std::fs::read_to_string(world.sandbox.dir().join("config")).unwrap();
            std::fs::write(&config, own + text).unwrap();
            set.variables.push(("AWS_CONFIG_FILE", config.display().to_string()));
        }
        Given::User(policy, boundary) => {
            set.own_keys = true;
            set.variables.extend(runners::keys(&runners::user(world, policy, boundary.as_ref()).await));
        }
        Given::Session(policy) => {
            set.own_keys = true;
            set.variables.extend(runners::keys(&runners::session(world, policy).await));
        }
        Given::Https(certificate, trusted) => {
            set.https = Some(world.sandbox.https(*certificate).await.unwrap());
            set.variables.push(("AWS_ENDPOINT_URL", set.https.as_ref().map(HttpsEndpoint::url).unwrap()));
            set.variables.extend(on_the_way::trust(world, *certificate, *trusted));
        }
        Given::Proxy(way) => {
            set.https = Some(world.sandbox.https(Certificate::Valid).await.unwrap());
            set.variables.extend(on_the_way::proxy(set.https.as_ref().unwrap(), *way).await);
        }
        Given::Trust(_) | Given::Inline(_) | Given::Attached(_) | Given::Without(_) | Given::Boundary(_) => {
            for (change, back) in of_role(given) {
                changed(world, change).await;
                set.back.push(back);
            }
        }
    }
}

/// The changes to the role, each with what takes it back.
fn of_role(given: &Given) -> Vec<(Change, Change)> {
    let role = || ("RoleName", ROLE_NAME.to_owned());
    let own = |end: &str| format!("arn:aws:iam::{CUSTOMER_ACCOUNT}:policy/{end}");
    let arn = |arn: String| vec![role(), ("PolicyArn", arn)];
    match given {
        Given::Trust(statements) => {
            let update = |statements: &Value| -> Change {
                ("UpdateAssumeRolePolicy", vec![role(), ("PolicyDocument", document(statements))])
            };
            vec![(update(statements), update(&good()))]
        }
        Given::Inline(statements) => {
            let name = || ("PolicyName", "scenario".to_owned());
            let put = ("PutRolePolicy", vec![role(), name(), ("PolicyDocument", document(statements))]);
            vec![(put, ("DeleteRolePolicy", vec![role(), name()]))]
        }
        Given::Attached(policy) => {
            let attach = ("AttachRolePolicy", arn((*policy).to_owned()));
            vec![(attach, ("DetachRolePolicy", arn((*policy).to_owned())))]
        }
        Given::Without(end) => {
            let policy = || arn(own(&format!("{ROLE_NAME}-{end}")));
            vec![(("DetachRolePolicy", policy()), ("AttachRolePolicy", policy()))]
        }
        Given::Boundary(statements) => {
            let name = format!("{ROLE_NAME}-Limit");
            let policy = own(&name);
            let make = ("CreatePolicy", vec![("PolicyName", name), ("PolicyDocument", document(statements))]);
            let set = ("PutRolePermissionsBoundary", vec![role(), ("PermissionsBoundary", policy.clone())]);
            let unset = ("DeleteRolePermissionsBoundary", vec![role()]);
            vec![(make, ("DeletePolicy", vec![("PolicyArn", policy)])), (set, unset)]
        }
        _ => Vec::new(),
    }
}

pub(super) fn document(statements: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// The trust policy is put in place just now, and AWS takes its time.
async fn spread(world: &World, ms: u64) {
    world.sandbox.settle();
    changed(world, of_role(&Given::Trust(good())).remove(0).0).await;
    world.sandbox.settings().set(Settings { propagation_ms: ms, ..Settings::default() });
}
