//! A fake cloud: a mock of the `Cloud` port, scripted by each test. Only for what the stand-in cannot
//! do on demand; the scenarios against the stand-in are in `connect-cli`.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use connect_app::App;
use connect_app::settings::Settings;
use connect_core::arn::{RoleArn, RoleName};
use connect_core::coverage::CoverageCell;
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{
    AssumeRequest, CallerIdentity, Cloud, DiscoveryEvent, DiscoverySink, Identity, RegionChoice, RolePolicies,
    RoleReader, RoleRecord, RoleSession, SimulationAnswer, SimulationQuery,
};
use connect_core::profile::{Profile, ProfileKind, ProfileName};
use connect_core::report::Decision;
use connect_core::resource::{Kind, Place, Resource};
use connect_core::stack::{StackFailure, StackRequest};
use connect_store::{MemoryKeyring, SqliteStore};

pub(crate) const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole";

/// How the fake answers.
#[derive(Clone)]
pub(crate) struct Script {
    /// Whether each kind of External ID gets in: right, none, wrong.
    pub(crate) lets_in: [bool; 3],
    /// How many times the right External ID is refused before it gets in.
    pub(crate) refused_first: usize,
    /// The words of a refusal.
    pub(crate) refusal: &'static str,
    /// How the runner's sign-in fails.
    pub(crate) sign_in: Option<FailureKind>,
    /// Who the session says it is.
    pub(crate) session_arn: &'static str,
    /// The role's trust policy, when it may be read.
    pub(crate) trust: Option<String>,
    /// How long each discovery takes.
    pub(crate) discovery: Duration,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            lets_in: [true, false, false],
            refused_first: 0,
            refusal: "User is not authorized to perform: sts:AssumeRole",
            sign_in: None,
            session_arn: "arn:aws:sts::444455556666:assumed-role/AlethiaProvisionerRole/x",
            trust: None,
            discovery: Duration::ZERO,
        }
    }
}

pub(crate) struct FakeCloud {
    pub(crate) script: Script,
    pub(crate) assumed: Arc<Mutex<Vec<AssumeRequest>>>,
    pub(crate) discoveries: Arc<AtomicUsize>,
}

impl FakeCloud {
    pub(crate) fn new(script: Script) -> Self {
        Self { script, assumed: Arc::default(), discoveries: Arc::default() }
    }
}

pub(crate) fn failure(kind: FailureKind, message: &str) -> CallFailure {
    CallFailure {
        kind,
        operation: "sts:AssumeRole",
        code: Some("AccessDenied".into()),
        message: message.into(),
        request_id: Some("request-1".into()),
        clock_skew_seconds: None,
    }
}

fn caller(account: &str, arn: &str) -> CallerIdentity {
    CallerIdentity { account: account.parse().unwrap(), arn: arn.into(), request_id: None }
}

#[async_trait]
impl Cloud for FakeCloud {
    async fn profiles(&self) -> Result<Vec<Profile>, SignInError> {
        Ok(vec![Profile {
            name: "runner".parse().unwrap(),
            kind: ProfileKind::Static,
            region: Some("eu-west-1".into()),
            account_hint: None,
            sso_session: None,
        }])
    }

    async fn sign_in(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        if profile.is_some_and(|name| name.as_str() == "unknown") {
            return Err(SignInError::UnknownProfile {
                name: "unknown".into(),
                files: "~/.aws/config".into(),
                known: vec!["runner".into()],
            });
        }
        if let Some(kind) = &self.script.sign_in {
            return Err(failure(kind.clone(), "no").into());
        }
        let target = profile.is_some_and(|name| name.as_str() == "target");
        let caller = if target {
            caller("444455556666", "arn:aws:iam::444455556666:user/admin")
        } else {
            caller("111122223333", "arn:aws:iam::111122223333:user/runner")
        };
        Ok(Arc::new(FakeIdentity {
            caller,
            script: self.script.clone(),
            assumed: Arc::clone(&self.assumed),
            discoveries: Arc::clone(&self.discoveries),
        }))
    }
}

struct FakeIdentity {
    caller: CallerIdentity,
    script: Script,
    assumed: Arc<Mutex<Vec<AssumeRequest>>>,
    discoveries: Arc<AtomicUsize>,
}

#[async_trait]
impl Identity for FakeIdentity {
    fn caller(&self) -> &CallerIdentity {
        &self.caller
    }

