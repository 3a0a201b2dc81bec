//! What discovery finds: kinds, places and resources.

mod attributes;
mod tags;
mod transcode;

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::region::{Region, RegionError};

pub use attributes::Attributes;
pub use tags::Tags;

/// A kind of resource that discovery lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A virtual private cloud.
    Vpc,
    /// A subnet of a VPC.
    Subnet,
    /// A security group of a VPC.
    SecurityGroup,
    /// A Route 53 hosted zone.
    HostedZone,
    /// An IAM user.
    IamUser,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Vpc, Self::Subnet, Self::SecurityGroup, Self::HostedZone, Self::IamUser];
    /// The kinds that every region is asked for.
    pub const REGIONAL: [Self; 3] = [Self::Vpc, Self::Subnet, Self::SecurityGroup];
    /// The kinds that an account has once.
    pub const GLOBAL: [Self; 2] = [Self::HostedZone, Self::IamUser];

    /// The name in reports and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Subnet => "subnet",
            Self::SecurityGroup => "security_group",
            Self::HostedZone => "hosted_zone",
            Self::IamUser => "iam_user",
        }
    }

    /// The IAM action that lists it.
    pub const fn listed_by(self) -> &'static str {
        match self {
            Self::Vpc => "ec2:DescribeVpcs",
            Self::Subnet => "ec2:DescribeSubnets",
            Self::SecurityGroup => "ec2:DescribeSecurityGroups",
            Self::HostedZone => "route53:ListHostedZones",
            Self::IamUser => "iam:ListUsers",
        }
    }

    /// What people call one of it.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Vpc => "VPC",
            Self::Subnet => "subnet",
            Self::SecurityGroup => "security group",
            Self::HostedZone => "hosted zone",
            Self::IamUser => "IAM user",
        }
    }

    /// The plural that people read.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Vpc => "VPCs",
            Self::Subnet => "subnets",
            Self::SecurityGroup => "security groups",
            Self::HostedZone => "hosted zones",
            Self::IamUser => "IAM users",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a resource or a coverage cell belongs: one region, or the account as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "string")]
pub enum Place {
    /// The account as a whole, written `global`.
    Global,
    /// One region.
    Region(Region),
}

impl Place {
    /// The region, if it is one.
    pub const fn region(&self) -> Option<&Region> {
        match self {
            Self::Global => None,
            Self::Region(region) => Some(region),
        }
    }

    /// The name in reports: `global` or the region's code.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Global => "global",
            Self::Region(region) => region.as_str(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Place {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "global" { Ok(Self::Global) } else { text.parse().map(Self::Region) }
    }
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One thing that discovery found. Its identity is (account, place, id): ids alone are not unique.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Resource {
    /// What it is.
    pub kind: Kind,
    /// AWS's id: `vpc-…`, the bare id of a zone, the `UserId` of a user.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its region, or `global`.
    #[schemars(with = "String")]
    pub region: Place,
    /// The `Name` tag, the zone's domain name, the user's name.
    pub name: Option<String>,
    /// The id of the VPC that holds it, for subnets and security groups.
    pub parent: Option<String>,
    /// What a person needs to know of it.
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    #[ts(type = "Record<string, unknown>")]
    pub attributes: Attributes,
    /// Its tags, where listing it gives them.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    #[ts(as = "std::collections::BTreeMap<String, String>")]
    pub tags: Tags,
}

impl Resource {
    /// What a person calls it: its name, else its id.
    pub fn label(&self) -> &str {
        self.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.id)
    }
}
