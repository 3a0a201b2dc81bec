//! The console page's flow over HTTP: what its script asks for, in the same order.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{EXTERNAL_ID, assume, fetch, unseeded};

async fn ask(url: &str, path: &str, body: Value) -> (u16, Value) {
    let (status, text) = fetch("POST", &format!("{url}{path}"), &[("origin", url)], Some(body)).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

#[tokio::test]
async fn the_quick_create_link_becomes_a_stack_with_outputs() {
    let sandbox = unseeded().await;
    let url = sandbox.console_url();
    let (status, page) = fetch("GET", &format!("{url}/cloudformation/home?region=eu-west-1"), &[], None).await;
    assert_eq!(status, 200, "the page of the link");
    assert!(page.contains("SANDBOX"), "says what it is");
    let acknowledgement = "I acknowledge that AWS CloudFormation might create IAM resources with custom names.";
    assert!(page.contains(acknowledgement), "AWS's own words, which the wizard quotes");

    let template = json!({ "region": "eu-west-1", "template_url": sandbox.template_url() });
    let (status, summary) = ask(url, "/api/template", template.clone()).await;
    let names: Vec<&str> =
        summary["parameters"].as_array().unwrap().iter().map(|it| it["ParameterKey"].as_str().unwrap()).collect();
    assert_eq!(
        (status, names),
        (200, vec!["ExternalId", "PlatformAccountId", "RoleName"]),
        "every parameter of the template"
    );
    let description = "A provisioner role as small as it can be, for the tests of the sandbox itself.";
    assert_eq!(summary["description"], description, "the template's own description, not a parameter's");
    assert_eq!(summary["sha256"].as_str().map(str::len), Some(64), "the template that was really read");

    let mut wish = template;
    wish["stack_name"] = "alethia".into();
    wish["parameters"] =
        json!({ "ExternalId": EXTERNAL_ID, "PlatformAccountId": "111122223333", "RoleName": "AlethiaProvisionerRole" });
    wish["acknowledged"] = false.into();
    let (status, error) = ask(url, "/api/stacks", wish.clone()).await;
    assert_eq!(
        (status, &error["code"]),
        (400, &json!("InsufficientCapabilitiesException")),
        "CloudFormation's own error"
    );
    wish["acknowledged"] = true.into();
    let (status, made) = ask(url, "/api/stacks", wish).await;
    assert_eq!(status, 200, "{made}");
    assert!(
        made["stack_id"].as_str().unwrap().starts_with("arn:aws:cloudformation:eu-west-1:444455556666:stack/alethia/")
    );

    let stack = finished(url).await;
    assert_eq!(stack["status"], "CREATE_COMPLETE", "{stack}");
    assert!(stack["events"].as_array().unwrap().len() >= 4, "the events are shown");
    assert_eq!(stack["outputs"][0]["OutputKey"], "RoleArn");
    let arn = stack["outputs"][0]["OutputValue"].as_str().unwrap();
    assume(&sandbox, "sandbox-runner", arn, Some(EXTERNAL_ID)).await.expect("the role is real");

    let stack = format!("{url}/api/stacks?region=eu-west-1&stack_name=alethia");
    let (status, _) = fetch("DELETE", &stack, &[], None).await;
    assert_eq!(status, 403, "only the console's own page may delete it");
    let (status, deleted) = fetch("DELETE", &stack, &[("origin", url)], None).await;
    assert_eq!(status, 200, "{deleted}");
    let gone = async {
        while fetch("GET", &stack, &[], None).await.0 == 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(20), gone).await.is_ok(), "by its name the stack is gone");
    assert!(assume(&sandbox, "sandbox-runner", arn, Some(EXTERNAL_ID)).await.is_err(), "and the role with it");
}