    async fn assume(&self, request: &AssumeRequest) -> Result<Arc<dyn RoleSession>, CallFailure> {
        let rights = {
            let mut assumed = self.assumed.lock().unwrap();
            assumed.push(request.clone());
            assumed.iter().filter(|request| request.session_name.ends_with("-right")).count()
        };
        let word = request.session_name.rsplit('-').next().unwrap_or_default();
        let allowed = match word {
            "none" => self.script.lets_in[1],
            "wrong" => self.script.lets_in[2],
            _ => self.script.lets_in[0] && rights > self.script.refused_first,
        };
        if !allowed {
            return Err(failure(FailureKind::Denied, self.script.refusal));
        }
        Ok(Arc::new(FakeSession { script: self.script.clone(), discoveries: Arc::clone(&self.discoveries) }))
    }

    fn reader(&self) -> &dyn RoleReader {
        &self.script
    }

    async fn deploy(&self, stack: &StackRequest) -> Result<RoleArn, StackFailure> {
        Err(StackFailure::Exists { name: stack.name.to_string(), region: stack.region.clone() })
    }
}

#[async_trait]
impl RoleReader for Script {
    async fn role(&self, _: &RoleName) -> Result<RoleRecord, CallFailure> {
        let trust_policy = self.trust.clone().ok_or_else(|| failure(FailureKind::Denied, "iam:GetRole"))?;
        Ok(RoleRecord {
            arn: ROLE.into(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
            trust_policy,
            permissions_boundary: None,
            max_session_seconds: 3600,
            tags: Vec::new(),
            request_id: None,
        })
    }

    async fn policies(&self, _: &RoleRecord, _: &RoleName) -> Result<RolePolicies, CallFailure> {
        Ok(RolePolicies::default())
    }

    async fn simulate(&self, _: &RoleArn, queries: &[SimulationQuery]) -> Result<Vec<SimulationAnswer>, CallFailure> {
        let allowed = |query: &SimulationQuery| SimulationAnswer {
            action: query.action.clone(),
            decision: Decision::Allowed,
            explicit_deny: false,
            allowed_by_boundary: None,
            allowed_by_organisation: None,
        };
        Ok(queries.iter().map(allowed).collect())
    }
}

struct FakeSession {
    script: Script,
    discoveries: Arc<AtomicUsize>,
}

#[async_trait]
impl RoleSession for FakeSession {
    fn request_id(&self) -> Option<&str> {
        Some("request-2")
    }

    async fn caller(&self) -> Result<CallerIdentity, CallFailure> {
        let account = self.script.session_arn.split(':').nth(4).unwrap_or_default();
        Ok(caller(account, self.script.session_arn))
    }

    fn reader(&self) -> &dyn RoleReader {
        &self.script
    }

    async fn discover(&self, _: &RegionChoice, sink: &DiscoverySink<'_>) {
        self.discoveries.fetch_add(1, Ordering::SeqCst);
        let region: connect_core::region::Region = "eu-west-1".parse().unwrap();
        sink(DiscoveryEvent::Regions { regions: vec![region.clone()], note: None });
        tokio::time::sleep(self.script.discovery).await;
        let place = Place::Region(region);
        sink(DiscoveryEvent::Cell {
            cell: CoverageCell::answered(place.clone(), Kind::Vpc, 1),
            resources: vec![vpc(place.clone())],
        });
        for kind in [Kind::Subnet, Kind::SecurityGroup] {
            sink(DiscoveryEvent::Cell { cell: CoverageCell::answered(place.clone(), kind, 0), resources: vec![] });
        }
        for kind in Kind::GLOBAL {
            sink(DiscoveryEvent::Cell { cell: CoverageCell::answered(Place::Global, kind, 0), resources: vec![] });
        }
    }
}

fn vpc(region: Place) -> Resource {
    Resource {
        kind: Kind::Vpc,
        id: "vpc-1".into(),
        arn: "arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-1".into(),
        region,
        name: Some("prod".into()),
        parent: None,
        attributes: serde_json::Map::new(),
        tags: [("Name".to_owned(), "prod".to_owned())].into(),
    }
}

/// An app over the fake cloud and a real database in `folder`; nothing is waited for.
pub(crate) fn app(folder: &std::path::Path, script: Script) -> App {
    app_with(folder, script, Arc::new(MemoryKeyring::default()))
}

/// The same with a keyring of the test's own.
pub(crate) fn app_with(folder: &std::path::Path, script: Script, keyring: Arc<MemoryKeyring>) -> App {
    let store = SqliteStore::open(folder, keyring).unwrap();
    let template = Some("https://b.s3.amazonaws.com/t.yaml");
    let mut settings = Settings::new(None, None, template, folder.display().to_string()).unwrap();
    settings.propagation_wait = Duration::ZERO;
    App::new(Arc::new(FakeCloud::new(script)), Arc::new(store), settings)
}
