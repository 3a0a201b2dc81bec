//! Disconnecting: only a refusal by AWS, twice in a row, is a proof, and it outlives the app.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connect_app::App;
use connect_app::error::ErrorCode;
use connect_app::view::{ActionView, ConnectionView, LetIn, ProofEvent, ProofView, RefusalShows, RefusalView};
use connect_core::check::{CheckId, CheckStatus};
use connect_core::connection::{ConnectionId, TestState};
use connect_core::failure::FailureKind;
use connect_core::report::{Report, Status};
use connect_store::MemoryKeyring;
use support::{FakeStacks, ROLE, Script, patient};
use tempfile::TempDir;

/// What outlives a start of the app.
struct Machine {
    folder: TempDir,
    keyring: Arc<MemoryKeyring>,
}

impl Machine {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), keyring: Arc::default() }
    }

    fn start(&self, script: Script, wait: Duration) -> App {
        patient(self.folder.path(), script, Arc::clone(&self.keyring) as _, wait)
    }

    /// The app after a new start, with a connection that was found to be of use before AWS came to answer like that.
    async fn connected(&self, script: Script, wait: Duration) -> (App, ConnectionView) {
        let app = self.start(Script::default(), Duration::ZERO);
        let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
        for action in [
            ActionView::SetLabel { label: "Prod".into() },
            ActionView::ChooseRunner { profile: "runner".into() },
            ActionView::ChooseTarget { profile: Some("target".into()) },
        ] {
            app.act(id, action).await.unwrap();
        }
        app.complete(id, ROLE.into()).await.unwrap();
        let view = app.run_test(id, &|_| ()).await.unwrap();
        assert!(matches!(view.status, Some(Status::Connected | Status::Degraded)), "it is of use: {:?}", view.status);
        drop(app);
        (self.start(script, wait), view)
    }
}

/// Nobody gets in any more.
fn gone() -> Script {
    Script { lets_in: [false; 3], ..Script::default() }
}

async fn proof(app: &App, id: ConnectionId) -> (ProofView, Vec<ProofEvent>) {
    let events = Mutex::new(Vec::new());
    let ended = app.prove_disconnected(id, &|event| events.lock().unwrap().push(event)).await.unwrap();
    (ended, events.into_inner().unwrap())
}

fn refused(ended: ProofView) -> RefusalView {
    match ended {
        ProofView::Refused { refusal } => refusal,
        other => panic!("AWS refuses, so it is proved: {other:?}"),
    }
}

