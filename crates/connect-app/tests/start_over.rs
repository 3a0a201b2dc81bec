//! Starting over: another External ID, and nothing kept of the one before.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::view::{ActionView, ConnectionView, TestEvent};
use connect_core::connection::CredentialsPlace;
use connect_core::report::Status;
use connect_core::wizard::{Method, Step};
use connect_store::{FailingKeyring, Keyring, KeyringError, MemoryKeyring};
use support::{FakeStacks, ROLE, Script, app, app_with};

fn quiet(_: TestEvent) {}

async fn begun(app: &App) -> ConnectionView {
    let mut view = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    for action in [
        ActionView::SetLabel { label: "Prod".into() },
        ActionView::ChooseRunner { profile: "runner".into() },
        ActionView::ExpectAccount { account: "444455556666".into() },
        ActionView::ChooseTarget { profile: Some("target".into()) },
        ActionView::ChooseMethod { method: Method::Deploy },
    ] {
        view = app.act(view.id, action).await.unwrap();
    }
    view
}

/// A connection with a report that says that the role is not safe.
async fn disconnected(app: &App) -> ConnectionView {
    let id = begun(app).await.id;
    app.complete(id, ROLE.into()).await.unwrap();
    let view = app.run_test(id, &quiet).await.unwrap();
    assert_eq!(view.status, Some(Status::Disconnected), "whoever has no External ID gets in too");
    view
}

fn unsafe_role() -> Script {
    Script { lets_in: [true; 3], ..Script::default() }
}

fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let holds = |file: &std::path::PathBuf| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files.filter(holds).map(|file| file.display().to_string()).collect()
}

async fn leaves_nothing(keyring: Arc<dyn Keyring>, place: CredentialsPlace) {
    let folder = tempfile::tempdir().unwrap();
    let app = app_with(folder.path(), unsafe_role(), keyring);
    let before = disconnected(&app).await;
    let old = before.draft.external_id.clone();
    let after = app.start_over(before.id).await.unwrap();
    assert_eq!(after.credentials_place, Some(place), "kept where credentials are kept");
    assert_ne!(after.draft.external_id, old, "another External ID");
    assert_eq!(app.open(before.id).await.unwrap(), after, "which was stored before it is shown");
    assert_eq!(app.report(before.id).await.unwrap(), None, "the report spoke of the old one");
    assert_eq!((after.status, &after.last_verified_at, after.test_state), (None, &None, None), "and so did the test");
    let kept = format!("{:?}", app.stored().await.unwrap());
    assert!(kept.contains(&after.draft.external_id), "What is stored shows the new one");
    assert!(!kept.contains(&old), "and the old one nowhere");
    assert_eq!(files_with(folder.path(), &old), Vec::<String>::new(), "it stands in no file, the log included");
}

#[tokio::test]
async fn the_old_external_id_is_gone_from_keyring_and_database() {
    let keyring = Arc::new(MemoryKeyring::new());
    leaves_nothing(Arc::clone(&keyring) as _, CredentialsPlace::Keyring).await;
    let entries: Vec<String> = keyring.entries().into_values().collect();
    assert_eq!(entries.len(), 1, "one entry, of the same connection");
    assert!(!entries[0].contains("earlier"), "with nothing in it but what is current: {}", entries[0]);
    let absent = Arc::new(FailingKeyring(KeyringError::Absent("no D-Bus session".to_owned())));
    leaves_nothing(absent, CredentialsPlace::Database).await;
}

#[tokio::test]
async fn what_was_said_of_the_connection_stays() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), unsafe_role());
    let before = disconnected(&app).await.draft;
    let id = app.connections().await.unwrap()[0].id;
    let after = app.start_over(id).await.unwrap().draft;
    assert_eq!((after.step, after.role_arn, after.verified), (Step::ExternalId, None, false), "from the first step");
    let said = |draft: &connect_app::view::DraftView| {
        let (label, region) = (draft.label.clone(), draft.region.clone());
        (
            label,
            draft.runner.clone(),
            draft.target_profile.clone(),
            draft.expected_account.clone(),
            region,
            draft.method,
        )
    };
    let again = app.open(id).await.unwrap().draft;
    assert_eq!(said(&again), said(&before), "nothing has to be said again");
}

