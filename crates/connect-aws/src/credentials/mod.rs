//! How a profile comes by credentials: where it begins ([`chain`]), external programs ([`process`]), and the provider
//! that loads them once and keeps them ([`provider`]).

mod chain;
mod process;
mod provider;

pub(crate) use chain::{Base, Chain, ChainError};
pub(crate) use provider::ProfileCredentials;

use connect_core::failure::{CallFailure, FailureKind};

/// What loading credentials is called in failures.
pub(crate) const LOADING: &str = "loading credentials";

/// A failure that did not come from AWS.
pub(crate) fn local_failure(kind: FailureKind, message: impl Into<String>) -> CallFailure {
    CallFailure {
        kind,
        operation: LOADING,
        code: None,
        message: message.into(),
        request_id: None,
        clock_skew_seconds: None,
    }
}
