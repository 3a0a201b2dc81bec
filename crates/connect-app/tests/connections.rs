//! Connections, drafts and jobs over a real database and a scripted cloud.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::view::{ActionView, ConnectionView, TestEvent};
use connect_core::connection::TestState;
use connect_core::wizard::{Method, Step};
use connect_store::MemoryKeyring;
use support::{ROLE, Script, SlowKeyring, app};

async fn act(app: &App, view: &ConnectionView, action: ActionView) -> ConnectionView {
    app.act(view.id, action).await.unwrap()
}

async fn ready(app: &App) -> ConnectionView {
    let begun = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    act(app, &begun, ActionView::ChooseRunner { profile: "runner".into() }).await
}

fn quiet(_: TestEvent) {}

#[tokio::test]
async fn the_journey_ends_connected_and_survives_closing() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let begun = ready(&app).await;
    assert_eq!(
        begun.draft.platform_account.as_deref(),
        Some("111122223333"),
        "the runner's account is the platform account"
    );
    let completed = app.complete(begun.id, format!("  \"{ROLE}\"\n")).await.unwrap();
    assert_eq!(
        (completed.draft.step, completed.test_state),
        (Step::Verify, Some(TestState::Queued)),
        "a test is queued"
    );
    let verified = app.run_test(begun.id, &quiet).await.unwrap();
    assert_eq!(
        (verified.draft.step, verified.test_state),
        (Step::Report, Some(TestState::Finished)),
        "the report is shown"
    );
    let report = app.report(begun.id).await.unwrap().unwrap();
    assert_eq!(Some(report.status), verified.status, "Home and report say the same");
    assert_eq!(report.resources.len(), 1, "with what was found");
    assert_eq!(
        app.connections().await.unwrap()[0].account_id.as_deref(),
        Some("444455556666"),
        "Home shows the account"
    );
}

#[tokio::test]
async fn every_step_survives_closing_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let first = app(folder.path(), Script::default());
    let begun = first.begin("eu-west-1".parse().unwrap()).await.unwrap();
    let actions = [
        ActionView::SetLabel { label: "Prod".into() },
        ActionView::ChooseRunner { profile: "runner".into() },
        ActionView::ExpectAccount { account: "4444-5555-6666".into() },
        ActionView::GoTo { step: Step::CreateRole },
        ActionView::ChooseMethod { method: Method::Terraform },
        ActionView::ChooseRegion { region: "us-east-1".into() },
        ActionView::GoTo { step: Step::RoleArn },
    ];
    for action in actions {
        let shown = act(&first, &begun, action.clone()).await;
        let stored = first.open(begun.id).await.unwrap();
        assert_eq!(stored.draft, shown.draft, "what was shown after {action:?} is what is stored");
        assert_eq!(stored.draft.external_id, begun.draft.external_id, "the External ID is never remade");
    }
}

#[tokio::test]
async fn the_launch_link_is_in_the_partition_of_the_runner() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script { region: "us-gov-east-1", ..Script::default() });
    let view = ready(&app).await;
    assert_eq!(view.draft.region, "us-gov-east-1", "a stack in another partition could not trust the runner");
    let url = app.launch(view.id).await.unwrap().url;
    assert!(url.starts_with("https://us-gov-east-1.console.amazonaws-us-gov.com/"), "its own console: {url}");
}

#[tokio::test]
async fn bad_input_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let begun = ready(&app).await;
    let bad = [
        ActionView::ExpectAccount { account: "12".into() },
        ActionView::ChooseRegion { region: "mars".into() },
        ActionView::ChooseRunner { profile: "unknown".into() },
        ActionView::SetLabel { label: "x".repeat(101) },
    ];
    for action in bad {
        let error = app.act(begun.id, action.clone()).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Input, "{action:?} is the person's to mend: {error}");
        assert_eq!(app.open(begun.id).await.unwrap().draft, begun.draft, "{action:?} changed nothing");
    }
    let paste = app.read_paste(begun.id, "arn:aws:iam::444455556666:user/bob".into()).await.unwrap();
    assert!(paste.problem.unwrap().message.contains("IAM user"), "another ARN is named for what it is");
    let error = app.complete(begun.id, "arn:aws:iam::111122223333:role/X".into()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Input, "the platform account's own role is refused");
}

#[tokio::test]
async fn of_two_changes_at_once_neither_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(SlowKeyring::default());
    let app = support::app_with(folder.path(), Script::default(), Arc::clone(&keyring) as _);
    let id = ready(&app).await.id;
    // Slow enough for both to be loaded before either is saved, if nothing keeps them apart.
    keyring.slow.store(true, Ordering::SeqCst);
    let label = app.act(id, ActionView::SetLabel { label: "Prod".into() });
    let method = app.act(id, ActionView::ChooseMethod { method: Method::Terraform });
    let (label, method) = tokio::join!(label, method);
    keyring.slow.store(false, Ordering::SeqCst);
    assert!(label.is_ok() && method.is_ok(), "both are possible");
    let stored = app.open(id).await.unwrap().draft;
    assert_eq!((stored.label.as_str(), stored.method), ("Prod", Method::Terraform), "and both are stored");
}

