//! Against the stand-in, which really evaluates trust and identity policies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_aws::{AwsCloud, AwsOptions, Environment};
use connect_core::coverage::{CoverageCell, Outcome};
use connect_core::failure::{FailureKind, SignInError};
use connect_core::network::{NetworkCell, NetworkKind, NetworkPart};
use connect_core::ports::{AssumeRequest, Cloud, DiscoveryEvent, Identity, RegionChoice, RoleSession, SimulationQuery};
use connect_core::report::Decision;
use connect_core::resource::{Kind, Resource};
use connect_testkit::{CUSTOMER_ACCOUNT, Effect, Fault, PLATFORM_ACCOUNT, Sandbox, SandboxOptions, Settings};
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) cloud: AwsCloud,
    _dir: TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(|options| options).await
    }

    /// Without resources and roles.
    pub(crate) async fn bare() -> Self {
        Self::with(SandboxOptions::unseeded).await
    }

    async fn with(adapt: impl FnOnce(SandboxOptions) -> SandboxOptions) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(adapt(SandboxOptions::new(dir.path()))).await.unwrap();
        let environment = Environment::from_pairs(sandbox.env());
        let cloud = AwsCloud::new(AwsOptions { allow_custom_endpoint: true, environment, ..AwsOptions::default() });
        Self { sandbox, cloud, _dir: dir }
    }

    pub(crate) async fn identity(&self, profile: &str) -> Arc<dyn Identity> {
        self.cloud.sign_in(Some(&profile.parse().unwrap())).await.unwrap()
    }

    /// A further profile, which assumes a role as the runner.
    pub(crate) fn chain(&self, profile: &str, role: &str) {
        let file = self.sandbox.env().into_iter().find(|(name, _)| name == "AWS_CONFIG_FILE").unwrap().1;
        let mut text = std::fs::read_to_string(&file).unwrap();
        let section = format!(
            "\n[profile {profile}]\nregion = eu-central-1\nrole_arn = {role}\nsource_profile = sandbox-runner\n"
        );
        text.push_str(&section);
        std::fs::write(file, text).unwrap();
    }

    fn request(&self, variant: &str, external_id: Option<&str>) -> AssumeRequest {
        AssumeRequest {
            role: self.sandbox.role(variant).unwrap().arn.parse().unwrap(),
            external_id: external_id.map(|id| id.parse().unwrap()),
            session_name: "alethia-verify-01234567-right".to_owned(),
            duration_seconds: 3600,
        }
    }

    fn right(&self, variant: &str) -> AssumeRequest {
        self.request(variant, Some(&self.sandbox.seeded().external_id.clone()))
    }

    pub(crate) async fn session(&self, variant: &str) -> Arc<dyn RoleSession> {
        let runner = self.identity("sandbox-runner").await;
        let request = self.right(variant);
        runner.assume(&request).await.unwrap()
    }
}

/// What a discovery told, and in which order.
#[derive(Default)]
pub(crate) struct Told {
    regions: Vec<Vec<String>>,
    notes: Vec<String>,
    pub(crate) cells: BTreeMap<(String, Kind), CoverageCell>,
    pub(crate) resources: Vec<Resource>,
    pub(crate) network: BTreeMap<(String, NetworkKind), NetworkCell>,
    pub(crate) parts: Vec<NetworkPart>,
    early: usize,
    denied: BTreeSet<&'static str>,
}

impl Told {
    fn hear(&mut self, event: DiscoveryEvent) {
        match event {
            DiscoveryEvent::Regions { regions, note, denied } => {
                self.denied.extend(denied.map(|failure| failure.operation));
                self.regions.push(regions.iter().map(ToString::to_string).collect());
                self.notes.extend(note);
            }
            DiscoveryEvent::Cell { cell, resources, denied } => {
                self.denied.extend(denied.map(|failure| failure.operation));
                self.early += usize::from(self.regions.is_empty());
                assert_eq!(cell.count, resources.len() as u64, "a cell counts what it brings: {cell:?}");
                let before = self.cells.insert((cell.region.to_string(), cell.kind), cell);
                assert_eq!(before, None, "every cell ends once");
                self.resources.extend(resources);
            }
            DiscoveryEvent::Network { cell, parts } => {
                assert_eq!(cell.count, parts.len() as u64, "a cell counts what it brings: {cell:?}");
                let before = self.network.insert((cell.region.to_string(), cell.kind), cell);
                assert_eq!(before, None, "every cell ends once");
                self.parts.extend(parts);
            }
        }
    }

