//! The tables, one file each with its migrations.

pub(crate) mod cloud_identities;
pub(crate) mod connection_tests;
pub(crate) mod keyring_leftovers;
pub(crate) mod reports;
pub(crate) mod settings;

use jiff::Timestamp;
use rusqlite_migration::{M, Migrations};
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as WordError};

/// All migrations in the order in which they came about. Only ever append: a migration's place is
/// the schema version that the files of people carry.
pub(crate) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

const STEPS: &[M<'static>] =
    &[cloud_identities::CREATE, connection_tests::CREATE, reports::CREATE, keyring_leftovers::CREATE, settings::CREATE];

/// The newest schema version that is known here.
#[allow(clippy::cast_possible_wrap, reason = "the number of migrations")]
pub(crate) const SCHEMA_VERSION: i64 = STEPS.len() as i64;

/// The tables in an order in which their rows can be inserted.
pub(crate) const NAMES: [&str; 5] =
    ["cloud_identities", "connection_tests", "reports", "keyring_leftovers", "settings"];

/// An instant as text that sorts by time: always nine digits after the second.
pub(crate) fn stamp(instant: Timestamp) -> String {
    format!("{instant:.9}")
}

/// The word of a unit variant, as in the domain's JSON.
pub(crate) fn word<T: Serialize>(variant: &T) -> serde_json::Result<String> {
    Ok(serde_json::to_value(variant)?.as_str().unwrap_or_default().to_owned())
}

/// The unit variant of a word.
pub(crate) fn variant<T: DeserializeOwned>(word: &str) -> Result<T, WordError> {
    T::deserialize(word.into_deserializer())
}
