//! What a resource costs in memory: a large account has a hundred thousand, in the engine at once.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "figures for who asks for them")]

use connect_core::resource::Resource;
use serde_json::{Value, json};

/// How many of each kind are measured: enough that what else the process does makes no difference.
const EACH: u64 = 10_000;
const PAGE: u64 = 4096;

/// A resource as it stands in a report, by its number.
type Example = fn(u64) -> Value;

fn subnet(number: u64) -> Value {
    let id = format!("subnet-{number:017x}");
    json!({
        "kind": "subnet", "id": id, "arn": format!("arn:aws:ec2:eu-central-1:123456789012:subnet/{id}"),
        "region": "eu-central-1", "name": "shop-private-a", "parent": "vpc-0a1b2c3d4e5f60718",
        "attributes": {
            "vpc_id": "vpc-0a1b2c3d4e5f60718", "cidr_block": "10.0.128.0/20", "ipv6_cidr_block": null,
            "availability_zone": "eu-central-1a", "availability_zone_id": "euc1-az2", "available_ip_count": 4091,
            "tier": "private", "map_public_ip": false,
        },
        "tags": { "Name": "shop-private-a", "environment": "production", "team": "platform" },
    })
}

/// One with six rules.
fn security_group(number: u64) -> Value {
    let id = format!("sg-{number:017x}");
    let rule = |port: u16, peer: &str| json!({ "protocol": "tcp", "from_port": port, "to_port": port, "peer": peer, "description": null });
    let ingress = [(443, "0.0.0.0/0"), (80, "0.0.0.0/0"), (8080, "10.0.0.0/8"), (9090, "sg-0123456789abcdef0")];
    let egress = [(443, "0.0.0.0/0"), (5432, "sg-0fedcba9876543210")];
    json!({
        "kind": "security_group", "id": id,
        "arn": format!("arn:aws:ec2:eu-central-1:123456789012:security-group/{id}"), "region": "eu-central-1",
        "name": "shop-load-balancer", "parent": "vpc-0a1b2c3d4e5f60718",
        "attributes": {
            "vpc_id": "vpc-0a1b2c3d4e5f60718", "description": "What the shop's load balancer may reach",
            "ingress": ingress.map(|(port, peer)| rule(port, peer)),
            "egress": egress.map(|(port, peer)| rule(port, peer)),
        },
        "tags": { "environment": "production", "team": "platform" },
    })
}

fn user(number: u64) -> Value {
    json!({
        "kind": "iam_user", "id": format!("AIDA{number:017}"),
        "arn": format!("arn:aws:iam::123456789012:user/people/maria-{number}"), "region": "global",
        "name": format!("maria-{number}"), "parent": null,
        "attributes": { "path": "/people/", "created_at": "2024-03-01T09:30:00Z", "password_last_used": null },
        "tags": {},
    })
}

/// The memory that the process has, in bytes.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * PAGE
}

#[test]
fn a_resource_costs_less_than_one_and_a_half_kibibytes() {
    let kinds: [(&str, Example); 3] = [("subnet", subnet), ("security group", security_group), ("user", user)];
    for (name, kind) in kinds {
        let before = resident();
        let held: Vec<Resource> =
            (0..EACH).map(|number| serde_json::from_str(&kind(number).to_string()).unwrap()).collect();
        let each = (resident() - before) / EACH;
        println!("memory: {each} bytes for a {name}");
        assert!(each < 1536, "{each} bytes for a {name}");
        // Kept, so that the next kind cannot have their place.
        std::mem::forget(held);
    }
}
