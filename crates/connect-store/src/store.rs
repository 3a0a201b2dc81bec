//! The store port over the database file and the keyring.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use connect_core::comparison::Counts;
use connect_core::connection::{Connection, ConnectionId, ConnectionTest, CredentialsPlace, StoredItem};
use connect_core::ports::{Store, StoreError, UnreadableConnection};
use connect_core::report::Report;
use jiff::Timestamp;

use crate::credentials::{Revision, Revisions};
use crate::custody::{Custody, Survey};
use crate::database::{Database, Trouble};
use crate::keyring::{BoundedKeyring, Keyring};
use crate::stored;
use crate::tables::cloud_identities::{self, Identity};
use crate::tables::{connection_tests, keyring_leftovers, reports, settings};

/// How long the store waits for others.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// For one answer of the keyring.
    pub keyring: Duration,
    /// For another process's lock on the database.
    pub database: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { keyring: Duration::from_secs(5), database: Duration::from_secs(5) }
    }
}

/// The store of this machine: `connect.sqlite3` in the app's data folder, and the keyring.
pub struct SqliteStore {
    database: Database,
    custody: Custody,
    /// Held while a change goes through keyring and database, so that two do not interleave.
    order: Mutex<()>,
    /// A late write must not bring these back.
    forgotten: Mutex<HashSet<ConnectionId>>,
}

/// What becomes of a connection's tests and reports when it is saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum History {
    Kept,
    Dropped,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SqliteStore {
    /// Opens the database in that folder, or makes it. Does not touch the keyring.
    pub fn open(folder: &Path, keyring: Arc<dyn Keyring>) -> Result<Self, StoreError> {
        Self::open_within(folder, keyring, Bounds::default())
    }

    /// The same with other bounds.
    pub fn open_within(folder: &Path, keyring: Arc<dyn Keyring>, bounds: Bounds) -> Result<Self, StoreError> {
        Ok(Self {
            database: Database::open(folder, bounds.database)?,
            custody: Custody::new(BoundedKeyring::new(keyring, bounds.keyring)),
            order: Mutex::default(),
            forgotten: Mutex::default(),
        })
    }

    /// Where a damaged database was put when this one was opened: the person should be told.
    pub fn set_aside(&self) -> Option<&Path> {
        self.database.set_aside()
    }

    /// Waits for the keyring again although it was silent before: for when a person asks for it.
    pub fn listen_to_keyring_again(&self) {
        self.custody.keyring.listen_again();
    }

    fn identity(&self, id: ConnectionId) -> Result<Identity, StoreError> {
        self.database.read(|db| cloud_identities::find(db, id))?.ok_or(StoreError::NoConnection(id))
    }

    fn load(&self, id: ConnectionId) -> Result<Connection, StoreError> {
        let identity = self.identity(id)?;
        let credentials = self.custody.find(id, &identity, identity.revision)?;
        self.database.check(|| identity.connection(id, &credentials))
    }

    /// Ids and labels; an id that is none can only come from outside, and names no connection.
    fn listed(&self) -> Result<Vec<(ConnectionId, String)>, StoreError> {
        let rows = self.database.read(cloud_identities::all)?;
        Ok(rows.into_iter().filter_map(|(id, label)| Some((id.parse().ok()?, label))).collect())
    }

    /// The number of the credentials that the newest report speaks of.
    fn tested(&self, id: ConnectionId) -> Result<Option<u32>, StoreError> {
        self.database.read(|db| Ok(reports::newest(db, id)?.map(|report| report.revision)))
    }

    fn keep(&self, connection: &Connection, history: History) -> Result<CredentialsPlace, StoreError> {
        let _order = locked(&self.order);
        let id = connection.id;
        let identity = self.database.read(|db| cloud_identities::find(db, id))?;
        if self.is_forgotten(connection, identity.as_ref()) {
            return Err(StoreError::NoConnection(id));
        }
        let committed = identity.as_ref().map(|identity| identity.revision);
        let tested = if history == History::Kept { self.tested(id)? } else { None };
        let survey = self.custody.survey(id, identity.as_ref());
        let wanted = Revisions::after(survey.known.as_ref(), committed, &connection.draft);
        let wanted = wanted.keeping(&[committed, tested]);
        let place = self.custody.place(id, &wanted, &survey);
        // Keyring and row are two writes; in the row alone nothing has to outlive the change.
        let wanted = if place == CredentialsPlace::Database { wanted.keeping(&[tested]) } else { wanted };
        self.write_row(connection, identity.is_none(), place, &wanted, history)?;
        let had_others =
            |before: Identity| before.revisions.is_some_and(|here| place != before.place || here != wanted);
        if identity.is_some_and(had_others) || history == History::Dropped {
            self.database.wipe_log();
        }
        self.custody.settle(id, place, &wanted, &[tested]);
        if place == CredentialsPlace::Keyring {
            self.sweep();
        }
        Ok(place)
    }

    fn is_forgotten(&self, connection: &Connection, identity: Option<&Identity>) -> bool {
        let was_stored = connection.credentials_place.is_some() || locked(&self.forgotten).contains(&connection.id);
        identity.is_none() && was_stored
    }

    /// Writes a connection's row; when that fails, a keyring entry that it alone would have
    /// referred to goes again.
    fn write_row(
        &self,
        connection: &Connection,
        is_new: bool,
        place: CredentialsPlace,
        revisions: &Revisions,
        history: History,
    ) -> Result<(), StoreError> {
        let written = self.database.write(|tx| {
            // Another process may have forgotten it in the meantime.
            if !is_new {
                cloud_identities::require(tx, connection.id)?;
            }
            if history == History::Dropped {
                connection_tests::remove(tx, connection.id)?;
                reports::remove(tx, connection.id)?;
            }
            cloud_identities::save(tx, connection, place, revisions)
        });
        let unreferred = is_new || matches!(written, Err(StoreError::NoConnection(_)));
        if written.is_err() && unreferred && place == CredentialsPlace::Keyring {
            drop(self.custody.delete(connection.id));
        }
        written
    }

    /// Deletes the entries of forgotten connections that could not be deleted then.
    fn sweep(&self) {
        let left = self.database.read(keyring_leftovers::all).unwrap_or_default();
        for name in left.iter().take_while(|name| self.custody.keyring.delete(name).is_ok()) {
            if let Err(error) = self.database.write(|tx| keyring_leftovers::gone(tx, name)) {
                tracing::debug!(%error, "a deleted keyring entry is still noted as left");
            }
        }
    }
}

