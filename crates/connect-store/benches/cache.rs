//! The cache of a large account, for `make bench`: `cache COUNT`
//!
//! Saves a report with so many resources in a database of a temporary folder, loads it again, and prints a line of JSON;
//! beside it what the disk and the parser alone take for the same bytes. Without arguments, as when all targets are run
//! as tests, it does nothing.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{open, report, with_role};
use connect_core::connection::ConnectionId;
use connect_core::ports::Store;
use connect_core::report::Report;
use connect_core::resource::{Kind, Resource};
use connect_store::MemoryKeyring;
use serde_json::json;
use tempfile::tempdir;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let Some(Ok(count)) = std::env::args().nth(1).map(|word| word.parse::<usize>()) else { return Ok(()) };
    let folder = tempdir()?;
    let keyring = Arc::new(MemoryKeyring::new());
    let connection = with_role("large");
    let large = with_groups(report(&connection, 1, count));
    let text = serde_json::to_string(&large.resources)?;
    let store = open(folder.path(), &keyring);
    store.save(&connection)?;
    let (saved, save) = timed(|| store.save_report(connection.id, &large));
    saved?;
    let (saved, save_next) = timed(|| store.save_report(connection.id, &with_groups(report(&connection, 2, count))));
    saved?;
    let (loaded, load) = timed(|| store.latest_report(connection.id));
    assert_eq!(loaded?.map_or(0, |report| report.resources.len()), count, "all of them come back");
    drop(store);
    println!(
        "{}",
        json!({
            "save_ms": milliseconds(save),
            "save_next_ms": milliseconds(save_next),
            "load_ms": milliseconds(load),
            "reopened_ms": milliseconds(reopened(folder.path(), &keyring, connection.id)?),
            "write_ms": milliseconds(written(&folder.path().join("plain"), text.as_bytes())?),
            "parse_ms": milliseconds(timed(|| serde_json::from_str::<Vec<Resource>>(&text).map(|all| all.len())).1),
            "text_bytes": text.len(),
            "database_bytes": fs::metadata(folder.path().join("connect.sqlite3"))?.len(),
        })
    );
    Ok(())
}

/// The report with every second VPC a security group instead: half of what a large account has, and the largest of it.
fn with_groups(mut report: Report) -> Report {
    for (number, resource) in report.resources.iter_mut().enumerate().filter(|(number, _)| number % 2 == 1) {
        let rule = |protocol: &str, port: Option<u16>, peer: &str| json!({ "protocol": protocol, "from_port": port, "to_port": port, "peer": peer, "description": null });
        let ingress = [rule("tcp", Some(443), "0.0.0.0/0"), rule("tcp", Some(8080), "10.0.0.0/8")];
        resource.kind = Kind::SecurityGroup;
        resource.parent = Some(format!("vpc-{number:017x}"));
        resource.attributes = [
            ("vpc_id", json!(resource.parent)),
            ("description", json!(format!("What service {number} is reached by"))),
            ("ingress", json!(ingress)),
            ("egress", json!([rule("all", None, "0.0.0.0/0")])),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    }
    report
}

/// Opening the database and loading, as at the start of the app.
fn reopened(folder: &Path, keyring: &Arc<MemoryKeyring>, id: ConnectionId) -> Result<Duration, Box<dyn Error>> {
    let (loaded, time) = timed(|| open(folder, keyring).latest_report(id));
    loaded?;
    Ok(time)
}

/// Writing the bytes to a file, and waiting until the disk has them.
fn written(path: &Path, bytes: &[u8]) -> Result<Duration, Box<dyn Error>> {
    let (written, time) = timed(|| {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    });
    written?;
    Ok(time)
}

fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    (act(), begun.elapsed())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
