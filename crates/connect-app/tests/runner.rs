//! Choosing a runner whose sign-in takes long.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::view::{ActionView, ProfileUse};
use connect_core::connection::ConnectionId;
use connect_core::failure::FailureKind;
use connect_core::profile::{AccountHint, HintSource};
use connect_core::wizard::Method;
use support::{ROLE, Script, app};

fn choose(profile: &str) -> ActionView {
    ActionView::ChooseRunner { profile: profile.into() }
}

async fn begun(folder: &std::path::Path) -> (Arc<App>, ConnectionId) {
    let app = Arc::new(app(folder, Script::default()));
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    (app, id)
}

/// Begins a choice that AWS never answers.
async fn hanging(app: &Arc<App>, id: ConnectionId) -> tokio::task::JoinHandle<ErrorCode> {
    let app = Arc::clone(app);
    let choice = tokio::spawn(async move { app.act(id, choose("hanging")).await.unwrap_err().code });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!choice.is_finished(), "it waits for AWS");
    choice
}

#[tokio::test]
async fn the_newest_choice_wins_and_ends_the_older() {
    let folder = tempfile::tempdir().unwrap();
    let (app, id) = begun(folder.path()).await;
    let older = hanging(&app, id).await;
    let view = app.act(id, choose("runner")).await.unwrap();
    assert_eq!(older.await.unwrap(), ErrorCode::NotNow, "the older choice is given up");
    assert_eq!(view.draft.runner.as_deref(), Some("runner"), "the newest is taken");
    assert_eq!(view.draft.runner_arn.as_deref(), Some("arn:aws:iam::111122223333:user/runner"), "with who it is");
    assert_eq!(app.open(id).await.unwrap().draft, view.draft, "and stored");
}

#[tokio::test]
async fn a_choice_holds_up_nothing_and_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let (app, id) = begun(folder.path()).await;
    let choice = hanging(&app, id).await;
    let view = app.act(id, ActionView::SetLabel { label: "Prod".into() }).await.unwrap();
    assert_eq!(view.draft.label, "Prod", "other changes are taken meanwhile");
    app.cancel_choice(id, ProfileUse::Runner);
    assert_eq!(choice.await.unwrap(), ErrorCode::NotNow, "cancelled");
    assert_eq!(app.open(id).await.unwrap().draft.runner, None, "the draft is as it was");
}

#[tokio::test]
async fn a_target_profile_is_asked_for_beside_the_runner() {
    let folder = tempfile::tempdir().unwrap();
    let (app, id) = begun(folder.path()).await;
    let target = |profile: Option<&str>| ActionView::ChooseTarget { profile: profile.map(Into::into) };
    let runner = hanging(&app, id).await;
    let view = app.act(id, target(Some("target"))).await.unwrap();
    assert!(!runner.is_finished(), "the runner is still asked for: they are two choices");
    let chosen = (view.draft.target_profile.as_deref(), view.draft.target_account.as_deref());
    assert_eq!(chosen, (Some("target"), Some("444455556666")), "with whose it is");
    assert_eq!(view.draft.target_problem, None, "no account is named yet that it could not be of");
    let expected = ActionView::ExpectAccount { account: "999988887777".into() };
    let problem = app.act(id, expected).await.unwrap().draft.target_problem.unwrap();
    assert!(problem.message.contains("444455556666"), "said at once: {problem}");
    app.cancel_choice(id, ProfileUse::Target);
    assert!(!runner.is_finished(), "another choice was cancelled");
    let cleared = app.act(id, target(None)).await.unwrap().draft;
    assert_eq!((cleared.target_profile, cleared.target_problem), (None, None), "cleared");
}

#[tokio::test]
async fn a_target_profile_that_cannot_sign_in_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let expired = FailureKind::CredentialsExpired { command: Some("aws sso login --profile target".into()) };
    let app = app(folder.path(), Script { target_sign_in: Some(expired), ..Script::default() });
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    let error = app.act(id, ActionView::ChooseTarget { profile: Some("target".into()) }).await.unwrap_err();
    assert_eq!((error.code, error.retryable), (ErrorCode::SignIn, true), "the window says the command: {error:?}");
    assert_eq!(app.open(id).await.unwrap().draft.target_profile, None, "the draft is as it was");
}

#[tokio::test]
async fn of_changes_at_the_same_time_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (app, id) = begun(folder.path()).await;
    let actions = [
        choose("runner"),
        ActionView::SetLabel { label: "Prod".into() },
        ActionView::ExpectAccount { account: "444455556666".into() },
        ActionView::ChooseMethod { method: Method::Terraform },
        ActionView::ChooseRegion { region: "us-east-1".into() },
        ActionView::PasteRoleArn { paste: format!(" {ROLE} ") },
    ];
    let changes = actions.map(|action| {
        let app = Arc::clone(&app);
        tokio::spawn(async move { app.act(id, action).await.map(drop) })
    });
    for change in changes {
        change.await.unwrap().unwrap();
    }
    let draft = app.open(id).await.unwrap().draft;
    assert_eq!(
        (draft.runner.as_deref(), draft.label.as_str(), draft.expected_account.as_deref(), draft.method),
        (Some("runner"), "Prod", Some("444455556666"), Method::Terraform),
        "each change was made to what the one before had stored"
    );
    assert_eq!((draft.region.as_str(), draft.role_arn.as_deref()), ("us-east-1", Some(ROLE)), "these too");
}

#[tokio::test]
async fn a_profile_that_a_connection_uses_is_known_without_asking_again() {
    let folder = tempfile::tempdir().unwrap();
    let (app, id) = begun(folder.path()).await;
    assert_eq!(app.profiles().await.unwrap()[0].account_hint, None, "its settings say nothing");
    app.act(id, choose("runner")).await.unwrap();
    let hint = app.profiles().await.unwrap()[0].account_hint.clone();
    let seen = AccountHint { account: "111122223333".into(), from: HintSource::LastTime };
    assert_eq!(hint, Some(seen), "AWS said so when it was chosen");
}

#[tokio::test]
async fn the_list_of_profiles_does_not_wait_for_the_keyring() {
    let folder = tempfile::tempdir().unwrap();
    drop(begun(folder.path()).await);
    let app = support::app_with(folder.path(), Script::default(), Arc::new(connect_store::HangingKeyring::new()));
    let asked = std::time::Instant::now();
    assert_eq!(app.profiles().await.unwrap().len(), 1, "the profiles are there");
    assert!(asked.elapsed() < Duration::from_secs(3), "long before the keyring is given up: {:?}", asked.elapsed());
}