async fn finished(url: &str) -> Value {
    for _ in 0..100 {
        let (_, text) = fetch("GET", &format!("{url}/api/stacks?region=eu-west-1&stack_name=alethia"), &[], None).await;
        let stack: Value = serde_json::from_str(&text).unwrap();
        if stack["status"] != "CREATE_IN_PROGRESS" {
            return stack;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the stack never finished")
}

#[tokio::test]
async fn broken_roles_are_made_for_any_external_id() {
    let sandbox = unseeded().await;
    let url = sandbox.console_url();
    let id = "11111111-2222-4333-8444-555555555555";
    let (_, variants) = fetch("GET", &format!("{url}/api/broken"), &[], None).await;
    let variants: Vec<Value> = serde_json::from_str(&variants).unwrap();
    assert_eq!(variants.len(), 9, "the good role and eight broken ones");
    for (variant, right, none) in [("Good", true, false), ("IfExists", true, true), ("WrongExternalId", false, false)] {
        let (status, made) = ask(url, "/api/broken", json!({ "variant": variant, "external_id": id })).await;
        assert_eq!(status, 200, "{made}");
        let arn = made["role_arn"].as_str().unwrap();
        assert_eq!(assume(&sandbox, "sandbox-runner", arn, Some(id)).await.is_ok(), right, "{variant} with the id");
        assert_eq!(assume(&sandbox, "sandbox-runner", arn, None).await.is_ok(), none, "{variant} without an id");
    }
    let (status, again) = ask(url, "/api/broken", json!({ "variant": "Good", "external_id": id })).await;
    assert_eq!((status, &again["code"]), (409, &json!("EntityAlreadyExists")), "AWS's error is shown as it is");
}

#[tokio::test]
async fn faults_are_switched_on_and_off_from_the_page() {
    let sandbox = unseeded().await;
    let url = sandbox.console_url();
    let (_, listed) = fetch("GET", &format!("{url}/api/faults"), &[], None).await;
    let presets = serde_json::from_str::<Value>(&listed).unwrap()["presets"].as_array().unwrap().len();
    let all: Vec<usize> = (0..presets).collect();
    let (status, applied) = ask(url, "/api/faults", json!({ "presets": all })).await;
    assert_eq!((status, &applied["in_force"]), (200, &json!(presets)), "every preset is a rule that the proxy takes");
    assert_eq!(sandbox.faults().list().len(), presets, "and has taken");
    ask(url, "/api/faults", json!({ "presets": [] })).await;
    assert!(sandbox.faults().list().is_empty(), "unticking everything ends them");
}

#[tokio::test]
async fn nobody_else_can_create_anything() {
    let sandbox = unseeded().await;
    let url = sandbox.console_url();
    let wish = json!({ "variant": "Good", "external_id": EXTERNAL_ID });
    let address = format!("{url}/api/broken");
    for (headers, why) in [
        (vec![], "no web page of ours, as Origin is missing"),
        (vec![("origin", "https://example.com")], "another web page"),
        (vec![("origin", "http://rebound.example"), ("host", "rebound.example")], "a name that was made to point here"),
    ] {
        let (status, _) = fetch("POST", &address, &headers, Some(wish.clone())).await;
        assert_eq!(status, 403, "{why}");
    }
    assert!(sandbox.calls().list().is_empty(), "nothing was asked of AWS");
}

#[tokio::test]
async fn a_template_is_read_as_the_customer() {
    let sandbox = unseeded().await;
    let url = sandbox.console_url();
    let text = std::fs::read_to_string(crate::support::template()).unwrap();
    let bucket = "templates-of-the-platform";
    let s3 = async |operation: &str, params: Value| {
        sandbox.aws(connect_testkit::PLATFORM_ACCOUNT, "s3", "us-east-1", operation, params).await.unwrap()
    };
    s3("CreateBucket", json!({ "Bucket": bucket })).await;
    s3("PutObject", json!({ "Bucket": bucket, "Key": "role.yaml", "Body": text })).await;
    let wanted = json!({ "region": "eu-west-1", "template_url": format!("{}/{bucket}/role.yaml", sandbox.endpoint()) });
    let (status, refused) = ask(url, "/api/template", wanted.clone()).await;
    assert_eq!((status, &refused["code"]), (403, &json!("AccessDenied")), "as S3 answers the customer");
    let statement = json!({ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
        "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{bucket}/*") });
    let policy = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
    s3("PutBucketPolicy", json!({ "Bucket": bucket, "Policy": policy })).await;
    let (status, summary) = ask(url, "/api/template", wanted).await;
    assert_eq!(status, 200, "once the bucket lets the customer's account read it: {summary}");
    assert_eq!(summary["parameters"].as_array().map(Vec::len), Some(3), "the template itself");
}
