//! Stacks are really made: parameters and capabilities are checked, outputs are the roles' own.

use std::time::Duration;

use connect_testkit::{Effect, Fault, Sandbox, Settings};
use serde_json::{Value, json};

use crate::support::{EXTERNAL_ID, HOME, assume, call, code, template, unseeded};

const CUSTOMER: &str = "sandbox-customer";

fn stack(external_id: &str, capabilities: &[&str]) -> Value {
    json!({
        "StackName": "alethia",
        "TemplateBody": std::fs::read_to_string(template()).unwrap(),
        "Capabilities": capabilities,
        "Parameters": [
            { "ParameterKey": "ExternalId", "ParameterValue": external_id },
            { "ParameterKey": "PlatformAccountId", "ParameterValue": "111122223333" },
        ],
    })
}

async fn create(sandbox: &Sandbox, external_id: &str, capabilities: &[&str]) -> String {
    code(call(sandbox, CUSTOMER, "cloudformation", HOME, "CreateStack", stack(external_id, capabilities)).await)
}

async fn described(sandbox: &Sandbox) -> Value {
    let name = json!({ "StackName": "alethia" });
    call(sandbox, CUSTOMER, "cloudformation", HOME, "DescribeStacks", name).await.unwrap()["Stacks"][0].take()
}

async fn finished(sandbox: &Sandbox) -> Value {
    for _ in 0..100 {
        let stack = described(sandbox).await;
        if stack["StackStatus"] != "CREATE_IN_PROGRESS" {
            return stack;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the stack never finished: {}", described(sandbox).await)
}

#[tokio::test]
async fn a_stack_makes_a_role_that_can_be_assumed() {
    let sandbox = unseeded().await;
    assert_eq!(
        create(&sandbox, EXTERNAL_ID, &[]).await,
        "InsufficientCapabilitiesException",
        "IAM is to be acknowledged"
    );
    assert_eq!(
        create(&sandbox, "NOT A UUID", &["CAPABILITY_NAMED_IAM"]).await,
        "ValidationError",
        "the pattern is checked"
    );
    assert_eq!(create(&sandbox, EXTERNAL_ID, &["CAPABILITY_NAMED_IAM"]).await, "ok");
    assert_eq!(
        create(&sandbox, EXTERNAL_ID, &["CAPABILITY_NAMED_IAM"]).await,
        "AlreadyExistsException",
        "names are unique"
    );
    let stack = finished(&sandbox).await;
    assert_eq!(stack["StackStatus"], "CREATE_COMPLETE", "{stack}");
    assert_eq!(stack["Outputs"][0]["OutputKey"], "RoleArn");
    let arn = stack["Outputs"][0]["OutputValue"].as_str().unwrap();
    let role = assume(&sandbox, "sandbox-runner", arn, Some(EXTERNAL_ID)).await.unwrap();
    assume(&sandbox, "sandbox-runner", arn, None).await.expect_err("the stack's trust policy has the External ID");
    let vpcs = call(&sandbox, role.clone(), "ec2", HOME, "DescribeVpcs", json!({})).await;
    assert_eq!(code(vpcs), "ok", "the managed policy is attached");
    let roles = call(&sandbox, role, "iam", HOME, "ListRoles", json!({})).await;
    assert_eq!(code(roles), "AccessDenied", "and allows no more than it says");
}

#[tokio::test]
async fn a_slow_stack_is_in_progress_and_has_no_outputs() {
    let sandbox = unseeded().await;
    sandbox.settings().set(Settings { stack_delay_ms: 1500, ..Settings::default() });
    assert_eq!(create(&sandbox, EXTERNAL_ID, &["CAPABILITY_NAMED_IAM"]).await, "ok");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let stack = described(&sandbox).await;
    assert_eq!(stack["StackStatus"], "CREATE_IN_PROGRESS", "the stand-in is done, but the delay is not over");
    assert_eq!(stack["Outputs"].as_array().map_or(0, Vec::len), 0, "outputs come with completion");
    let events = async || {
        let name = json!({ "StackName": "alethia" });
        let answer = call(&sandbox, CUSTOMER, "cloudformation", HOME, "DescribeStackEvents", name).await.unwrap();
        let all = answer["StackEvents"].as_array().unwrap().clone();
        let completed = |event: &&Value| {
            event["ResourceType"] == "AWS::CloudFormation::Stack" && event["ResourceStatus"] == "CREATE_COMPLETE"
        };
        (all.len(), all.iter().filter(completed).count())
    };
    let (early, completed) = events().await;
    assert_eq!(completed, 0, "the event of completion is hidden as well");
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(described(&sandbox).await["StackStatus"], "CREATE_COMPLETE", "the delay is over");
    assert_eq!(events().await, (early + 1, 1), "exactly the event of completion has come");
}

#[tokio::test]
async fn a_stack_can_fail_on_a_resource() {
    let sandbox = unseeded().await;
    let reason = "AlethiaProvisionerRole already exists";
    let fails = Effect::StackFails { resource: "Role".to_owned(), reason: reason.to_owned() };
    sandbox.faults().add(Fault::new(fails).service("cloudformation").action("Describe*"));
    assert_eq!(create(&sandbox, EXTERNAL_ID, &["CAPABILITY_NAMED_IAM"]).await, "ok", "the creation itself is accepted");
    let stack = finished(&sandbox).await;
    assert_eq!(stack["StackStatus"], "ROLLBACK_COMPLETE", "{stack}");
    assert_eq!(stack["Outputs"].as_array().map_or(0, Vec::len), 0, "what failed has no outputs");
    let name = json!({ "StackName": "alethia" });
    let answer = call(&sandbox, CUSTOMER, "cloudformation", HOME, "DescribeStackEvents", name).await.unwrap();
    let told: Vec<_> = answer["StackEvents"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|event| [&event["LogicalResourceId"], &event["ResourceStatus"]].map(|text| text.as_str().unwrap()))
        .collect();
    let expected = [
        ["alethia", "CREATE_IN_PROGRESS"],
        ["Role", "CREATE_IN_PROGRESS"],
        ["Role", "CREATE_FAILED"],
        ["alethia", "ROLLBACK_IN_PROGRESS"],
        ["alethia", "ROLLBACK_COMPLETE"],
    ];
    assert_eq!(told, expected, "the story of a failure, oldest first");
    let failed =
        answer["StackEvents"].as_array().unwrap().iter().find(|event| event["ResourceStatus"] == "CREATE_FAILED");
    assert_eq!(failed.unwrap()["ResourceStatusReason"], reason, "and its reason");
}
