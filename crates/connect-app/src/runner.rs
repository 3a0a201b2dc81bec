//! Choosing the runner: AWS is asked who a profile is, and that takes as long as the profile's sign-in.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use tokio::sync::oneshot;

use connect_core::connection::ConnectionId;
use connect_core::ports::CallerIdentity;
use connect_core::profile::ProfileName;
use connect_core::wizard::Action;

use crate::App;
use crate::error::AppError;

impl App {
    /// Asks AWS who a profile is. A newer choice for the same connection, or [`Self::cancel_choice`], ends this one.
    pub(crate) async fn runner(&self, id: ConnectionId, profile: ProfileName) -> Result<Action, AppError> {
        let (newest, superseded) = oneshot::channel();
        // The sender of an older choice is dropped, which ends that one.
        self.choosing().insert(id, newest);
        tokio::select! {
            biased;
            _ = superseded => Err(AppError::not_now(format!("the profile \"{profile}\" is no longer chosen"))),
            identity = self.cloud.sign_in(Some(&profile)) => {
                let identity = identity?;
                let CallerIdentity { account, arn, .. } = identity.caller().clone();
                Ok(Action::ChooseRunner { profile, account, arn, region: identity.region().clone() })
            }
        }
    }

    /// Stops asking AWS who the chosen profile is; the draft keeps the runner that it has.
    pub fn cancel_choice(&self, id: ConnectionId) {
        self.choosing().remove(&id);
    }

    fn choosing(&self) -> MutexGuard<'_, HashMap<ConnectionId, oneshot::Sender<()>>> {
        self.choosing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
