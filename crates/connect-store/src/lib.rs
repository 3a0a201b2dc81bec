//! `SQLite` and the OS keyring behind the store port.
//!
//! Terms: a connection's *credentials* are its Role ARN and External ID; their *place* is the OS
//! keyring, or the database file where no keyring answers in time. Every change of them is a new
//! *revision*: the keyring is written first and keeps the revision that the database still names,
//! so that an end of the process between the two loses neither.
//!
//! The credentials stand nowhere else: the draft is stored without them, and reports and the cache
//! of resources are stored with placeholders in their stead ([`redact`]).
//!
//! What is deliberately absent: keys, tokens, logs, a second file for settings, and any call to
//! the keyring while the store is opened.

mod credentials;
mod custody;
mod database;
mod keyring;
mod redact;
mod salvage;
mod store;
mod stored;
mod tables;

pub use database::FILE_NAME;
pub use keyring::{FailingKeyring, HangingKeyring, Keyring, KeyringError, MemoryKeyring, OsKeyring, SERVICE};
pub use store::{Bounds, SqliteStore};
