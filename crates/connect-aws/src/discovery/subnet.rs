//! Subnets, with the tier that their effective route table gives them.

use aws_sdk_ec2::types::{Subnet, SubnetCidrBlockStateCode};
use connect_core::region::Region;
use connect_core::resource::{Attributes, Kind, Place, Resource};
use serde::Serialize;

use super::host::Ec2;
use super::pages::{ListFailure, Page, every_page};
use super::route_table::{Tier, Tiers};
use super::{EC2_PAGE, Listing, ec2_arn, outcome, tags};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

#[derive(Serialize)]
struct SubnetAttributes<'a> {
    vpc_id: Option<&'a str>,
    cidr_block: Option<&'a str>,
    ipv6_cidr_block: Option<&'a str>,
    availability_zone: Option<&'a str>,
    availability_zone_id: Option<&'a str>,
    available_ip_count: Option<i32>,
    tier: Option<Tier>,
    map_public_ip: bool,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Listing, ListFailure> {
    let (subnets, tables) = futures::join!(subnets(core, ec2), ec2.route_tables(core));
    let (tiers, failure) = match tables {
        Ok(tables) => (Tiers::of(tables), None),
        Err(failure) => (Tiers::default(), Some(failure)),
    };
    let resources: Vec<Resource> =
        subnets?.iter().filter_map(|subnet| resource(core, &ec2.region, subnet, &tiers)).collect();
    let failure = failure.filter(|_| !resources.is_empty());
    let (note, denied) = (failure.map(without_tiers), failure.and_then(outcome::denial));
    Ok(Listing { resources, note, denied })
}

async fn subnets(core: &SessionCore, ec2: &Ec2) -> Result<Vec<Subnet>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_subnets().max_results(EC2_PAGE).set_next_token(token).send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeSubnets", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.subnets.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, Some).await
}

fn without_tiers(failure: &ListFailure) -> String {
    let reason = outcome::in_words(failure);
    format!(
        "whether the subnets are public, private or isolated is not known: the route tables could not be read ({reason})"
    )
}

fn resource(core: &SessionCore, region: &Region, subnet: &Subnet, tiers: &Tiers) -> Option<Resource> {
    let id = subnet.subnet_id()?;
    let tags = tags(subnet.tags());
    Some(Resource {
        kind: Kind::Subnet,
        id: id.to_owned(),
        arn: ec2_arn(core, region, subnet.owner_id(), &format!("subnet/{id}")),
        region: Place::Region(region.clone()),
        name: tags.get("Name").map(str::to_owned),
        parent: subnet.vpc_id().map(str::to_owned),
        attributes: Attributes::of(&describe(subnet, tiers)),
        tags,
    })
}

fn describe<'a>(subnet: &'a Subnet, tiers: &Tiers) -> SubnetAttributes<'a> {
    let mut ipv6 = subnet.ipv6_cidr_block_association_set().iter().filter(|block| {
        let state = block.ipv6_cidr_block_state().and_then(|state| state.state());
        state.is_none_or(|state| *state == SubnetCidrBlockStateCode::Associated)
    });
    SubnetAttributes {
        vpc_id: subnet.vpc_id(),
        cidr_block: subnet.cidr_block(),
        ipv6_cidr_block: ipv6.find_map(|block| block.ipv6_cidr_block()),
        availability_zone: subnet.availability_zone(),
        availability_zone_id: subnet.availability_zone_id(),
        available_ip_count: subnet.available_ip_address_count(),
        tier: tiers.get(subnet.subnet_id().unwrap_or_default(), subnet.vpc_id().unwrap_or_default()),
        map_public_ip: subnet.map_public_ip_on_launch().unwrap_or_default(),
    }
}
