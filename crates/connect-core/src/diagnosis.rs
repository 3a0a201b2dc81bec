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
    /// The role of that name has another ARN: it is under another path.
    Elsewhere(String),
    /// Nobody could look.
    Unseen,
}

/// What the runner's own policies say of assuming the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnPolicies {
    /// Nobody could tell.
    Unknown,
    /// They allow it; how that is known.
    Allow(Evidence),
    /// They do not; by which kind of policy, and how that is known.
    Refuse(Cause, Evidence),
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
    /// The probe that was let in all the same, in words, such as "without an External ID".
    pub let_in: Option<&'static str>,
    /// What the target account told of the role.
    pub lookup: &'a RoleLookup,
    /// What the runner's account told of the runner.
    pub own_policies: OwnPolicies,
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

/// Decides why, in the order of how firmly the evidence speaks. A look at the role that leaves the cause
/// open comes after the probe without an External ID, which was live.
pub fn diagnose(evidence: &DenialEvidence<'_>) -> Diagnosis {
    let looked = by_lookup(evidence);
    by_message(evidence)
        .or_else(|| by_account(evidence))
        .or_else(|| by_root(evidence))
        .or_else(|| looked.clone().filter(Diagnosis::settled))
        .or_else(|| by_probe(evidence))
        .or_else(|| by_own_policies(evidence))
        .or(looked)
        .unwrap_or_else(|| open(evidence))
}

/// The cause that AWS's enriched messages tell by the type of policy that decided.
pub fn denied_by(message: &str) -> Option<Cause> {
    let message = message.to_lowercase();
    let explicit = message.contains("explicit deny");
    let types = [
        ("service control policy", Cause::DeniedByScp),
        ("resource control policy", Cause::DeniedByRcp),
        ("permissions boundary", Cause::DeniedByBoundary),
        ("session policy", Cause::DeniedBySessionPolicy),
        ("vpc endpoint policy", Cause::DeniedByEndpointPolicy),
        ("identity-based policy", if explicit { Cause::DeniedByIdentityPolicy } else { Cause::RunnerNotAllowed }),
    ];
    let trust = ["resource-based policy", "trust policy"].iter().any(|words| message.contains(words));
    let named = types.iter().find(|(words, _)| message.contains(words)).map(|(_, cause)| *cause);
    named.or_else(|| (explicit && trust).then_some(Cause::TrustExplicitDeny))
}

fn by_message(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    let cause = denied_by(&evidence.denial.message)?;
    Some(by_policy("AWS says that", cause, Evidence::Live, evidence))
}

/// The runner's own policies, asked for or read.
fn by_own_policies(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    let OwnPolicies::Refuse(cause, known) = evidence.own_policies else { return None };
    Some(by_policy(told_by(known), cause, known, evidence))
}

const fn told_by(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Simulated => "AWS's policy simulator says that",
        _ => "The texts of the runner's policies say that",
    }
}

/// The kind of policy that decided, and who says so: the start of a sentence.
fn by_policy(said: &str, cause: Cause, known: Evidence, evidence: &DenialEvidence<'_>) -> Diagnosis {
    let (runner, role) = (evidence.runner, evidence.role);
    let (audience, what) = match cause {
        Cause::DeniedByScp => {
            (Audience::OrganisationAdministrator, format!("a service control policy denies {runner} to assume {role}"))
        }
        Cause::DeniedByRcp => {
            (Audience::OrganisationAdministrator, format!("a resource control policy denies access to {role}"))
        }
        Cause::DeniedByBoundary => {
            (Audience::Platform, format!("the permissions boundary of {runner} does not allow assuming {role}"))
        }
        Cause::DeniedBySessionPolicy => {
            (Audience::Platform, format!("the session policy of {runner} does not allow assuming {role}"))
        }
        Cause::DeniedByEndpointPolicy => {
            (Audience::Platform, format!("a VPC endpoint policy does not let {runner} assume {role}"))
        }
        Cause::DeniedByIdentityPolicy => {
            (Audience::Platform, format!("an identity-based policy of {runner} denies assuming {role}"))
        }
        Cause::RunnerNotAllowed => {
            (Audience::Platform, format!("no identity-based policy allows {runner} to assume {role}"))
        }
        _ => (Audience::AccountAdministrator, format!("the trust policy of {role} denies {runner}")),
    };
    Diagnosis { cause, sentence: format!("{said} {what}"), evidence: known, audience }
}

