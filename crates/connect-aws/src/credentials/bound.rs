//! The bound on loading credentials. A person who is asked for a code takes the time that it takes.

use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use connect_core::failure::{CallFailure, FailureKind};
use tokio::time::{Instant, timeout_at};

use super::local_failure;

/// Why there are no credentials.
#[derive(Debug)]
pub(super) enum Unloaded {
    /// They could not be had.
    Failed(CredentialsError),
    /// The person gave no code.
    Cancelled(CallFailure),
}

impl From<CredentialsError> for Unloaded {
    fn from(error: CredentialsError) -> Self {
        Self::Failed(error)
    }
}

impl From<CallFailure> for Unloaded {
    fn from(failure: CallFailure) -> Self {
        Self::Failed(CredentialsError::provider_error(failure))
    }
}

/// Until when all that is no person's doing has to be done.
pub(super) struct Bound {
    ends: Instant,
    whole: Duration,
}

impl Bound {
    pub(super) fn starting_now(whole: Duration) -> Self {
        Self { ends: Instant::now() + whole, whole }
    }

    /// A step of the loading.
    pub(super) async fn on<T>(&self, step: impl Future<Output = T>) -> Result<T, Unloaded> {
        timeout_at(self.ends, step).await.map_err(|_| {
            let message = format!("the profile's credentials were not there within {} s", self.whole.as_secs());
            local_failure(FailureKind::Unreachable, message).into()
        })
    }

    /// A person's time, which is not counted.
    pub(super) async fn beside<T>(&mut self, person: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let answer = person.await;
        self.ends += begun.elapsed();
        answer
    }
}
