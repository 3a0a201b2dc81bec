//! Makes a stack and waits for it.
//!
//! Source: [stack status codes](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html).

use std::time::{Duration, Instant};

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::create_stack::CreateStackError;
use aws_sdk_cloudformation::types::{Capability, Parameter, Stack, StackEvent};
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

/// `CloudFormation` in one region, as one identity sees it.
pub(crate) struct Stacks {
    pub(crate) client: Client,
    pub(crate) whose: Whose,
}

impl Stacks {
    /// Makes the stack, waits for its end, and reads the Role ARN from its outputs.
    pub(crate) async fn make(&self, request: &StackRequest) -> Result<RoleArn, StackFailure> {
        self.create(request).await?;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let stack = self.describe(request).await?;
            let status = stack.stack_status().map_or_else(String::new, |status| status.as_str().to_owned());
            match status.as_str() {
                "CREATE_COMPLETE" => return Ok(role_arn(&stack).parse()?),
                "CREATE_IN_PROGRESS" | "ROLLBACK_IN_PROGRESS" => tokio::time::sleep(ASK_EVERY).await,
                _ => return Err(self.failed(request, status).await),
            }
        }
        Err(StackFailure::TooSlow { name: request.name.to_string(), region: request.region.clone() })
    }

    async fn create(&self, request: &StackRequest) -> Result<(), StackFailure> {
        let parameter =
            |(name, value): &(String, String)| Parameter::builder().parameter_key(name).parameter_value(value).build();
        let parameters = request.parameters.iter().map(parameter).collect();
        let call = self.client.create_stack().stack_name(request.name.to_string()).template_body(request.template);
        let sent = call.set_parameters(Some(parameters)).capabilities(Capability::CapabilityNamedIam).send().await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(CreateStackError::is_already_exists_exception) => {
                Err(StackFailure::Exists { name: request.name.to_string(), region: request.region.clone() })
            }
            Err(error) => Err(self.failure("cloudformation:CreateStack", &error).into()),
        }
    }

    async fn describe(&self, request: &StackRequest) -> Result<Stack, StackFailure> {
        let answer = self.client.describe_stacks().stack_name(request.name.to_string()).send().await;
        let answer = answer.map_err(|error| self.failure("cloudformation:DescribeStacks", &error))?;
        Ok(answer.stacks.and_then(|stacks| stacks.into_iter().next()).unwrap_or_else(|| Stack::builder().build()))
    }

    /// The first event that failed tells why; later ones only say that others were cancelled.
    async fn failed(&self, request: &StackRequest, status: String) -> StackFailure {
        let events = self.client.describe_stack_events().stack_name(request.name.to_string()).send().await;
        let reason = match events {
            Ok(answer) => {
                first_failure(answer.stack_events()).unwrap_or_else(|| "its events name no reason".to_owned())
            }
            Err(error) => self.failure("cloudformation:DescribeStackEvents", &error).to_string(),
        };
        StackFailure::Failed { name: request.name.to_string(), region: request.region.clone(), status, reason }
    }

    fn failure<E>(&self, operation: &'static str, error: &SdkError<E, HttpResponse>) -> CallFailure
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        classify::failure(operation, error, &self.whose)
    }
}

fn role_arn(stack: &Stack) -> &str {
    let output = stack.outputs().iter().find(|output| output.output_key() == Some("RoleArn"));
    output.and_then(|output| output.output_value()).unwrap_or_default()
}

/// Events come newest first.
fn first_failure(events: &[StackEvent]) -> Option<String> {
    let failed =
        |event: &&StackEvent| event.resource_status().is_some_and(|status| status.as_str().ends_with("_FAILED"));
    let first = events.iter().rev().find(failed)?;
    let resource = first.logical_resource_id().unwrap_or("a resource");
    Some(format!(
        "{resource}: {}",
        first.resource_status_reason().unwrap_or("no reason is given").trim_end_matches('.')
    ))
}
