//! What people are told when a call failed before it could be judged: what happened, what to do.

use connect_core::check::{Audience, Cause};
use connect_core::diagnosis::denied_by;
use connect_core::failure::{CallFailure, FailureKind};

/// A failed call in words.
pub(crate) struct Mend {
    /// The stable code.
    pub cause: Cause,
    /// What happened, with the real values.
    pub what: String,
    /// What to do.
    pub advice: String,
    /// The command that does it.
    pub command: Option<String>,
    /// Who can.
    pub audience: Audience,
}

/// Words for a call that failed before AWS judged the role.
pub(crate) fn mend(failure: &CallFailure) -> Mend {
    let (cause, what, advice) = of_credentials(failure).unwrap_or_else(|| of_call(failure));
    let command = match &failure.kind {
        FailureKind::CredentialsMissing { command }
        | FailureKind::CredentialsExpired { command }
        | FailureKind::CredentialsInvalid { command }
        | FailureKind::MfaRequired { command } => command.clone(),
        _ => None,
    };
    let audience = match &failure.kind {
        FailureKind::StsRegionDisabled | FailureKind::RegionDisabled | FailureKind::Denied => {
            Audience::AccountAdministrator
        }
        _ => Audience::You,
    };
    Mend { cause, what, advice: advice.to_owned(), command, audience }
}

