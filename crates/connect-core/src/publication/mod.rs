//! Publishing the template: in which bucket, under which key, and who may read it.
//!
//! A key holds the template's SHA-256, so what is published once is never replaced by anything else. Deliberately
//! absent: making a bucket more open than its readers need, and touching what others wrote into its policy.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::account::AccountId;
use crate::console::AddressError;
use crate::failure::CallFailure;
use crate::region::Region;
use crate::text::{start_of, string_newtype};

mod policy;

pub use policy::{BucketPolicyError, allows, granted, names_everybody};

/// The folder of the bucket that all templates are in.
const FOLDER: &str = "cloudformation";

/// A bucket's name, as those that are made here may be called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BucketName(String);

/// Why a text is not a bucket's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{}\" is not the name of a bucket: it has 3 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit",
    start_of(.0)
)]
pub struct BucketNameError(pub String);

impl FromStr for BucketName {
    type Err = BucketNameError;

    /// AWS allows dots too, but they break the certificate of `https://BUCKET.s3...`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let ends = [bytes.first(), bytes.last()].into_iter().all(|end| end.is_some_and(|end| good(*end)));
        let shaped = (3..=63).contains(&text.len()) && bytes.iter().all(|byte| good(*byte) || *byte == b'-');
        if ends && shaped { Ok(Self(text.to_owned())) } else { Err(BucketNameError(text.to_owned())) }
    }
}

string_newtype!(BucketName);

impl BucketName {
    /// The bucket of an account's templates in a region, by which it is known again.
    pub fn of_templates(account: &AccountId, region: &Region) -> Self {
        Self(format!("alethia-templates-{account}-{region}"))
    }
}

/// Who may read a published template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readers {
    /// Whoever this account lets.
    Account(AccountId),
    /// Anybody who has the address.
    Anybody,
}

impl fmt::Display for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(account) => write!(f, "account {account} only"),
            Self::Anybody => f.write_str("anybody who has the address"),
        }
    }
}

/// A template that is to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Whose bucket it is: nothing is sent to another's.
    pub account: AccountId,
    /// Where the bucket is.
    pub region: Region,
    /// The bucket.
    pub bucket: BucketName,
    /// The template's text.
    pub template: &'static str,
    /// The SHA-256 of that text, in hexadecimal.
    pub sha256: String,
    /// What the template's file is called.
    pub file: &'static str,
    /// Who shall read it, besides those who already may.
    pub readers: Readers,
}

impl Publication {
    /// The object's key.
    pub fn key(&self) -> String {
        format!("{FOLDER}/{}/{}", self.sha256, self.file)
    }

    /// Whether the bucket is one that the app makes for its templates alone. In any other, whatever was there before
    /// keeps its protection.
    pub fn is_own_bucket(&self) -> bool {
        self.bucket == BucketName::of_templates(&self.account, &self.region)
    }

    /// Fails where what has the template's key is something else.
    pub fn same_content(&self, found: &[u8]) -> Result<(), PublishFailure> {
        if found == self.template.as_bytes() {
            return Ok(());
        }
        let found = Sha256::digest(found).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        Err(PublishFailure::Differs { bucket: self.bucket.clone(), key: self.key(), found })
    }

    /// The address that `CloudFormation` is given; of a custom endpoint by path, as no name leads to its buckets.
    pub fn address(&self, endpoint: Option<&str>) -> String {
        let Self { bucket, region, .. } = self;
        match endpoint {
            Some(endpoint) => format!("{}/{bucket}/{}", endpoint.trim_end_matches('/'), self.key()),
            None => format!("https://{bucket}.s3.{region}.{}/{}", region.partition().domain(), self.key()),
        }
    }
}

