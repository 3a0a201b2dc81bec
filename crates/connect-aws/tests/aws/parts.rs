//! What networks consist of, and how a discovery asks for it.

use std::collections::{BTreeMap, BTreeSet};

use connect_core::coverage::Outcome;
use connect_core::network::{NetworkKind, NetworkPart};
use connect_core::resource::{Kind, Resource, Tags};
use connect_testkit::{Because, Effect, Fault, Settings};

use crate::standin::{Told, World, discover, named};

const REGION: &str = "eu-central-1";

fn part<'a>(told: &'a Told, name: &str) -> &'a NetworkPart {
    told.parts.iter().find(|part| part.name.as_deref() == Some(name)).unwrap_or_else(|| panic!("no {name}"))
}

fn resource<'a>(told: &'a Told, name: &str) -> &'a Resource {
    told.resources.iter().find(|found| found.name.as_deref() == Some(name)).unwrap_or_else(|| panic!("no {name}"))
}

#[tokio::test]
async fn the_parts_of_a_network_are_listed_and_hang_together() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let told = discover(&*session, &named(&[REGION])).await;
    let vpc = resource(&told, "prod").id.clone();
    for (name, kind) in [
        ("prod-public", NetworkKind::RouteTable),
        ("prod-igw", NetworkKind::InternetGateway),
        ("prod-nat", NetworkKind::NatGateway),
        ("prod-s3", NetworkKind::VpcEndpoint),
        ("prod-secrets", NetworkKind::VpcEndpoint),
    ] {
        let found = told.parts.iter().find(|part| part.name.as_deref() == Some(name) && part.kind == kind);
        let found = found.unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(found.vpc_id.as_deref(), Some(vpc.as_str()), "{name} is of the VPC prod");
    }
    let routes = |table: &str| part(&told, table).attributes.to_map()["routes"].as_array().unwrap().clone();
    let way_out = |table: &str| {
        let default = routes(table).into_iter().find(|route| route["destination"] == "0.0.0.0/0");
        default.unwrap()["target"].as_str().unwrap().to_owned()
    };
    assert_eq!(way_out("prod-public"), part(&told, "prod-igw").id, "public subnets leave by the internet gateway");
    let nat =
        told.parts.iter().find(|part| part.kind == NetworkKind::NatGateway && part.name.as_deref() == Some("prod-nat"));
    let nat = nat.unwrap();
    assert_eq!(way_out("prod-private"), nat.id, "private ones by the NAT gateway");
    assert_eq!(
        nat.attributes.to_map()["subnet_id"],
        resource(&told, "prod-public-a").id.as_str(),
        "which is in a public one"
    );
    // The stand-in does not say which address a NAT gateway has: see `what_the_stand_in_does_not_know`.
    let address = told.parts.iter().find(|part| part.kind == NetworkKind::ElasticIp && part.name == nat.name).unwrap();
    assert!(address.attributes.to_map()["public_ip"].as_str().is_some_and(|ip| ip.contains('.')), "{address:?}");
    let private: BTreeSet<String> =
        ["a", "b", "c"].map(|zone| resource(&told, &format!("prod-private-{zone}")).id.clone()).into();
    let texts = |part: &NetworkPart, name: &str| -> BTreeSet<String> {
        part.attributes.to_map()[name].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts(part(&told, "prod-private"), "subnet_ids"), private, "a table names its subnets");
    assert_eq!(texts(part(&told, "prod-secrets"), "subnet_ids"), private, "and so does an interface endpoint");
    let zones = told.parts.iter().filter(|part| part.kind == NetworkKind::AvailabilityZone);
    assert_eq!(
        zones.map(|zone| zone.id.as_str()).collect::<Vec<_>>(),
        ["a", "b", "c"].map(|z| format!("{REGION}{z}")),
        "its zones"
    );
    let kinds: Vec<NetworkKind> = told.network.keys().map(|(_, kind)| *kind).collect();
    assert_eq!(kinds, NetworkKind::EVERYWHERE, "no VPC has IPv6, so nobody asks for egress-only gateways");
    let asked = world.sandbox.calls().of("ec2", "DescribeRouteTables");
    assert_eq!(asked.len(), 1, "the tiers and the parts hang on the same tables, which are asked for once");
}

#[tokio::test]
async fn parts_come_page_by_page_and_a_denied_kind_is_no_empty_one() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let whole = discover(&*session, &named(&[REGION])).await;
    world.sandbox.settings().set(Settings { page_size: Some(2), ..Settings::default() });
    let faults = world.sandbox.faults();
    faults.add(Fault::new(Effect::Deny { because: Because::Nothing }).service("ec2").action("DescribeNatGateways"));
    let told = discover(&*session, &named(&[REGION])).await;
    let of = |told: &Told, kind| told.parts.iter().filter(|part| part.kind == kind).cloned().collect::<Vec<_>>();
    for kind in NetworkKind::EVERYWHERE.into_iter().filter(|kind| *kind != NetworkKind::NatGateway) {
        assert_eq!(of(&told, kind), of(&whole, kind), "{kind:?} in pages of two");
    }
    let cell = &told.network[&(REGION.to_owned(), NetworkKind::NatGateway)];
    assert_eq!((cell.outcome, cell.count), (Outcome::Denied, 0), "{cell:?}");
    assert!(cell.detail.as_deref().is_some_and(|why| why.starts_with("UnauthorizedOperation: ")), "and why: {cell:?}");
    assert!(told.cells.values().all(|cell| cell.outcome.is_answer()), "it is no part of the coverage ledger");
}

