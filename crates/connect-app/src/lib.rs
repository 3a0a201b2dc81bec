//! The use cases that every front end calls, over the ports of `connect-core`.
//!
//! The window's shell and the command line are thin: what they do stands here once. Deliberately
//! absent: Tauri, the AWS SDK, `SQLite`.

pub mod error;
pub mod view;
