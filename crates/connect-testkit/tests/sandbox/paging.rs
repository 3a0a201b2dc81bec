//! Pages: together they are exactly what there is, and a token is only good for its own question.

use std::collections::BTreeSet;

use connect_testkit::{Effect, Fault, Sandbox, Settings};
use serde_json::{Value, json};

use crate::support::{HOME, call, code, seeded};

const CUSTOMER: &str = "sandbox-customer";

fn small_pages(sandbox: &Sandbox, items: usize) {
    sandbox.settings().set(Settings { page_size: Some(items), ..Settings::default() });
}

/// All items of a paged API, and the sizes of the pages.
async fn all(sandbox: &Sandbox, api: [&str; 4], token: [&str; 2]) -> (Vec<Value>, Vec<usize>) {
    let [service, operation, list, region] = api;
    let (mut items, mut sizes, mut params) = (Vec::new(), Vec::new(), json!({}));
    loop {
        let page = call(sandbox, CUSTOMER, service, region, operation, params.clone()).await.unwrap();
        let found = page[list].as_array().unwrap();
        sizes.push(found.len());
        items.extend(found.iter().cloned());
        let Some(next) = page[token[1]].as_str() else { return (items, sizes) };
        params[token[0]] = next.into();
        assert!(sizes.len() < 500, "{operation} never ends");
    }
}

fn ids(items: &[Value], field: &str) -> BTreeSet<String> {
    items.iter().map(|item| item[field].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
}

fn made(sandbox: &Sandbox, kind: &str, region: &str) -> BTreeSet<String> {
    let of = sandbox.seeded().resources.iter().filter(|resource| resource.kind == kind && resource.region == region);
    of.map(|resource| resource.id.clone()).collect()
}

#[tokio::test]
async fn pages_together_are_exactly_what_there_is() {
    let sandbox = seeded().await;
    small_pages(&sandbox, 4);
    for (api, id, kind, token) in [
        (["ec2", "DescribeVpcs", "Vpcs", HOME], "VpcId", "vpc", ["NextToken", "NextToken"]),
        (["ec2", "DescribeSubnets", "Subnets", HOME], "SubnetId", "subnet", ["NextToken", "NextToken"]),
        (
            ["ec2", "DescribeSecurityGroups", "SecurityGroups", HOME],
            "GroupId",
            "security_group",
            ["NextToken", "NextToken"],
        ),
        (["iam", "ListUsers", "Users", "global"], "UserId", "iam_user", ["Marker", "Marker"]),
        (["route53", "ListHostedZones", "HostedZones", "global"], "Id", "hosted_zone", ["Marker", "NextMarker"]),
    ] {
        let region = api[3];
        let api = if region == "global" { [api[0], api[1], api[2], "us-east-1"] } else { api };
        let (items, sizes) = all(&sandbox, api, token).await;
        assert_eq!(items.len(), ids(&items, id).len(), "{}: no item comes twice", api[1]);
        assert_eq!(ids(&items, id), made(&sandbox, kind, region), "{}: nothing is lost between pages", api[1]);
        assert!(sizes.iter().all(|size| *size <= 4), "{}: no page is larger than asked: {sizes:?}", api[1]);
        assert!(sizes[..sizes.len() - 1].iter().all(|size| *size == 4), "{}: pages are full: {sizes:?}", api[1]);
    }
}

#[tokio::test]
async fn the_usual_sizes_are_awss_own() {
    let sandbox = seeded().await;
    let (zones, sizes) =
        all(&sandbox, ["route53", "ListHostedZones", "HostedZones", "us-east-1"], ["Marker", "NextMarker"]).await;
    assert_eq!(sizes, [100, zones.len() - 100], "a hundred hosted zones a page");
    let (_, sizes) = all(&sandbox, ["ec2", "DescribeSubnets", "Subnets", HOME], ["NextToken", "NextToken"]).await;
    assert_eq!(sizes.len(), 1, "a thousand subnets a page");
    let actions: Vec<String> = (0..150).map(|number| format!("ec2:Action{number}")).collect();
    let asked = json!({ "PolicySourceArn": sandbox.role("Good").unwrap().arn, "ActionNames": actions });
    let page = call(&sandbox, CUSTOMER, "iam", HOME, "SimulatePrincipalPolicy", asked).await.unwrap();
    let results = page["EvaluationResults"].as_array().unwrap().len();
    assert_eq!((results, &page["IsTruncated"]), (100, &json!(true)), "the simulator pages as well");
}

#[tokio::test]
async fn bad_tokens_and_sizes_are_refused() {
    let sandbox = seeded().await;
    small_pages(&sandbox, 5);
    let first = call(&sandbox, CUSTOMER, "ec2", HOME, "DescribeSubnets", json!({})).await.unwrap();
    let token = first["NextToken"].clone();
    for (service, region, operation, params, expected) in [
        ("ec2", HOME, "DescribeSubnets", json!({ "NextToken": token.clone() }), "ok"),
        ("ec2", HOME, "DescribeSubnets", json!({ "NextToken": "made-up" }), "InvalidNextToken"),
        ("ec2", HOME, "DescribeVpcs", json!({ "NextToken": token.clone() }), "InvalidNextToken"),
        ("ec2", "eu-west-1", "DescribeSubnets", json!({ "NextToken": token }), "InvalidNextToken"),
        ("ec2", HOME, "DescribeSubnets", json!({ "MaxResults": 5 }), "ok"),
        ("iam", HOME, "ListUsers", json!({ "Marker": "made-up" }), "ValidationError"),
    ] {
        let answer = call(&sandbox, CUSTOMER, service, region, operation, params.clone()).await;
        assert_eq!(code(answer), expected, "{operation} in {region} with {params}");
    }
}

#[tokio::test]
async fn a_token_can_repeat_for_ever() {
    let sandbox = seeded().await;
    sandbox.faults().add(Fault::new(Effect::RepeatToken));
    for (service, operation, token) in [
        ("ec2", "DescribeVpcs", ["NextToken", "NextToken"]),
        ("iam", "ListUsers", ["Marker", "Marker"]),
        ("route53", "ListHostedZones", ["Marker", "NextMarker"]),
    ] {
        let first = call(&sandbox, CUSTOMER, service, HOME, operation, json!({})).await.unwrap();
        let again = json!({ token[0]: first[token[1]] });
        let second = call(&sandbox, CUSTOMER, service, HOME, operation, again).await.unwrap();
        assert!(first[token[1]].is_string(), "{operation} says that there is more");
        assert_eq!(
            first[token[1]], second[token[1]],
            "{operation} gives the same token again, as a broken service would"
        );
    }
}
