//! Deleting the role's stack from here, with a target profile.

use connect_core::connection::ConnectionId;
use connect_core::console::StackName;
use connect_core::ports::StackSink;

use crate::App;
use crate::deploy::DeployError;
use crate::error::AppError;

impl App {
    /// Deletes the stack that made the role of this connection, and no other, and tells its events. [`App::cancel`] ends
    /// the watching only: a deletion that was begun goes on.
    pub async fn delete_stack(&self, id: ConnectionId, sink: &StackSink<'_>) -> Result<(), AppError> {
        let (_no_test, cancelled) = self.start(id)?;
        let _no_stack = self.deployments.start(id).map_err(|_| {
            AppError::not_now("the stack of this connection is being made: cancel that first, then delete it")
        })?;
        tokio::select! {
            biased;
            _ = cancelled => Err(AppError::not_now("no longer watched: what AWS has begun to delete is deleted all the same")),
            deleted = self.delete_own_stack(id, sink) => deleted,
        }
    }

    async fn delete_own_stack(&self, id: ConnectionId, sink: &StackSink<'_>) -> Result<(), AppError> {
        let draft = self.connection(id).await?.draft;
        let target = draft.target_profile.as_ref().filter(|_| draft.target_problem().is_none());
        let (Some(target), Some(role)) = (target, &draft.role_arn) else {
            return Err(AppError::not_now("there is no profile in the role's account: choose one in step Role ARN"));
        };
        let identity = self.cloud.sign_in(Some(&target.profile)).await?;
        let (region, name) = (&draft.region, StackName::default());
        // A stack of that name may have made another role, which somebody needs.
        if identity.stacks().made_role(region, &name).await?.as_ref() != Some(role) {
            return Err(AppError::not_now(format!(
                "no stack \"{name}\" in {region} says that it made {role}: nothing was deleted. Look in the CloudFormation console for the one that did"
            )));
        }
        Ok(identity.stacks().delete(region, &name, sink).await.map_err(DeployError::from)?)
    }
}
