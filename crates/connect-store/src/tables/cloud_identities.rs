//! `cloud_identities`: one row per connection, as the platform has it.
//!
//! The discovered resources live inside `credentials`, which therefore can be many megabytes: it is
//! the last column, so that the others are read without it, and it is written only when it changes.

use connect_core::connection::{Connection, ConnectionId, CredentialsPlace};
use connect_core::ports::StoreError;
use connect_core::report::Status;
use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use rusqlite_migration::M;

use super::{stamp, variant, word};
use crate::credentials::{Credentials, Revision, Revisions, draft_with_credentials, draft_without_credentials};
use crate::database::Trouble;

pub(crate) const CREATE: M<'static> = M::up(
    "CREATE TABLE cloud_identities (
        id TEXT PRIMARY KEY NOT NULL,
        provider TEXT NOT NULL CHECK (provider = 'aws'),
        label TEXT NOT NULL,
        status TEXT CHECK (status IN ('connected', 'degraded', 'disconnected')),
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        last_verified_at TEXT,
        draft TEXT NOT NULL,
        credentials TEXT NOT NULL
    ) STRICT;",
);

/// A row without what was discovered, and without the credentials when the keyring has them.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) status: Option<Status>,
    pub(crate) place: CredentialsPlace,
    /// The number of the current credentials.
    pub(crate) revision: u32,
    /// The credentials, when they live here.
    pub(crate) revisions: Option<Revisions>,
    draft: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    last_verified_at: Option<Timestamp>,
}

impl Identity {
    /// The connection, with its credentials put back.
    pub(crate) fn connection(&self, id: ConnectionId, revision: &Revision) -> Result<Connection, Trouble> {
        let draft =
            draft_with_credentials(&self.draft, revision).map_err(|error| Trouble::row("draft", &id, &error))?;
        Ok(Connection {
            id,
            draft,
            status: self.status,
            created_at: self.created_at,
            updated_at: self.updated_at,
            last_verified_at: self.last_verified_at,
            credentials_place: Some(self.place),
        })
    }
}