#[tokio::test]
async fn a_changed_connection_is_not_called_connected() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = ready(&app).await.id;
    app.complete(id, ROLE.into()).await.unwrap();
    let verified = app.run_test(id, &quiet).await.unwrap();
    assert!(verified.status.is_some(), "a verdict on the role that was tested");
    let other = app.complete(id, ROLE.replace("Role", "Other")).await.unwrap();
    assert_eq!(other.status, None, "nobody has tested the other role");
    let home = app.connections().await.unwrap();
    assert_eq!(home[0].status, None, "also on Home");
    assert_eq!(home[0].last_verified_at, verified.last_verified_at, "which can say that it was changed since");
    let report = app.report(id).await.unwrap().unwrap();
    assert_eq!(report.connection.role_arn.to_string(), ROLE, "the old report stays, and names what it tested");
}

#[tokio::test]
async fn forgetting_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let id = ready(&app).await.id;
    app.forget(id).await.unwrap();
    assert_eq!(app.open(id).await.unwrap_err().code, ErrorCode::Gone, "it is gone");
    assert!(app.connections().await.unwrap().is_empty(), "also from Home");
}

#[tokio::test]
async fn the_step_shows_the_link_and_the_module_with_the_values() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), Script::default());
    let begun = ready(&app).await;
    let launch = app.launch(begun.id).await.unwrap();
    let url = launch.url;
    assert!(launch.filled_in, "a hosted template's page needs nothing typed");
    for part in [
        "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/quickcreate?templateURL=",
        &begun.draft.external_id,
        "111122223333",
    ] {
        assert!(url.contains(part), "{part} is in {url}");
    }
    for parameter in &launch.parameters {
        assert!(
            url.contains(&format!("param_{}={}", parameter.name, parameter.value)),
            "{} is filled in",
            parameter.name
        );
    }
    assert!(!launch.can.is_empty() && !launch.cannot.is_empty(), "it says what the role can and cannot do");
    let terraform = app.terraform(begun.id).await.unwrap();
    assert!(
        terraform.snippet.contains(&begun.draft.external_id) && terraform.snippet.contains("111122223333"),
        "the values are filled in"
    );
}

#[tokio::test]
async fn without_a_hosted_template_the_upload_page_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let app = support::app_of(folder.path(), Script::default(), Arc::<MemoryKeyring>::default(), None);
    let begun = ready(&app).await;
    let launch = app.launch(begun.id).await.unwrap();
    assert_eq!(
        (launch.url.as_str(), launch.filled_in),
        ("https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/create", false),
        "the console's own page for a template file, in the chosen region"
    );
    let given: Vec<&str> = launch.parameters.iter().map(|parameter| parameter.value.as_str()).collect();
    assert_eq!(given, [begun.draft.external_id.as_str(), "111122223333"], "what has to be typed there is shown");
}

#[tokio::test]
async fn a_locked_keyring_hides_no_connection() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(connect_store::MemoryKeyring::default());
    let app = support::app_with(folder.path(), Script::default(), keyring.clone());
    let begun = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    act(&app, &begun, ActionView::SetLabel { label: "Prod".into() }).await;
    keyring.refuse_with(Some(connect_store::KeyringError::Locked("locked".into())));
    let again = support::app_with(folder.path(), Script::default(), keyring);
    let shown = again.connections().await.unwrap();
    assert_eq!((shown.len(), shown[0].label.as_str()), (1, "Prod"), "it is still on Home");
    assert!(
        shown[0].problem.as_ref().is_some_and(|words| words.contains("keyring")),
        "with the reason: {:?}",
        shown[0].problem
    );
}

#[tokio::test]
async fn a_stored_address_is_opened_only_if_it_is_the_consoles() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = Arc::new(connect_store::MemoryKeyring::default());
    let app = support::app_with(folder.path(), Script { lets_in: [true; 3], ..Script::default() }, keyring.clone());
    let id = ready(&app).await.id;
    app.complete(id, ROLE.into()).await.unwrap();
    app.run_test(id, &quiet).await.unwrap();
    let mut report = app.report(id).await.unwrap().unwrap();
    let has_page = |check: &&mut connect_core::check::Check| check.remedies.iter().any(|remedy| remedy.url.is_some());
    let check = report.checks.iter_mut().find(has_page).unwrap();
    let (check_id, index) = (check.id, check.remedies.iter().position(|remedy| remedy.url.is_some()).unwrap());
    let page = app.remedy_page(id, check_id, index).await.unwrap();
    assert!(page.starts_with("https://us-east-1.console.aws.amazon.com/iam/"), "as it was built: {page}");
    check.remedies[index].url = Some("https://evil.example/console.aws.amazon.com".into());
    let store = connect_store::SqliteStore::open(folder.path(), keyring).unwrap();
    connect_core::ports::Store::save_report(&store, id, &report).unwrap();
    let refused = app.remedy_page(id, check_id, index).await.unwrap_err();
    assert!(refused.message.contains("evil.example"), "what somebody wrote into the database is not opened: {refused}");
}
