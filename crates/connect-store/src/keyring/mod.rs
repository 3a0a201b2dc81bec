//! The keyring as this crate needs it: one text per user name, under one service name.

mod bounded;
mod memory;
mod os;

pub(crate) use bounded::BoundedKeyring;
pub use memory::{FailingKeyring, HangingKeyring, MemoryKeyring};
pub use os::OsKeyring;

use std::time::Duration;

/// The service under which the app's entries stand; the app's bundle identifier.
pub const SERVICE: &str = "io.alethialabs.connect";

/// Why the keyring did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// There is none on this machine, or it is not running.
    #[error("there is no usable keyring on this machine ({0})")]
    Absent(String),
    /// It is there and does not let the app in.
    #[error("the keyring is locked or denied access ({0})")]
    Locked(String),
    /// It did not answer in time; holds how long it was waited for.
    #[error(
        "the keyring did not answer within {} s; if it asks for its password in another window, answer there",
        .0.as_secs_f32()
    )]
    Silent(Duration),
    /// It does not take or give this one entry.
    #[error("the keyring refused this entry ({0})")]
    Refused(String),
}

/// A keyring. Its calls may block for as long as they like: whoever uses one bounds them.
pub trait Keyring: Send + Sync {
    /// The entry of that user; `None` when there is none.
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError>;

    /// Writes the entry of that user, in place of an earlier one.
    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError>;

    /// Removes the entry of that user; fine when there is none.
    fn delete(&self, user: &str) -> Result<(), KeyringError>;
}
