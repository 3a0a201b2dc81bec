//! Reports, and the cache of discovered resources inside `cloud_identities.credentials`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use common::{at, open, report, with_role};
use connect_core::coverage::CoverageCell;
use connect_core::external_id::ExternalId;
use connect_core::network::Network;
use connect_core::ports::Store;
use connect_core::report::Report;
use connect_core::resource::Kind;
use connect_store::{FILE_NAME, FailingKeyring, KeyringError, MemoryKeyring};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::tempdir;
use uuid::Uuid;

fn json(folder: &std::path::Path, sql: &str) -> Value {
    let db = Connection::open(folder.join(FILE_NAME)).unwrap();
    let text: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_newest_report_comes_back_whole() {
    for keyring in [None, Some(KeyringError::Absent("none".to_owned()))] {
        let folder = tempdir().unwrap();
        let memory = Arc::new(MemoryKeyring::new());
        memory.refuse_with(keyring);
        let store = open(folder.path(), &memory);
        let made = with_role("reported");
        store.save(&made).unwrap();
        assert_eq!(store.latest_report(made.id).unwrap(), None, "none before the first test");
        let first = report(&made, 1, 5);
        store.save_report(made.id, &first).unwrap();
        store.save_report(made.id, &first).unwrap();
        assert_eq!(open(folder.path(), &memory).latest_report(made.id).unwrap(), Some(first), "also after a new start");
        let second = report(&made, 2, 0);
        store.save_report(made.id, &second).unwrap();
        assert_eq!(store.latest_report(made.id).unwrap(), Some(second), "a newer one takes its place");
    }
}

#[test]
fn a_sealed_report_with_its_comparison_comes_back_to_the_letter() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("compared");
    store.save(&made).unwrap();
    assert_eq!(store.latest_changes(made.id).unwrap(), None, "nothing before the first test");
    let mut first = report(&made, 1, 4);
    let found = |count| CoverageCell::answered(first.resources[0].region.clone(), Kind::Vpc, count);
    let (four, five) = (found(4), found(5));
    first.coverage.push(four);
    let first = first.sealed();
    store.save_report(made.id, &first).unwrap();
    assert_eq!(store.latest_changes(made.id).unwrap(), None, "a first report has nothing to compare with");
    let mut second = report(&made, 2, 5);
    second.coverage.push(five);
    // The External ID among what changed: it does not get to the disk by this way either.
    second.resources[4].name = Some(format!("named {}", made.draft.external_id));
    let second = second.compared_with(&first);
    assert_eq!(second.comparison.as_ref().unwrap().resources.new.len(), 1, "the fifth is new");
    store.save_report(made.id, &second).unwrap();
    let store = open(folder.path(), &memory);
    let kept = store.latest_report(made.id).unwrap().unwrap();
    assert_eq!(kept, second, "comparison and seal are as they were");
    assert_eq!(kept.clone().sealed(), kept, "and what came back still has that seal");
    let counted = store.latest_changes(made.id).unwrap().unwrap();
    assert_eq!((counted.new, counted.gone), (1, 0), "counted for the list of connections");
    let files = common::files_with(folder.path(), made.draft.external_id.as_str());
    assert!(files.is_empty(), "the External ID is in no file: {files:?}");
}

#[test]
fn a_report_that_an_earlier_version_stored_is_read() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("earlier");
    store.save(&made).unwrap();
    let old = report(&made, 1, 2);
    store.save_report(made.id, &old.clone().sealed()).unwrap();
    let db = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    let sql = "UPDATE reports SET body = json_remove(body, '$.comparison', '$.redacted', '$.seal')";
    assert_eq!(db.execute(sql, []).unwrap(), 1, "as it stood in the file before");
    assert_eq!(store.latest_report(made.id).unwrap(), Some(old), "without comparison and seal");
    assert_eq!(store.latest_changes(made.id).unwrap(), None, "and nothing is said to have changed");
}

