//! What the program can be started with.

use std::time::Duration;

/// Connects an AWS account to an Alethia platform, and proves that the connection works and is safe.
#[derive(Debug, clap::Parser)]
#[command(name = "alethia-connect", version)]
#[cfg_attr(
    target_os = "linux",
    command(after_help = "If the window stays blank, start with WEBKIT_DISABLE_DMABUF_RENDERER=1 in the environment.")
)]
pub(crate) struct Options {
    /// Send calls to the endpoint that `AWS_ENDPOINT_URL` names, instead of AWS; the window says so
    #[arg(long)]
    pub(crate) allow_custom_endpoint: bool,

    /// Seconds to wait for a role that AWS is still spreading
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(0..=600))]
    pub(crate) propagation_wait: Option<u64>,
}

impl Options {
    /// Development builds take a custom endpoint without being asked; the window shows it all the same.
    pub(crate) fn custom_endpoint_allowed(&self) -> bool {
        self.allow_custom_endpoint || cfg!(debug_assertions)
    }

    /// The wait, if one was given.
    pub(crate) fn wait(&self) -> Option<Duration> {
        self.propagation_wait.map(Duration::from_secs)
    }
}
