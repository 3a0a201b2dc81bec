//! The command line against the stand-in: verdicts, causes, exit statuses, bad input.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod bad_input;
mod connections;
mod deploy;
mod local;
mod mfa;
mod publish_template;
mod reports;
mod scenarios;
mod self_check;
mod support;
mod verdicts;
