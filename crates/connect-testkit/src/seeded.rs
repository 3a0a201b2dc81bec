//! What there is in the sandbox.

use serde::{Deserialize, Serialize};

/// What there is in the sandbox, as described after it was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seeded {
    /// Names of the profiles.
    pub profiles: Vec<String>,
    /// The External ID of [`Seeded::roles`].
    pub external_id: String,
    /// The device of the profile `sandbox-mfa`.
    pub mfa: SeededMfa,
    /// The good role and the broken ones.
    pub roles: Vec<SeededRole>,
    /// The enabled regions.
    pub regions: Vec<String>,
    /// Every resource of the customer's account.
    pub resources: Vec<SeededResource>,
}

/// A virtual MFA device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeededMfa {
    /// Its ARN.
    pub serial: String,
    /// Its secret, as an authenticator takes it.
    pub seed: String,
}

impl SeededMfa {
    /// The code that it shows so many steps of 30 seconds from now. The stand-in takes the one before, the present one
    /// and the next, each once and none that is older than one it has taken.
    pub fn code(&self, steps_from_now: i64) -> String {
        crate::totp::code(&self.seed, steps_from_now).unwrap_or_default()
    }
}

/// A role of the customer's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeededRole {
    /// `Good`, `WrongAccount`, `WrongExternalId`, ...
    pub variant: String,
    /// Role name.
    pub name: String,
    /// Role ARN.
    pub arn: String,
    /// What is wrong with it.
    pub summary: String,
}

/// A resource of the customer's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeededResource {
    /// `vpc`, `subnet`, `security_group`, `hosted_zone` or `iam_user`.
    pub kind: String,
    /// Bare id.
    pub id: String,
    /// Region, or `global`.
    pub region: String,
    /// `Name` tag, group name, zone name or user name.
    pub name: Option<String>,
    /// The VPC of a subnet or security group.
    pub parent: Option<String>,
    /// Of a subnet: `public`, `private` or `isolated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
}
