//! Change sets: what a stack would become, worked out by AWS before anything is done.
//!
//! Source: [change sets](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html).

use std::time::Instant;

use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, ChangeAction as SdkAction, ChangeSetStatus, ChangeSetType, Parameter, Replacement, ResourceChange,
    Stack,
};
use connect_core::failure::CallFailure;
use connect_core::stack::{ChangeAction, PlanKind, StackChange, StackFailure, StackPlan, StackRequest};
use jiff::Timestamp;

use super::{ASK_EVERY, ONLY_PLANNED, OneStack, PATIENCE, STUCK, status};

impl OneStack<'_> {
    pub(super) async fn plan(&self, request: &StackRequest) -> Result<StackPlan, StackFailure> {
        let present = self.find().await?.filter(|stack| status(stack) != ONLY_PLANNED);
        let Some(stack) = present else { return self.worked_out(request, given(request), ChangeSetType::Create).await };
        refuse_stranger(request, &stack)?;
        if status(&stack).ends_with("_IN_PROGRESS") {
            return Ok(StackPlan { kind: PlanKind::UnderWay, changes: Vec::new() });
        }
        let parameters = given(request).into_iter().chain(kept(request, &stack)).collect();
        self.worked_out(request, parameters, ChangeSetType::Update).await
    }

    async fn worked_out(
        &self,
        request: &StackRequest,
        parameters: Vec<Parameter>,
        kind: ChangeSetType,
    ) -> Result<StackPlan, StackFailure> {
        let call = self.client.create_change_set().stack_name(self.name.to_string()).change_set_type(kind.clone());
        let call = call.change_set_name(format!("alethia-connect-{}", Timestamp::now().as_millisecond()));
        let call = call.template_body(request.template).set_parameters(Some(parameters));
        let answer = call.capabilities(Capability::CapabilityNamedIam).send().await;
        let answer = answer.map_err(|error| self.failure("cloudformation:CreateChangeSet", &error))?;
        let change_set = answer.id.unwrap_or_default();
        let described = self.described(&change_set).await?;
        if described.status() == Some(&ChangeSetStatus::CreateComplete) {
            let changes =
                described.changes().iter().filter_map(|change| change.resource_change()).map(change).collect();
            let kind = if kind == ChangeSetType::Create {
                PlanKind::Create { change_set }
            } else {
                PlanKind::Update { change_set }
            };
            return Ok(StackPlan { kind, changes });
        }
        // What failed is in nobody's way, but of no use either.
        self.delete_change_set(&change_set).await?;
        let reason = described.status_reason().unwrap_or("no reason is given");
        if changes_nothing(reason) {
            return Ok(StackPlan { kind: PlanKind::Unchanged, changes: Vec::new() });
        }
        Err(StackFailure::NotPlanned {
            name: self.name.to_string(),
            region: self.region.clone(),
            reason: reason.trim_end_matches('.').to_owned(),
        })
    }

    /// The change set once AWS has worked it out. A role's stack has far fewer changes than fit on a page.
    async fn described(&self, change_set: &str) -> Result<DescribeChangeSetOutput, StackFailure> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let call = self.client.describe_change_set().stack_name(self.name.to_string());
            let answer = call.change_set_name(change_set).send().await;
            let answer = answer.map_err(|error| self.failure("cloudformation:DescribeChangeSet", &error))?;
            match answer.status() {
                Some(ChangeSetStatus::CreatePending | ChangeSetStatus::CreateInProgress) | None => {
                    tokio::time::sleep(ASK_EVERY).await;
                }
                Some(_) => return Ok(answer),
            }
        }
        Err(StackFailure::TooSlow { name: self.name.to_string(), region: self.region.clone() })
    }

    pub(super) async fn execute(&self, change_set: &str) -> Result<(), CallFailure> {
        let call = self.client.execute_change_set().stack_name(self.name.to_string());
        let answer = call.change_set_name(change_set).send().await;
        answer.map(drop).map_err(|error| self.failure("cloudformation:ExecuteChangeSet", &error))
    }

    pub(super) async fn delete_change_set(&self, change_set: &str) -> Result<(), CallFailure> {
        let call = self.client.delete_change_set().stack_name(self.name.to_string());
        let answer = call.change_set_name(change_set).send().await;
        answer.map(drop).map_err(|error| self.failure("cloudformation:DeleteChangeSet", &error))
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
fn changes_nothing(reason: &str) -> bool {
    ["didn't contain changes", "No updates are to be performed"].iter().any(|words| reason.contains(words))
}

fn change(change: &ResourceChange) -> StackChange {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    StackChange {
        action: match change.action() {
            Some(SdkAction::Add) => ChangeAction::Add,
            Some(SdkAction::Modify) => ChangeAction::Modify,
            Some(SdkAction::Remove) => ChangeAction::Remove,
            _ => ChangeAction::Other,
        },
        logical_id: text(change.logical_resource_id()),
        resource_type: text(change.resource_type()),
        physical_id: change.physical_resource_id().map(str::to_owned),
        replaced: matches!(change.replacement(), Some(Replacement::True | Replacement::Conditional)),
    }
}
