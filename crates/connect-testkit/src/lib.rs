//! Development only: AWS on this machine.
//!
//! A [`Sandbox`] is an AWS stand-in that really evaluates trust and identity policies ([`StandIn`]), with a proxy in
//! front ([`Proxy`]) that adds what AWS does and the stand-in does not: pages, faults on purpose, propagation delays, a
//! call log. Three accounts are in it: the platform's, a customer's full of resources, and a stranger's.
//!
//! Deliberately absent: recorded or invented answers. What a call answers is decided by what is really stored.

mod caller;
mod console;
mod error;
mod http;
mod https;
mod proxy;
mod roles;
mod root_client;
mod sandbox;
mod seeded;
mod sign;
mod stand_in;
mod totp;
mod venv;
mod xml;

pub use caller::As;
pub use error::{AwsError, SandboxError};
pub use https::{Certificate, HttpsEndpoint};
pub use proxy::{AssumeRole, Because, Call, CallLog, Effect, Fault, Faults, Issued, Proxy, Settings, SettingsStore};
pub use sandbox::{CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT, SEEDED_EXTERNAL_ID, STRANGER_ACCOUNT, Sandbox, SandboxOptions};
pub use seeded::{Seeded, SeededMfa, SeededResource, SeededRole};
pub use stand_in::StandIn;
