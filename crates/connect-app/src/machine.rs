//! What this machine offers: profiles and regions to pick from.

use connect_core::account::Partition;
use connect_core::profile::ProfileName;
use connect_core::region::Region;

use crate::App;
use crate::error::AppError;
use crate::settings::Settings;
use crate::view::{EnvironmentView, ProfileView, RegionView, SandboxView};

impl App {
    /// Where the app runs.
    pub fn environment(&self) -> EnvironmentView {
        let Settings { version, endpoint, data_folder, set_aside, .. } = &self.settings;
        EnvironmentView {
            version: version.clone(),
            sandbox: endpoint.clone().map(|endpoint| SandboxView { endpoint }),
            data_folder: data_folder.clone(),
            set_aside: set_aside.clone(),
        }
    }

    /// The profiles of this machine.
    pub async fn profiles(&self) -> Result<Vec<ProfileView>, AppError> {
        Ok(self.cloud.profiles().await?.iter().map(ProfileView::from).collect())
    }

    /// The regions that a stack can be launched in, by partition.
    pub fn regions() -> Vec<RegionView> {
        Partition::ALL.into_iter().flat_map(Region::always_enabled).map(|region| RegionView::from(&region)).collect()
    }

    /// The region that a new connection starts with: the default profile's, if it names one.
    pub async fn home_region(&self) -> Region {
        let profiles = self.cloud.profiles().await.unwrap_or_default();
        let default: Option<ProfileName> = "default".parse().ok();
        let own = profiles.iter().find(|profile| Some(&profile.name) == default.as_ref()).or_else(|| profiles.first());
        own.and_then(|profile| profile.region.as_ref()?.parse().ok()).unwrap_or_else(|| Region::home(Partition::Aws))
    }
}
