//! Connection tests as jobs: one at a time, cancelled at once, interrupted by a crash.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connect_app::App;
use connect_app::error::{AppError, ErrorCode};
use connect_app::view::{ActionView, ConnectionView, ExportFormat, TestEvent};
use connect_core::check::{Cause, CheckId, CheckStatus};
use connect_core::connection::{ConnectionId, TestState};
use connect_core::coverage::Outcome;
use connect_core::failure::FailureKind;
use connect_core::report::{Report, Status};
use support::{ROLE, SLOW, Script, SlowKeyring, app, app_with};
use tokio::task::JoinHandle;

/// A connection whose test is queued.
async fn ready(app: &App) -> ConnectionId {
    let begun = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    app.act(begun.id, ActionView::ChooseRunner { profile: "runner".into() }).await.unwrap();
    app.complete(begun.id, ROLE.into()).await.unwrap();
    begun.id
}

fn quiet(_: TestEvent) {}

type Events = Arc<Mutex<Vec<TestEvent>>>;
type Running = JoinHandle<Result<ConnectionView, AppError>>;

/// A test that runs by itself, with what it tells.
fn started(app: &Arc<App>, id: ConnectionId) -> (Running, Events) {
    let events = Events::default();
    let (app, told) = (Arc::clone(app), Arc::clone(&events));
    (tokio::spawn(async move { app.run_test(id, &|event| told.lock().unwrap().push(event)).await }), events)
}

async fn until(events: &Events, wanted: impl Fn(&TestEvent) -> bool) {
    while !events.lock().unwrap().iter().any(&wanted) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn long() -> Script {
    Script { discovery: Duration::from_mins(1), ..Script::default() }
}

#[tokio::test]
async fn who_gives_no_code_cancels_the_test_and_keeps_the_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::default();
    let no_code = Arc::clone(&script.no_code);
    let app = Arc::new(app(folder.path(), script));
    let id = ready(&app).await;
    let before = app.run_test(id, &quiet).await.unwrap();
    no_code.store(true, Ordering::SeqCst);
    let (run, events) = started(&app, id);
    let after = run.await.unwrap().unwrap();
    assert_eq!(after.test_state, Some(TestState::Cancelled), "it is the person's cancel, not a failure");
    assert_eq!(after.status, before.status, "nothing was found out, so the last verdict stands");
    assert_eq!(events.lock().unwrap().last(), Some(&TestEvent::Cancelled), "and the window is told");
    let refused = app.act(id, ActionView::ChooseRunner { profile: "other".into() }).await.unwrap_err();
    assert_eq!((refused.code, refused.retryable), (ErrorCode::NotNow, true), "a choice without a code is none");
}

#[tokio::test]
async fn a_test_runs_once_at_a_time_and_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::new(app(folder.path(), long()));
    let id = ready(&app).await;
    let (run, events) = started(&app, id);
    until(&events, |event| matches!(event, TestEvent::Regions { .. })).await;
    let second = app.run_test(id, &quiet).await.unwrap_err();
    assert_eq!(second.code, ErrorCode::NotNow, "a double click does not test twice");
    let change = app.act(id, ActionView::SetLabel { label: "x".into() }).await.unwrap_err();
    assert_eq!(change.code, ErrorCode::NotNow, "nothing changes under a running test");
    let asked = Instant::now();
    app.cancel(id);
    let view = run.await.unwrap().unwrap();
    assert!(asked.elapsed() < Duration::from_millis(200), "idle again at once: {:?}", asked.elapsed());
    assert_eq!((view.test_state, view.status), (Some(TestState::Cancelled), None), "cancelled, and nothing claimed");
    assert_eq!(events.lock().unwrap().last(), Some(&TestEvent::Cancelled), "the window is told");
    assert_eq!(app.report(id).await.unwrap(), None, "no partial report");
}

#[tokio::test]
async fn a_run_right_after_a_cancelled_one_can_be_cancelled_too() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::new(app(folder.path(), long()));
    let id = ready(&app).await;
    for _ in 0..2 {
        let (run, events) = started(&app, id);
        until(&events, |event| matches!(event, TestEvent::Regions { .. })).await;
        app.cancel(id);
        let early = app.run_test(id, &quiet).await.unwrap_err();
        assert_eq!(early.code, ErrorCode::NotNow, "the cancelled one has yet to end");
        let view = run.await.unwrap().unwrap();
        assert_eq!(view.test_state, Some(TestState::Cancelled), "each run is cancelled by its own Cancel");
    }
}

