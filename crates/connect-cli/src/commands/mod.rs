//! One file a command.

pub(crate) mod connections;
pub(crate) mod deploy;
pub(crate) mod launch_url;
pub(crate) mod role;
pub(crate) mod schema;
pub(crate) mod verify;
