//! AWS regions: their names, friendly names and which are enabled in every account.
//!
//! Source: [regions](https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html).

use std::str::FromStr;

use crate::account::Partition;
use crate::text::string_newtype;

/// A region's code, such as `eu-central-1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);

/// Why a text is not a region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an AWS region code, such as eu-central-1")]
pub struct RegionError(pub String);

impl FromStr for Region {
    type Err = RegionError;

    /// Checks the shape only: AWS adds regions more often than programs are released.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let words = parts.len().saturating_sub(1);
        let shaped = (3..=5).contains(&parts.len())
            && (2..=4).contains(&parts[0].len())
            && parts[..words].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()))
            && matches!(parts[words].len(), 1..=2)
            && parts[words].bytes().all(|b| b.is_ascii_digit());
        if shaped { Ok(Self(text.to_owned())) } else { Err(RegionError(text.to_owned())) }
    }
}

string_newtype!(Region);

impl Region {
    /// The partition that a region of this name belongs to.
    pub fn partition(&self) -> Partition {
        match &self.0 {
            name if name.starts_with("us-gov-") => Partition::AwsUsGov,
            name if name.starts_with("cn-") => Partition::AwsCn,
            _ => Partition::Aws,
        }
    }

    /// The place that the console calls this region by, where it is known here.
    pub fn friendly_name(&self) -> Option<&'static str> {
        FRIENDLY.iter().find(|(code, _)| *code == self.0).map(|(_, name)| *name)
    }

    /// The region that a partition's global services answer from.
    pub fn home(partition: Partition) -> Self {
        Self(
            match partition {
                Partition::Aws => "us-east-1",
                Partition::AwsUsGov => "us-gov-west-1",
                Partition::AwsCn => "cn-north-1",
            }
            .to_owned(),
        )
    }

    /// The regions that no account can switch off, in the order in which they are tried.
    pub fn always_enabled(partition: Partition) -> Vec<Self> {
        let names: &[&str] = match partition {
            Partition::Aws => &[
                "us-east-1",
                "us-east-2",
                "us-west-1",
                "us-west-2",
                "ca-central-1",
                "sa-east-1",
                "eu-central-1",
                "eu-west-1",
                "eu-west-2",
                "eu-west-3",
                "eu-north-1",
                "ap-south-1",
                "ap-southeast-1",
                "ap-southeast-2",
                "ap-northeast-1",
                "ap-northeast-2",
                "ap-northeast-3",
            ],
            Partition::AwsUsGov => &["us-gov-west-1", "us-gov-east-1"],
            Partition::AwsCn => &["cn-north-1", "cn-northwest-1"],
        };
        names.iter().map(|name| Self((*name).to_owned())).collect()
    }

    /// The regions that this version knows of, those that an account has to switch on too, in no particular order.
    pub fn known(partition: Partition) -> Vec<Self> {
        let all = FRIENDLY.iter().map(|(code, _)| Self((*code).to_owned()));
        all.filter(|region| region.partition() == partition).collect()
    }
}

const FRIENDLY: &[(&str, &str)] = &[
    ("af-south-1", "Cape Town"),
    ("ap-east-1", "Hong Kong"),
    ("ap-east-2", "Taipei"),
    ("ap-northeast-1", "Tokyo"),
    ("ap-northeast-2", "Seoul"),
    ("ap-northeast-3", "Osaka"),
    ("ap-south-1", "Mumbai"),
    ("ap-south-2", "Hyderabad"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ap-southeast-3", "Jakarta"),
    ("ap-southeast-4", "Melbourne"),
    ("ap-southeast-5", "Malaysia"),
    ("ap-southeast-6", "New Zealand"),
    ("ap-southeast-7", "Thailand"),
    ("ca-central-1", "Central Canada"),
    ("ca-west-1", "Calgary"),
    ("cn-north-1", "Beijing"),
    ("cn-northwest-1", "Ningxia"),
    ("eu-central-1", "Frankfurt"),
    ("eu-central-2", "Zurich"),
    ("eu-north-1", "Stockholm"),
    ("eu-south-1", "Milan"),
    ("eu-south-2", "Spain"),
    ("eu-west-1", "Ireland"),
    ("eu-west-2", "London"),
    ("eu-west-3", "Paris"),
    ("il-central-1", "Tel Aviv"),
    ("me-central-1", "UAE"),
    ("me-south-1", "Bahrain"),
    ("mx-central-1", "Mexico"),
    ("sa-east-1", "São Paulo"),
    ("us-east-1", "N. Virginia"),
    ("us-east-2", "Ohio"),
    ("us-gov-east-1", "GovCloud US-East"),
    ("us-gov-west-1", "GovCloud US-West"),
    ("us-west-1", "N. California"),
    ("us-west-2", "Oregon"),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn region_codes_are_recognised_by_shape() {
        for name in ["us-east-1", "ap-southeast-7", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1"] {
            let parsed = name.parse::<Region>();
            assert!(parsed.is_ok(), "{name} is or may become a region");
        }
        for name in ["", "us-east", "useast1", "US-EAST-1", "eu-central-1a", "us-east-1;rm", "../etc-1", "eu--1"] {
            assert!(name.parse::<Region>().is_err(), "{name:?} must not reach a host name");
        }
    }

    #[test]
    fn every_always_enabled_region_is_known() {
        for partition in Partition::ALL {
            let known = Region::known(partition);
            assert!(known.iter().all(|region| region.partition() == partition), "{partition:?}: {known:?}");
            for region in Region::always_enabled(partition) {
                assert!(known.contains(&region), "{region} is known");
            }
        }
    }

    #[test]
    fn every_always_enabled_region_parses_and_has_a_name() {
        for partition in Partition::ALL {
            for region in Region::always_enabled(partition) {
                assert_eq!(region.as_str().parse::<Region>().unwrap(), region, "the list is well formed");
                assert_eq!(region.partition(), partition, "{region} is listed under its own partition");
                assert!(region.friendly_name().is_some(), "{region} has a friendly name");
            }
        }
    }
}
