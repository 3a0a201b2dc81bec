//! Publishing the template, against the stand-in: what is made, who can read it, and what is left alone.

use std::sync::Arc;

use connect_core::console::TemplateUrl;
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{Cloud, Identity};
use connect_core::publication::{BucketName, Publication, PublishFailure, Readers};
use connect_testkit::{CUSTOMER_ACCOUNT, Effect, Fault, PLATFORM_ACCOUNT, STRANGER_ACCOUNT};
use serde_json::{Value, json};

use crate::common::{Machine, Reply, Server};
use crate::standin::World;

const REGION: &str = "eu-central-1";
const BUCKET: &str = "alethia-templates-111122223333-eu-central-1";

fn account(id: &str) -> Readers {
    Readers::Account(id.parse().unwrap())
}

fn publication(region: &str, readers: Readers) -> Publication {
    let (account, region) = (PLATFORM_ACCOUNT.parse().unwrap(), region.parse().unwrap());
    Publication {
        bucket: BucketName::of_templates(&account, &region),
        account,
        region,
        template: connect_role::cloudformation_template(),
        sha256: connect_role::template_sha256(),
        file: "role.yaml",
        readers,
    }
}

async fn publish(world: &World, publication: &Publication) -> Result<TemplateUrl, PublishFailure> {
    world.identity("sandbox-runner").await.templates().publish(publication).await
}

/// What a bucket says of itself, as the platform account's root sees it.
async fn asked(world: &World, operation: &str, bucket: &str) -> Value {
    world.sandbox.aws(PLATFORM_ACCOUNT, "s3", REGION, operation, json!({ "Bucket": bucket })).await.unwrap()
}

async fn policy(world: &World, bucket: &str) -> Value {
    serde_json::from_str(asked(world, "GetBucketPolicy", bucket).await["Policy"].as_str().unwrap()).unwrap()
}

async fn blocks(world: &World, bucket: &str) -> [bool; 4] {
    let answer = asked(world, "GetPublicAccessBlock", bucket).await;
    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        .map(|name| answer["PublicAccessBlockConfiguration"][name].as_bool().unwrap())
}

async fn read_as(reader: &Arc<dyn Identity>, address: &TemplateUrl) -> Result<Vec<u8>, CallFailure> {
    reader.templates().read(&address.object().unwrap(), &REGION.parse().unwrap()).await
}

async fn unsigned(world: &World, address: &TemplateUrl) -> Result<Vec<u8>, SignInError> {
    world.cloud.hosted_template(address).await
}

fn changes(world: &World) -> Vec<String> {
    let calls = world.sandbox.calls().list();
    let of_s3 = calls.into_iter().filter(|call| call.service == "s3");
    of_s3.map(|call| call.action).filter(|action| action.starts_with("PUT ") || action.starts_with("Put")).collect()
}

#[tokio::test]
async fn one_account_can_read_it_and_nobody_else() {
    let world = World::bare().await;
    let address = publish(&world, &publication(REGION, account(CUSTOMER_ACCOUNT))).await.unwrap();
    let key = format!("cloudformation/{}/role.yaml", connect_role::template_sha256());
    assert_eq!(address.as_str(), format!("{}/{BUCKET}/{key}", world.sandbox.endpoint()), "the sandbox's, by path");

    let template = connect_role::cloudformation_template().as_bytes();
    let customer = world.identity("sandbox-customer").await;
    assert_eq!(read_as(&customer, &address).await.unwrap(), template, "the account that is to read it");
    let runner = world.identity("sandbox-runner").await;
    assert_eq!(read_as(&runner, &address).await.unwrap(), template, "and the runner, whose own account it is in");
    let Err(SignInError::Call(refused)) = unsigned(&world, &address).await else { panic!("nobody else reads it") };
    assert_eq!(refused.kind, FailureKind::Denied, "not without a signature: {refused}");
    let get = json!({ "Bucket": BUCKET, "Key": key });
    let stranger = world.sandbox.aws(STRANGER_ACCOUNT, "s3", REGION, "GetObject", get).await;
    assert!(stranger.is_err(), "nor the root of a third account: {stranger:?}");
    let list = json!({ "Bucket": BUCKET });
    let listed = world.sandbox.aws(CUSTOMER_ACCOUNT, "s3", REGION, "ListObjectsV2", list).await;
    assert!(listed.is_err(), "the account reads that one template and sees nothing else");

    assert_eq!(blocks(&world, BUCKET).await, [true; 4], "nothing can make it public");
    let owner = asked(&world, "GetBucketOwnershipControls", BUCKET).await;
    assert_eq!(owner["OwnershipControls"]["Rules"][0]["ObjectOwnership"], "BucketOwnerEnforced", "no access lists");
    let place = asked(&world, "GetBucketLocation", BUCKET).await;
    assert_eq!(place["LocationConstraint"], REGION, "in the region that was asked for");
}

