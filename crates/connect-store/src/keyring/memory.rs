//! Keyrings without an operating system, for tests of this crate and of those above it.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{Keyring, KeyringError};

/// A keyring in this process's memory, which can be locked and unlocked.
#[derive(Debug, Default)]
pub struct MemoryKeyring {
    entries: Mutex<BTreeMap<String, String>>,
    refusal: Mutex<Option<KeyringError>>,
}

impl MemoryKeyring {
    /// An empty one that answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails with this error; `None` makes it answer again.
    pub fn refuse_with(&self, refusal: Option<KeyringError>) {
        *locked(&self.refusal) = refusal;
    }

    /// What it holds, whether it answers or not.
    pub fn entries(&self) -> BTreeMap<String, String> {
        locked(&self.entries).clone()
    }

    fn answering(&self) -> Result<MutexGuard<'_, BTreeMap<String, String>>, KeyringError> {
        match locked(&self.refusal).clone() {
            Some(refusal) => Err(refusal),
            None => Ok(locked(&self.entries)),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keyring for MemoryKeyring {
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        Ok(self.answering()?.get(user).cloned())
    }

    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError> {
        self.answering()?.insert(user.to_owned(), content.to_owned());
        Ok(())
    }

    fn delete(&self, user: &str) -> Result<(), KeyringError> {
        self.answering()?.remove(user);
        Ok(())
    }
}

/// A keyring that always fails with the same error.
#[derive(Debug)]
pub struct FailingKeyring(pub KeyringError);

impl Keyring for FailingKeyring {
    fn get(&self, _user: &str) -> Result<Option<String>, KeyringError> {
        Err(self.0.clone())
    }

    fn set(&self, _user: &str, _content: &str) -> Result<(), KeyringError> {
        Err(self.0.clone())
    }

    fn delete(&self, _user: &str) -> Result<(), KeyringError> {
        Err(self.0.clone())
    }
}

/// A keyring that holds every call until it is released, as one does that waits for a password.
#[derive(Debug, Default)]
pub struct HangingKeyring {
    released: Mutex<bool>,
    changed: Condvar,
    behind: MemoryKeyring,
}

impl HangingKeyring {
    /// One that hangs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets the calls that hang, and all later ones, through.
    pub fn release(&self) {
        *locked(&self.released) = true;
        self.changed.notify_all();
    }

    /// What came through.
    pub fn entries(&self) -> BTreeMap<String, String> {
        self.behind.entries()
    }

    fn wait(&self) {
        let guard = locked(&self.released);
        drop(self.changed.wait_while(guard, |released| !*released));
    }
}

impl Keyring for HangingKeyring {
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        self.wait();
        self.behind.get(user)
    }

    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError> {
        self.wait();
        self.behind.set(user, content)
    }

    fn delete(&self, user: &str) -> Result<(), KeyringError> {
        self.wait();
        self.behind.delete(user)
    }
}
