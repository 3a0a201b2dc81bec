//! The log of calls, to assert on.

use std::sync::{Mutex, PoisonError};

use hyper::StatusCode;
use serde::{Deserialize, Serialize};

use super::call::ApiCall;
use super::refuse::code_of;
use crate::http::Answer;

/// One call that went through the proxy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// When it arrived, RFC 3339.
    pub at: String,
    /// How long its answer took.
    pub elapsed_ms: u64,
    /// Service of the credential scope; empty for an unsigned request.
    pub service: String,
    /// API action, or method and path where it is not known.
    pub action: String,
    /// Region of the credential scope.
    pub region: String,
    /// Access key id of the caller.
    pub access_key: String,
    /// ARN of the caller, where it is known.
    pub caller: Option<String>,
    /// HTTP status; 0 when the connection was reset.
    pub status: u16,
    /// Error code of the answer.
    pub error: Option<String>,
    /// Request id of the answer.
    pub request_id: Option<String>,
    /// Whether a fault met the call.
    pub faulted: bool,
    /// What an `AssumeRole` asked for.
    pub assume_role: Option<AssumeRole>,
}

/// What an `AssumeRole` asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumeRole {
    /// ARN of the role.
    pub role_arn: String,
    /// Session name.
    pub session_name: String,
    /// The External ID, if one was sent.
    pub external_id: Option<String>,
}

impl Call {
    pub(crate) fn begun(call: &ApiCall, caller: Option<String>) -> Self {
        let text = |name: &str| call.param(name).unwrap_or_default().to_owned();
        let assume_role = call.is("sts", "AssumeRole").then(|| AssumeRole {
            role_arn: text("RoleArn"),
            session_name: text("RoleSessionName"),
            external_id: call.param("ExternalId").map(str::to_owned),
        });
        Self {
            at: jiff::Timestamp::now().to_string(),
            elapsed_ms: 0,
            service: call.service.clone(),
            action: call.action.clone(),
            region: call.region.clone(),
            access_key: call.access_key.clone(),
            caller,
            status: 0,
            error: None,
            request_id: None,
            faulted: false,
            assume_role,
        }
    }

    pub(crate) fn answered(&mut self, answer: &Answer) {
        self.status = answer.status.as_u16();
        self.error = code_of(answer).or_else(|| (answer.status >= StatusCode::BAD_REQUEST).then(String::new));
        let id = answer.headers.get("x-amzn-requestid").and_then(|value| value.to_str().ok());
        self.request_id = id.map(str::to_owned);
    }
}

/// All calls since the start or the last [`CallLog::clear`].
#[derive(Debug, Default)]
pub struct CallLog {
    calls: Mutex<Vec<Call>>,
}

impl CallLog {
    /// The calls in the order in which they were answered.
    pub fn list(&self) -> Vec<Call> {
        self.lock().clone()
    }

    /// The calls of one action.
    pub fn of(&self, service: &str, action: &str) -> Vec<Call> {
        self.list().into_iter().filter(|call| call.service == service && call.action == action).collect()
    }

    /// Forgets the calls so far.
    pub fn clear(&self) {
        self.lock().clear();
    }

    pub(crate) fn add(&self, call: Call) {
        self.lock().push(call);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
