//! What a front end decides once at its start.

use std::time::Duration;

use connect_core::console::{AddressError, Console, TemplateUrl};

/// How the use cases shall behave in this process.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The app's version.
    pub version: String,
    /// The custom endpoint that calls go to, when one is allowed.
    pub endpoint: Option<String>,
    /// Where console pages are opened.
    pub console: Console,
    /// The hosted template that the environment names: it goes before the one that is stored.
    pub template: Option<TemplateUrl>,
    /// The folder with the app's database, to be shown.
    pub data_folder: String,
    /// Where a damaged database was put when the app started.
    pub set_aside: Option<String>,
    /// How long a fresh role is waited for.
    pub propagation_wait: Duration,
}

/// The environment variable that names the hosted template.
pub const TEMPLATE_VARIABLE: &str = "ALETHIA_TEMPLATE_URL";

/// The wait for a fresh role that is used when nothing else is said.
pub const PROPAGATION_WAIT: Duration = Duration::from_secs(90);

impl Settings {
    /// Settings from what the process was started with. Loopback addresses of a console or template
    /// are taken only together with a custom endpoint.
    pub fn new(
        endpoint: Option<String>,
        console: Option<&str>,
        template: Option<&str>,
        data_folder: String,
    ) -> Result<Self, AddressError> {
        let sandbox = endpoint.is_some();
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            console: console.filter(|_| sandbox).map_or(Ok(Console::Aws), Console::sandbox)?,
            template: template
                .filter(|address| !address.is_empty())
                .map(|address| TemplateUrl::parse(address, sandbox))
                .transpose()?,
            endpoint,
            data_folder,
            set_aside: None,
            propagation_wait: PROPAGATION_WAIT,
        })
    }
}
