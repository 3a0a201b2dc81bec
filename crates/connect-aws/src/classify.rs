//! How failed calls are classified: by error code and by the kind of error, not by text.
//!
//! Text decides in four places only, because AWS and the HTTP client give nothing else: `ValidationError` is about the
//! session's duration when it names `DurationSeconds`, `SignatureDoesNotMatch` about the time of the signature when it
//! says so and no `Date` tells, a proxy's refusal has no type that can be named, and a call with an MFA code that was
//! denied by a policy says which action is not authorized.
//!
//! Codes: [STS](https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html),
//! [EC2](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html),
//! [IAM](https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html),
//! [S3](https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).

use std::error::Error;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use connect_core::failure::{CallFailure, FailureKind};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::endpoints::NotAws;

/// Beyond this, AWS refuses signatures; it allows five minutes either way, and clocks are read a little apart.
const SKEW_THAT_MATTERS: i64 = 4 * 60;

/// The longest text that is taken over from an error without a code.
const LONGEST_CHAIN: usize = 600;

/// Whose credentials a call was made with.
#[derive(Debug, Clone)]
pub(crate) enum Whose {
    /// A profile's; holds the command that renews them, or replaces those that AWS does not accept.
    Profile {
        /// Such as `aws sso login --profile X`.
        renewal: Option<String>,
    },
    /// An assumed role's.
    Session,
}

impl Whose {
    fn expired(&self) -> FailureKind {
        match self {
            Self::Profile { renewal } => FailureKind::CredentialsExpired { command: renewal.clone() },
            Self::Session => FailureKind::SessionExpired,
        }
    }

    fn invalid(&self) -> FailureKind {
        let command = match self {
            Self::Profile { renewal } => renewal.clone(),
            Self::Session => None,
        };
        FailureKind::CredentialsInvalid { command }
    }
}

