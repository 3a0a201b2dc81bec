//! What changed between two reports of the same role.
//!
//! A thing is only said to be new or gone where both tests could look: a region or kind that AWS did not answer for,
//! or that was not asked for, is told as not seen.

mod resources;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::check::{Cause, Check, CheckId, CheckStatus};
use crate::report::{Decision, Permission, Report, Status};

pub use resources::{
    AttributeChange, ChangedResource, ResourceChanges, ResourceName, SeenBefore, SeenFirst, TagChange,
};

/// What changed since an earlier report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Comparison {
    /// The earlier report's id.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub with: Uuid,
    /// When the earlier test ended.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub finished_at: Timestamp,
    /// The verdicts.
    pub status: StatusChange,
    /// The checks whose status or cause is another one now.
    pub checks: Vec<CheckChange>,
    /// The actions that are decided differently now.
    pub permissions: PermissionChanges,
    /// What became of the resources.
    pub resources: ResourceChanges,
}

/// The verdict then and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StatusChange {
    /// In the earlier report.
    pub before: Status,
    /// In this one.
    pub now: Status,
}

/// A check that ended differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CheckChange {
    /// Which check.
    pub id: CheckId,
    /// How it ended in the earlier report.
    pub before: CheckEnd,
    /// How it ended now.
    pub now: CheckEnd,
}

/// How a check ended, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CheckEnd {
    /// Its status.
    pub status: CheckStatus,
    /// The code of what was wrong.
    pub cause: Option<Cause>,
}

/// The actions that are decided differently.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PermissionChanges {
    /// Denied now, and not denied before.
    pub newly_denied: Vec<PermissionChange>,
    /// Allowed now, and not allowed before.
    pub newly_allowed: Vec<PermissionChange>,
    /// Decided before; this time it could not be found out.
    pub not_seen: Vec<PermissionChange>,
}

/// One action that is decided differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PermissionChange {
    /// The row of the documentation's table.
    pub service: String,
    /// The IAM action.
    pub action: String,
    /// What was decided before; null where the catalogue did not have the action yet.
    pub before: Option<Decision>,
    /// Why it is denied now.
    pub reason: Option<Cause>,
}

impl Comparison {
    /// What changed from the earlier report to this one; none if they speak of different roles.
    pub fn between(earlier: &Report, now: &Report) -> Option<Self> {
        (earlier.connection.role_arn == now.connection.role_arn).then(|| Self {
            with: earlier.report_id,
            finished_at: earlier.finished_at,
            status: StatusChange { before: earlier.status, now: now.status },
            checks: now.checks.iter().filter_map(|check| changed_check(earlier.check(check.id)?, check)).collect(),
            permissions: PermissionChanges::between(&earlier.permissions, &now.permissions),
            resources: ResourceChanges::between(earlier, now),
        })
    }

    /// Whether the two reports say the same.
    pub fn is_unchanged(&self) -> bool {
        self.status.before == self.status.now
            && self.checks.is_empty()
            && self.permissions == PermissionChanges::default()
            && self.resources == ResourceChanges::default()
    }
}

/// How much of each sort changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct Counts {
    /// Permissions that are denied now.
    pub newly_denied: u32,
    /// Permissions that are allowed now.
    pub newly_allowed: u32,
    /// Resources that are gone.
    pub gone: u32,
    /// Resources that are new.
    pub new: u32,
    /// Resources with other attributes or tags.
    pub changed: u32,
    /// Places and kinds that could not be seen this time.
    pub not_seen: u32,
}

impl Comparison {
    /// How much of each sort changed.
    pub fn counts(&self) -> Counts {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (permissions, resources) = (&self.permissions, &self.resources);
        Counts {
            newly_denied: count(permissions.newly_denied.len()),
            newly_allowed: count(permissions.newly_allowed.len()),
            gone: count(resources.gone.len()),
            new: count(resources.new.len()),
            changed: count(resources.changed.len()),
            not_seen: count(resources.not_seen.len()),
        }
    }
}

fn changed_check(before: &Check, now: &Check) -> Option<CheckChange> {
    let end = |check: &Check| CheckEnd { status: check.status, cause: check.cause };
    let change = CheckChange { id: now.id, before: end(before), now: end(now) };
    (change.before != change.now).then_some(change)
}

/// An action can belong to several rows of the table, each with a scope of its own.
fn row(permission: &Permission) -> (&str, &str) {
    (&permission.service, &permission.action)
}

impl PermissionChanges {
    fn between(earlier: &[Permission], now: &[Permission]) -> Self {
        let before: HashMap<_, Decision> = earlier.iter().map(|one| (row(one), one.decision)).collect();
        let mut changes = Self::default();
        for permission in now {
            let before = before.get(&row(permission)).copied();
            let list = match permission.decision {
                now if before == Some(now) => continue,
                Decision::Denied => &mut changes.newly_denied,
                Decision::Allowed => &mut changes.newly_allowed,
                Decision::Unknown if before.is_some() => &mut changes.not_seen,
                Decision::Unknown => continue,
            };
            list.push(PermissionChange {
                service: permission.service.clone(),
                action: permission.action.clone(),
                before,
                reason: permission.reason,
            });
        }
        changes
    }
}

impl Report {
    /// The same report with what changed since an earlier one, and sealed anew. Nothing is compared with the report of
    /// another role.
    #[must_use]
    pub fn compared_with(self, earlier: &Self) -> Self {
        match Comparison::between(earlier, &self) {
            None if self.comparison.is_none() => self,
            comparison => Self { comparison, ..self }.sealed(),
        }
    }
}
