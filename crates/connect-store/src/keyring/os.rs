//! The keyring of the operating system: Keychain, Windows Credential Manager, or the Secret
//! Service over D-Bus.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use keyring_core::{CredentialStore, Entry, Error};

use super::{Keyring, KeyringError, SERVICE};

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store as PlatformStore;
#[cfg(windows)]
use windows_native_keyring_store::Store as PlatformStore;
#[cfg(all(unix, not(target_os = "macos")))]
use zbus_secret_service_keyring_store::Store as PlatformStore;

/// The operating system's keyring. Nothing is reached for before the first call.
#[derive(Default)]
pub struct OsKeyring {
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl OsKeyring {
    /// The keyring of this session.
    pub fn new() -> Self {
        Self::default()
    }

    fn with_entry<T>(
        &self,
        user: &str,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T>,
    ) -> Result<Option<T>, KeyringError> {
        let outcome = self.connect().and_then(|store| store.build(SERVICE, user, None)).and_then(|entry| call(&entry));
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => {
                if matches!(error, Error::PlatformFailure(_) | Error::NoStorageAccess(_)) {
                    self.disconnect();
                }
                Err(classified(&error))
            }
        }
    }

    fn connect(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        let mut slot = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = slot.as_ref() {
            return Ok(Arc::clone(store));
        }
        let store: Arc<CredentialStore> = PlatformStore::new_with_configuration(&HashMap::new())?;
        *slot = Some(Arc::clone(&store));
        Ok(store)
    }

    /// The next call connects anew: a keyring that was restarted answers on a new connection only.
    fn disconnect(&self) {
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn classified(error: &Error) -> KeyringError {
    let words = error.to_string();
    match error {
        Error::NoStorageAccess(_) => KeyringError::Locked(words),
        Error::PlatformFailure(_) | Error::NoDefaultStore | Error::NotSupportedByStore(_) => {
            KeyringError::Absent(words)
        }
        // The entry's own bytes are in these errors and must not be shown.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeyringError::Refused("its content cannot be read".to_owned())
        }
        _ => KeyringError::Refused(words),
    }
}

impl Keyring for OsKeyring {
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        let bytes = self.with_entry(user, Entry::get_secret)?;
        let text =
            |bytes| String::from_utf8(bytes).map_err(|_| KeyringError::Refused("its content is no text".to_owned()));
        bytes.map(text).transpose()
    }

    // Bytes and not a password: Windows stores passwords as UTF-16, which halves what fits.
    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError> {
        let written = self.with_entry(user, |entry| entry.set_secret(content.as_bytes()))?;
        written.ok_or_else(|| KeyringError::Refused("it vanished while it was written".to_owned()))
    }

    fn delete(&self, user: &str) -> Result<(), KeyringError> {
        self.with_entry(user, Entry::delete_credential).map(drop)
    }
}
