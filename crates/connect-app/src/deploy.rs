//! Deploys the role's stack from here, with a target profile: looks at what would be done, does it, and can stop it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use connect_core::account::AccountId;
use connect_core::arn::RoleArn;
use connect_core::connection::ConnectionId;
use connect_core::console::StackName;
use connect_core::external_id::ExternalId;
use connect_core::failure::{CallFailure, SignInError};
use connect_core::ports::{Cloud, Identity, StackSink};
use connect_core::profile::ProfileName;
use connect_core::region::Region;
use connect_core::stack::{PlanKind, StackFailure, StackPlan, StackRequest, mend_of};
use connect_core::wizard::{Action, Draft};
use tokio::sync::oneshot;

use crate::App;
use crate::error::AppError;
use crate::launch::parameters;
use crate::view::{ConnectionView, DeployPlanView};

/// What to deploy, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployRequest {
    /// The connection's External ID.
    pub external_id: ExternalId,
    /// The account that the role will trust.
    pub platform_account: AccountId,
    /// The account that is meant to be connected, if one was named.
    pub expected_account: Option<AccountId>,
    /// The profile in the target account.
    pub target_profile: ProfileName,
    /// Where the stack is made; `None` is the target profile's own region.
    pub region: Option<Region>,
    /// The stack's name.
    pub stack: StackName,
}

/// Why nothing was deployed.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// The target profile cannot be used.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The target profile is in the account that the role is to trust.
    #[error(
        "the target profile \"{profile}\" is in account {account}, which is the platform account itself: nothing was sent. Choose a profile of the account to connect"
    )]
    PlatformAccount {
        /// The profile.
        profile: ProfileName,
        /// Its account.
        account: AccountId,
    },
    /// The target profile is in another account than the one that is meant.
    #[error(
        "the target profile \"{profile}\" is in account {account}, but {expected} is expected: nothing was sent. Choose a profile of {expected}, or change the expected account"
    )]
    OtherAccount {
        /// The profile.
        profile: ProfileName,
        /// Its account.
        account: AccountId,
        /// The account that is meant.
        expected: AccountId,
    },
    /// The stack did not make the role.
    #[error(transparent)]
    Stack(#[from] StackFailure),
}

impl DeployError {
    /// The command that has to be run before the next try, where there is one.
    pub fn command(&self) -> Option<&str> {
        match self {
            Self::Stack(failure) => failure.command(),
            _ => None,
        }
    }
}

impl From<DeployError> for AppError {
    fn from(error: DeployError) -> Self {
        match error {
            DeployError::SignIn(error) => error.into(),
            DeployError::PlatformAccount { .. } | DeployError::OtherAccount { .. } => Self::input(error.to_string()),
            DeployError::Stack(failure) => of_stack(&failure),
        }
    }
}

fn of_stack(failure: &StackFailure) -> AppError {
    let (words, command) = (failure.to_string(), failure.command().map(str::to_owned));
    let mend = match failure {
        StackFailure::Call(call) => match mend_of(&call.message) {
            Some(mend) => mend,
            None => return call.clone().into(),
        },
        StackFailure::NotMade { reason, .. }
        | StackFailure::NotUpdated { reason, .. }
        | StackFailure::NotDeleted { reason, .. }
        | StackFailure::NotPlanned { reason, .. } => {
            mend_of(reason).unwrap_or("The stack's events in the CloudFormation console say more.")
        }
        _ => return AppError { command, retryable: true, ..AppError::not_now(words) },
    };
    AppError { hint: Some(mend.to_owned()), command, retryable: true, ..AppError::not_now(words) }
}

/// A stack that is ready to be made from the bundled template, or to be brought up to date with it.
pub struct Deployment {
    target: Arc<dyn Identity>,
    stack: StackRequest,
    plan: StackPlan,
}

impl Deployment {
    /// Signs in with the target profile and has AWS work out what deploying would do; does nothing of it.
    pub async fn prepare(cloud: &dyn Cloud, request: DeployRequest) -> Result<Self, DeployError> {
        let target = cloud.sign_in(Some(&request.target_profile)).await?;
        guard(&request, &target.caller().account)?;
        let optional = connect_role::template_parameters().iter().filter(|parameter| !parameter.required());
        let stack = StackRequest {
            profile: request.target_profile,
            region: request.region.unwrap_or_else(|| target.region().clone()),
            name: request.stack,
            template: connect_role::cloudformation_template(),
            parameters: parameters(&request.external_id, &request.platform_account),
            kept: optional.map(|parameter| parameter.name).collect(),
        };
        let plan = target.stacks().plan(&stack).await?;
        Ok(Self { target, stack, plan })
    }

    /// What will be made.
    pub const fn stack(&self) -> &StackRequest {
        &self.stack
    }

    /// What AWS says that it would do.
    pub const fn plan(&self) -> &StackPlan {
        &self.plan
    }

    /// The account in which it will be made.
    pub fn account(&self) -> &AccountId {
        &self.target.caller().account
    }

    /// Does what the plan says, and returns the role's ARN.
    pub async fn run(&self, sink: &StackSink<'_>) -> Result<RoleArn, DeployError> {
        Ok(self.target.stacks().carry_out(&self.stack, &self.plan, sink).await?)
    }

    /// Has AWS undo what it is doing.
    pub async fn stop(&self) -> Result<(), CallFailure> {
        self.target.stacks().stop(&self.stack, &self.plan).await
    }

    /// Takes the plan away.
    pub async fn discard(&self) -> Result<(), CallFailure> {
        self.target.stacks().discard(&self.stack, &self.plan).await
    }
}

