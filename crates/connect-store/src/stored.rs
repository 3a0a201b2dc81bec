//! What the "What is stored" screen shows: the files, the rows and the keyring entries as they are.

use std::fs;
use std::path::Path;

use connect_core::connection::StoredItem;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::database::Trouble;
use crate::keyring::{BoundedKeyring, SERVICE};
use crate::salvage::{MARK, with_suffix};
use crate::tables::{NAMES, SCHEMA_VERSION};

/// How many bytes of one value are shown; the cache of a large account has megabytes.
const SHOWN: usize = 4_000;

/// The database file, its logs, and damaged ones that were put aside.
pub(crate) fn files(path: &Path) -> Vec<StoredItem> {
    let parts = [
        ("", format!("the database (SQLite, schema {SCHEMA_VERSION}); its rows are listed below")),
        ("-wal", "what was written last and is not yet in the database file".to_owned()),
        ("-shm", "an index of the -wal file".to_owned()),
    ];
    let own = parts.into_iter().filter_map(|(suffix, words)| file(&with_suffix(path, suffix), words));
    own.chain(put_aside(path)).collect()
}

fn file(path: &Path, words: String) -> Option<StoredItem> {
    let bytes = fs::metadata(path).ok()?.len();
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some(StoredItem { place: path.display().to_string(), name, content: words, bytes })
}

fn put_aside(path: &Path) -> Vec<StoredItem> {
    let start = format!("{}{MARK}", path.file_name().unwrap_or_default().to_string_lossy());
    let folder = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    let entries = folder.into_iter().flatten().flatten();
    let mut items: Vec<_> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&start))
        .filter_map(|entry| file(&entry.path(), "a damaged database that was put aside, whole".to_owned()))
        .collect();
    items.sort_by(|one, other| one.name.cmp(&other.name));
    items
}

/// Every row of every table, a line for each column.
pub(crate) fn rows(db: &Connection, path: &Path) -> Result<Vec<StoredItem>, Trouble> {
    let mut items = Vec::new();
    for table in NAMES {
        let mut query = db.prepare(&format!("SELECT * FROM {table}"))?;
        let columns: Vec<String> = query.column_names().into_iter().map(str::to_owned).collect();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns.len()).map(|column| row.get_ref(column)).collect::<Result<Vec<_>, _>>()?;
            items.push(row_item(path, table, &columns, &values));
        }
    }
    Ok(items)
}

fn row_item(path: &Path, table: &str, columns: &[String], values: &[ValueRef<'_>]) -> StoredItem {
    let texts: Vec<String> = values.iter().map(|value| shown(*value)).collect();
    let lines: Vec<String> = columns.iter().zip(&texts).map(|(column, text)| format!("{column}: {text}")).collect();
    StoredItem {
        place: path.display().to_string(),
        name: format!("{table} {}", texts.first().map_or("", String::as_str)),
        content: lines.join("\n"),
        bytes: values.iter().map(|value| size(*value)).sum(),
    }
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "(nothing)".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) if text.len() > SHOWN => {
            let start = String::from_utf8_lossy(&text[..SHOWN]);
            let start = start.trim_end_matches('\u{fffd}');
            format!("{start}… ({} bytes in all)", text.len())
        }
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

fn size(value: ValueRef<'_>) -> u64 {
    match value {
        ValueRef::Null => 0,
        ValueRef::Integer(_) | ValueRef::Real(_) => 8,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len() as u64,
    }
}

/// The keyring's entries of these connections, and of those that were forgotten while it was silent.
pub(crate) fn entries(keyring: &BoundedKeyring, ids: &[String], left: &[String]) -> Vec<StoredItem> {
    let own = ids.iter().filter_map(|id| match keyring.get(id) {
        Ok(content) => content.map(|content| entry(id, content)),
        Err(error) => Some(unread(id, format!("cannot be read just now: {error}"))),
    });
    let words = "left by a forgotten connection, because the keyring did not delete it then; the app tries again";
    own.chain(left.iter().map(|id| unread(id, words.to_owned()))).collect()
}

fn entry(id: &str, content: String) -> StoredItem {
    let bytes = content.len() as u64;
    StoredItem { bytes, ..unread(id, content) }
}

fn unread(id: &str, content: String) -> StoredItem {
    StoredItem { place: "keyring".to_owned(), name: format!("{SERVICE} {id}"), content, bytes: 0 }
}
