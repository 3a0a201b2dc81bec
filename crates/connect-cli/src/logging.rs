//! Diagnostic messages on standard error, for the app's own targets only: at trace level the AWS SDK
//! would print requests with their session tokens.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

const OWN: [&str; 6] =
    ["alethia_connect_cli", "connect_app", "connect_aws", "connect_core", "connect_role", "connect_store"];

pub(crate) fn start() {
    let asked = std::env::var("RUST_LOG").ok().and_then(|text| text.trim().parse::<LevelFilter>().ok());
    let own = asked.unwrap_or(LevelFilter::WARN);
    let filter = Targets::new().with_default(LevelFilter::WARN.min(own)).with_targets(OWN.map(|target| (target, own)));
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).without_time();
    tracing_subscriber::registry().with(filter).with(layer).init();
}