#[tokio::test]
async fn a_cancel_does_not_wait_for_the_keyring() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(SlowKeyring::default());
    let app = Arc::new(app_with(folder.path(), Script::default(), Arc::clone(&keyring) as _));
    let id = ready(&app).await;
    keyring.slow.store(true, Ordering::SeqCst);
    let (run, events) = started(&app, id);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let asked = Instant::now();
    app.cancel(id);
    let outcome = run.await.unwrap();
    assert!(asked.elapsed() < Duration::from_millis(200), "idle again at once: {:?}", asked.elapsed());
    assert!(outcome.is_err_and(|error| error.code == ErrorCode::NotNow), "with words instead of what is not known");
    assert_eq!(*events.lock().unwrap(), [TestEvent::Cancelled], "nothing was tested");
    let stored = app.open(id).await.unwrap();
    assert_eq!(stored.test_state, Some(TestState::Cancelled), "and the queued test is not left waiting");
}

#[tokio::test]
async fn nothing_changes_until_the_report_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(SlowKeyring::default());
    let app = Arc::new(app_with(folder.path(), Script::default(), Arc::clone(&keyring) as _));
    let id = ready(&app).await;
    let (run, events) = started(&app, id);
    let last =
        |event: &TestEvent| matches!(event, TestEvent::CheckFinished { check } if check.id == CheckId::Discovery);
    until(&events, |event| matches!(event, TestEvent::CheckStarted { .. })).await;
    keyring.slow.store(true, Ordering::SeqCst);
    until(&events, last).await;
    let asked = Instant::now();
    let change = app.act(id, ActionView::ExpectAccount { account: "444455556666".into() }).await;
    assert!(asked.elapsed() < SLOW, "the report is still being stored");
    assert_eq!(change.unwrap_err().code, ErrorCode::NotNow, "a change now would be called verified");
    let view = run.await.unwrap().unwrap();
    assert_eq!((view.test_state, view.draft.verified), (Some(TestState::Finished), true), "the test speaks of all");
}

#[tokio::test]
async fn a_test_that_cannot_run_is_interrupted_and_not_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = ready(&app).await;
    app.act(id, ActionView::ChooseRunner { profile: "target".into() }).await.unwrap();
    let error = app.run_test(id, &quiet).await.unwrap_err();
    assert!(error.message.contains("Role ARN"), "that runner cannot connect that role, so none is left: {error}");
    let view = app.open(id).await.unwrap();
    assert_eq!(view.test_state, Some(TestState::Interrupted), "nobody cancelled it");
}

#[tokio::test]
async fn the_target_profile_reads_what_the_role_may_not() {
    let folder = tempfile::tempdir().unwrap();
    let fails = vec![("iam:GetRole", FailureKind::Denied, usize::MAX)];
    let app = app(folder.path(), Script { trust: Some("{}".into()), fails, ..Script::default() });
    let id = ready(&app).await;
    let trust = async |app: &App| {
        app.run_test(id, &quiet).await.unwrap();
        app.report(id).await.unwrap().unwrap().check(CheckId::TrustPolicy).unwrap().status
    };
    assert_eq!(trust(&app).await, CheckStatus::Skipped, "the role may not read itself");
    app.act(id, ActionView::ChooseTarget { profile: Some("target".into()) }).await.unwrap();
    assert_eq!(app.open(id).await.unwrap().test_state, Some(TestState::Finished), "what was proved stays");
    assert_ne!(trust(&app).await, CheckStatus::Skipped, "the next test reads it by the target profile");
}

#[tokio::test]
async fn without_a_runner_nothing_is_tried_live() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    app.act(id, ActionView::NamePlatform { account: "111122223333".into() }).await.unwrap();
    app.act(id, ActionView::ChooseTarget { profile: Some("target".into()) }).await.unwrap();
    app.complete(id, ROLE.into()).await.unwrap();
    app.run_test(id, &quiet).await.unwrap();
    let report = app.report(id).await.unwrap().unwrap();
    assert_eq!(report.runner.arn, None, "the machine's default credentials are not taken for a runner");
    let runner = report.check(CheckId::RunnerIdentity).unwrap();
    assert_eq!(runner.cause, Some(Cause::RunnerCredentialsMissing), "{}", runner.summary);
    assert!(runner.summary.contains("no profile of platform account 111122223333"), "{}", runner.summary);
    for check in &report.checks {
        assert_ne!((check.id, check.status), (CheckId::AssumeRole, CheckStatus::Pass), "nothing was assumed");
    }
    assert_eq!(report.status, Status::Disconnected, "what was not proved live is not called connected");
}