/// The number of the credentials that a report speaks of, and what has to be kept anew for it.
fn attributed(survey: &Survey, identity: &Identity, report: &Report) -> (u32, Option<Revisions>) {
    // Nobody may be able to say what is current: a test of this connection can only have used that.
    let Some(known) = survey.known.as_ref().filter(|known| known.current.number == identity.revision) else {
        return (identity.revision, None);
    };
    if let Some(number) = known.number_of(&report.connection) {
        return (number, None);
    }
    let (wanted, number) = known.clone().with_tested(&report.connection);
    (number, Some(wanted))
}

impl Store for SqliteStore {
    fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        let loaded = self.listed()?.into_iter().map(|(id, _)| self.load(id));
        Ok(loaded.filter_map(Result::ok).collect())
    }

    fn unreadable(&self) -> Result<Vec<UnreadableConnection>, StoreError> {
        let failed = self.listed()?.into_iter().filter_map(|(id, label)| {
            let reason = self.load(id).err()?.to_string();
            let status = self.identity(id).ok().and_then(|identity| identity.status);
            Some(UnreadableConnection { id, label, status, reason })
        });
        Ok(failed.collect())
    }

    fn connection(&self, id: ConnectionId) -> Result<Connection, StoreError> {
        self.load(id)
    }

    fn save(&self, connection: &Connection) -> Result<CredentialsPlace, StoreError> {
        self.keep(connection, History::Kept)
    }

    fn start_over(&self, connection: &Connection) -> Result<CredentialsPlace, StoreError> {
        self.keep(connection, History::Dropped)
    }

    /// A keyring that does not answer does not keep a connection from being forgotten: its entry is
    /// noted by name, shown by [`Store::stored`], and deleted as soon as the keyring answers.
    fn forget(&self, id: ConnectionId) -> Result<(), StoreError> {
        let _order = locked(&self.order);
        let may_have_entry = self.database.read(|db| cloud_identities::may_have_entry(db, id))?;
        // The keyring first: the other way round, an end of the process would leave an entry that
        // nothing refers to.
        let deleted = if may_have_entry { self.custody.delete(id) } else { Ok(()) };
        self.database.write(|tx| {
            cloud_identities::remove(tx, id)?;
            if deleted.is_err() { keyring_leftovers::remember(tx, &id.to_string()) } else { Ok(()) }
        })?;
        locked(&self.forgotten).insert(id);
        self.custody.forget(id);
        self.database.wipe_log();
        match deleted {
            Ok(()) => self.sweep(),
            Err(error) => tracing::warn!(connection = %id, %error, "its keyring entry is still there"),
        }
        Ok(())
    }

    fn save_test(&self, test: &ConnectionTest) -> Result<(), StoreError> {
        self.database.write(|tx| {
            cloud_identities::require(tx, test.connection)?;
            connection_tests::save(tx, test)
        })
    }

    fn latest_test(&self, id: ConnectionId) -> Result<Option<ConnectionTest>, StoreError> {
        self.database.read(|db| connection_tests::newest(db, id))
    }

    fn interrupt_unfinished(&self) -> Result<usize, StoreError> {
        self.database.write(|tx| connection_tests::interrupt(tx, Timestamp::now()))
    }

    fn save_report(&self, id: ConnectionId, report: &Report) -> Result<(), StoreError> {
        let _order = locked(&self.order);
        let identity = self.identity(id)?;
        let survey = self.custody.survey(id, Some(&identity));
        let (number, anew) = attributed(&survey, &identity, report);
        let place = anew.as_ref().map_or(identity.place, |wanted| self.custody.place(id, wanted, &survey));
        let changed = anew.as_ref().map(|wanted| (place, wanted));
        let (external_id, role_arn) = (report.connection.external_id.clone(), Some(report.connection.role_arn.clone()));
        let tested = Revision { number, external_id, former_external_id: None, role_arn };
        self.database.write(|tx| {
            cloud_identities::require(tx, id)?;
            reports::save(tx, id, report, &tested, changed)
        })?;
        if place != identity.place {
            self.database.wipe_log();
        }
        if let Some(written) = anew.or(survey.known) {
            self.custody.settle(id, place, &written, &[self.tested(id)?]);
        }
        Ok(())
    }

    fn latest_report(&self, id: ConnectionId) -> Result<Option<Report>, StoreError> {
        let identity = self.identity(id)?;
        let newest = self.database.read(|db| match reports::newest(db, id)? {
            Some(report) => Ok(Some((report, reports::cache(db, id)?))),
            None => Ok(None),
        })?;
        let Some((report, cache)) = newest else { return Ok(None) };
        let tested = self.custody.find(id, &identity, report.revision)?;
        self.database.check(|| {
            let whole = reports::whole(&report, cache.as_deref(), &tested);
            whole.map(Some).map_err(|error| Trouble::row("report", &report.id, &error))
        })
    }

    fn latest_changes(&self, id: ConnectionId) -> Result<Option<Counts>, StoreError> {
        self.database.read(|db| reports::changes(db, id))
    }

    fn template_url(&self) -> Result<Option<String>, StoreError> {
        self.database.read(|db| settings::find(db, settings::TEMPLATE_URL))
    }

    fn keep_template_url(&self, address: Option<&str>) -> Result<(), StoreError> {
        self.database.write(|tx| settings::keep(tx, settings::TEMPLATE_URL, address))
    }

    fn stored(&self) -> Result<Vec<StoredItem>, StoreError> {
        let mut items = stored::files(self.database.path());
        items.extend(self.database.read(|db| stored::rows(db, self.database.path()))?);
        let ids: Vec<String> = self.listed()?.into_iter().map(|(id, _)| id.to_string()).collect();
        items.extend(stored::entries(&self.custody.keyring, &ids, &self.database.read(keyring_leftovers::all)?));
        Ok(items)
    }
}
