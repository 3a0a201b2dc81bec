//! Choosing a runner whose sign-in takes long.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::view::ActionView;
use connect_core::connection::ConnectionId;
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
    app.cancel_choice(id);
    assert_eq!(choice.await.unwrap(), ErrorCode::NotNow, "cancelled");
    assert_eq!(app.open(id).await.unwrap().draft.runner, None, "the draft is as it was");
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
