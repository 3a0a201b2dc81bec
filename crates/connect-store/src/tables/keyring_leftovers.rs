//! `keyring_leftovers`: entries of forgotten connections that the keyring would not delete yet.
//!
//! Only their names: so that they can be shown, and deleted as soon as the keyring answers.

use rusqlite::{Connection, Transaction};
use rusqlite_migration::M;

use crate::database::Trouble;

pub(crate) const CREATE: M<'static> = M::up("CREATE TABLE keyring_leftovers (id TEXT PRIMARY KEY NOT NULL) STRICT;");

/// Remembers the entry of that name.
pub(crate) fn remember(tx: &Transaction<'_>, id: &str) -> Result<(), Trouble> {
    tx.execute("INSERT OR IGNORE INTO keyring_leftovers (id) VALUES (?1)", [id])?;
    Ok(())
}

/// The names of all entries that were left.
pub(crate) fn all(db: &Connection) -> Result<Vec<String>, Trouble> {
    let mut query = db.prepare("SELECT id FROM keyring_leftovers")?;
    let names = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// The entry of that name is gone.
pub(crate) fn gone(tx: &Transaction<'_>, id: &str) -> Result<(), Trouble> {
    tx.execute("DELETE FROM keyring_leftovers WHERE id = ?1", [id])?;
    Ok(())
}
