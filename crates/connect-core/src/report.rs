//! The report of one connection test, in the shape of `alethia.connect.report/v1`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::account::{AccountId, Partition};
use crate::arn::RoleArn;
use crate::check::{Cause, Check, CheckId, CheckStatus, Evidence};
use crate::comparison::Comparison;
use crate::coverage::CoverageCell;
use crate::external_id::ExternalId;
use crate::network::Network;
use crate::resource::{Kind, Resource};
use crate::seal::Seal;

/// The name and version of the report's shape.
pub const SCHEMA: &str = "alethia.connect.report/v1";

/// What a connection is worth, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Assumable, External ID enforced, identity right, nothing required missing.
    Connected,
    /// Usable, but something required is denied, over-permissive or not fully seen.
    Degraded,
    /// Not assumable, or unsafe.
    Disconnected,
}

impl Status {
    /// The word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Degraded => "degraded",
            Self::Disconnected => "disconnected",
        }
    }

    /// The status that the checks add up to. The first six decide about disconnection: who assumes
    /// what, and whether the External ID is enforced. The rest can only degrade.
    pub fn of(checks: &[Check]) -> Self {
        let failed = |check: &Check| check.status == CheckStatus::Fail;
        let proved = |id| checks.iter().any(|check| check.id == id && check.status == CheckStatus::Pass);
        let essential =
            [CheckId::AssumeRole, CheckId::ExternalIdRequired, CheckId::ExternalIdExact, CheckId::CallerIdentity];
        if checks.iter().any(|check| failed(check) && check.id <= CheckId::CallerIdentity)
            || !essential.into_iter().all(proved)
        {
            Self::Disconnected
        } else if checks.iter().any(|check| failed(check) || check.status == CheckStatus::Warn) {
            Self::Degraded
        } else {
            Self::Connected
        }
    }
}

/// The connection that was tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TestedConnection {
    /// The role that was to be assumed.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub role_arn: RoleArn,
    /// The target account.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub account_id: AccountId,
    /// The target account's partition.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub partition: Partition,
    /// The External ID that was presented.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub external_id: ExternalId,
}

/// Who tested; all null without credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TestedBy {
    /// The profile of this machine.
    pub profile: Option<String>,
    /// The runner's account.
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub account_id: Option<AccountId>,
    /// The runner's ARN.
    pub arn: Option<String>,
}

/// Whether a permission is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Allowed.
    Allowed,
    /// Denied, by the reason beside it.
    Denied,
    /// Could not be found out.
    Unknown,
}

/// One action of the permission catalogue and what the role may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Permission {
    /// The row of the documentation's table.
    pub service: String,
    /// The IAM action.
    pub action: String,
    /// Whether it is allowed.
    pub decision: Decision,
    /// Why not.
    pub reason: Option<Cause>,
    /// How that is known.
    pub evidence: Evidence,
}

/// The result of one connection test. Every key is always present in its JSON; the last four are missing from reports
/// of earlier versions, which can be read all the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Report {
    /// `alethia.connect.report/v1`.
    pub schema: String,
    /// This report's id.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub report_id: Uuid,
    /// The verdict.
    pub status: Status,
    /// When the test started, RFC 3339 in UTC.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub started_at: Timestamp,
    /// When it ended.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub finished_at: Timestamp,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub duration_ms: u64,
    /// What was tested.
    pub connection: TestedConnection,
    /// Who tested.
    pub runner: TestedBy,
    /// All ten checks in order.
    pub checks: Vec<Check>,
    /// The permission matrix.
    pub permissions: Vec<Permission>,
    /// The coverage ledger.
    pub coverage: Vec<CoverageCell>,
    /// What was found.
    pub resources: Vec<Resource>,
    /// How many of each kind.
    #[schemars(with = "BTreeMap<String, u64>")]
    #[ts(as = "BTreeMap<Kind, u32>")]
    pub totals: BTreeMap<Kind, u64>,
    /// The parts of the networks that were found: routes, gateways, endpoints, addresses, zones.
    #[serde(default)]
    pub network: Network,
    /// What changed since the last report; null where there is none to compare with.
    #[serde(default)]
    pub comparison: Option<Comparison>,
    /// Whether External ID and account numbers are replaced.
    #[serde(default)]
    pub redacted: bool,
    /// The SHA-256 of this report's canonical JSON without this key. [`Report::sealed`] makes it.
    #[serde(default, skip_serializing_if = "Seal::is_missing")]
    #[schemars(with = "String")]
    #[ts(type = "string", optional = false)]
    pub seal: Seal,
}

impl Report {
    /// The check of that id; every report has all ten.
    pub fn check(&self, id: CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The check that a person must look at first: the first failure, else the first warning.
    pub fn first_concern(&self) -> Option<&Check> {
        let first = |status| self.checks.iter().find(|check| check.status == status);
        first(CheckStatus::Fail).or_else(|| first(CheckStatus::Warn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_pass() -> Vec<Check> {
        CheckId::ALL.map(|id| Check::pass(id, Evidence::Live, "fine")).into()
    }

    #[test]
    fn the_checks_add_up_to_a_status() {
        assert_eq!(Status::of(&all_pass()), Status::Connected, "all green");
        for id in CheckId::ALL {
            let mut checks = all_pass();
            checks[id as usize] = Check::fail(id, Evidence::Live, Cause::Internal, "broken", Vec::new());
            let expected = if id <= CheckId::CallerIdentity { Status::Disconnected } else { Status::Degraded };
            assert_eq!(Status::of(&checks), expected, "a failing {id:?}");
            checks[id as usize] = Check::warn(id, Evidence::Live, None, "hm");
            assert_ne!(Status::of(&checks), Status::Connected, "a warning in {id:?} is never green");
        }
    }

    #[test]
    fn a_status_is_the_same_word_in_text_and_in_json() {
        for status in [Status::Connected, Status::Degraded, Status::Disconnected] {
            assert_eq!(serde_json::json!(status), status.as_str(), "one word for one thing");
        }
    }

    #[test]
    fn what_was_not_proved_is_not_connected() {
        for id in [CheckId::AssumeRole, CheckId::ExternalIdRequired, CheckId::ExternalIdExact, CheckId::CallerIdentity]
        {
            let mut checks = all_pass();
            checks[id as usize] = Check::skipped(id, "not possible");
            assert_eq!(Status::of(&checks), Status::Disconnected, "a skipped {id:?} proves nothing");
        }
        let mut checks = all_pass();
        checks[CheckId::Discovery as usize] = Check::skipped(CheckId::Discovery, "--no-discovery");
        assert_eq!(Status::of(&checks), Status::Connected, "discovery may be left out on request");
    }
}
