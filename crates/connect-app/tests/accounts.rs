//! Asking AWS whose the profiles are of which nothing else tells it.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use connect_app::App;
use connect_app::settings::Settings;
use connect_app::view::{ActionView, ProfileView};
use connect_core::console::TemplateUrl;
use connect_core::failure::{FailureKind, SignInError};
use connect_core::ports::{Cloud, Identity};
use connect_core::profile::{AccountHint, HintSource, Profile, ProfileKind, ProfileName};
use connect_store::{MemoryKeyring, SqliteStore};
use support::{FakeCloud, Script, failure};

const RUNNER: &str = "111122223333";
const TARGET: &str = "444455556666";
const LONG: Duration = Duration::from_millis(100);

/// Profiles whose sign-in takes a while. One that `hangs` never ends, one that `fails` does.
struct Profiles {
    listed: Mutex<Vec<Profile>>,
    behind: FakeCloud,
    asked: Mutex<Vec<String>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

/// Counts a sign-in that is under way, also when it is dropped.
struct UnderWay<'a>(&'a AtomicUsize);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Cloud for Profiles {
    async fn profiles(&self) -> Result<Vec<Profile>, SignInError> {
        Ok(self.listed.lock().unwrap().clone())
    }

    async fn hosted_template(&self, template: &TemplateUrl) -> Result<Vec<u8>, SignInError> {
        self.behind.hosted_template(template).await
    }

    async fn sign_in(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        self.behind.sign_in(profile).await
    }

    async fn sign_in_unasked(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        let name = profile.unwrap().as_str();
        self.asked.lock().unwrap().push(name.to_owned());
        self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let _under_way = UnderWay(&self.now);
        tokio::time::sleep(LONG).await;
        match name {
            "hangs" => std::future::pending().await,
            "fails" => Err(failure(FailureKind::CredentialsMissing { command: None }, "/opt/creds ended").into()),
            _ => self.behind.sign_in_unasked(profile).await,
        }
    }
}

fn profile(name: &str) -> Profile {
    Profile {
        name: name.parse().unwrap(),
        kind: ProfileKind::Process,
        region: None,
        account_hint: None,
        sso_session: None,
        program: Some("/opt/creds".into()),
    }
}

fn app_of(folder: &Path, script: Script, listed: Vec<Profile>) -> (Arc<App>, Arc<Profiles>) {
    let cloud = Arc::new(Profiles {
        listed: Mutex::new(listed),
        behind: FakeCloud::new(script),
        asked: Mutex::default(),
        now: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let store = SqliteStore::open(folder, Arc::new(MemoryKeyring::default())).unwrap();
    let settings = Settings::new(None, None, None, folder.display().to_string()).unwrap();
    let shared: Arc<dyn Cloud> = Arc::<Profiles>::clone(&cloud);
    (Arc::new(App::new(shared, Arc::new(store), settings)), cloud)
}

fn hint(account: &str, from: HintSource) -> AccountHint {
    AccountHint { account: account.into(), from }
}

async fn shown(app: &App, name: &str) -> ProfileView {
    app.profiles().await.unwrap().into_iter().find(|profile| profile.name == name).unwrap()
}

#[tokio::test]
async fn those_that_are_not_known_are_asked_about_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let named = Profile { account_hint: Some(hint("999988887777", HintSource::Settings)), ..profile("named") };
    let half = Profile { kind: ProfileKind::Incomplete, ..profile("half") };
    let (app, cloud) = app_of(folder.path(), Script::default(), vec![profile("a"), named, half, profile("target")]);
    assert_eq!(app.profiles().await.unwrap()[0].account_hint, None, "nothing tells it");
    assert_eq!(*cloud.asked.lock().unwrap(), [""; 0], "and the list asks nobody");
    app.ask_accounts().await.unwrap();
    let mut asked = cloud.asked.lock().unwrap().clone();
    asked.sort();
    assert_eq!(asked, ["a", "target"], "the others are known, or give nothing");
    assert_eq!(shown(&app, "a").await.account_hint, Some(hint(RUNNER, HintSource::Asked)), "in the next list");
    assert_eq!(shown(&app, "target").await.account_hint, Some(hint(TARGET, HintSource::Asked)), "each its own");
    assert_eq!(shown(&app, "named").await.account_hint, Some(hint("999988887777", HintSource::Settings)), "as it was");
    app.ask_accounts().await.unwrap();
    assert_eq!(cloud.asked.lock().unwrap().len(), 2, "what is known is not asked again");
}

#[tokio::test]
async fn a_few_are_signed_in_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let many = (0..10).map(|n| profile(&format!("p{n}"))).collect();
    let (app, cloud) = app_of(folder.path(), Script::default(), many);
    app.ask_accounts().await.unwrap();
    assert_eq!(cloud.most.load(Ordering::SeqCst), 4, "each may run a program");
    assert!(app.profiles().await.unwrap().iter().all(|one| one.account_hint.is_some()), "all had their turn");
}

