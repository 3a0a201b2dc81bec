//! `deploy` against the stand-in's real `CloudFormation`: the role that it makes is connected.

use connect_testkit::{CUSTOMER_ACCOUNT, Effect, Fault};
use serde_json::json;

use super::support::{EXTERNAL_ID, Ran, World};

const OTHER_ID: &str = "9d0c2e4a-1b3f-4c5d-8e7f-a0b1c2d3e4f5";
const DEPLOY: [&str; 5] = ["deploy", "--external-id", EXTERNAL_ID, "--platform-account", "111122223333"];

#[tokio::test]
async fn the_deployed_role_is_connected() {
    let world = World::new().await;
    let target = ["--target-profile", "sandbox-customer"];
    let deployed = world.run(&[&DEPLOY[..], &target[..]].concat()).await;
    assert_eq!(deployed.code, Some(0), "deployed: {}", deployed.messages);
    assert_eq!(
        deployed.output, "arn:aws:iam::444455556666:role/AlethiaProvisionerRole\n",
        "only the Role ARN is printed"
    );
    let verified = world.verify(deployed.output.trim(), &["--platform-account", "111122223333"]).await;
    assert_eq!(verified.report()["status"], "connected", "{:#}", verified.report()["checks"]);
    for told in [
        "Making the stack alethia-provisioner-role in eu-central-1, account 444455556666",
        "CREATE_COMPLETE ProvisionerRole",
    ] {
        assert!(deployed.messages.contains(told), "{told}: what is done, and how it goes: {}", deployed.messages);
    }
    assert!(deployed.messages.contains("(AWS_ENDPOINT_URL), not to AWS"), "said as in verify: {}", deployed.messages);
    let region = world.sandbox.calls().of("cloudformation", "ExecuteChangeSet")[0].region.clone();
    assert_eq!(region, "eu-central-1", "without --region the stack is made in the target profile's");
}

#[tokio::test]
async fn deploying_again_is_an_update() {
    let world = World::new().await;
    let role = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole";
    let deploy = async |external_id: &str| -> Ran {
        let arguments = ["deploy", "--external-id", external_id, "--platform-account", "111122223333"];
        world.run(&[&arguments[..], &["--target-profile", "sandbox-customer"]].concat()).await
    };
    for (time, external_id) in [("first", EXTERNAL_ID), ("unchanged", EXTERNAL_ID), ("changed", OTHER_ID)] {
        let ran = deploy(external_id).await;
        assert_eq!((ran.code, ran.output.trim()), (Some(0), role), "{time}: {}", ran.messages);
    }
    let done = world.sandbox.calls().of("cloudformation", "ExecuteChangeSet").len();
    assert_eq!(done, 2, "one stack, which is changed once: the unchanged one is left alone");
    let verify = |external_id| ["--platform-account", "111122223333", "--external-id", external_id, "--no-discovery"];
    assert_eq!(world.verify(role, &verify(OTHER_ID)).await.code, Some(0), "the role takes the new External ID");
    assert_eq!(world.verify(role, &verify(EXTERNAL_ID)).await.code, Some(4), "and no longer the old one");
}

#[tokio::test]
async fn an_update_keeps_what_was_chosen_in_the_console() {
    let world = World::new().await;
    let parameter = |(name, value)| json!({"ParameterKey": name, "ParameterValue": value});
    let chosen = [("ExternalId", EXTERNAL_ID), ("PlatformAccountId", "111122223333"), ("RoleName", "Chosen")];
    let stack = json!({
        "StackName": "alethia-provisioner-role", "TemplateBody": connect_role::cloudformation_template(),
        "Parameters": chosen.map(parameter), "Capabilities": ["CAPABILITY_NAMED_IAM"],
    });
    world.sandbox.aws(CUSTOMER_ACCOUNT, "cloudformation", "eu-central-1", "CreateStack", stack).await.unwrap();
    let other = ["deploy", "--external-id", OTHER_ID, "--platform-account", "111122223333"];
    let ran = world.run(&[&other[..], &["--target-profile", "sandbox-customer"]].concat()).await;
    assert_eq!(
        (ran.code, ran.output.trim()),
        (Some(0), "arn:aws:iam::444455556666:role/Chosen"),
        "the role keeps its name: {}",
        ran.messages
    );
}

#[tokio::test]
async fn a_stack_of_somebody_else_is_left_alone() {
    let world = World::new().await;
    let template = json!({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}).to_string();
    let stack = json!({"StackName": "network", "TemplateBody": template});
    world.sandbox.aws(CUSTOMER_ACCOUNT, "cloudformation", "eu-central-1", "CreateStack", stack).await.unwrap();
    world.sandbox.calls().clear();
    let target = ["--target-profile", "sandbox-customer", "--stack-name", "network"];
    let ran = world.run(&[&DEPLOY[..], &target[..]].concat()).await;
    assert_eq!((ran.code, ran.output.as_str()), (Some(1), ""), "refused: {}", ran.messages);
    assert!(ran.messages.contains("another stack \"network\""), "and told why: {}", ran.messages);
    assert_eq!(
        world.sandbox.calls().of("cloudformation", "CreateChangeSet").len(),
        0,
        "its resources are not replaced"
    );
}

#[tokio::test]
async fn nothing_is_sent_to_the_wrong_account_and_a_failed_stack_is_explained() {
    let world = World::new().await;
    world.sandbox.calls().clear();
    let wrong = world.run(&[&DEPLOY[..], &["--target-profile", "sandbox-runner"]].concat()).await;
    assert_eq!(
        (wrong.code, wrong.output.as_str()),
        (Some(2), ""),
        "the platform account is not deployed to: {}",
        wrong.messages
    );
    assert_eq!(world.sandbox.calls().of("cloudformation", "CreateChangeSet").len(), 0, "no stack was sent");
    let reason = "Encountered a permissions error performing a tagging operation".to_owned();
    world
        .sandbox
        .faults()
        .add(Fault::new(Effect::StackFails { resource: "ProvisionerRole".into(), reason: reason.clone() }));
    let target = ["--target-profile", "sandbox-customer", "--stack-name", "fails"];
    let failed = world.run(&[&DEPLOY[..], &target[..]].concat()).await;
    assert_eq!(failed.code, Some(1), "the stack failed: {}", failed.messages);
    assert!(failed.messages.contains(&reason), "with the first failed event: {}", failed.messages);
    let again = world.run(&[&DEPLOY[..], &target[..]].concat()).await;
    assert_eq!((again.code, again.output.as_str()), (Some(1), ""), "it cannot be updated: {}", again.messages);
    let command =
        "aws cloudformation delete-stack --stack-name fails --region eu-central-1 --profile 'sandbox-customer'";
    for ran in [failed, again] {
        for part in ["ROLLBACK_COMPLETE", command] {
            assert!(ran.messages.contains(part), "{part} is told: {}", ran.messages);
        }
    }
}
