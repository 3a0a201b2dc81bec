//! Why an `AssumeRole` was denied: decided from evidence, never from hope.
//!
//! A bare cross-account `AccessDenied` does not say which of four things is wrong. What the message's
//! policy type, the runner's account, the negative probes and the trust policy settle is said as known;
//! the rest is listed as hypotheses with the command that separates them.
//!
//! Source: [access denied messages](https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).

use crate::account::AccountId;
use crate::arn::RoleArn;
use crate::check::{Audience, Cause, Evidence};
use crate::failure::CallFailure;
use crate::trust::{Admission, Runner, TrustFindings};

/// What a look at the role in the target account told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleLookup {
    /// The trust policy was read.
    Read(TrustFindings),
    /// There is no such role.
    Absent,
    /// Nobody could look.
    Unseen,
}

/// All that is known when AWS refused the right External ID.
#[derive(Debug, Clone)]
pub struct DenialEvidence<'a> {
    /// The refusal.
    pub denial: &'a CallFailure,
    /// Who asked.
    pub runner: &'a Runner,
    /// For which role.
    pub role: &'a RoleArn,
    /// The account that the role is meant to trust, when that is known.
    pub platform_account: Option<&'a AccountId>,
    /// Whether a probe with no External ID was let in.
    pub let_in_without: bool,
    /// What the target account told of the role.
    pub lookup: &'a RoleLookup,
}

/// Why it was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The code.
    pub cause: Cause,
    /// One sentence with the real values.
    pub sentence: String,
    /// How it is known.
    pub evidence: Evidence,
    /// Who can mend it.
    pub audience: Audience,
}

impl Diagnosis {
    /// Whether the cause is settled, so that waiting for propagation cannot help.
    pub fn settled(&self) -> bool {
        self.cause != Cause::AssumeDenied
    }
}

/// Decides why, in the order of how firmly the evidence speaks.
pub fn diagnose(evidence: &DenialEvidence<'_>) -> Diagnosis {
    by_message(evidence)
        .or_else(|| by_account(evidence))
        .or_else(|| by_lookup(evidence))
        .or_else(|| by_probe(evidence))
        .unwrap_or_else(|| open(evidence))
}

/// AWS's enriched messages name the type of policy that decided.
fn by_message(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    let message = evidence.denial.message.to_lowercase();
    let (runner, role) = (evidence.runner, evidence.role);
    let said =
        |cause, audience, sentence: String| Some(Diagnosis { cause, sentence, evidence: Evidence::Live, audience });
    let policy = |words: &str| message.contains(words);
    if policy("service control policy") {
        return said(
            Cause::DeniedByScp,
            Audience::OrganisationAdministrator,
            format!("AWS says that a service control policy denies {runner} to assume {role}"),
        );
    }
    if policy("resource control policy") {
        return said(
            Cause::DeniedByRcp,
            Audience::OrganisationAdministrator,
            format!("AWS says that a resource control policy denies access to {role}"),
        );
    }
    if policy("permissions boundary") {
        return said(
            Cause::DeniedByBoundary,
            Audience::Platform,
            format!("AWS says that the permissions boundary of {runner} does not allow assuming {role}"),
        );
    }
    if policy("session policy") {
        return said(
            Cause::DeniedBySessionPolicy,
            Audience::Platform,
            format!("AWS says that the session policy of {runner} does not allow assuming {role}"),
        );
    }
    if policy("vpc endpoint policy") {
        return said(
            Cause::DeniedByEndpointPolicy,
            Audience::Platform,
            format!("AWS says that a VPC endpoint policy does not let {runner} assume {role}"),
        );
    }
    let explicit = policy("explicit deny");
    if policy("identity-based policy") {
        return if explicit {
            said(
                Cause::DeniedByIdentityPolicy,
                Audience::Platform,
                format!("AWS says that an identity-based policy of {runner} denies assuming {role}"),
            )
        } else {
            said(
                Cause::RunnerNotAllowed,
                Audience::Platform,
                format!("AWS says that no identity-based policy allows {runner} to assume {role}"),
            )
        };
    }
    if explicit && (policy("resource-based policy") || policy("trust policy")) {
        return said(
            Cause::TrustExplicitDeny,
            Audience::AccountAdministrator,
            format!("AWS says that the trust policy of {role} denies {runner}"),
        );
    }
    None
}

fn by_account(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    let platform = evidence.platform_account?;
    let account = evidence.runner.account();
    (platform != account).then(|| Diagnosis {
        cause: Cause::RunnerWrongAccount,
        sentence: format!(
            "the runner is in account {account}, but the role is meant to trust the platform account {platform}"
        ),
        evidence: Evidence::Live,
        audience: Audience::You,
    })
}

fn by_lookup(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    let role = evidence.role;
    match evidence.lookup {
        RoleLookup::Absent => Some(Diagnosis {
            cause: Cause::RoleNotFound,
            sentence: format!("there is no role {} in account {}", role.name(), role.account()),
            evidence: Evidence::Live,
            audience: Audience::AccountAdministrator,
        }),
        RoleLookup::Read(findings) => Some(by_trust(evidence, &findings.admission)),
        RoleLookup::Unseen => None,
    }
}

