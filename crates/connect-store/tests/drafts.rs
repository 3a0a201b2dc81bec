//! Drafts survive closing the app at any step.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use common::{ROLE, at, connection, in_place, open, queued, with_role};
use connect_core::connection::{CredentialsPlace, TestState};
use connect_core::ports::{Store, StoreError};
use connect_core::report::Status;
use connect_core::wizard::{Action, Method, Step, TargetProfile};
use connect_store::{FILE_NAME, FailingKeyring, Keyring, KeyringError, MemoryKeyring, SqliteStore};
use tempfile::tempdir;

fn journey() -> Vec<Action> {
    vec![
        Action::SetLabel("prod <script> 🦀 \u{202e}".to_owned()),
        Action::ChooseRunner {
            profile: "runner".parse().unwrap(),
            account: "111122223333".parse().unwrap(),
            arn: "arn:aws:sts::111122223333:assumed-role/Dev/anna".to_owned(),
            region: "eu-west-1".parse().unwrap(),
        },
        Action::ExpectAccount(Some("123456789012".parse().unwrap())),
        Action::GoTo(Step::CreateRole),
        Action::ChooseMethod(Method::Terraform),
        Action::ChooseRegion("ap-southeast-2".parse().unwrap()),
        Action::GoTo(Step::RoleArn),
        Action::PasteRoleArn(ROLE.to_owned()),
        Action::ChooseTarget(Some(TargetProfile {
            profile: "admin".parse().unwrap(),
            account: "123456789012".parse().unwrap(),
        })),
        Action::GoTo(Step::Verify),
        Action::Verified,
        Action::GoTo(Step::Report),
    ]
}

fn survives_every_action(keyring: &Arc<impl Keyring + 'static>, place: CredentialsPlace) {
    let folder = tempdir().unwrap();
    let mut made = connection("");
    assert_eq!(open(folder.path(), keyring).save(&made).unwrap(), place, "saved as soon as it is shown");
    for (seconds, action) in (1..).zip(journey()) {
        made.draft = made.draft.transition(action.clone()).unwrap();
        made.updated_at = at(seconds);
        open(folder.path(), keyring).save(&made).unwrap();
        let reopened = open(folder.path(), keyring).connection(made.id).unwrap();
        assert_eq!(reopened, in_place(&made, place), "after {action:?} and a new start");
    }
}

#[test]
fn a_draft_survives_a_new_start_after_every_action() {
    survives_every_action(&Arc::new(MemoryKeyring::new()), CredentialsPlace::Keyring);
    let absent = Arc::new(FailingKeyring(KeyringError::Absent("no D-Bus".to_owned())));
    survives_every_action(&absent, CredentialsPlace::Database);
}

#[test]
fn a_draft_of_an_older_version_has_no_target_profile() {
    let folder = tempdir().unwrap();
    let keyring = Arc::new(MemoryKeyring::new());
    let made = with_role("older");
    open(folder.path(), &keyring).save(&made).unwrap();
    let database = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    let without = "UPDATE cloud_identities SET draft = json_remove(draft, '$.target_profile')";
    assert_eq!(database.execute(without, []).unwrap(), 1, "the row is as an older version wrote it");
    drop(database);
    let reopened = open(folder.path(), &keyring).connection(made.id).unwrap();
    assert_eq!(reopened.draft, made.draft, "it opens, and nobody reads the role");
}

#[test]
fn the_list_has_the_one_changed_last_first() {
    let folder = tempdir().unwrap();
    let store = open(folder.path(), &Arc::new(MemoryKeyring::new()));
    let (mut old, mut new) = (connection("old"), connection("new"));
    (old.updated_at, new.updated_at) =
        ("2026-01-02T03:04:05Z".parse().unwrap(), "2026-01-02T03:04:05.5Z".parse().unwrap());
    new.status = Some(Status::Degraded);
    new.last_verified_at = Some(at(3));
    store.save(&new).unwrap();
    store.save(&old).unwrap();
    let expected = [in_place(&new, CredentialsPlace::Keyring), in_place(&old, CredentialsPlace::Keyring)];
    assert_eq!(store.connections().unwrap(), expected, "half a second later sorts first, and nothing is rounded");
}

