//! Connection tests as durable jobs: queued, running, finished, cancelled, interrupted.

use std::collections::hash_map::Entry;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use uuid::Uuid;

use connect_core::connection::{ConnectionId, ConnectionTest, TestId, TestState};
use connect_core::failure::SignInError;
use connect_core::ports::{RegionChoice, Store};
use connect_core::report::Report;
use connect_core::wizard::{Draft, Missing, Step, WizardError};

use crate::App;
use crate::error::AppError;
use crate::verify::{VerifyRequest, verify};
use crate::view::{ConnectionView, TestEvent};

/// How long the window waits at most for what it shows after a cancel.
const SOON: Duration = Duration::from_millis(100);

impl App {
    /// Marks tests that the last run of the app left unfinished; call once at start.
    pub async fn recover(&self) -> Result<usize, AppError> {
        self.blocking(|store| Ok(store.interrupt_unfinished()?)).await
    }

    /// Queues a connection test.
    pub(crate) async fn queue(&self, id: ConnectionId) -> Result<ConnectionTest, AppError> {
        let test = ConnectionTest {
            id: TestId::from(Uuid::new_v4()),
            connection: id,
            state: TestState::Queued,
            queued_at: Timestamp::now(),
            ended_at: None,
        };
        self.save_test(test.clone()).await?;
        Ok(test)
    }

    /// Runs the connection test that is queued, or a new one, and tells how it goes. A second call
    /// while one is running is refused: a double click must not test twice.
    pub async fn run_test(
        &self,
        id: ConnectionId,
        sink: &(dyn Fn(TestEvent) + Send + Sync),
    ) -> Result<ConnectionView, AppError> {
        let (_running, cancelled) = self.start(id)?;
        let ended = match self.tested(id, cancelled, sink).await {
            Ok(Some(tested)) => self.finish(id, tested, sink).await,
            Ok(None) => {
                self.end_unfinished(id, TestState::Cancelled).await?;
                sink(TestEvent::Cancelled);
                return self.open_soon(id).await;
            }
            Err(error) => Err(error),
        };
        if ended.is_err()
            && let Err(unsaved) = self.end_unfinished(id, TestState::Interrupted).await
        {
            tracing::warn!("the test that failed stays as it was stored: {unsaved}");
        }
        ended
    }

    /// Runs the test; `None` when it was cancelled.
    async fn tested(
        &self,
        id: ConnectionId,
        mut cancelled: oneshot::Receiver<()>,
        sink: &(dyn Fn(TestEvent) + Send + Sync),
    ) -> Result<Option<Tested>, AppError> {
        let draft = tokio::select! {
            connection = self.connection(id) => connection?.draft,
            _ = &mut cancelled => return Ok(None),
        };
        let request = self.request(&draft)?;
        let test = self.begun(id).await?;
        tokio::select! {
            report = verify(self.cloud.as_ref(), &request, sink) => match report {
                Ok(report) => Ok(Some(Tested { test, draft, report })),
                Err(SignInError::Cancelled(_)) => Ok(None),
                Err(error) => Err(error.into()),
            },
            _ = cancelled => Ok(None),
        }
    }

    /// The test that is queued, or a new one, stored as running.
    pub(crate) async fn begun(&self, id: ConnectionId) -> Result<ConnectionTest, AppError> {
        let latest = self.blocking(move |store| Ok(store.latest_test(id)?)).await?;
        let mut test = match latest.filter(|test| test.state == TestState::Queued) {
            Some(test) => test,
            None => self.queue(id).await?,
        };
        test.state = TestState::Running;
        self.save_test(test.clone()).await?;
        Ok(test)
    }

    /// Ends the newest test if it is queued or running.
    async fn end_unfinished(&self, id: ConnectionId, state: TestState) -> Result<(), AppError> {
        let latest = self.blocking(move |store| Ok(store.latest_test(id)?)).await?;
        match latest.filter(|test| test.state.may_become(state)) {
            Some(test) => self.end(test, state).await,
            None => Ok(()),
        }
    }

    /// The connection after a cancel. The keyring may be what was waited for, and who cancels waits no longer.
    async fn open_soon(&self, id: ConnectionId) -> Result<ConnectionView, AppError> {
        tokio::time::timeout(SOON, self.open(id)).await.unwrap_or_else(|_| {
            Err(AppError::not_now("the test was cancelled; the keyring has not answered yet, so nothing was tested"))
        })
    }