#[test]
fn hostile_names_come_back_to_the_letter() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("hostile");
    store.save(&made).unwrap();
    let mut hostile = report(&made, 1, 4);
    let names = [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "${x} {{external_id}} {{role_arn}} {{",
        "a\0b\u{202e}🦀\\\"",
    ];
    for (name, resource) in names.iter().zip(&mut hostile.resources) {
        resource.tags.insert(*name, format!("{name} {}", made.draft.external_id));
        resource.name = Some((*name).to_owned());
    }
    hostile.resources[0].tags.insert("big", "x".repeat(10_000_000));
    store.save_report(made.id, &hostile).unwrap();
    assert_eq!(store.latest_report(made.id).unwrap(), Some(hostile), "placeholders in names are only names");
    let found = common::files_with(folder.path(), made.draft.external_id.as_str());
    assert!(found.is_empty(), "a tag that holds the External ID does not take it to the disk: {found:?}");
}

#[test]
fn the_cache_lives_in_credentials_and_nowhere_twice() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("cached");
    store.save(&made).unwrap();
    let (first, second) = (report(&made, 1, 4), report(&made, 2, 6));
    store.save_report(made.id, &first).unwrap();
    store.save_report(made.id, &second).unwrap();
    let credentials = json(folder.path(), "SELECT credentials FROM cloud_identities");
    assert_eq!(credentials["place"], "keyring", "where the two values are");
    assert!(credentials.get("external_id").is_none() && credentials.get("role_arn").is_none(), "but not here");
    let discovered = &credentials["discovered"];
    assert_eq!(discovered["resources"].as_array().unwrap().len(), 6, "of the newest report");
    assert_eq!(discovered["at"], Value::String(at(2).to_string()), "with its time");
    assert_eq!(discovered["totals"]["vpc"], 6, "and its totals");
    let body = |id: Uuid| json(folder.path(), &format!("SELECT body FROM reports WHERE id = '{id}'"));
    let (old, new) = (body(first.report_id), body(second.report_id));
    for part in ["resources", "coverage", "totals"] {
        assert!(new.get(part).is_none(), "{part} of the newest stands in the cache only");
    }
    assert_eq!(old["totals"]["vpc"], 4, "the earlier one got its totals back");
    assert_eq!(old["coverage"].as_array().unwrap().len(), 1, "and its coverage");
    assert!(old.get("resources").is_none(), "its resources went");
    assert_eq!(new["connection"]["external_id"], "{{external_id}}", "placeholders stand for the values");
    assert_eq!(new["connection"]["role_arn"], "{{role_arn}}", "both of them");
}

#[test]
fn what_a_test_did_not_look_for_stays_in_the_cache() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("proved");
    store.save(&made).unwrap();
    let (found, full) = (report(&made, 1, 4), report(&made, 3, 6));
    let nothing = Report { coverage: Vec::new(), network: Network::default(), ..report(&made, 2, 0) };
    let cached = || json(folder.path(), "SELECT credentials FROM cloud_identities")["discovered"].take();
    store.save_report(made.id, &found).unwrap();
    store.save_report(made.id, &nothing).unwrap();
    assert_eq!(store.latest_report(made.id).unwrap(), Some(nothing), "the newest report claims nothing of it");
    assert_eq!(cached()["report"], found.report_id.to_string(), "the cache says whose it is");
    assert_eq!(cached()["resources"].as_array().unwrap().len(), 4, "and lost nothing");
    store.save_report(made.id, &full).unwrap();
    assert_eq!(cached()["report"], full.report_id.to_string(), "until a test has looked again");
    let sql = format!("SELECT body FROM reports WHERE id = '{}'", found.report_id);
    assert_eq!(json(folder.path(), &sql)["totals"]["vpc"], 4, "then the earlier one gets its totals back");
}

#[test]
fn a_report_that_comes_late_does_not_replace_a_newer_one() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("late");
    store.save(&made).unwrap();
    let newest = report(&made, 9, 3);
    store.save_report(made.id, &newest).unwrap();
    let late = report(&made, 5, 1);
    store.save_report(made.id, &late).unwrap();
    assert_eq!(store.latest_report(made.id).unwrap(), Some(newest), "by the time at which it finished");
    let body = json(folder.path(), &format!("SELECT body FROM reports WHERE id = '{}'", late.report_id));
    assert_eq!(body["totals"][Kind::Vpc.as_str()], 1, "the late one keeps its outline");
}

