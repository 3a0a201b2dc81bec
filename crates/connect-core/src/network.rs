//! What the picture of a VPC needs beside its subnets: zones, routes, gateways, endpoints and addresses.
//!
//! It is no part of the coverage ledger and decides about no check; it has a ledger of its own, so that here too a denied
//! list is never taken for an empty one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::coverage::Outcome;
use crate::region::Region;
use crate::resource::{Attributes, Tags};

/// A kind of part of a network, listed in every region that has a VPC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// A route table with its routes.
    RouteTable,
    /// An internet gateway.
    InternetGateway,
    /// A NAT gateway.
    NatGateway,
    /// An egress-only internet gateway, for IPv6.
    EgressOnlyInternetGateway,
    /// A VPC endpoint: of the gateway, interface or load balancer type.
    VpcEndpoint,
    /// An Elastic IP address.
    ElasticIp,
    /// An availability zone, a local zone or a Wavelength zone of the region.
    AvailabilityZone,
}

impl NetworkKind {
    /// All kinds, in the order in which they are listed and shown.
    pub const ALL: [Self; 7] = [
        Self::RouteTable,
        Self::InternetGateway,
        Self::NatGateway,
        Self::EgressOnlyInternetGateway,
        Self::VpcEndpoint,
        Self::ElasticIp,
        Self::AvailabilityZone,
    ];

    /// The kinds that every VPC can have; an egress-only gateway is only for one with IPv6.
    pub const EVERYWHERE: [Self; 6] = [
        Self::RouteTable,
        Self::InternetGateway,
        Self::NatGateway,
        Self::VpcEndpoint,
        Self::ElasticIp,
        Self::AvailabilityZone,
    ];

    /// The IAM action that lists it.
    pub const fn listed_by(self) -> &'static str {
        match self {
            Self::RouteTable => "ec2:DescribeRouteTables",
            Self::InternetGateway => "ec2:DescribeInternetGateways",
            Self::NatGateway => "ec2:DescribeNatGateways",
            Self::EgressOnlyInternetGateway => "ec2:DescribeEgressOnlyInternetGateways",
            Self::VpcEndpoint => "ec2:DescribeVpcEndpoints",
            Self::ElasticIp => "ec2:DescribeAddresses",
            Self::AvailabilityZone => "ec2:DescribeAvailabilityZones",
        }
    }

    /// What people call one of it.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::RouteTable => "route table",
            Self::InternetGateway => "internet gateway",
            Self::NatGateway => "NAT gateway",
            Self::EgressOnlyInternetGateway => "egress-only internet gateway",
            Self::VpcEndpoint => "VPC endpoint",
            Self::ElasticIp => "Elastic IP",
            Self::AvailabilityZone => "availability zone",
        }
    }

    /// The plural that people read.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::RouteTable => "route tables",
            Self::InternetGateway => "internet gateways",
            Self::NatGateway => "NAT gateways",
            Self::EgressOnlyInternetGateway => "egress-only internet gateways",
            Self::VpcEndpoint => "VPC endpoints",
            Self::ElasticIp => "Elastic IPs",
            Self::AvailabilityZone => "availability zones",
        }
    }
}

/// What became of asking one region for one kind of part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NetworkCell {
    /// The region's code.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub region: Region,
    /// What was asked for.
    pub kind: NetworkKind,
    /// What became of it.
    pub outcome: Outcome,
    /// How many were found.
    #[ts(type = "number")]
    pub count: u64,
    /// Why, when the outcome is no answer: AWS's own code and words.
    pub detail: Option<String>,
}

/// One part of a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NetworkPart {
    /// What it is.
    pub kind: NetworkKind,
    /// AWS's id: `rtb-…`, `igw-…`, the allocation id of an address, the name of a zone.
    pub id: String,
    /// Its region.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub region: Region,
    /// The `Name` tag.
    pub name: Option<String>,
    /// The VPC that it belongs to; addresses and zones belong to none.
    pub vpc_id: Option<String>,
    /// What a person needs to know of it.
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    #[ts(type = "Record<string, unknown>")]
    pub attributes: Attributes,
    /// Its tags.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    #[ts(as = "std::collections::BTreeMap<String, String>")]
    pub tags: Tags,
}

/// The parts of all networks that were found, with the ledger of where they were looked for: every region that has a
/// VPC, times every kind, egress-only gateways only where a VPC has IPv6.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Network {
    /// What became of asking.
    pub coverage: Vec<NetworkCell>,
    /// What was found.
    pub parts: Vec<NetworkPart>,
}
