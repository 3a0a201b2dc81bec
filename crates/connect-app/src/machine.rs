//! What this machine offers: profiles and regions to pick from.

use std::collections::HashMap;
use std::time::Duration;

use connect_core::account::{AccountId, Partition};
use connect_core::profile::{AccountHint, HintSource, Profile, ProfileName};
use connect_core::region::Region;
use connect_core::wizard::Draft;

use crate::App;
use crate::error::AppError;
use crate::settings::Settings;
use crate::view::{EnvironmentView, ProfileView, RegionView, SandboxView};

/// How long the list of profiles waits for what the connections know of them.
const SOON: Duration = Duration::from_secs(1);

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

    /// The profiles of this machine, and whose they are where that is known.
    pub async fn profiles(&self) -> Result<Vec<ProfileView>, AppError> {
        Ok(self.listed().await?.into_iter().map(|(_, view)| view).collect())
    }

    /// Each profile as its settings have it, and as it is shown.
    pub(crate) async fn listed(&self) -> Result<Vec<(Profile, ProfileView)>, AppError> {
        // The keyring stands behind what the connections know, and the list does not wait for it.
        let (profiles, seen) = tokio::join!(self.cloud.profiles(), tokio::time::timeout(SOON, self.seen()));
        let seen = seen.unwrap_or_default();
        let view = |profile: Profile| {
            let mut view = ProfileView::from(&profile);
            let (asked, problem) = self.accounts.of(&profile);
            // What AWS said of the profile as it is now is surer than what its settings say.
            view.account_hint = asked.or_else(|| hint(view.account_hint, seen.get(&profile.name)));
            view.problem = problem.filter(|_| view.account_hint.is_none());
            (profile, view)
        };
        Ok(profiles?.into_iter().map(view).collect())
    }

    /// Whose the profiles are that connections use, as AWS said when they were chosen.
    async fn seen(&self) -> HashMap<ProfileName, AccountId> {
        let connections = self.blocking(|store| Ok(store.connections()?)).await.unwrap_or_default();
        let mut seen = HashMap::new();
        // Those that were changed last stand first.
        for Draft { runner, platform_account, target_profile, .. } in connections.into_iter().map(|one| one.draft) {
            let target = target_profile.map(|target| (target.profile, target.account));
            for (profile, account) in runner.zip(platform_account).into_iter().chain(target) {
                seen.entry(profile).or_insert(account);
            }
        }
        seen
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

/// What a profile says of itself goes before what AWS said the last time: it may have been changed since. What AWS said is
/// surer than its key's id where the two agree, and better than nothing.
fn hint(own: Option<AccountHint>, seen: Option<&AccountId>) -> Option<AccountHint> {
    let last_time = |account: &AccountId| AccountHint { account: account.to_string(), from: HintSource::LastTime };
    match (own, seen) {
        (None, seen) => seen.map(last_time),
        (Some(own), Some(seen)) if own.from == HintSource::KeyId && own.account == seen.as_str() => {
            Some(last_time(seen))
        }
        (own, _) => own,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_surest_of_what_is_known_is_shown() {
        use HintSource::{KeyId, LastTime, Settings};
        let hint_of = |(account, from): (&str, HintSource)| AccountHint { account: account.into(), from };
        let (a, b) = ("111122223333", "444455556666");
        for (own, seen, shown) in [
            (None, None, None),
            (None, Some(a), Some((a, LastTime))),
            (Some((a, Settings)), Some(b), Some((a, Settings))),
            (Some((a, KeyId)), None, Some((a, KeyId))),
            (Some((a, KeyId)), Some(a), Some((a, LastTime))),
            (Some((a, KeyId)), Some(b), Some((a, KeyId))),
        ] {
            let seen = seen.map(|account| account.parse::<AccountId>().unwrap());
            assert_eq!(hint(own.map(hint_of), seen.as_ref()), shown.map(hint_of), "{own:?}, and AWS said {seen:?}");
        }
    }
}
