//! `reports`: the last reports of each connection, with placeholders for its credentials.
//!
//! The newest one's resources, networks, coverage and totals are the cache in `cloud_identities.credentials`
//! and do not stand here a second time. When a newer one comes, coverage and totals move here and
//! the rest goes, unless the newer one was of a test that looked for nothing.

use std::collections::BTreeMap;

use connect_core::check::Check;
use connect_core::comparison::{Comparison, Counts};
use connect_core::connection::{ConnectionId, CredentialsPlace};
use connect_core::coverage::CoverageCell;
use connect_core::network::Network;
use connect_core::ports::StoreError;
use connect_core::report::{Permission, Report, Status, TestedBy, TestedConnection};
use connect_core::resource::{Kind, Resource};
use connect_core::seal::Seal;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use rusqlite_migration::M;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{cloud_identities, stamp};
use crate::credentials::{Credentials, Revision, Revisions};
use crate::database::Trouble;
use crate::redact::{redacted, restored};

pub(crate) const CREATE: M<'static> = M::up(
    "CREATE TABLE reports (
        id TEXT PRIMARY KEY NOT NULL,
        connection TEXT NOT NULL REFERENCES cloud_identities (id) ON DELETE CASCADE,
        finished_at TEXT NOT NULL,
        revision INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX reports_newest ON reports (connection, finished_at);",
);

/// How many reports of a connection are kept.
const KEPT: u32 = 5;

/// What `credentials.discovered` holds.
#[derive(Serialize)]
struct Discovered<'a> {
    report: Uuid,
    at: Timestamp,
    resources: &'a [Resource],
    coverage: &'a [CoverageCell],
    totals: &'a BTreeMap<Kind, u64>,
    network: &'a Network,
}

/// The same, read back.
#[derive(Deserialize)]
struct Cache {
    report: Uuid,
    resources: Vec<Resource>,
    coverage: Value,
    totals: Value,
    #[serde(default)]
    network: Network,
}

/// What of a cache outlives it.
#[derive(Deserialize)]
struct Outline {
    report: Uuid,
    coverage: Value,
    totals: Value,
}

/// A report without its resources; without coverage and totals while the cache holds them.
#[derive(Serialize)]
struct Body<'a> {
    schema: &'a str,
    report_id: Uuid,
    status: Status,
    started_at: Timestamp,
    finished_at: Timestamp,
    duration_ms: u64,
    connection: &'a TestedConnection,
    runner: &'a TestedBy,
    checks: &'a [Check],
    permissions: &'a [Permission],
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<&'a [CoverageCell]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<&'a BTreeMap<Kind, u64>>,
    comparison: Option<&'a Comparison>,
    redacted: bool,
    seal: &'a Seal,
}

/// What of a report is read for a list of connections.
#[derive(Deserialize)]
struct Changes {
    #[serde(default)]
    comparison: Option<Comparison>,
}

impl<'a> Body<'a> {
    fn of(report: &'a Report, cached: bool) -> Self {
        // Every field by name: one that is added to the report cannot be forgotten here.
        let Report {
            schema,
            report_id,
            status,
            started_at,
            finished_at,
            duration_ms,
            connection,
            runner,
            checks,
            permissions,
            coverage,
            resources: _,
            totals,
            network: _,
            comparison,
            redacted,
            seal,
        } = report;
        Self {
            schema,
            report_id: *report_id,
            status: *status,
            started_at: *started_at,
            finished_at: *finished_at,
            duration_ms: *duration_ms,
            connection,
            runner,
            checks,
            permissions,
            coverage: (!cached).then_some(coverage),
            totals: (!cached).then_some(totals),
            comparison: comparison.as_ref(),
            redacted: *redacted,
            seal,
        }
    }
}

/// A report's row.
pub(crate) struct Stored {
    pub(crate) id: String,
    /// The number of the credentials that were tested.
    pub(crate) revision: u32,
    body: String,
}

/// The newest report's row.
pub(crate) fn newest(db: &Connection, id: ConnectionId) -> Result<Option<Stored>, Trouble> {
    let sql = "SELECT id, revision, body FROM reports WHERE connection = ?1
               ORDER BY finished_at DESC, rowid DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok(Stored { id: row.get(0)?, revision: row.get(1)?, body: row.get(2)? });
    Ok(db.query_row(sql, [id.to_string()], read).optional()?)
}

/// How much the newest report says to have changed. Placeholders may stand in its texts: none is needed to count.
pub(crate) fn changes(db: &Connection, id: ConnectionId) -> Result<Option<Counts>, Trouble> {
    let Some(report) = newest(db, id)? else { return Ok(None) };
    let read: serde_json::Result<Changes> = serde_json::from_str(&report.body);
    let changes = read.map_err(|error| Trouble::row("report", &report.id, &error))?;
    Ok(changes.comparison.map(|comparison| comparison.counts()))
}

