//! The database file under every fault: private, never lost, never a crash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use common::{again, at, connection, in_place, open, queued, report, said, say, with_role};
use connect_core::connection::CredentialsPlace;
use connect_core::ports::{Store, StoreError};
use connect_store::{FILE_NAME, FailingKeyring, KeyringError, MemoryKeyring, SqliteStore};
use rusqlite::Connection;
use tempfile::tempdir;

fn absent() -> Arc<FailingKeyring> {
    Arc::new(FailingKeyring(KeyringError::Absent("none in this test".to_owned())))
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let outer = tempdir().unwrap();
    let folder = outer.path().join("made/by the store");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let store = open(&folder, &absent());
    store.save(&connection("private")).unwrap();
    assert_eq!(mode(&folder), 0o700, "the folder");
    let open_files = files(&folder);
    assert_eq!(open_files.len(), 3, "database, log and index: {:?}", open_files.keys());
    for name in open_files.keys() {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name} can hold credentials");
    }
    drop(store);
    fs::set_permissions(folder.join(FILE_NAME), fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    drop(open(&folder, &absent()));
    assert_eq!((mode(&folder), mode(&folder.join(FILE_NAME))), (0o700, 0o600), "and they are made so again");
}

#[test]
fn a_newer_database_is_refused_and_not_touched() {
    let folder = tempdir().unwrap();
    open(folder.path(), &absent()).save(&connection("from the future")).unwrap();
    Connection::open(folder.path().join(FILE_NAME)).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = files(folder.path());
    let error = SqliteStore::open(folder.path(), absent()).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 99, known: 5, .. }), "named as newer: {error}");
    assert!(files(folder.path()) == before, "to the byte, and no other file is left");
    let reader = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    reader.execute_batch("UPDATE cloud_identities SET label = 'in the log'").unwrap();
    let before = files(folder.path());
    let crashed = tempdir().unwrap();
    for (name, bytes) in &before {
        fs::write(crashed.path().join(name), bytes).unwrap();
    }
    assert!(SqliteStore::open(crashed.path(), absent()).is_err(), "refused with a log beside it, too");
    let after = files(crashed.path());
    for name in [FILE_NAME, "connect.sqlite3-wal"] {
        assert!(after[name] == before[name], "{name} of a newer app that was cut off is not touched");
    }
}