    fn cell(&self, place: &str, kind: Kind) -> &CoverageCell {
        &self.cells[&(place.to_owned(), kind)]
    }

    fn in_region(&self, region: &str) -> BTreeSet<Outcome> {
        self.cells.iter().filter(|((place, _), _)| place == region).map(|(_, cell)| cell.outcome).collect()
    }
}

pub(crate) async fn discover(session: &dyn RoleSession, choice: &RegionChoice) -> Told {
    let told = Mutex::new(Told::default());
    session.discover(choice, &|event| told.lock().unwrap().hear(event)).await;
    told.into_inner().unwrap()
}

pub(crate) fn named(regions: &[&str]) -> RegionChoice {
    RegionChoice::Named(regions.iter().map(|region| region.parse().unwrap()).collect())
}

#[tokio::test]
async fn identities_assume_what_they_may_and_nothing_else() {
    let world = World::start().await;
    let runner = world.identity("sandbox-runner").await;
    assert_eq!(runner.caller().account.as_str(), PLATFORM_ACCOUNT, "the runner is the platform's");
    let session = runner.assume(&world.right("Good")).await.unwrap();
    let caller = session.caller().await.unwrap();
    assert_eq!(caller.account.as_str(), CUSTOMER_ACCOUNT, "the session is the customer's");
    assert!(
        caller.arn.contains("assumed-role/AlethiaProvisionerRole-Good/alethia-verify-01234567-right"),
        "{}",
        caller.arn
    );
    assert!(session.request_id().is_some(), "the request id is evidence");
    for external_id in [None, Some("9f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a91")] {
        let failure = runner.assume(&world.request("Good", external_id)).await.err().unwrap();
        assert_eq!(failure.kind, FailureKind::Denied, "{external_id:?}: {failure}");
        assert_eq!(failure.code.as_deref(), Some("AccessDenied"), "AWS's own code");
    }
    assert!(runner.assume(&world.request("NoExternalId", None)).await.is_ok(), "none is sent, none is asked for");
    let sent = world.sandbox.calls().of("sts", "AssumeRole");
    let ids: Vec<bool> = sent.iter().map(|call| call.assume_role.as_ref().unwrap().external_id.is_some()).collect();
    assert_eq!(ids, [true, false, true, false], "None sends no External ID at all, and nothing is sent twice");
    let stranger = world.identity("sandbox-stranger").await;
    let failure = stranger.assume(&world.right("Good")).await.err().unwrap();
    assert_eq!(failure.kind, FailureKind::Denied, "not trusted");
}

