//! The sandbox proves itself: every behaviour that other tests rely on is asked for here, of the pinned stand-in and of
//! the proxy in front of it. Needs the stand-in: `crates/connect-testkit/standin/install.sh`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agreement;
mod authorisation;
mod console;
mod delays;
mod derivation;
mod faults;
mod limits;
mod log;
mod mfa;
mod organisation;
mod paging;
mod program;
mod seeding;
mod stacks;
mod support;
