//! Check 6: the trust policy, read through the role itself or through a target profile.

use jiff::Timestamp;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::diagnosis::{OwnPolicies, RoleLookup, elsewhere};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::policy::document::DocumentError;
use connect_core::ports::{Identity, RoleRecord};
use connect_core::trust::{Admission, Lint, Runner, TrustFindings, Weight, examine};

use super::patience::could_be_fresh;
use super::readers::Readers;
use super::self_check::Judged;
use super::words::{capitalised, told};
use super::{Run, VerifyRequest, remedies};

/// What a look at the role told.
pub(super) enum Seen {
    /// The role was read.
    Role(RoleRecord),
    /// The role of that name has this ARN, which is another: it is under another path.
    Elsewhere(String),
    /// AWS refused or could not say.
    Failed(CallFailure),
    /// Nobody could look.
    Nobody,
}

/// IAM tells roles' names apart without regard to case, and gives back the role's own spelling.
fn is_that(record: &RoleRecord, request: &VerifyRequest) -> bool {
    record.arn.eq_ignore_ascii_case(&request.role_arn.to_string())
}

/// A look at both sides of a role that refuses the runner, or at the role's where it lets in too many.
pub(super) struct Look {
    /// What the target profile told of the role.
    pub(super) lookup: RoleLookup,
    record: Option<RoleRecord>,
    /// What the runner's own account told of the runner.
    pub(super) own_policies: OwnPolicies,
}

impl Look {
    pub(super) async fn through(target: Option<&dyn Identity>, runner: &Runner, request: &VerifyRequest) -> Self {
        let unseen = Self { lookup: RoleLookup::Unseen, record: None, own_policies: OwnPolicies::Unknown };
        let Some(target) = target else { return unseen };
        match target.reader().role(request.role_arn.name()).await {
            Ok(record) if !is_that(&record, request) => Self { lookup: RoleLookup::Elsewhere(record.arn), ..unseen },
            Ok(record) => {
                let findings = examine(&record.trust_policy, runner, &request.external_id);
                let lookup = findings.map_or(RoleLookup::Unseen, RoleLookup::Read);
                Self { lookup, record: Some(record), ..unseen }
            }
            Err(failure) if failure.kind == FailureKind::NotFound => Self { lookup: RoleLookup::Absent, ..unseen },
            Err(_) => unseen,
        }
    }

    /// When the role was created, if it was read.
    pub(super) fn created_at(&self) -> Option<Timestamp> {
        self.record.as_ref().map(|record| record.created_at)
    }

    /// The trust policy that it has now, if it was read.
    pub(super) fn trust_policy(&self) -> Option<&str> {
        self.record.as_ref().map(|record| record.trust_policy.as_str())
    }
}