#[tokio::test]
async fn a_new_test_after_starting_over_is_compared_with_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), unsafe_role());
    let before = disconnected(&app).await;
    let after = app.start_over(before.id).await.unwrap();
    app.complete(after.id, ROLE.into()).await.unwrap();
    app.run_test(after.id, &quiet).await.unwrap();
    let report = app.report(after.id).await.unwrap().unwrap();
    assert_eq!(report.connection.external_id.to_string(), after.draft.external_id, "it tests the new one");
    assert!(report.comparison.is_none(), "the tests before were of another External ID");
}

#[tokio::test]
async fn a_connection_that_is_of_use_is_not_started_over() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = begun(&app).await.id;
    app.complete(id, ROLE.into()).await.unwrap();
    let before = app.run_test(id, &quiet).await.unwrap();
    assert!(matches!(before.status, Some(Status::Connected | Status::Degraded)), "it can be used");
    let error = app.start_over(id).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotNow, "its External ID is in use: {error}");
    assert_eq!(app.open(id).await.unwrap(), before, "and stays");
}

#[tokio::test]
async fn a_running_test_keeps_its_external_id() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::new(app(folder.path(), Script { discovery: Duration::from_mins(1), ..unsafe_role() }));
    let before = begun(&app).await;
    app.complete(before.id, ROLE.into()).await.unwrap();
    let (running, id) = (Arc::clone(&app), before.id);
    let (tell, told) = tokio::sync::oneshot::channel();
    let tell = std::sync::Mutex::new(Some(tell));
    let run = tokio::spawn(async move {
        let first = move |_| {
            if let Some(tell) = tell.lock().unwrap().take() {
                let _ = tell.send(());
            }
        };
        running.run_test(id, &first).await
    });
    told.await.unwrap();
    let error = app.start_over(id).await.unwrap_err();
    assert!(error.message.contains("cancel it first"), "it says what to do: {error}");
    assert_eq!(error.code, ErrorCode::NotNow, "and may be tried again then");
    app.cancel(id);
    drop(run.await.unwrap());
    assert!(app.start_over(id).await.is_ok(), "once it is cancelled");
}

#[tokio::test]
async fn a_stack_that_is_being_made_keeps_its_external_id() {
    let folder = tempfile::tempdir().unwrap();
    let plans = Arc::new(AtomicUsize::new(0));
    let script = Script { stacks: FakeStacks::Endless(Arc::clone(&plans)), ..Script::default() };
    let app = Arc::new(app(folder.path(), script));
    let id = begun(&app).await.id;
    app.plan_deployment(id).await.unwrap();
    let making = Arc::clone(&app);
    let deployment = tokio::spawn(async move { making.deploy(id, &|_| ()).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = app.start_over(id).await.unwrap_err();
    assert!(error.message.contains("stack is being made"), "it says why not: {error}");
    app.stop_deployment(id);
    drop(deployment.await.unwrap());
    assert!(app.start_over(id).await.is_ok(), "once it is stopped");
}

#[tokio::test]
async fn a_plan_of_the_old_external_id_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let plans = Arc::new(AtomicUsize::new(0));
    let script = Script { stacks: FakeStacks::Endless(Arc::clone(&plans)), ..Script::default() };
    let app = app(folder.path(), script);
    let id = begun(&app).await.id;
    app.plan_deployment(id).await.unwrap();
    assert_eq!(plans.load(Ordering::SeqCst), 1, "a plan is there");
    app.start_over(id).await.unwrap();
    let gone = async {
        while plans.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(5), gone).await.is_ok(), "and goes from AWS");
    let error = app.deploy(id, &|_| ()).await.unwrap_err();
    assert!(error.message.contains("preview"), "what is made now was looked at anew: {error}");
}
