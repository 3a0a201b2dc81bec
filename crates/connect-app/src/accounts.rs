//! Asking AWS whose the profiles are of which nothing else tells it. Only when a person wants it: signing in runs the
//! programs that profiles name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use connect_core::account::AccountId;
use connect_core::ports::Cloud;
use connect_core::profile::{AccountHint, HintSource, Profile, ProfileKind, ProfileName};

use crate::App;
use crate::error::AppError;

/// How many profiles are signed in at once.
const AT_ONCE: usize = 4;
/// How long one sign-in may take.
const BOUND: Duration = Duration::from_secs(10);

/// What AWS said when it was asked, until the app is closed.
#[derive(Default)]
pub(crate) struct Accounts {
    answers: Mutex<HashMap<ProfileName, Answer>>,
    /// Ends the asking that is under way when it is dropped.
    asking: Mutex<Option<oneshot::Sender<()>>>,
}

/// It counts as long as the profile is listed as it was when AWS was asked. A key or a program's arguments are in no
/// list, so a change of these alone is seen when the profile is chosen: that asks AWS anew, and forgets this.
struct Answer {
    of: Profile,
    account: Result<AccountId, AppError>,
}

impl Accounts {
    /// Whose AWS said that a profile is, or why it did not.
    pub(crate) fn of(&self, profile: &Profile) -> (Option<AccountHint>, Option<String>) {
        let answers = self.answers();
        match answers.get(&profile.name).filter(|answer| answer.of == *profile).map(|answer| &answer.account) {
            None => (None, None),
            Some(Ok(account)) => (Some(AccountHint { account: account.to_string(), from: HintSource::Asked }), None),
            Some(Err(error)) => (None, Some(error.message.clone())),
        }
    }

    pub(crate) fn forget(&self, profile: &ProfileName) {
        self.answers().remove(profile);
    }

    fn keep(&self, of: Profile, account: Result<AccountId, AppError>) {
        self.answers().insert(of.name.clone(), Answer { of, account });
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<ProfileName, Answer>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asking(&self) -> MutexGuard<'_, Option<oneshot::Sender<()>>> {
        self.asking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Signs in once with every profile whose account is not known, a few at a time; the list has the answers from then
    /// on. Nobody is asked for a code. A newer asking, or [`Self::cancel_accounts`], ends this one and keeps what AWS has
    /// said until then.
    pub async fn ask_accounts(&self) -> Result<(), AppError> {
        let (newest, ended) = oneshot::channel();
        // The sender of an older asking is dropped, which ends that one.
        *self.accounts.asking() = Some(newest);
        tokio::select! {
            biased;
            _ = ended => Ok(()),
            asked = self.asked() => asked,
        }
    }

    /// Ends the asking that is under way, if there is one, and the programs that it runs.
    pub fn cancel_accounts(&self) {
        self.accounts.asking().take();
    }

    async fn asked(&self) -> Result<(), AppError> {
        let listed = self.listed().await?;
        let unknown = listed
            .into_iter()
            .filter(|(profile, view)| view.account_hint.is_none() && profile.kind != ProfileKind::Incomplete);
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        // Dropping the set ends what runs in it.
        let mut signing_in = JoinSet::new();
        for (profile, _) in unknown {
            let (cloud, turns) = (Arc::clone(&self.cloud), Arc::clone(&turns));
            signing_in.spawn(async move {
                let _turn = turns.acquire_owned().await;
                let account = whose(cloud.as_ref(), &profile.name).await;
                (profile, account)
            });
        }
        while let Some(answer) = signing_in.join_next().await {
            match answer {
                Ok((profile, account)) => self.accounts.keep(profile, account),
                Err(error) => tracing::warn!("a profile could not be asked about: {error}"),
            }
        }
        Ok(())
    }
}

async fn whose(cloud: &dyn Cloud, profile: &ProfileName) -> Result<AccountId, AppError> {
    match timeout(BOUND, cloud.sign_in_unasked(Some(profile))).await {
        Ok(identity) => Ok(identity?.caller().account.clone()),
        Err(_) => Err(AppError::not_now(format!("there was no answer within {} s", BOUND.as_secs()))),
    }
}
