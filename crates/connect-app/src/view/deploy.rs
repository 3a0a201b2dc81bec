//! Deploying from here: what would be done.

use serde::Serialize;
use ts_rs::TS;

use connect_core::stack::{PlanKind, StackChange};

use crate::deploy::Deployment;

/// What deploying the stack would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DeployPlanView {
    /// What the plan is for.
    pub kind: DeployKind,
    /// The stack's name.
    pub stack_name: String,
    /// The region's code.
    pub region: String,
    /// The account in which it is done, as AWS says.
    pub account: String,
    /// What becomes of each resource.
    pub changes: Vec<StackChange>,
}

/// What carrying out a plan means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeployKind {
    /// A new stack.
    Create,
    /// The stack that is there is brought up to date.
    Update,
    /// There is nothing to do: the role is as it must be.
    Unchanged,
    /// The stack is being made or updated already: it is only watched.
    UnderWay,
}

impl DeployPlanView {
    /// What a person looks at before anything is done.
    pub fn of(deployment: &Deployment) -> Self {
        let (stack, plan) = (deployment.stack(), deployment.plan());
        Self {
            kind: match plan.kind {
                PlanKind::Create { .. } => DeployKind::Create,
                PlanKind::Update { .. } => DeployKind::Update,
                PlanKind::Unchanged => DeployKind::Unchanged,
                PlanKind::UnderWay => DeployKind::UnderWay,
            },
            stack_name: stack.name.to_string(),
            region: stack.region.to_string(),
            account: deployment.account().to_string(),
            changes: plan.changes.clone(),
        }
    }
}
