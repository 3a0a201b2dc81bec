//! Makes a stack or brings it up to date, and waits for it.
//!
//! Source: [stack status codes](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html).

use std::time::{Duration, Instant};

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::create_stack::CreateStackError;
use aws_sdk_cloudformation::operation::update_stack::UpdateStackError;
use aws_sdk_cloudformation::types::{Capability, Parameter, ResourceStatus, Stack, StackEvent, StackStatus};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use connect_core::arn::RoleArn;
use connect_core::failure::CallFailure;
use connect_core::stack::{StackFailure, StackRequest};

use crate::classify::{self, Whose};

/// A role's stack takes about a minute; its status may be asked every few seconds.
const ASK_EVERY: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_mins(10);

/// The states that no update leads out of.
const STUCK: [&str; 5] =
    ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"];

/// `CloudFormation` in one region, as one identity sees it.
pub(crate) struct Stacks {
    pub(crate) client: Client,
    pub(crate) whose: Whose,
}

impl Stacks {
    /// Makes the stack or brings it up to date, waits for its end, and reads the Role ARN from its outputs.
    pub(crate) async fn deploy(&self, request: &StackRequest) -> Result<RoleArn, StackFailure> {
        if self.create(request).await? {
            return self.outcome(request, "CREATE_COMPLETE").await;
        }
        let present = self.settled(request).await?;
        refuse_stranger(request, &present)?;
        if self.update(request, &present).await? {
            self.outcome(request, "UPDATE_COMPLETE").await
        } else {
            Ok(role_arn(&present).parse()?)
        }
    }

    /// False when there is a stack of that name already.
    async fn create(&self, request: &StackRequest) -> Result<bool, StackFailure> {
        let call = self.client.create_stack().stack_name(request.name.to_string()).template_body(request.template);
        let call = call.set_parameters(Some(given(request))).capabilities(Capability::CapabilityNamedIam);
        match call.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(CreateStackError::is_already_exists_exception) => {
                Ok(false)
            }
            Err(error) => Err(self.failure("cloudformation:CreateStack", &error).into()),
        }
    }

    /// False when there is nothing to change.
    async fn update(&self, request: &StackRequest, present: &Stack) -> Result<bool, StackFailure> {
        let call = self.client.update_stack().stack_name(request.name.to_string()).template_body(request.template);
        let parameters = given(request).into_iter().chain(kept(request, present)).collect();
        let call = call.set_parameters(Some(parameters)).capabilities(Capability::CapabilityNamedIam);
        match call.send().await {
            Ok(_) => Ok(true),
            Err(error) if nothing_to_change(&error) => Ok(false),
            Err(error) => Err(self.failure("cloudformation:UpdateStack", &error).into()),
        }
    }

    async fn outcome(&self, request: &StackRequest, wanted: &str) -> Result<RoleArn, StackFailure> {
        let stack = self.settled(request).await?;
        if status(&stack) == wanted { Ok(role_arn(&stack).parse()?) } else { Err(self.failed(request, &stack).await) }
    }

    /// The stack when nothing goes on in it any more.
    async fn settled(&self, request: &StackRequest) -> Result<Stack, StackFailure> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let stack = self.describe(request).await?;
            if !status(&stack).ends_with("_IN_PROGRESS") || STUCK.contains(&status(&stack)) {
                return Ok(stack);
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
        Err(StackFailure::TooSlow { name: request.name.to_string(), region: request.region.clone() })
    }

    async fn describe(&self, request: &StackRequest) -> Result<Stack, StackFailure> {
        let answer = self.client.describe_stacks().stack_name(request.name.to_string()).send().await;
        let answer = answer.map_err(|error| self.failure("cloudformation:DescribeStacks", &error))?;
        Ok(answer.stacks.and_then(|stacks| stacks.into_iter().next()).unwrap_or_else(|| Stack::builder().build()))
    }

    /// The first event that failed tells why; later ones only say that others were cancelled.
    async fn failed(&self, request: &StackRequest, stack: &Stack) -> StackFailure {
        let events = self.client.describe_stack_events().stack_name(request.name.to_string()).send().await;
        let reason = match events {
            Ok(answer) => {
                first_failure(answer.stack_events()).unwrap_or_else(|| "its events name no reason".to_owned())
            }
            Err(error) => self.failure("cloudformation:DescribeStackEvents", &error).to_string(),
        };
        let (name, region, status) = (request.name.to_string(), request.region.clone(), status(stack).to_owned());
        if status.starts_with("UPDATE_") {
            StackFailure::NotUpdated { name, region, status, reason }
        } else {
            StackFailure::NotMade { name, region, status, reason, command: request.delete_command() }
        }
    }

    fn failure<E>(&self, operation: &'static str, error: &SdkError<E, HttpResponse>) -> CallFailure
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        classify::failure(operation, error, &self.whose)
    }
}

fn given(request: &StackRequest) -> Vec<Parameter> {
    let parameter =
        |(name, value): &(String, String)| Parameter::builder().parameter_key(name).parameter_value(value).build();
    request.parameters.iter().map(parameter).collect()
}

/// An update that does not name a parameter would set it back to its default.
fn kept(request: &StackRequest, present: &Stack) -> Vec<Parameter> {
    let there = present.parameters().iter().filter_map(Parameter::parameter_key);
    let kept = there.filter(|name| request.kept.contains(name));
    kept.map(|name| Parameter::builder().parameter_key(name).use_previous_value(true).build()).collect()
}

/// A stack that lacks this template's parameters is somebody's else: an update would replace what it holds.
fn refuse_stranger(request: &StackRequest, present: &Stack) -> Result<(), StackFailure> {
    let (name, region) = (request.name.to_string(), request.region.clone());
    let has = |name: &str| present.parameters().iter().any(|parameter| parameter.parameter_key() == Some(name));
    if !request.parameters.iter().all(|(name, _)| has(name)) {
        return Err(StackFailure::Exists { name, region });
    }
    if STUCK.contains(&status(present)) {
        let (status, command) = (status(present).to_owned(), request.delete_command());
        return Err(StackFailure::Stuck { name, region, status, command });
    }
    Ok(())
}

/// `CloudFormation` has no code of its own for this, only words.
fn nothing_to_change(error: &SdkError<UpdateStackError, HttpResponse>) -> bool {
    error.code() == Some("ValidationError")
        && error.message().is_some_and(|words| words.contains("No updates are to be performed"))
}

fn status(stack: &Stack) -> &str {
    stack.stack_status().map_or("", StackStatus::as_str)
}

fn event_status(event: &StackEvent) -> &str {
    event.resource_status().map_or("", ResourceStatus::as_str)
}

fn role_arn(stack: &Stack) -> &str {
    let output = stack.outputs().iter().find(|output| output.output_key() == Some("RoleArn"));
    output.and_then(|output| output.output_value()).unwrap_or_default()
}

/// Events come newest first, and those before the stack's own begin are of earlier times.
fn first_failure(events: &[StackEvent]) -> Option<String> {
    let begins = |event: &&StackEvent| {
        event.physical_resource_id() == event.stack_id()
            && matches!(event_status(event), "CREATE_IN_PROGRESS" | "UPDATE_IN_PROGRESS")
    };
    let of_this_time = events.iter().take_while(|event| !begins(event));
    let first = of_this_time.filter(|event| event_status(event).ends_with("_FAILED")).last()?;
    let resource = first.logical_resource_id().unwrap_or("a resource");
    Some(format!(
        "{resource}: {}",
        first.resource_status_reason().unwrap_or("no reason is given").trim_end_matches('.')
    ))
}
