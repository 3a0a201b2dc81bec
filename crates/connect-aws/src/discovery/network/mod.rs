//! The parts of networks: one lister file for each kind.

mod availability_zone;
mod egress_only_internet_gateway;
mod elastic_ip;
mod internet_gateway;
mod nat_gateway;
mod route_table;
mod vpc_endpoint;

use aws_sdk_ec2::types::Tag;
use connect_core::network::{NetworkKind, NetworkPart};
use connect_core::resource::Attributes;
use serde::Serialize;

use super::host::Ec2;
use super::pages::ListFailure;
use crate::session::SessionCore;

/// Lists one kind of part in one region.
pub(super) async fn list(core: &SessionCore, ec2: &Ec2, kind: NetworkKind) -> Result<Vec<NetworkPart>, ListFailure> {
    match kind {
        NetworkKind::RouteTable => route_table::list(core, ec2).await,
        NetworkKind::InternetGateway => internet_gateway::list(core, ec2).await,
        NetworkKind::NatGateway => nat_gateway::list(core, ec2).await,
        NetworkKind::EgressOnlyInternetGateway => egress_only_internet_gateway::list(core, ec2).await,
        NetworkKind::VpcEndpoint => vpc_endpoint::list(core, ec2).await,
        NetworkKind::ElasticIp => elastic_ip::list(core, ec2).await,
        NetworkKind::AvailabilityZone => availability_zone::list(core, ec2).await,
    }
}

/// What every part has, before the attributes of its kind.
struct Common<'a> {
    kind: NetworkKind,
    ec2: &'a Ec2,
    vpc_id: Option<&'a str>,
    tags: &'a [Tag],
}

impl Common<'_> {
    /// The part; without an id it is none.
    fn part(self, id: Option<&str>, attributes: &impl Serialize) -> Option<NetworkPart> {
        let tags = super::tags(self.tags);
        Some(NetworkPart {
            kind: self.kind,
            id: id?.to_owned(),
            region: self.ec2.region.clone(),
            name: tags.get("Name").map(str::to_owned),
            vpc_id: self.vpc_id.map(str::to_owned),
            attributes: Attributes::of(attributes),
            tags,
        })
    }
}
