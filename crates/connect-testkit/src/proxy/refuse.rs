//! Error answers in the shape that each protocol has.

use uuid::Uuid;

use super::call::{ApiCall, Protocol};
use crate::http::Answer;
use crate::xml::escaped;

/// The error answer of a call.
pub(crate) fn refuse(call: &ApiCall, status: u16, code: &str, message: &str) -> Answer {
    let id = Uuid::new_v4().to_string();
    match call.protocol {
        Protocol::Json | Protocol::RestJson => json(call, status, code, message, &id),
        protocol => Answer::new(status, "text/xml", &id, document(call, protocol, code, message, &id)),
    }
}

fn document(call: &ApiCall, protocol: Protocol, code: &str, message: &str, id: &str) -> String {
    let (code, message) = (escaped(code), escaped(message));
    match protocol {
        Protocol::Ec2 => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>{code}</Code>\
             <Message>{message}</Message></Error></Errors><RequestID>{id}</RequestID></Response>"
        ),
        Protocol::S3 => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
             <Message>{message}</Message><RequestId>{id}</RequestId></Error>"
        ),
        _ => format!(
            "<ErrorResponse xmlns=\"{}\"><Error><Type>Sender</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>{id}</RequestId></ErrorResponse>",
            namespace(&call.service)
        ),
    }
}

fn namespace(service: &str) -> &'static str {
    match service {
        "sts" => "https://sts.amazonaws.com/doc/2011-06-15/",
        "cloudformation" => "http://cloudformation.amazonaws.com/doc/2010-05-15/",
        "route53" => "https://route53.amazonaws.com/doc/2013-04-01/",
        _ => "https://iam.amazonaws.com/doc/2010-05-08/",
    }
}

fn json(call: &ApiCall, status: u16, code: &str, message: &str, id: &str) -> Answer {
    let body = serde_json::json!({ "__type": code, "message": message }).to_string();
    let kind = if call.protocol == Protocol::Json { "application/x-amz-json-1.1" } else { "application/json" };
    let mut answer = Answer::new(status, kind, id, body);
    if let Ok(code) = code.parse() {
        answer.headers.insert("x-amzn-errortype", code);
    }
    answer
}

/// The error code of an answer, if it is an error.
pub(crate) fn code_of(answer: &Answer) -> Option<String> {
    if answer.status.is_success() {
        return None;
    }
    let named = answer.headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok()).map(str::to_owned);
    named.or_else(|| crate::xml::text_of(answer.text(), "Code"))
}
