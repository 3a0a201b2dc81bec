//! The use cases that every front end calls, over the ports of `connect-core`.
//!
//! The window's shell and the command line are thin: what they do stands here once. Deliberately
//! absent: Tauri, the AWS SDK, `SQLite`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use connect_core::connection::ConnectionId;
use connect_core::ports::{Cloud, Store};

mod accounts;
mod code;
mod connections;
pub mod deploy;
mod disconnect;
pub mod error;
mod export;
mod hand_off;
mod hosted;
mod jobs;
pub mod launch;
pub mod logging;
mod look_out;
mod machine;
pub mod mfa;
mod picture;
pub mod publish;
mod rotation;
mod runner;
pub mod settings;
mod stack_update;
mod tags;
pub mod verify;
pub mod view;

use accounts::Accounts;
use deploy::Deployments;
use error::AppError;
pub use export::{Export, export};
pub use picture::{Picture, picture};
use settings::Settings;
use view::ProfileUse;

/// The use cases over one cloud and one store.
pub struct App {
    cloud: Arc<dyn Cloud>,
    store: Arc<dyn Store>,
    settings: Settings,
    /// Held while a connection is loaded, changed and saved.
    changes: Arc<Mutex<()>>,
    /// What cancels the tests that run; `None` for one that is cancelled and about to end.
    running: Mutex<HashMap<ConnectionId, Option<oneshot::Sender<()>>>>,
    /// The profiles that AWS is being asked about.
    choosing: Mutex<HashMap<(ConnectionId, ProfileUse), oneshot::Sender<()>>>,
    accounts: Accounts,
    deployments: Deployments,
    /// The templates that are being published; what is taken out of here ends.
    publishing: Mutex<HashMap<ConnectionId, oneshot::Sender<()>>>,
}

impl App {
    /// The use cases over these adapters.
    pub fn new(cloud: Arc<dyn Cloud>, store: Arc<dyn Store>, settings: Settings) -> Self {
        Self {
            cloud,
            store,
            settings,
            changes: Arc::default(),
            running: Mutex::default(),
            choosing: Mutex::default(),
            accounts: Accounts::default(),
            deployments: Deployments::default(),
            publishing: Mutex::default(),
        }
    }

    /// Runs a call of the store on a blocking thread: the keyring behind it may take seconds.
    async fn blocking<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Store) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let store = Arc::clone(&self.store);
        match tokio::task::spawn_blocking(move || call(store.as_ref())).await {
            Ok(result) => result,
            Err(error) => Err(AppError::not_now(format!("the app is ending and could not finish: {error}"))),
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<ConnectionId, Option<oneshot::Sender<()>>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
