//! Exit status, and failures in words.

use std::path::PathBuf;
use std::process::ExitCode;

use connect_app::deploy::DeployError;
use connect_app::error::{AppError, ErrorCode};
use connect_core::arn::RoleArn;
use connect_core::console::{AddressError, StackName};
use connect_core::failure::SignInError;
use connect_core::region::Region;
use connect_core::report::Status;
use connect_core::seal::Seal;

/// The exit statuses of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    Done = 0,
    Other = 1,
    BadInput = 2,
    Degraded = 3,
    Disconnected = 4,
    Cancelled = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

impl From<Status> for Code {
    fn from(status: Status) -> Self {
        match status {
            Status::Connected => Self::Done,
            Status::Degraded => Self::Degraded,
            Status::Disconnected => Self::Disconnected,
        }
    }
}

/// Why there is nothing on standard output.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    SignIn(#[from] SignInError),
    #[error("{0}{command}", command = .0.command().map(|command| format!(": {command}")).unwrap_or_default())]
    Deploy(DeployError),
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("region {region} is not in partition {partition}: choose one of the two")]
    Partition { region: String, partition: String },
    #[error(
        "{0}{hint}{command}",
        hint = .0.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default(),
        command = .0.command.as_ref().map(|command| format!(" {command}")).unwrap_or_default()
    )]
    App(#[from] AppError),
    #[error("{path} cannot be read: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path} is no report: {reason}. Give a file that \"verify --format json\" wrote")]
    NoReport { path: PathBuf, reason: String },
    #[error("{path} is a report of {found}, not of {wanted}: only reports of one role can be compared")]
    OtherRole { path: PathBuf, found: RoleArn, wanted: RoleArn },
    #[error(
        "{path} is redacted, so nobody can tell which role it is a report of: compare with the report that was not redacted"
    )]
    Redacted { path: PathBuf },
    #[error(
        "{path} is not what was sealed: it has the seal {stated}, but what it says has {computed}. It was changed after it was made"
    )]
    BrokenSeal { path: PathBuf, stated: String, computed: Seal },
    #[error("{path} has no seal, so nobody can tell whether it was changed: reports of this version have one")]
    Unsealed { path: PathBuf },
    #[error("{path} cannot be written: {source}. Nothing was left there")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("standard output cannot be written: {0}")]
    Output(std::io::Error),
    #[error("this machine tells no folder for app data: set HOME")]
    NoDataFolder,
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("this system starts no threads: {0}")]
    Runtime(std::io::Error),
    #[error("cancelled; nothing was saved")]
    Cancelled,
    #[error(
        "cancelled; AWS may still be making the stack \"{name}\" in {region}: look at it in the CloudFormation console"
    )]
    CancelledStack { name: StackName, region: Region },
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Self {
        match error {
            DeployError::SignIn(error) => Self::SignIn(error),
            other => Self::Deploy(other),
        }
    }
}

impl Failure {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::SignIn(SignInError::Call(_)) => Code::Other,
            Self::SignIn(SignInError::Cancelled(_)) | Self::Cancelled | Self::CancelledStack { .. } => Code::Cancelled,
            Self::SignIn(_)
            | Self::Deploy(DeployError::PlatformAccount { .. } | DeployError::OtherAccount { .. })
            | Self::Address(_)
            | Self::Partition { .. }
            | Self::Read { .. }
            | Self::NoReport { .. }
            | Self::OtherRole { .. }
            | Self::Redacted { .. } => Code::BadInput,
            Self::App(error) if matches!(error.code, ErrorCode::Input | ErrorCode::Gone) => Code::BadInput,
            Self::Deploy(_)
            | Self::App(_)
            | Self::BrokenSeal { .. }
            | Self::Unsealed { .. }
            | Self::Write { .. }
            | Self::Output(_)
            | Self::NoDataFolder
            | Self::Runtime(_)
            | Self::Json(_) => Code::Other,
        }
    }
}
