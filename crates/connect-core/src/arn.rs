//! Amazon Resource Names, and a role's ARN as the narrow form that this product connects by.
//!
//! Sources: [ARNs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html),
//! [IAM names and paths](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::{AccountId, AccountIdError, Partition, PartitionError};
use crate::text::{start_of, string_newtype};

/// An ARN split into its six parts, none of them judged yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-us-gov`, `aws-cn` or one that is not known here.
    pub partition: &'a str,
    /// The service, such as `iam`.
    pub service: &'a str,
    /// The region; empty for global services.
    pub region: &'a str,
    /// The account; empty for some resources.
    pub account: &'a str,
    /// Everything after the fifth colon.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits a text at its first five colons; `None` when it is no ARN at all.
    pub fn split(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        Some(Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }
}

/// An IAM role's name without its path: 1 to 64 of `[A-Za-z0-9_+=,.@-]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleName(String);

/// Why a text is not a role name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not a role name: IAM wants 1 to 64 letters, digits or _ + = , . @ -", start_of(.0))]
pub struct RoleNameError(pub String);

impl FromStr for RoleName {
    type Err = RoleNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b);
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RoleNameError(text.to_owned()))
        }
    }
}

string_newtype!(RoleName);

/// The ARN of an IAM role, with or without a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleArn {
    partition: Partition,
    account: AccountId,
    path: String,
    name: RoleName,
}

/// Why a text is not a role's ARN; each says what it is and where the right one stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoleArnError {
    /// Nothing was given.
    #[error(
        "the Role ARN is empty: paste the RoleArn output of the stack, such as arn:aws:iam::123456789012:role/AlethiaProvisionerRole"
    )]
    Empty,
    /// Not an ARN by its shape.
    #[error("\"{}\" is not an ARN: a Role ARN looks like arn:aws:iam::123456789012:role/AlethiaProvisionerRole", start_of(.0))]
    NotAnArn(String),
    /// The partition is not known here.
    #[error(transparent)]
    Partition(#[from] PartitionError),
    /// A different thing of AWS's; holds what it is and where the Role ARN stands.
    #[error("this is {what}, not a Role ARN: {place}")]
    OtherThing {
        /// What was pasted, with its article.
        what: String,
        /// Where the right ARN is found.
        place: &'static str,
    },
    /// IAM is global; its ARNs have no region.
    #[error("this ARN names the region \"{}\", but a role's ARN has none: arn:aws:iam::123456789012:role/NAME", start_of(.0))]
    RegionSet(String),
    /// The account part is wrong.
    #[error("in the Role ARN, {0}")]
    Account(#[from] AccountIdError),
    /// `role/` with nothing after it.
    #[error("this Role ARN ends before the role's name: copy it whole, up to the name after role/")]
    NoName,
    /// The name part is wrong.
    #[error("in the Role ARN, {0}")]
    Name(#[from] RoleNameError),
    /// The path holds what IAM does not allow there, or is longer than 512 characters.
    #[error("the path \"{}\" in this Role ARN is not one that IAM allows: printable ASCII, at most 512 characters", start_of(.0))]
    Path(String),
}

const OUTPUTS: &str = "take RoleArn from the stack's Outputs tab, or role_arn from terraform output";

fn other_thing(what: impl Into<String>) -> RoleArnError {
    RoleArnError::OtherThing { what: what.into(), place: OUTPUTS }
}

/// Names what an ARN that is no role's stands for.
fn name_other(arn: &Arn<'_>) -> RoleArnError {
    let kind = arn.resource.split(['/', ':']).next().unwrap_or_default();
    match (arn.service, kind) {
        ("iam", "user") => other_thing("the ARN of an IAM user"),
        ("iam", "group") => other_thing("the ARN of an IAM group"),
        ("iam", "policy") => other_thing("the ARN of an IAM policy"),
        ("iam", "instance-profile") => other_thing("the ARN of an instance profile"),
        ("iam", "root") => other_thing("the ARN of an account's root"),
        ("iam", "oidc-provider" | "saml-provider") => other_thing("the ARN of an identity provider"),
        ("sts", "assumed-role") => RoleArnError::OtherThing {
            what: "the ARN of an assumed-role session".to_owned(),
            place: "a session's ARN names the role but is not it; take RoleArn from the stack's Outputs tab, or role_arn from terraform output",
        },
        ("cloudformation", "stack") => RoleArnError::OtherThing {
            what: "the ARN of a CloudFormation stack".to_owned(),
            place: "open that stack's Outputs tab and take the value of RoleArn",
        },
        (service, _) => other_thing(format!("an ARN of the service \"{}\"", start_of(service))),
    }
}

impl FromStr for RoleArn {
    type Err = RoleArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(RoleArnError::Empty);
        }
        let arn = Arn::split(text).ok_or_else(|| RoleArnError::NotAnArn(text.to_owned()))?;
        let partition = arn.partition.parse()?;
        let Some(rest) = arn.resource.strip_prefix("role/").filter(|_| arn.service == "iam") else {
            return Err(match (arn.service, arn.resource) {
                ("iam", "role") => RoleArnError::NoName,
                _ => name_other(&arn),
            });
        };
        if !arn.region.is_empty() {
            return Err(RoleArnError::RegionSet(arn.region.to_owned()));
        }
        let account = arn.account.parse::<AccountId>()?;
        if account.as_str() != arn.account {
            return Err(AccountIdError(arn.account.to_owned()).into());
        }
        let (path, name) =
            rest.rsplit_once('/').map_or(("/".to_owned(), rest), |(path, name)| (format!("/{path}/"), name));
        if name.is_empty() {
            return Err(RoleArnError::NoName);
        }
        if path.len() > 512 || !path.bytes().all(|b| (0x21..=0x7e).contains(&b)) {
            return Err(RoleArnError::Path(path));
        }
        Ok(Self { partition, account, path, name: name.parse()? })
    }
}

