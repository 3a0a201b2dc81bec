//! The role's stack: what deploying it would do, doing it, and reading its Role ARN.
//!
//! Everything goes by change sets, so that a person sees what will be done before it is.
//!
//! Source: [stack status codes](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html).

use std::collections::HashSet;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{Stack, StackStatus};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use connect_core::arn::RoleArn;
use connect_core::console::StackName;
use connect_core::failure::CallFailure;
use connect_core::ports::{StackSink, Stacks};
use connect_core::region::Region;
use connect_core::stack::{PlanKind, StackEvent, StackFailure, StackPlan, StackRequest};

use crate::classify::{self, Whose};
use crate::client;

mod change_set;
mod deletion;
mod events;

/// A role's stack takes about a minute; its status may be asked every few seconds.
const ASK_EVERY: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_mins(10);

/// The states that no update leads out of.
const STUCK: [&str; 4] = ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"];
/// A stack that only has change sets: nothing was made of it yet.
const ONLY_PLANNED: &str = "REVIEW_IN_PROGRESS";

/// `CloudFormation` as one identity sees it.
pub(crate) struct StackMaker {
    config: SdkConfig,
    whose: Whose,
}

impl StackMaker {
    pub(crate) const fn new(config: SdkConfig, whose: Whose) -> Self {
        Self { config, whose }
    }

    fn of<'a>(&'a self, region: &'a Region, name: &'a StackName) -> OneStack<'a> {
        OneStack { client: client::cloudformation(&self.config, region), whose: &self.whose, region, name }
    }

    fn wanted<'a>(&'a self, request: &'a StackRequest) -> OneStack<'a> {
        self.of(&request.region, &request.name)
    }
}

#[async_trait]
impl Stacks for StackMaker {
    async fn plan(&self, request: &StackRequest) -> Result<StackPlan, StackFailure> {
        self.wanted(request).plan(request).await
    }

    async fn carry_out(
        &self,
        request: &StackRequest,
        plan: &StackPlan,
        sink: &StackSink<'_>,
    ) -> Result<RoleArn, StackFailure> {
        let stack = self.wanted(request);
        let known = match &plan.kind {
            PlanKind::Unchanged => return stack.role_arn().await,
            PlanKind::UnderWay => HashSet::new(),
            PlanKind::Create { change_set } | PlanKind::Update { change_set } => {
                let known = stack.events().await?.into_iter().map(|event| event.id).collect();
                stack.execute(change_set).await?;
                known
            }
        };
        stack.outcome(request, known, sink).await
    }

    async fn discard(&self, request: &StackRequest, plan: &StackPlan) -> Result<(), CallFailure> {
        let stack = self.wanted(request);
        match &plan.kind {
            // The stack that a plan leaves behind holds nothing, and would be in the way of the next one.
            PlanKind::Create { .. } => stack.delete_planned().await,
            PlanKind::Update { change_set } => stack.delete_change_set(change_set).await,
            PlanKind::Unchanged | PlanKind::UnderWay => Ok(()),
        }
    }

    async fn stop(&self, request: &StackRequest, plan: &StackPlan) -> Result<(), CallFailure> {
        let stack = self.wanted(request);
        match &plan.kind {
            PlanKind::Create { .. } => stack.delete().await,
            PlanKind::Update { .. } => stack.cancel_update().await,
            PlanKind::Unchanged | PlanKind::UnderWay => Ok(()),
        }
    }

    async fn delete(&self, region: &Region, name: &StackName, sink: &StackSink<'_>) -> Result<(), StackFailure> {
        self.of(region, name).delete_to_the_end(sink).await
    }

    async fn made_role(&self, region: &Region, name: &StackName) -> Result<Option<RoleArn>, CallFailure> {
        let stack = self.of(region, name).find().await?;
        let complete = stack.filter(|stack| ["CREATE_COMPLETE", "UPDATE_COMPLETE"].contains(&status(stack)));
        Ok(complete.and_then(|stack| role_arn(&stack).parse().ok()))
    }
}

/// One stack, which may not be there yet.
struct OneStack<'a> {
    client: Client,
    whose: &'a Whose,
    region: &'a Region,
    name: &'a StackName,
}