#[test]
fn only_the_last_five_reports_are_kept() {
    let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
    let store = open(folder.path(), &memory);
    let made = with_role("often");
    store.save(&made).unwrap();
    (1..9).for_each(|seconds| store.save_report(made.id, &report(&made, seconds, 1)).unwrap());
    let kept = store.stored().unwrap().iter().filter(|item| item.name.starts_with("reports ")).count();
    assert_eq!(kept, 5, "old ones go");
    assert_eq!(store.latest_report(made.id).unwrap().unwrap().finished_at, at(8), "the newest stays");
}

#[test]
fn a_report_speaks_of_what_was_tested_and_not_of_what_was_pasted_since() {
    for refusal in [None, Some(KeyringError::Absent("none".to_owned()))] {
        let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
        memory.refuse_with(refusal);
        let store = open(folder.path(), &memory);
        let mut made = with_role("changed");
        store.save(&made).unwrap();
        let tested = report(&made, 1, 2);
        store.save_report(made.id, &tested).unwrap();
        made.draft.external_id = ExternalId::from(Uuid::new_v4());
        made.draft.role_arn = Some("arn:aws:iam::123456789012:role/Other".parse().unwrap());
        store.save(&made).unwrap();
        store.save(&made).unwrap();
        let store = open(folder.path(), &memory);
        assert_eq!(store.connection(made.id).unwrap().draft, made.draft, "the connection has the new values");
        assert_eq!(store.latest_report(made.id).unwrap(), Some(tested.clone()), "the report has the old ones");
        let anew = report(&made, 2, 2);
        store.save_report(made.id, &anew).unwrap();
        store.save(&made).unwrap();
        assert_eq!(store.latest_report(made.id).unwrap(), Some(anew), "until it is verified anew");
        let entries = memory.entries();
        let old = tested.connection.external_id.as_str();
        assert!(!entries.values().any(|entry| entry.contains(old)), "then nobody needs the old ones: {entries:?}");
        assert!(common::files_with(folder.path(), old).is_empty(), "neither here nor there");
    }
}

#[test]
fn a_test_that_outlived_a_change_is_told_with_its_own_values() {
    for refusal in [None, Some(KeyringError::Absent("none".to_owned()))] {
        let (folder, memory) = (tempdir().unwrap(), Arc::new(MemoryKeyring::new()));
        memory.refuse_with(refusal);
        let store = open(folder.path(), &memory);
        let mut made = with_role("overtaken");
        store.save(&made).unwrap();
        let running = report(&made, 1, 2);
        made.draft.external_id = ExternalId::from(Uuid::new_v4());
        store.save(&made).unwrap();
        store.save_report(made.id, &running).unwrap();
        let store = open(folder.path(), &memory);
        assert_eq!(store.latest_report(made.id).unwrap(), Some(running), "it used the External ID of its start");
        assert_eq!(store.connection(made.id).unwrap().draft, made.draft, "and changed nothing of the draft");
    }
}

#[test]
fn everything_that_is_kept_is_shown_as_it_is() {
    let folder = tempdir().unwrap();
    let none = Arc::new(FailingKeyring(KeyringError::Absent("none".to_owned())));
    let store = open(folder.path(), &none);
    let made = with_role("shown");
    store.save(&made).unwrap();
    store.save_report(made.id, &report(&made, 1, 2_000)).unwrap();
    let items = store.stored().unwrap();
    let file = items.iter().find(|item| item.name == FILE_NAME).unwrap();
    assert!(file.place.ends_with(FILE_NAME) && file.bytes > 0, "the file with its path and size: {file:?}");
    let row = items.iter().find(|item| item.name == format!("cloud_identities {}", made.id)).unwrap();
    assert!(row.content.contains(made.draft.external_id.as_str()), "the value that is in the file is shown");
    assert!(row.bytes > 100_000, "its real size: {}", row.bytes);
    assert!(row.content.len() < 20_000 && row.content.contains("bytes in all"), "but only the start of the cache");
    assert!(items.iter().any(|item| item.name.starts_with("reports ") && item.content.contains("{{external_id}}")));

    let folder = tempdir().unwrap();
    let memory = Arc::new(MemoryKeyring::new());
    let store = open(folder.path(), &memory);
    store.save(&made).unwrap();
    let items = store.stored().unwrap();
    let entry = items.iter().find(|item| item.place == "keyring").unwrap();
    assert_eq!(entry.name, format!("io.alethialabs.connect {}", made.id), "service and user");
    assert_eq!(entry.content, memory.entries()[&made.id.to_string()], "and the content, to the letter");
}