#[tokio::test]
async fn again_changes_nothing_and_another_account_is_added() {
    let world = World::bare().await;
    let first = publish(&world, &publication(REGION, account(CUSTOMER_ACCOUNT))).await.unwrap();
    let before = policy(&world, BUCKET).await;
    world.sandbox.calls().clear();
    let again = publish(&world, &publication(REGION, account(CUSTOMER_ACCOUNT))).await.unwrap();
    assert_eq!(again, first, "the same address");
    assert_eq!(changes(&world), ["PutObject"], "only a try to put what is there, which S3 refuses");
    assert_eq!(policy(&world, BUCKET).await, before, "the policy stays");

    publish(&world, &publication(REGION, account(STRANGER_ACCOUNT))).await.unwrap();
    let after = policy(&world, BUCKET).await;
    assert_eq!(after["Statement"].as_array().unwrap().len(), 2, "one statement each: {after:#}");
    assert_eq!(after["Statement"][0], before["Statement"][0], "the first account's stays");
    let customer = world.identity("sandbox-customer").await;
    assert!(read_as(&customer, &first).await.is_ok(), "and it can still read");
}

#[tokio::test]
async fn anybody_can_read_it_where_that_was_chosen() {
    let world = World::bare().await;
    let address = publish(&world, &publication("us-east-1", Readers::Anybody)).await.unwrap();
    let template = connect_role::cloudformation_template().as_bytes();
    assert_eq!(unsigned(&world, &address).await.unwrap(), template, "without a signature");
    let bucket = "alethia-templates-111122223333-us-east-1";
    assert_eq!(blocks(&world, bucket).await, [true, true, false, false], "access lists stay blocked");
    let other = TemplateUrl::parse(&address.as_str().replace("role.yaml", "other.yaml"), true).unwrap();
    assert!(unsigned(&world, &other).await.is_err(), "that one object and no other");

    publish(&world, &publication("us-east-1", account(CUSTOMER_ACCOUNT))).await.unwrap();
    assert!(unsigned(&world, &address).await.is_ok(), "an address that is in use stays readable");
    let again = publish(&world, &publication("us-east-1", Readers::Anybody)).await.unwrap();
    assert_eq!(again, address, "and it can be published again");
}

#[tokio::test]
async fn a_bucket_of_another_account_gets_nothing() {
    let world = World::bare().await;
    let place = json!({ "Bucket": BUCKET, "CreateBucketConfiguration": { "LocationConstraint": REGION } });
    world.sandbox.aws(STRANGER_ACCOUNT, "s3", REGION, "CreateBucket", place).await.unwrap();
    world.sandbox.calls().clear();
    let refused = publish(&world, &publication(REGION, account(CUSTOMER_ACCOUNT))).await.unwrap_err();
    assert!(matches!(&refused, PublishFailure::Taken { bucket } if bucket.as_str() == BUCKET), "{refused}");
    assert_eq!(changes(&world), Vec::<String>::new(), "no template is sent to a stranger, and no policy");
}

