//! Looking out for a role: by its stack, by its name, and never by asking anybody.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::settings::Settings;
use connect_app::view::{ActionView, FoundBy};
use connect_core::connection::ConnectionId;
use connect_store::{MemoryKeyring, SqliteStore};
use support::{FakeCloud, FakeStacks, ROLE, Script, app};

const ELSEWHERE: &str = "arn:aws:iam::777788889999:role/AlethiaProvisionerRole";

/// A connection with these actions taken.
async fn with(app: &App, actions: impl IntoIterator<Item = ActionView>) -> ConnectionId {
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    for action in actions {
        app.act(id, action).await.unwrap();
    }
    id
}

fn runner() -> ActionView {
    ActionView::ChooseRunner { profile: "runner".into() }
}

fn target() -> ActionView {
    ActionView::ChooseTarget { profile: Some("target".into()) }
}

fn expecting(account: &str) -> ActionView {
    ActionView::ExpectAccount { account: account.into() }
}

fn made(role: &'static str) -> Script {
    Script { stacks: FakeStacks::Made(Some(role)), ..Script::default() }
}

async fn found(script: Script, actions: Vec<ActionView>) -> Option<(String, FoundBy)> {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), script);
    let id = with(&app, actions).await;
    let before = app.open(id).await.unwrap();
    let found = app.look_for_role(id).await.unwrap();
    assert_eq!(app.open(id).await.unwrap(), before, "a look stores nothing: it is an offer");
    found.map(|role| (role.role_arn, role.found_by))
}

#[tokio::test]
async fn the_role_is_found_in_the_outputs_of_its_stack() {
    let role = found(made(ROLE), vec![runner(), target()]).await;
    assert_eq!(role, Some((ROLE.to_owned(), FoundBy::Stack)), "a profile of the account can read its stacks");
}

#[tokio::test]
async fn without_a_profile_there_the_role_is_found_by_its_name() {
    let role = found(Script::default(), vec![runner(), expecting("444455556666")]).await;
    assert_eq!(role, Some((ROLE.to_owned(), FoundBy::Name)), "it lets this connection's External ID in");
}

#[tokio::test]
async fn what_is_not_there_yet_is_not_found() {
    let none = Script { stacks: FakeStacks::Made(None), ..Script::default() };
    assert_eq!(found(none, vec![runner(), target()]).await, None, "the stack is not complete yet");
    let refused = Script { lets_in: [false; 3], ..Script::default() };
    assert_eq!(found(refused, vec![runner(), expecting("444455556666")]).await, None, "nobody may assume it yet");
    assert_eq!(found(made(ROLE), vec![runner()]).await, None, "nothing says where to look");
}

#[tokio::test]
async fn a_role_of_another_account_is_not_offered() {
    let actions = vec![runner(), expecting("444455556666"), target()];
    assert_eq!(found(made(ELSEWHERE), actions).await, None, "the stack made a role that is not meant");
    // The target profile is of no use here; the name is looked for in the account that is meant.
    let other = found(made(ROLE), vec![runner(), expecting("777788889999"), target()]).await;
    assert_eq!(other, Some((ELSEWHERE.to_owned(), FoundBy::Name)), "and never in that of the profile");
    let own = found(Script::default(), vec![runner(), expecting("111122223333")]).await;
    assert_eq!(own, None, "the platform account is not connected to itself");
}

#[tokio::test]
async fn the_name_is_looked_for_with_this_connections_external_id() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), Arc::new(MemoryKeyring::new()));
    let cloud = FakeCloud::new(Script::default());
    let assumed = Arc::clone(&cloud.assumed);
    let settings = Settings::new(None, None, None, folder.path().display().to_string()).unwrap();
    let app = App::new(Arc::new(cloud), Arc::new(store.unwrap()), settings);
    let id = with(&app, [runner(), expecting("444455556666")]).await;
    let external_id = app.open(id).await.unwrap().draft.external_id;
    app.look_for_role(id).await.unwrap();
    let sent = assumed.lock().unwrap().clone();
    assert_eq!(sent.len(), 1, "one look is one call");
    let presented = sent[0].external_id.as_ref().map(ToString::to_string);
    assert_eq!(presented, Some(external_id), "a role that lets everybody in is not told from one of this connection");
    assert_eq!(sent[0].session_name, "alethia-connect-look-out", "the account's owner sees in CloudTrail what it was");
}

#[tokio::test]
async fn a_profile_that_wants_a_code_is_not_looked_with_and_nobody_is_asked() {
    for actions in [vec![runner(), target()], vec![runner(), expecting("444455556666")]] {
        let folder = tempfile::tempdir().unwrap();
        let script = Script { wants_code: true, ..made(ROLE) };
        let asked = Arc::clone(&script.no_code);
        let app = app(folder.path(), script);
        let id = with(&app, actions).await;
        // Whoever is asked from now on says no, which is an error of its own.
        asked.store(true, Ordering::SeqCst);
        let error = app.look_for_role(id).await.unwrap_err();
        assert_ne!(error.code, ErrorCode::NotNow, "nobody was asked, so nobody said no: {error}");
        assert!(error.message.contains("MFA"), "the profile wants a code: {error}");
    }
}

#[tokio::test]
async fn a_look_that_fails_says_why_to_whoever_listens() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = with(&app, [runner(), target()]).await;
    let error = app.look_for_role(id).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Aws, "the profile may not look at stacks: {error}");
}

#[tokio::test]
async fn a_role_of_the_external_id_before_is_not_offered() {
    let folder = tempfile::tempdir().unwrap();
    let stacks = FakeStacks::Slow(ROLE, Duration::from_secs(1));
    let app = app(folder.path(), Script { stacks, ..Script::default() });
    let id = with(&app, [runner(), target()]).await;
    let look = app.look_for_role(id);
    let over = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        app.start_over(id).await
    };
    let (found, over) = tokio::join!(look, over);
    assert!(over.is_ok(), "a look keeps nobody from starting over");
    assert_eq!(found.unwrap(), None, "the role trusts the External ID that was given up");
}