fn by_trust(evidence: &DenialEvidence<'_>, admission: &Admission) -> Diagnosis {
    match admission {
        Admission::Refuses(Cause::AssumeDenied, sentence) | Admission::Depends(sentence) => Diagnosis {
            cause: Cause::AssumeDenied,
            sentence: sentence.clone(),
            evidence: Evidence::Policy,
            audience: Audience::AccountAdministrator,
        },
        Admission::Refuses(cause, sentence) => Diagnosis {
            cause: *cause,
            sentence: sentence.clone(),
            evidence: Evidence::Policy,
            audience: Audience::AccountAdministrator,
        },
        Admission::Allows => Diagnosis {
            cause: Cause::RunnerNotAllowed,
            sentence: format!(
                "the trust policy of {} lets {} in with this External ID, so the refusal is on the runner's side: no policy of its own allows sts:AssumeRole on this role",
                evidence.role, evidence.runner
            ),
            evidence: Evidence::Policy,
            audience: Audience::Platform,
        },
    }
}

/// Let in without an External ID but not with the right one: the role pins another.
fn by_probe(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    evidence.let_in_without.then(|| Diagnosis {
        cause: Cause::TrustExternalIdMismatch,
        sentence: format!(
            "{} lets the runner in without an External ID, but refuses this one: it pins another",
            evidence.role
        ),
        evidence: Evidence::Live,
        audience: Audience::AccountAdministrator,
    })
}

fn open(evidence: &DenialEvidence<'_>) -> Diagnosis {
    let (role, runner) = (evidence.role, evidence.runner);
    Diagnosis {
        cause: Cause::AssumeDenied,
        sentence: format!(
            "AWS refused to let {runner} assume {role} and does not say why. In order of likelihood: the role's External ID is another; \
             the role does not exist in account {}; its trust policy names another principal than account {}; another condition of it is not met",
            role.account(),
            runner.account()
        ),
        evidence: Evidence::Live,
        audience: Audience::AccountAdministrator,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::failure::FailureKind;

    fn denial(message: &str) -> CallFailure {
        CallFailure {
            kind: FailureKind::Denied,
            operation: "sts:AssumeRole",
            code: Some("AccessDenied".into()),
            message: message.into(),
            request_id: None,
            clock_skew_seconds: None,
        }
    }

    fn cause(message: &str, platform: Option<&str>, let_in_without: bool, lookup: &RoleLookup) -> Cause {
        let role: RoleArn = "arn:aws:iam::444455556666:role/X".parse().unwrap();
        let runner = Runner::new("111122223333".parse().unwrap(), "arn:aws:iam::111122223333:user/r".into());
        let platform = platform.map(|id| id.parse::<AccountId>().unwrap());
        let denial = denial(message);
        let diagnosis = diagnose(&DenialEvidence {
            denial: &denial,
            runner: &runner,
            role: &role,
            platform_account: platform.as_ref(),
            let_in_without,
            lookup,
        });
        assert_eq!(diagnosis.settled(), diagnosis.cause != Cause::AssumeDenied, "only an open cause is waited for");
        diagnosis.cause
    }

    fn read(admission: Admission) -> RoleLookup {
        RoleLookup::Read(TrustFindings { admission, lets_in: String::new(), clauses: Vec::new(), lints: Vec::new() })
    }

    #[test]
    fn the_policy_type_that_aws_names_decides() {
        let cases = [
            ("… with an explicit deny in a service control policy", Cause::DeniedByScp),
            ("… with an explicit deny in a resource control policy", Cause::DeniedByRcp),
            ("… because no permissions boundary allows the sts:AssumeRole action", Cause::DeniedByBoundary),
            ("… because no session policy allows the sts:AssumeRole action", Cause::DeniedBySessionPolicy),
            ("… because no VPC endpoint policy allows the sts:AssumeRole action", Cause::DeniedByEndpointPolicy),
            ("… with an explicit deny in an identity-based policy", Cause::DeniedByIdentityPolicy),
            ("… because no identity-based policy allows the sts:AssumeRole action", Cause::RunnerNotAllowed),
            ("… with an explicit deny in a resource-based policy", Cause::TrustExplicitDeny),
            ("User: r is not authorized to perform: sts:AssumeRole on resource: X", Cause::AssumeDenied),
        ];
        for (message, expected) in cases {
            assert_eq!(cause(message, None, false, &RoleLookup::Unseen), expected, "{message}");
        }
    }

    #[test]
    fn evidence_decides_in_the_order_of_its_firmness() {
        let bare = "not authorized";
        let mismatch = read(Admission::Refuses(Cause::TrustExternalIdMismatch, "x".into()));
        assert_eq!(
            cause(bare, Some("999988887777"), false, &mismatch),
            Cause::RunnerWrongAccount,
            "a stranger is one whatever the policy says"
        );
        assert_eq!(
            cause(bare, Some("111122223333"), false, &mismatch),
            Cause::TrustExternalIdMismatch,
            "the policy text"
        );
        assert_eq!(cause(bare, None, false, &RoleLookup::Absent), Cause::RoleNotFound, "there is no role");
        assert_eq!(
            cause(bare, None, false, &read(Admission::Allows)),
            Cause::RunnerNotAllowed,
            "the trust policy is fine"
        );
        assert_eq!(
            cause(bare, None, true, &RoleLookup::Unseen),
            Cause::TrustExternalIdMismatch,
            "the probe without an External ID"
        );
        assert_eq!(
            cause(bare, None, false, &read(Admission::Depends("x".into()))),
            Cause::AssumeDenied,
            "not known, not guessed"
        );
    }
}
