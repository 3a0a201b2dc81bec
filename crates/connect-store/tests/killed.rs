//! `kill -9` at random moments loses nothing that was acknowledged.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use common::{again, at, queued, report, said, say, with_role};
use connect_core::connection::{Connection, TestState};
use connect_core::ports::Store;
use connect_store::{FILE_NAME, FailingKeyring, Keyring, KeyringError, SqliteStore};
use tempfile::tempdir;
use uuid::Uuid;

const FOLDER: &str = "ALETHIA_STORE_KILLED";
/// How many times; 200 before a release.
const KILLS: &str = "ALETHIA_KILLS";

/// A keyring that outlives the process and whose writes are whole, as the real ones are.
struct FileKeyring(PathBuf);

impl Keyring for FileKeyring {
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        Ok(fs::read_to_string(self.0.join(user)).ok())
    }

    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError> {
        let fresh = self.0.join("fresh");
        fs::write(&fresh, content).unwrap();
        fs::rename(fresh, self.0.join(user)).unwrap();
        Ok(())
    }

    fn delete(&self, user: &str) -> Result<(), KeyringError> {
        drop(fs::remove_file(self.0.join(user)));
        Ok(())
    }
}

fn store(folder: &Path, with_keyring: bool) -> SqliteStore {
    let keyring: Arc<dyn Keyring> = if with_keyring {
        let entries = folder.join("keyring");
        fs::create_dir_all(&entries).unwrap();
        Arc::new(FileKeyring(entries))
    } else {
        Arc::new(FailingKeyring(KeyringError::Absent("none".to_owned())))
    };
    SqliteStore::open(&folder.join("data"), keyring).unwrap()
}

/// The state of that number: label, External ID and role all carry it.
fn numbered(made: &Connection, number: i64) -> Connection {
    let mut next = made.clone();
    next.draft.label = number.to_string();
    next.draft.external_id = format!("external-{number}").parse().unwrap();
    next.draft.role_arn = Some(format!("arn:aws:iam::123456789012:role/Role{number}").parse().unwrap());
    next.updated_at = at(number);
    next
}

fn number_of(made: &Connection) -> i64 {
    made.draft.label.parse().unwrap()
}

fn write_for_ever(folder: &Path, with_keyring: bool) {
    let store = store(folder, with_keyring);
    let mut made = store.connections().unwrap().remove(0);
    for number in number_of(&made) + 1.. {
        made = numbered(&made, number);
        store.save(&made).unwrap();
        if number % 3 == 0 {
            let test = queued(&made, number);
            store.save_test(&test).unwrap();
            store.save_report(made.id, &report(&made, number, 300)).unwrap();
            say(&format!("report {number}"));
        }
        say(&format!("{number}"));
    }
}

/// The numbers of the last acknowledged connection and report.
#[derive(Debug, Clone, Copy, Default)]
struct Acknowledged {
    connection: i64,
    report: i64,
}

impl Acknowledged {
    fn hear(&mut self, words: &str) {
        match words.strip_prefix("report ") {
            Some(number) => self.report = number.parse().unwrap_or(self.report),
            None => self.connection = words.parse().unwrap_or(self.connection),
        }
    }
}

fn kill_once(folder: &Path, test: &str, after: Duration, mut heard: Acknowledged) -> Acknowledged {
    let mut child = again(test, FOLDER, &folder.to_string_lossy()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader = thread::spawn(move || {
        lines.map_while(Result::ok).for_each(|line| said(&line).into_iter().for_each(|words| heard.hear(words)));
        heard
    });
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

fn check(folder: &Path, with_keyring: bool, acknowledged: Acknowledged) -> i64 {
    let store = store(folder, with_keyring);
    assert_eq!(store.set_aside(), None, "the file is not damaged");
    let db = rusqlite::Connection::open(folder.join("data").join(FILE_NAME)).unwrap();
    let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok", "integrity after the kill");
    assert_eq!(store.unreadable().unwrap(), Vec::new(), "keyring and database belong together");
    let made = store.connections().unwrap().remove(0);
    let number = number_of(&made);
    assert!(number >= acknowledged.connection, "{acknowledged:?}, but {number} is what is there");
    assert_eq!(numbered(&made, number).draft, made.draft, "all of one write and nothing of another");
    if let Some(report) = store.latest_report(made.id).unwrap() {
        let tested = report.connection.external_id.to_string();
        let of: i64 = tested.trim_start_matches("external-").parse().unwrap();
        assert_eq!(
            (report.finished_at, report.resources.len()),
            (at(of), 300),
            "a report is whole and of its own time"
        );
        assert!(of >= acknowledged.report, "{acknowledged:?}, but the report of {of} is what is there");
    } else {
        assert_eq!(acknowledged.report, 0, "an acknowledged report is there");
    }
    store.interrupt_unfinished().unwrap();
    let state = store.latest_test(made.id).unwrap().map(|test| test.state);
    assert!(matches!(state, None | Some(TestState::Interrupted)), "what was cut off is told as such: {state:?}");
    number
}

fn survives(test: &str, with_keyring: bool) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return write_for_ever(Path::new(&folder), with_keyring);
    }
    let folder = tempdir().unwrap();
    store(folder.path(), with_keyring).save(&numbered(&with_role(""), 0)).unwrap();
    let kills: u32 = std::env::var(KILLS).map_or(20, |count| count.parse().unwrap());
    let (mut last, mut acknowledged) = (0, Acknowledged::default());
    for _ in 0..kills {
        let random = u64::from(Uuid::new_v4().as_bytes()[0]);
        acknowledged = kill_once(folder.path(), test, Duration::from_millis(20 + random), acknowledged);
        last = check(folder.path(), with_keyring, acknowledged);
    }
    assert!(last > i64::from(kills), "the writer got far enough to be killed in the middle of writes: {last}");
}

#[test]
fn kill_9_loses_nothing_in_the_database() {
    survives("kill_9_loses_nothing_in_the_database", false);
}

#[test]
fn kill_9_keeps_keyring_and_database_together() {
    survives("kill_9_keeps_keyring_and_database_together", true);
}