impl RoleArn {
    /// Builds the ARN of a role from its typed parts; the path is `/`.
    pub fn of(partition: Partition, account: AccountId, name: RoleName) -> Self {
        Self { partition, account, path: "/".to_owned(), name }
    }

    /// The partition that the role lives in.
    pub const fn partition(&self) -> Partition {
        self.partition
    }

    /// The target account.
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// The role's path, `/` when it has none.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The role's name without its path.
    pub const fn name(&self) -> &RoleName {
        &self.name
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:{}:iam::{}:role{}{}", self.partition, self.account, self.path, self.name)
    }
}

impl fmt::Debug for RoleArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RoleArn({self})")
    }
}

impl Serialize for RoleArn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleArn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The role that an assumed-role session's ARN speaks of: its account and role name, path lost.
pub fn assumed_role(arn: &str) -> Option<(AccountId, RoleName)> {
    let arn = Arn::split(arn).filter(|arn| arn.service == "sts")?;
    let (name, _session) = arn.resource.strip_prefix("assumed-role/")?.split_once('/')?;
    Some((arn.account.parse().ok()?, name.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn role_arns_are_taken_apart() {
        let arn: RoleArn = "arn:aws-us-gov:iam::123456789012:role/team/x/Deploy".parse().unwrap();
        assert_eq!(arn.partition(), Partition::AwsUsGov, "partition");
        assert_eq!(arn.account().as_str(), "123456789012", "account");
        assert_eq!(arn.path(), "/team/x/", "a path is part of the identity");
        assert_eq!(arn.name().as_str(), "Deploy", "name");
        assert_eq!(arn.to_string(), "arn:aws-us-gov:iam::123456789012:role/team/x/Deploy", "reads back");
    }

    #[test]
    fn what_is_no_role_arn_is_named_for_what_it_is() {
        let cases = [
            ("", "empty"),
            ("AlethiaProvisionerRole", "not an ARN"),
            ("arn:aws:iam::123456789012", "not an ARN"),
            ("arn:amazon:iam::123456789012:role/X", "not a partition"),
            ("arn:aws:s3:::bucket", "service \"s3\""),
            ("arn:aws:iam:us-east-1:123456789012:role/X", "names the region \"us-east-1\""),
            ("arn:aws:iam::12345678901:role/X", "12 digits"),
            ("arn:aws:iam::1234-5678-9012:role/X", "12 digits"),
            ("arn:aws:iam::123456789012:user/bob", "IAM user"),
            ("arn:aws:iam::123456789012:group/ops", "IAM group"),
            ("arn:aws:iam::123456789012:policy/P", "IAM policy"),
            ("arn:aws:iam::123456789012:instance-profile/P", "instance profile"),
            ("arn:aws:iam::123456789012:root", "account's root"),
            ("arn:aws:sts::123456789012:assumed-role/X/session", "assumed-role session"),
            ("arn:aws:cloudformation:us-east-1:123456789012:stack/S/uuid", "Outputs tab"),
            ("arn:aws:iam::123456789012:role", "ends before the role's name"),
            ("arn:aws:iam::123456789012:role/", "ends before the role's name"),
            ("arn:aws:iam::123456789012:role/path/", "ends before the role's name"),
            ("arn:aws:iam::123456789012:role/na me", "not a role name"),
            ("arn:aws:iam::123456789012:role/pä/X", "path"),
        ];
        for (text, words) in cases {
            let message = text.parse::<RoleArn>().unwrap_err().to_string();
            assert!(message.contains(words), "{text:?} should be told {words:?}, was told: {message}");
        }
    }

    #[test]
    fn a_session_arn_gives_its_role() {
        let (account, name) = assumed_role("arn:aws:sts::123456789012:assumed-role/Deploy/alethia-verify-1").unwrap();
        assert_eq!((account.as_str(), name.as_str()), ("123456789012", "Deploy"), "account and role");
        assert_eq!(assumed_role("arn:aws:iam::123456789012:user/bob"), None, "a user is no session");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,80}") {
            let _ = text.parse::<RoleArn>();
        }

        #[test]
        fn what_parses_reads_back(account in "[0-9]{12}", path in "([a-z]{1,8}/){0,3}", name in "[A-Za-z0-9_+=,.@-]{1,64}") {
            let text = format!("arn:aws:iam::{account}:role/{path}{name}");
            prop_assert_eq!(text.parse::<RoleArn>().unwrap().to_string(), text);
        }
    }
}
