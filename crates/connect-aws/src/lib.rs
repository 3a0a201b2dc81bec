//! The AWS adapter: the only crate that names the AWS SDK.
//!
//! [`AwsCloud`] implements [`connect_core::ports::Cloud`]: it lists and loads the profiles of this machine, signs in,
//! assumes roles, reads them and their policies, and discovers what an account has.
//!
//! Terms are those of `connect_core`. A *chain* is how a profile comes by its credentials: a base (keys, SSO, a
//! program, ...) and the roles assumed on top of it. A *lister* lists one kind of resource.
//!
//! Deliberately absent: verdicts (what a failed call means for a connection is decided elsewhere), writing calls but for
//! the stack that a person deploys and the template that one publishes, and any way to get a key out. No type here that holds credentials implements `Serialize` or shows them in `Debug`.

mod classify;
mod client;
mod cloud;
mod credentials;
mod discovery;
mod endpoints;
mod files;
mod hosted;
mod identity;
mod options;
mod own_policies;
mod profiles;
mod reader;
mod session;
mod sign_in;
mod simulate;
mod stack;
mod templates;
mod trust;
mod warm;

pub use cloud::AwsCloud;
pub use endpoints::{CustomEndpoint, custom_endpoints, endpoints_in_use, endpoints_of_environment};
pub use options::{AwsOptions, Environment, Timeouts};
