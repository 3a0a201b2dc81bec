//! Proving that the role can no longer be assumed: the runner is refused twice in a row, the second time by the tries of
//! a connection test that looks for nothing. Its report is the proof, and is kept like any other.

use std::time::Duration;

use connect_core::arn::RoleArn;
use connect_core::connection::ConnectionId;
use connect_core::failure::SignInError;
use connect_core::ports::{AssumeRequest, Identity};
use connect_core::probe::{Answer, Probe};
use connect_core::profile::ProfileName;
use connect_core::report::Report;
use connect_core::wizard::Draft;
use jiff::Timestamp;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::refusal::{let_in, refusal, unclear};
use crate::App;
use crate::error::AppError;
use crate::jobs::Tested;
use crate::verify::{VerifyRequest, verify};
use crate::view::{LetIn, ProofEvent, ProofView};

/// How often at most AWS is asked again.
const RETRY_EVERY: Duration = Duration::from_secs(3);
/// The shortest session that AWS gives; nothing is done with it.
const SESSION_SECONDS: u32 = 900;

/// Where the events of a proof go.
type Sink<'a> = &'a (dyn Fn(ProofEvent) + Send + Sync);

/// What trying the role came to.
enum Tried {
    /// Nobody gets in.
    Refused(Box<(Draft, Report)>),
    /// The runner still gets in.
    LetIn(LetIn),
}

impl App {
    /// Tries whether the role can still be assumed, as long as AWS may need for spreading that it is gone. Only a refusal
    /// changes what is known of the connection; [`App::cancel`] ends it.
    pub async fn prove_disconnected(&self, id: ConnectionId, sink: Sink<'_>) -> Result<ProofView, AppError> {
        let (_no_test, cancelled) = self.start(id)?;
        let _no_stack = self.deployments.start(id).map_err(|_| {
            AppError::not_now("the stack of this connection is being made: cancel that first, then disconnect")
        })?;
        let tried = tokio::select! {
            biased;
            _ = cancelled => return Ok(ProofView::Cancelled),
            tried = self.tried(id, sink) => match tried {
                Ok(tried) => tried,
                Err(Ended::Cancelled) => return Ok(ProofView::Cancelled),
                Err(Ended::Failed(error)) => return Err(error),
            },
        };
        match tried {
            Tried::LetIn(how) => Ok(ProofView::LetIn { how, at: Timestamp::now().to_string() }),
            Tried::Refused(refused) => {
                let (draft, report) = *refused;
                self.keep_proof(id, draft, report).await
            }
        }
    }

    async fn tried(&self, id: ConnectionId, sink: Sink<'_>) -> Result<Tried, Ended> {
        let draft = self.connection(id).await?.draft;
        let (profile, role) = provable(&draft)?;
        let runner = self.cloud.sign_in(Some(&profile)).await?;
        same_account(&draft, &profile, runner.as_ref())?;
        let request = VerifyRequest { discovery: false, propagation_wait: Duration::ZERO, ..self.request(&draft)? };
        let wait = self.settings.propagation_wait;
        let (run, until, every) = (Uuid::new_v4(), Instant::now() + wait, RETRY_EVERY.min(wait / 10));
        loop {
            let try_once = AssumeRequest {
                role: role.clone(),
                external_id: Some(draft.external_id.clone()),
                session_name: Probe::Right.session_name(run),
                duration_seconds: SESSION_SECONDS,
            };
            let how = match runner.assume(&try_once).await.map_or_else(Answer::of_failure, |_| Answer::Allowed) {
                Answer::Allowed => LetIn::Right,
                Answer::Unclear(failure) => return Err(AppError::from(failure).into()),
                Answer::Denied(_) => {
                    sink(ProofEvent::Refused);
                    // While a deletion spreads, one of AWS's hosts refuses and the next does not.
                    sleep(every).await;
                    let report = verify(self.cloud.as_ref(), &request, &|_| ()).await?;
                    if refusal(&report).is_some() {
                        return Ok(Tried::Refused(Box::new((draft, report))));
                    }
                    let_in(&report).ok_or_else(|| unclear(&report))?
                }
            };
            let remaining = until.saturating_duration_since(Instant::now());
            if remaining.is_zero() {
                return Ok(Tried::LetIn(how));
            }
            sink(ProofEvent::LetIn { remaining_seconds: remaining.as_secs() });
            sleep(every.min(remaining)).await;
        }
    }

    /// Keeps the report as that of a finished test. It is compared with none: it did not look for what others found.
    async fn keep_proof(&self, id: ConnectionId, draft: Draft, report: Report) -> Result<ProofView, AppError> {
        let proved = refusal(&report).ok_or_else(|| unclear(&report))?;
        let test = self.begun(id).await?;
        self.keep(id, Tested { test, draft, report }, |_, _, report| report).await?;
        Ok(ProofView::Refused { refusal: proved })
    }
}

/// Why trying came to nothing.
enum Ended {
    /// The person was asked for a code and gave none.
    Cancelled,
    Failed(AppError),
}

impl From<AppError> for Ended {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<SignInError> for Ended {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Cancelled(_) => Self::Cancelled,
            other => Self::Failed(other.into()),
        }
    }
}

/// Who tries, and which role. A refusal says nothing where nobody was ever let in.
fn provable(draft: &Draft) -> Result<(ProfileName, RoleArn), AppError> {
    match (&draft.runner, &draft.role_arn) {
        (None, _) => Err(AppError::not_now(
            "there is no runner on this computer, so nobody can try to assume the role: choose a runner profile first",
        )),
        (Some(runner), Some(role)) if draft.verified => Ok((runner.clone(), role.clone())),
        _ => Err(AppError::not_now(
            "these values were never verified, so a refusal would prove nothing: verify the connection first",
        )),
    }
}

/// A profile can have come to another account since; who was never let in is refused anyway.
fn same_account(draft: &Draft, profile: &ProfileName, runner: &dyn Identity) -> Result<(), AppError> {
    let account = &runner.caller().account;
    match &draft.platform_account {
        Some(platform) if platform != account => Err(AppError::not_now(format!(
            "the runner profile \"{profile}\" is in account {account} now, but the role trusts {platform}: that {account} is refused would prove nothing. Sign in to {platform} with it again, or choose another runner"
        ))),
        _ => Ok(()),
    }
}
