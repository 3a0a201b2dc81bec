//! The one error that crosses IPC.

use serde::Serialize;
use ts_rs::TS;

use connect_core::failure::{CallFailure, SignInError};
use connect_core::ports::StoreError;
use connect_core::wizard::WizardError;

use crate::verify::words::{capitalised, mend};

/// An error for people: what happened, what to do, and whether trying again can help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// A code, only for what the window acts on.
    pub code: ErrorCode,
    /// What happened, with the real values.
    pub message: String,
    /// What to do; a command to paste where there is one.
    pub hint: Option<String>,
    /// Whether the same thing may work when tried again.
    pub retryable: bool,
    /// AWS's request id.
    pub request_id: Option<String>,
}

/// What the window can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// What was entered is not usable; shown beside the field.
    Input,
    /// The runner must sign in again; the hint is the command.
    SignIn,
    /// AWS could not be asked or refused.
    Aws,
    /// The app's own storage.
    Storage,
    /// The connection is gone.
    Gone,
    /// The step or test is not possible now.
    NotNow,
    /// The desktop: no browser, no clipboard, a file that cannot be written.
    Desktop,
}

impl AppError {
    /// What was entered is not usable.
    pub fn input(message: impl AsRef<str>) -> Self {
        Self {
            code: ErrorCode::Input,
            message: capitalised(message.as_ref()),
            hint: None,
            retryable: false,
            request_id: None,
        }
    }

    /// Not possible now.
    pub fn not_now(message: impl AsRef<str>) -> Self {
        Self { code: ErrorCode::NotNow, ..Self::input(message) }
    }

    /// The desktop did not do it; the hint says what the person can do by hand.
    pub fn desktop(message: impl AsRef<str>, hint: impl Into<String>) -> Self {
        Self { code: ErrorCode::Desktop, hint: Some(hint.into()), retryable: true, ..Self::input(message) }
    }
}

impl From<WizardError> for AppError {
    fn from(error: WizardError) -> Self {
        match error {
            WizardError::NotYet(_) | WizardError::InUse(_) => Self::not_now(error.to_string()),
            _ => Self::input(error.to_string()),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = if matches!(error, StoreError::NoConnection(_)) { ErrorCode::Gone } else { ErrorCode::Storage };
        Self { code, retryable: code == ErrorCode::Storage, ..Self::input(error.to_string()) }
    }
}

impl From<SignInError> for AppError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Call(failure) => failure.into(),
            SignInError::Cancelled(failure) => Self { retryable: true, ..Self::not_now(failure.message) },
            // The files are mended outside of the window; then the same choice is good.
            other => Self { retryable: true, ..Self::input(other.to_string()) },
        }
    }
}

impl From<CallFailure> for AppError {
    fn from(failure: CallFailure) -> Self {
        let mend = mend(&failure);
        // The window shows the hint of a sign-in as a command to copy.
        Self {
            code: if mend.command.is_some() { ErrorCode::SignIn } else { ErrorCode::Aws },
            message: mend.what,
            hint: mend.command.or(Some(mend.advice)),
            retryable: true,
            request_id: failure.request_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_a_person_mends_can_be_read_again() {
        let malformed =
            SignInError::MalformedFile { file: "/home/anna/.aws/config".into(), line: Some(3), reason: "no ]".into() };
        let looping = SignInError::InvalidProfile {
            name: "ops".into(),
            file: "/home/anna/.aws/config".into(),
            reason: "it is its own source".into(),
        };
        for error in [malformed, looping].map(AppError::from) {
            assert!(error.retryable, "after mending it, the person tries again: {error}");
        }
        assert!(!AppError::input("12 is no account").retryable, "what was typed stays wrong");
    }
}
