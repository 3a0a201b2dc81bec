//! AWS account ids and partitions.
//!
//! Sources: [account identifiers](https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html),
//! [partitions](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::{start_of, string_newtype};

mod key_id;

/// A twelve-digit AWS account id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

/// Why a text is not an account id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not an AWS account id: it has exactly 12 digits, such as 123456789012", start_of(.0))]
pub struct AccountIdError(pub String);

impl FromStr for AccountId {
    type Err = AccountIdError;

    /// Accepts the twelve digits, also in the console's grouped form `1234-5678-9012`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let digits = match trimmed.split('-').collect::<Vec<_>>()[..] {
            [a, b, c] if [a, b, c].iter().all(|part| part.len() == 4) => format!("{a}{b}{c}"),
            _ => trimmed.to_owned(),
        };
        if digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(AccountIdError(text.to_owned()))
        }
    }
}

string_newtype!(AccountId);

/// A group of AWS regions with its own accounts, endpoints and console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Partition {
    /// The commercial regions.
    #[serde(rename = "aws")]
    Aws,
    /// `GovCloud` (US).
    #[serde(rename = "aws-us-gov")]
    AwsUsGov,
    /// China.
    #[serde(rename = "aws-cn")]
    AwsCn,
}

/// Why a text is not a partition that the app knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not a partition known here: aws, aws-us-gov or aws-cn", start_of(.0))]
pub struct PartitionError(pub String);

impl Partition {
    /// All partitions, the commercial one first.
    pub const ALL: [Self; 3] = [Self::Aws, Self::AwsUsGov, Self::AwsCn];

    /// The partition's name as it stands in an ARN.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsCn => "aws-cn",
        }
    }

    /// The domain of the partition's API endpoints.
    pub const fn domain(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
        }
    }

    /// The domain that the partition's consoles live under.
    pub const fn console_domain(self) -> &'static str {
        match self {
            Self::Aws => "console.aws.amazon.com",
            Self::AwsUsGov => "console.amazonaws-us-gov.com",
            Self::AwsCn => "console.amazonaws.cn",
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Partition {
    type Err = PartitionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|partition| partition.as_str() == text)
            .ok_or_else(|| PartitionError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_account_id_has_twelve_digits_in_either_form() {
        for text in ["123456789012", " 123456789012\n", "1234-5678-9012"] {
            let id: AccountId = text.parse().unwrap();
            assert_eq!(id.as_str(), "123456789012", "{text:?} names that account");
        }
        for text in ["", "12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１２", "123-456789-012"]
        {
            assert!(text.parse::<AccountId>().is_err(), "{text:?} is not twelve ASCII digits");
        }
    }

    #[test]
    fn a_partition_reads_back_from_its_name() {
        for partition in Partition::ALL {
            assert_eq!(partition.as_str().parse(), Ok(partition), "names and variants agree");
        }
        assert!("AWS".parse::<Partition>().is_err(), "ARNs are case sensitive");
    }
}