#[test]
fn what_is_forgotten_stays_forgotten() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &keyring);
    let made = with_role("gone");
    let place = store.save(&made).unwrap();
    let test = queued(&made, 0);
    store.save_test(&test).unwrap();
    store.save_report(made.id, &common::report(&made, 1, 1)).unwrap();
    store.forget(made.id).unwrap();
    let late = [
        store.save_test(&test),
        store.save_report(made.id, &common::report(&made, 2, 1)),
        store.save(&made).map(drop),
        open(folder.path(), &keyring).save(&in_place(&made, place)).map(drop),
        store.forget(made.id),
        store.connection(made.id).map(drop),
        store.latest_report(made.id).map(drop),
    ];
    for outcome in late {
        assert!(matches!(outcome, Err(StoreError::NoConnection(id)) if id == made.id), "a late call: {outcome:?}");
    }
    assert_eq!(store.latest_test(made.id).unwrap(), None, "its tests are gone with it");
    assert!(keyring.entries().is_empty(), "its keyring entry too");
    assert!(common::files_with(folder.path(), made.draft.external_id.as_str()).is_empty(), "and its every trace");
}

#[test]
fn tests_are_durable_jobs() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &keyring);
    let made = connection("tested");
    store.save(&made).unwrap();
    let [mut done, mut running, waiting] = [queued(&made, 1), queued(&made, 2), queued(&made, 3)];
    for (test, states) in [
        (&mut done, vec![TestState::Queued, TestState::Running, TestState::Finished]),
        (&mut running, vec![TestState::Queued, TestState::Running]),
    ] {
        for state in states {
            test.state = state;
            test.ended_at = (state == TestState::Finished).then(|| at(9));
            store.save_test(test).unwrap();
        }
    }
    assert_eq!(store.latest_test(made.id).unwrap().as_ref(), Some(&running), "the one queued last, as saved");
    store.save_test(&waiting).unwrap();
    drop(store);

    let store = open(folder.path(), &keyring);
    assert_eq!(store.interrupt_unfinished().unwrap(), 2, "running and queued, not finished");
    let latest = store.latest_test(made.id).unwrap().unwrap();
    assert_eq!((latest.id, latest.state), (waiting.id, TestState::Interrupted), "told as interrupted");
    assert!(latest.ended_at.is_some(), "a final state has its time");
    assert_eq!(store.interrupt_unfinished().unwrap(), 0, "once is enough");

    let late = connect_core::connection::ConnectionTest { state: TestState::Finished, ..waiting };
    store.save_test(&late).unwrap();
    assert_eq!(store.latest_test(made.id).unwrap().unwrap().state, TestState::Interrupted, "a final state stays");
}

#[test]
fn only_the_last_twenty_tests_are_kept() {
    let folder = tempdir().unwrap();
    let store = open(folder.path(), &Arc::new(MemoryKeyring::new()));
    let made = connection("often");
    store.save(&made).unwrap();
    (0..30).for_each(|seconds| store.save_test(&queued(&made, seconds)).unwrap());
    let rows = store.stored().unwrap();
    let tests = rows.iter().filter(|item| item.name.starts_with("connection_tests ")).count();
    assert_eq!(tests, 20, "the table does not grow for ever");
    assert_eq!(store.latest_test(made.id).unwrap().unwrap().queued_at, at(29), "the newest is among them");
}

#[test]
fn opening_never_asks_the_keyring() {
    struct Untouchable;
    impl Keyring for Untouchable {
        fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
            panic!("asked for {user}")
        }
        fn set(&self, user: &str, _content: &str) -> Result<(), KeyringError> {
            panic!("written {user}")
        }
        fn delete(&self, user: &str) -> Result<(), KeyringError> {
            panic!("deleted {user}")
        }
    }
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), Arc::new(Untouchable)).unwrap();
    store.interrupt_unfinished().unwrap();
    let made = connection("kept");
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Database, "an adapter that panics is as good as none");
    assert_eq!(store.connection(made.id).unwrap().draft, made.draft, "and costs no data");
}
