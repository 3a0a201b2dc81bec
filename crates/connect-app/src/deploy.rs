//! Deploys the role's stack from here, with a target profile.

use connect_core::account::AccountId;
use connect_core::arn::RoleArn;
use connect_core::console::StackName;
use connect_core::external_id::ExternalId;
use connect_core::failure::SignInError;
use connect_core::ports::Cloud;
use connect_core::profile::ProfileName;
use connect_core::region::Region;
use connect_core::stack::{StackFailure, StackRequest};

use crate::launch::parameters;

/// What to deploy, and as whom.
#[derive(Debug, Clone)]
pub struct DeployRequest {
    /// The connection's External ID.
    pub external_id: ExternalId,
    /// The account that the role will trust.
    pub platform_account: AccountId,
    /// The profile in the target account.
    pub target_profile: ProfileName,
    /// Where the stack is made.
    pub region: Region,
    /// The stack's name.
    pub stack: StackName,
}

/// Why nothing was deployed.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// The target profile cannot be used.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The target profile is in the account that the role is to trust.
    #[error(
        "the target profile \"{profile}\" is in account {account}, which is the platform account itself: nothing was sent. Choose a profile of the account to connect"
    )]
    PlatformAccount {
        /// The profile.
        profile: ProfileName,
        /// Its account.
        account: AccountId,
    },
    /// The stack did not make the role.
    #[error(transparent)]
    Stack(#[from] StackFailure),
}

/// Makes the stack from the bundled template, and returns the role's ARN.
pub async fn deploy(cloud: &dyn Cloud, request: &DeployRequest) -> Result<RoleArn, DeployError> {
    let target = cloud.sign_in(Some(&request.target_profile)).await?;
    let account = &target.caller().account;
    if *account == request.platform_account {
        return Err(DeployError::PlatformAccount { profile: request.target_profile.clone(), account: account.clone() });
    }
    let stack = StackRequest {
        region: request.region.clone(),
        name: request.stack.clone(),
        template: connect_role::cloudformation_template(),
        parameters: parameters(&request.external_id, &request.platform_account),
    };
    Ok(target.deploy(&stack).await?)
}
