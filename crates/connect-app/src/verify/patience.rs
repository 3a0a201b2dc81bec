//! How long a run may take, and how long a fresh role is waited for.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};

use connect_core::check::Cause;
use connect_core::diagnosis::denied_by;
use connect_core::failure::{CallFailure, FailureKind};

use super::Run;
use crate::view::TestEvent;

/// No run goes on for longer, the wait for a fresh role apart, whatever answers it: a session lasts 15 minutes.
pub(super) const WHOLE_RUN: Duration = Duration::from_mins(10);
/// How often at most a refused call is tried again while AWS may still be spreading the role.
const RETRY_EVERY: Duration = Duration::from_secs(3);
/// AWS spreads a new role within seconds, in rare cases a minute or more.
const FRESH: SignedDuration = SignedDuration::from_secs(90);

/// The bounds of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// When the run is ended.
    pub(super) ends: Instant,
    /// Until when a fresh role is waited for.
    waits_until: Instant,
    /// Whether the role is known to be fresh: AWS refused it at first, or it is younger than [`FRESH`].
    pub(super) fresh: bool,
}

impl Patience {
    pub(super) fn new(bound: Duration, wait: Duration) -> Self {
        let now = Instant::now();
        Self { ends: now + bound + wait, waits_until: now + wait, fresh: false }
    }

    /// Whether a call that a fresh role is still denied may be tried again.
    pub(super) fn lasts(&self) -> bool {
        self.fresh && Instant::now() < self.waits_until
    }
}

impl Run<'_> {
    /// The first try of the role: the wait for it begins here.
    pub(super) fn first_try(&mut self) {
        self.patience.waits_until = Instant::now() + self.request.propagation_wait;
    }

    /// Waits a little, with a countdown; false when the wait is over.
    pub(super) async fn pause(&self) -> bool {
        let remaining = self.patience.waits_until.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return false;
        }
        (self.sink)(TestEvent::Waiting { remaining_seconds: remaining.as_secs() });
        sleep(self.retry_every().min(remaining)).await;
        true
    }

    /// A short wait is divided too, so that it is more than one try.
    pub(super) fn retry_every(&self) -> Duration {
        RETRY_EVERY.min(self.request.propagation_wait / 10)
    }
}

/// Whether a role of that age may still be spreading; one whose age is not known may.
pub(super) fn could_be_fresh(created_at: Option<Timestamp>) -> bool {
    created_at.is_none_or(|created| Timestamp::now().duration_since(created) < FRESH)
}

/// Whether a failure may be for propagation: a denial in which AWS names no policy that decided against the call.
pub(super) fn may_pass(failure: &CallFailure) -> bool {
    failure.kind == FailureKind::Denied && matches!(denied_by(&failure.message), None | Some(Cause::RunnerNotAllowed))
}
