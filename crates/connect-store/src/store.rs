//! The store port over the database file and the keyring.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use connect_core::connection::{Connection, ConnectionId, ConnectionTest, CredentialsPlace, StoredItem};
use connect_core::ports::{Store, StoreError, UnreadableConnection};
use connect_core::report::Report;
use jiff::Timestamp;

use crate::credentials::{Revision, Revisions};
use crate::database::{Database, Trouble};
use crate::keyring::{BoundedKeyring, Keyring, KeyringError};
use crate::stored;
use crate::tables::cloud_identities::{self, Identity};
use crate::tables::{connection_tests, keyring_leftovers, reports};

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
    pub(crate) keyring: BoundedKeyring,
    /// Held while a change goes through keyring and database, so that two do not interleave.
    order: Mutex<()>,
    /// What was last read or written, for when the keyring falls silent under a running app.
    known: Mutex<HashMap<ConnectionId, Revisions>>,
    /// A late write must not bring these back.
    forgotten: Mutex<HashSet<ConnectionId>>,
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
            keyring: BoundedKeyring::new(keyring, bounds.keyring),
            order: Mutex::default(),
            known: Mutex::default(),
            forgotten: Mutex::default(),
        })
    }

    /// Where a damaged database was put when this one was opened: the person should be told.
    pub fn set_aside(&self) -> Option<&Path> {
        self.database.set_aside()
    }

    /// Waits for the keyring again although it was silent before: for when a person asks for it.
    pub fn listen_to_keyring_again(&self) {
        self.keyring.listen_again();
    }

    /// The entry of a connection in the keyring.
    fn entry(&self, id: ConnectionId) -> Result<Option<Revisions>, KeyringError> {
        let parse = |json: String| {
            serde_json::from_str(&json)
                .map_err(|_| KeyringError::Refused("its content is not what this app wrote".to_owned()))
        };
        self.keyring.get(&id.to_string())?.map(parse).transpose()
    }

    /// The credentials of that number, from wherever they are.
    fn credentials(&self, id: ConnectionId, identity: &Identity, number: u32) -> Result<Revision, StoreError> {
        let find = |revisions: &Revisions| revisions.find(number).cloned();
        if let Some(found) = identity.revisions.as_ref().and_then(find) {
            return Ok(found);
        }
        let entry = self.entry(id);
        if let Ok(Some(revisions)) = &entry {
            locked(&self.known).insert(id, revisions.clone());
        }
        let cached = || locked(&self.known).get(&id).and_then(find);
        entry.as_ref().ok().and_then(Option::as_ref).and_then(find).or_else(cached).ok_or_else(|| {
            let reason = match entry {
                Err(error) => error.to_string(),
                Ok(Some(_)) => "it holds other credentials than the database speaks of".to_owned(),
                Ok(None) => "it is not there; it may have been deleted outside the app".to_owned(),
            };
            StoreError::Keyring { id, reason }
        })
    }

    fn identity(&self, id: ConnectionId) -> Result<Identity, StoreError> {
        self.database.read(|db| cloud_identities::find(db, id))?.ok_or(StoreError::NoConnection(id))
    }

    fn load(&self, id: ConnectionId) -> Result<Connection, StoreError> {
        let identity = self.identity(id)?;
        let credentials = self.credentials(id, &identity, identity.revision)?;
        self.database.check(|| identity.connection(id, &credentials))
    }

    /// Ids and labels; an id that is none can only come from outside, and names no connection.
    fn listed(&self) -> Result<Vec<(ConnectionId, String)>, StoreError> {
        let rows = self.database.read(cloud_identities::all)?;
        Ok(rows.into_iter().filter_map(|(id, label)| Some((id.parse().ok()?, label))).collect())
    }

    /// What is known of a connection's credentials, and what the keyring says.
    fn survey(&self, id: ConnectionId, identity: Option<&Identity>) -> Survey {
        let entry = self.entry(id);
        let own = identity.and_then(|identity| identity.revisions.clone());
        let cached = locked(&self.known).get(&id).cloned();
        let sources = [own, entry.as_ref().ok().cloned().flatten(), cached];
        let known = sources.into_iter().flatten().reduce(|first, other| first.joined(&other));
        // The keyring is written before the database: its newest may never have been committed.
        let known = match identity {
            Some(identity) => known.map(|known| known.centred(identity.revision)),
            None => known,
        };
        Survey { entry, known }
    }

    /// Puts credentials into the keyring, if it takes them, and says where they have to be kept.
    fn place(&self, id: ConnectionId, wanted: &Revisions, survey: &Survey) -> CredentialsPlace {
        let outcome = match &survey.entry {
            Ok(Some(there)) if there == wanted => Ok(()),
            Ok(before) => self.write_entry(id, wanted, before.as_ref()),
            // It answers; only this entry is spoilt.
            Err(KeyringError::Refused(_)) => self.write_entry(id, wanted, None),
            Err(error) => Err(error.clone()),
        };
        match outcome {
            Ok(()) => CredentialsPlace::Keyring,
            Err(error) => {
                tracing::warn!(connection = %id, %error, "the credentials are kept in the database");
                CredentialsPlace::Database
            }
        }
    }

    fn write_entry(
        &self,
        id: ConnectionId,
        wanted: &Revisions,
        before: Option<&Revisions>,
    ) -> Result<(), KeyringError> {
        let json = |revisions: &Revisions| {
            serde_json::to_string(revisions).map_err(|error| KeyringError::Refused(error.to_string()))
        };
        let before = before.map(json).transpose()?;
        self.keyring.set(&id.to_string(), &json(wanted)?, before.as_deref())
    }

    /// After a commit: drops what only the change itself needed, and what others left behind.
    fn tidy(&self, id: ConnectionId, place: CredentialsPlace, written: &Revisions, referred: &[Option<u32>]) {
        let kept = written.clone().keeping(referred);
        if place == CredentialsPlace::Keyring {
            if kept != *written
                && let Err(error) = self.write_entry(id, &kept, Some(written))
            {
                tracing::debug!(%error, "an earlier state stays in the keyring until the next change");
            }
            self.sweep();
        }
        locked(&self.known).insert(id, kept);
    }

    /// Deletes the entries of forgotten connections that could not be deleted then.
    fn sweep(&self) {
        let left = self.database.read(keyring_leftovers::all).unwrap_or_default();
        for name in left.iter().take_while(|name| self.keyring.delete(name).is_ok()) {
            if let Err(error) = self.database.write(|tx| keyring_leftovers::gone(tx, name)) {
                tracing::debug!(%error, "a deleted keyring entry is still noted as left");
            }
        }
    }

    fn is_forgotten(&self, connection: &Connection, identity: Option<&Identity>) -> bool {
        let was_stored = connection.credentials_place.is_some() || locked(&self.forgotten).contains(&connection.id);
        identity.is_none() && was_stored
    }

    /// The number of the credentials that a report speaks of, and all that must be kept with it.
    fn tested(&self, id: ConnectionId, identity: &Identity, report: &Report) -> (Survey, Option<Revisions>, u32) {
        let survey = self.survey(id, Some(identity));
        match &survey.known {
            Some(known) if known.find(identity.revision).is_some() => {
                if let Some(number) = known.number_of(&report.connection) {
                    return (survey, None, number);
                }
                let (wanted, number) = known.clone().with_tested(&report.connection);
                (survey, Some(wanted), number)
            }
            // Nobody can say what is current: a test of this connection can only have used that.
            _ => (survey, None, identity.revision),
        }
    }
}

