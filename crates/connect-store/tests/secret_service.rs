//! The operating system's keyring on Linux: a real D-Bus session with a real Secret Service.
//!
//! Each test starts itself again below `dbus-run-session`, with a home folder of its own, so that the
//! person's own keyring is never touched.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{ROLE, files_with, in_place, report, with_role};
use connect_core::connection::CredentialsPlace;
use connect_core::ports::{Store, StoreError};
use connect_store::{Bounds, Keyring, KeyringError, OsKeyring, SqliteStore};
use tempfile::tempdir;

/// Set to the test's own home folder inside such a session.
const SESSION: &str = "ALETHIA_TEST_SECRET_SERVICE";

const UNLOCKED: &str =
    "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$0\" \"$@\"";
/// A bus that starts nothing by itself: neither a second keyring, nor a window that asks for a password.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

const WITHOUT_KEYRING: &str = "exec \"$0\" \"$@\"";

fn installed(program: &str) {
    let there = Command::new(program).arg("--version").output().is_ok();
    assert!(there, "{program} is missing: install the packages dbus and gnome-keyring to run this test");
}

/// The home folder when this is the test inside the session; otherwise runs it there, and `None`.
fn inside(test: &str, start: &str) -> Option<PathBuf> {
    if let Some(home) = std::env::var_os(SESSION) {
        return Some(home.into());
    }
    ["dbus-run-session", "gnome-keyring-daemon", "dbus-send"].into_iter().for_each(installed);
    let home = tempdir().unwrap();
    let folder = |name: &str| {
        let folder = home.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    };
    let bus = home.path().join("bus.conf");
    std::fs::write(&bus, BUS).unwrap();
    let output = Command::new("dbus-run-session")
        .arg(format!("--config-file={}", bus.display()))
        .args(["--", "sh", "-c", start])
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", folder("data"))
        .env("XDG_CONFIG_HOME", folder("config"))
        .env("XDG_CACHE_HOME", folder("cache"))
        .env("XDG_RUNTIME_DIR", private(folder("run")))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("GNOME_KEYRING_CONTROL")
        .env(SESSION, home.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{test} in its own session:\n{}", words(&output));
    None
}

fn private(folder: PathBuf) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    folder
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn dbus(destination: &str, path: &str, call: &[&str]) -> Result<String, String> {
    let send = ["--session", "--print-reply", &format!("--dest={destination}"), path].map(str::to_owned);
    let output = Command::new("dbus-send").args(send).args(call).output().unwrap();
    if output.status.success() { Ok(words(&output)) } else { Err(format!("{call:?}: {}", words(&output))) }
}

fn secrets(call: &[&str]) -> String {
    dbus("org.freedesktop.secrets", "/org/freedesktop/secrets", call).unwrap()
}

/// The process that serves the secrets of this session, as soon as it does.
fn daemon() -> String {
    let call = ["org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"];
    let started = Instant::now();
    loop {
        match dbus("org.freedesktop.DBus", "/org/freedesktop/DBus", &call) {
            Ok(reply) => return reply.split_whitespace().last().unwrap().to_owned(),
            Err(error) => assert!(started.elapsed() < Duration::from_secs(15), "the keyring does not start: {error}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A signal for the daemon of this session, which is resumed and ended when the test is over.
struct Daemon(String);

impl Daemon {
    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.0]).status().unwrap().success(), "{signal} to {}", self.0);
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        for signal in ["-CONT", "-TERM"] {
            drop(Command::new("kill").args([signal, &self.0]).status());
        }
    }
}

fn open(home: &Path) -> SqliteStore {
    SqliteStore::open(&home.join("app"), Arc::new(OsKeyring::new())).unwrap()
}

#[test]
fn the_secret_service_keeps_both_values_and_the_disk_neither() {
    let Some(home) = inside("the_secret_service_keeps_both_values_and_the_disk_neither", UNLOCKED) else { return };
    let _daemon = Daemon(daemon());
    let made = with_role("real");
    let tested = report(&made, 1, 3);
    let store = open(&home);
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Keyring, "an unlocked keyring is used");
    store.save_report(made.id, &tested).unwrap();
    drop(store);

    let store = open(&home);
    assert_eq!(store.connections().unwrap(), [in_place(&made, CredentialsPlace::Keyring)], "read back over D-Bus");
    assert_eq!(store.latest_report(made.id).unwrap(), Some(tested), "the report with it");
    for secret in [made.draft.external_id.as_str(), ROLE] {
        assert!(files_with(&home.join("app"), secret).is_empty(), "{secret} is in no file of the app");
    }
    let attributes = format!("dict:string:string:service,io.alethialabs.connect,username,{}", made.id);
    let search = ["org.freedesktop.Secret.Service.SearchItems", &attributes];
    let found = secrets(&search);
    assert_eq!(found.matches("object path").count(), 1, "one entry, under the app's name and the id: {found}");
    let shown = store.stored().unwrap();
    assert!(shown.iter().any(|item| item.place == "keyring" && item.content.contains(ROLE)), "it is shown: {shown:?}");
    store.forget(made.id).unwrap();
    let found = secrets(&search);
    assert_eq!(found.matches("object path").count(), 0, "forgotten in the keyring too: {found}");
}