#[tokio::test]
async fn profiles_fail_with_their_own_reasons() {
    let world = World::start().await;
    let listed = world.cloud.profiles().await.unwrap();
    let names: BTreeSet<String> = listed.iter().map(|profile| profile.name.to_string()).collect();
    assert_eq!(names, world.sandbox.seeded().profiles.iter().cloned().collect(), "all of the sandbox's");
    let refused = world.cloud.sign_in(Some(&"sandbox-bad-keys".parse().unwrap())).await.err();
    let Some(SignInError::Call(failure)) = refused else { panic!("keys that nobody made: {refused:?}") };
    let command = Some("aws configure --profile sandbox-bad-keys".to_owned());
    assert_eq!(failure.kind, FailureKind::CredentialsInvalid { command }, "{failure}");
    assert!(failure.clock_skew_seconds.is_some_and(|seconds| seconds.abs() < 60), "the clocks agree: {failure:?}");
    world.sandbox.faults().add(Fault::new(Effect::ClockSkew { seconds: -86_400, undated: false }).service("sts"));
    let refused = world.cloud.sign_in(Some(&"sandbox-bad-keys".parse().unwrap())).await.err();
    let Some(SignInError::Call(failure)) = refused else { panic!("a day apart: {refused:?}") };
    let skew = failure.clock_skew_seconds.unwrap();
    assert!((skew - 86_400).abs() < 60, "this machine is a day ahead, and it is measured: {skew}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_tells_whose_its_profile_is_and_nobody_is_asked_for_a_code() {
    let world = World::bare().await;
    let [config, credentials, printed] =
        ["config", "credentials", "printed"].map(|name| world.sandbox.dir().join(name));
    let keys = std::fs::read_to_string(credentials).unwrap();
    let key = |name: &str| {
        let own = keys.split_once("[sandbox-customer]").unwrap().1;
        own.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('=')).unwrap().trim().to_owned()
    };
    let (id, secret) = (key("aws_access_key_id"), key("aws_secret_access_key"));
    let output = format!(r#"{{"Version":1,"AccessKeyId":"{id}","SecretAccessKey":"{secret}"}}"#);
    std::fs::write(&printed, output).unwrap();
    let section = format!("\n[profile program]\ncredential_process = cat '{}'\n", printed.display());
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(config, text + &section).unwrap();
    let listed = world.cloud.profiles().await.unwrap();
    let program = listed.iter().find(|profile| profile.name.as_str() == "program").unwrap();
    assert_eq!((program.account_hint.as_ref(), program.program.as_deref()), (None, Some("cat")), "not known unasked");
    let identity = world.cloud.sign_in_unasked(Some(&program.name)).await.unwrap();
    assert_eq!(identity.caller().account.as_str(), CUSTOMER_ACCOUNT, "its program has run");
    let refused = world.cloud.sign_in_unasked(Some(&"sandbox-mfa".parse().unwrap())).await.err();
    let Some(SignInError::Call(failure)) = refused else { panic!("a code is wanted: {refused:?}") };
    assert!(matches!(failure.kind, FailureKind::MfaRequired { .. }), "{failure}");
}

/// The stand-in checks signatures: a carriage return that stayed at the end of a secret would show.
#[tokio::test]
async fn files_from_windows_give_the_same_keys() {
    let world = World::start().await;
    for name in ["config", "credentials"] {
        let path = world.sandbox.dir().join(name);
        let text = std::fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
        std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
    }
    let runner = world.identity("sandbox-runner").await;
    assert_eq!(runner.caller().arn, "arn:aws:iam::111122223333:user/alethia-runner", "signed in with them");
    assert_eq!(runner.region().as_str(), "eu-central-1", "and in its region");
}

#[tokio::test]
async fn a_role_is_read_through_itself_and_by_a_target_profile() {
    let world = World::start().await;
    let name = "AlethiaProvisionerRole-Good".parse().unwrap();
    let session = world.session("Good").await;
    let customer = world.identity("sandbox-customer").await;
    for reader in [session.reader(), customer.reader()] {
        let role = reader.role(&name).await.unwrap();
        assert_eq!(role.arn, world.sandbox.role("Good").unwrap().arn, "the role's");
        assert!(role.trust_policy.contains("\"sts:ExternalId\""), "decoded: {}", role.trust_policy);
        let policies = reader.policies(&role, &name).await.unwrap();
        let named = |end: &str| policies.policies.iter().find(|policy| policy.name.ends_with(end)).unwrap();
        let discovery = named("-Discovery");
        assert!(discovery.arn.is_some(), "attached");
        assert!(discovery.document.as_deref().unwrap().contains("ec2:DescribeVpcs"), "with its text");
    }
    let absent = customer.reader().role(&"Nobody".parse().unwrap()).await.unwrap_err();
    assert_eq!(absent.kind, FailureKind::NotFound, "{absent}");
    let administrator = world.sandbox.seeded().roles.iter().find(|role| role.variant.contains("Admin")).unwrap();
    let name = administrator.name.parse().unwrap();
    let role = customer.reader().role(&name).await.unwrap();
    let policies = customer.reader().policies(&role, &name).await.unwrap();
    let attached = policies.policies.iter().find(|policy| policy.name == "AdministratorAccess").unwrap();
    assert!(
        attached.document.as_deref().is_some_and(|text| text.contains('*')),
        "an attached policy's default version"
    );
}

#[tokio::test]
async fn the_simulator_answers_in_order() {
    let world = World::start().await;
    let customer = world.identity("sandbox-customer").await;
    let role = world.right("Good").role;
    let query = |action: &str| SimulationQuery { action: action.to_owned(), resource: "*".to_owned(), context: vec![] };
    let filler = (0..120).map(|number| format!("s3:Nothing{number}"));
    let actions: Vec<String> = ["ec2:DescribeVpcs", "s3:DeleteBucket"]
        .map(str::to_owned)
        .into_iter()
        .chain(filler)
        .chain(["iam:ListUsers".to_owned()])
        .collect();
    let queries: Vec<SimulationQuery> = actions.iter().map(|action| query(action)).collect();
    let answers = customer.reader().simulate(&role, &queries).await.unwrap();
    let answered: Vec<&str> = answers.iter().map(|answer| answer.action.as_str()).collect();
    assert_eq!(answered, actions.iter().map(String::as_str).collect::<Vec<_>>(), "one answer for each, in order");
    let decisions: Vec<Decision> = [0, 1, 122].map(|place: usize| answers[place].decision).into();
    assert_eq!(decisions, [Decision::Allowed, Decision::Denied, Decision::Allowed], "as the role's policy says");
    assert_eq!(world.sandbox.calls().of("iam", "SimulatePrincipalPolicy").len(), 2, "in batches");
}

#[tokio::test]
async fn discovery_finds_exactly_what_there_is_also_page_by_page() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let seeded = world.sandbox.seeded();
    let key = |kind: &str, region: &str, id: &str| format!("{kind} {region} {id}");
    let expected: BTreeSet<String> =
        seeded.resources.iter().map(|seeded| key(&seeded.kind, &seeded.region, &seeded.id)).collect();
    // Three a page; one less than there are users, so that one is left for a second page; and exactly as many.
    for page_size in [None, Some(3), Some(14), Some(15)] {
        world.sandbox.settings().set(Settings { page_size, ..Settings::default() });
        world.sandbox.calls().clear();
        let told = discover(&*session, &RegionChoice::All).await;
        let found: BTreeSet<String> =
            told.resources.iter().map(|found| key(found.kind.as_str(), found.region.as_str(), &found.id)).collect();
        assert_eq!(found, expected, "page size {page_size:?}");
        assert_eq!(found.len(), told.resources.len(), "each once");
        assert_eq!((told.early, told.regions.len()), (0, 1), "the regions are told first, and once");
        let regions: BTreeSet<String> = told.regions[0].iter().cloned().collect();
        assert_eq!(regions, seeded.regions.iter().cloned().collect(), "all enabled ones");
        assert_eq!(told.cells.len(), regions.len() * 3 + 2, "a cell for each region and kind, and the global ones");
        assert!(told.cells.values().all(|cell| cell.outcome.is_answer() && cell.detail.is_none()), "all answered");
        let calls = world.sandbox.calls();
        let pages = [calls.of("route53", "ListHostedZones").len(), calls.of("iam", "ListUsers").len()];
        let expected = [127_usize.div_ceil(page_size.unwrap_or(100)), 15_usize.div_ceil(page_size.unwrap_or(1000))];
        assert_eq!(pages, expected, "127 zones and 15 users, {page_size:?} a page");
    }
}

