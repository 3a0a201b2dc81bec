//! Check 8: what the role may do beyond the catalogue.

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::PolicyText;
use connect_core::shell;
use connect_role::evaluate::{Excess, ExcessKind, excess};

use super::permissions::{Known, missing_by};
use super::words::{mend, told};
use super::{Run, remedies};

/// How many findings of one policy are told one by one: a policy for reading everything has hundreds.
const TOLD: usize = 4;

/// The worst that one policy allows, and how much more it is.
fn of_one_policy(findings: &[Excess]) -> String {
    let policy = findings.first().map_or("", |finding| &finding.policy);
    let told: Vec<String> = findings.iter().take(TOLD).map(|finding| finding.what.to_string()).collect();
    let more = match findings.len() - told.len() {
        0 => String::new(),
        more => format!("; and {more} more of the kind"),
    };
    format!("of {policy}, {}{more}", told.join("; "))
}

impl Run<'_> {
    pub(super) fn excess_check(&self, known: &Known) -> Check {
        match &known.policies {
            Ok(policies) => self.judged_excess(&policies.policies),
            Err(failure) => self.unread_policies(failure),
        }
    }

    /// What nobody could read is not seen to be harmless.
    fn unread_policies(&self, failure: &CallFailure) -> Check {
        let summary = format!("Not judged: the role's policies could not be read ({}).", told(failure));
        let own = self.denials.iter().any(|denial| denial == failure);
        let (cause, remedies) = match failure.kind {
            FailureKind::Denied if own => {
                let denied = [(failure.operation, missing_by(&failure.message))];
                (
                    Cause::PermissionsMissing,
                    remedies::grant(self.request, &self.options, CheckId::ExcessPermissions, &denied),
                )
            }
            FailureKind::Denied => {
                let advice = format!("Let the target profile call {}, or choose one that may.", failure.operation);
                (Cause::PermissionsMissing, vec![Remedy::words(Audience::AccountAdministrator, advice)])
            }
            _ => {
                let mend = mend(failure);
                let remedy = Remedy { snippet: mend.command, ..Remedy::words(mend.audience, mend.advice) };
                (mend.cause, vec![remedy])
            }
        };
        Check::warn(CheckId::ExcessPermissions, Evidence::Live, Some(cause), summary)
            .with_remedies(remedies)
            .with_requests(failure.request_id.clone())
    }

    fn judged_excess(&self, policies: &[PolicyText]) -> Check {
        let id = CheckId::ExcessPermissions;
        let findings = excess(&self.request.role_arn, &self.options, policies);
        if findings.is_empty() {
            let summary = format!("Its {} policies grant nothing beyond the catalogue.", policies.len());
            return Check::pass(id, Evidence::Policy, summary);
        }
        let sentences: Vec<String> =
            findings.chunk_by(|one, next| one.policy == next.policy).map(of_one_policy).collect();
        let (start, cause) = if findings.iter().all(|finding| finding.what == ExcessKind::Unreadable) {
            ("Not all of it could be judged", Cause::PermissionsMissing)
        } else {
            ("More than the platform needs", Cause::PermissionsExcessive)
        };
        let summary = format!("{start}: {}.", sentences.join("; "));
        Check::warn(id, Evidence::Policy, Some(cause), summary).with_remedies(vec![self.detach(&findings, policies)])
    }

    fn detach(&self, findings: &[Excess], policies: &[PolicyText]) -> Remedy {
        let role = &self.request.role_arn;
        let advice = "Detach what the stack or module did not attach; the platform needs none of it.";
        let remedy = Remedy::words(Audience::AccountAdministrator, advice)
            .with_url(self.request.console.role_permissions(role.partition(), role.name()));
        let own = format!("{}-", role.name());
        let foreign = |policy: &&PolicyText| {
            !policy.name.starts_with(&own) && findings.iter().any(|finding| finding.policy == policy.name)
        };
        let commands: Vec<String> = policies.iter().filter(foreign).map(|policy| self.without(policy)).collect();
        if commands.is_empty() { remedy } else { remedy.with_snippet(commands.join("\n")) }
    }

    /// Takes one policy from the role.
    fn without(&self, policy: &PolicyText) -> String {
        let role = self.request.role_arn.name();
        match &policy.arn {
            Some(arn) => format!("aws iam detach-role-policy --role-name {role} --policy-arn {}", shell::word(arn)),
            None => {
                format!("aws iam delete-role-policy --role-name {role} --policy-name {}", shell::word(&policy.name))
            }
        }
    }
}
