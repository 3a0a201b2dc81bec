//! How a profile comes by credentials: where it begins ([`chain`]), external programs ([`process`]), roles that want a
//! code from an MFA device ([`mfa`]), and the provider that loads all of it once and keeps it ([`provider`]).

mod bound;
mod chain;
mod mfa;
mod process;
mod provider;

pub(crate) use chain::{Base, Chain, ChainError};
pub(crate) use mfa::MfaSessions;
pub(crate) use process::program;
pub(crate) use provider::ProfileCredentials;

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use connect_core::failure::{CallFailure, FailureKind};

/// What loading credentials is called in failures.
const LOADING: &str = "loading credentials";

/// Whether credentials are good for so long.
fn lasts(credentials: &Credentials, long: Duration) -> bool {
    credentials.expiry().is_none_or(|expiry| expiry > SystemTime::now() + long)
}

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
