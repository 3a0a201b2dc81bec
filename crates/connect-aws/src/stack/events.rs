//! A stack's events.

use aws_sdk_cloudformation::types::{ResourceStatus, StackEvent as SdkEvent};
use connect_core::failure::CallFailure;
use connect_core::stack::StackEvent;
use jiff::Timestamp;

use super::OneStack;

impl OneStack<'_> {
    /// The newest events, the newest first. A page holds far more than a role's stack has in one run.
    pub(super) async fn events(&self) -> Result<Vec<StackEvent>, CallFailure> {
        Ok(self.sdk_events().await?.iter().map(event).collect())
    }

    /// Those since the stack last began to be made or updated.
    pub(super) async fn events_of_this_time(&self) -> Result<Vec<StackEvent>, CallFailure> {
        let events = self.sdk_events().await?;
        let begin = events.iter().position(begins).map_or(events.len(), |at| at + 1);
        Ok(events[..begin].iter().map(event).collect())
    }

    /// The newest events of the stack with this id, whose name may be free again.
    pub(super) async fn events_by_id(&self, id: &str) -> Result<Vec<StackEvent>, CallFailure> {
        Ok(self.sdk_events_of(id).await?.iter().map(event).collect())
    }

    async fn sdk_events(&self) -> Result<Vec<SdkEvent>, CallFailure> {
        self.sdk_events_of(&self.name.to_string()).await
    }

    async fn sdk_events_of(&self, name_or_id: &str) -> Result<Vec<SdkEvent>, CallFailure> {
        let answer = self.client.describe_stack_events().stack_name(name_or_id).send().await;
        let answer = answer.map_err(|error| self.failure("cloudformation:DescribeStackEvents", &error))?;
        Ok(answer.stack_events.unwrap_or_default())
    }
}

fn begins(event: &SdkEvent) -> bool {
    event.physical_resource_id() == event.stack_id()
        && matches!(status(event), "CREATE_IN_PROGRESS" | "UPDATE_IN_PROGRESS")
}

fn status(event: &SdkEvent) -> &str {
    event.resource_status().map_or("", ResourceStatus::as_str)
}

fn event(event: &SdkEvent) -> StackEvent {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    StackEvent {
        id: text(event.event_id()),
        at: event.timestamp().and_then(|at| Timestamp::from_millisecond(at.to_millis().ok()?).ok()),
        logical_id: text(event.logical_resource_id()),
        resource_type: text(event.resource_type()),
        status: status(event).to_owned(),
        reason: event.resource_status_reason().filter(|reason| !reason.is_empty()).map(str::to_owned),
    }
}