#[tokio::test]
async fn a_throttled_region_takes_fewer_calls_and_still_gives_everything() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let whole = discover(&*session, &named(&[REGION])).await;
    world.sandbox.faults().add(Fault::new(Effect::Throttle).service("ec2").region(REGION).times(8));
    let told = discover(&*session, &named(&[REGION, "us-east-1"])).await;
    let found = |told: &Told| -> BTreeMap<Kind, usize> {
        let here = told.resources.iter().filter(|found| found.region.as_str() == REGION);
        here.fold(BTreeMap::new(), |mut counts, found| {
            *counts.entry(found.kind).or_default() += 1;
            counts
        })
    };
    assert_eq!(found(&told), found(&whole), "slowed down, and whole");
    assert!(told.cells.values().all(|cell| cell.outcome.is_answer()), "every cell is answered: {:?}", told.cells);
}

#[tokio::test]
async fn tags_that_no_list_gives_are_read_for_one_resource() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let told = discover(&*session, &named(&[REGION])).await;
    world.sandbox.calls().clear();
    for (name, team) in [("internal.example.net", "network"), ("ci-reader", "ci")] {
        let found = resource(&told, name);
        assert_eq!(found.tags, Tags::default(), "no list gives them");
        let expected = Tags::from([("Team", team)]);
        assert_eq!(session.tags(found).await.unwrap(), expected, "the tags of {name}");
    }
    let group = resource(&told, "prod-lb");
    assert_eq!(session.tags(group).await.unwrap(), group.tags, "a list gives those of a security group");
    let asked: Vec<String> = world.sandbox.calls().list().into_iter().map(|call| call.action).collect();
    assert_eq!(asked, ["ListTagsForResource", "ListUserTags"], "a security group costs no call");
}

/// Mocked answers, as AWS documents them: the stand-in has no IPv6, no egress-only gateways, and no addresses of NAT
/// gateways.
#[tokio::test]
async fn what_the_stand_in_does_not_know() {
    const VPCS: &str = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>1</requestId>\
        <vpcSet><item><vpcId>vpc-6</vpcId><ownerId>444455556666</ownerId><state>available</state>\
        <cidrBlock>10.6.0.0/16</cidrBlock><ipv6CidrBlockAssociationSet><item><ipv6CidrBlock>2001:db8:1234:1a00::/56\
        </ipv6CidrBlock><associationId>vpc-cidr-assoc-6</associationId><ipv6CidrBlockState><state>associated</state>\
        </ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet><isDefault>false</isDefault></item></vpcSet>\
        </DescribeVpcsResponse>";
    const EGRESS: &str = "<DescribeEgressOnlyInternetGatewaysResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
        <requestId>2</requestId><egressOnlyInternetGatewaySet><item><egressOnlyInternetGatewayId>eigw-6\
        </egressOnlyInternetGatewayId><attachmentSet><item><state>attached</state><vpcId>vpc-6</vpcId></item>\
        </attachmentSet><tagSet><item><key>Name</key><value>six-out</value></item></tagSet></item>\
        </egressOnlyInternetGatewaySet></DescribeEgressOnlyInternetGatewaysResponse>";
    const NAT: &str = "<DescribeNatGatewaysResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>3\
        </requestId><natGatewaySet><item><natGatewayId>nat-6</natGatewayId><subnetId>subnet-6</subnetId>\
        <vpcId>vpc-6</vpcId><state>available</state><connectivityType>public</connectivityType>\
        <natGatewayAddressSet><item><allocationId>eipalloc-1</allocationId><networkInterfaceId>eni-1\
        </networkInterfaceId><privateIp>10.6.1.7</privateIp><publicIp>203.0.113.7</publicIp><isPrimary>true</isPrimary>\
        </item><item><allocationId>eipalloc-2</allocationId><networkInterfaceId>eni-1</networkInterfaceId>\
        <privateIp>10.6.1.8</privateIp><publicIp>203.0.113.8</publicIp></item></natGatewayAddressSet></item>\
        </natGatewaySet></DescribeNatGatewaysResponse>";
    let world = World::start().await;
    let session = world.session("Good").await;
    for (action, body) in
        [("DescribeVpcs", VPCS), ("DescribeEgressOnlyInternetGateways", EGRESS), ("DescribeNatGateways", NAT)]
    {
        let body = body.to_owned();
        world.sandbox.faults().add(Fault::new(Effect::Answer { body }).service("ec2").region(REGION).action(action));
    }
    let told = discover(&*session, &named(&[REGION])).await;
    let vpc = told.resources.iter().find(|found| found.id == "vpc-6").unwrap();
    assert_eq!(vpc.attributes.to_map()["ipv6_cidr_blocks"], serde_json::json!(["2001:db8:1234:1a00::/56"]));
    let egress = part(&told, "six-out");
    assert_eq!(
        (egress.kind, egress.id.as_str(), egress.vpc_id.as_deref()),
        (NetworkKind::EgressOnlyInternetGateway, "eigw-6", Some("vpc-6")),
        "a VPC with IPv6 has it asked for"
    );
    assert_eq!(egress.attributes.to_map()["state"], "attached");
    let nat = told.parts.iter().find(|part| part.kind == NetworkKind::NatGateway).unwrap().attributes.to_map();
    assert_eq!(nat["public_ips"], serde_json::json!(["203.0.113.7", "203.0.113.8"]), "by which addresses it leaves");
    assert_eq!(nat["private_ips"], serde_json::json!(["10.6.1.7", "10.6.1.8"]));
}
