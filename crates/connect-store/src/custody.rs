//! Keeping credentials: in the keyring while it answers, else with the database row.
//!
//! A change goes through three steps: [`Custody::survey`] finds out what is known, [`Custody::place`]
//! puts the new state into the keyring beside the committed one, and after the database has
//! committed [`Custody::settle`] drops what only the change itself needed.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use connect_core::connection::{ConnectionId, CredentialsPlace};
use connect_core::ports::StoreError;

use crate::credentials::{Revision, Revisions};
use crate::keyring::{BoundedKeyring, KeyringError};
use crate::tables::cloud_identities::Identity;

/// What was found out about a connection's credentials before a change.
pub(crate) struct Survey {
    entry: Result<Option<Revisions>, KeyringError>,
    /// From all places; the current one is the one that the database has committed.
    pub(crate) known: Option<Revisions>,
}

/// The keyring, and what was last read from or written to it.
pub(crate) struct Custody {
    pub(crate) keyring: BoundedKeyring,
    /// For when the keyring falls silent under a running app.
    known: Mutex<HashMap<ConnectionId, Revisions>>,
}

impl Custody {
    pub(crate) fn new(keyring: BoundedKeyring) -> Self {
        Self { keyring, known: Mutex::default() }
    }

    /// The credentials of that number, from wherever they are.
    pub(crate) fn find(&self, id: ConnectionId, identity: &Identity, number: u32) -> Result<Revision, StoreError> {
        let find = |revisions: &Revisions| revisions.find(number).cloned();
        if let Some(found) = identity.revisions.as_ref().and_then(find) {
            return Ok(found);
        }
        let entry = self.entry(id);
        if let Ok(Some(revisions)) = &entry {
            self.known().insert(id, revisions.clone());
        }
        let found = entry.as_ref().ok().and_then(Option::as_ref).and_then(find);
        found.or_else(|| self.known().get(&id).and_then(find)).ok_or_else(|| {
            let reason = match entry {
                Err(error) => error.to_string(),
                Ok(Some(_)) => "it holds other credentials than the database speaks of".to_owned(),
                Ok(None) => "it is not there; it may have been deleted outside the app".to_owned(),
            };
            StoreError::Keyring { id, reason }
        })
    }

    /// What is known of a connection's credentials, and what the keyring says.
    pub(crate) fn survey(&self, id: ConnectionId, identity: Option<&Identity>) -> Survey {
        let entry = self.entry(id);
        let own = identity.and_then(|identity| identity.revisions.clone());
        let cached = self.known().get(&id).cloned();
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
    pub(crate) fn place(&self, id: ConnectionId, wanted: &Revisions, survey: &Survey) -> CredentialsPlace {
        let outcome = match &survey.entry {
            Ok(Some(there)) if there == wanted => Ok(()),
            Ok(before) => self.write(id, wanted, before.as_ref()),
            // It answers; only this entry is spoilt.
            Err(KeyringError::Refused(_)) => self.write(id, wanted, None),
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

    /// After a commit: keeps only what is current or referred to.
    pub(crate) fn settle(
        &self,
        id: ConnectionId,
        place: CredentialsPlace,
        written: &Revisions,
        referred: &[Option<u32>],
    ) {
        let kept = written.clone().keeping(referred);
        if place == CredentialsPlace::Keyring
            && kept != *written
            && let Err(error) = self.write(id, &kept, Some(written))
        {
            tracing::debug!(%error, "an earlier state stays in the keyring until the next change");
        }
        self.known().insert(id, kept);
    }

    /// Deletes the entry of a connection.
    pub(crate) fn delete(&self, id: ConnectionId) -> Result<(), KeyringError> {
        self.keyring.delete(&id.to_string())
    }

    /// Forgets what was read or written of a connection.
    pub(crate) fn forget(&self, id: ConnectionId) {
        self.known().remove(&id);
    }

    fn entry(&self, id: ConnectionId) -> Result<Option<Revisions>, KeyringError> {
        let parse = |json: String| {
            serde_json::from_str(&json)
                .map_err(|_| KeyringError::Refused("its content is not what this app wrote".to_owned()))
        };
        self.keyring.get(&id.to_string())?.map(parse).transpose()
    }

    fn write(&self, id: ConnectionId, wanted: &Revisions, before: Option<&Revisions>) -> Result<(), KeyringError> {
        let json = |revisions: &Revisions| {
            serde_json::to_string(revisions).map_err(|error| KeyringError::Refused(error.to_string()))
        };
        let before = before.map(json).transpose()?;
        self.keyring.set(&id.to_string(), &json(wanted)?, before.as_deref())
    }

    fn known(&self) -> MutexGuard<'_, HashMap<ConnectionId, Revisions>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