#[tokio::test]
async fn what_is_found_is_described() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let told = discover(&*session, &named(&["eu-central-1", "us-east-1"])).await;
    let seeded = &world.sandbox.seeded().resources;
    for found in &told.resources {
        let same =
            seeded.iter().find(|seeded| seeded.id == found.id && seeded.region == found.region.as_str()).unwrap();
        let name = same.name.as_deref().map(|name| name.trim_end_matches('.'));
        assert_eq!(found.name.as_deref(), name, "{} {}", found.kind, found.id);
        assert_eq!(found.parent, same.parent, "{} {}", found.kind, found.id);
        let tier = found.attributes.get("tier").and_then(|tier| tier.as_str().map(str::to_owned));
        assert_eq!(tier, same.tier, "{} {}", found.kind, found.id);
    }
    let arns: BTreeMap<Kind, &str> = told.resources.iter().map(|found| (found.kind, found.arn.as_str())).collect();
    for (kind, begins) in [
        (Kind::Vpc, "arn:aws:ec2:us-east-1:444455556666:vpc/vpc-"),
        (Kind::Subnet, "arn:aws:ec2:us-east-1:444455556666:subnet/subnet-"),
        (Kind::SecurityGroup, "arn:aws:ec2:us-east-1:444455556666:security-group/sg-"),
        (Kind::HostedZone, "arn:aws:route53:::hostedzone/Z"),
        (Kind::IamUser, "arn:aws:iam::444455556666:user/"),
    ] {
        let arn = arns[&kind];
        assert!(
            arn.starts_with(begins) || arn.replace("eu-central-1", "us-east-1").starts_with(begins),
            "{kind}: {arn}"
        );
    }
    let group = told.resources.iter().find(|found| found.name.as_deref() == Some("prod-lb")).unwrap();
    let ingress = group.attributes.get("ingress").unwrap();
    let ingress = ingress.as_array().unwrap();
    assert!(
        ingress.iter().any(|rule| rule["peer"] == "0.0.0.0/0" && rule["from_port"] == 443),
        "rules by peer: {ingress:?}"
    );
    let zone = told.resources.iter().find(|found| found.name.as_deref() == Some("internal.example.net")).unwrap();
    assert_eq!(zone.attributes.to_map()["private"], true, "a private zone");
    let user = told.resources.iter().find(|found| found.name.as_deref() == Some("ci-reader")).unwrap();
    let user = user.attributes.to_map();
    assert_eq!(user["path"], "/ci/", "a user's path");
    assert!(user["created_at"].as_str().is_some_and(|time| time.ends_with('Z')), "RFC 3339");
}

