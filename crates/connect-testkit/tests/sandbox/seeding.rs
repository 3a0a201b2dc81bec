//! What the sandbox says that it contains is what it contains.

use std::collections::{BTreeMap, BTreeSet};

use connect_testkit::Sandbox;
use serde_json::{Value, json};

use crate::support::{HOME, call, seeded};

const CUSTOMER: &str = "sandbox-customer";

async fn list(sandbox: &Sandbox, service: &str, region: &str, operation: &str, list: &str) -> Vec<Value> {
    let answer = call(sandbox, CUSTOMER, service, region, operation, json!({})).await.unwrap();
    answer[list].as_array().unwrap().clone()
}

type Row = (String, String, String, Option<String>);

fn rows(kind: &str, region: &str, items: &[Value], fields: [&str; 2]) -> BTreeSet<Row> {
    let text = |value: &Value| value.as_str().map(|text| text.rsplit('/').next().unwrap().to_owned());
    items
        .iter()
        .map(|item| (kind.to_owned(), region.to_owned(), text(&item[fields[0]]).unwrap(), text(&item[fields[1]])))
        .collect()
}

#[tokio::test]
async fn the_list_is_what_a_census_of_all_regions_finds() {
    let sandbox = seeded().await;
    let listed: BTreeSet<Row> = sandbox
        .seeded()
        .resources
        .iter()
        .map(|it| (it.kind.clone(), it.region.clone(), it.id.clone(), it.parent.clone()))
        .collect();
    assert_eq!(listed.len(), sandbox.seeded().resources.len(), "nothing is listed twice");

    let mut found =
        rows("iam_user", "global", &list(&sandbox, "iam", HOME, "ListUsers", "Users").await, ["UserId", "-"]);
    let mut zones = list(&sandbox, "route53", HOME, "ListHostedZones", "HostedZones").await;
    let last = zones.last().unwrap()["Id"].as_str().unwrap().replace("/hostedzone/", "");
    let rest = call(&sandbox, CUSTOMER, "route53", HOME, "ListHostedZones", json!({ "Marker": last })).await.unwrap();
    zones.extend(rest["HostedZones"].as_array().unwrap().clone());
    found.extend(rows("hosted_zone", "global", &zones, ["Id", "-"]));
    let regions = list(&sandbox, "ec2", HOME, "DescribeRegions", "Regions").await;
    for region in regions.iter().map(|region| region["RegionName"].as_str().unwrap()) {
        for (operation, items, kind, fields) in [
            ("DescribeVpcs", "Vpcs", "vpc", ["VpcId", "-"]),
            ("DescribeSubnets", "Subnets", "subnet", ["SubnetId", "VpcId"]),
            ("DescribeSecurityGroups", "SecurityGroups", "security_group", ["GroupId", "VpcId"]),
        ] {
            found.extend(rows(kind, region, &list(&sandbox, "ec2", region, operation, items).await, fields));
        }
    }
    assert_eq!(found, listed, "seeded.json is what a test compares the app's tree with");
}

#[tokio::test]
async fn there_is_something_worth_browsing() {
    let sandbox = seeded().await;
    let count = |kind: &str| sandbox.seeded().resources.iter().filter(|resource| resource.kind == kind).count();
    assert!(count("hosted_zone") > 120, "more than one page of hosted zones");
    assert!(count("iam_user") > 12, "users with all kinds of names");
    let named = sandbox.seeded().resources.iter().filter(|it| it.kind == "vpc" && it.name.is_some());
    let regions: BTreeSet<&str> = named.clone().map(|it| it.region.as_str()).collect();
    assert_eq!(regions.len(), 4, "networks in four regions: {regions:?}");
    assert!(
        named.clone().any(|it| it.name.as_deref().unwrap().contains("🚀 launch <script>")),
        "a name that must be escaped"
    );
}

#[tokio::test]
async fn a_reset_makes_everything_anew() {
    let mut playground = seeded().await;
    let sandbox = &mut playground.sandbox;
    call(sandbox, CUSTOMER, "iam", HOME, "CreateUser", json!({ "UserName": "left-behind" })).await.unwrap();
    let before = sandbox.seeded().resources.len();
    sandbox.reset().await.unwrap();
    let users = list(sandbox, "iam", HOME, "ListUsers", "Users").await;
    assert!(users.iter().all(|user| user["UserName"] != "left-behind"), "nothing of before is left");
    assert_eq!(sandbox.seeded().resources.len(), before, "and all that is seeded is there again, profiles included");
}

#[tokio::test]
async fn tiers_are_what_the_effective_route_tables_say() {
    let sandbox = seeded().await;
    let mut tiers = BTreeMap::new();
    for region in ["eu-central-1", "eu-west-1", "us-east-1", "ap-southeast-2"] {
        let tables = list(&sandbox, "ec2", region, "DescribeRouteTables", "RouteTables").await;
        for subnet in list(&sandbox, "ec2", region, "DescribeSubnets", "Subnets").await {
            let key = (region.to_owned(), subnet["SubnetId"].as_str().unwrap().to_owned());
            tiers.insert(key, tier(&tables, &subnet));
        }
    }
    assert_eq!(tiers.values().collect::<BTreeSet<_>>().len(), 3, "all three tiers occur");
    for resource in sandbox.seeded().resources.iter().filter(|resource| resource.kind == "subnet") {
        let Some(tier) = tiers.get(&(resource.region.clone(), resource.id.clone())) else { continue };
        assert_eq!(resource.tier.as_deref(), Some(*tier), "{} in {}", resource.id, resource.region);
    }
}

/// Explicit association, else the main table of the VPC; then where the default route goes.
fn tier(tables: &[Value], subnet: &Value) -> &'static str {
    let associated =
        |table: &&Value, test: &dyn Fn(&Value) -> bool| table["Associations"].as_array().unwrap().iter().any(test);
    let explicit = tables.iter().find(|table| associated(table, &|it| it["SubnetId"] == subnet["SubnetId"]));
    let main =
        || tables.iter().find(|table| table["VpcId"] == subnet["VpcId"] && associated(table, &|it| it["Main"] == true));
    let table = explicit.or_else(main).unwrap();
    let routes = table["Routes"].as_array().unwrap();
    let default = routes.iter().find(|route| route["DestinationCidrBlock"] == "0.0.0.0/0");
    match default {
        Some(route) if route["GatewayId"].as_str().is_some_and(|id| id.starts_with("igw-")) => "public",
        Some(route) if route["NatGatewayId"].as_str().is_some_and(|id| id.starts_with("nat-")) => "private",
        _ => "isolated",
    }
}
