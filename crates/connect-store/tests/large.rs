//! A hundred thousand resources.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{open, report, with_role};
use connect_core::ports::Store;
use connect_store::MemoryKeyring;
use tempfile::tempdir;

struct Times {
    save_report: Duration,
    load_report: Duration,
    save_draft: Duration,
    list: Duration,
    open: Duration,
}

fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    (act(), started.elapsed())
}

fn round(folder: &Path, resources: usize) -> Times {
    let keyring = Arc::new(MemoryKeyring::new());
    let store = open(folder, &keyring);
    let mut made = with_role("large");
    store.save(&made).unwrap();
    let large = report(&made, 1, resources);
    let ((), save_report) = timed(|| store.save_report(made.id, &large).unwrap());
    let (loaded, load_report) = timed(|| store.latest_report(made.id).unwrap());
    assert!(loaded == Some(large), "{resources} resources come back as they were");
    "renamed".clone_into(&mut made.draft.label);
    let (_, save_draft) = timed(|| store.save(&made).unwrap());
    let (_, list) = timed(|| store.connections().unwrap());
    drop(store);
    let (_, open) = timed(|| common::open(folder, &keyring));
    Times { save_report, load_report, save_draft, list, open }
}

#[test]
fn the_time_grows_with_the_account_and_not_faster() {
    let (small, large) = (tempdir().unwrap(), tempdir().unwrap());
    let few = round(small.path(), 10_000);
    let many = round(large.path(), 100_000);
    common::say(&format!(
        "100,000 resources: save report {:?}, load report {:?}, save draft {:?}, list {:?}, open {:?}",
        many.save_report, many.load_report, many.save_draft, many.list, many.open
    ));
    // Ten times as much may take ten times as long; a square would take a hundred times.
    for (what, few, many) in [
        ("saving", few.save_report, many.save_report),
        ("loading", few.load_report, many.load_report),
        ("saving a draft", few.save_draft, many.save_draft),
    ] {
        assert!(many < few * 40 + Duration::from_millis(200), "{what}: {few:?} for 10,000, {many:?} for 100,000");
    }
}
