//! The machine that the app runs on: its version, the sandbox, the profiles and regions to pick from.

use serde::Serialize;
use ts_rs::TS;

use connect_core::account::Partition;
use connect_core::profile::{AccountHint, Profile, ProfileKind};
use connect_core::region::Region;

/// What the window shows about where it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EnvironmentView {
    /// The app's version.
    pub version: String,
    /// Set when calls go to a custom endpoint; always shown on screen.
    pub sandbox: Option<SandboxView>,
    /// The folder with the app's database.
    pub data_folder: String,
    /// Where a damaged database was put at this start, when there was one.
    pub set_aside: Option<String>,
}

/// The custom endpoint that calls go to instead of AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SandboxView {
    /// The endpoint's URL.
    pub endpoint: String,
}

/// One profile to pick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileView {
    /// Its name.
    pub name: String,
    /// How it comes by credentials.
    pub kind: ProfileKind,
    /// Its region.
    pub region: Option<String>,
    /// Whose it is, as far as that is known.
    pub account_hint: Option<AccountHint>,
    /// Its SSO session or start URL.
    pub sso_session: Option<String>,
    /// The program that signing in runs, without its arguments.
    pub program: Option<String>,
    /// Why AWS did not say whose it is, when it was asked for this list.
    pub problem: Option<String>,
}

impl From<&Profile> for ProfileView {
    fn from(profile: &Profile) -> Self {
        Self {
            name: profile.name.to_string(),
            kind: profile.kind,
            region: profile.region.clone(),
            account_hint: profile.account_hint.clone(),
            sso_session: profile.sso_session.clone(),
            program: profile.program.clone(),
            problem: None,
        }
    }
}

/// One region to pick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RegionView {
    /// Its code.
    pub code: String,
    /// The place it is named after.
    pub name: Option<String>,
    /// Its partition.
    #[ts(type = "string")]
    pub partition: Partition,
}

impl From<&Region> for RegionView {
    fn from(region: &Region) -> Self {
        Self {
            code: region.to_string(),
            name: region.friendly_name().map(str::to_owned),
            partition: region.partition(),
        }
    }
}
