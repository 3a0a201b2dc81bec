//! What the effects of faults answer.

use hyper::header::{DATE, HeaderValue};
use hyper::http::request::Parts;
use jiff::{SignedDuration, Timestamp};

use super::call::{ApiCall, Protocol};
use super::faults::{Because, Effect};
use super::principals::Principals;
use super::refuse::refuse;
use crate::http::Answer;
use crate::xml;

// How far a signature's time may be off: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// The error answer that takes the place of the true one, if the effect is of that kind.
pub(crate) fn instead(effect: &Effect, call: &ApiCall, principals: &Principals) -> Option<Answer> {
    let (status, code, message) = match effect {
        Effect::Throttle => throttled(call),
        Effect::Deny { because } => denied(*because, call, principals),
        Effect::Status { status } => failed(*status, call),
        Effect::RegionDisabled => region_disabled(call),
        Effect::ExpiredToken => expired(call),
        Effect::Custom { status, code, message } => (*status, code.clone(), message.clone()),
        Effect::ClockSkew { seconds, .. } => return skewed(*seconds, call),
        Effect::Page { status } => return Some(page(*status)),
        Effect::Answer { body } => return Some(Answer::new(200, "text/xml;charset=UTF-8", "mocked", body.clone())),
        Effect::Latency { .. }
        | Effect::Reset
        | Effect::Truncate { .. }
        | Effect::RepeatToken
        | Effect::OtherCaller { .. }
        | Effect::StackFails { .. } => return None,
    };
    Some(refuse(call, status, &code, &message))
}

fn page(status: u16) -> Answer {
    let page = "<!doctype html><html><body>Please accept the terms of this network.</body></html>";
    let mut answer = Answer::new(status, "text/html; charset=utf-8", "", page.to_owned());
    answer.headers.remove("x-amzn-requestid");
    answer
}

type Error = (u16, String, String);

fn error(status: u16, code: &str, message: impl Into<String>) -> Error {
    (status, code.to_owned(), message.into())
}

fn throttled(call: &ApiCall) -> Error {
    match call.protocol {
        Protocol::Ec2 => error(503, "RequestLimitExceeded", "Request limit exceeded."),
        Protocol::S3 => error(503, "SlowDown", "Please reduce your request rate."),
        Protocol::Json | Protocol::RestJson => error(400, "ThrottlingException", "Rate exceeded"),
        Protocol::Query | Protocol::RestXml => error(400, "Throttling", "Rate exceeded"),
    }
}

