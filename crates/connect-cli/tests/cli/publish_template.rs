//! `publish-template` against the stand-in's real S3.

use connect_testkit::{CUSTOMER_ACCOUNT, STRANGER_ACCOUNT};
use serde_json::json;

use super::support::{EXTERNAL_ID, World};

const PUBLISH: [&str; 3] = ["publish-template", "--profile", "sandbox-runner"];
const FOR_CUSTOMER: [&str; 2] = ["--target-account", CUSTOMER_ACCOUNT];
const BUCKET: &str = "alethia-templates-111122223333-eu-central-1";

fn s3_calls(world: &World) -> usize {
    world.sandbox.calls().list().iter().filter(|call| call.service == "s3").count()
}

#[tokio::test]
async fn the_address_is_printed_and_makes_a_link() {
    let world = World::new().await;
    let ran = world.run(&[&PUBLISH[..], &FOR_CUSTOMER[..]].concat()).await;
    assert_eq!(ran.code, Some(0), "{}", ran.messages);
    let address = ran.output.trim();
    let key = format!("cloudformation/{}/alethia-provisioner-role.yaml", connect_role::template_sha256());
    assert_eq!(ran.output, format!("{}/{BUCKET}/{key}\n", world.sandbox.endpoint()), "the address and nothing else");
    for told in [
        format!(
            "as account 111122223333, in the bucket {BUCKET} in eu-central-1, readable by account 444455556666 only"
        ),
        "they need s3:GetObject in their own policies".to_owned(),
        "(AWS_ENDPOINT_URL), not to AWS".to_owned(),
    ] {
        assert!(ran.messages.contains(&told), "{told}: {}", ran.messages);
    }
    let link = ["launch-url", "--external-id", EXTERNAL_ID, "--platform-account", "111122223333"];
    let link = world.run(&[&link[..], &["--template-url", address]].concat()).await;
    assert_eq!(link.code, Some(0), "launch-url takes it: {}", link.messages);

    let anyone = world.run(&[&PUBLISH[..], &["--anyone", "--region", "eu-west-1"]].concat()).await;
    assert!(anyone.output.contains("/alethia-templates-111122223333-eu-west-1/"), "{}", anyone.output);
    assert!(anyone.messages.contains("readable by anybody"), "{}", anyone.messages);
    let bucket = world.run(&[&PUBLISH[..], &FOR_CUSTOMER[..], &["--bucket", "alethia-templates-x"]].concat()).await;
    assert!(bucket.output.contains("/alethia-templates-x/"), "{}{}", bucket.output, bucket.messages);
}

#[tokio::test]
async fn bad_input_sends_nothing() {
    let world = World::new().await;
    world.sandbox.calls().clear();
    for (arguments, why) in [
        (&[][..], "--target-account"),
        (&["--anyone", "--target-account", CUSTOMER_ACCOUNT], "cannot be used with"),
        (&["--target-account", "4444"], "exactly 12 digits"),
        (&["--anyone", "--bucket", "No.Bucket"], "not the name of a bucket"),
        (&["--anyone", "--region", "mars"], "mars"),
        (&["--anyone", "--profile", "nobody"], "the argument '--profile <PROFILE>' cannot be used multiple times"),
    ] {
        let ran = world.run(&[&PUBLISH[..], arguments].concat()).await;
        assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""), "{arguments:?}: {}", ran.messages);
        assert!(ran.messages.contains(why), "{arguments:?} says {why}: {}", ran.messages);
    }
    let unknown = world.run(&["publish-template", "--profile", "nobody", "--anyone"]).await;
    assert_eq!((unknown.code, world.sandbox.calls().list().len()), (Some(2), 0), "nothing left this machine");
    let itself = world.run(&[&PUBLISH[..], &["--target-account", "111122223333"]].concat()).await;
    assert_eq!(itself.code, Some(2), "the platform account needs no leave: {}", itself.messages);
    assert_eq!(s3_calls(&world), 0, "and S3 heard of none of it");
}

#[tokio::test]
async fn what_keeps_it_from_being_published_is_told() {
    let world = World::new().await;
    let lacking = ["publish-template", "--profile", "sandbox-no-assume"];
    let ran = world.run(&[&lacking[..], &FOR_CUSTOMER[..]].concat()).await;
    assert_eq!((ran.code, ran.output.as_str()), (Some(1), ""), "{}", ran.messages);
    for part in ["user/no-assume lacks s3:CreateBucket", "s3:PutBucketPolicy on arn:aws:s3:::", "administrator"] {
        assert!(ran.messages.contains(part), "{part}: {}", ran.messages);
    }
    let place = json!({ "Bucket": BUCKET, "CreateBucketConfiguration": { "LocationConstraint": "eu-central-1" } });
    world.sandbox.aws(STRANGER_ACCOUNT, "s3", "eu-central-1", "CreateBucket", place).await.unwrap();
    let taken = world.run(&[&PUBLISH[..], &FOR_CUSTOMER[..]].concat()).await;
    assert_eq!((taken.code, taken.output.as_str()), (Some(1), ""), "{}", taken.messages);
    for part in [BUCKET, "belongs to another AWS account", "--bucket NAME"] {
        assert!(taken.messages.contains(part), "{part}: {}", taken.messages);
    }
    let expired = world.run(&["publish-template", "--profile", "sandbox-expired-sso", "--anyone"]).await;
    assert_eq!((expired.code, expired.output.as_str()), (Some(1), ""), "{}", expired.messages);
    assert!(expired.messages.contains("SSO token"), "what is missing: {}", expired.messages);
}
