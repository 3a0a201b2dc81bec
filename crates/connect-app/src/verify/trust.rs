//! Check 6: the trust policy, read through the role itself or through a target profile.

use jiff::Timestamp;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::diagnosis::RoleLookup;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{Identity, RoleReader, RoleRecord, RoleSession};
use connect_core::trust::{Admission, Lint, Runner, TrustFindings, examine};

use super::identity::failed_call;
use super::words::told;
use super::{Run, VerifyRequest, remedies};

/// What a look at the role told.
pub(super) enum Seen {
    /// The role was read.
    Role(RoleRecord),
    /// AWS refused or could not say.
    Failed(CallFailure),
    /// Nobody could look: no session and no target profile.
    Nobody,
}

/// Looks at a role that refuses the runner, through the target profile.
pub(super) async fn look_through(
    target: Option<&dyn Identity>,
    runner: &Runner,
    request: &VerifyRequest,
) -> (RoleLookup, Option<Timestamp>) {
    let Some(target) = target else { return (RoleLookup::Unseen, None) };
    match target.reader().role(request.role_arn.name()).await {
        Ok(record) if record.arn != request.role_arn.to_string() => (RoleLookup::Absent, None),
        Ok(record) => {
            let findings = examine(&record.trust_policy, runner, &request.external_id);
            (findings.map_or(RoleLookup::Unseen, RoleLookup::Read), Some(record.created_at))
        }
        Err(failure) if failure.kind == FailureKind::NotFound => (RoleLookup::Absent, None),
        Err(_) => (RoleLookup::Unseen, None),
    }
}

impl Run<'_> {
    /// Reads the role through its own session, else through the target profile.
    pub(super) async fn look_up(&mut self, session: Option<&dyn RoleSession>, target: Option<&dyn Identity>) -> Seen {
        self.begin(CheckId::TrustPolicy);
        let readers: Vec<&dyn RoleReader> =
            session.map(RoleSession::reader).into_iter().chain(target.map(Identity::reader)).collect();
        let mut seen = Seen::Nobody;
        for reader in readers {
            match reader.role(self.request.role_arn.name()).await {
                Ok(record) => return Seen::Role(record),
                Err(failure) => seen = Seen::Failed(failure),
            }
        }
        seen
    }

    /// Check 6.
    pub(super) fn trust_policy(&mut self, seen: &Seen, runner: Option<&dyn Identity>) {
        let mut check = match (seen, runner) {
            (Seen::Role(record), Some(runner)) => {
                self.judged_trust(record, &Runner::new(runner.caller().account.clone(), runner.caller().arn.clone()))
            }
            (Seen::Role(_), None) => Check::skipped(
                CheckId::TrustPolicy,
                "Not judged: the runner is not known, so nobody can say whom the policy must trust.",
            ),
            (Seen::Failed(failure), _) if failure.kind == FailureKind::Denied => Check::skipped(
                CheckId::TrustPolicy,
                format!(
                    "Not read: iam:GetRole on the role is not allowed ({}). The probes above prove what they say without it.",
                    told(failure)
                ),
            ),
            (Seen::Failed(failure), _) if failure.kind == FailureKind::NotFound => self.no_role(failure),
            (Seen::Failed(failure), _) => failed_call(CheckId::TrustPolicy, failure),
            (Seen::Nobody, _) => Check::skipped(
                CheckId::TrustPolicy,
                "Not read: the role could not be assumed, and no target profile is there to read it by.",
            ),
        };
        if let Some(problem) = &self.target_problem {
            check.summary = format!("{} {problem}", check.summary);
        }
        self.end(check);
    }

    fn no_role(&self, failure: &CallFailure) -> Check {
        let role = &self.request.role_arn;
        let summary = format!("There is no role {} in account {} ({}).", role.name(), role.account(), told(failure));
        let advice = Remedy::words(
            Audience::AccountAdministrator,
            "Create the role by the stack or Terraform, or paste the ARN of the one that exists.",
        );
        Check::fail(CheckId::TrustPolicy, Evidence::Live, Cause::RoleNotFound, summary, vec![advice])
    }

    fn judged_trust(&self, record: &RoleRecord, runner: &Runner) -> Check {
        let id = CheckId::TrustPolicy;
        let findings = match examine(&record.trust_policy, runner, &self.request.external_id) {
            Ok(findings) => findings,
            Err(error) => {
                return Check::warn(
                    id,
                    Evidence::Policy,
                    None,
                    format!("The trust policy could not be understood: {error}."),
                );
            }
        };
        let check = match &findings.admission {
            Admission::Refuses(cause, sentence) => {
                let summary = format!("In the policy text, {sentence}. {}", clauses(&findings));
                Check::fail(
                    id,
                    Evidence::Policy,
                    *cause,
                    summary,
                    remedies::mend_trust(self.request, runner, Some(&record.trust_policy)),
                )
            }
            _ if findings.lints.iter().any(|lint| lint.lets_others_in) => {
                let summary = format!("The trust policy lets others in: {}.", sentences(&findings.lints, true));
                Check::warn(id, Evidence::Policy, Some(Cause::TrustTooBroad), summary)
                    .with_remedies(remedies::mend_trust(self.request, runner, Some(&record.trust_policy)))
            }
            Admission::Depends(sentence) => Check::pass(
                id,
                Evidence::Policy,
                format!("Nothing in the text refuses the runner; {sentence}. {}", clauses(&findings)),
            ),
            Admission::Allows => {
                let advice = sentences(&findings.lints, false);
                let advice = if advice.is_empty() { String::new() } else { format!(" Advice: {advice}.") };
                Check::pass(
                    id,
                    Evidence::Policy,
                    format!(
                        "It lets in {runner} with this External ID, and nobody else. {}{advice}",
                        clauses(&findings)
                    ),
                )
            }
        };
        check.with_requests(record.request_id.clone())
    }
}

fn clauses(findings: &TrustFindings) -> String {
    findings.clauses.iter().map(|clause| format!("{clause}.")).collect::<Vec<_>>().join(" ")
}

fn sentences(lints: &[Lint], lets_others_in: bool) -> String {
    let chosen = lints.iter().filter(|lint| lint.lets_others_in == lets_others_in);
    chosen.map(|lint| lint.sentence.as_str()).collect::<Vec<_>>().join("; ")
}