/// Classifies a failed call of the SDK.
pub(crate) fn failure<E>(operation: &'static str, error: &SdkError<E, HttpResponse>, whose: &Whose) -> CallFailure
where
    E: Error + ProvideErrorMetadata + 'static,
{
    if let Some(earlier) = links(error).find_map(|link| link.downcast_ref::<CallFailure>()) {
        return earlier.clone();
    }
    let response = error.raw_response();
    let skew = response.and_then(|response| clock_skew(response, Timestamp::now()));
    let code = error.code().map(str::to_owned);
    let page = response.filter(|_| code.is_none()).and_then(page_for_people);
    let message = page.unwrap_or_else(|| error.message().map_or_else(|| in_words(error), str::to_owned));
    let kind = match (&code, error) {
        (Some(code), _) => kind_of_code(code, operation, &message, skew, whose),
        (None, SdkError::ServiceError(context)) => kind_of_status(context.raw().status().as_u16()),
        (None, SdkError::ResponseError(_) | SdkError::TimeoutError(_)) => FailureKind::Unreachable,
        (None, _) => kind_of_network(error).unwrap_or(FailureKind::Other),
    };
    let request_id = error.request_id().map(str::to_owned);
    CallFailure { kind, operation, code, message, request_id, clock_skew_seconds: skew }
}

/// What an error code means.
fn kind_of_code(code: &str, operation: &str, message: &str, skew: Option<i64>, whose: &Whose) -> FailureKind {
    let skewed = skew.is_some_and(|seconds| seconds.abs() > SKEW_THAT_MATTERS);
    match code.strip_prefix("Client.").unwrap_or(code) {
        "RequestTimeTooSkewed" => FailureKind::ClockSkew,
        "SignatureDoesNotMatch" | "InvalidSignatureException" | "AuthFailure" | "RequestExpired" if skewed => {
            FailureKind::ClockSkew
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" if of_another_time(message) => FailureKind::ClockSkew,
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "NotAuthorized"
        | "AuthorizationError"
        | "ForbiddenException"
        | "IDPRejectedClaim" => FailureKind::Denied,
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException"
        | "InvalidSignature"
        | "IncompleteSignature"
        | "InvalidAccessKeyId"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "NotSignedUp"
        | "AuthFailure"
        | "InvalidIdentityToken"
        | "InvalidIdentityTokenException"
        | "InvalidToken" => whose.invalid(),
        // The last is what IAM Identity Center says of an access token that has run out or was signed out.
        "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "TokenRefreshRequired"
        | "UnauthorizedException" => whose.expired(),
        "NoSuchEntity"
        | "NoSuchEntityException"
        | "ResourceNotFoundException"
        | "NoSuchBucket"
        | "NoSuchKey"
        | "NoSuchBucketPolicy"
        | "NoSuchPublicAccessBlockConfiguration" => FailureKind::NotFound,
        "RegionDisabledException" | "RegionDisabled" => FailureKind::StsRegionDisabled,
        "OptInRequired" | "IllegalLocationConstraintException" | "InvalidLocationConstraint" => {
            FailureKind::RegionDisabled
        }
        "ValidationError" if operation == "sts:AssumeRole" && message.contains("DurationSeconds") => {
            FailureKind::DurationTooLong
        }
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottledException"
        | "RequestThrottled"
        | "TooManyRequestsException"
        | "TooManyRequests"
        | "RequestLimitExceeded"
        | "EC2ThrottledException"
        | "BandwidthLimitExceeded"
        | "SlowDown"
        | "PriorRequestNotComplete" => FailureKind::Throttled,
        "InternalError"
        | "InternalFailure"
        | "InternalServerError"
        | "InternalServerException"
        | "ServiceFailure"
        | "ServiceFailureException"
        | "ServiceUnavailable"
        | "ServiceUnavailableException"
        | "Unavailable"
        | "RequestTimeout"
        | "RequestTimeoutException"
        | "IDPCommunicationError" => FailureKind::Unreachable,
        _ => FailureKind::Other,
    }
}

/// Whether a call that carried an MFA code failed for it: AWS denies such calls with the same code as a policy does.
pub(crate) fn is_about_code(failure: &CallFailure) -> bool {
    failure.kind == FailureKind::Denied && !failure.message.contains("is not authorized to perform")
}

/// Whether AWS refuses a signature for its time, and not for the key that made it.
fn of_another_time(message: &str) -> bool {
    message.starts_with("Signature expired") || message.starts_with("Signature not yet current")
}

/// What an answer without a code means: whatever answered, it was not the API that was asked.
fn kind_of_status(status: u16) -> FailureKind {
    match status {
        407 => FailureKind::ProxyRefused,
        429 => FailureKind::Throttled,
        _ => FailureKind::Unreachable,
    }
}

/// What to say of an answer that is a web page: no API of AWS's sends one.
fn page_for_people(response: &HttpResponse) -> Option<String> {
    let kind = response.headers().get("content-type")?.to_ascii_lowercase();
    kind.starts_with("text/html").then(|| {
        let status = response.status().as_u16();
        format!("HTTP {status} with a web page, which AWS never sends: the sign-in page of this network, a gateway or a firewall answered")
    })
}

/// What a failure before any answer means; `None` when it has nothing to do with the network.
pub(crate) fn kind_of_network(error: &(dyn Error + 'static)) -> Option<FailureKind> {
    let mut kind = None;
    for link in links(error) {
        if let Some(rustls::Error::InvalidCertificate(_)) = link.downcast_ref() {
            return Some(FailureKind::TlsUntrusted);
        }
        if link.is::<NotAws>() {
            return Some(FailureKind::Other);
        }
        if proxy_refused(&link.to_string()) {
            return Some(FailureKind::ProxyRefused);
        }
        if link.is::<ConnectorError>() || link.is::<aws_smithy_async::future::timeout::TimedOutError>() {
            kind = Some(FailureKind::Unreachable);
        }
    }
    kind
}

/// The words of the HTTP client's tunnel, whose error type is private.
fn proxy_refused(words: &str) -> bool {
    matches!(words.strip_prefix("tunnel error: "), Some("proxy authorization required" | "unsuccessful"))
}

/// This machine's clock minus the server's `Date`, in seconds.
fn clock_skew(response: &HttpResponse, now: Timestamp) -> Option<i64> {
    let date = response.headers().get("date")?;
    let server = rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(now.as_second() - server.as_second())
}

/// An error and what caused it, link by link. `io::Error::source` skips the error inside, which is where TLS errors are.
pub(crate) fn links<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&link| match link.downcast_ref::<std::io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => link.source(),
    })
}

/// An error with its causes in their own words, without the `Debug` forms that may hold more than words.
pub(crate) fn in_words(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = Vec::new();
    for link in links(error) {
        let link = link.to_string();
        if !link.is_empty() && words.last().is_none_or(|last| !last.contains(&link)) {
            words.push(link);
        }
    }
    shortened(&words.join(": "), LONGEST_CHAIN)
}

/// The first `longest` characters, with an ellipsis when something is left out.
pub(crate) fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