/// AWS lets [no root user](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html) assume a role.
fn by_root(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    let account = evidence.runner.account();
    evidence.runner.is_root().then(|| Diagnosis {
        cause: Cause::RunnerNotAllowed,
        sentence: format!("the runner is the root user of account {account}, and AWS lets no root user assume a role"),
        evidence: Evidence::Live,
        audience: Audience::You,
    })
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
        RoleLookup::Elsewhere(arn) => Some(Diagnosis {
            cause: Cause::RoleNotFound,
            sentence: elsewhere(role, arn),
            evidence: Evidence::Live,
            audience: Audience::You,
        }),
        RoleLookup::Read(findings) => Some(by_trust(evidence, &findings.admission)),
        RoleLookup::Unseen => None,
    }
}

/// What to say of a role that exists under another path than the ARN's.
pub fn elsewhere(role: &RoleArn, arn: &str) -> String {
    let path = arn.parse::<RoleArn>().map_or_else(|_| "another".to_owned(), |other| other.path().to_owned());
    format!(
        "there is no role {role}: in account {} the role {} has the path {path}, so its ARN is {arn}",
        role.account(),
        role.name()
    )
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
            cause: Cause::AssumeDenied,
            sentence: format!(
                "the trust policy of {} lets {} in with this External ID, and AWS does not say what refuses it. {}",
                evidence.role,
                evidence.runner,
                runner_side(evidence)
            ),
            evidence: Evidence::Policy,
            audience: Audience::Platform,
        },
    }
}

/// What is left when the role's side is fine.
fn runner_side(evidence: &DenialEvidence<'_>) -> String {
    match evidence.own_policies {
        OwnPolicies::Allow(known) => format!(
            "{} the runner's own policies allow it. In order of likelihood: AWS is still spreading the role or a change of it; a resource control policy, or a service control \
             policy with conditions, denies it; a session policy of the runner's does not allow it",
            told_by(known)
        ),
        _ => "In order of likelihood: no policy of the runner's own allows sts:AssumeRole on this role; a service or resource control policy or a permissions boundary denies it; \
             AWS is still spreading the role or a change of it"
            .to_owned(),
    }
}

/// Let in with no or another External ID but not with the right one: the role wants another.
fn by_probe(evidence: &DenialEvidence<'_>) -> Option<Diagnosis> {
    evidence.let_in.map(|how| Diagnosis {
        cause: Cause::TrustExternalIdMismatch,
        sentence: format!("{} lets the runner in {how}, but refuses this one: it wants another", evidence.role),
        evidence: Evidence::Live,
        audience: Audience::AccountAdministrator,
    })
}

fn open(evidence: &DenialEvidence<'_>) -> Diagnosis {
    let (role, runner) = (evidence.role, evidence.runner);
    let own = match evidence.own_policies {
        OwnPolicies::Allow(known) => format!(". {} the runner's own policies allow it", told_by(known)),
        _ => "; no policy of the runner's own allows it".to_owned(),
    };
    Diagnosis {
        cause: Cause::AssumeDenied,
        sentence: format!(
            "AWS refused to let {runner} assume {role} and does not say why. In order of likelihood: the role's External ID is another; \
             the role does not exist in account {}; its trust policy names another principal than account {}; another condition of it is not met{own}",
            role.account(),
            runner.account()
        ),
        evidence: Evidence::Live,
        audience: Audience::AccountAdministrator,
    }
}

#[cfg(test)]
mod tests;
