//! The adapter from outside: against files, a server on loopback and the stand-in. One program, because linking the
//! SDK takes longer than all the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod hosted;
mod mfa;
mod network;
mod parts;
mod policies;
mod profiles;
mod publish;
mod secrets;
mod set_ups;
mod sso;
mod stacks;
mod standin;