#[tokio::test]
async fn what_is_there_is_not_replaced() {
    let world = World::bare().await;
    let publication = publication(REGION, account(CUSTOMER_ACCOUNT));
    publish(&world, &publication).await.unwrap();
    let other = json!({ "Bucket": BUCKET, "Key": publication.key(), "Body": "Resources: {}" });
    world.sandbox.aws(PLATFORM_ACCOUNT, "s3", REGION, "PutObject", other).await.unwrap();
    let refused = publish(&world, &publication).await.unwrap_err();
    let PublishFailure::Differs { found, .. } = &refused else { panic!("{refused}") };
    assert_eq!(*found, connect_role::sha256("Resources: {}"), "what is there is told by its sum");

    // A bucket that was there for something else keeps its protection.
    let named = Publication { bucket: "alethia-templates-company".parse().unwrap(), ..publication };
    let place =
        json!({ "Bucket": named.bucket.as_str(), "CreateBucketConfiguration": { "LocationConstraint": REGION } });
    world.sandbox.aws(PLATFORM_ACCOUNT, "s3", REGION, "CreateBucket", place).await.unwrap();
    let open = Publication { readers: Readers::Anybody, ..named.clone() };
    let refused = publish(&world, &open).await.unwrap_err();
    assert!(matches!(refused, PublishFailure::KeptPrivate { .. }), "{refused}");
    assert_eq!(blocks(&world, named.bucket.as_str()).await, [true; 4], "as it was");
    assert!(publish(&world, &named).await.is_ok(), "for one account it can be used");
}

#[tokio::test]
async fn a_refusal_names_the_action_that_is_missing() {
    let world = World::bare().await;
    let nobody = world.identity("sandbox-no-assume").await;
    let wanted = publication(REGION, account(CUSTOMER_ACCOUNT));
    let Err(PublishFailure::Call(refused)) = nobody.templates().publish(&wanted).await else { panic!("no rights") };
    assert_eq!((refused.operation, &refused.kind), ("s3:CreateBucket", &FailureKind::Denied), "{refused}");

    publish(&world, &wanted).await.unwrap();
    let denied = |action: &str| Fault {
        service: Some("s3".to_owned()),
        action: Some(action.to_owned()),
        ..Fault::new(Effect::Custom { status: 403, code: "AccessDenied".into(), message: "no".into() })
    };
    let policy_of = format!("GET /{BUCKET}*");
    for (action, operation) in [(policy_of.as_str(), "s3:GetBucketPolicy"), ("PutObject", "s3:PutObject")] {
        world.sandbox.faults().add(denied(action));
        let Err(PublishFailure::Call(refused)) = publish(&world, &wanted).await else { panic!("{action} is denied") };
        assert_eq!((refused.operation, &refused.kind), (operation, &FailureKind::Denied), "{refused}");
        world.sandbox.faults().clear();
    }
    let invalid = Effect::Custom { status: 400, code: "InvalidToken".into(), message: "malformed".into() };
    world.sandbox.faults().add(Fault { service: Some("s3".to_owned()), ..Fault::new(invalid) });
    let far = publication("me-south-1", account(CUSTOMER_ACCOUNT));
    let Err(PublishFailure::Call(refused)) = publish(&world, &far).await else { panic!("it is not enabled") };
    assert_eq!(refused.kind, FailureKind::RegionDisabled, "a region that takes no tokens is not enabled: {refused}");
}

#[tokio::test]
async fn every_call_names_the_owner_whom_it_expects() {
    let server = Server::start(|request| {
        let line = request.head.lines().next().unwrap_or_default().to_owned();
        let xml = |body: &str| Reply::xml(200, body);
        match line.split(' ').next() {
            Some("POST") => Reply::caller("arn:aws:iam::111122223333:user/runner"),
            Some("GET") if line.contains("policy") => Reply::Answer {
                status: 404,
                headers: String::new(),
                body: "<Error><Code>NoSuchBucketPolicy</Code><Message>none</Message></Error>".to_owned(),
            },
            Some("GET") => xml("<PublicAccessBlockConfiguration/>"),
            _ => xml(""),
        }
    })
    .await;
    let credentials = "[runner]\naws_access_key_id = AKIA\naws_secret_access_key = s\n";
    let machine = Machine::new("[profile runner]\nregion = eu-central-1\n", credentials);
    let machine = machine.with("AWS_ENDPOINT_URL", &server.url);
    let runner = machine.sign_in("runner").await.unwrap();
    runner.templates().publish(&publication(REGION, account(CUSTOMER_ACCOUNT))).await.unwrap();
    let sent = server.requests().into_iter().map(|request| request.head.to_lowercase());
    let sent: Vec<String> = sent.filter(|head| !head.starts_with("post ")).collect();
    assert_eq!(sent.len(), 6, "look, policy, protection, protect, template, policy: {sent:#?}");
    for head in sent {
        assert!(head.contains("x-amz-expected-bucket-owner: 111122223333"), "nobody else's bucket: {head}");
    }
}
