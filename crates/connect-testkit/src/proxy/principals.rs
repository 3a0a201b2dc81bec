//! Whose access key a call is signed with, learned from the answers that hand out keys.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::call::ApiCall;
use crate::http::Answer;
use crate::xml::text_of;

/// An access key's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Principal {
    pub(crate) account: String,
    pub(crate) arn: String,
}

/// The owners of all keys that were handed out through the proxy.
#[derive(Debug, Default)]
pub(crate) struct Principals {
    known: RwLock<HashMap<String, Principal>>,
}

impl Principals {
    pub(crate) fn get(&self, access_key: &str) -> Option<Principal> {
        if is_account(access_key) {
            let arn = format!("arn:aws:iam::{access_key}:root");
            return Some(Principal { account: access_key.to_owned(), arn });
        }
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(access_key).cloned()
    }

    pub(crate) fn account(&self, access_key: &str) -> Option<String> {
        self.get(access_key).map(|principal| principal.account)
    }

    /// Learns from a successful answer.
    pub(crate) fn observe(&self, call: &ApiCall, answer: &Answer) {
        let learned = match call.action.as_str() {
            "AssumeRole" => assumed(answer.text()),
            "CreateAccessKey" => self.created(call, answer.text()),
            _ => None,
        };
        if let Some((key, principal)) = learned {
            self.known.write().unwrap_or_else(PoisonError::into_inner).insert(key, principal);
        }
    }

    fn created(&self, call: &ApiCall, text: &str) -> Option<(String, Principal)> {
        let account = self.account(&call.access_key)?;
        let arn = format!("arn:aws:iam::{account}:user/{}", text_of(text, "UserName")?);
        Some((text_of(text, "AccessKeyId")?, Principal { account, arn }))
    }
}

fn assumed(text: &str) -> Option<(String, Principal)> {
    let arn = text_of(text, "Arn")?;
    let account = arn.split(':').nth(4)?.to_owned();
    Some((text_of(text, "AccessKeyId")?, Principal { account, arn }))
}

/// In the stand-in, an account's number is the access key of its root.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
