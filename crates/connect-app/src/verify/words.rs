//! What people are told when a call failed before it could be judged: what happened, what to do.

use connect_core::check::{Audience, Cause};
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
    let told = told(failure);
    let of = |cause, what: String, advice: &str| Mend {
        cause,
        what,
        advice: advice.to_owned(),
        command: None,
        audience: Audience::You,
    };
    match &failure.kind {
        FailureKind::CredentialsMissing { command } => Mend {
            command: command.clone(),
            ..of(
                Cause::RunnerCredentialsMissing,
                format!("This profile gives no credentials ({told})"),
                "Configure it or sign in, then try again.",
            )
        },
        FailureKind::CredentialsExpired { command } => Mend {
            command: command.clone(),
            ..of(
                Cause::RunnerCredentialsExpired,
                format!("The sign-in of this profile has expired ({told})"),
                "Sign in again, then try again.",
            )
        },
        FailureKind::CredentialsInvalid => of(
            Cause::RunnerCredentialsInvalid,
            format!("AWS does not accept the keys of this profile ({told})"),
            "The key was deleted, deactivated or mistyped: make a new one, or choose another profile.",
        ),
        FailureKind::MfaRequired => of(
            Cause::RunnerMfaRequired,
            format!("This profile wants a code from an MFA device ({told})"),
            "Choose a profile that is signed in with MFA already, such as one of IAM Identity Center.",
        ),
        FailureKind::SessionExpired => of(
            Cause::RunnerCredentialsExpired,
            format!("The session has expired ({told})"),
            "Sign in again, then try again.",
        ),
        FailureKind::Throttled => of(
            Cause::Throttled,
            format!("AWS asked to slow down, also after several tries ({told})"),
            "Wait a minute, then try again.",
        ),
        FailureKind::Unreachable => of(
            Cause::EndpointUnreachable,
            format!("AWS could not be reached ({told})"),
            "Check the network, VPN and proxy of this machine, then try again.",
        ),
        FailureKind::TlsUntrusted => of(
            Cause::TlsUntrusted,
            format!("The certificate of the AWS endpoint is not trusted here ({told})"),
            "A proxy that inspects TLS needs its certificate named: set AWS_CA_BUNDLE to its file, then start again.",
        ),
        FailureKind::ProxyRefused => of(
            Cause::ProxyRefused,
            format!("The proxy refused the connection ({told})"),
            "Check HTTPS_PROXY, its user and password, and NO_PROXY.",
        ),
        FailureKind::ClockSkew => {
            of(Cause::ClockSkew, clock(failure, &told), "Set this machine's clock by network time, then try again.")
        }
        FailureKind::StsRegionDisabled => Mend {
            audience: Audience::AccountAdministrator,
            ..of(
                Cause::StsRegionDisabled,
                format!("STS is switched off in this region ({told})"),
                "Use a profile with another region, or activate STS for the region in the IAM console's account settings.",
            )
        },
        FailureKind::RegionDisabled => Mend {
            audience: Audience::AccountAdministrator,
            ..of(
                Cause::RegionNotEnabled,
                format!("The region is not enabled in this account ({told})"),
                "Enable the region, or use another.",
            )
        },
        FailureKind::DurationTooLong => of(
            Cause::SessionDurationTooLong,
            format!("The role allows only shorter sessions ({told})"),
            "Raise the role's maximum session duration to one hour.",
        ),
        FailureKind::Denied => Mend {
            audience: Audience::AccountAdministrator,
            ..of(
                Cause::DeniedByIdentityPolicy,
                format!("AWS refused {} ({told})", failure.operation),
                "Allow this action to the identity that was used.",
            )
        },
        FailureKind::NotFound => of(Cause::RoleNotFound, format!("AWS does not have it ({told})"), "Check the name."),
        FailureKind::Other => of(
            Cause::Internal,
            format!("{} failed ({told})", failure.operation),
            "Try again; if it stays, report it with the request id.",
        ),
    }
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

/// The same sentence with a capital letter.
pub(crate) fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// AWS's code and words, or only its words.
pub(crate) fn told(failure: &CallFailure) -> String {
    let message = failure.message.trim().trim_end_matches('.');
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
    fn every_kind_of_failure_has_words_with_what_aws_said() {
        let command = Some("aws sso login --profile x".to_owned());
        let kinds = [
            (FailureKind::CredentialsMissing { command: command.clone() }, Cause::RunnerCredentialsMissing),
            (FailureKind::CredentialsExpired { command }, Cause::RunnerCredentialsExpired),
            (FailureKind::CredentialsInvalid, Cause::RunnerCredentialsInvalid),
            (FailureKind::MfaRequired, Cause::RunnerMfaRequired),
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
            assert!(
                mend.what.contains("SomeCode: some words)"),
                "keeps AWS's words, one full stop less: {}",
                mend.what
            );
            assert!(!mend.advice.is_empty(), "{kind:?} says what to do");
        }
        let skewed = mend(&failure(FailureKind::ClockSkew));
        assert!(skewed.what.contains("360 s behind"), "the measured skew is told: {}", skewed.what);
    }
}
