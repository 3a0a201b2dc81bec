//! Choosing a profile: AWS is asked who it is, and that takes as long as the profile's sign-in.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use connect_core::connection::ConnectionId;
use connect_core::ports::{CallerIdentity, Identity};
use connect_core::profile::ProfileName;
use connect_core::wizard::{Action, TargetProfile};

use crate::App;
use crate::error::AppError;
use crate::view::ProfileUse;

impl App {
    /// Asks AWS who the runner's profile is.
    pub(crate) async fn runner(&self, id: ConnectionId, profile: ProfileName) -> Result<Action, AppError> {
        let identity = self.chosen(id, ProfileUse::Runner, &profile).await?;
        let CallerIdentity { account, arn, .. } = identity.caller().clone();
        Ok(Action::ChooseRunner { profile, account, arn, region: identity.region().clone() })
    }

    /// Asks AWS whose the target profile is.
    pub(crate) async fn target(&self, id: ConnectionId, profile: ProfileName) -> Result<Action, AppError> {
        let account = self.chosen(id, ProfileUse::Target, &profile).await?.caller().account.clone();
        Ok(Action::ChooseTarget(Some(TargetProfile { profile, account })))
    }

    /// Signs in with a profile. A newer choice for the same use by the same connection, or [`Self::cancel_choice`],
    /// ends this one.
    async fn chosen(
        &self,
        id: ConnectionId,
        used: ProfileUse,
        profile: &ProfileName,
    ) -> Result<Arc<dyn Identity>, AppError> {
        let (newest, superseded) = oneshot::channel();
        // The sender of an older choice is dropped, which ends that one.
        self.choosing().insert((id, used), newest);
        tokio::select! {
            biased;
            _ = superseded => Err(AppError::not_now(format!("the profile \"{profile}\" is no longer chosen"))),
            identity = self.cloud.sign_in(Some(profile)) => {
                let identity = identity?;
                // It is kept with the connection; what AWS said earlier may be of other keys.
                self.accounts.forget(profile);
                Ok(identity)
            }
        }
    }

    /// Stops asking AWS who the chosen profile is; the draft keeps the one that it has.
    pub fn cancel_choice(&self, id: ConnectionId, used: ProfileUse) {
        self.choosing().remove(&(id, used));
    }

    fn choosing(&self) -> MutexGuard<'_, HashMap<(ConnectionId, ProfileUse), oneshot::Sender<()>>> {
        self.choosing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