async fn report(app: &App, id: ConnectionId) -> Report {
    app.report(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_role_that_is_gone_is_proved_to_be_and_stays_so_after_a_new_start() {
    let machine = Machine::new();
    let (app, before) = machine.connected(gone(), Duration::ZERO).await;
    let (ended, events) = proof(&app, before.id).await;
    let refusal = refused(ended);
    assert_eq!(refusal.role_arn, ROLE, "it says of which role");
    assert_eq!(refusal.runner, "arn:aws:iam::111122223333:user/runner", "and who was refused");
    assert_eq!(refusal.request_ids, ["request-1"], "with AWS's request id");
    assert_eq!(refusal.shows, RefusalShows::Nothing, "AWS does not say why");
    assert_eq!(events, [ProofEvent::Refused], "it is asked again once it refuses");
    drop(app);
    let app = machine.start(gone(), Duration::ZERO);
    app.recover().await.unwrap();
    let [home] = app.connections().await.unwrap().try_into().unwrap();
    assert_eq!(home.status, Some(Status::Disconnected), "Home says so after a new start");
    assert_eq!(home.test_state, Some(TestState::Finished), "and not that anything was interrupted");
    assert_eq!(home.changes, None, "it is compared with nothing: it did not look for what was found before");
    let again = app.disconnection(before.id).await.unwrap();
    assert_eq!(again.refusal, Some(refusal), "the screen still has the proof");
    let report = report(&app, before.id).await;
    assert_eq!(report.clone().sealed(), report, "it is sealed like any report");
    assert_eq!(report.check(CheckId::Discovery).unwrap().status, CheckStatus::Skipped, "nothing was looked for");
}

#[tokio::test]
async fn a_usual_test_that_is_refused_is_no_proof() {
    let machine = Machine::new();
    let (app, before) = machine.connected(gone(), Duration::ZERO).await;
    let after = app.run_test(before.id, &|_| ()).await.unwrap();
    assert_eq!(after.status, Some(Status::Disconnected), "it is refused");
    assert_eq!(app.disconnection(before.id).await.unwrap().refusal, None, "but perhaps only once");
}

#[tokio::test]
async fn what_was_found_before_is_not_lost_by_the_proof() {
    let machine = Machine::new();
    let (app, before) = machine.connected(gone(), Duration::ZERO).await;
    assert_eq!(report(&app, before.id).await.resources.len(), 1, "something was found");
    refused(proof(&app, before.id).await.0);
    let stored = format!("{:?}", app.stored().await.unwrap());
    assert!(stored.contains("vpc-1"), "and is still kept: {stored}");
}

#[tokio::test]
async fn a_deletion_that_is_still_spreading_is_waited_for() {
    let machine = Machine::new();
    let script = Script { gone_after: 2, ..Script::default() };
    let (app, before) = machine.connected(script, Duration::from_secs(5)).await;
    let (ended, events) = proof(&app, before.id).await;
    refused(ended);
    let let_in = |event: &&ProofEvent| matches!(event, ProofEvent::LetIn { .. });
    assert_eq!(events.iter().filter(let_in).count(), 2, "each try that gets in is told: {events:?}");
    assert_eq!(events.last(), Some(&ProofEvent::Refused), "then it is refused");
}

#[tokio::test]
async fn one_refusal_is_no_proof() {
    let machine = Machine::new();
    // One of AWS's hosts is ahead of the others.
    let (app, before) = machine.connected(Script { flutters_at: Some(1), ..Script::default() }, Duration::ZERO).await;
    let (ended, events) = proof(&app, before.id).await;
    assert!(matches!(ended, ProofView::LetIn { how: LetIn::Right, .. }), "the next host lets it in: {ended:?}");
    assert_eq!(events, [ProofEvent::Refused], "though the first refused");
    assert_eq!(app.open(before.id).await.unwrap(), before, "so nothing is proved");
}

#[tokio::test]
async fn a_role_that_is_still_there_proves_nothing_and_changes_nothing() {
    let machine = Machine::new();
    let (app, before) = machine.connected(Script::default(), Duration::ZERO).await;
    let kept = report(&app, before.id).await;
    let (ended, _) = proof(&app, before.id).await;
    assert!(matches!(ended, ProofView::LetIn { how: LetIn::Right, .. }), "it is assumable: {ended:?}");
    assert_eq!(app.open(before.id).await.unwrap(), before, "nothing is stored, not even that it was tried");
    assert_eq!(report(&app, before.id).await, kept, "and the report stays");
}

#[tokio::test]
async fn who_gets_in_without_the_right_external_id_still_gets_in() {
    for (lets_in, expected) in [([false, true, false], LetIn::Without), ([false, false, true], LetIn::Other)] {
        let machine = Machine::new();
        let (app, before) = machine.connected(Script { lets_in, ..Script::default() }, Duration::ZERO).await;
        let (ended, _) = proof(&app, before.id).await;
        let expected = |how| how == expected;
        assert!(matches!(ended, ProofView::LetIn { how, .. } if expected(how)), "the role is open: {ended:?}");
        assert_eq!(app.open(before.id).await.unwrap(), before, "and nothing changes");
    }
}

#[tokio::test]
async fn a_refusal_says_what_it_shows_and_no_more() {
    let strange = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999900001111:root"},"Action":"sts:AssumeRole"}]}"#;
    let held_back = "User is not authorized to perform: sts:AssumeRole because no identity-based policy allows the sts:AssumeRole action";
    for (script, shows) in [
        (Script { absent: true, ..gone() }, RefusalShows::RoleGone),
        (Script { trust: Some(strange.to_owned()), ..gone() }, RefusalShows::RoleStays),
        (Script { refusal: held_back, ..gone() }, RefusalShows::RunnerHeldBack),
    ] {
        let machine = Machine::new();
        let (app, before) = machine.connected(script, Duration::ZERO).await;
        let refusal = refused(proof(&app, before.id).await.0);
        assert_eq!(refusal.shows, shows, "{}", refusal.summary);
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_told_with_what_to_do() {
    let expired = FailureKind::CredentialsExpired { command: Some("aws sso login --profile runner".into()) };
    let cases = [
        (Script { sign_in: Some(expired), ..gone() }, ErrorCode::SignIn),
        (Script { sign_in: Some(FailureKind::Unreachable), ..gone() }, ErrorCode::Aws),
        (Script { lost: Some(FailureKind::Throttled), ..gone() }, ErrorCode::Aws),
    ];
    for (script, code) in cases {
        let machine = Machine::new();
        let (app, before) = machine.connected(script, Duration::from_secs(30)).await;
        let error = app.prove_disconnected(before.id, &|_| ()).await.unwrap_err();
        assert_eq!((error.code, error.retryable), (code, true), "no answer is no refusal: {error}");
        assert_eq!(app.open(before.id).await.unwrap(), before, "nothing is proved, and nothing changes");
    }
}

#[tokio::test]
async fn who_gives_no_code_cancels_the_proof() {
    let machine = Machine::new();
    let script = gone();
    script.no_code.store(true, Ordering::SeqCst);
    let (app, before) = machine.connected(script, Duration::ZERO).await;
    assert_eq!(proof(&app, before.id).await.0, ProofView::Cancelled, "it is the person's cancel, not a failure");
}

#[tokio::test]
async fn a_runner_that_is_somebody_else_now_proves_nothing() {
    let machine = Machine::new();
    let other = Script { runner: "arn:aws:iam::999900001111:user/runner", ..gone() };
    let (app, before) = machine.connected(other, Duration::ZERO).await;
    let error = app.prove_disconnected(before.id, &|_| ()).await.unwrap_err();
    assert!(error.message.contains("999900001111") && error.message.contains("111122223333"), "it names both: {error}");
    assert_eq!(app.open(before.id).await.unwrap(), before, "a stranger is refused anyway");
}

#[tokio::test]
async fn what_was_never_let_in_cannot_be_shown_to_be_out() {
    let app = Machine::new().start(Script::default(), Duration::ZERO);
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    let no_role = app.disconnection(id).await.unwrap_err();
    assert_eq!(no_role.code, ErrorCode::NotNow, "there is no role to disconnect from: {no_role}");
    let no_runner = app.prove_disconnected(id, &|_| ()).await.unwrap_err();
    assert!(no_runner.message.contains("choose a runner profile"), "nobody can try it: {no_runner}");
    app.act(id, ActionView::ChooseRunner { profile: "runner".into() }).await.unwrap();
    app.complete(id, ROLE.into()).await.unwrap();
    let unverified = app.prove_disconnected(id, &|_| ()).await.unwrap_err();
    assert!(unverified.message.contains("verify the connection first"), "it says what to do: {unverified}");
}

/// A proof under way that AWS goes on to let in, once it has told so.
async fn under_way(app: &Arc<App>, id: ConnectionId) -> tokio::task::JoinHandle<ProofView> {
    let (told, proving) = (Arc::new(AtomicUsize::new(0)), Arc::clone(app));
    let counted = Arc::clone(&told);
    let proof = tokio::spawn(async move {
        let count = move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        };
        proving.prove_disconnected(id, &count).await.unwrap()
    });
    while told.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    proof
}

#[tokio::test]
async fn a_proof_is_cancelled_at_once_and_runs_once_at_a_time() {
    let machine = Machine::new();
    let (app, before) = machine.connected(Script::default(), Duration::from_mins(1)).await;
    let (app, id) = (Arc::new(app), before.id);
    let proof = under_way(&app, id).await;
    let second = app.prove_disconnected(id, &|_| ()).await.unwrap_err();
    assert_eq!(second.code, ErrorCode::NotNow, "a double click does not try twice: {second}");
    let test = app.run_test(id, &|_| ()).await.unwrap_err();
    assert_eq!(test.code, ErrorCode::NotNow, "nor is it verified meanwhile: {test}");
    let asked = Instant::now();
    app.cancel(id);
    assert_eq!(proof.await.unwrap(), ProofView::Cancelled, "it is the person's cancel");
    assert!(asked.elapsed() < Duration::from_secs(5), "nothing is waited for: {:?}", asked.elapsed());
    assert_eq!(app.open(id).await.unwrap(), before, "nothing is proved, and nothing changes");
    under_way(&app, id).await.abort();
}

#[tokio::test]
async fn nothing_is_proved_while_the_stack_is_being_made() {
    let machine = Machine::new();
    let stacks = FakeStacks::Endless(Arc::new(AtomicUsize::new(0)));
    let (app, before) = machine.connected(Script { stacks, ..gone() }, Duration::ZERO).await;
    let (app, id) = (Arc::new(app), before.id);
    app.plan_deployment(id).await.unwrap();
    let making = Arc::clone(&app);
    let deployment = tokio::spawn(async move { making.deploy(id, &|_| ()).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = app.prove_disconnected(id, &|_| ()).await.unwrap_err();
    assert!(error.message.contains("cancel that first"), "it says what to do: {error}");
    app.stop_deployment(id);
    drop(deployment.await.unwrap());
    refused(proof(&app, id).await.0);
}

#[tokio::test]
async fn a_connection_that_is_forgotten_meanwhile_does_not_come_back() {
    let machine = Machine::new();
    let (app, before) = machine.connected(Script::default(), Duration::from_mins(1)).await;
    let (app, id) = (Arc::new(app), before.id);
    let proof = under_way(&app, id).await;
    app.forget(id).await.unwrap();
    assert_eq!(proof.await.unwrap(), ProofView::Cancelled, "it ends with the connection");
    assert_eq!(app.connections().await.unwrap(), [], "which is forgotten");
    let gone = app.prove_disconnected(id, &|_| ()).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::Gone, "and cannot be tried: {gone}");
}

#[tokio::test]
async fn the_screen_says_how_the_role_is_removed() {
    let machine = Machine::new();
    let (app, before) = machine.connected(Script::default(), Duration::ZERO).await;
    let view = app.disconnection(before.id).await.unwrap();
    let command = "aws cloudformation delete-stack --stack-name alethia-provisioner-role --region eu-west-1";
    assert_eq!(view.delete_command, format!("{command} --profile 'target'"), "with the profile that is at hand");
    assert!(view.message.contains(command) && !view.message.contains("--profile"), "its owner has others");
    assert_eq!((view.label.as_str(), view.account_id.as_str()), ("Prod", "444455556666"), "of this connection");
    assert_eq!(view.refusal, None, "nothing is proved yet");
    let page = app.stack_page(before.id).await.unwrap();
    assert!(page.starts_with("https://eu-west-1.console.aws.amazon.com/cloudformation/"), "built here: {page}");
}

#[tokio::test]
async fn only_the_stack_that_made_the_role_is_deleted_from_here() {
    const OTHER: &str = "arn:aws:iam::444455556666:role/Other";
    for stacks in [FakeStacks::Made(None), FakeStacks::Made(Some(OTHER))] {
        let machine = Machine::new();
        let (app, before) = machine.connected(Script { stacks, ..gone() }, Duration::ZERO).await;
        let told = AtomicUsize::new(0);
        let count = |_| {
            told.fetch_add(1, Ordering::SeqCst);
        };
        let error = app.delete_stack(before.id, &count).await.unwrap_err();
        assert!(error.message.contains("nothing was deleted"), "it did not make this role: {error}");
        assert_eq!(told.into_inner(), 0, "and nothing was begun");
    }
    let machine = Machine::new();
    let script = Script { stacks: FakeStacks::Made(Some(ROLE)), ..gone() };
    let (app, before) = machine.connected(script, Duration::ZERO).await;
    assert_eq!(app.disconnection(before.id).await.unwrap().target_profile.as_deref(), Some("target"), "it is offered");
    let events = Mutex::new(Vec::new());
    app.delete_stack(before.id, &|event| events.lock().unwrap().push(event.status)).await.unwrap();
    assert_eq!(events.into_inner().unwrap(), ["DELETE_COMPLETE"], "its events are told");
    assert_eq!(app.open(before.id).await.unwrap(), before, "a deleted stack is no proof yet");
}

#[tokio::test]
async fn watching_a_deletion_can_be_ended_at_once() {
    let machine = Machine::new();
    let script = Script { stacks: FakeStacks::Slow(ROLE, Duration::ZERO), ..gone() };
    let (app, before) = machine.connected(script, Duration::ZERO).await;
    let (app, id) = (Arc::new(app), before.id);
    let deleting = Arc::clone(&app);
    let deletion = tokio::spawn(async move { deleting.delete_stack(id, &|_| ()).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = app.prove_disconnected(id, &|_| ()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotNow, "nothing is proved meanwhile: {error}");
    let asked = Instant::now();
    app.cancel(id);
    let error = deletion.await.unwrap().unwrap_err();
    assert!(asked.elapsed() < Duration::from_secs(5), "nothing is waited for: {:?}", asked.elapsed());
    assert!(error.message.contains("deleted all the same"), "it says what goes on: {error}");
}