    /// Cancels the running test of a connection, if there is one.
    pub fn cancel(&self, id: ConnectionId) {
        if let Some(stop) = self.running().get_mut(&id).and_then(Option::take) {
            // A test that has just ended no longer listens; that is what was wanted.
            let _ = stop.send(());
        }
    }

    /// Cancels every running test and all asking for accounts, because the app ends.
    pub fn cancel_all(&self) {
        self.cancel_accounts();
        for stop in self.running().values_mut().filter_map(Option::take) {
            let _ = stop.send(());
        }
    }

    pub(crate) fn is_running(&self, id: ConnectionId) -> bool {
        self.running().contains_key(&id)
    }

    /// The newest report of a connection.
    pub async fn report(&self, id: ConnectionId) -> Result<Option<Report>, AppError> {
        self.blocking(move |store| {
            let report = store.latest_report(id)?;
            // One that an earlier version stored has no seal yet.
            Ok(report.map(|report| if report.seal.is_missing() { report.sealed() } else { report }))
        })
        .await
    }

    pub(crate) fn start(&self, id: ConnectionId) -> Result<(RunningTest<'_>, oneshot::Receiver<()>), AppError> {
        let (stop, cancelled) = oneshot::channel();
        match self.running().entry(id) {
            Entry::Occupied(_) => Err(AppError::not_now("a connection test of this connection is still running")),
            Entry::Vacant(free) => {
                free.insert(Some(stop));
                Ok((RunningTest { app: self, id }, cancelled))
            }
        }
    }

    pub(crate) fn request(&self, draft: &Draft) -> Result<VerifyRequest, AppError> {
        let draft = draft.clone();
        let missing = draft.missing_for(Step::Verify);
        let (Some(role_arn), None) = (draft.role_arn, missing) else {
            return Err(WizardError::NotYet(missing.unwrap_or(Missing::RoleArn)).into());
        };
        Ok(VerifyRequest {
            role_arn,
            external_id: draft.external_id,
            former_external_id: draft.former_external_id,
            without_runner: draft.runner.is_none(),
            profile: draft.runner,
            target_profile: draft.target_profile.map(|target| target.profile),
            regions: RegionChoice::All,
            discovery: true,
            platform_account: draft.platform_account,
            expected_account: draft.expected_account,
            propagation_wait: self.settings.propagation_wait,
            console: self.settings.console.clone(),
        })
    }

    async fn finish(
        &self,
        id: ConnectionId,
        tested: Tested,
        sink: &(dyn Fn(TestEvent) + Send + Sync),
    ) -> Result<ConnectionView, AppError> {
        let status = tested.report.status;
        let view = self.keep(id, tested, compared).await?;
        sink(TestEvent::Finished { status });
        Ok(view)
    }

    /// Stores a report and what it says of the connection.
    pub(crate) async fn keep(
        &self,
        id: ConnectionId,
        tested: Tested,
        prepare: fn(&dyn Store, ConnectionId, Report) -> Report,
    ) -> Result<ConnectionView, AppError> {
        let Tested { test, draft, report } = tested;
        let (status, finished_at) = (report.status, report.finished_at);
        self.blocking(move |store| Ok(store.save_report(id, &prepare(store, id, report))?)).await?;
        self.end(test, TestState::Finished).await?;
        self.modify(id, move |connection| connection.judge(&draft, status, finished_at)).await
    }

    async fn end(&self, mut test: ConnectionTest, state: TestState) -> Result<(), AppError> {
        test.state = state;
        test.ended_at = Some(Timestamp::now());
        self.save_test(test).await
    }

    async fn save_test(&self, test: ConnectionTest) -> Result<(), AppError> {
        self.blocking(move |store| Ok(store.save_test(&test)?)).await
    }
}

/// The report with what changed since the last one. That one may not be readable; the new one must be kept all the same.
fn compared(store: &dyn Store, id: ConnectionId, report: Report) -> Report {
    match store.latest_report(id) {
        Ok(Some(earlier)) => report.compared_with(&earlier),
        Ok(None) => report,
        Err(error) => {
            tracing::warn!("nothing is compared with the last report: {error}");
            report
        }
    }
}

/// A test that has come to its report.
pub(crate) struct Tested {
    pub(crate) test: ConnectionTest,
    /// What was tested.
    pub(crate) draft: Draft,
    pub(crate) report: Report,
}

/// Takes a test off the running ones when it ends in any way, also by a dropped future.
pub(crate) struct RunningTest<'a> {
    app: &'a App,
    id: ConnectionId,
}

impl Drop for RunningTest<'_> {
    fn drop(&mut self) {
        self.app.running().remove(&self.id);
    }
}
