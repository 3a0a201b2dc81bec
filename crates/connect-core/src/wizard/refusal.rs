//! Why the wizard does not do something, in words for the person.

use crate::account::AccountId;
use crate::paste::PasteError;
use crate::profile::ProfileName;
use crate::report::Status;

/// Why an action is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WizardError {
    /// The paste holds no single role ARN.
    #[error(transparent)]
    Paste(#[from] PasteError),
    /// The ARN's account is not the one that was expected.
    #[error(
        "this role is in account {found}, but this connection expects account {expected}. Paste the Role ARN of {expected}, or change the expected account in step External ID"
    )]
    UnexpectedAccount {
        /// In the ARN.
        found: AccountId,
        /// In the draft.
        expected: AccountId,
    },
    /// The ARN's account is the runner's own.
    #[error(
        "this role is in account {0}, which is the platform account itself. The role to connect stands in the customer's account"
    )]
    PlatformAccount(AccountId),
    /// The target profile is of no use for this role.
    #[error(
        "the profile \"{profile}\" is in account {account}, but {}. It is not used: choose a profile of the account to connect",
        match .wanted {
            Wanted::Role(account) => format!("the role is in account {account}"),
            Wanted::Expected(account) => format!("this connection expects account {account}"),
            Wanted::NotThePlatform => "that is the platform account itself".to_owned(),
        }
    )]
    TargetElsewhere {
        /// The target profile.
        profile: ProfileName,
        /// Whose it is.
        account: AccountId,
        /// Whose it would have to be.
        wanted: Wanted,
    },
    /// A step cannot be entered yet.
    #[error("{}", match .0 {
        Missing::Runner => "choose the runner profile first: the role must trust its account",
        Missing::RoleArn => "paste the Role ARN first",
        Missing::Verifier => "choose a profile in the account to connect, or a runner profile in step External ID: without one of them nothing can be verified",
        Missing::Verification => "run the verification first",
    })]
    NotYet(Missing),
    /// The External ID is in use.
    #[error(
        "this connection is {}: its External ID is in use, and with another one the platform would lose its access. Rotate the External ID instead; to begin anew all the same, forget the connection",
        match .0 {
            Status::Degraded => "usable, although degraded",
            Status::Connected | Status::Disconnected => "connected",
        }
    )]
    InUse(Status),
    /// The External ID is being rotated.
    #[error(
        "the External ID of this connection is being rotated, and the role may still want the one from before: finish that by verifying, or keep the one from before"
    )]
    Rotating,
    /// There is no External ID in use that could be rotated.
    #[error(
        "nothing proves that this connection works, so there is no External ID in use to be rotated: verify it first, or start over with another External ID"
    )]
    NotInUse,
    /// No rotation is under way.
    #[error("the External ID of this connection is not being rotated: there is none from before to keep")]
    NotRotating,
}

/// Whose a target profile would have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The role's account.
    Role(AccountId),
    /// The one that is expected, while there is no role.
    Expected(AccountId),
    /// Any but the platform account, while nothing else is known.
    NotThePlatform,
}

/// What a step waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A runner with its account, or that account alone.
    Runner,
    /// A role ARN.
    RoleArn,
    /// Somebody to verify with: a runner, else at least a target profile.
    Verifier,
    /// A finished test.
    Verification,
}
