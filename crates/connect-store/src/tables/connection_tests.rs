//! `connection_tests`: the connection tests as durable jobs.

use connect_core::connection::{ConnectionId, ConnectionTest, TestState};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use rusqlite_migration::M;

use super::{stamp, variant, word};
use crate::database::Trouble;

pub(crate) const CREATE: M<'static> = M::up(
    "CREATE TABLE connection_tests (
        id TEXT PRIMARY KEY NOT NULL,
        connection TEXT NOT NULL REFERENCES cloud_identities (id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'cancelled', 'interrupted')),
        queued_at TEXT NOT NULL,
        ended_at TEXT
    ) STRICT;
    CREATE INDEX connection_tests_newest ON connection_tests (connection, queued_at);",
);

/// How many tests of a connection are kept.
const KEPT: u32 = 20;

/// Saves a test's state. A state that was final stays: a late word of a run that was cancelled or
/// interrupted does not make it finished.
pub(crate) fn save(tx: &Transaction<'_>, test: &ConnectionTest) -> Result<(), Trouble> {
    if let Some(before) = find(tx, test)?
        && before.state != test.state
        && !before.state.may_become(test.state)
    {
        tracing::debug!(test = %test.id, from = ?before.state, to = ?test.state, "a final state stays");
        return Ok(());
    }
    tx.execute(
        "INSERT INTO connection_tests (id, connection, state, queued_at, ended_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at",
        params![
            test.id.to_string(),
            test.connection.to_string(),
            word(&test.state)?,
            stamp(test.queued_at),
            test.ended_at.map(stamp)
        ],
    )?;
    tx.execute(
        "DELETE FROM connection_tests WHERE connection = ?1 AND id NOT IN
         (SELECT id FROM connection_tests WHERE connection = ?1 ORDER BY queued_at DESC, rowid DESC LIMIT ?2)",
        params![test.connection.to_string(), KEPT],
    )?;
    Ok(())
}

/// Removes all tests of a connection.
pub(crate) fn remove(tx: &Transaction<'_>, id: ConnectionId) -> Result<(), Trouble> {
    tx.execute("DELETE FROM connection_tests WHERE connection = ?1", [id.to_string()])?;
    Ok(())
}

fn find(db: &Connection, test: &ConnectionTest) -> Result<Option<ConnectionTest>, Trouble> {
    let sql = "SELECT id, connection, state, queued_at, ended_at FROM connection_tests WHERE id = ?1";
    db.query_row(sql, [test.id.to_string()], read).optional()?.transpose()
}

/// The newest test of a connection.
pub(crate) fn newest(db: &Connection, id: ConnectionId) -> Result<Option<ConnectionTest>, Trouble> {
    let sql = "SELECT id, connection, state, queued_at, ended_at FROM connection_tests
               WHERE connection = ?1 ORDER BY queued_at DESC, rowid DESC LIMIT 1";
    db.query_row(sql, [id.to_string()], read).optional()?.transpose()
}

/// Marks what was queued or running as interrupted.
pub(crate) fn interrupt(tx: &Transaction<'_>, now: Timestamp) -> Result<usize, Trouble> {
    let sql = "UPDATE connection_tests SET state = ?1, ended_at = ?2 WHERE state IN (?3, ?4)";
    let [interrupted, queued, running] = [TestState::Interrupted, TestState::Queued, TestState::Running];
    Ok(tx.execute(sql, params![word(&interrupted)?, stamp(now), word(&queued)?, word(&running)?])?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Result<ConnectionTest, Trouble>> {
    let texts: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
    let ended_at: Option<String> = row.get(4)?;
    Ok(parse(&texts, ended_at.as_deref()))
}

fn parse([id, connection, state, queued_at]: &[String; 4], ended_at: Option<&str>) -> Result<ConnectionTest, Trouble> {
    let unreadable = |error: &dyn std::fmt::Display| Trouble::row("connection test", id, error);
    Ok(ConnectionTest {
        id: id.parse().map_err(|error| unreadable(&error))?,
        connection: connection.parse().map_err(|error| unreadable(&error))?,
        state: variant(state).map_err(|error| unreadable(&error))?,
        queued_at: queued_at.parse().map_err(|error| unreadable(&error))?,
        ended_at: ended_at.map(str::parse).transpose().map_err(|error| unreadable(&error))?,
    })
}
