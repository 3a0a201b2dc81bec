//! The hosted template: where it is, who may read it, and publishing it from here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use connect_core::profile::ProfileName;
use connect_core::publication::{Publication, Readers};

use crate::error::AppError;

/// Where the hosted template is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HostedView {
    /// The address that is set, whether it is of use here or not.
    pub address: Option<String>,
    /// The environment variable that sets it, and that no setting changes.
    pub fixed_by: Option<String>,
    /// Why it is not used.
    pub problem: Option<AppError>,
}

/// How the hosted template compares with the bundled one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TemplateCheck {
    /// The SHA-256 of the bundled template, in hexadecimal.
    pub bundled_sha256: String,
    /// That of the hosted one; none where it could not be fetched.
    pub hosted_sha256: Option<String>,
    /// Who can read it; none where it could not be fetched.
    pub readable: Option<Readable>,
    /// Why it could not be fetched.
    pub problem: Option<AppError>,
}

/// Who can read the hosted template, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Readable {
    /// It was read without anybody's signature.
    Anybody,
    /// It was read as the runner, and the bucket's policy lets the expected account read it.
    Account {
        /// The expected account.
        account: String,
    },
    /// It was read as the runner, and the bucket's policy does not let the expected account read it.
    OtherAccounts {
        /// The expected account.
        account: String,
    },
    /// It was read as the runner; who else may is not known.
    Runner {
        /// The runner's profile.
        profile: String,
    },
}

/// For whom a template is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadersView {
    /// For the account that the connection expects, and no other.
    ExpectedAccount,
    /// For anybody who has the address.
    Anybody,
}

/// What publishing would do, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PublicationView {
    /// Who publishes; none where the connection has no runner.
    pub profile: Option<String>,
    /// Whose bucket it is: the platform account.
    pub account: String,
    /// The bucket.
    pub bucket: String,
    /// The bucket's region.
    pub region: String,
    /// The object's key.
    pub key: String,
    /// The account that may read it; none for anybody.
    pub reader: Option<String>,
    /// The policy that a new bucket gets, as indented JSON.
    pub policy: String,
}

impl PublicationView {
    /// What a person looks at before anything is sent.
    pub fn of(publication: &Publication, profile: Option<&ProfileName>, policy: &str) -> Self {
        let indented = serde_json::from_str::<serde_json::Value>(policy);
        let indented = indented.and_then(|policy| serde_json::to_string_pretty(&policy));
        Self {
            profile: profile.map(ToString::to_string),
            account: publication.account.to_string(),
            bucket: publication.bucket.to_string(),
            region: publication.region.to_string(),
            key: publication.key(),
            reader: match &publication.readers {
                Readers::Account(account) => Some(account.to_string()),
                Readers::Anybody => None,
            },
            policy: indented.unwrap_or_else(|_| policy.to_owned()),
        }
    }
}