/// Code, what happened, what to do.
type Words = (Cause, String, &'static str);

/// What is wrong with the credentials themselves, if that is it.
fn of_credentials(failure: &CallFailure) -> Option<Words> {
    let told = told(failure);
    Some(match &failure.kind {
        FailureKind::CredentialsMissing { .. } => (
            Cause::RunnerCredentialsMissing,
            format!("This profile gives no credentials ({told})"),
            "Configure it or sign in, then try again.",
        ),
        FailureKind::CredentialsExpired { .. } => (
            Cause::RunnerCredentialsExpired,
            format!("The sign-in of this profile has expired ({told})"),
            "Sign in again, then try again.",
        ),
        FailureKind::CredentialsInvalid { .. } => (
            Cause::RunnerCredentialsInvalid,
            format!("AWS does not accept the keys of this profile ({told})"),
            "The key was deleted, deactivated or mistyped: make a new one and enter it, or choose another profile.",
        ),
        FailureKind::MfaRequired { command: None } => (
            Cause::RunnerMfaRequired,
            format!("This profile wants a code from an MFA device ({told})"),
            "Verify again with the next code that the device shows: each works only once, and a new one comes every 30 seconds. If they are all refused, the device is not the one of this profile's user, or its clock is off: look at the user's security credentials in the IAM console, and resynchronise it there.",
        ),
        FailureKind::MfaRequired { .. } => (
            Cause::RunnerMfaRequired,
            format!("This profile wants a code from an MFA device ({told})"),
            "Run this with the code that the device shows, put the three values that it prints into a profile of their own, and let this profile have that one as its source_profile and no mfa_serial. Or choose a profile of IAM Identity Center.",
        ),
        FailureKind::SessionExpired => (
            Cause::RunnerCredentialsExpired,
            format!("The role's session has expired while it was used ({told})"),
            "Verify again: a session lasts 15 minutes.",
        ),
        FailureKind::ClockSkew => {
            (Cause::ClockSkew, clock(failure, &told), "Set this machine's clock by network time, then try again.")
        }
        _ => return None,
    })
}

/// What else kept a call from its answer.
fn of_call(failure: &CallFailure) -> Words {
    let told = told(failure);
    match &failure.kind {
        FailureKind::Throttled => (
            Cause::Throttled,
            format!("AWS asked to slow down, also after several tries ({told})"),
            "Wait a minute, then try again.",
        ),
        FailureKind::Unreachable => (
            Cause::EndpointUnreachable,
            format!("AWS could not be reached ({told})"),
            "Check the network, VPN and proxy of this machine, then try again.",
        ),
        FailureKind::TlsUntrusted => (
            Cause::TlsUntrusted,
            format!("The certificate of the AWS endpoint is not trusted here ({told})"),
            "A proxy that inspects TLS needs its certificate named: set AWS_CA_BUNDLE to its file, then start again.",
        ),
        FailureKind::ProxyRefused => (
            Cause::ProxyRefused,
            format!("The proxy refused the connection ({told})"),
            "Check HTTPS_PROXY, its user and password, and NO_PROXY.",
        ),
        FailureKind::StsRegionDisabled => (
            Cause::StsRegionDisabled,
            format!("STS is switched off in this region ({told})"),
            "Use a profile with another region, or activate STS for the region in the IAM console's account settings.",
        ),
        FailureKind::RegionDisabled => (
            Cause::RegionNotEnabled,
            format!("The region is not enabled in this account ({told})"),
            "Enable the region, or use another.",
        ),
        FailureKind::DurationTooLong => (
            Cause::SessionDurationTooLong,
            format!("The role allows only shorter sessions ({told})"),
            "Raise the role's maximum session duration to one hour.",
        ),
        FailureKind::Denied => (
            refused(failure),
            format!("AWS refused {} ({told})", failure.operation),
            "Allow this action to the identity that was used.",
        ),
        FailureKind::NotFound => (Cause::RoleNotFound, format!("AWS does not have it ({told})"), "Check the name."),
        _ => (
            Cause::Internal,
            format!("{} failed ({told})", failure.operation),
            "Try again; if it stays, report it with the request id.",
        ),
    }
}

/// What refused a call, as far as AWS's words say it.
fn refused(failure: &CallFailure) -> Cause {
    denied_by(&failure.message).unwrap_or(match failure.operation {
        "sts:AssumeRole" => Cause::AssumeDenied,
        _ => Cause::RunnerNotAllowed,
    })
}

fn clock(failure: &CallFailure, told: &str) -> String {
    match failure.clock_skew_seconds {
        Some(skew) => {
            let side = if skew < 0 { "behind" } else { "ahead of" };
            format!("This machine's clock is {} s {side} AWS's ({told})", skew.abs())
        }
        None => format!("This machine's clock is too far off to sign requests ({told})"),
    }
}

/// The same sentence with a capital letter; an ARN stays as AWS takes it.
pub(crate) fn capitalised(sentence: &str) -> String {
    if sentence.starts_with("arn:") {
        return sentence.to_owned();
    }
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// AWS's code and words, or only its words, on one line.
pub(crate) fn told(failure: &CallFailure) -> String {
    let message = failure.message.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = message.trim_end_matches('.');
    match &failure.code {
        Some(code) if message.is_empty() => code.clone(),
        Some(code) => format!("{code}: {message}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(kind: FailureKind) -> CallFailure {
        CallFailure {
            kind,
            operation: "sts:GetCallerIdentity",
            code: Some("SomeCode".into()),
            message: "some words.".into(),
            request_id: None,
            clock_skew_seconds: Some(-360),
        }
    }

    #[test]
    fn a_sentence_begins_with_a_capital_letter_but_an_arn_does_not() {
        assert_eq!(capitalised("there is no role"), "There is no role");
        assert_eq!(capitalised("arn:aws:iam::1:role/x is"), "arn:aws:iam::1:role/x is", "it can still be pasted");
    }

    #[test]
    fn every_kind_of_failure_has_words_with_what_aws_said() {
        let command = Some("aws sso login --profile x".to_owned());
        let kinds = [
            (FailureKind::CredentialsMissing { command: command.clone() }, Cause::RunnerCredentialsMissing),
            (FailureKind::CredentialsExpired { command: command.clone() }, Cause::RunnerCredentialsExpired),
            (FailureKind::CredentialsInvalid { command: command.clone() }, Cause::RunnerCredentialsInvalid),
            (FailureKind::MfaRequired { command: command.clone() }, Cause::RunnerMfaRequired),
            (FailureKind::Throttled, Cause::Throttled),
            (FailureKind::Unreachable, Cause::EndpointUnreachable),
            (FailureKind::TlsUntrusted, Cause::TlsUntrusted),
            (FailureKind::ProxyRefused, Cause::ProxyRefused),
            (FailureKind::ClockSkew, Cause::ClockSkew),
            (FailureKind::StsRegionDisabled, Cause::StsRegionDisabled),
            (FailureKind::RegionDisabled, Cause::RegionNotEnabled),
            (FailureKind::DurationTooLong, Cause::SessionDurationTooLong),
            (FailureKind::Other, Cause::Internal),
        ];
        for (kind, cause) in kinds {
            let mend = mend(&failure(kind.clone()));
            assert_eq!(mend.cause, cause, "{kind:?}");
            let credentials = matches!(
                cause,
                Cause::RunnerCredentialsMissing
                    | Cause::RunnerCredentialsExpired
                    | Cause::RunnerCredentialsInvalid
                    | Cause::RunnerMfaRequired
            );
            assert_eq!(
                mend.command.as_ref(),
                command.as_ref().filter(|_| credentials),
                "the command goes with {kind:?}"
            );
            assert!(
                mend.what.contains("SomeCode: some words)"),
                "keeps AWS's words, one full stop less: {}",
                mend.what
            );
            assert!(!mend.advice.is_empty(), "{kind:?} says what to do");
        }
        let bare = CallFailure { operation: "sts:AssumeRole", ..failure(FailureKind::Denied) };
        assert_eq!(mend(&bare).cause, Cause::AssumeDenied, "nobody said which policy refused the profile's own role");
        let scp = "with an explicit deny in a service control policy".to_owned();
        assert_eq!(mend(&CallFailure { message: scp, ..bare }).cause, Cause::DeniedByScp, "unless AWS does");
        let chain = CallFailure { message: "none. Tried:\n  this\n  that".to_owned(), ..failure(FailureKind::Other) };
        assert_eq!(told(&chain), "SomeCode: none. Tried: this that", "a sentence has no line breaks");
        let skewed = mend(&failure(FailureKind::ClockSkew));
        assert!(skewed.what.contains("360 s behind"), "the measured skew is told: {}", skewed.what);
    }
}