/// The ids and labels of all rows, the one changed last first.
pub(crate) fn all(db: &rusqlite::Connection) -> Result<Vec<(String, String)>, Trouble> {
    let mut query = db.prepare("SELECT id, label FROM cloud_identities ORDER BY updated_at DESC, rowid DESC")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The row of that id.
pub(crate) fn find(db: &rusqlite::Connection, id: ConnectionId) -> Result<Option<Identity>, Trouble> {
    let sql = "SELECT status, created_at, updated_at, last_verified_at, draft, credentials
               FROM cloud_identities WHERE id = ?1";
    db.query_row(sql, [id.to_string()], |row| read(row, id)).optional()?.transpose()
}

fn read(row: &Row<'_>, id: ConnectionId) -> rusqlite::Result<Result<Identity, Trouble>> {
    let [created_at, updated_at]: [String; 2] = [row.get(1)?, row.get(2)?];
    let [status, last_verified_at]: [Option<String>; 2] = [row.get(0)?, row.get(3)?];
    let draft = row.get(4)?;
    let unreadable = |error: &dyn std::fmt::Display| Trouble::row("connection", &id, error);
    let instant = |text: &str| text.parse::<Timestamp>().map_err(|error| unreadable(&error));
    Ok(credentials_in(row.get_ref(5)?, id).and_then(|credentials| {
        Ok(Identity {
            status: status.as_deref().map(variant).transpose().map_err(|error| unreadable(&error))?,
            place: credentials.place,
            revision: credentials.revision,
            revisions: credentials.revisions(),
            draft,
            created_at: instant(&created_at)?,
            updated_at: instant(&updated_at)?,
            last_verified_at: last_verified_at.as_deref().map(instant).transpose()?,
        })
    }))
}

fn credentials_in(column: ValueRef<'_>, id: ConnectionId) -> Result<Credentials<'_>, Trouble> {
    let json = column.as_str().map_err(|error| Trouble::row("credentials", &id, &error))?;
    serde_json::from_str(json).map_err(|error| Trouble::row("credentials", &id, &error))
}

/// Reads the `credentials` of a row where they lie, without copying what was discovered.
pub(crate) fn with_credentials<T>(
    db: &rusqlite::Connection,
    id: ConnectionId,
    read: impl FnOnce(&Credentials<'_>) -> Result<T, Trouble>,
) -> Result<Option<T>, Trouble> {
    let sql = "SELECT credentials FROM cloud_identities WHERE id = ?1";
    let outcome = db.query_row(sql, [id.to_string()], |row| {
        let column = row.get_ref(0)?;
        Ok(credentials_in(column, id).and_then(|credentials| read(&credentials)))
    });
    outcome.optional()?.transpose()
}

/// Whether the keyring can hold an entry of that row's connection. Where the row cannot be read,
/// it can.
pub(crate) fn may_have_entry(db: &rusqlite::Connection, id: ConnectionId) -> Result<bool, Trouble> {
    match with_credentials(db, id, |credentials| Ok(credentials.may_have_entry())) {
        Err(Trouble::Row { .. }) => Ok(true),
        Ok(None) => Err(StoreError::NoConnection(id).into()),
        Ok(Some(may)) => Ok(may),
        Err(trouble) => Err(trouble),
    }
}

/// Fails when there is no row of that id.
pub(crate) fn require(db: &rusqlite::Connection, id: ConnectionId) -> Result<(), Trouble> {
    let sql = "SELECT EXISTS (SELECT 1 FROM cloud_identities WHERE id = ?1)";
    let there: bool = db.query_row(sql, [id.to_string()], |row| row.get(0))?;
    if there { Ok(()) } else { Err(StoreError::NoConnection(id).into()) }
}

/// Inserts a connection's row, or changes what differs in it.
pub(crate) fn save(
    tx: &Transaction<'_>,
    connection: &Connection,
    place: CredentialsPlace,
    revisions: &Revisions,
) -> Result<(), Trouble> {
    // The inner `None`: nothing in it changes.
    let changed = with_credentials(tx, connection.id, |stored| {
        let wanted = stored.next(place, revisions);
        let json = (!wanted.same_but_discovered(stored)).then(|| serde_json::to_string(&wanted));
        Ok(json.transpose()?)
    })?;
    match changed {
        None => insert(tx, connection, &serde_json::to_string(&Credentials::first(place, revisions))?),
        Some(credentials) => {
            if let Some(json) = credentials {
                save_credentials(tx, connection.id, &json)?;
            }
            update(tx, connection)
        }
    }
}

fn insert(tx: &Transaction<'_>, connection: &Connection, credentials: &str) -> Result<(), Trouble> {
    tx.execute(
        "INSERT INTO cloud_identities
         (id, provider, label, status, created_at, updated_at, last_verified_at, draft, credentials)
         VALUES (?1, 'aws', ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            connection.id.to_string(),
            connection.draft.label,
            connection.status.as_ref().map(word).transpose()?,
            stamp(connection.created_at),
            stamp(connection.updated_at),
            connection.last_verified_at.map(stamp),
            draft_without_credentials(&connection.draft)?,
            credentials,
        ],
    )?;
    Ok(())
}

fn update(tx: &Transaction<'_>, connection: &Connection) -> Result<(), Trouble> {
    tx.execute(
        "UPDATE cloud_identities SET label = ?2, status = ?3, created_at = ?4, updated_at = ?5,
         last_verified_at = ?6, draft = ?7 WHERE id = ?1",
        params![
            connection.id.to_string(),
            connection.draft.label,
            connection.status.as_ref().map(word).transpose()?,
            stamp(connection.created_at),
            stamp(connection.updated_at),
            connection.last_verified_at.map(stamp),
            draft_without_credentials(&connection.draft)?,
        ],
    )?;
    Ok(())
}

/// Replaces the `credentials` of a row.
pub(crate) fn save_credentials(tx: &Transaction<'_>, id: ConnectionId, json: &str) -> Result<(), Trouble> {
    tx.execute("UPDATE cloud_identities SET credentials = ?2 WHERE id = ?1", params![id.to_string(), json])?;
    Ok(())
}

/// Removes a row and, by their foreign keys, its tests and reports.
pub(crate) fn remove(tx: &Transaction<'_>, id: ConnectionId) -> Result<(), Trouble> {
    tx.execute("DELETE FROM cloud_identities WHERE id = ?1", [id.to_string()])?;
    Ok(())
}