impl Run<'_> {
    /// Reads the role through its own session, else through the target profile.
    pub(super) async fn look_up(&mut self, readers: &Readers<'_>) -> Seen {
        self.begin(CheckId::TrustPolicy);
        let request = self.request;
        let (answer, denials) = self.read(readers, "iam:GetRole", |role| role.role(request.role_arn.name())).await;
        self.denials.extend(denials);
        match answer {
            Some(Ok(record)) if is_that(&record, request) => {
                self.patience.fresh |= could_be_fresh(Some(record.created_at));
                Seen::Role(record)
            }
            Some(Ok(record)) => Seen::Elsewhere(record.arn),
            Some(Err(failure)) => Seen::Failed(failure),
            None => Seen::Nobody,
        }
    }

    /// Check 6.
    pub(super) fn trust_policy(&mut self, seen: &Seen, readers: &Readers<'_>, runner: Option<&dyn Identity>) {
        let id = CheckId::TrustPolicy;
        let check = match (seen, self.judged_for(runner)) {
            (Seen::Role(record), Judged::Runner(runner)) => self.judged_trust(record, &runner),
            (Seen::Role(record), Judged::Text { platform, why }) => self.judged_text(record, platform.as_ref(), &why),
            (Seen::Role(_), Judged::Nobody(why)) => Check::skipped(id, format!("Not judged: {why}.")),
            (Seen::Elsewhere(arn), _) => {
                let summary = format!("{}.", capitalised(&elsewhere(&self.request.role_arn, arn)));
                let remedies = remedies::role_not_found(self.request, Some(arn));
                Check::fail(id, Evidence::Live, Cause::RoleNotFound, summary, remedies)
            }
            (Seen::Failed(failure), _) if failure.kind == FailureKind::Denied => self.unread(readers, failure),
            (Seen::Failed(failure), _) if failure.kind == FailureKind::NotFound => self.no_role(failure),
            (Seen::Failed(failure), _) => self.failed_call(id, failure),
            (Seen::Nobody, _) => Check::skipped(id, format!("Not read: {}.", readers.missing))
                .with_remedies(readers.failed_target.iter().map(|(_, remedy)| remedy.clone()).collect()),
        };
        self.end(with_failed_target(check, readers));
    }

    fn no_role(&self, failure: &CallFailure) -> Check {
        let role = &self.request.role_arn;
        let summary = format!("There is no role {} in account {} ({}).", role.name(), role.account(), told(failure));
        let remedies = remedies::role_not_found(self.request, None);
        Check::fail(CheckId::TrustPolicy, Evidence::Live, Cause::RoleNotFound, summary, remedies)
    }

    fn judged_trust(&self, record: &RoleRecord, runner: &Runner) -> Check {
        let id = CheckId::TrustPolicy;
        let findings = match examine(&record.trust_policy, runner, &self.request.external_id) {
            Ok(findings) => findings,
            Err(error) => return not_understood(&error),
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
            _ if warnings(&findings.lints).next().is_some() => {
                let summary = format!("{}: {}.", warned(&findings.lints), sentences(warnings(&findings.lints)));
                let gravest = warnings(&findings.lints).map(|lint| lint.weight).min();
                Check::warn(id, Evidence::Policy, gravest.and_then(Weight::cause), summary)
                    .with_remedies(remedies::mend_trust(self.request, runner, Some(&record.trust_policy)))
            }
            Admission::Depends(sentence) => Check::pass(
                id,
                Evidence::Policy,
                format!("Nothing in the text refuses the runner; {sentence}. {}", clauses(&findings)),
            ),
            Admission::Allows => {
                let advice = sentences(findings.lints.iter());
                let advice = if advice.is_empty() { String::new() } else { format!(" Advice: {advice}.") };
                let summary =
                    format!("With this External ID it lets in {}. {}{advice}", findings.lets_in, clauses(&findings));
                Check::pass(id, Evidence::Policy, summary)
            }
        };
        check.with_requests(record.request_id.clone())
    }

    /// Nobody was allowed to read the role.
    fn unread(&self, readers: &Readers<'_>, failure: &CallFailure) -> Check {
        let (and, mut remedies) = match &readers.failed_target {
            Some((why, remedy)) => (format!(" Also, {why}."), vec![remedy.clone()]),
            None => (String::new(), Vec::new()),
        };
        let role = &self.request.role_arn;
        let live = self.checks.iter().any(|check| check.evidence == Evidence::Live && check.id == CheckId::AssumeRole);
        let proved = if live { " The probes above prove what they say without it." } else { "" };
        if !live {
            let advice = format!("Choose a target profile that may call iam:GetRole on {role}.");
            remedies.push(Remedy::words(Audience::AccountAdministrator, advice));
        }
        let summary = format!("Not read: iam:GetRole on the role is not allowed ({}).{and}{proved}", told(failure));
        Check::skipped(CheckId::TrustPolicy, summary).with_remedies(remedies)
    }
}

/// A trust policy that AWS took and nobody here can read.
pub(super) fn not_understood(error: &DocumentError) -> Check {
    let summary = format!("The trust policy could not be understood: {error}.");
    let advice = "Look at the trust policy in the IAM console, and report this with its text.";
    Check::warn(CheckId::TrustPolicy, Evidence::Policy, None, summary)
        .with_remedies(vec![Remedy::words(Audience::AccountAdministrator, advice)])
}

pub(super) fn clauses(findings: &TrustFindings) -> String {
    findings.clauses.iter().map(|clause| format!("{clause}.")).collect::<Vec<_>>().join(" ")
}

pub(super) fn warnings(lints: &[Lint]) -> impl Iterator<Item = &Lint> {
    lints.iter().filter(|lint| lint.weight != Weight::Advice)
}

pub(super) fn warned(lints: &[Lint]) -> &'static str {
    if lints.iter().any(|lint| lint.weight == Weight::LetsOthersIn) {
        "The trust policy lets others in"
    } else {
        "The trust policy lets the runner in, but is not as it should be"
    }
}

pub(super) fn sentences<'a>(lints: impl Iterator<Item = &'a Lint>) -> String {
    lints.map(|lint| lint.sentence.as_str()).collect::<Vec<_>>().join("; ")
}

/// A target profile that is of no use is told where the person looks for what it would have read.
fn with_failed_target(mut check: Check, readers: &Readers<'_>) -> Check {
    if let Some((why, _)) = readers.failed_target.as_ref().filter(|(why, _)| !check.summary.contains(why)) {
        check.summary = format!("{} {}.", check.summary, capitalised(why));
    }
    check
}
