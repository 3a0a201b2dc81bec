//! Where the credentials live, and what happens when the keyring changes its mind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{ROLE, connection, files_with, in_place, open, report, with_role};
use connect_core::connection::{Connection, CredentialsPlace};
use connect_core::external_id::ExternalId;
use connect_core::ports::{Store, StoreError};
use connect_store::{FailingKeyring, HangingKeyring, Keyring, KeyringError, MemoryKeyring, SERVICE, SqliteStore};
use tempfile::tempdir;
use uuid::Uuid;

fn lock(keyring: &MemoryKeyring) {
    keyring.refuse_with(Some(KeyringError::Locked("is locked".to_owned())));
}

fn assert_not_on_disk(folder: &std::path::Path, made: &Connection, when: &str) {
    for secret in [made.draft.external_id.as_str(), ROLE] {
        assert_eq!(files_with(folder, secret), Vec::<String>::new(), "{secret} must stand in no file {when}");
    }
}

#[test]
fn with_a_keyring_neither_value_reaches_the_disk() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &keyring);
    let made = with_role("secret");
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Keyring, "a keyring that answers is used");
    store.save_report(made.id, &report(&made, 1, 3)).unwrap();
    store.save_report(made.id, &report(&made, 2, 3)).unwrap();
    assert_not_on_disk(folder.path(), &made, "while the app runs");
    drop(store);
    assert_not_on_disk(folder.path(), &made, "afterwards");
    let entries = keyring.entries();
    let entry = &entries[&made.id.to_string()];
    let content: serde_json::Value = serde_json::from_str(entry).unwrap();
    assert_eq!(content["external_id"], made.draft.external_id.as_str(), "one entry under the connection's id");
    assert_eq!(content["role_arn"], ROLE, "with both values");
}

#[test]
fn every_way_in_which_a_keyring_fails_ends_in_the_database() {
    let ways = [
        KeyringError::Absent("no D-Bus session".to_owned()),
        KeyringError::Locked("the prompt was dismissed".to_owned()),
        KeyringError::Refused("longer than the platform limit of 2560".to_owned()),
        KeyringError::Silent(Duration::from_secs(5)),
    ];
    for way in ways {
        let (folder, keyring) = (tempdir().unwrap(), Arc::new(FailingKeyring(way.clone())));
        let made = with_role("fallback");
        assert_eq!(open(folder.path(), &keyring).save(&made).unwrap(), CredentialsPlace::Database, "{way}");
        let store = open(folder.path(), &keyring);
        assert_eq!(store.connection(made.id).unwrap(), in_place(&made, CredentialsPlace::Database), "{way}");
        store.forget(made.id).unwrap();
        let rows: Vec<_> = store.stored().unwrap().into_iter().filter(|item| item.place == "keyring").collect();
        assert_eq!(rows, Vec::new(), "nothing was ever in the keyring, nothing is said to be left there: {way}");
    }
}

#[test]
fn a_hanging_keyring_costs_five_seconds_once_and_no_data() {
    let folder = tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), Arc::new(HangingKeyring::new())).unwrap();
    let (first, second) = (connection("first"), connection("second"));
    let started = Instant::now();
    assert_eq!(store.save(&first).unwrap(), CredentialsPlace::Database, "named fallback");
    let waited = started.elapsed();
    assert!(waited >= Duration::from_secs(5), "it was given its five seconds: {waited:?}");
    assert!(waited < Duration::from_millis(5_900), "and no second five: {waited:?}");
    let again = Instant::now();
    store.save(&second).unwrap();
    assert_eq!(store.connections().unwrap().len(), 2, "both are there");
    store.forget(first.id).unwrap();
    assert!(again.elapsed() < Duration::from_secs(1), "the silence is remembered: {:?}", again.elapsed());
}

#[test]
fn a_locked_keyring_hides_its_own_connections_only() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let inside = with_role("in the keyring");
    open(folder.path(), &keyring).save(&inside).unwrap();
    lock(&keyring);
    let outside = with_role("in the database");
    open(folder.path(), &keyring).save(&outside).unwrap();

    let store = open(folder.path(), &keyring);
    assert_eq!(store.connections().unwrap(), [in_place(&outside, CredentialsPlace::Database)], "the other is listed");
    let unreadable = store.unreadable().unwrap();
    assert_eq!(unreadable.len(), 1, "and the locked one is told, not lost");
    assert_eq!((unreadable[0].id, unreadable[0].label.as_str()), (inside.id, "in the keyring"), "by its name");
    assert!(unreadable[0].reason.contains("is locked"), "with the reason: {}", unreadable[0].reason);
    let error = store.connection(inside.id).unwrap_err();
    assert!(matches!(error, StoreError::Keyring { id, .. } if id == inside.id), "loading it says so: {error}");

    keyring.refuse_with(None);
    assert_eq!(
        store.connection(inside.id).unwrap(),
        in_place(&inside, CredentialsPlace::Keyring),
        "unlocked, it is back"
    );
    assert!(store.unreadable().unwrap().is_empty(), "nothing is unreadable any more");
}