/// Nothing is sent to an account that is not meant.
fn guard(request: &DeployRequest, account: &AccountId) -> Result<(), DeployError> {
    let (profile, account) = (request.target_profile.clone(), account.clone());
    if account == request.platform_account {
        return Err(DeployError::PlatformAccount { profile, account });
    }
    match &request.expected_account {
        Some(expected) if *expected != account => {
            Err(DeployError::OtherAccount { profile, account, expected: expected.clone() })
        }
        _ => Ok(()),
    }
}

/// The plans that people look at, and what stops those that are carried out.
#[derive(Default)]
pub(crate) struct Deployments {
    planned: Mutex<HashMap<ConnectionId, Planned>>,
    under_way: Mutex<HashMap<ConnectionId, Option<oneshot::Sender<()>>>>,
}

/// A plan, and what it is a plan of.
#[derive(Clone)]
struct Planned {
    request: DeployRequest,
    deployment: Arc<Deployment>,
}

impl Deployments {
    fn planned(&self) -> MutexGuard<'_, HashMap<ConnectionId, Planned>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<ConnectionId, Option<oneshot::Sender<()>>>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_under_way(&self, id: ConnectionId) -> bool {
        self.under_way().contains_key(&id)
    }

    pub(crate) fn start(&self, id: ConnectionId) -> Result<(UnderWay<'_>, oneshot::Receiver<()>), AppError> {
        let (stop, stopped) = oneshot::channel();
        let mut all = self.under_way();
        if all.contains_key(&id) {
            return Err(AppError::not_now("the stack of this connection is being made already"));
        }
        all.insert(id, Some(stop));
        Ok((UnderWay { all: self, id }, stopped))
    }
}

/// Takes a deployment off those under way when it ends in any way, also by a dropped future.
pub(crate) struct UnderWay<'a> {
    all: &'a Deployments,
    id: ConnectionId,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.all.under_way().remove(&self.id);
    }
}

impl App {
    /// What deploying the role's stack would do, worked out by AWS; nothing of it is done.
    pub async fn plan_deployment(&self, id: ConnectionId) -> Result<DeployPlanView, AppError> {
        if self.deployments.is_under_way(id) {
            return Err(AppError::not_now("the stack of this connection is being made already"));
        }
        let request = request(&self.connection(id).await?.draft)?;
        self.discard_plan(id).await?;
        let deployment = Arc::new(Deployment::prepare(self.cloud.as_ref(), request.clone()).await?);
        let view = DeployPlanView::of(&deployment);
        self.deployments.planned().insert(id, Planned { request, deployment });
        Ok(view)
    }

    /// Takes the plan away that a person has looked at and does not want.
    pub async fn discard_plan(&self, id: ConnectionId) -> Result<(), AppError> {
        let planned = self.deployments.planned().remove(&id);
        match planned {
            Some(planned) => Ok(planned.deployment.discard().await?),
            None => Ok(()),
        }
    }

    /// The same, but nobody waits for it: the plan is of an External ID that was given up, and never carried out.
    pub(crate) fn drop_plan(&self, id: ConnectionId) {
        let Some(planned) = self.deployments.planned().remove(&id) else { return };
        tokio::spawn(async move {
            if let Err(failure) = planned.deployment.discard().await {
                tracing::warn!("a plan stays in AWS: {}", failure.message);
            }
        });
    }

    /// Carries out the plan that was looked at, tells the stack's events, and takes the Role ARN into the draft.
    pub async fn deploy(&self, id: ConnectionId, sink: &StackSink<'_>) -> Result<ConnectionView, AppError> {
        let (_under_way, stopped) = self.deployments.start(id)?;
        let planned = self.deployments.planned().remove(&id);
        let Some(Planned { request: looked_at, deployment }) = planned else {
            return Err(AppError::not_now("look at what will be done first: preview the changes"));
        };
        if request(&self.connection(id).await?.draft)? != looked_at {
            deployment.discard().await?;
            return Err(AppError::not_now(
                "the connection was changed since the changes were looked at, so nothing was made: preview them again",
            ));
        }
        let role = tokio::select! {
            role = deployment.run(sink) => role?,
            Ok(()) = stopped => {
                deployment.stop().await?;
                return Err(stopped_words(&deployment));
            }
        };
        self.modify(id, move |connection| connection.apply(Action::PasteRoleArn(role.to_string()))).await
    }

    /// Stops the stack that is being made, if there is one.
    pub fn stop_deployment(&self, id: ConnectionId) {
        if let Some(stop) = self.deployments.under_way().get_mut(&id).and_then(Option::take) {
            // One that has just ended no longer listens.
            let _ = stop.send(());
        }
    }
}

fn stopped_words(deployment: &Deployment) -> AppError {
    let StackRequest { name, region, .. } = deployment.stack();
    AppError::not_now(match deployment.plan().kind {
        PlanKind::Create { .. } => format!(
            "cancelled: AWS is deleting what it had made of the stack \"{name}\" in {region}, which takes about a minute"
        ),
        PlanKind::Update { .. } => {
            format!("cancelled: AWS is taking the update of the stack \"{name}\" in {region} back")
        }
        PlanKind::UnderWay | PlanKind::Unchanged => {
            format!("no longer watched: the stack \"{name}\" in {region} was begun elsewhere and goes on")
        }
    })
}

fn request(draft: &Draft) -> Result<DeployRequest, AppError> {
    let missing = |what: &str| AppError::not_now(what);
    let target = draft.target_profile.clone().ok_or_else(|| missing("choose a profile in the account to connect"))?;
    let platform = draft.platform_account.clone();
    Ok(DeployRequest {
        external_id: draft.external_id.clone(),
        platform_account: platform
            .ok_or_else(|| missing("choose the runner first: the role must trust its account"))?,
        expected_account: draft.expected_account.clone(),
        target_profile: target.profile,
        region: Some(draft.region.clone()),
        stack: StackName::default(),
    })
}
