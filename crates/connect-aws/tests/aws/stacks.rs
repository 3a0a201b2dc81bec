//! Stacks that change, against the stand-in's `CloudFormation`: it really keeps an update going while a resource waits for
//! its signal, and really takes one back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_core::console::StackName;
use connect_core::failure::FailureKind;
use connect_core::ports::{Identity, Stacks};
use connect_core::stack::{ChangeAction, PlanKind, StackEvent, StackFailure, StackPlan, StackRequest};
use connect_testkit::{CUSTOMER_ACCOUNT, Sandbox};
use serde_json::json;

use crate::standin::World;

const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole";
const OTHER_ROLE: &str = "arn:aws:iam::444455556666:role/Other";

/// The template that customers get.
const TEMPLATE: &str = include_str!("../../../../role/cloudformation/alethia-provisioner-role.yaml");

/// A role that is changed only after something has waited for a signal: as long as nobody gives it, the stack is under way.
const WAITING: &str = r#"{
  "Parameters": {
    "ExternalId": {"Type": "String"}, "PlatformAccountId": {"Type": "String"},
    "RoleName": {"Type": "String", "Default": "AlethiaProvisionerRole"}, "Waits": {"Type": "String", "Default": "no"}
  },
  "Conditions": {"Waits": {"Fn::Equals": [{"Ref": "Waits"}, "yes"]}},
  "Resources": {
    "Signal": {
      "Type": "AWS::CloudFormation::WaitCondition", "Condition": "Waits",
      "CreationPolicy": {"ResourceSignal": {"Count": 1, "Timeout": "PT2M"}}
    },
    "ProvisionerRole": {
      "Type": "AWS::IAM::Role", "DependsOn": "Signal",
      "Properties": {
        "RoleName": {"Ref": "RoleName"},
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
          "Effect": "Allow", "Principal": {"AWS": {"Ref": "PlatformAccountId"}}, "Action": "sts:AssumeRole",
          "Condition": {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}}
        }]}
      }
    }
  },
  "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["ProvisionerRole", "Arn"]}}}
}"#;

fn request(template: &'static str, more: &[(&str, &str)]) -> StackRequest {
    let given = [("ExternalId", "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"), ("PlatformAccountId", "111122223333")];
    StackRequest {
        profile: "sandbox-customer".parse().unwrap(),
        region: "eu-central-1".parse().unwrap(),
        name: StackName::default(),
        template,
        parameters: given.iter().chain(more).map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        kept: Vec::new(),
    }
}

async fn customer(world: &World) -> Arc<dyn Identity> {
    world.identity("sandbox-customer").await
}

/// Plans and carries out; answers with the plan, the Role ARN and the events.
async fn made(stacks: &dyn Stacks, request: &StackRequest) -> (StackPlan, String, Vec<StackEvent>) {
    let events = Mutex::new(Vec::new());
    let plan = stacks.plan(request).await.unwrap();
    let role = stacks.carry_out(request, &plan, &|event| events.lock().unwrap().push(event)).await.unwrap();
    (plan, role.to_string(), events.into_inner().unwrap())
}

/// What is waited for in [`WAITING`] has come.
async fn signal(sandbox: &Sandbox) {
    let signal = json!({
        "StackName": StackName::default().to_string(), "LogicalResourceId": "Signal",
        "UniqueId": "test", "Status": "SUCCESS",
    });
    sandbox.aws(CUSTOMER_ACCOUNT, "cloudformation", "eu-central-1", "SignalResource", signal).await.unwrap();
}

/// Begins an update that waits for its signal, and returns once it is under way.
async fn begun<'a>(world: &World, stacks: &'a dyn Stacks, request: &'a StackRequest) -> StackPlan {
    let plan = stacks.plan(request).await.unwrap();
    let PlanKind::Update { change_set } = &plan.kind else { panic!("{plan:?} changes the stack that is there") };
    let execute = json!({ "StackName": StackName::default().to_string(), "ChangeSetName": change_set });
    let sandbox = &world.sandbox;
    sandbox.aws(CUSTOMER_ACCOUNT, "cloudformation", "eu-central-1", "ExecuteChangeSet", execute).await.unwrap();
    plan
}

#[tokio::test]
async fn an_update_with_another_name_replaces_the_role() {
    let world = World::start().await;
    let customer = customer(&world).await;
    let stacks = customer.stacks();
    let (_, role, _) = made(stacks, &request(TEMPLATE, &[])).await;
    assert_eq!(role, ROLE, "made with its usual name");

    let (plan, role, events) = made(stacks, &request(TEMPLATE, &[("RoleName", "Other")])).await;
    assert!(matches!(plan.kind, PlanKind::Update { .. }), "the stack is there: {plan:?}");
    let change = plan.changes.iter().find(|change| change.logical_id == "ProvisionerRole").unwrap();
    assert_eq!((change.action, change.replaced), (ChangeAction::Modify, true), "a person sees it before: {change:?}");
    assert_eq!(change.physical_id.as_deref(), Some("AlethiaProvisionerRole"), "by the name that it has now");
    assert_eq!(role, OTHER_ROLE, "the role is the new one");
    let last = events.last().map(|event| event.status.as_str());
    assert_eq!(last, Some("UPDATE_COMPLETE"), "the events of this update and no other: {events:?}");

    let role = |name: &str| name.parse().unwrap();
    assert!(customer.reader().role(&role("Other")).await.is_ok(), "it is there");
    let gone = customer.reader().role(&role("AlethiaProvisionerRole")).await.unwrap_err();
    assert_eq!(gone.kind, FailureKind::NotFound, "and the one before is not");
    let found = stacks.made_role(&"eu-central-1".parse().unwrap(), &StackName::default()).await.unwrap();
    assert_eq!(found.map(|arn| arn.to_string()).as_deref(), Some(OTHER_ROLE), "a look-out finds the new one");
}

