//! Deleting a stack, until it is gone.

use std::collections::HashSet;
use std::time::Instant;

use connect_core::ports::StackSink;
use connect_core::stack::StackFailure;

use super::{ASK_EVERY, OneStack, PATIENCE, reason, status};

impl OneStack<'_> {
    /// Deletes it and tells its events. By its name a deleted stack is not found any more, by its id it is.
    pub(super) async fn delete_to_the_end(&self, sink: &StackSink<'_>) -> Result<(), StackFailure> {
        let Some(id) = self.find().await?.and_then(|stack| stack.stack_id) else { return Ok(()) };
        let mut known: HashSet<String> = self.events_by_id(&id).await?.into_iter().map(|event| event.id).collect();
        self.delete().await?;
        let begun = Instant::now();
        let mut new = Vec::new();
        while begun.elapsed() < PATIENCE {
            // Its state before its events: those then hold everything that led to it.
            let state = self.state(&id).await?;
            for event in self.events_by_id(&id).await?.into_iter().rev() {
                if known.insert(event.id.clone()) {
                    sink(event.clone());
                    new.insert(0, event);
                }
            }
            match state.as_str() {
                "DELETE_COMPLETE" => return Ok(()),
                // Before the first event of this time, the state is still that of the last.
                state if !new.is_empty() && !state.ends_with("_IN_PROGRESS") => {
                    return Err(StackFailure::NotDeleted {
                        name: self.name.to_string(),
                        region: self.region.clone(),
                        status: state.to_owned(),
                        reason: reason(&new),
                    });
                }
                _ => tokio::time::sleep(ASK_EVERY).await,
            }
        }
        Err(StackFailure::TooSlow { name: self.name.to_string(), region: self.region.clone() })
    }

    async fn state(&self, id: &str) -> Result<String, StackFailure> {
        let answer = self.client.describe_stacks().stack_name(id).send().await;
        let answer = answer.map_err(|error| self.failure("cloudformation:DescribeStacks", &error))?;
        Ok(answer.stacks().first().map(|stack| status(stack).to_owned()).unwrap_or_default())
    }
}
