//! The command line against the stand-in: verdicts, causes, exit statuses, bad input.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_input;
mod connections;
mod deploy;
mod local;
mod mfa;
mod reports;
mod support;
mod verdicts;
