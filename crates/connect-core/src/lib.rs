//! The pure domain of Alethia Connect: what a connection is, how it is judged and what is said.
//!
//! Terms are those of the product: connection, runner, platform account, target account,
//! provisioner role, connection test, check, evidence, coverage cell, report.
//!
//! Deliberately absent: Tauri, the AWS SDK, `SQLite`, an async runtime, the environment, the file
//! system, the network and the clock. Time and ids come in as values; the outside world is behind
//! [`ports`].

mod text;

pub mod account;
pub mod arn;
pub mod check;
pub mod comparison;
pub mod connection;
pub mod console;
pub mod coverage;
pub mod diagnosis;
pub mod external_id;
pub mod failure;
pub mod mfa;
pub mod network;
pub mod paste;
pub mod policy;
pub mod ports;
pub mod probe;
pub mod profile;
pub mod publication;
pub mod redaction;
pub mod region;
pub mod render;
pub mod report;
pub mod resource;
pub mod schema;
pub mod seal;
pub mod shell;
pub mod stack;
pub mod trust;
pub mod wizard;
