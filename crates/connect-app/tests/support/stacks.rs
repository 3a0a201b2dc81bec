//! The stacks of a fake account; real ones are made at the command line and in the window.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use connect_core::arn::RoleArn;
use connect_core::console::StackName;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{StackSink, Stacks};
use connect_core::region::Region;
use connect_core::stack::{PlanKind, StackEvent, StackFailure, StackPlan, StackRequest};

use super::failure_of;

/// What becomes of stacks.
#[derive(Clone)]
pub(crate) enum FakeStacks {
    /// Nobody may make one or look at it.
    Denied,
    /// One is planned, and is made for ever; counts the plans that are there.
    Endless(Arc<AtomicUsize>),
    /// One is complete with this role in its outputs, or there is none.
    Made(Option<&'static str>),
    /// The same, but every look at it takes that long.
    Slow(&'static str, Duration),
}

fn denied(operation: &'static str) -> CallFailure {
    failure_of(operation, FailureKind::Denied, "no")
}

#[async_trait]
impl Stacks for FakeStacks {
    async fn plan(&self, _: &StackRequest) -> Result<StackPlan, StackFailure> {
        let Self::Endless(plans) = self else { return Err(denied("cloudformation:CreateChangeSet").into()) };
        plans.fetch_add(1, Ordering::SeqCst);
        Ok(StackPlan { kind: PlanKind::Create { change_set: "arn:aws:change-set".into() }, changes: Vec::new() })
    }

    async fn carry_out(&self, _: &StackRequest, _: &StackPlan, _: &StackSink<'_>) -> Result<RoleArn, StackFailure> {
        match self {
            Self::Endless(_) => std::future::pending().await,
            _ => Err(denied("cloudformation:ExecuteChangeSet").into()),
        }
    }

    async fn discard(&self, _: &StackRequest, _: &StackPlan) -> Result<(), CallFailure> {
        let Self::Endless(plans) = self else { return Err(denied("cloudformation:DeleteChangeSet")) };
        plans.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }

    async fn stop(&self, _: &StackRequest, _: &StackPlan) -> Result<(), CallFailure> {
        match self {
            Self::Endless(_) => Ok(()),
            _ => Err(denied("cloudformation:DeleteStack")),
        }
    }

    async fn delete(&self, region: &Region, name: &StackName, sink: &StackSink<'_>) -> Result<(), StackFailure> {
        match self {
            Self::Made(_) => {
                sink(StackEvent {
                    id: "1".to_owned(),
                    at: None,
                    logical_id: name.to_string(),
                    resource_type: "AWS::CloudFormation::Stack".to_owned(),
                    status: "DELETE_COMPLETE".to_owned(),
                    reason: None,
                });
                Ok(())
            }
            Self::Slow(..) => std::future::pending().await,
            _ => Err(StackFailure::NotDeleted {
                name: name.to_string(),
                region: region.clone(),
                status: "DELETE_FAILED".to_owned(),
                reason: "WorkloadBoundaryPolicy: it is attached".to_owned(),
            }),
        }
    }

    async fn made_role(&self, _: &Region, _: &StackName) -> Result<Option<RoleArn>, CallFailure> {
        match self {
            Self::Made(role) => Ok(role.and_then(|arn| arn.parse().ok())),
            Self::Slow(role, look) => {
                tokio::time::sleep(*look).await;
                Ok(role.parse().ok())
            }
            _ => Err(denied("cloudformation:DescribeStacks")),
        }
    }
}
