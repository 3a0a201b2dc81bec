//! A fake cloud: a mock of the `Cloud` port, scripted by each test. Only for what the stand-in cannot
//! do on demand; the scenarios against the stand-in are in `connect-cli`.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use connect_app::App;
use connect_app::settings::Settings;
use connect_core::arn::{RoleArn, RoleName};
use connect_core::console::TemplateUrl;
use connect_core::coverage::{CoverageCell, Outcome};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{
    AssumeRequest, CallerIdentity, Cloud, DiscoveryEvent, DiscoverySink, Identity, IdentityPolicies, RegionChoice,
    RoleReader, RoleRecord, RoleSession, SimulationAnswer, SimulationQuery, Stacks, Templates,
};
use connect_core::profile::{Profile, ProfileKind, ProfileName};
use connect_core::region::Region;
use connect_core::report::Decision;
use connect_core::resource::{Attributes, Kind, Place, Resource, Tags};
use connect_store::{Keyring, KeyringError, MemoryKeyring, SqliteStore};

mod stacks;
mod templates;

pub(crate) use stacks::FakeStacks;
pub(crate) use templates::Bucket;

pub(crate) const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole";

/// How the fake answers.
#[derive(Clone)]
pub(crate) struct Script {
    /// Whether each kind of External ID gets in: right, none, wrong.
    pub(crate) lets_in: [bool; 3],
    /// How many times the right External ID is refused before it gets in.
    pub(crate) refused_first: usize,
    /// How many times the External ID from before a rotation still gets in.
    pub(crate) former_gets_in: usize,
    /// How many times the right External ID gets in before it is refused for good.
    pub(crate) gone_after: usize,
    /// The one time that the right External ID is refused all the same.
    pub(crate) flutters_at: Option<usize>,
    /// How every try ends without an answer.
    pub(crate) lost: Option<FailureKind>,
    /// Whether the role's own account has no such role.
    pub(crate) absent: bool,
    /// The words of a refusal.
    pub(crate) refusal: &'static str,
    /// How the runner's sign-in fails.
    pub(crate) sign_in: Option<FailureKind>,
    /// Whether the person is asked for a code from now on, and gives none.
    pub(crate) no_code: Arc<AtomicBool>,
    /// Who the session says it is.
    pub(crate) session_arn: &'static str,
    /// How the target profile's sign-in fails.
    pub(crate) target_sign_in: Option<FailureKind>,
    /// The ARN of the role of that name.
    pub(crate) role_arn: &'static str,
    /// When the role was created.
    pub(crate) created_at: jiff::Timestamp,
    /// The role's trust policy, when it may be read.
    pub(crate) trust: Option<String>,
    /// Which calls of the role's session fail, how, and how many times.
    pub(crate) fails: Vec<(&'static str, FailureKind, usize)>,
    /// Which calls the target profile is denied.
    pub(crate) target_denied: Vec<&'static str>,
    /// The words of those that are denied.
    pub(crate) denial: &'static str,
    /// How long each discovery takes.
    pub(crate) discovery: Duration,
    /// The runner's region.
    pub(crate) region: &'static str,
    /// Who the runner is.
    pub(crate) runner: &'static str,
    /// What the simulator says of the runner itself; refused where there is none.
    pub(crate) simulated: Option<SimulationAnswer>,
    /// The runner's own policies, when they may be read.
    pub(crate) own_policies: Option<IdentityPolicies>,
    /// The stacks of the target account.
    pub(crate) stacks: FakeStacks,
    /// Whether every profile wants a code; then nobody may be asked for it.
    pub(crate) wants_code: bool,
    /// How S3 answers.
    pub(crate) bucket: Bucket,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            lets_in: [true, false, false],
            refused_first: 0,
            former_gets_in: 0,
            gone_after: usize::MAX,
            flutters_at: None,
            lost: None,
            absent: false,
            refusal: "User is not authorized to perform: sts:AssumeRole",
            sign_in: None,
            no_code: Arc::default(),
            session_arn: "arn:aws:sts::444455556666:assumed-role/AlethiaProvisionerRole/x",
            target_sign_in: None,
            role_arn: ROLE,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            trust: None,
            fails: Vec::new(),
            target_denied: Vec::new(),
            denial: "User is not authorized to perform this",
            discovery: Duration::ZERO,
            region: "eu-west-1",
            runner: "arn:aws:iam::111122223333:user/runner",
            simulated: None,
            own_policies: None,
            stacks: FakeStacks::Denied,
            wants_code: false,
            bucket: Bucket::default(),
        }
    }
}

