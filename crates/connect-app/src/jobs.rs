//! Connection tests as durable jobs: queued, running, finished, cancelled, interrupted.

use jiff::Timestamp;
use tokio::sync::oneshot;
use uuid::Uuid;

use connect_core::connection::{ConnectionId, ConnectionTest, TestId, TestState};
use connect_core::ports::RegionChoice;
use connect_core::report::Report;
use connect_core::wizard::{Action, Step};

use crate::App;
use crate::error::AppError;
use crate::verify::{VerifyRequest, verify};
use crate::view::{ConnectionView, TestEvent};

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
        let (guard, cancelled) = self.start(id)?;
        let queued = self
            .blocking(move |store| Ok(store.latest_test(id)?))
            .await?
            .filter(|test| test.state == TestState::Queued);
        let mut test = match queued {
            Some(test) => test,
            None => self.queue(id).await?,
        };
        let request = self.request(id).await?;
        test.state = TestState::Running;
        self.save_test(test.clone()).await?;
        let outcome = tokio::select! {
            report = verify(self.cloud.as_ref(), &request, sink) => Some(report),
            _ = cancelled => None,
        };
        drop(guard);
        match outcome {
            Some(Ok(report)) => self.finish(id, test, report, sink).await,
            Some(Err(error)) => {
                self.end(test, TestState::Cancelled).await?;
                Err(error.into())
            }
            None => {
                self.end(test, TestState::Cancelled).await?;
                sink(TestEvent::Cancelled);
                self.open(id).await
            }
        }
    }

    /// Cancels the running test of a connection, if there is one.
    pub fn cancel(&self, id: ConnectionId) {
        if let Some(stop) = self.running().remove(&id) {
            // A test that has just ended no longer listens; that is what was wanted.
            let _ = stop.send(());
        }
    }

    /// Cancels every running test, because the app ends.
    pub fn cancel_all(&self) {
        for (_, stop) in self.running().drain() {
            let _ = stop.send(());
        }
    }

    pub(crate) fn is_running(&self, id: ConnectionId) -> bool {
        self.running().get(&id).is_some_and(|stop| !stop.is_closed())
    }

    /// The newest report of a connection.
    pub async fn report(&self, id: ConnectionId) -> Result<Option<Report>, AppError> {
        self.blocking(move |store| Ok(store.latest_report(id)?)).await
    }

    fn start(&self, id: ConnectionId) -> Result<(RunningTest<'_>, oneshot::Receiver<()>), AppError> {
        let (stop, cancelled) = oneshot::channel();
        let mut running = self.running();
        if running.get(&id).is_some_and(|stop| !stop.is_closed()) {
            return Err(AppError::not_now("a connection test of this connection is already running"));
        }
        running.insert(id, stop);
        Ok((RunningTest { app: self, id }, cancelled))
    }

    async fn request(&self, id: ConnectionId) -> Result<VerifyRequest, AppError> {
        let draft = self.connection(id).await?.draft;
        let Some(role_arn) = draft.role_arn else {
            return Err(AppError::not_now("there is no Role ARN to verify yet: paste it first"));
        };
        Ok(VerifyRequest {
            role_arn,
            external_id: draft.external_id,
            profile: draft.runner,
            target_profile: None,
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
        test: ConnectionTest,
        report: Report,
        sink: &(dyn Fn(TestEvent) + Send + Sync),
    ) -> Result<ConnectionView, AppError> {
        let (status, finished_at) = (report.status, report.finished_at);
        self.blocking(move |store| Ok(store.save_report(id, &report)?)).await?;
        self.end(test, TestState::Finished).await?;
        let mut connection = self.connection(id).await?;
        connection.status = Some(status);
        connection.last_verified_at = Some(finished_at);
        for action in [Action::Verified, Action::GoTo(Step::Report)] {
            connection.draft = connection.draft.transition(action)?;
        }
        let view = self.save(connection).await?;
        sink(TestEvent::Finished { status });
        Ok(view)
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

/// Takes a test off the running ones when it ends in any way, also by a dropped future.
struct RunningTest<'a> {
    app: &'a App,
    id: ConnectionId,
}

impl Drop for RunningTest<'_> {
    fn drop(&mut self) {
        self.app.running().remove(&self.id);
    }
}
