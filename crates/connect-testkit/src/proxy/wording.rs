//! Where the stand-in decides as AWS does but words its refusal otherwise, the words are put right.

use super::call::{ApiCall, Protocol};
use super::principals::Principals;
use super::refuse::refuse;
use crate::http::Answer;
use crate::root_client::refusal;

/// A refusal as AWS would word it; any other answer as it is.
pub(crate) fn corrected(call: &ApiCall, answer: Answer, principals: &Principals) -> Answer {
    if answer.status.is_success() {
        return answer;
    }
    match call.protocol {
        Protocol::RestXml => wrapped(call, answer),
        Protocol::Ec2 => explained(answer),
        _ if call.is("sts", "AssumeRole") => complete(call, answer, principals),
        _ => answer,
    }
}

/// Route 53 wraps its errors; without the wrapping, an SDK finds no error code.
fn wrapped(call: &ApiCall, answer: Answer) -> Answer {
    if answer.text().contains("<ErrorResponse") {
        return answer;
    }
    let error = refusal(&answer);
    refuse(call, error.status, &error.code, &error.message)
}

/// EC2 begins with a sentence of its own.
fn explained(answer: Answer) -> Answer {
    let (stands, should) = ("<Message>User: ", "<Message>You are not authorized to perform this operation. User: ");
    let text = answer.text().replacen(stands, should, 1);
    answer.with_body(text)
}

/// A denied `AssumeRole` names the caller, so that nobody can tell an absent role from a denial, and the resource.
fn complete(call: &ApiCall, answer: Answer, principals: &Principals) -> Answer {
    let caller = principals.get(&call.access_key).map(|caller| caller.arn).unwrap_or_default();
    let role = crate::xml::escaped(call.param("RoleArn").unwrap_or_default());
    let text = answer.text().replacen("User: is not", &format!("User: {caller} is not"), 1).replacen(
        "sts:AssumeRole because",
        &format!("sts:AssumeRole on resource: {role} because"),
        1,
    );
    answer.with_body(text)
}
