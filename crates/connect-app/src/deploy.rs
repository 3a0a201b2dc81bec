//! Deploys the role's stack from here, with a target profile.

use std::sync::Arc;

use connect_core::account::AccountId;
use connect_core::arn::RoleArn;
use connect_core::console::StackName;
use connect_core::external_id::ExternalId;
use connect_core::failure::SignInError;
use connect_core::ports::{Cloud, Identity};
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
    /// Where the stack is made; `None` is the target profile's own region.
    pub region: Option<Region>,
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

/// A stack that is ready to be made from the bundled template, or to be brought up to date with it.
pub struct Deployment {
    target: Arc<dyn Identity>,
    stack: StackRequest,
}

impl Deployment {
    /// Signs in with the target profile; changes nothing.
    pub async fn prepare(cloud: &dyn Cloud, request: DeployRequest) -> Result<Self, DeployError> {
        let target = cloud.sign_in(Some(&request.target_profile)).await?;
        let account = target.caller().account.clone();
        if account == request.platform_account {
            return Err(DeployError::PlatformAccount { profile: request.target_profile, account });
        }
        let optional = connect_role::template_parameters().iter().filter(|parameter| !parameter.required());
        let stack = StackRequest {
            profile: request.target_profile,
            region: request.region.unwrap_or_else(|| target.region().clone()),
            name: request.stack,
            template: connect_role::cloudformation_template(),
            parameters: parameters(&request.external_id, &request.platform_account),
            kept: optional.map(|parameter| parameter.name).collect(),
        };
        Ok(Self { target, stack })
    }

    /// What will be made.
    pub const fn stack(&self) -> &StackRequest {
        &self.stack
    }

    /// Makes the stack, and returns the role's ARN.
    pub async fn run(&self) -> Result<RoleArn, DeployError> {
        Ok(self.target.deploy(&self.stack).await?)
    }
}
