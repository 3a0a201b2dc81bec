use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How far the proxy differs from the stand-in, apart from faults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Pages never have more items than this; without it, AWS's own limits hold.
    pub page_size: Option<usize>,
    /// How long, in milliseconds, a new role or trust policy is not yet in force for `AssumeRole`.
    pub propagation_ms: u64,
    /// How long, in milliseconds, a new stack says `CREATE_IN_PROGRESS`.
    pub stack_delay_ms: u64,
}

impl Settings {
    pub(crate) fn propagation(&self) -> Duration {
        Duration::from_millis(self.propagation_ms)
    }

    pub(crate) fn stack_delay(&self) -> Duration {
        Duration::from_millis(self.stack_delay_ms)
    }
}

/// The settings in force; they can be changed at any time.
#[derive(Debug, Default)]
pub struct SettingsStore(RwLock<Settings>);

impl SettingsStore {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(RwLock::new(settings))
    }

    /// What is in force.
    pub fn get(&self) -> Settings {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From the next call on.
    pub fn set(&self, settings: Settings) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = settings;
    }
}