#[test]
fn an_older_database_is_brought_up_to_date() {
    let folder = tempdir().unwrap();
    let made = with_role("from the past");
    open(folder.path(), &absent()).save(&made).unwrap();
    let old = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    old.execute_batch(
        "DROP TABLE connection_tests; DROP TABLE reports; DROP TABLE keyring_leftovers; DROP TABLE settings; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let store = open(folder.path(), &absent());
    assert_eq!(store.connections().unwrap(), [in_place(&made, CredentialsPlace::Database)], "what it held is there");
    store.save_report(made.id, &report(&made, 1, 1)).unwrap();
    assert!(store.latest_report(made.id).unwrap().is_some(), "and what it lacked was made");
}

fn damage(kind: &str, path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    match kind {
        "no database at all" => bytes = b"<html>not a database, and long enough to be read as one</html>".repeat(40),
        "a spoilt header" => bytes[..16].fill(b'!'),
        "cut off in the middle" => bytes.truncate(bytes.len() / 2 + 100),
        "a spoilt page" => {
            let middle = bytes.len() / 4096 / 2 * 4096;
            bytes[middle..middle + 4096].fill(0xA5);
        }
        other => panic!("no such damage: {other}"),
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_database_is_put_aside_whole_and_the_app_goes_on() {
    for kind in ["no database at all", "a spoilt header", "cut off in the middle", "a spoilt page"] {
        let folder = tempdir().unwrap();
        let store = open(folder.path(), &absent());
        let made: Vec<_> = (0..60).map(|number| with_role(&format!("{number}"))).collect();
        for connection in &made {
            store.save(connection).unwrap();
        }
        drop(store);
        let path = folder.path().join(FILE_NAME);
        damage(kind, &path);
        let damaged = fs::read(&path).unwrap();

        let store = open(folder.path(), &absent());
        let aside = store.set_aside().unwrap_or_else(|| panic!("{kind} should be noticed")).to_owned();
        assert_eq!(fs::read(&aside).unwrap(), damaged, "{kind}: nothing of the old file is lost");
        let name = aside.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name.starts_with("connect.sqlite3.corrupt-2"), "{kind}: its name says what it is and when: {name}");
        assert!(store.stored().unwrap().iter().any(|item| item.name == name), "{kind}: it is shown as stored");
        let kept = store.connections().unwrap();
        assert!(kept.iter().all(|kept| made.iter().any(|made| in_place(made, CredentialsPlace::Database) == *kept)));
        if kind == "a spoilt page" {
            assert!(kept.len() > 20, "what can be read is carried over: {} of {}", kept.len(), made.len());
        }
        let new = connection("after it");
        store.save(&new).unwrap();
        drop(store);
        let store = open(folder.path(), &absent());
        assert_eq!(store.set_aside(), None, "{kind}: once is enough");
        assert_eq!(store.connection(new.id).unwrap().draft, new.draft, "{kind}: and work goes on");
    }
}

#[test]
fn a_row_that_makes_no_sense_is_told_and_the_others_are_listed() {
    let folder = tempdir().unwrap();
    let store = open(folder.path(), &absent());
    let (good, bad) = (connection("good"), connection("bad"));
    store.save(&good).unwrap();
    store.save(&bad).unwrap();
    let other = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    for column in ["draft", "credentials", "created_at"] {
        let sql = format!("UPDATE cloud_identities SET {column} = 'spoilt' WHERE id = '{}'", bad.id);
        other.execute(&sql, []).unwrap();
        assert_eq!(store.connections().unwrap(), [in_place(&good, CredentialsPlace::Database)], "spoilt {column}");
        let unreadable = store.unreadable().unwrap();
        assert_eq!((unreadable.len(), unreadable[0].id), (1, bad.id), "spoilt {column} is told");
    }
    store.forget(bad.id).unwrap();
    assert!(store.unreadable().unwrap().is_empty(), "and can be forgotten");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("file"), "in the way").unwrap();
    let error = SqliteStore::open(&folder.path().join("file/data"), absent()).err().unwrap();
    assert!(
        matches!(&error, StoreError::Database { path, .. } if path.contains("file/data")),
        "with its path: {error}"
    );
    fs::create_dir_all(folder.path().join("odd").join(FILE_NAME)).unwrap();
    let error = SqliteStore::open(&folder.path().join("odd"), absent()).err().unwrap();
    assert!(error.to_string().contains("is no file"), "a folder where the file should be: {error}");
}

/// Root may write everywhere, so the child that meets the read-only folder is somebody else.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_told_and_harmed_in_nothing() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NAME: &str = "ALETHIA_STORE_READ_ONLY";
    if let Some(folder) = std::env::var_os(NAME) {
        let outcome =
            SqliteStore::open(Path::new(&folder), absent()).map(|store| store.connections().map(|all| all.len()));
        return say(&outcome.map_or_else(|error| error.to_string(), |opened| format!("opened: {opened:?}")));
    }
    let folder = tempdir().unwrap();
    let data = folder.path().join("data");
    open(&data, &absent()).save(&connection("kept")).unwrap();
    let (empty, before) = (folder.path().join("empty"), files(&data));
    fs::create_dir(&empty).unwrap();
    let binary = folder.path().join("test");
    fs::copy(std::env::current_exe().unwrap(), &binary).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
    for read_only in [&data, &empty] {
        let test = "a_read_only_folder_is_told_and_harmed_in_nothing";
        let mut child = Command::new(&binary);
        child.args([test, "--exact", "--nocapture"]).env(NAME, read_only).current_dir(folder.path());
        if is_root {
            // The files are the child's, the folder is not: else the store would make it writable.
            child.uid(65534).gid(65534);
            for file in files(read_only).keys() {
                std::os::unix::fs::chown(read_only.join(file), Some(65534), Some(65534)).unwrap();
            }
        }
        fs::set_permissions(read_only, fs::Permissions::from_mode(0o555)).unwrap();
        let output = String::from_utf8(child.output().unwrap().stdout).unwrap();
        let words = output.lines().find_map(said).unwrap_or_else(|| panic!("the child said nothing: {output}"));
        assert!(words.contains("cannot be used") && words.contains(FILE_NAME), "told with the file: {words}");
        assert!(
            words.contains("read-only") || words.contains("ermission") || words.contains("cannot be opened"),
            "and why: {words}"
        );
    }
    for folder in [&data, &empty] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    }
    assert!(files(&data) == before, "and nothing is harmed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_no_more_is_told_and_what_was_saved_stays() {
    const NAME: &str = "ALETHIA_STORE_FULL";
    if let Some(folder) = std::env::var_os(NAME) {
        let store = open(Path::new(&folder), &absent());
        let made = store.connections().unwrap().remove(0);
        store
            .save_report(made.id, &report(&made, 2, 20_000))
            .map_or_else(|error| say(&error.to_string()), |()| say("saved"));
        return say(&format!("still {:?}", store.connections().unwrap() == [made]));
    }
    let folder = tempdir().unwrap();
    let made = with_role("kept");
    open(folder.path(), &absent()).save(&made).unwrap();
    let child =
        again("a_disk_that_takes_no_more_is_told_and_what_was_saved_stays", NAME, &folder.path().to_string_lossy());
    // The system refuses every byte beyond the first megabyte of a file, as a full disk does.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\""])
        .arg(child.get_program())
        .args(child.get_args())
        .env(NAME, folder.path())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let words: Vec<_> = output.lines().filter_map(said).collect();
    assert!(words[0].contains("could not read or write it") || words[0].contains("disk is full"), "told: {output}");
    assert_eq!(words[1], "still true", "what was saved can be read: {output}");
    let store = open(folder.path(), &absent());
    assert_eq!(store.connections().unwrap(), [in_place(&made, CredentialsPlace::Database)], "afterwards too");
    assert_eq!(store.latest_report(made.id).unwrap(), None, "and no half of a report");
}

