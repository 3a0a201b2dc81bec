//! What the commands share: the use cases over the real adapters, or why they could not be had.

use std::path::Path;
use std::sync::Arc;

use connect_app::App;
use connect_app::error::AppError;
use connect_app::mfa::MfaQuestions;
use connect_app::settings::{Settings, TEMPLATE_VARIABLE};
use connect_aws::{AwsCloud, AwsOptions, custom_endpoints};
use connect_store::{OsKeyring, SqliteStore};

use crate::options::Options;

/// The use cases, or the error that every command answers with: the window opens either way, so that
/// the person reads the reason in it.
pub(crate) struct Shell {
    app: Result<Arc<App>, AppError>,
    /// What the engine wants to know of the person.
    pub(crate) questions: Arc<MfaQuestions>,
}

impl Shell {
    /// Opens the store and the cloud.
    pub(crate) fn open(options: &Options, data: &Path) -> Self {
        let questions = Arc::new(MfaQuestions::default());
        let app = open(options, data, Arc::clone(&questions));
        if let Err(error) = &app {
            tracing::error!("{error}");
        }
        Self { app: app.map(Arc::new), questions }
    }

    /// The use cases.
    pub(crate) fn app(&self) -> Result<Arc<App>, AppError> {
        self.app.clone()
    }

    /// Cancels what runs, because the window closes.
    pub(crate) fn cancel_all(&self) {
        if let Ok(app) = &self.app {
            app.cancel_all();
        }
    }
}

fn open(options: &Options, data: &Path, questions: Arc<MfaQuestions>) -> Result<App, AppError> {
    let endpoint = endpoint(options, &AwsOptions::default())?;
    let variable = |name| std::env::var(name).ok();
    let mut settings = Settings::new(
        endpoint.clone(),
        variable("ALETHIA_CONSOLE_URL").as_deref(),
        variable(TEMPLATE_VARIABLE).as_deref(),
        data.display().to_string(),
    )
    .map_err(|error| AppError::input(error.to_string()))?;
    if let Some(wait) = options.wait() {
        settings.propagation_wait = wait;
    }
    let store = SqliteStore::open(data, Arc::new(OsKeyring::default()))?;
    settings.set_aside = store.set_aside().map(|path| path.display().to_string());
    let cloud = AwsCloud::new(AwsOptions { allow_custom_endpoint: endpoint.is_some(), ..AwsOptions::default() });
    let app = App::new(Arc::new(cloud.asking(questions)), Arc::new(store), settings);
    tauri::async_runtime::block_on(app.recover())?;
    Ok(app)
}

/// The custom endpoint in force. A release build refuses one that was not asked for: whoever can set
/// the environment could otherwise have the app send its signed calls elsewhere.
fn endpoint(options: &Options, aws: &AwsOptions) -> Result<Option<String>, AppError> {
    let found = tauri::async_runtime::block_on(custom_endpoints(aws))?;
    match found.first() {
        None => Ok(None),
        Some(first) if options.custom_endpoint_allowed() => Ok(Some(first.url.clone())),
        Some(first) => Err(AppError {
            hint: Some("Unset it to use AWS, or start with --allow-custom-endpoint to use it.".to_owned()),
            ..AppError::not_now(format!(
                "{} sends AWS calls to {} instead of AWS. Nothing was sent.",
                first.place, first.url
            ))
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use connect_aws::Environment;

    use super::*;

    fn found(ignored: Option<&str>) -> Option<String> {
        let no_files = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"].map(|name| (name, "/nonexistent"));
        let ignored = ignored.map(|value| ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", value));
        let set = [("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")];
        let environment = Environment::from_pairs(no_files.into_iter().chain(set).chain(ignored));
        let options = Options { allow_custom_endpoint: true, propagation_wait: None };
        endpoint(&options, &AwsOptions { environment, ..AwsOptions::default() }).unwrap()
    }

    #[test]
    fn an_endpoint_that_the_environment_has_ignored_is_neither_shown_nor_refused() {
        let shown = Some("http://127.0.0.1:4566".to_owned());
        assert_eq!(found(None), shown, "it is in force, and shown on screen");
        assert_eq!(found(Some("false")), shown, "still");
        assert_eq!(found(Some("true")), None, "calls go to AWS, as the SDK's would");
    }
}