#[tokio::test]
async fn a_region_that_is_refused_is_data() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let faults = world.sandbox.faults();
    faults.add(
        Fault::new(Effect::Deny { because: connect_testkit::Because::Scp })
            .service("ec2")
            .region("eu-west-1")
            .action("DescribeVpcs"),
    );
    faults.add(Fault::new(Effect::Throttle).service("ec2").region("eu-west-2"));
    faults.add(Fault::new(Effect::Throttle).service("ec2").region("us-east-1").times(4));
    faults.add(Fault::new(Effect::Reset).service("ec2").region("sa-east-1"));
    faults.add(
        Fault::new(Effect::Deny { because: connect_testkit::Because::Nothing })
            .service("ec2")
            .region("ap-southeast-2")
            .action("DescribeRouteTables"),
    );
    faults.add(Fault::new(Effect::RepeatToken).service("ec2").region("eu-central-1").action("DescribeSubnets"));
    faults.add(Fault::new(Effect::Truncate { bytes: None }).service("iam").action("ListUsers"));
    let told = discover(&*session, &RegionChoice::All).await;
    let denied = told.cell("eu-west-1", Kind::Vpc);
    assert_eq!(denied.outcome, Outcome::Denied, "{denied:?}");
    assert!(
        denied.detail.as_deref().unwrap().starts_with("UnauthorizedOperation: "),
        "AWS's code and words: {denied:?}"
    );
    assert!(told.cell("eu-west-1", Kind::Subnet).outcome.is_answer(), "the rest of the region is complete");
    assert_eq!(told.in_region("eu-west-2"), [Outcome::Throttled].into(), "throttled for ever");
    assert_eq!(told.in_region("us-east-1"), [Outcome::Found].into(), "throttled, then well");
    assert_eq!(told.in_region("sa-east-1"), [Outcome::Unreachable].into(), "reset");
    assert_eq!(told.cell("eu-central-1", Kind::Subnet).outcome, Outcome::Unreachable, "a list that does not end");
    assert_eq!(told.cell("global", Kind::IamUser).outcome, Outcome::Unreachable, "an answer cut in the middle");
    let subnets = told.cell("ap-southeast-2", Kind::Subnet);
    assert_eq!(subnets.outcome, Outcome::Found, "subnets are found without route tables");
    assert!(subnets.detail.as_deref().unwrap().contains("route tables"), "and it is said what is missing: {subnets:?}");
    assert_eq!(told.denied, ["ec2:DescribeRouteTables", "ec2:DescribeVpcs"].into(), "by the denied calls' own names");
    let tiers =
        told.resources.iter().filter(|found| found.kind == Kind::Subnet && found.region.as_str() == "ap-southeast-2");
    assert!(
        tiers.clone().count() > 0
            && tiers.clone().all(|found| found.attributes.get("tier").is_some_and(|tier| tier.is_null())),
        "no tier is claimed"
    );
}

#[tokio::test]
async fn regions_that_are_not_enabled_are_told_apart() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let faults = world.sandbox.faults();
    for region in ["eu-west-3", "me-south-1"] {
        faults.add(Fault::new(Effect::RegionDisabled).region(region).account(CUSTOMER_ACCOUNT));
    }
    let all = discover(&*session, &RegionChoice::All).await;
    assert!(
        all.in_region("eu-west-3").is_empty() && all.in_region("me-south-1").is_empty(),
        "only enabled regions are cells"
    );
    let some = discover(&*session, &named(&["eu-west-3", "me-south-1", "eu-west-1", "xx-nowhere-9"])).await;
    for region in ["eu-west-3", "me-south-1", "xx-nowhere-9"] {
        assert_eq!(some.in_region(region), [Outcome::Disabled].into(), "{region} was asked for by name");
    }
    assert_eq!(some.in_region("eu-west-1"), [Outcome::Found].into(), "the enabled one is listed");
    assert_eq!(some.cells.len(), 4 * 3 + 2, "no cell is missing");
    faults.add(
        Fault::new(Effect::Deny { because: connect_testkit::Because::Nothing })
            .service("ec2")
            .action("DescribeRegions"),
    );
    let guess = discover(&*session, &RegionChoice::All).await;
    assert_eq!(guess.regions[0].len(), 17, "those that are always enabled are tried");
    assert!(guess.notes[0].contains("UnauthorizedOperation"), "and it is said why: {:?}", guess.notes);
    assert_eq!(guess.denied, ["ec2:DescribeRegions"].into(), "and which call was denied");
    assert_eq!(guess.in_region("eu-central-1"), [Outcome::Found].into(), "they are really listed");
}