/// What was found out about a connection's credentials before a change.
struct Survey {
    entry: Result<Option<Revisions>, KeyringError>,
    known: Option<Revisions>,
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
        let _order = locked(&self.order);
        let id = connection.id;
        let (identity, newest) =
            self.database.read(|db| Ok((cloud_identities::find(db, id)?, reports::newest(db, id)?)))?;
        if self.is_forgotten(connection, identity.as_ref()) {
            return Err(StoreError::NoConnection(id));
        }
        let committed = identity.as_ref().map(|identity| identity.revision);
        let tested = newest.map(|report| report.revision);
        let survey = self.survey(id, identity.as_ref());
        let wanted =
            Revisions::after(survey.known.as_ref(), committed, &connection.draft).keeping(&[committed, tested]);
        let place = self.place(id, &wanted, &survey);
        let settled = if place == CredentialsPlace::Database { wanted.keeping(&[tested]) } else { wanted };
        let written = self.database.write(|tx| {
            // Another process may have forgotten it in the meantime.
            if identity.is_some() && cloud_identities::find(tx, id)?.is_none() {
                return Err(StoreError::NoConnection(id).into());
            }
            cloud_identities::save(tx, connection, place, &settled)
        });
        if let Err(error) = written {
            let is_new = identity.is_none() || matches!(error, StoreError::NoConnection(_));
            if is_new && place == CredentialsPlace::Keyring {
                drop(self.keyring.delete(&id.to_string()));
            }
            return Err(error);
        }
        if identity.is_some_and(|identity| identity.place != place) {
            self.database.wipe_log();
        }
        self.tidy(id, place, &settled, &[tested]);
        Ok(place)
    }

    /// A keyring that does not answer does not keep a connection from being forgotten: its entry is
    /// noted by name, shown by [`Store::stored`], and deleted as soon as the keyring answers.
    fn forget(&self, id: ConnectionId) -> Result<(), StoreError> {
        let _order = locked(&self.order);
        let may_have_entry = self.database.read(|db| match cloud_identities::may_have_entry(db, id)? {
            Some(may) => Ok(may),
            None => Err(StoreError::NoConnection(id).into()),
        })?;
        // The keyring first: the other way round, an end of the process would leave an entry that
        // nothing refers to.
        let deleted = if may_have_entry { self.keyring.delete(&id.to_string()) } else { Ok(()) };
        self.database.write(|tx| {
            cloud_identities::remove(tx, id)?;
            if deleted.is_err() { keyring_leftovers::remember(tx, &id.to_string()) } else { Ok(()) }
        })?;
        locked(&self.forgotten).insert(id);
        locked(&self.known).remove(&id);
        self.database.wipe_log();
        match deleted {
            Ok(()) => self.sweep(),
            Err(error) => tracing::warn!(connection = %id, %error, "its keyring entry is still there"),
        }
        Ok(())
    }

    fn save_test(&self, test: &ConnectionTest) -> Result<(), StoreError> {
        self.database.write(|tx| {
            require(tx, test.connection)?;
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
        let (survey, extended, number) = self.tested(id, &identity, report);
        let place = extended.as_ref().map_or(identity.place, |wanted| self.place(id, wanted, &survey));
        let tested = Revision {
            number,
            external_id: report.connection.external_id.clone(),
            role_arn: Some(report.connection.role_arn.clone()),
        };
        self.database.write(|tx| {
            require(tx, id)?;
            reports::save(tx, id, report, &tested, extended.as_ref().map(|wanted| (place, wanted)))
        })?;
        if place != identity.place {
            self.database.wipe_log();
        }
        if let Some(written) = extended {
            let newest = self.database.read(|db| Ok(reports::newest(db, id)?.map(|report| report.revision)))?;
            self.tidy(id, place, &written, &[newest]);
        }
        Ok(())
    }

    fn latest_report(&self, id: ConnectionId) -> Result<Option<Report>, StoreError> {
        let identity = self.identity(id)?;
        let newest =
            self.database.read(|db| Ok(reports::newest(db, id)?.map(|report| (report, reports::cache(db, id)))))?;
        let Some((report, cache)) = newest else { return Ok(None) };
        let tested = self.credentials(id, &identity, report.revision)?;
        self.database.check(|| {
            let whole = reports::whole(&report, cache?.as_deref(), &tested);
            whole.map(Some).map_err(|error| Trouble::row("report", &report.id, &error))
        })
    }

    fn stored(&self) -> Result<Vec<StoredItem>, StoreError> {
        let mut items = stored::files(self.database.path());
        items.extend(self.database.read(|db| stored::rows(db, self.database.path()))?);
        let ids: Vec<String> = self.listed()?.into_iter().map(|(id, _)| id.to_string()).collect();
        items.extend(stored::entries(&self.keyring, &ids, &self.database.read(keyring_leftovers::all)?));
        Ok(items)
    }
}

fn require(db: &rusqlite::Connection, id: ConnectionId) -> Result<(), Trouble> {
    let sql = "SELECT EXISTS (SELECT 1 FROM cloud_identities WHERE id = ?1)";
    let there: bool = db.query_row(sql, [id.to_string()], |row| row.get(0))?;
    if there { Ok(()) } else { Err(StoreError::NoConnection(id).into()) }
}
