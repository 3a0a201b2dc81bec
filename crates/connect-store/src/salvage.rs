//! What becomes of a damaged database file: it is put aside whole, and the rows that can still be
//! read are carried over into a fresh one.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::tables::NAMES;

/// What stands between the file's name and the time in the name of one that was put aside.
pub(crate) const MARK: &str = ".corrupt-";

/// Renames the file, with the logs that belong to it.
pub(crate) fn put_aside(path: &Path) -> io::Result<PathBuf> {
    let aside = free_name(path);
    for log in ["-wal", "-shm"] {
        match fs::rename(with_suffix(path, log), with_suffix(&aside, log)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn free_name(path: &Path) -> PathBuf {
    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let name = |count: u32| {
        let again = if count == 0 { String::new() } else { format!("-{count}") };
        with_suffix(path, &format!("{MARK}{stamp}{again}"))
    };
    (0..1000).map(name).find(|name| !name.exists()).unwrap_or_else(|| name(1000))
}

/// The path with something after its file name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Copies every row that can be read; returns how many.
pub(crate) fn carry_over(aside: &Path, fresh: &mut Connection) -> usize {
    let Ok(damaged) = Connection::open_with_flags(aside, OpenFlags::SQLITE_OPEN_READ_ONLY) else { return 0 };
    let Ok(tx) = fresh.transaction() else { return 0 };
    // From both ends: a reading ends at the first damaged page.
    let rows = NAMES.iter().flat_map(|table| [(table, "ASC"), (table, "DESC")]);
    let copied = rows.map(|(table, order)| copy_rows(&damaged, &tx, table, order).unwrap_or(0)).sum();
    if tx.commit().is_ok() { copied } else { 0 }
}

fn copy_rows(damaged: &Connection, fresh: &Connection, table: &str, order: &str) -> rusqlite::Result<usize> {
    let mut select = damaged.prepare(&format!("SELECT * FROM {table} ORDER BY rowid {order}"))?;
    let columns: Vec<String> = select.column_names().into_iter().map(str::to_owned).collect();
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert =
        fresh.prepare(&format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({places})", columns.join(", ")))?;
    let mut rows = select.query([])?;
    let mut copied = 0;
    while let Ok(Some(row)) = rows.next() {
        let values: Vec<Value> = (0..columns.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        // A row whose connection is lost, or that is no longer valid, stays in the file put aside.
        copied += insert.execute(params_from_iter(values)).unwrap_or(0);
    }
    Ok(copied)
}
