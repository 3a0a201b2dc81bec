//! How calls to AWS fail, classified by code and never by text.

use serde::{Deserialize, Serialize};

/// What kind of failure a call ended with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// The profile gives no credentials; holds the command that mends it, where there is one.
    CredentialsMissing {
        /// For example `aws configure --profile X`.
        command: Option<String>,
    },
    /// A sign-in session or token has run out.
    CredentialsExpired {
        /// For example `aws sso login --profile X`.
        command: Option<String>,
    },
    /// AWS does not know the key, or the signature is wrong.
    CredentialsInvalid {
        /// For example `aws configure --profile X`.
        command: Option<String>,
    },
    /// The profile wants a code from an MFA device.
    MfaRequired {
        /// `aws sts get-session-token …` with the profile's device, where nobody can be asked; `None` where somebody was.
        command: Option<String>,
    },
    /// AWS refused: no policy allows it, or one denies it.
    Denied,
    /// The thing does not exist.
    NotFound,
    /// Slowed down until the tries were used up.
    Throttled,
    /// No answer: DNS, refused, timed out, cut off, or a server error that stayed.
    Unreachable,
    /// The server's certificate is not trusted.
    TlsUntrusted,
    /// The proxy refused, or wants a password.
    ProxyRefused,
    /// This machine's clock is too far off to sign.
    ClockSkew,
    /// STS is switched off in that region for the account.
    StsRegionDisabled,
    /// The region is not enabled in the account.
    RegionDisabled,
    /// The session that was being used has run out.
    SessionExpired,
    /// The asked session duration is longer than the role allows.
    DurationTooLong,
    /// Anything that has no class of its own; the code and the words are in the failure.
    Other,
}

/// One failed call, with AWS's own words kept for the details.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation} failed: {}{message}", code.as_ref().map(|code| format!("{code}: ")).unwrap_or_default())]
pub struct CallFailure {
    /// What kind it is.
    pub kind: FailureKind,
    /// The call, such as `sts:AssumeRole`.
    pub operation: &'static str,
    /// AWS's error code.
    pub code: Option<String>,
    /// AWS's or the network's own words.
    pub message: String,
    /// AWS's request id.
    pub request_id: Option<String>,
    /// This machine's clock minus AWS's, in seconds, where the answer told.
    pub clock_skew_seconds: Option<i64>,
}

/// Why a profile could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No profile of that name.
    #[error("there is no profile \"{name}\" in {files}. Known profiles: {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") })]
    UnknownProfile {
        /// What was asked for.
        name: String,
        /// The files that were read.
        files: String,
        /// What they have.
        known: Vec<String>,
    },
    /// An AWS file cannot be read as such.
    #[error("the AWS file {file} cannot be read{}: {reason}", line.map(|line| format!(" at line {line}")).unwrap_or_default())]
    MalformedFile {
        /// The file.
        file: String,
        /// The line, counted from 1, where it is known.
        line: Option<u32>,
        /// What is wrong there.
        reason: String,
    },
    /// The profile itself makes no sense: a loop, or a role without a source.
    #[error("the profile \"{name}\" in {file} cannot be used: {reason}")]
    InvalidProfile {
        /// The profile.
        name: String,
        /// The AWS file that it stands in, or both where it stands in both.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The credentials could not be had, or AWS did not accept them.
    #[error(transparent)]
    Call(#[from] CallFailure),
    /// The person was asked for a code and gave none; holds what is missing for it.
    #[error("cancelled: {}", .0.message)]
    Cancelled(CallFailure),
}
