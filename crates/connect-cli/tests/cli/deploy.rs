//! `deploy` against the stand-in's real `CloudFormation`: the role that it makes is connected.

use connect_testkit::{Effect, Fault};

use super::support::{EXTERNAL_ID, World};

const DEPLOY: [&str; 5] = ["deploy", "--external-id", EXTERNAL_ID, "--platform-account", "111122223333"];

#[tokio::test]
async fn the_deployed_role_is_connected() {
    let world = World::new().await;
    let target = ["--target-profile", "sandbox-customer", "--region", "eu-central-1"];
    let deployed = world.run(&[&DEPLOY[..], &target[..]].concat()).await;
    assert_eq!(deployed.code, Some(0), "deployed: {}", deployed.messages);
    assert_eq!(
        deployed.output, "arn:aws:iam::444455556666:role/AlethiaProvisionerRole\n",
        "only the Role ARN is printed"
    );
    let verified = world.verify(deployed.output.trim(), &["--platform-account", "111122223333"]).await;
    assert_eq!(verified.report()["status"], "connected", "{:#}", verified.report()["checks"]);
    let again = world.run(&[&DEPLOY[..], &target[..]].concat()).await;
    assert_eq!((again.code, again.output.as_str()), (Some(1), ""), "the name is taken");
    assert!(again.messages.contains("already"), "and that is said: {}", again.messages);
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
    assert_eq!(world.sandbox.calls().of("cloudformation", "CreateStack").len(), 0, "no stack was sent");
    let reason = "Encountered a permissions error performing a tagging operation".to_owned();
    world
        .sandbox
        .faults()
        .add(Fault::new(Effect::StackFails { resource: "ProvisionerRole".into(), reason: reason.clone() }));
    let failed =
        world.run(&[&DEPLOY[..], &["--target-profile", "sandbox-customer", "--stack-name", "fails"]].concat()).await;
    assert_eq!(failed.code, Some(1), "the stack failed: {}", failed.messages);
    assert!(failed.messages.contains(&reason), "with the first failed event: {}", failed.messages);
}
