//! The role's trust policy: one statement, `sts:AssumeRole` only, one principal, the External ID.
//!
//! Source: [the confused deputy problem](https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).

use std::fmt;
use std::str::FromStr;

use connect_core::account::{AccountId, Partition};
use connect_core::arn::Arn;
use connect_core::external_id::ExternalId;
use serde_json::{Value, json};

/// The name of the trust policy's one statement.
pub const TRUST_SID: &str = "AssumeWithExternalId";

/// The ARN of an IAM role or user that may be named as the only one to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunnerArn(String);

/// Why a text cannot be named as the trusted runner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not the ARN of an IAM role or user, such as arn:aws:iam::210987654321:role/AlethiaRunner; the ARN of a session (assumed-role) cannot be trusted, its role can"
)]
pub struct RunnerArnError(pub String);

impl FromStr for RunnerArn {
    type Err = RunnerArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = Arn::split(text).is_some_and(|arn| {
            let name = arn.resource.strip_prefix("role/").or_else(|| arn.resource.strip_prefix("user/"));
            let allowed = |b: u8| b.is_ascii_alphanumeric() || b"_+=,.@/-".contains(&b);
            arn.partition.parse::<Partition>().is_ok()
                && (arn.service, arn.region) == ("iam", "")
                && arn.account.parse::<AccountId>().is_ok_and(|id| id.as_str() == arn.account)
                && name.is_some_and(|name| (1..=576).contains(&name.len()) && name.bytes().all(allowed))
        });
        if valid { Ok(Self(text.to_owned())) } else { Err(RunnerArnError(text.to_owned())) }
    }
}

impl RunnerArn {
    /// The validated text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunnerArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom the role trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustedPrincipal {
    /// The platform account: every identity in it that its administrators allow to assume the role.
    Account(AccountId),
    /// Exactly this role or user.
    Runner(RunnerArn),
}

impl TrustedPrincipal {
    /// The value of `Principal.AWS`.
    pub fn arn(&self, partition: Partition) -> String {
        match self {
            Self::Account(account) => format!("arn:{partition}:iam::{account}:root"),
            Self::Runner(arn) => arn.0.clone(),
        }
    }
}

/// The trust policy that the template and the module give the role.
pub fn trust_policy(principal: &TrustedPrincipal, external_id: &ExternalId, partition: Partition) -> Value {
    trust_document(&principal.arn(partition), external_id.as_str())
}

pub(crate) fn trust_document(principal: &str, external_id: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": TRUST_SID,
            "Effect": "Allow",
            "Principal": { "AWS": principal },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "sts:ExternalId": external_id } },
        }],
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_trust_policy_is_one_statement_with_the_external_id() {
        let id: ExternalId = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap();
        let account = TrustedPrincipal::Account("210987654321".parse().unwrap());
        let policy = trust_policy(&account, &id, Partition::AwsUsGov);
        let statements = policy["Statement"].as_array().unwrap();
        assert_eq!(statements.len(), 1, "a second statement could open what the first closes");
        let statement = &statements[0];
        assert_eq!(statement["Action"], "sts:AssumeRole", "no TagSession, no federation");
        assert_eq!(statement["Principal"]["AWS"], "arn:aws-us-gov:iam::210987654321:root", "in the role's partition");
        assert_eq!(statement["Condition"]["StringEquals"]["sts:ExternalId"], id.as_str(), "an exact match");
        assert_eq!(statement["Condition"].as_object().unwrap().len(), 1, "no second operator");
    }

    #[test]
    fn only_a_role_or_user_can_be_the_runner() {
        for text in [
            "arn:aws:iam::210987654321:role/AlethiaRunner",
            "arn:aws:iam::210987654321:user/ci/runner@example.com",
            "arn:aws-cn:iam::210987654321:role/a/b/c",
        ] {
            let runner: RunnerArn = text.parse().unwrap();
            assert_eq!((runner.as_str(), runner.to_string().as_str()), (text, text), "kept to the letter");
            let principal = TrustedPrincipal::Runner(runner);
            assert_eq!(principal.arn(Partition::Aws), text, "taken to the letter");
        }
        for text in [
            "",
            "*",
            "arn:aws:iam::210987654321:root",
            "arn:aws:iam::210987654321:role/*",
            "arn:aws:iam::*:role/AlethiaRunner",
            "arn:aws:iam::2109-8765-4321:role/AlethiaRunner",
            "arn:aws:sts::210987654321:assumed-role/AlethiaRunner/session",
            "arn:aws:iam::210987654321:role/",
            "arn:aws:iam::210987654321:role/${x}",
            "arn:aws:iam::210987654321:role/a\"b",
        ] {
            assert!(text.parse::<RunnerArn>().is_err(), "{text:?} trusts nobody or too many");
        }
    }
}