/// Why a template was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishFailure {
    /// A call failed.
    #[error(transparent)]
    Call(#[from] CallFailure),
    /// Somebody else has the bucket's name.
    #[error(
        "the bucket name {bucket} belongs to another AWS account: nothing was sent to it. Bucket names are shared by all accounts"
    )]
    Taken {
        /// The name.
        bucket: BucketName,
    },
    /// The bucket is there, in another region.
    #[error("the bucket {bucket} is in {found}, not in {wanted}: it was left as it is")]
    Elsewhere {
        /// Its name.
        bucket: BucketName,
        /// Where it is, as AWS says.
        found: String,
        /// Where it was looked for.
        wanted: Region,
    },
    /// Something else has the template's key.
    #[error(
        "the bucket {bucket} already has {key}, with another content (SHA-256 {found}) than its name says: somebody put it there, and it was left as it is"
    )]
    Differs {
        /// The bucket.
        bucket: BucketName,
        /// The object's key.
        key: String,
        /// The SHA-256 of what is there, in hexadecimal.
        found: String,
    },
    /// The bucket was there before, for something else, and its protection stays.
    #[error(
        "the bucket {bucket} was there before and blocks public access: it was left as it is, because it may hold other things"
    )]
    KeptPrivate {
        /// The bucket.
        bucket: BucketName,
    },
    /// Nothing can be added to the bucket's policy.
    #[error("the policy of the bucket {bucket} was left as it is: {reason}")]
    Policy {
        /// The bucket.
        bucket: BucketName,
        /// Why.
        #[source]
        reason: BucketPolicyError,
    },
    /// The template would have an address that nobody can load it from.
    #[error(transparent)]
    Address(#[from] AddressError),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::console::TemplateUrl;

    pub(super) fn publication(region: &str, readers: Readers) -> Publication {
        let (account, region): (AccountId, Region) = ("111122223333".parse().unwrap(), region.parse().unwrap());
        Publication {
            bucket: BucketName::of_templates(&account, &region),
            account,
            region,
            template: "Resources: {}",
            sha256: "af23".to_owned(),
            file: "role.yaml",
            readers,
        }
    }

    #[test]
    fn the_address_is_of_the_regions_partition_and_can_be_loaded() {
        for (region, address) in [
            ("us-east-1", "https://alethia-templates-111122223333-us-east-1.s3.us-east-1.amazonaws.com/"),
            ("us-gov-west-1", "https://alethia-templates-111122223333-us-gov-west-1.s3.us-gov-west-1.amazonaws.com/"),
            ("cn-north-1", "https://alethia-templates-111122223333-cn-north-1.s3.cn-north-1.amazonaws.com.cn/"),
        ] {
            let published = publication(region, Readers::Anybody);
            let whole = published.address(None);
            assert_eq!(whole, format!("{address}cloudformation/af23/role.yaml"), "{region}");
            let object = TemplateUrl::parse(&whole, false).unwrap().object().unwrap();
            assert_eq!((object.bucket.as_str(), object.key), (published.bucket.as_str(), published.key()), "{region}");
        }
        let sandbox = publication("eu-west-1", Readers::Anybody).address(Some("http://127.0.0.1:4566/"));
        assert_eq!(
            sandbox, "http://127.0.0.1:4566/alethia-templates-111122223333-eu-west-1/cloudformation/af23/role.yaml",
            "by path, where no name leads to the bucket"
        );
    }

    #[test]
    fn the_longest_own_name_is_one_that_aws_takes() {
        let account: AccountId = "111122223333".parse().unwrap();
        for partition in crate::account::Partition::ALL {
            for region in Region::always_enabled(partition) {
                let name = BucketName::of_templates(&account, &region);
                assert_eq!(name.as_str().parse(), Ok(name), "{region}");
            }
        }
    }

    #[test]
    fn bucket_names_follow_the_rule() {
        for (name, good) in [
            ("alethia-1", true),
            ("abc", true),
            ("ab", false),
            ("-abc", false),
            ("abc-", false),
            ("Abc", false),
            ("a.bc", false),
            ("a/bc", false),
            ("äbc", false),
        ] {
            assert_eq!(name.parse::<BucketName>().is_ok(), good, "{name:?}");
        }
        assert!("a".repeat(64).parse::<BucketName>().is_err(), "64 characters are one too many");
    }

    #[test]
    fn only_its_own_bucket_is_the_apps() {
        let own = publication("eu-west-1", Readers::Anybody);
        assert!(own.is_own_bucket(), "the name that it is known by");
        let named = Publication { bucket: "company-templates".parse().unwrap(), ..own };
        assert!(!named.is_own_bucket(), "any other may hold other things");
    }
}
