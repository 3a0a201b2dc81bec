//! Checks, causes and remedies: the lines of a report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The ten checks, in the order in which every report has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckId {
    /// Who the runner is.
    RunnerIdentity,
    /// Whether the Role ARN can be the right one.
    RoleArn,
    /// Probe A: the role can be assumed with the External ID.
    AssumeRole,
    /// Probe B: it cannot be assumed without one.
    ExternalIdRequired,
    /// Probe C: it cannot be assumed with another one.
    ExternalIdExact,
    /// The session is the role's.
    CallerIdentity,
    /// The trust policy, clause by clause.
    TrustPolicy,
    /// What the role must be able to do.
    RequiredPermissions,
    /// What the role can do beyond that.
    ExcessPermissions,
    /// The inventory with its ledger.
    Discovery,
}

impl CheckId {
    /// All checks in the report's order.
    pub const ALL: [Self; 10] = [
        Self::RunnerIdentity,
        Self::RoleArn,
        Self::AssumeRole,
        Self::ExternalIdRequired,
        Self::ExternalIdExact,
        Self::CallerIdentity,
        Self::TrustPolicy,
        Self::RequiredPermissions,
        Self::ExcessPermissions,
        Self::Discovery,
    ];

    /// What the check is called where people read it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::RunnerIdentity => "Runner identity",
            Self::RoleArn => "Role ARN",
            Self::AssumeRole => "Assume the role",
            Self::ExternalIdRequired => "External ID is required",
            Self::ExternalIdExact => "External ID is exact",
            Self::CallerIdentity => "Assumed identity",
            Self::TrustPolicy => "Trust policy",
            Self::RequiredPermissions => "Required permissions",
            Self::ExcessPermissions => "Excess permissions",
            Self::Discovery => "Discovery",
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Proved good.
    Pass,
    /// Usable, with something to attend to.
    Warn,
    /// Broken or unsafe.
    Fail,
    /// Not possible after an earlier failure, or not asked for; the summary says which.
    Skipped,
}

/// How a thing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// An AWS call proved it.
    Live,
    /// AWS's policy simulator said so.
    Simulated,
    /// Read from the policy text.
    Policy,
    /// Nothing proves it.
    None,
}

/// Who can apply a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The person at this machine.
    You,
    /// Whoever administers the target account.
    AccountAdministrator,
    /// Whoever administers the AWS organisation.
    OrganisationAdministrator,
    /// The Alethia platform's operators.
    Platform,
}

/// One way to mend a failing check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Remedy {
    /// Who can do it.
    pub audience: Audience,
    /// What to do.
    pub text: String,
    /// The exact text to paste, where there is one.
    pub snippet: Option<String>,
    /// The page to do it on, where there is one.
    pub url: Option<String>,
}

impl Remedy {
    /// A remedy in words alone.
    pub fn words(audience: Audience, text: impl Into<String>) -> Self {
        Self { audience, text: text.into(), snippet: None, url: None }
    }

    /// The same remedy with a text to paste.
    #[must_use]
    pub fn with_snippet(mut self, snippet: impl Into<String>) -> Self {
        self.snippet = Some(snippet.into());
        self
    }

    /// The same remedy with a page to open.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Check {
    /// Which check.
    pub id: CheckId,
    /// How it ended.
    pub status: CheckStatus,
    /// How that is known.
    pub evidence: Evidence,
    /// What it is called.
    pub title: String,
    /// One sentence with the real values.
    pub summary: String,
    /// The stable code of what went wrong.
    pub cause: Option<Cause>,
    /// What mends it.
    pub remedies: Vec<Remedy>,
    /// AWS's request ids, for its support and `CloudTrail`.
    pub request_ids: Vec<String>,
}

impl Check {
    fn new(id: CheckId, status: CheckStatus, evidence: Evidence, summary: impl Into<String>) -> Self {
        Self {
            id,
            status,
            evidence,
            title: id.title().to_owned(),
            summary: summary.into(),
            cause: None,
            remedies: Vec::new(),
            request_ids: Vec::new(),
        }
    }

    /// A check that is proved good.
    pub fn pass(id: CheckId, evidence: Evidence, summary: impl Into<String>) -> Self {
        Self::new(id, CheckStatus::Pass, evidence, summary)
    }

    /// A check that did not run, and why.
    pub fn skipped(id: CheckId, summary: impl Into<String>) -> Self {
        Self::new(id, CheckStatus::Skipped, Evidence::None, summary)
    }

    /// A check with something to attend to.
    pub fn warn(id: CheckId, evidence: Evidence, cause: Option<Cause>, summary: impl Into<String>) -> Self {
        Self { cause, ..Self::new(id, CheckStatus::Warn, evidence, summary) }
    }

    /// A check that failed; it always has a cause and a way on.
    pub fn fail(
        id: CheckId,
        evidence: Evidence,
        cause: Cause,
        summary: impl Into<String>,
        remedies: Vec<Remedy>,
    ) -> Self {
        Self { cause: Some(cause), remedies, ..Self::new(id, CheckStatus::Fail, evidence, summary) }
    }

    /// The same check with remedies.
    #[must_use]
    pub fn with_remedies(mut self, remedies: Vec<Remedy>) -> Self {
        self.remedies = remedies;
        self
    }

    /// The same check with AWS's request ids.
    #[must_use]
    pub fn with_requests(mut self, ids: impl IntoIterator<Item = String>) -> Self {
        self.request_ids.extend(ids);
        self
    }
}

/// The stable codes of what can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each code is its own documentation; the words for people are in `diagnosis`")]
pub enum Cause {
    RunnerCredentialsMissing,
    RunnerCredentialsExpired,
    RunnerCredentialsInvalid,
    RunnerMfaRequired,
    RunnerNotAllowed,
    RunnerWrongAccount,
    PartitionMismatch,
    RoleNotFound,
    AssumeDenied,
    TrustPrincipalMismatch,
    TrustExternalIdMismatch,
    TrustExternalIdNotEnforced,
    TrustTooBroad,
    TrustMfaCondition,
    TrustActionMissing,
    TrustExplicitDeny,
    DeniedByIdentityPolicy,
    DeniedByScp,
    DeniedByRcp,
    DeniedByBoundary,
    DeniedBySessionPolicy,
    DeniedByEndpointPolicy,
    SessionDurationTooLong,
    StsRegionDisabled,
    RegionNotEnabled,
    ClockSkew,
    Throttled,
    EndpointUnreachable,
    TlsUntrusted,
    ProxyRefused,
    AccountMismatch,
    PermissionsMissing,
    PermissionsExcessive,
    StackFailed,
    Cancelled,
    Internal,
}
