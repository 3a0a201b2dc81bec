//! The temporary credentials that were handed out, so that a test can search for them where they must not be.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::call::ApiCall;
use crate::http::Answer;
use crate::xml::text_of;

/// One session's credentials, as `AssumeRole` answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// Session token.
    pub session_token: String,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Issued").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
pub(crate) struct IssuedList(Mutex<Vec<Issued>>);

impl IssuedList {
    pub(crate) fn list(&self) -> Vec<Issued> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Learns from a successful answer.
    pub(crate) fn observe(&self, call: &ApiCall, answer: &Answer) {
        if !call.is("sts", "AssumeRole") {
            return;
        }
        let text = |name| text_of(answer.text(), name);
        let parts = (text("AccessKeyId"), text("SecretAccessKey"), text("SessionToken"));
        if let (Some(access_key), Some(secret_key), Some(session_token)) = parts {
            let issued = Issued { access_key, secret_key, session_token };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(issued);
        }
    }
}
