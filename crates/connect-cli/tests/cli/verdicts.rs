//! Seeded roles, each with the verdict that it must get.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::support::{EXTERNAL_ID, World, ran};

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"))
}

/// The status of checks 2 to 9 in one line.
fn line(report: &Value) -> String {
    let ids = [
        "assume-role",
        "external-id-required",
        "external-id-exact",
        "caller-identity",
        "trust-policy",
        "required-permissions",
        "excess-permissions",
        "discovery",
    ];
    ids.map(|id| check(report, id)["status"].as_str().unwrap().to_owned()).join(" ")
}

#[tokio::test]
async fn every_seeded_role_gets_its_verdict() {
    let world = World::new().await;
    let rows = [
        ("Good", 0, "connected", "pass pass pass pass pass pass pass pass"),
        ("NoExternalId", 4, "disconnected", "pass fail fail pass warn pass pass skipped"),
        ("Wildcard", 4, "disconnected", "pass pass fail pass warn pass pass skipped"),
        ("IfExists", 4, "disconnected", "pass fail pass pass warn pass pass skipped"),
        ("WrongAccount", 4, "disconnected", "fail skipped skipped skipped skipped skipped skipped skipped"),
        ("WrongExternalId", 4, "disconnected", "fail skipped skipped skipped skipped skipped skipped skipped"),
        ("MissingPermissions", 3, "degraded", "pass pass pass pass skipped fail warn warn"),
        ("Admin", 3, "degraded", "pass pass pass pass pass pass warn pass"),
        // The simulator is asked about no region in particular; discovery is what meets the one that is denied.
        ("DeniedRegion", 3, "degraded", "pass pass pass pass pass pass pass warn"),
    ];
    for (variant, code, status, expected) in rows {
        let ran = world.verify(&world.role_arn(variant), &[]).await;
        let report = ran.report();
        assert_eq!(line(&report), expected, "{variant}: {:#}", report["checks"]);
        assert_eq!((ran.code, report["status"].as_str()), (Some(code), Some(status)), "{variant}");
    }
}

#[tokio::test]
async fn what_a_role_is_denied_live_is_named_and_can_be_pasted() {
    let world = World::new().await;
    let mut command = world.command(&["verify", "--role-arn", &world.role_arn("MissingPermissions")]);
    command.args(["--external-id", EXTERNAL_ID, "--format", "json", "--propagation-wait", "0"]);
    command.env("AWS_PROFILE", "sandbox-runner");
    let ran = ran(command).await;
    let report = ran.report();
    assert_eq!((ran.code, &report["status"]), (Some(3), &json!("degraded")), "usable, with something missing");
    assert_eq!(report["runner"]["profile"], "sandbox-runner", "the profile of AWS_PROFILE was used");
    let required = check(&report, "required-permissions");
    assert_eq!(required["cause"], "permissions_missing", "{required:#}");
    let permissions = report["permissions"].as_array().unwrap();
    let denied: BTreeSet<&str> = permissions
        .iter()
        .filter(|one| one["decision"] == "denied" && one["evidence"] == "live")
        .map(|one| one["action"].as_str().unwrap())
        .collect();
    let called = [
        "iam:GetRole",
        "iam:SimulatePrincipalPolicy",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "route53:ListHostedZones",
        "iam:ListUsers",
    ];
    assert_eq!(denied, BTreeSet::from(called), "what it called and was denied");
    let policy: Value = serde_json::from_str(required["remedies"][0]["snippet"].as_str().unwrap()).unwrap();
    let granted: BTreeSet<&str> = policy["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|statement| statement["Action"].as_array().unwrap())
        .map(|action| action.as_str().unwrap())
        .collect();
    assert_eq!(granted, denied, "exactly these are there to paste");
}

#[tokio::test]
async fn discovery_finds_exactly_what_is_there() {
    let world = World::new().await;
    let report = world.verify(&world.role_arn("Good"), &[]).await.report();
    let key = |kind: &str, region: &str, id: &str| format!("{kind} {region} {id}");
    let found: BTreeSet<String> = report["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| {
            key(
                resource["kind"].as_str().unwrap(),
                resource["region"].as_str().unwrap(),
                resource["id"].as_str().unwrap(),
            )
        })
        .collect();
    let seeded: BTreeSet<String> = world
        .sandbox
        .seeded()
        .resources
        .iter()
        .map(|resource| key(&resource.kind, &resource.region, &resource.id))
        .collect();
    assert_eq!(found.difference(&seeded).next(), None, "nothing is invented");
    assert_eq!(seeded.difference(&found).next(), None, "nothing is missed");
    let counted: u64 = report["coverage"].as_array().unwrap().iter().map(|cell| cell["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, seeded.len() as u64, "the ledger adds up to what is there");
}

#[tokio::test]
async fn a_wait_is_said_once_where_there_is_no_terminal() {
    let world = World::new().await;
    let role = world.role_arn("WrongExternalId");
    let arguments = ["--profile", "sandbox-runner", "--propagation-wait", "3", "--no-discovery"];
    let verify = ["verify", "--role-arn", &role, "--external-id", EXTERNAL_ID];
    let ran = world.run(&[&verify[..], &arguments].concat()).await;
    assert_eq!(ran.code, Some(4), "the wait does not help: {}", ran.messages);
    let said = ran.messages.lines().filter(|line| line.contains("spreading the role")).count();
    assert_eq!(said, 1, "a log is told why nothing happens, and not every second: {}", ran.messages);
}
