//! What AWS minds about `AssumeRole` and the stand-in does not: the role's path, and how long a change needs to spread.

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
        let Some(arn) = call.param("RoleArn") else { return answer };
        let caller = principals.get(&call.access_key).map(|caller| caller.arn).unwrap_or_default();
        if !answer.status.is_success() {
            return with_caller(answer, &caller);
        }
        let (Some(account), Some(name)) = (arn.split(':').nth(4), arn.rsplit('/').next()) else { return answer };
        let Ok(role) = root.call(account, IAM, "GetRole", &[("RoleName", name)]).await else { return answer };
        let misnamed = text_of(&role, "Arn").as_deref() != Some(arn);
        if misnamed || self.is_fresh(account, name, &role, delay) { refusal(call, &caller, arn) } else { answer }
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

fn refusal(call: &ApiCall, caller: &str, arn: &str) -> Answer {
    let message = format!("User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}");
    refuse(call, 403, "AccessDenied", &message)
}

/// For an absent role the stand-in leaves the caller out; AWS answers as for any denial, so that nobody can tell.
fn with_caller(answer: Answer, caller: &str) -> Answer {
    let text = answer.text().replacen("User: is not", &format!("User: {caller} is not"), 1);
    answer.with_body(text)
}
