//! Stacks that take their time, or fail: the stand-in makes them at once and without complaint, AWS does not.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::call::ApiCall;
use crate::http::Answer;
use crate::xml;

const DONE: &str = "<StackStatus>CREATE_COMPLETE</StackStatus>";
const UNDER_WAY: &str = "<StackStatus>CREATE_IN_PROGRESS</StackStatus>";

/// Hides the completion of stacks that were created less than `delay` ago.
pub(crate) fn delayed(call: &ApiCall, answer: Answer, delay: Duration) -> Answer {
    if delay.is_zero() || call.service != "cloudformation" || !answer.status.is_success() {
        return answer;
    }
    rewritten(
        call,
        answer,
        |stack| stack_so_far(stack, delay),
        |events| events.into_iter().filter(|event| !is_fresh_completion(event, delay)).collect(),
    )
}

/// Shows finished stacks as rolled back because of `resource`.
pub(crate) fn failed(call: &ApiCall, answer: Answer, resource: &str, reason: &str) -> Answer {
    if call.service != "cloudformation" || !answer.status.is_success() {
        return answer;
    }
    rewritten(call, answer, rolled_back, |events| events_of_failure(events, resource, reason))
}

fn rewritten(
    call: &ApiCall,
    answer: Answer,
    stack: impl Fn(&str) -> String,
    events: impl FnOnce(Vec<String>) -> Vec<String>,
) -> Answer {
    let list = match call.action.as_str() {
        "DescribeStacks" => "Stacks",
        "DescribeStackEvents" => "StackEvents",
        _ => return answer,
    };
    let text = answer.text();
    let Some(found) = xml::list(text, list) else { return answer };
    let items = found.items.iter().map(|item| &text[item.clone()]);
    let items: String = match list {
        "Stacks" => items.map(stack).collect(),
        _ => events(items.map(str::to_owned).collect()).concat(),
    };
    let page = format!("{}{items}{}", &text[..found.content.start], &text[found.content.end..]);
    answer.with_body(page)
}

fn rolled_back(stack: &str) -> String {
    if !stack.contains(DONE) {
        return stack.to_owned();
    }
    without_outputs(&xml::with_text(stack, "StackStatus", "ROLLBACK_COMPLETE"))
}

/// The newest event comes first. What was made after the failing resource never was; the stack is rolled back instead.
fn events_of_failure(events: Vec<String>, resource: &str, reason: &str) -> Vec<String> {
    let text = |event: &str, element: &str| xml::text_of(event, element).unwrap_or_default();
    let is = |event: &str, id: &str, status: &str| {
        text(event, "LogicalResourceId") == id && text(event, "ResourceStatus") == status
    };
    let finished = events.iter().find(|event| is_completion(event));
    let failing = events.iter().position(|event| is(event, resource, "CREATE_COMPLETE"));
    let (Some(finished), Some(failing)) = (finished, failing) else { return events };
    let rollback = format!("The following resource(s) failed to create: [{resource}]. Rollback requested by user.");
    let mut shown = vec![
        told(finished, "ROLLBACK_COMPLETE", ""),
        told(finished, "ROLLBACK_IN_PROGRESS", &rollback),
        told(&events[failing], "CREATE_FAILED", reason),
    ];
    shown.extend(events[failing + 1..].iter().cloned());
    shown
}

fn told(event: &str, status: &str, reason: &str) -> String {
    let event = xml::with_text(event, "EventId", &uuid::Uuid::new_v4().to_string());
    let event = xml::with_text(&event, "ResourceStatus", status);
    xml::with_text(&event, "ResourceStatusReason", reason)
}

fn stack_so_far(stack: &str, delay: Duration) -> String {
    if !stack.contains(DONE) || !is_fresh(stack, "CreationTime", delay) {
        return stack.to_owned();
    }
    without_outputs(&stack.replacen(DONE, UNDER_WAY, 1))
}

fn without_outputs(stack: &str) -> String {
    let Some(outputs) = xml::list(stack, "Outputs") else { return stack.to_owned() };
    format!("{}{}", &stack[..outputs.content.start], &stack[outputs.content.end..])
}

// Events are stamped when the stand-in did the work, which is within moments of the creation.
fn is_fresh_completion(event: &str, delay: Duration) -> bool {
    is_completion(event) && is_fresh(event, "Timestamp", delay)
}

fn is_completion(event: &str) -> bool {
    event.contains("<ResourceStatus>CREATE_COMPLETE</ResourceStatus>")
        && event.contains("<ResourceType>AWS::CloudFormation::Stack</ResourceType>")
}

fn is_fresh(text: &str, element: &str, delay: Duration) -> bool {
    let at = xml::text_of(text, element).and_then(|at| at.parse::<Timestamp>().ok());
    let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX);
    at.is_some_and(|at| Timestamp::now().duration_since(at) < delay)
}
