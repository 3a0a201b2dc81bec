//! Rotating the External ID: nothing is lost half-way, and nothing is left of the one from before once it is proved.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::view::{ActionView, ConnectionView, TestEvent};
use connect_core::connection::CredentialsPlace;
use connect_core::report::Status;
use connect_core::wizard::Step;
use connect_store::{FailingKeyring, Keyring, KeyringError, MemoryKeyring};
use support::{ROLE, Script, app, app_with};

fn quiet(_: TestEvent) {}

/// A connection whose test has ended.
async fn tested(app: &App) -> ConnectionView {
    let view = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    app.act(view.id, ActionView::ChooseRunner { profile: "runner".into() }).await.unwrap();
    app.complete(view.id, ROLE.into()).await.unwrap();
    app.run_test(view.id, &quiet).await.unwrap()
}

fn usable(view: &ConnectionView) -> bool {
    matches!(view.status, Some(Status::Connected | Status::Degraded))
}

async fn proves_and_forgets(keyring: Arc<dyn Keyring>, place: CredentialsPlace) {
    let folder = tempfile::tempdir().unwrap();
    let app = app_with(folder.path(), Script::default(), Arc::clone(&keyring));
    let before = tested(&app).await;
    assert!(usable(&before), "there is something to rotate");
    let old = before.draft.external_id.clone();
    let rotated = app.rotate_external_id(before.id).await.unwrap();
    assert_ne!(rotated.draft.external_id, old, "another External ID");
    assert_eq!(rotated.draft.former_external_id.as_ref(), Some(&old), "beside the one from before");
    assert_eq!((rotated.draft.step, rotated.status), (Step::CreateRole, None), "which the role has to be given");
    assert_eq!(rotated.draft.role_arn.as_deref(), Some(ROLE), "the role stays");
    assert_eq!(rotated.credentials_place, Some(place), "kept where credentials are kept");
    let summary = app.connections().await.unwrap().remove(0);
    assert!(summary.rotating, "the list says so");

    // The app was closed meanwhile.
    drop(app);
    let app = app_with(folder.path(), Script::default(), keyring);
    assert_eq!(app.open(before.id).await.unwrap().draft, rotated.draft, "nothing is lost");
    let proved = app.run_test(before.id, &quiet).await.unwrap();
    assert!(usable(&proved), "{:?}", proved.status);
    assert_eq!(proved.draft.former_external_id, None, "the one from before is of no more use");
    assert!(!format!("{:?}", app.stored().await.unwrap()).contains(&old), "and stands nowhere any more");
    let summary = app.connections().await.unwrap().remove(0);
    assert!(!summary.rotating && summary.status == proved.status, "the list says that it is over");
}

#[tokio::test]
async fn once_the_new_one_is_proved_nothing_is_left_of_the_one_before() {
    proves_and_forgets(Arc::new(MemoryKeyring::new()), CredentialsPlace::Keyring).await;
    let absent = Arc::new(FailingKeyring(KeyringError::Absent("no D-Bus session".to_owned())));
    proves_and_forgets(absent, CredentialsPlace::Database).await;
}

#[tokio::test]
async fn a_test_that_fails_keeps_the_one_from_before_and_it_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let keyring: Arc<dyn Keyring> = Arc::new(MemoryKeyring::new());
    let id = tested(&app_with(folder.path(), Script::default(), Arc::clone(&keyring))).await.id;
    // The role was not given the new one.
    let script = Script { lets_in: [false; 3], former_gets_in: usize::MAX, ..Script::default() };
    let unchanged = app_with(folder.path(), script, Arc::clone(&keyring));
    let old = unchanged.open(id).await.unwrap().draft.external_id;
    unchanged.rotate_external_id(id).await.unwrap();
    let failed = unchanged.run_test(id, &quiet).await.unwrap();
    assert_eq!(failed.status, Some(Status::Disconnected), "with the new one");
    assert_eq!(failed.draft.former_external_id.as_ref(), Some(&old), "so the one from before is still needed");
    drop(unchanged);

    let app = app_with(folder.path(), Script::default(), keyring);
    let back = app.keep_former_external_id(id).await.unwrap();
    assert_eq!((back.draft.external_id, back.draft.former_external_id), (old, None), "as it was");
    assert_eq!((back.draft.step, back.status), (Step::Verify, None), "what AWS makes of it is to be tested");
    assert!(usable(&app.run_test(id, &quiet).await.unwrap()), "it works as before");
}

#[tokio::test]
async fn what_cannot_be_rotated_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script { lets_in: [true; 3], ..Script::default() });
    let unsafe_one = tested(&app).await;
    assert_eq!(unsafe_one.status, Some(Status::Disconnected), "it is not in use");
    let error = app.rotate_external_id(unsafe_one.id).await.unwrap_err();
    assert!(error.message.contains("start over"), "with a way on: {}", error.message);
    let error = app.keep_former_external_id(unsafe_one.id).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotNow, "there is none from before");
    assert_eq!(app.open(unsafe_one.id).await.unwrap().draft, unsafe_one.draft, "nothing was changed");
}

#[tokio::test]
async fn while_it_is_rotated_it_is_neither_rotated_again_nor_started_over() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = tested(&app).await.id;
    let rotated = app.rotate_external_id(id).await.unwrap();
    for error in [app.rotate_external_id(id).await.unwrap_err(), app.start_over(id).await.unwrap_err()] {
        assert!(error.message.contains("being rotated"), "the one in AWS would be lost: {}", error.message);
    }
    assert_eq!(app.open(id).await.unwrap(), rotated, "nothing was changed");
}

#[tokio::test]
async fn a_test_that_runs_keeps_its_external_id() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::new(app(folder.path(), Script { discovery: Duration::from_mins(1), ..Script::default() }));
    let view = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    app.act(view.id, ActionView::ChooseRunner { profile: "runner".into() }).await.unwrap();
    app.complete(view.id, ROLE.into()).await.unwrap();
    let (tell, told) = tokio::sync::oneshot::channel();
    let tell = std::sync::Mutex::new(Some(tell));
    let running = tokio::spawn({
        let app = Arc::clone(&app);
        let first = move |_| {
            if let Some(tell) = tell.lock().unwrap().take() {
                let _ = tell.send(());
            }
        };
        async move { app.run_test(view.id, &first).await }
    });
    told.await.unwrap();
    let error = app.rotate_external_id(view.id).await.unwrap_err();
    assert!(error.message.contains("cancel it first"), "it says what to do: {}", error.message);
    app.cancel(view.id);
    drop(running.await.unwrap());
}

#[tokio::test]
async fn whoever_makes_the_role_is_told_how_it_gets_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = tested(&app).await.id;
    assert_eq!(app.launch(id).await.unwrap().update_command, None, "the stack is made, not updated");
    let new = app.rotate_external_id(id).await.unwrap().draft.external_id;
    let command = app.launch(id).await.unwrap().update_command.unwrap();
    assert!(command.contains(&format!("ParameterKey=ExternalId,ParameterValue={new}")), "{command}");
    assert!(command.contains("--region eu-west-1"), "where the stack is: {command}");
    let others = connect_role::template_parameters().len() - 1;
    assert_eq!(command.matches("UsePreviousValue=true").count(), others, "nothing else changes: {command}");
    let message = app.hand_off(id).await.unwrap().message;
    assert!(message.contains(ROLE) && message.contains(&new) && message.contains(&command), "{message}");
}
