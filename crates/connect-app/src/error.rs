//! The one error that crosses IPC.

use serde::Serialize;
use ts_rs::TS;

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