pub(crate) struct FakeCloud {
    pub(crate) script: Script,
    pub(crate) assumed: Arc<Mutex<Vec<AssumeRequest>>>,
    pub(crate) discoveries: Arc<AtomicUsize>,
    /// The calls that the role's session made to read, by their names.
    pub(crate) read: Arc<Mutex<Vec<&'static str>>>,
    /// What was asked about the runner's own policies.
    pub(crate) asked: Arc<Mutex<Vec<&'static str>>>,
}

impl FakeCloud {
    pub(crate) fn new(script: Script) -> Self {
        Self {
            script,
            assumed: Arc::default(),
            discoveries: Arc::default(),
            read: Arc::default(),
            asked: Arc::default(),
        }
    }
}

pub(crate) fn failure(kind: FailureKind, message: &str) -> CallFailure {
    failure_of("sts:AssumeRole", kind, message)
}

fn failure_of(operation: &'static str, kind: FailureKind, message: &str) -> CallFailure {
    CallFailure {
        kind,
        operation,
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
    async fn hosted_template(&self, _: &TemplateUrl) -> Result<Vec<u8>, SignInError> {
        Ok(self.script.bucket.hosted()?)
    }

    async fn profiles(&self) -> Result<Vec<Profile>, SignInError> {
        Ok(vec![Profile {
            name: "runner".parse().unwrap(),
            kind: ProfileKind::Static,
            region: Some("eu-west-1".into()),
            account_hint: None,
            sso_session: None,
            program: None,
        }])
    }

    async fn sign_in_unasked(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        if self.script.wants_code {
            return Err(failure(FailureKind::MfaRequired { command: None }, "a code is wanted").into());
        }
        self.sign_in(profile).await
    }

    async fn sign_in(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        if profile.is_some_and(|name| name.as_str() == "unknown") {
            return Err(SignInError::UnknownProfile {
                name: "unknown".into(),
                files: "~/.aws/config".into(),
                known: vec!["runner".into()],
            });
        }
        if profile.is_some_and(|name| name.as_str() == "hanging") {
            std::future::pending::<()>().await;
        }
        if self.script.no_code.load(Ordering::SeqCst) {
            let kind = FailureKind::MfaRequired { command: None };
            return Err(SignInError::Cancelled(failure(kind, "no code was given")));
        }
        let target = profile.is_some_and(|name| name.as_str() == "target");
        if let Some(kind) = self.script.sign_in.as_ref().filter(|_| !target) {
            return Err(failure(kind.clone(), "no").into());
        }
        if let Some(kind) = self.script.target_sign_in.clone().filter(|_| target) {
            return Err(failure(kind, "the token has expired").into());
        }
        let caller = if target {
            caller("444455556666", "arn:aws:iam::444455556666:user/admin")
        } else {
            let arn = self.script.runner;
            caller(arn.split(':').nth(4).unwrap_or_default(), arn)
        };
        let reader = FakeReader { script: self.script.clone(), own: None };
        let profile = profile.map_or("used-by-default", ProfileName::as_str).to_owned();
        Ok(Arc::new(FakeIdentity {
            caller,
            profile,
            region: self.script.region.parse().unwrap(),
            reader,
            assumed: Arc::clone(&self.assumed),
            discoveries: Arc::clone(&self.discoveries),
            read: Arc::clone(&self.read),
            asked: Arc::clone(&self.asked),
        }))
    }
}

struct FakeIdentity {
    caller: CallerIdentity,
    profile: String,
    region: Region,
    reader: FakeReader,
    assumed: Arc<Mutex<Vec<AssumeRequest>>>,
    discoveries: Arc<AtomicUsize>,
    read: Arc<Mutex<Vec<&'static str>>>,
    asked: Arc<Mutex<Vec<&'static str>>>,
}

#[async_trait]
impl Identity for FakeIdentity {
    fn caller(&self) -> &CallerIdentity {
        &self.caller
    }

    fn profile(&self) -> Option<&str> {
        Some(&self.profile)
    }

    fn region(&self) -> &Region {
        &self.region
    }

    async fn assume(&self, request: &AssumeRequest) -> Result<Arc<dyn RoleSession>, CallFailure> {
        let (rights, formers) = {
            let mut assumed = self.assumed.lock().unwrap();
            assumed.push(request.clone());
            let probes = |word| assumed.iter().filter(|request| request.session_name.ends_with(word)).count();
            (probes("-right"), probes("-former"))
        };
        let script = &self.reader.script;
        let word = request.session_name.rsplit('-').next().unwrap_or_default();
        let allowed = match word {
            "none" => script.lets_in[1],
            "wrong" => script.lets_in[2],
            "former" => formers <= script.former_gets_in,
            "out" => script.lets_in[0],
            _ => {
                let refused = rights <= script.refused_first || rights > script.gone_after;
                script.lets_in[0] && !refused && script.flutters_at != Some(rights)
            }
        };
        if let Some(kind) = script.lost.clone() {
            return Err(failure(kind, "no answer"));
        }
        if !allowed {
            return Err(failure(FailureKind::Denied, script.refusal));
        }
        let reader = FakeReader { script: script.clone(), own: Some(Arc::clone(&self.read)) };
        Ok(Arc::new(FakeSession { reader, discoveries: Arc::clone(&self.discoveries) }))
    }

    fn reader(&self) -> &dyn RoleReader {
        &self.reader
    }

    async fn simulate_itself(&self, _: &[SimulationQuery]) -> Result<Vec<SimulationAnswer>, CallFailure> {
        self.asked.lock().unwrap().push("iam:SimulatePrincipalPolicy");
        let denied = failure_of("iam:SimulatePrincipalPolicy", FailureKind::Denied, "no");
        self.reader.script.simulated.clone().map(|answer| vec![answer]).ok_or(denied)
    }

    async fn own_policies(&self) -> Result<IdentityPolicies, CallFailure> {
        self.asked.lock().unwrap().push("iam:ListUserPolicies");
        self.reader
            .script
            .own_policies
            .clone()
            .ok_or_else(|| failure_of("iam:ListUserPolicies", FailureKind::Denied, "no"))
    }

    fn stacks(&self) -> &dyn Stacks {
        &self.reader.script.stacks
    }

    fn templates(&self) -> &dyn Templates {
        &self.reader.script.bucket
    }
}

/// Reads the role, as the target profile or as the role's own session, whose calls are kept.
struct FakeReader {
    script: Script,
    own: Option<Arc<Mutex<Vec<&'static str>>>>,
}

impl FakeReader {
    /// One call, which fails as the script says.
    fn call(&self, operation: &'static str) -> Result<(), CallFailure> {
        let Some(read) = &self.own else {
            let denied = self.script.target_denied.contains(&operation);
            return if denied { Err(failure_of(operation, FailureKind::Denied, "no")) } else { Ok(()) };
        };
        let mut read = read.lock().unwrap();
        read.push(operation);
        let turn = read.iter().filter(|call| **call == operation).count();
        let fails = self.script.fails.iter().find(|(of, _, times)| *of == operation && turn <= *times);
        fails.map_or(Ok(()), |(_, kind, _)| Err(failure_of(operation, kind.clone(), self.script.denial)))
    }
}

#[async_trait]
impl RoleReader for FakeReader {
    async fn role(&self, _: &RoleName) -> Result<RoleRecord, CallFailure> {
        self.call("iam:GetRole")?;
        if self.script.absent {
            return Err(failure_of("iam:GetRole", FailureKind::NotFound, "no such role"));
        }
        let denied = || failure_of("iam:GetRole", FailureKind::Denied, "iam:GetRole");
        Ok(RoleRecord {
            arn: self.script.role_arn.into(),
            created_at: self.script.created_at,
            trust_policy: self.script.trust.clone().ok_or_else(denied)?,
            permissions_boundary: None,
            max_session_seconds: 3600,
            tags: Vec::new(),
            request_id: None,
        })
    }

    async fn policies(&self, _: &RoleRecord, _: &RoleName) -> Result<IdentityPolicies, CallFailure> {
        self.call("iam:ListRolePolicies")?;
        Ok(IdentityPolicies::default())
    }

    async fn simulate(&self, _: &RoleArn, queries: &[SimulationQuery]) -> Result<Vec<SimulationAnswer>, CallFailure> {
        self.call("iam:SimulatePrincipalPolicy")?;
        let allowed = |query: &SimulationQuery| SimulationAnswer {
            action: query.action.clone(),
            decision: Decision::Allowed,
            explicit_deny: false,
            allowed_by_boundary: None,
            allowed_by_organisation: None,
            missing_context: Vec::new(),
        };
        Ok(queries.iter().map(allowed).collect())
    }
}

struct FakeSession {
    reader: FakeReader,
    discoveries: Arc<AtomicUsize>,
}

#[async_trait]
impl RoleSession for FakeSession {
    fn request_id(&self) -> Option<&str> {
        Some("request-2")
    }

    async fn caller(&self) -> Result<CallerIdentity, CallFailure> {
        let arn = self.reader.script.session_arn;
        Ok(caller(arn.split(':').nth(4).unwrap_or_default(), arn))
    }

    fn reader(&self) -> &dyn RoleReader {
        &self.reader
    }

    async fn discover(&self, _: &RegionChoice, sink: &DiscoverySink<'_>) {
        self.discoveries.fetch_add(1, Ordering::SeqCst);
        let region: Region = "eu-west-1".parse().unwrap();
        let denied = self.reader.call("ec2:DescribeRegions").err();
        let note = denied.as_ref().map(|_| "AWS would not say which regions are enabled".to_owned());
        sink(DiscoveryEvent::Regions { regions: vec![region.clone()], note, denied });
        tokio::time::sleep(self.reader.script.discovery).await;
        let place = Place::Region(region);
        sink(self.cell("ec2:DescribeVpcs", &place, Kind::Vpc, vec![vpc(place.clone())]));
        let denied = self.reader.call("ec2:DescribeRouteTables").err();
        let detail = denied.as_ref().map(|_| "the route tables could not be read".to_owned());
        let cell = CoverageCell { detail, ..CoverageCell::answered(place.clone(), Kind::Subnet, 0) };
        sink(DiscoveryEvent::Cell { cell, resources: vec![], denied });
        sink(self.cell("ec2:DescribeSecurityGroups", &place, Kind::SecurityGroup, vec![]));
        sink(self.cell("route53:ListHostedZones", &Place::Global, Kind::HostedZone, vec![]));
        sink(self.cell("iam:ListUsers", &Place::Global, Kind::IamUser, vec![]));
    }

    async fn tags(&self, of: &Resource) -> Result<Tags, CallFailure> {
        self.reader.call("iam:ListUserTags").map(|()| [("Of", of.id.as_str())].into())
    }
}

impl FakeSession {
    fn cell(&self, operation: &'static str, place: &Place, kind: Kind, resources: Vec<Resource>) -> DiscoveryEvent {
        match self.reader.call(operation) {
            Ok(()) => {
                let cell = CoverageCell::answered(place.clone(), kind, resources.len() as u64);
                DiscoveryEvent::Cell { cell, resources, denied: None }
            }
            Err(failure) => {
                let words = failure.message.clone();
                let cell = CoverageCell::unanswered(place.clone(), kind, Outcome::Denied, words);
                DiscoveryEvent::Cell { cell, resources: vec![], denied: Some(failure) }
            }
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
        attributes: Attributes::default(),
        tags: [("Name", "prod")].into(),
    }
}

/// An app over the fake cloud and a real database in `folder`; nothing is waited for.
pub(crate) fn app(folder: &std::path::Path, script: Script) -> App {
    app_with(folder, script, Arc::new(MemoryKeyring::default()))
}

/// The same with a keyring of the test's own.
pub(crate) fn app_with(folder: &std::path::Path, script: Script, keyring: Arc<dyn Keyring>) -> App {
    app_of(folder, script, keyring, Some("https://b.s3.amazonaws.com/t.yaml"))
}

/// The same with another hosted template, or none.
pub(crate) fn app_of(
    folder: &std::path::Path,
    script: Script,
    keyring: Arc<dyn Keyring>,
    template: Option<&str>,
) -> App {
    let store = SqliteStore::open(folder, keyring).unwrap();
    let mut settings = Settings::new(None, None, template, folder.display().to_string()).unwrap();
    settings.propagation_wait = Duration::ZERO;
    App::new(Arc::new(FakeCloud::new(script)), Arc::new(store), settings)
}

/// An app that waits that long for what AWS spreads.
pub(crate) fn patient(folder: &std::path::Path, script: Script, keyring: Arc<dyn Keyring>, wait: Duration) -> App {
    let store = SqliteStore::open(folder, keyring).unwrap();
    let mut settings = Settings::new(None, None, None, folder.display().to_string()).unwrap();
    settings.propagation_wait = wait;
    App::new(Arc::new(FakeCloud::new(script)), Arc::new(store), settings)
}

/// A keyring that takes its time once it is told to, as one does that asks for its password.
#[derive(Default)]
pub(crate) struct SlowKeyring {
    behind: MemoryKeyring,
    pub(crate) slow: AtomicBool,
}

/// How slow it is: more than what a person waits for, less than the store's bound.
pub(crate) const SLOW: Duration = Duration::from_millis(400);

impl SlowKeyring {
    fn wait(&self) {
        if self.slow.load(Ordering::SeqCst) {
            std::thread::sleep(SLOW);
        }
    }
}

impl Keyring for SlowKeyring {
    fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        self.wait();
        self.behind.get(user)
    }

    fn set(&self, user: &str, content: &str) -> Result<(), KeyringError> {
        self.wait();
        self.behind.set(user, content)
    }

    fn delete(&self, user: &str) -> Result<(), KeyringError> {
        self.wait();
        self.behind.delete(user)
    }
}