impl OneStack<'_> {
    /// The stack; none where there is none of that name.
    async fn find(&self) -> Result<Option<Stack>, CallFailure> {
        match self.client.describe_stacks().stack_name(self.name.to_string()).send().await {
            Ok(answer) => Ok(answer.stacks.and_then(|stacks| stacks.into_iter().next())),
            // CloudFormation has no code of its own for this, only words.
            Err(error) if error.message().is_some_and(|words| words.contains("does not exist")) => Ok(None),
            Err(error) => Err(self.failure("cloudformation:DescribeStacks", &error)),
        }
    }

    async fn present(&self) -> Result<Stack, StackFailure> {
        self.find()
            .await?
            .ok_or_else(|| StackFailure::Gone { name: self.name.to_string(), region: self.region.clone() })
    }

    async fn role_arn(&self) -> Result<RoleArn, StackFailure> {
        Ok(role_arn(&self.present().await?).parse()?)
    }

    /// Waits until nothing goes on in the stack any more, telling its events, and takes its Role ARN.
    async fn outcome(
        &self,
        request: &StackRequest,
        mut known: HashSet<String>,
        sink: &StackSink<'_>,
    ) -> Result<RoleArn, StackFailure> {
        let begun = Instant::now();
        let (mut told, mut waited) = (false, false);
        while begun.elapsed() < PATIENCE {
            // Its state before its events: those then hold everything that led to it.
            let stack = self.present().await?;
            let events = self.events_of_this_time().await?;
            for event in events.iter().rev().filter(|event| known.insert(event.id.clone())) {
                told = true;
                sink(event.clone());
            }
            let last_told = events.first().is_some_and(|event| event.status == status(&stack));
            match status(&stack) {
                "CREATE_COMPLETE" | "UPDATE_COMPLETE" if told && (last_told || waited) => {
                    return Ok(role_arn(&stack).parse()?);
                }
                // Its last event may come a moment after its state: one more look.
                "CREATE_COMPLETE" | "UPDATE_COMPLETE" if told => {
                    waited = true;
                    tokio::time::sleep(ASK_EVERY).await;
                }
                // Before the first event of this time, the state is still that of the last.
                status if told && !status.ends_with("_IN_PROGRESS") => {
                    return Err(failed(request, status, &events));
                }
                _ => tokio::time::sleep(ASK_EVERY).await,
            }
        }
        Err(StackFailure::TooSlow { name: self.name.to_string(), region: self.region.clone() })
    }

    async fn delete(&self) -> Result<(), CallFailure> {
        let answer = self.client.delete_stack().stack_name(self.name.to_string()).send().await;
        answer.map(drop).map_err(|error| self.failure("cloudformation:DeleteStack", &error))
    }

    /// Deletes the stack if nothing was made of it.
    async fn delete_planned(&self) -> Result<(), CallFailure> {
        match self.find().await? {
            Some(stack) if status(&stack) == ONLY_PLANNED => self.delete().await,
            _ => Ok(()),
        }
    }

    async fn cancel_update(&self) -> Result<(), CallFailure> {
        let answer = self.client.cancel_update_stack().stack_name(self.name.to_string()).send().await;
        answer.map(drop).map_err(|error| self.failure("cloudformation:CancelUpdateStack", &error))
    }

    fn failure<E>(&self, operation: &'static str, error: &SdkError<E, HttpResponse>) -> CallFailure
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        classify::failure(operation, error, self.whose)
    }
}

/// The first event that failed tells why; later ones only say that others were cancelled.
fn reason(events: &[StackEvent]) -> String {
    let first = events.iter().rfind(|event| event.is_failure());
    first.map_or_else(
        || "its events name no reason".to_owned(),
        |event| {
            let reason = event.reason.as_deref().unwrap_or("no reason is given");
            format!("{}: {}", event.logical_id, reason.trim_end_matches('.'))
        },
    )
}

fn failed(request: &StackRequest, status: &str, events: &[StackEvent]) -> StackFailure {
    let reason = reason(events);
    let (name, region, status) = (request.name.to_string(), request.region.clone(), status.to_owned());
    if status.starts_with("UPDATE_") {
        StackFailure::NotUpdated { name, region, status, reason }
    } else {
        StackFailure::NotMade { name, region, status, reason, command: request.delete_command() }
    }
}

fn status(stack: &Stack) -> &str {
    stack.stack_status().map_or("", StackStatus::as_str)
}

fn role_arn(stack: &Stack) -> &str {
    let output = stack.outputs().iter().find(|output| output.output_key() == Some("RoleArn"));
    output.and_then(|output| output.output_value()).unwrap_or_default()
}