#[tokio::test]
async fn one_that_fails_or_hangs_hinders_no_other_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _) = app_of(folder.path(), Script::default(), vec![profile("fails"), profile("hangs"), profile("a")]);
    let begun = Instant::now();
    app.ask_accounts().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(14), "its time is limited: {:?}", begun.elapsed());
    assert_eq!(shown(&app, "a").await.account_hint, Some(hint(RUNNER, HintSource::Asked)), "the other one is known");
    let problem = shown(&app, "fails").await.problem.unwrap();
    assert!(problem.starts_with("This profile gives no credentials") && problem.contains("/opt/creds"), "{problem}");
    let problem = shown(&app, "hangs").await.problem.unwrap();
    assert_eq!(problem, "There was no answer within 10 s", "nothing else is known of it");
}

#[tokio::test]
async fn nobody_is_asked_for_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script { wants_code: true, ..Script::default() };
    let (app, _) = app_of(folder.path(), script, vec![profile("a")]);
    app.ask_accounts().await.unwrap();
    let view = shown(&app, "a").await;
    assert!(view.problem.unwrap().contains("wants a code"), "it is said that one is wanted");
    assert_eq!(view.account_hint, None, "and whose it is stays unknown");
}

#[tokio::test]
async fn cancelling_keeps_what_is_known_and_leaves_nothing_running() {
    let folder = tempfile::tempdir().unwrap();
    let (app, cloud) = app_of(folder.path(), Script::default(), vec![profile("hangs"), profile("a")]);
    let asking = tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.ask_accounts().await }
    });
    while shown(&app, "a").await.account_hint.is_none() {
        tokio::time::sleep(LONG / 10).await;
    }
    assert_eq!(cloud.now.load(Ordering::SeqCst), 1, "one still hangs");
    app.cancel_accounts();
    let ended = Instant::now();
    assert_eq!(asking.await.unwrap(), Ok(()), "what a person stopped is no error");
    assert!(ended.elapsed() < Duration::from_millis(200), "idle at once: {:?}", ended.elapsed());
    tokio::time::sleep(LONG).await;
    assert_eq!(cloud.now.load(Ordering::SeqCst), 0, "the sign-in is given up, and its program with it");
    let view = shown(&app, "hangs").await;
    assert_eq!((view.account_hint, view.problem), (None, None), "nothing was said of it");
}

#[tokio::test]
async fn an_answer_goes_with_the_profile_that_it_was_about() {
    let folder = tempfile::tempdir().unwrap();
    let (app, cloud) = app_of(folder.path(), Script::default(), vec![profile("runner"), profile("fails")]);
    app.ask_accounts().await.unwrap();
    let changed = |name| Profile { program: Some("/opt/others".into()), ..profile(name) };
    *cloud.listed.lock().unwrap() = vec![changed("runner"), changed("fails")];
    assert_eq!(shown(&app, "runner").await.account_hint, None, "another program may lead elsewhere");
    assert_eq!(shown(&app, "fails").await.problem, None, "or be one that works");
    *cloud.listed.lock().unwrap() = vec![profile("runner")];
    assert_eq!(shown(&app, "runner").await.account_hint, Some(hint(RUNNER, HintSource::Asked)), "as when it was asked");
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    app.act(id, ActionView::ChooseRunner { profile: "runner".into() }).await.unwrap();
    let chosen = shown(&app, "runner").await.account_hint;
    assert_eq!(chosen, Some(hint(RUNNER, HintSource::LastTime)), "choosing it asks anew, and that counts from then on");
}
