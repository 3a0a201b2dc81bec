//! What AWS minds about `AssumeRole` and the stand-in does not: the shape of the request, the role's path, its longest
//! session, and how long a change needs to spread.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::call::ApiCall;
use super::principals::Principals;
use super::refuse::refuse;
use crate::http::Answer;
use crate::root_client::{IAM, RootClient};
use crate::xml::text_of;

/// When the trust of a role was last changed through the proxy.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    changed: Mutex<HashMap<(String, String), Instant>>,
}

impl Roles {
    /// Notes a change that was just made.
    pub(crate) fn observe(&self, call: &ApiCall, principals: &Principals) {
        let changes = ["CreateRole", "UpdateAssumeRolePolicy"];
        if call.service != "iam" || !changes.contains(&call.action.as_str()) {
            return;
        }
        if let (Some(account), Some(role)) = (principals.account(&call.access_key), call.param("RoleName")) {
            self.lock().insert((account, role.to_owned()), Instant::now());
        }
    }

    /// Everything that exists has spread.
    pub(crate) fn settle(&self) {
        self.lock().clear();
    }

    /// The answer to an `AssumeRole`, refused where AWS would refuse.
    pub(crate) async fn judge(
        &self,
        call: &ApiCall,
        answer: Answer,
        root: &RootClient,
        principals: &Principals,
        delay: Duration,
    ) -> Answer {
        let Some(arn) = call.param("RoleArn").filter(|_| answer.status.is_success()) else { return answer };
        let (Some(account), Some(name)) = (arn.split(':').nth(4), arn.rsplit('/').next()) else { return answer };
        let Ok(role) = root.call(account, IAM, "GetRole", &[("RoleName", name)]).await else { return answer };
        let misnamed = text_of(&role, "Arn").as_deref() != Some(arn);
        if misnamed || self.is_fresh(account, name, &role, delay) {
            return denied(call, principals, arn);
        }
        too_long(call, &role).unwrap_or(answer)
    }

    /// A role that a stack made is known by its creation date only, which has whole seconds.
    fn is_fresh(&self, account: &str, name: &str, role: &str, delay: Duration) -> bool {
        if delay.is_zero() {
            return false;
        }
        let key = (account.to_owned(), name.to_owned());
        let changed = self.lock().get(&key).is_some_and(|at| at.elapsed() < delay);
        let created = text_of(role, "CreateDate").and_then(|date| date.parse::<Timestamp>().ok());
        let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX);
        changed || created.is_some_and(|at| Timestamp::now().duration_since(at) < delay)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(String, String), Instant>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn denied(call: &ApiCall, principals: &Principals, arn: &str) -> Answer {
    let caller = principals.get(&call.access_key).map(|caller| caller.arn).unwrap_or_default();
    let message = format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}");
    refuse(call, 403, "AccessDenied", &message)
}

fn too_long(call: &ApiCall, role: &str) -> Option<Answer> {
    let wanted: u64 = call.param("DurationSeconds")?.parse().ok()?;
    let longest: u64 = text_of(role, "MaxSessionDuration")?.parse().ok()?;
    let message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    (wanted > longest).then(|| refuse(call, 400, "ValidationError", message))
}

/// The refusal of a request that AWS would not even look at.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub(crate) fn malformed(call: &ApiCall) -> Option<Answer> {
    if !call.is("sts", "AssumeRole") {
        return None;
    }
    let checked =
        [("RoleSessionName", "roleSessionName", "=,.@-", 2..=64), ("ExternalId", "externalId", "=,.@:/-", 2..=1224)];
    checked.into_iter().find_map(|(name, member, marks, lengths)| {
        let value = call.param(name)?;
        let legal = |char: char| char.is_ascii_alphanumeric() || "_+".contains(char) || marks.contains(char);
        let rule = if !value.chars().all(legal) {
            format!("Member must satisfy regular expression pattern: [\\w+{}]*", marks.replace('/', "\\/"))
        } else if !lengths.contains(&value.len()) {
            format!("Member must have length between {} and {}, inclusive", lengths.start(), lengths.end())
        } else {
            return None;
        };
        let message =
            format!("1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {rule}");
        Some(refuse(call, 400, "ValidationError", &message))
    })
}
