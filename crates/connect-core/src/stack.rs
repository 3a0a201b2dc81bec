//! A `CloudFormation` stack that makes the provisioner role.

use crate::arn::RoleArnError;
use crate::console::StackName;
use crate::failure::CallFailure;
use crate::region::Region;

/// What a stack is made from.
#[derive(Debug, Clone)]
pub struct StackRequest {
    /// Where.
    pub region: Region,
    /// Its name.
    pub name: StackName,
    /// The template's text.
    pub template: &'static str,
    /// Template parameters by name.
    pub parameters: Vec<(String, String)>,
}

/// Why a stack did not make the role.
#[derive(Debug, thiserror::Error)]
pub enum StackFailure {
    /// A call failed.
    #[error(transparent)]
    Call(#[from] CallFailure),
    /// There is a stack of that name already.
    #[error(
        "there is a stack \"{name}\" in {region} already: choose another name with --stack-name, or delete that stack first"
    )]
    Exists {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
    },
    /// The stack failed; what its first failed event says.
    #[error(
        "the stack \"{name}\" ended {status}: {reason}. Delete the stack in the CloudFormation console of {region} before the next try"
    )]
    Failed {
        /// The stack's name.
        name: String,
        /// Its region.
        region: Region,
        /// Its last status.
        status: String,
        /// The first failed resource and its reason.
        reason: String,
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
