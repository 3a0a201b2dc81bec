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
    /// What to do.
    pub hint: Option<String>,
    /// The command that does it, or the first part of it.
    pub command: Option<String>,
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
    /// The runner must sign in again; the command does it.
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
            command: None,
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
            WizardError::NotYet(_)
            | WizardError::InUse(_)
            | WizardError::Rotating
            | WizardError::NotInUse
            | WizardError::NotRotating => Self::not_now(error.to_string()),
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
        let signs_in = mend.command.is_some();
        Self {
            code: if signs_in { ErrorCode::SignIn } else { ErrorCode::Aws },
            message: mend.what,
            // The advice is to run the command, which is shown with the same words.
            hint: (!signs_in).then_some(mend.advice),
            command: mend.command,
            retryable: true,
            request_id: failure.request_id,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use connect_core::failure::FailureKind;
    use connect_core::stack::StackFailure;

    use super::*;
    use crate::deploy::DeployError;

    #[test]
    fn a_command_is_no_part_of_the_words() {
        let command = "aws cloudformation delete-stack --stack-name x --region eu-west-1 --profile 'ops'";
        let region: connect_core::region::Region = "eu-west-1".parse().unwrap();
        let (name, status) = ("x".to_owned(), "ROLLBACK_COMPLETE".to_owned());
        let reason = "Role already exists".to_owned();
        let failures = [
            StackFailure::Stuck {
                name: name.clone(),
                region: region.clone(),
                status: status.clone(),
                command: command.into(),
            },
            StackFailure::NotMade { name, region, status, reason, command: command.into() },
        ];
        for failure in failures {
            let error = AppError::from(DeployError::Stack(failure));
            assert_eq!(error.command.as_deref(), Some(command), "to be copied by itself");
            assert!(!error.message.contains("aws cloud"), "and not read twice: {error}");
        }
        assert_eq!(AppError::input("12 is no account").command, None, "where none helps there is none");
    }

    #[test]
    fn who_must_sign_in_gets_the_command_alone() {
        let failure = CallFailure {
            kind: FailureKind::CredentialsExpired { command: Some("aws sso login --profile ops".into()) },
            operation: "sts:GetCallerIdentity",
            code: None,
            message: "expired".into(),
            request_id: None,
            clock_skew_seconds: None,
        };
        let error = AppError::from(failure);
        assert_eq!(error.code, ErrorCode::SignIn, "the window heads it so");
        assert_eq!(error.command.as_deref(), Some("aws sso login --profile ops"), "to be copied");
        assert_eq!(error.hint, None, "there is nothing else to do");
    }

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
