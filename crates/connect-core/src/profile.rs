//! The profiles of this machine's AWS files.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::text::string_newtype;

/// A profile's name as it stands in the AWS files.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileName(String);

/// Why a text is not a profile's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a profile's name: it is empty, too long or has control characters")]
pub struct ProfileNameError(pub String);

impl FromStr for ProfileName {
    type Err = ProfileNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.len() > 256 || trimmed.chars().any(char::is_control) {
            return Err(ProfileNameError(text.to_owned()));
        }
        Ok(Self(trimmed.to_owned()))
    }
}

string_newtype!(ProfileName);

/// How a profile comes by its credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProfileKind {
    /// Long-lived or session keys in the credentials file.
    Static,
    /// IAM Identity Center.
    Sso,
    /// `aws login`.
    Login,
    /// A role assumed from another profile.
    Role,
    /// An external program.
    Process,
    /// A web identity token file.
    WebIdentity,
    /// Environment variables.
    Environment,
    /// Nothing that gives credentials.
    Incomplete,
}

/// Where it is known from whose a profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HintSource {
    /// Its settings say so.
    Settings,
    /// The id of its key does.
    KeyId,
    /// AWS said so when it was last chosen.
    LastTime,
    /// AWS was asked for the list of profiles, and said so.
    Asked,
}

/// Whose a profile is, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountHint {
    /// The account.
    pub account: String,
    /// Where that is from.
    pub from: HintSource,
}

/// One profile, without any secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: ProfileName,
    /// How it comes by credentials.
    pub kind: ProfileKind,
    /// Its region.
    pub region: Option<String>,
    /// The account it names, without asking AWS.
    pub account_hint: Option<AccountHint>,
    /// Its SSO session or start URL.
    pub sso_session: Option<String>,
    /// The program that signing in runs, without its arguments, which may be secrets.
    pub program: Option<String>,
}
