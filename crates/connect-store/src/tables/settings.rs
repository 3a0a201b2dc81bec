//! `settings`: what a person has set for all connections, by name. Nothing secret is a setting.

use rusqlite::{Connection, OptionalExtension, Transaction};
use rusqlite_migration::M;

use crate::database::Trouble;

pub(crate) const CREATE: M<'static> =
    M::up("CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;");

/// The address of the hosted template.
pub(crate) const TEMPLATE_URL: &str = "template_url";

/// The value of that setting.
pub(crate) fn find(db: &Connection, name: &str) -> Result<Option<String>, Trouble> {
    let value = db.query_row("SELECT value FROM settings WHERE name = ?1", [name], |row| row.get(0));
    Ok(value.optional()?)
}

/// Keeps a value, or forgets it.
pub(crate) fn keep(tx: &Transaction<'_>, name: &str, value: Option<&str>) -> Result<(), Trouble> {
    match value {
        Some(value) => tx.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", [name, value])?,
        None => tx.execute("DELETE FROM settings WHERE name = ?1", [name])?,
    };
    Ok(())
}