#[test]
fn large_entries_and_missing_ones_are_no_trouble() {
    let Some(_home) = inside("large_entries_and_missing_ones_are_no_trouble", UNLOCKED) else { return };
    let _daemon = Daemon(daemon());
    let keyring = OsKeyring::new();
    assert_eq!(keyring.get("nobody"), Ok(None), "what is not there is not there");
    assert_eq!(keyring.delete("nobody"), Ok(()), "and need not be deleted");
    let content = "🦀\"\\\n".repeat(2_000);
    keyring.set("large", &content).unwrap();
    keyring.set("large", &content).unwrap();
    assert_eq!(keyring.get("large").unwrap().as_deref(), Some(content.as_str()), "to the letter");
    keyring.delete("large").unwrap();
    assert_eq!(keyring.get("large"), Ok(None), "gone");
}

#[test]
fn a_locked_secret_service_ends_in_the_database_within_the_bound() {
    let Some(home) = inside("a_locked_secret_service_ends_in_the_database_within_the_bound", UNLOCKED) else { return };
    let _daemon = Daemon(daemon());
    let (before, after) = (with_role("before"), with_role("after"));
    open(&home).save(&before).unwrap();
    let collection = "array:objpath:/org/freedesktop/secrets/aliases/default";
    secrets(&["org.freedesktop.Secret.Service.Lock", collection]);
    let store = open(&home);
    let started = Instant::now();
    assert_eq!(store.save(&after).unwrap(), CredentialsPlace::Database, "nobody answers its prompt here");
    assert!(started.elapsed() < Duration::from_millis(5_900), "within the bound: {:?}", started.elapsed());
    assert_eq!(
        store.connections().unwrap(),
        [in_place(&after, CredentialsPlace::Database)],
        "what can be read is listed"
    );
    let error = store.connection(before.id).unwrap_err();
    assert!(matches!(&error, StoreError::Keyring { id, .. } if *id == before.id), "what is locked is told: {error}");
    store.forget(before.id).unwrap();
    assert!(store.unreadable().unwrap().is_empty(), "and can be forgotten all the same");
}

#[test]
fn a_secret_service_that_hangs_is_given_up_and_heard_again() {
    let Some(home) = inside("a_secret_service_that_hangs_is_given_up_and_heard_again", UNLOCKED) else { return };
    let daemon = Daemon(daemon());
    let made = with_role("hanging");
    let bounds = Bounds { keyring: Duration::from_secs(1), ..Bounds::default() };
    let store = SqliteStore::open_within(&home.join("app"), Arc::new(OsKeyring::new()), bounds).unwrap();
    store.save(&made).unwrap();
    daemon.signal("-STOP");
    let started = Instant::now();
    assert_eq!(store.save(&made).unwrap(), CredentialsPlace::Database, "a daemon that stands still");
    assert!((1..2).contains(&started.elapsed().as_secs()), "costs the bound: {:?}", started.elapsed());
    let again = Instant::now();
    store.save(&made).unwrap();
    assert!(again.elapsed() < Duration::from_millis(500), "once: {:?}", again.elapsed());
    daemon.signal("-CONT");
    while store.save(&made).unwrap() != CredentialsPlace::Keyring {
        assert!(again.elapsed() < Duration::from_secs(20), "when it goes on, it is used again");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(files_with(&home.join("app"), ROLE).is_empty(), "and the database lets go of what it had");
}

#[test]
fn a_session_without_a_keyring_uses_the_database_at_once() {
    let Some(home) = inside("a_session_without_a_keyring_uses_the_database_at_once", WITHOUT_KEYRING) else { return };
    let started = Instant::now();
    let refusal = OsKeyring::new().get("anyone").unwrap_err();
    let store = open(&home);
    let place = store.save(&with_role("alone")).unwrap();
    assert!(matches!(refusal, KeyringError::Absent(_)), "named as absent: {refusal}");
    assert_eq!(place, CredentialsPlace::Database, "the named fallback");
    assert!(started.elapsed() < Duration::from_secs(2), "in time: {:?}", started.elapsed());
}

#[test]
fn without_d_bus_the_database_is_used_at_once() {
    let Some(home) = inside(
        "without_d_bus_the_database_is_used_at_once",
        "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent exec \"$0\" \"$@\"",
    ) else {
        return;
    };
    let started = Instant::now();
    let refusal = OsKeyring::new().set("anyone", "anything").unwrap_err();
    assert!(matches!(refusal, KeyringError::Absent(_)), "named as absent: {refusal}");
    assert_eq!(open(&home).save(&with_role("alone")).unwrap(), CredentialsPlace::Database, "the named fallback");
    assert!(started.elapsed() < Duration::from_secs(2), "nothing is waited for: {:?}", started.elapsed());
}
