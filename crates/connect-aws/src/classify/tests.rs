#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::ErrorMetadata;

use super::*;

const PROFILE: Whose = Whose::Profile { renewal: None };

fn answered(
    status: u16,
    code: Option<&str>,
    message: &str,
    date: Option<&str>,
) -> SdkError<GetCallerIdentityError, HttpResponse> {
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
    response.headers_mut().insert("x-amzn-requestid", "id-1");
    if let Some(date) = date {
        response.headers_mut().insert("date", date.to_owned());
    }
    let mut metadata = ErrorMetadata::builder();
    if let Some(code) = code {
        metadata = metadata.code(code).message(message);
    }
    SdkError::service_error(GetCallerIdentityError::generic(metadata.build()), response)
}

#[test]
fn codes_decide() {
    use FailureKind as Kind;
    let expired = || Kind::CredentialsExpired { command: None };
    let invalid = || Kind::CredentialsInvalid { command: None };
    let table = [
        ("AccessDenied", Kind::Denied),
        ("AccessDeniedException", Kind::Denied),
        ("UnauthorizedOperation", Kind::Denied),
        ("Client.UnauthorizedOperation", Kind::Denied),
        ("InvalidClientTokenId", invalid()),
        ("SignatureDoesNotMatch", invalid()),
        ("UnrecognizedClientException", invalid()),
        ("IncompleteSignature", invalid()),
        ("AuthFailure", invalid()),
        ("InvalidIdentityToken", invalid()),
        ("ExpiredToken", expired()),
        ("ExpiredTokenException", expired()),
        ("RequestExpired", expired()),
        ("UnauthorizedException", expired()),
        ("NoSuchEntity", Kind::NotFound),
        ("RegionDisabledException", Kind::StsRegionDisabled),
        ("OptInRequired", Kind::RegionDisabled),
        ("Throttling", Kind::Throttled),
        ("ThrottlingException", Kind::Throttled),
        ("RequestLimitExceeded", Kind::Throttled),
        ("TooManyRequestsException", Kind::Throttled),
        ("RequestTimeTooSkewed", Kind::ClockSkew),
        ("ServiceUnavailable", Kind::Unreachable),
        ("InternalFailure", Kind::Unreachable),
        ("SomethingNew", Kind::Other),
        ("accessdenied", Kind::Other),
    ];
    for (code, kind) in table {
        let failure = failure("sts:GetCallerIdentity", &answered(400, Some(code), "words", None), &PROFILE);
        assert_eq!(failure.kind, kind, "{code} has one meaning, whatever its words");
        assert_eq!((failure.code.as_deref(), failure.message.as_str()), (Some(code), "words"), "AWS's own words stay");
        assert_eq!(failure.request_id.as_deref(), Some("id-1"), "the request id is what AWS support asks for");
    }
}

#[test]
fn a_session_that_ran_out_is_told_from_a_profile_that_did() {
    let error = answered(403, Some("ExpiredToken"), "expired", None);
    assert_eq!(failure("ec2:DescribeVpcs", &error, &Whose::Session).kind, FailureKind::SessionExpired, "assume again");
    let renewal = Some("aws sso login --profile x".to_owned());
    let kind = failure("sts:AssumeRole", &error, &Whose::Profile { renewal: renewal.clone() }).kind;
    assert_eq!(kind, FailureKind::CredentialsExpired { command: renewal }, "the person signs in again");
}

#[test]
fn a_duration_is_too_long_only_where_durations_are_asked_for() {
    let words = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    let error = answered(400, Some("ValidationError"), words, None);
    assert_eq!(failure("sts:AssumeRole", &error, &PROFILE).kind, FailureKind::DurationTooLong, "it can be shortened");
    assert_eq!(failure("iam:GetRole", &error, &PROFILE).kind, FailureKind::Other, "not a session");
    let other = answered(400, Some("ValidationError"), "1 validation error: roleArn", None);
    assert_eq!(failure("sts:AssumeRole", &other, &PROFILE).kind, FailureKind::Other, "another field");
}

