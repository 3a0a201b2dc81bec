//! A `CloudFormation` stack that makes the provisioner role.

use crate::arn::RoleArnError;
use crate::console::StackName;
use crate::failure::CallFailure;
use crate::profile::ProfileName;
use crate::region::Region;

mod deletion;
mod mend;
mod plan;

pub use deletion::delete_command;
pub use mend::mend_of;
pub use plan::{ChangeAction, PlanKind, StackChange, StackEvent, StackPlan};

/// What a stack is made from, or brought up to date with.
#[derive(Debug, Clone)]
pub struct StackRequest {
    /// The profile that makes it, for the commands that people are told.
    pub profile: ProfileName,
    /// Where.
    pub region: Region,
    /// Its name.
    pub name: StackName,
    /// The template's text.
    pub template: &'static str,
    /// Template parameters by name.
    pub parameters: Vec<(String, String)>,
    /// The other parameters of the template: an update leaves them as they are.
    pub kept: Vec<&'static str>,
}

impl StackRequest {
    /// The command that deletes the stack.
    pub fn delete_command(&self) -> String {
        delete_command(&self.name, &self.region, Some(&self.profile))
    }
}

/// Why a stack did not make the role.
#[derive(Debug, thiserror::Error)]
pub enum StackFailure {
    /// A call failed.
    #[error(transparent)]
    Call(#[from] CallFailure),
    /// There is a stack of that name, which has nothing to do with the role.
    #[error(
        "there is another stack \"{name}\" in {region}, which was not made from this template, and it was left as it is: choose another name with --stack-name"
    )]
    Exists {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
    },
    /// What an earlier try left can only be deleted.
    #[error("the stack \"{name}\" in {region} is {status} from an earlier try and must be deleted first")]
    Stuck {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
        /// Its status.
        status: String,
        /// What deletes it.
        command: String,
    },
    /// The stack could not be made; what its first failed event says.
    #[error(
        "the stack \"{name}\" in {region} ended {status}: {reason}. Mend that, and delete the stack before the next try"
    )]
    NotMade {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
        /// Its last status.
        status: String,
        /// The first failed resource and its reason.
        reason: String,
        /// What deletes it.
        command: String,
    },
    /// The stack could not be brought up to date; what the first failed event of the update says.
    #[error("the update of the stack \"{name}\" in {region} ended {status}: {reason}. Mend that, then deploy again")]
    NotUpdated {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
        /// Its last status.
        status: String,
        /// The first failed resource and its reason.
        reason: String,
    },
    /// The stack could not be deleted, or not all of it; what the first failed event says.
    #[error("deleting the stack \"{name}\" in {region} ended {status}: {reason}. Mend that, then delete it again")]
    NotDeleted {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
        /// Its last status.
        status: String,
        /// The first failed resource and its reason.
        reason: String,
    },
    /// The change set, which says what would be done, could not be made.
    #[error("AWS could not work out what the stack \"{name}\" in {region} would change: {reason}")]
    NotPlanned {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
        /// AWS's own words.
        reason: String,
    },
    /// The stack went while it was being made.
    #[error("the stack \"{name}\" in {region} was deleted while it was being made. Deploy again")]
    Gone {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
    },
    /// It took longer than a role ever takes.
    #[error(
        "the stack \"{name}\" in {region} is still not complete after 10 minutes: look at its events in the CloudFormation console"
    )]
    TooSlow {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
    },
    /// The outputs hold no Role ARN.
    #[error("the stack is complete, but its output RoleArn is no Role ARN: {0}")]
    Output(#[from] RoleArnError),
}

impl StackFailure {
    /// The command that has to be run before the next try, where there is one.
    pub fn command(&self) -> Option<&str> {
        match self {
            Self::Stuck { command, .. } | Self::NotMade { command, .. } => Some(command),
            _ => None,
        }
    }
}
