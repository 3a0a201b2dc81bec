//! The connection test: ten checks in their order, each with its evidence.
//!
//! Only `Get`, `List`, `Describe`, `Assume` and `Simulate` calls are ever sent.

mod discovery;
mod excess;
mod identity;
mod inventory;
mod own_policies;
mod patience;
mod permissions;
mod probes;
mod readers;
mod remedies;
mod self_check;
mod trust;
pub(crate) mod words;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use connect_core::account::AccountId;
use connect_core::arn::RoleArn;
use connect_core::check::{Check, CheckId};
use connect_core::console::Console;
use connect_core::coverage::totals;
use connect_core::external_id::ExternalId;
use connect_core::failure::{CallFailure, SignInError};
use connect_core::ports::{Cloud, Identity, RegionChoice, RoleSession};
use connect_core::profile::ProfileName;
use connect_core::report::{Permission, Report, SCHEMA, Status, TestedBy, TestedConnection};
use connect_core::seal::Seal;

use connect_role::RoleOptions;

use crate::view::TestEvent;
use identity::Standing;
use inventory::Found;
use patience::{Patience, WHOLE_RUN};
use readers::{Readers, Target};

/// What to verify, and how.
#[derive(Debug, Clone)]
pub struct VerifyRequest {
    /// The role to assume.
    pub role_arn: RoleArn,
    /// The External ID to present.
    pub external_id: ExternalId,
    /// The one from before, while it is rotated: the role must refuse it.
    pub former_external_id: Option<ExternalId>,
    /// The runner; `None` is the machine's default credentials.
    pub profile: Option<ProfileName>,
    /// Whether nobody is there to assume the role: then the default credentials are left alone too, and nothing is tried
    /// live.
    pub without_runner: bool,
    /// A profile in the target account that may read the role.
    pub target_profile: Option<ProfileName>,
    /// Which regions are discovered.
    pub regions: RegionChoice,
    /// Whether anything is discovered.
    pub discovery: bool,
    /// The account that the role is meant to trust.
    pub platform_account: Option<AccountId>,
    /// The account that is meant to be connected.
    pub expected_account: Option<AccountId>,
    /// How long a fresh role is waited for.
    pub propagation_wait: Duration,
    /// Where remedies point to.
    pub console: Console,
}

/// Where a run's events go.
pub type Sink<'a> = &'a (dyn Fn(TestEvent) + Send + Sync);

/// A run under way: what is asked for and what is known so far.
struct Run<'a> {
    id: Uuid,
    request: &'a VerifyRequest,
    sink: Sink<'a>,
    checks: Vec<Check>,
    patience: Patience,
    /// What AWS denied to the role's own session.
    denials: Vec<CallFailure>,
    /// The actions that it got an answer to.
    allowed: Vec<&'static str>,
    /// What was chosen when the role was made, as far as anybody may read it.
    options: RoleOptions,
}

impl Run<'_> {
    fn begin(&self, id: CheckId) {
        (self.sink)(TestEvent::CheckStarted { id });
    }

    fn end(&mut self, check: Check) {
        (self.sink)(TestEvent::CheckFinished { check: check.clone() });
        self.checks.push(check);
    }

    /// Ends a check that an earlier failure made impossible.
    fn skip(&mut self, id: CheckId, why: &str) {
        self.end(Check::skipped(id, why));
    }
}

/// Verifies a connection. Only bad input is an error; everything else is in the report.
pub async fn verify(cloud: &dyn Cloud, request: &VerifyRequest, sink: Sink<'_>) -> Result<Report, SignInError> {
    verify_within(WHOLE_RUN, cloud, request, sink).await
}

/// The same with another bound: what the run has not come to when it is over is not attempted, and the report says so.
/// The wait for a fresh role comes on top.
pub async fn verify_within(
    bound: Duration,
    cloud: &dyn Cloud,
    request: &VerifyRequest,
    sink: Sink<'_>,
) -> Result<Report, SignInError> {
    let started_at = Timestamp::now();
    let mut run = Run {
        id: Uuid::new_v4(),
        request,
        sink,
        checks: Vec::with_capacity(CheckId::ALL.len()),
        patience: Patience::new(bound, request.propagation_wait),
        denials: Vec::new(),
        allowed: Vec::new(),
        options: RoleOptions::default(),
    };
    let runner = run.runner_identity(cloud).await?;
    let target = Target::sign_in(cloud, request).await?.or(runner.as_ref(), request);
    // A person may have been asked for the code of an MFA device; only what follows is AWS's own time.
    run.patience = Patience::new(bound, request.propagation_wait);
    let possible = run.role_arn(runner.as_deref());
    let probed = match (&runner, possible) {
        (Some(runner), true) => run.probes(runner.as_ref(), target.identity()).await,
        _ => run.skip_probes(runner.is_some(), target.identity().is_some()),
    };
    let examined = run.examine(probed, runner.as_deref(), &target).await;
    Ok(run.report(started_at, runner.as_deref(), examined))
}

/// What the checks after the probes found.
#[derive(Default)]
struct Examined {
    permissions: Vec<Permission>,
    found: Found,
}

/// What the probes left to go on with.
struct Probed {
    /// Of the first probe that got in.
    session: Option<Arc<dyn RoleSession>>,
    /// An unsafe role is examined, but not used for discovery.
    unsafe_role: bool,
}

impl Run<'_> {
    /// Checks 5 to 9; the permissions are judged last, when all is known of them.
    async fn examine(&mut self, probed: Probed, runner: Option<&dyn Identity>, target: &Target) -> Examined {
        let session = probed.session.as_deref();
        let standing = self.caller_identity(session).await;
        let session = session.filter(|_| standing != Standing::Foreign);
        let readers = Readers::of(session, standing.why_not(), target);
        let seen = self.look_up(&readers).await;
        self.options = permissions::options_of(&seen);
        self.trust_policy(&seen, &readers, runner);
        let known = self.known(&seen, &readers).await;
        let usable = session.filter(|_| standing == Standing::Proved).ok_or(standing.why_not());
        let (discovery, found) = self.discovery(usable, probed.unsafe_role).await;
        // What the discovery was allowed and denied is evidence too.
        let permissions = self.permissions(known);
        self.end(discovery);
        Examined { permissions, found }
    }

    fn report(mut self, started_at: Timestamp, runner: Option<&dyn Identity>, examined: Examined) -> Report {
        let finished_at = Timestamp::now();
        let request = self.request;
        let Examined { permissions, found } = examined;
        self.checks.sort_by_key(|check| check.id);
        let elapsed = finished_at.duration_since(started_at).as_millis();
        Report {
            schema: SCHEMA.to_owned(),
            report_id: self.id,
            status: Status::of(&self.checks),
            started_at,
            finished_at,
            duration_ms: u64::try_from(elapsed).unwrap_or_default(),
            connection: TestedConnection {
                account_id: request.role_arn.account().clone(),
                partition: request.role_arn.partition(),
                role_arn: request.role_arn.clone(),
                external_id: request.external_id.clone(),
            },
            runner: TestedBy {
                profile: runner
                    .and_then(Identity::profile)
                    .or(request.profile.as_ref().map(ProfileName::as_str))
                    .map(str::to_owned),
                account_id: runner.map(|runner| runner.caller().account.clone()),
                arn: runner.map(|runner| runner.caller().arn.clone()),
            },
            checks: self.checks,
            permissions,
            totals: totals(&found.coverage),
            coverage: found.coverage,
            resources: found.resources,
            network: found.network,
            comparison: None,
            redacted: false,
            seal: Seal::default(),
        }
        .sealed()
    }
}
