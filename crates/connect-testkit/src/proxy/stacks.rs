//! Stacks that take their time: the stand-in makes them at once, AWS does not.

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
    let list = match call.action.as_str() {
        "DescribeStacks" => "Stacks",
        "DescribeStackEvents" => "StackEvents",
        _ => return answer,
    };
    let text = answer.text();
    let Some(found) = xml::list(text, list) else { return answer };
    let items = found.items.iter().map(|item| &text[item.clone()]);
    let items: String = match list {
        "Stacks" => items.map(|stack| stack_so_far(stack, delay)).collect(),
        _ => items.filter(|event| !is_fresh_completion(event, delay)).collect(),
    };
    let page = format!("{}{items}{}", &text[..found.content.start], &text[found.content.end..]);
    answer.with_body(page)
}

fn stack_so_far(stack: &str, delay: Duration) -> String {
    if !stack.contains(DONE) || !is_fresh(stack, "CreationTime", delay) {
        return stack.to_owned();
    }
    let stack = stack.replacen(DONE, UNDER_WAY, 1);
    let Some(outputs) = xml::list(&stack, "Outputs") else { return stack };
    format!("{}{}", &stack[..outputs.content.start], &stack[outputs.content.end..])
}

// Events are stamped when the stand-in did the work, which is within moments of the creation.
fn is_fresh_completion(event: &str, delay: Duration) -> bool {
    event.contains("<ResourceStatus>CREATE_COMPLETE</ResourceStatus>")
        && event.contains("<ResourceType>AWS::CloudFormation::Stack</ResourceType>")
        && is_fresh(event, "Timestamp", delay)
}

fn is_fresh(text: &str, element: &str, delay: Duration) -> bool {
    let at = xml::text_of(text, element).and_then(|at| at.parse::<Timestamp>().ok());
    let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX);
    at.is_some_and(|at| Timestamp::now().duration_since(at) < delay)
}