#[tokio::test]
async fn without_a_runner_and_a_target_profile_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    app.act(id, ActionView::NamePlatform { account: "1111-2222-3333".into() }).await.unwrap();
    let refused = app.complete(id, ROLE.into()).await.unwrap_err();
    assert!(refused.message.contains("a profile in the account to connect"), "says who is missing: {refused}");
    let view = app.open(id).await.unwrap();
    assert_eq!(view.test_state, None, "no test is queued that could only fail");
    let error = app.run_test(id, &quiet).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotNow, "the machine's default credentials are not taken for a runner");
}

#[tokio::test]
async fn a_crash_leaves_the_test_interrupted_and_it_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = ready(&app).await;
    assert_eq!(app.recover().await.unwrap(), 1, "the queued test was cut off");
    assert_eq!(app.open(id).await.unwrap().test_state, Some(TestState::Interrupted), "and the person is told");
    let again = app.run_test(id, &quiet).await.unwrap();
    assert_eq!(again.test_state, Some(TestState::Finished), "it can be run again");
    assert_ne!(again.status, Some(Status::Disconnected), "with a real result");
}

/// The report of a test that just ran, whose seal must hold.
async fn reported(app: &App, id: ConnectionId) -> Report {
    app.run_test(id, &quiet).await.unwrap();
    let report = app.report(id).await.unwrap().unwrap();
    assert_eq!(report.clone().sealed(), report, "what is shown is what was sealed");
    report
}

#[tokio::test]
async fn each_report_is_compared_with_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(connect_store::MemoryKeyring::default());
    let first_app = app_with(folder.path(), Script::default(), Arc::clone(&keyring) as _);
    let id = ready(&first_app).await;
    let first = reported(&first_app, id).await;
    assert_eq!(first.comparison, None, "a first report has nothing to compare with");
    assert_eq!(first_app.connections().await.unwrap()[0].changes, None, "nor has Home");
    let second = reported(&first_app, id).await;
    let comparison = second.comparison.unwrap();
    assert_eq!(comparison.with, first.report_id, "with the one before");
    assert!(comparison.is_unchanged(), "the same again: {comparison:#?}");
    // Another start of the app, in which AWS denies what it allowed before.
    let denied = Script { fails: vec![("ec2:DescribeVpcs", FailureKind::Denied, 1)], ..Script::default() };
    let later = app_with(folder.path(), denied, keyring);
    let third = reported(&later, id).await.comparison.unwrap();
    assert_eq!(third.with, second.report_id, "the last one, also after a new start");
    assert!(third.resources.gone.is_empty(), "a VPC that nobody may see is not gone: {third:?}");
    assert_eq!(third.resources.not_seen[0].outcome, Some(Outcome::Denied), "it is not seen");
    let home = later.connections().await.unwrap()[0].changes.unwrap();
    assert_eq!((home.not_seen, home.gone), (1, 0), "as Home says");
    let other = later.complete(id, ROLE.replace("Role", "Other")).await.unwrap();
    assert_eq!(later.connections().await.unwrap()[0].changes, None, "not of values that were changed since");
    later.run_test(other.id, &quiet).await.unwrap();
    assert_eq!(later.report(id).await.unwrap().unwrap().comparison, None, "and never with another role");
}

#[tokio::test]
async fn an_export_is_redacted_where_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = ready(&app).await;
    let report = reported(&app, id).await;
    let hidden = ["444455556666", "111122223333", report.connection.external_id.as_str()];
    for (format, ending) in [
        (ExportFormat::Json, "json"),
        (ExportFormat::Markdown, "md"),
        (ExportFormat::Html, "html"),
        (ExportFormat::Csv, "csv"),
    ] {
        let whole = connect_app::export(report.clone(), format, false).unwrap();
        assert_eq!(whole.name, format!("alethia-connect-444455556666.{ending}"), "named after the account");
        assert!(whole.text.contains("444455556666") && whole.text.contains("vpc-1"), "{ending} has it all");
        let redacted = connect_app::export(report.clone(), format, true).unwrap();
        assert_eq!(redacted.name, format!("alethia-connect-redacted.{ending}"), "the name tells no account either");
        for hidden in hidden {
            assert!(!redacted.text.contains(hidden), "{ending} still names {hidden}: {}", redacted.text);
        }
        assert!(redacted.text.contains("vpc-1"), "{ending} keeps the ids");
    }
}