/// Saves a report, and as the cache what it discovered unless a newer report is there already.
/// `changed` is where its credentials live from now on, when the report changed that.
pub(crate) fn save(
    tx: &Transaction<'_>,
    id: ConnectionId,
    report: &Report,
    tested: &Revision,
    changed: Option<(CredentialsPlace, &Revisions)>,
) -> Result<(), Trouble> {
    let newer: bool = tx.query_row(
        "SELECT EXISTS (SELECT 1 FROM reports WHERE connection = ?1 AND finished_at > ?2 AND id <> ?3)",
        params![id.to_string(), stamp(report.finished_at), report.report_id.to_string()],
        |row| row.get(0),
    )?;
    // What a test did not look for is not unlearned by it.
    let cached = !newer && !looked_for_nothing(report);
    if cached {
        hand_over_outline(tx, id, report.report_id)?;
    }
    let json = cloud_identities::with_credentials(tx, id, |stored| {
        let kept = changed.map_or_else(|| stored.clone(), |(place, revisions)| stored.next(place, revisions));
        if cached { with_discovered(&kept, report, tested) } else { Ok(serde_json::to_string(&kept)?) }
    })?;
    cloud_identities::save_credentials(tx, id, &json.ok_or(StoreError::NoConnection(id))?)?;
    insert(tx, id, report, tested, cached)?;
    prune(tx, id)
}

/// A test that could not look has cells all the same, which say so.
fn looked_for_nothing(report: &Report) -> bool {
    report.coverage.is_empty() && report.resources.is_empty() && report.network == Network::default()
}

fn insert(
    tx: &Transaction<'_>,
    id: ConnectionId,
    report: &Report,
    tested: &Revision,
    cached: bool,
) -> Result<(), Trouble> {
    let body = serde_json::to_string(&Body::of(report, cached))?;
    tx.execute(
        "INSERT INTO reports (id, connection, finished_at, revision, body) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET
         finished_at = excluded.finished_at, revision = excluded.revision, body = excluded.body",
        params![
            report.report_id.to_string(),
            id.to_string(),
            stamp(report.finished_at),
            tested.number,
            redacted(&body, tested)?
        ],
    )?;
    Ok(())
}

fn prune(tx: &Transaction<'_>, id: ConnectionId) -> Result<(), Trouble> {
    tx.execute(
        "DELETE FROM reports WHERE connection = ?1 AND id NOT IN
         (SELECT id FROM reports WHERE connection = ?1 ORDER BY finished_at DESC, rowid DESC LIMIT ?2)",
        params![id.to_string(), KEPT],
    )?;
    Ok(())
}

/// Removes all reports of a connection, and the cache of what the newest one discovered.
pub(crate) fn remove(tx: &Transaction<'_>, id: ConnectionId) -> Result<(), Trouble> {
    tx.execute("DELETE FROM reports WHERE connection = ?1", [id.to_string()])?;
    let json = cloud_identities::with_credentials(tx, id, |stored| Ok(serde_json::to_string(&stored.head())?))?;
    json.map_or(Ok(()), |json| cloud_identities::save_credentials(tx, id, &json))
}

/// Written by hand around the large part: parsing it again only to nest it would double the time.
fn with_discovered(kept: &Credentials<'_>, report: &Report, tested: &Revision) -> Result<String, Trouble> {
    let discovered = serde_json::to_string(&Discovered {
        report: report.report_id,
        at: report.finished_at,
        resources: &report.resources,
        coverage: &report.coverage,
        totals: &report.totals,
        network: &report.network,
    })?;
    let mut json = serde_json::to_string(&kept.head())?;
    json.pop();
    json.push_str(",\"discovered\":");
    json.push_str(&redacted(&discovered, tested)?);
    json.push('}');
    Ok(json)
}

/// Gives the report that is no longer the newest the coverage and totals that only the cache had.
fn hand_over_outline(tx: &Transaction<'_>, id: ConnectionId, replacing: Uuid) -> Result<(), Trouble> {
    let outline = cloud_identities::with_credentials(tx, id, |credentials| {
        Ok(credentials.discovered.map(|raw| serde_json::from_str::<Outline>(raw.get())).transpose()?)
    })?;
    let Some(outline) = outline.flatten().filter(|outline| outline.report != replacing) else {
        return Ok(());
    };
    let report = outline.report.to_string();
    let body = tx.query_row("SELECT body FROM reports WHERE id = ?1", [&report], |row| row.get::<_, String>(0));
    if let Some(body) = body.optional()? {
        let whole = completed(&body, outline.coverage, outline.totals)?;
        tx.execute("UPDATE reports SET body = ?2 WHERE id = ?1", params![report, whole.to_string()])?;
    }
    Ok(())
}

fn completed(body: &str, coverage: Value, totals: Value) -> serde_json::Result<Value> {
    let mut fields: serde_json::Map<String, Value> = serde_json::from_str(body)?;
    fields.insert("coverage".to_owned(), coverage);
    fields.insert("totals".to_owned(), totals);
    Ok(fields.into())
}

/// What the cache of a connection holds, as text.
pub(crate) fn cache(db: &Connection, id: ConnectionId) -> Result<Option<String>, Trouble> {
    let raw = cloud_identities::with_credentials(db, id, |credentials| {
        Ok(credentials.discovered.map(|raw| raw.get().to_owned()))
    })?;
    Ok(raw.flatten())
}

/// The report whole again, from its row and the cache.
pub(crate) fn whole(stored: &Stored, cache: Option<&str>, tested: &Revision) -> serde_json::Result<Report> {
    let cache = cache.map(|text| serde_json::from_str::<Cache>(&restored(text, tested)?)).transpose()?;
    let body = restored(&stored.body, tested)?;
    let (mut fields, resources, network) = match cache.filter(|cache| cache.report.to_string() == stored.id) {
        Some(cache) => (completed(&body, cache.coverage, cache.totals)?, cache.resources, cache.network),
        None => (serde_json::from_str(&body)?, Vec::new(), Network::default()),
    };
    fields["resources"] = Value::Array(Vec::new());
    let report: Report = serde_json::from_value(fields)?;
    Ok(Report { resources, network, ..report })
}