#[test]
fn another_process_is_waited_for_within_the_bound() {
    let folder = tempdir().unwrap();
    let store = open(folder.path(), &absent());
    let made = connection("patient");
    let (locked, is_locked) = mpsc::channel();
    let path = folder.path().join(FILE_NAME);
    let hold = |time: Duration| {
        let (locked, path) = (locked.clone(), path.clone());
        let holder = thread::spawn(move || {
            let other = Connection::open(path).unwrap();
            other.execute_batch("BEGIN IMMEDIATE").unwrap();
            locked.send(()).unwrap();
            thread::sleep(time);
        });
        is_locked.recv().unwrap();
        holder
    };
    let holder = hold(Duration::from_millis(150));
    store.save(&made).unwrap();
    holder.join().unwrap();
    let holder = hold(Duration::from_millis(900));
    let started = Instant::now();
    let error = store.save(&made).unwrap_err();
    assert!(error.to_string().contains("another program keeps it locked"), "then it is told: {error}");
    assert!(started.elapsed() < Duration::from_millis(850), "within the bound: {:?}", started.elapsed());
    assert_eq!(store.connections().unwrap().len(), 1, "reading needs no waiting");
    holder.join().unwrap();
}

#[test]
fn two_processes_share_the_file() {
    const NAME: &str = "ALETHIA_STORE_SHARED";
    let test = "two_processes_share_the_file";
    if let Some(folder) = std::env::var_os(NAME) {
        let store = SqliteStore::open(Path::new(&folder), absent()).unwrap();
        for number in 0..25 {
            let made = with_role("shared");
            store.save(&made).unwrap();
            store.save_test(&queued(&made, number)).unwrap();
        }
        return say("done");
    }
    let folder = tempdir().unwrap();
    let start =
        || again(test, NAME, &folder.path().to_string_lossy()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let children = [start(), start(), start()];
    for child in children {
        let output = child.wait_with_output().unwrap();
        let lines = String::from_utf8_lossy(&output.stdout);
        assert!(
            lines.lines().any(|line| said(line) == Some("done")),
            "each writes to its end, from a new file on: {lines}"
        );
    }
    let store = open(folder.path(), &absent());
    assert_eq!(store.connections().unwrap().len(), 75, "and nothing of any is lost");
    assert_eq!(store.interrupt_unfinished().unwrap(), 75, "nor any test");
}

#[test]
fn all_who_open_a_new_file_at_once_get_in() {
    for _ in 0..5 {
        let folder = tempdir().unwrap();
        let keyring = Arc::new(MemoryKeyring::new());
        thread::scope(|scope| {
            for number in 0..6 {
                let (folder, keyring) = (folder.path(), &keyring);
                scope.spawn(move || {
                    let store = SqliteStore::open(folder, Arc::clone(keyring) as _).unwrap();
                    let mut made = connection("at once");
                    made.updated_at = at(number);
                    store.save(&made).unwrap();
                });
            }
        });
        assert_eq!(open(folder.path(), &keyring).connections().unwrap().len(), 6, "and all their writes are there");
    }
}

#[test]
fn a_setting_is_kept_shown_and_forgotten() {
    let folder = tempdir().unwrap();
    let store = open(folder.path(), &absent());
    assert_eq!(store.template_url().unwrap(), None, "nothing is set at first");
    for address in ["https://b.s3.amazonaws.com/one", "https://b.s3.amazonaws.com/two"] {
        store.keep_template_url(Some(address)).unwrap();
        let reopened = open(folder.path(), &absent());
        assert_eq!(reopened.template_url().unwrap().as_deref(), Some(address), "also after a new start");
        let shown = reopened.stored().unwrap();
        let row = shown.iter().find(|item| item.name == "settings template_url").unwrap();
        assert!(row.content.contains(address), "shown as it is kept: {}", row.content);
    }
    store.keep_template_url(None).unwrap();
    assert_eq!(store.template_url().unwrap(), None, "and forgotten");
}