#[tokio::test]
async fn a_session_that_is_refused_is_not_said_to_be_denied() {
    let world = World::start().await;
    let session = world.session("Good").await;
    let faults = world.sandbox.faults();
    let refused = |region: &str| {
        let code = "AuthFailure".to_owned();
        let message = "AWS was not able to validate the provided access credentials".to_owned();
        let refused = Effect::Custom { status: 401, code, message };
        Fault::new(refused).service("ec2").region(region).action("DescribeVpcs")
    };
    faults.add(refused("eu-west-1"));
    let told = discover(&*session, &RegionChoice::All).await;
    let cell = told.cell("eu-west-1", Kind::Vpc);
    let detail = cell.detail.as_deref().unwrap();
    assert_eq!(cell.outcome, Outcome::Unreachable, "no policy denied it: {detail}");
    for words in ["AuthFailure: ", "This region is always enabled", "clock agrees with AWS's"] {
        assert!(detail.contains(words), "{words:?} says how it was decided: {detail}");
    }
    assert!(told.denied.is_empty(), "no permission is missing: {:?}", told.denied);
}

#[tokio::test]
async fn a_session_that_runs_out_is_renewed_once() {
    let world = World::start().await;
    world.sandbox.settings().set(Settings { page_size: Some(20), ..Settings::default() });
    let session = world.session("Good").await;
    world.sandbox.faults().add(Fault::new(Effect::ExpiredToken).service("route53").skip(2).times(1));
    let told = discover(&*session, &named(&["eu-central-1"])).await;
    assert_eq!(told.cell("global", Kind::HostedZone).count, 127, "every zone, each once, across the renewal");
    assert_eq!(world.sandbox.calls().of("sts", "AssumeRole").len(), 2, "the role was assumed again, once");
    world.sandbox.faults().add(Fault::new(Effect::ExpiredToken).service("iam"));
    let told = discover(&*session, &named(&["eu-central-1"])).await;
    let users = told.cell("global", Kind::IamUser);
    assert_eq!(users.outcome, Outcome::Unreachable, "the second time it stays so: {users:?}");
    assert!(users.detail.as_deref().unwrap().contains("ExpiredToken"), "and the cell says it: {users:?}");
}

#[tokio::test]
async fn a_list_whose_token_ran_out_begins_anew() {
    let world = World::start().await;
    world.sandbox.settings().set(Settings { page_size: Some(5), ..Settings::default() });
    let session = world.session("Good").await;
    let (code, message) = ("InvalidNextToken".to_owned(), "The token has expired.".to_owned());
    let expired = Fault::new(Effect::Custom { status: 400, code, message }).service("ec2").action("DescribeSubnets");
    world.sandbox.faults().add(expired.region("eu-central-1").skip(2).times(1));
    let told = discover(&*session, &named(&["eu-central-1"])).await;
    let there = world
        .sandbox
        .seeded()
        .resources
        .iter()
        .filter(|there| there.kind == "subnet" && there.region == "eu-central-1");
    assert_eq!(told.cell("eu-central-1", Kind::Subnet).count, there.count() as u64, "every subnet, each once");
}

/// On several threads, as in the programs: on one, a client that is being made would hold up the drop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_a_discovery_ends_it() {
    let world = World::start().await;
    let session = world.session("Good").await;
    world.sandbox.faults().add(Fault::new(Effect::Latency { ms: 1500 }).service("ec2"));
    let ended = tokio::time::timeout(Duration::from_millis(300), discover(&*session, &RegionChoice::All)).await;
    assert!(ended.is_err(), "it was dropped long before its first answer could come");
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = world.sandbox.calls().list().len();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(world.sandbox.calls().list().len(), after, "no task goes on asking");
}