#[test]
fn a_keyring_that_locks_under_a_running_app_loses_nothing() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &keyring);
    let mut made = with_role("running");
    store.save(&made).unwrap();
    let tested = report(&made, 1, 2);
    store.save_report(made.id, &tested).unwrap();
    lock(&keyring);
    assert_eq!(store.connection(made.id).unwrap().draft, made.draft, "what was read stays known");
    "renamed".clone_into(&mut made.draft.label);
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Database, "it moves to where it can be kept");
    let reopened = open(folder.path(), &keyring);
    assert_eq!(reopened.connection(made.id).unwrap(), in_place(&made, CredentialsPlace::Database), "readable without");
    assert_eq!(reopened.latest_report(made.id).unwrap(), Some(tested.clone()), "and so is its report");

    keyring.refuse_with(None);
    assert_eq!(reopened.save(&made).unwrap(), CredentialsPlace::Keyring, "back as soon as the keyring answers");
    assert_not_on_disk(folder.path(), &made, "once they are back in the keyring");
    let last = open(folder.path(), &keyring);
    assert_eq!(last.connection(made.id).unwrap(), in_place(&made, CredentialsPlace::Keyring), "nothing got lost");
    assert_eq!(last.latest_report(made.id).unwrap(), Some(tested), "on the way there and back");
}

#[test]
fn forgetting_does_not_wait_for_the_keyring() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let (gone, stays) = (with_role("gone"), with_role("stays"));
    let store = open(folder.path(), &keyring);
    store.save(&gone).unwrap();
    store.save(&stays).unwrap();
    lock(&keyring);
    store.forget(gone.id).unwrap();
    let left = store.stored().unwrap();
    let left: Vec<_> = left.iter().filter(|item| item.name == format!("{SERVICE} {}", gone.id)).collect();
    assert!(left.len() == 1 && left[0].content.contains("left by"), "the entry that is left is shown: {left:?}");
    keyring.refuse_with(None);
    store.save(&stays).unwrap();
    assert_eq!(keyring.entries().keys().collect::<Vec<_>>(), [&stays.id.to_string()], "and deleted at the next chance");
    let rows = store.stored().unwrap();
    assert!(!rows.iter().any(|item| item.name.contains(&gone.id.to_string())), "then nothing speaks of it: {rows:?}");
}

#[test]
fn a_spoilt_entry_is_told_and_written_anew() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let made = with_role("spoilt");
    open(folder.path(), &keyring).save(&made).unwrap();
    for (content, words) in [
        ("not json", "not what this app wrote"),
        ("{}", "not what this app wrote"),
        (r#"{"revision":7,"external_id":"other","role_arn":null}"#, "other credentials"),
    ] {
        keyring.set(&made.id.to_string(), content).unwrap();
        let error = open(folder.path(), &keyring).connection(made.id).unwrap_err().to_string();
        assert!(error.contains(words), "{content} is told: {error}");
        assert!(!error.contains(content), "without its content: {error}");
    }
    keyring.delete(&made.id.to_string()).unwrap();
    let store = open(folder.path(), &keyring);
    let error = store.connection(made.id).unwrap_err().to_string();
    assert!(error.contains("deleted outside the app"), "a missing one too: {error}");
    keyring.set(&made.id.to_string(), "not json").unwrap();
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Keyring, "saving the draft that is open mends it");
    assert_eq!(store.connection(made.id).unwrap().draft, made.draft, "it reads again");
}

#[test]
fn an_end_between_keyring_and_database_loses_neither_state() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let mut made = with_role("rotated");
    open(folder.path(), &keyring).save(&made).unwrap();
    let (before, database) = (made.clone(), folder.path().join(connect_store::FILE_NAME));
    let saved = std::fs::read(&database).unwrap();
    made.draft.external_id = ExternalId::from(Uuid::new_v4());

    // The keyring takes the change, the database does not.
    let blocked = open(folder.path(), &keyring);
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = blocked.save(&made).unwrap_err();
    assert!(error.to_string().contains("locked"), "the write was refused: {error}");
    drop((blocked, other));
    let entry = keyring.entries()[&made.id.to_string()].clone();
    assert!(entry.contains(made.draft.external_id.as_str()), "the keyring already has the new External ID");
    assert_eq!(std::fs::read(&database).unwrap(), saved, "the database has nothing of it");

    let store = open(folder.path(), &keyring);
    assert_eq!(store.connection(made.id).unwrap().draft, before.draft, "what was committed is what is read");
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Keyring, "the change can be made again");
    assert_eq!(open(folder.path(), &keyring).connection(made.id).unwrap().draft, made.draft, "and then holds");
    let entry = keyring.entries()[&made.id.to_string()].clone();
    assert!(!entry.contains(before.draft.external_id.as_str()), "the rotated External ID is gone: {entry}");
}

#[test]
fn a_new_connection_that_cannot_be_saved_leaves_no_entry() {
    let (folder, keyring) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &keyring);
    let other = rusqlite::Connection::open(folder.path().join(connect_store::FILE_NAME)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.save(&with_role("never")).unwrap_err();
    assert!(keyring.entries().is_empty(), "an entry that no row refers to would stay for ever");
}

/// Answers reading, hangs in writing, as one does that asks for its password then.
struct Asks(HangingKeyring);
impl Keyring for Asks {
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        Ok(self.0.entries().get(user).cloned())
    }
    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError> {
        self.0.set(user, content)
    }
    fn delete(&self, user: &str) -> Result<(), KeyringError> {
        self.0.delete(user)
    }
}

#[test]
fn a_late_answer_to_a_given_up_save_leaves_no_second_copy() {
    let folder = tempdir().unwrap();
    let keyring = Arc::new(Asks(HangingKeyring::new()));
    let store = open(folder.path(), &keyring);
    let made = with_role("late");
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Database, "given up in time");
    keyring.0.release();
    let started = Instant::now();
    while store.save(&made).unwrap() != CredentialsPlace::Keyring {
        assert!(started.elapsed() < Duration::from_secs(10), "the late answer makes the keyring usable again");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_not_on_disk(folder.path(), &made, "after the move");
    store.forget(made.id).unwrap();
    assert!(keyring.0.entries().is_empty(), "and forgetting takes it away");
}
