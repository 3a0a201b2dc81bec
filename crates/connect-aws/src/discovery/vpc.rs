//! VPCs.

use aws_sdk_ec2::types::{Vpc, VpcCidrBlockStateCode};
use connect_core::region::Region;
use connect_core::resource::{Attributes, Kind, Place, Resource};
use serde::Serialize;

use super::host::Ec2;
use super::pages::{ListFailure, Page, every_page};
use super::{EC2_PAGE, ec2_arn, tags};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

#[derive(Serialize)]
struct VpcAttributes<'a> {
    cidr_blocks: Vec<&'a str>,
    ipv6_cidr_blocks: Vec<&'a str>,
    is_default: bool,
    state: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<Resource>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_vpcs().max_results(EC2_PAGE).set_next_token(token).send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeVpcs", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.vpcs.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |vpc| resource(core, &ec2.region, &vpc)).await
}

/// Whether a VPC has IPv6 addresses. Without, an egress-only gateway has nothing to let out.
pub(super) fn has_ipv6(vpc: &Resource) -> bool {
    let blocks = vpc.attributes.get("ipv6_cidr_blocks");
    blocks.is_some_and(|blocks| blocks.as_array().is_some_and(|blocks| !blocks.is_empty()))
}

fn resource(core: &SessionCore, region: &Region, vpc: &Vpc) -> Option<Resource> {
    let id = vpc.vpc_id()?;
    let tags = tags(vpc.tags());
    Some(Resource {
        kind: Kind::Vpc,
        id: id.to_owned(),
        arn: ec2_arn(core, region, vpc.owner_id(), &format!("vpc/{id}")),
        region: Place::Region(region.clone()),
        name: tags.get("Name").map(str::to_owned),
        parent: None,
        attributes: Attributes::of(&describe(vpc)),
        tags,
    })
}

fn describe(vpc: &Vpc) -> VpcAttributes<'_> {
    let in_use =
        |state: Option<&VpcCidrBlockStateCode>| state.is_none_or(|state| *state == VpcCidrBlockStateCode::Associated);
    let ipv4 = vpc
        .cidr_block_association_set()
        .iter()
        .filter(|block| in_use(block.cidr_block_state().and_then(|state| state.state())));
    let mut cidr_blocks: Vec<&str> = ipv4.filter_map(|block| block.cidr_block()).collect();
    if cidr_blocks.is_empty() {
        cidr_blocks.extend(vpc.cidr_block());
    }
    let ipv6 = vpc.ipv6_cidr_block_association_set().iter();
    let ipv6 = ipv6.filter(|block| in_use(block.ipv6_cidr_block_state().and_then(|state| state.state())));
    VpcAttributes {
        cidr_blocks,
        ipv6_cidr_blocks: ipv6.filter_map(|block| block.ipv6_cidr_block()).collect(),
        is_default: vpc.is_default().unwrap_or_default(),
        state: vpc.state().map(aws_sdk_ec2::types::VpcState::as_str),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ec2::types::{VpcCidrBlockAssociation, VpcCidrBlockState};

    fn block(cidr: &str, state: VpcCidrBlockStateCode) -> VpcCidrBlockAssociation {
        let state = VpcCidrBlockState::builder().state(state).build();
        VpcCidrBlockAssociation::builder().cidr_block(cidr).cidr_block_state(state).build()
    }

    #[test]
    fn only_blocks_in_use_count() {
        let vpc = Vpc::builder()
            .cidr_block("10.0.0.0/16")
            .cidr_block_association_set(block("10.0.0.0/16", VpcCidrBlockStateCode::Associated))
            .cidr_block_association_set(block("10.9.0.0/16", VpcCidrBlockStateCode::Disassociated))
            .cidr_block_association_set(block("10.1.0.0/16", VpcCidrBlockStateCode::Associated))
            .build();
        assert_eq!(describe(&vpc).cidr_blocks, ["10.0.0.0/16", "10.1.0.0/16"], "a block that was taken away is gone");
        let bare = Vpc::builder().cidr_block("10.0.0.0/16").build();
        assert_eq!(describe(&bare).cidr_blocks, ["10.0.0.0/16"], "the primary block when the set is missing");
    }
}
