//! Messages on standard error. Nothing is written to disk.
//!
//! Only the app's own targets follow `RUST_LOG`: at info level the AWS SDK names key ids, at trace
//! level it prints requests with their session tokens, so what is not ours stays at warnings whatever the environment says.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

const OWN: [&str; 7] = [
    "alethia_connect",
    "alethia_connect_cli",
    "connect_app",
    "connect_aws",
    "connect_core",
    "connect_role",
    "connect_store",
];

fn filter(asked: Option<&str>) -> Targets {
    let own = asked.and_then(|text| text.trim().parse::<LevelFilter>().ok()).unwrap_or(LevelFilter::WARN);
    Targets::new().with_default(LevelFilter::WARN.min(own)).with_targets(OWN.map(|target| (target, own)))
}

/// Starts writing messages; every front end calls it first.
pub fn start() {
    let asked = std::env::var("RUST_LOG").ok();
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).without_time();
    // A second start within one process, as tests do, keeps the first one's.
    let _ = tracing_subscriber::registry().with(filter(asked.as_deref())).with(layer).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn the_environment_cannot_make_the_sdk_talk() {
        let filter = filter(Some("trace"));
        assert!(filter.would_enable("connect_app", &Level::TRACE), "our own targets follow");
        for target in ["aws_sigv4", "aws_smithy_runtime", "hyper", "rustls"] {
            assert!(!filter.would_enable(target, &Level::INFO), "{target} would print requests");
        }
        assert!(!self::filter(Some("aws_sigv4=trace")).would_enable("aws_sigv4", &Level::TRACE), "nor by name");
    }
}