#[test]
fn the_clock_is_blamed_only_when_the_servers_date_or_its_words_say_so() {
    let far = answered(403, Some("SignatureDoesNotMatch"), "expired", Some("Tue, 01 Jan 2019 00:00:00 GMT"));
    let far = failure("sts:GetCallerIdentity", &far, &PROFILE);
    assert_eq!(far.kind, FailureKind::ClockSkew, "years apart");
    assert!(far.clock_skew_seconds.unwrap() > 200_000_000, "this machine is ahead, so the skew is positive");
    let now = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&Timestamp::now()).unwrap();
    let near =
        failure("sts:GetCallerIdentity", &answered(403, Some("SignatureDoesNotMatch"), "", Some(&now)), &PROFILE);
    assert_eq!(near.kind, FailureKind::CredentialsInvalid { command: None }, "the clocks agree, so the key is wrong");
    assert!(near.clock_skew_seconds.unwrap().abs() < 60, "measured all the same");
    let none = failure("sts:GetCallerIdentity", &answered(403, Some("SignatureDoesNotMatch"), "", None), &PROFILE);
    assert_eq!(
        (none.kind, none.clock_skew_seconds),
        (FailureKind::CredentialsInvalid { command: None }, None),
        "no Date, no claim"
    );
    for words in
        ["Signature expired: 20260101T000000Z is now earlier than", "Signature not yet current: 20260101T000000Z is"]
    {
        let told =
            failure("sts:GetCallerIdentity", &answered(403, Some("SignatureDoesNotMatch"), words, None), &PROFILE);
        assert_eq!(told.kind, FailureKind::ClockSkew, "AWS says itself that it is the time: {words}");
    }
}

#[test]
fn an_answer_without_a_code_is_not_awss() {
    for (status, kind) in [
        (200, FailureKind::Unreachable),
        (403, FailureKind::Unreachable),
        (407, FailureKind::ProxyRefused),
        (429, FailureKind::Throttled),
        (502, FailureKind::Unreachable),
        (503, FailureKind::Unreachable),
    ] {
        let failure = failure("sts:GetCallerIdentity", &answered(status, None, "", None), &PROFILE);
        assert_eq!(failure.kind, kind, "HTTP {status} with something else than AWS's error document");
    }
}

fn dispatch(source: impl Into<Box<dyn Error + Send + Sync>>) -> FailureKind {
    let error = SdkError::<GetCallerIdentityError, _>::dispatch_failure(ConnectorError::io(source.into()));
    failure("sts:GetCallerIdentity", &error, &PROFILE).kind
}

#[test]
fn failures_before_an_answer_are_told_apart() {
    let untrusted = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
    assert_eq!(dispatch(std::io::Error::other(untrusted)), FailureKind::TlsUntrusted, "found inside the io::Error");
    assert_eq!(
        dispatch(std::io::Error::from(std::io::ErrorKind::ConnectionRefused)),
        FailureKind::Unreachable,
        "refused"
    );
    assert_eq!(dispatch("tunnel error: proxy authorization required"), FailureKind::ProxyRefused, "407 to CONNECT");
    assert_eq!(dispatch("tunnel error: unsuccessful"), FailureKind::ProxyRefused, "the proxy said no");
    assert_eq!(
        dispatch("tunnel error: failed to create underlying connection"),
        FailureKind::Unreachable,
        "no proxy there"
    );
    assert_eq!(dispatch(NotAws("127.0.0.1".to_owned())), FailureKind::Other, "refused on purpose");
    let timeout =
        SdkError::<GetCallerIdentityError, HttpResponse>::timeout_error(ConnectorError::timeout("slow".into()));
    assert_eq!(
        failure("sts:GetCallerIdentity", &timeout, &PROFILE).kind,
        FailureKind::Unreachable,
        "no answer in time"
    );
}

#[test]
fn an_earlier_failure_is_handed_on_unchanged() {
    let denied = failure("sts:AssumeRole", &answered(403, Some("AccessDenied"), "no", None), &PROFILE);
    let error = SdkError::<GetCallerIdentityError, HttpResponse>::construction_failure(denied.clone());
    assert_eq!(failure("sts:GetCallerIdentity", &error, &PROFILE), denied, "the cause, not its echo");
}

#[test]
fn words_are_cut_at_a_character() {
    assert_eq!(shortened("ünï", 2), "ün…", "never inside a character");
    assert_eq!(shortened("ab", 2), "ab", "whole when it fits");
}