#[tokio::test]
async fn a_cancelled_update_is_taken_back() {
    let world = World::start().await;
    let customer = customer(&world).await;
    let stacks = customer.stacks();
    made(stacks, &request(WAITING, &[])).await;
    let update = request(WAITING, &[("RoleName", "Other"), ("Waits", "yes")]);
    let plan = stacks.plan(&update).await.unwrap();
    let carried_out = stacks.carry_out(&update, &plan, &|_| ());
    let cancelled = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        stacks.stop(&update, &plan).await.unwrap();
        // The stand-in looks whether it was cancelled between two resources.
        signal(&world.sandbox).await;
    };
    let (ended, ()) = tokio::join!(carried_out, cancelled);
    let StackFailure::NotUpdated { status, .. } = ended.unwrap_err() else { panic!("the update was taken back") };
    assert_eq!(status, "UPDATE_ROLLBACK_COMPLETE", "the stack is as it was");
    assert!(customer.reader().role(&"AlethiaProvisionerRole".parse().unwrap()).await.is_ok(), "with its role");
    let other = customer.reader().role(&"Other".parse().unwrap()).await;
    assert_eq!(other.err().map(|failure| failure.kind), Some(FailureKind::NotFound), "and no other");
    let again = stacks.plan(&request(WAITING, &[("RoleName", "Other")])).await.unwrap();
    assert!(matches!(again.kind, PlanKind::Update { .. }), "and it can be updated again: {again:?}");
}

#[tokio::test]
async fn a_stack_that_is_under_way_is_watched_and_left_to_whoever_began_it() {
    let world = World::start().await;
    let customer = customer(&world).await;
    let stacks = customer.stacks();
    made(stacks, &request(WAITING, &[])).await;
    let update = request(WAITING, &[("RoleName", "Other"), ("Waits", "yes")]);
    begun(&world, stacks, &update).await;
    world.sandbox.calls().clear();

    let plan = stacks.plan(&update).await.unwrap();
    assert_eq!(plan.kind, PlanKind::UnderWay, "somebody else's update is going on");
    assert!(plan.changes.is_empty(), "nothing is said of what it changes");
    stacks.stop(&update, &plan).await.unwrap();
    stacks.discard(&update, &plan).await.unwrap();
    let watched = stacks.carry_out(&update, &plan, &|_| ());
    let ended = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        signal(&world.sandbox).await;
    };
    let (role, ()) = tokio::join!(watched, ended);
    assert_eq!(role.unwrap().to_string(), OTHER_ROLE, "it is watched to its end, and its role taken");
    let calls = world.sandbox.calls();
    for changing in ["CreateChangeSet", "ExecuteChangeSet", "CancelUpdateStack", "DeleteStack", "DeleteChangeSet"] {
        assert_eq!(calls.of("cloudformation", changing).len(), 0, "{changing}: nothing of it is ours to change");
    }
}

#[tokio::test]
async fn a_deleted_stack_is_told_to_its_end_and_its_role_is_gone() {
    let world = World::start().await;
    let customer = customer(&world).await;
    let stacks = customer.stacks();
    made(stacks, &request(TEMPLATE, &[])).await;
    let (region, name) = ("eu-central-1".parse().unwrap(), StackName::default());
    let events = Mutex::new(Vec::new());
    stacks.delete(&region, &name, &|event| events.lock().unwrap().push(event)).await.unwrap();
    let events: Vec<StackEvent> = events.into_inner().unwrap();
    assert!(events.iter().all(|event| event.status.starts_with("DELETE_")), "of this time alone: {events:?}");
    let last = events.last().map(|event| event.status.as_str());
    assert_eq!(last, Some("DELETE_COMPLETE"), "to its end: {events:?}");
    let gone = customer.reader().role(&"AlethiaProvisionerRole".parse().unwrap()).await.unwrap_err();
    assert_eq!(gone.kind, FailureKind::NotFound, "the role went with it");
    assert_eq!(stacks.made_role(&region, &name).await.unwrap(), None, "by its name there is no stack any more");
    world.sandbox.calls().clear();
    stacks.delete(&region, &name, &|_| ()).await.unwrap();
    assert_eq!(world.sandbox.calls().of("cloudformation", "DeleteStack").len(), 0, "what is gone is not deleted again");
}