fn failed(status: u16, call: &ApiCall) -> Error {
    match (status, call.protocol) {
        (503, Protocol::Ec2) => error(status, "Unavailable", "The server is overloaded and can't handle the request."),
        (503, _) => {
            error(status, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.")
        }
        (_, Protocol::Ec2) => error(status, "InternalError", "An internal error has occurred"),
        _ => error(status, "InternalFailure", "The request processing has failed because of an unknown error."),
    }
}

fn region_disabled(call: &ApiCall) -> Error {
    match (call.service.as_str(), call.protocol) {
        (_, Protocol::Ec2) => error(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
        ("sts", _) => error(
            403,
            "RegionDisabledException",
            "STS is not activated in this region for this account. Your account administrator can activate STS in this \
             region using the IAM Console.",
        ),
        (_, Protocol::Json) => error(400, "UnrecognizedClientException", INVALID_TOKEN),
        _ => error(403, "InvalidClientTokenId", INVALID_TOKEN),
    }
}

const INVALID_TOKEN: &str = "The security token included in the request is invalid.";

fn expired(call: &ApiCall) -> Error {
    match call.protocol {
        Protocol::Ec2 => error(400, "RequestExpired", "Request has expired."),
        Protocol::Json | Protocol::RestJson => {
            error(400, "ExpiredTokenException", "The security token included in the request is expired")
        }
        _ => error(403, "ExpiredToken", "The security token included in the request is expired"),
    }
}

/// The wording of <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>.
fn denied(because: Because, call: &ApiCall, principals: &Principals) -> Error {
    let caller = principals.get(&call.access_key).map_or_else(|| call.access_key.clone(), |caller| caller.arn);
    let action = format!("{}:{}", call.service, call.action);
    let resource = call.param("RoleArn").map(|arn| format!(" on resource: {arn}")).unwrap_or_default();
    let who = format!("User: {caller} is not authorized to perform: {action}{resource}");
    let why = match because {
        Because::Identity => format!(" because no identity-based policy allows the {action} action"),
        Because::IdentityDeny => " with an explicit deny in an identity-based policy".to_owned(),
        Because::Scp => " with an explicit deny in a service control policy".to_owned(),
        Because::Rcp => " with an explicit deny in a resource control policy".to_owned(),
        Because::Boundary => format!(" because no permissions boundary allows the {action} action"),
        Because::Session => format!(" because no session policy allows the {action} action"),
        Because::Endpoint => " with an explicit deny in a VPC endpoint policy".to_owned(),
        Because::Nothing => String::new(),
    };
    match call.protocol {
        Protocol::Ec2 if because == Because::Nothing => {
            error(403, "UnauthorizedOperation", "You are not authorized to perform this operation.")
        }
        Protocol::Ec2 => {
            error(403, "UnauthorizedOperation", format!("You are not authorized to perform this operation. {who}{why}"))
        }
        Protocol::Json | Protocol::RestJson => error(400, "AccessDeniedException", format!("{who}{why}")),
        _ => error(403, "AccessDenied", format!("{who}{why}")),
    }
}

/// A caller that has learned the server's time from its `Date`, and signs with that, is served.
fn skewed(seconds: i64, call: &ApiCall) -> Option<Answer> {
    let now = Timestamp::now() + SignedDuration::from_secs(seconds);
    let signed = call.date.as_deref().and_then(signed_at)?;
    if now.duration_since(signed).abs() <= TOLERANCE {
        return None;
    }
    let time = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let (word, than, limit) = if signed < now {
        ("expired", "earlier", now - TOLERANCE)
    } else {
        ("not yet current", "later", now + TOLERANCE)
    };
    let message =
        format!("Signature {word}: {} is now {than} than {} ({} -/+ 5 min.)", time(signed), time(limit), time(now));
    let mut answer = match call.protocol {
        Protocol::Ec2 => refuse(call, 400, "RequestExpired", "Request has expired."),
        _ => refuse(call, 403, "SignatureDoesNotMatch", &message),
    };
    dated(&mut answer, seconds);
    Some(answer)
}

/// The stand-in looks at the time of a signature too: it is told what time it is there.
pub(crate) fn set_clock(parts: &mut Parts, seconds: i64) {
    parts.headers.insert("x-sandbox-clock", seconds.into());
}

fn signed_at(date: &str) -> Option<Timestamp> {
    jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", date)
        .ok()?
        .to_zoned(jiff::tz::TimeZone::UTC)
        .ok()
        .map(|at| at.timestamp())
}

/// Sets the answer's `Date` to the server's time.
pub(crate) fn dated(answer: &mut Answer, seconds: i64) {
    let now = Timestamp::now() + SignedDuration::from_secs(seconds);
    if let Ok(date) = HeaderValue::from_str(&now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()) {
        answer.headers.insert(DATE, date);
    }
}

/// Every answer has a `Date`, unless it is `undated`.
pub(crate) fn settle_date(answer: &mut Answer, undated: bool) {
    if undated {
        answer.headers.remove(DATE);
    } else if !answer.headers.contains_key(DATE) {
        dated(answer, 0);
    }
}

/// The answer to `GetCallerIdentity` with another caller.
pub(crate) fn called_by(call: &ApiCall, answer: Answer, arn: &str) -> Answer {
    if !call.is("sts", "GetCallerIdentity") || !answer.status.is_success() {
        return answer;
    }
    let account = arn.split(':').nth(4).unwrap_or_default();
    let text = xml::with_text(&xml::with_text(answer.text(), "Arn", arn), "Account", account);
    answer.with_body(text)
}
