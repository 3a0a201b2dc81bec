//! Check 7: what the role must be able to do, and the reading of its policies that check 8 judges too.

use std::collections::HashMap;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::diagnosis::denied_by;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{PolicyText, RolePolicies, RoleRecord, SimulationAnswer, SimulationQuery};
use connect_core::report::{Decision, Permission};
use connect_role::evaluate::{EvalDecision, NamedPolicy, Question, ReadPolicies};
use connect_role::{RequiredPermission, RoleOptions, required_permissions};

use super::readers::Readers;
use super::trust::Seen;
use super::words::{mend, told};
use super::{Run, remedies};

/// What is known of the role's policies, and why no more.
pub(super) struct Known {
    simulated: HashMap<SimulationQuery, SimulationAnswer>,
    /// The policies, or what kept them from being read.
    pub(super) policies: Result<RolePolicies, CallFailure>,
    /// What kept the simulator from being asked.
    unsimulated: Option<CallFailure>,
}

/// The policies as far as they may be read, read once for some hundred questions.
struct Readable<'a> {
    policies: ReadPolicies<'a>,
    all_read: bool,
    boundary_unread: bool,
}

impl<'a> Readable<'a> {
    fn new(policies: &'a RolePolicies) -> Self {
        let own: Vec<NamedPolicy<'a>> = policies.policies.iter().filter_map(named_policy).collect();
        let boundary = policies.boundary.as_ref().map(named_policy);
        Self {
            all_read: own.len() == policies.policies.len(),
            boundary_unread: boundary == Some(None),
            policies: ReadPolicies::new(&own, boundary.flatten()),
        }
    }
}

impl Run<'_> {
    /// What checks 7 and 8 are judged by, or why they cannot be.
    pub(super) async fn known(&mut self, seen: &Seen, readers: &Readers<'_>) -> Result<Known, String> {
        self.begin(CheckId::RequiredPermissions);
        match seen {
            Seen::Role(record) => Ok(self.read_policies(Ok(record), readers).await),
            Seen::Nobody => Err(format!("Not possible: {}.", readers.missing)),
            Seen::Elsewhere(_) => Err("Not possible: there is no role with this ARN.".to_owned()),
            Seen::Failed(failure) if failure.kind == FailureKind::NotFound => {
                Err("Not possible: there is no such role.".to_owned())
            }
            Seen::Failed(failure) => Ok(self.read_policies(Err(failure.clone()), readers).await),
        }
    }

    /// Checks 7 and 8, with the permission matrix.
    pub(super) fn permissions(&mut self, known: Result<Known, String>) -> Vec<Permission> {
        let known = match known {
            Ok(known) => known,
            Err(why) => return self.nothing_to_judge(&why),
        };
        let readable = known.policies.as_ref().ok().map(Readable::new);
        let required = required_permissions(&self.options);
        let permissions = by_action(required.iter().map(|required| self.judged(required, &known, readable.as_ref())));
        self.end(self.required_check(&permissions, &known));
        self.end(self.excess_check(&known));
        permissions
    }

    fn nothing_to_judge(&mut self, why: &str) -> Vec<Permission> {
        for id in [CheckId::RequiredPermissions, CheckId::ExcessPermissions] {
            self.skip(id, why);
        }
        let unknown = |required| permission(required, Decision::Unknown, None, Evidence::None);
        by_action(required_permissions(&self.options).iter().map(unknown))
    }

    async fn read_policies(&mut self, role: Result<&RoleRecord, CallFailure>, readers: &Readers<'_>) -> Known {
        let request = self.request;
        let unread = role.clone().map(|_| RolePolicies::default());
        let mut known = Known { simulated: HashMap::new(), policies: unread, unsimulated: None };
        let queries: Vec<SimulationQuery> =
            required_permissions(&self.options).iter().map(|required| self.query(required)).collect();
        for reader in &readers.list {
            let asked =
                self.read(*reader, "iam:SimulatePrincipalPolicy", |role| role.simulate(&request.role_arn, &queries));
            match asked.await {
                Ok(answers) => {
                    known.simulated = queries.iter().cloned().zip(answers).collect();
                    known.unsimulated = None;
                    break;
                }
                Err(failure) => known.unsimulated = Some(failure),
            }
        }
        let Ok(record) = role else { return known };
        for reader in &readers.list {
            let name = request.role_arn.name();
            known.policies = self.read(*reader, "iam:ListRolePolicies", |role| role.policies(record, name)).await;
            if known.policies.is_ok() {
                break;
            }
        }
        known
    }

    fn query(&self, required: &RequiredPermission) -> SimulationQuery {
        let (role, options) = (&self.request.role_arn, &self.options);
        SimulationQuery {
            action: required.action.to_owned(),
            resource: required.scope.resource_for(role, options),
            context: required.scope.context_for(role, options),
        }
    }

    /// A call that the role itself made and AWS denied says more than any policy's text; one that AWS answered says
    /// what no policy's text could. Neither says anything of the same action on another scope.
    fn judged(&self, required: &RequiredPermission, known: &Known, readable: Option<&Readable<'_>>) -> Permission {
        let judged = self.judged_by_policies(required, known, readable);
        if judged.decision == Decision::Unknown && required.is_tried() && self.allowed.contains(&required.action) {
            return permission(required, Decision::Allowed, None, Evidence::Live);
        }
        judged
    }

    fn judged_by_policies(
        &self,
        required: &RequiredPermission,
        known: &Known,
        readable: Option<&Readable<'_>>,
    ) -> Permission {
        let mut denials = self.denials.iter().filter(|_| required.is_tried());
        if let Some(denial) = denials.find(|denial| denial.operation == required.action) {
            return permission(required, Decision::Denied, Some(missing_by(&denial.message)), Evidence::Live);
        }
        let query = self.query(required);
        if let Some(answer) = known.simulated.get(&query) {
            let reason = (answer.decision == Decision::Denied).then(|| reason(answer));
            return permission(required, answer.decision, reason, Evidence::Simulated);
        }
        let Some(Readable { policies, all_read, boundary_unread }) = readable else {
            return permission(required, Decision::Unknown, None, Evidence::None);
        };
        let question = Question { action: &query.action, resource: &query.resource, context: &query.context };
        let (decision, reason) = match policies.decide(&question) {
            _ if *boundary_unread => (Decision::Unknown, None),
            EvalDecision::Allowed if *all_read => (Decision::Allowed, None),
            EvalDecision::ExplicitDeny { .. } => (Decision::Denied, Some(Cause::DeniedByIdentityPolicy)),
            EvalDecision::NotAllowedByBoundary { .. } => (Decision::Denied, Some(Cause::DeniedByBoundary)),
            EvalDecision::NotAllowed if *all_read => (Decision::Denied, Some(Cause::PermissionsMissing)),
            _ => (Decision::Unknown, None),
        };
        let evidence = if decision == Decision::Unknown { Evidence::None } else { Evidence::Policy };
        permission(required, decision, reason, evidence)
    }
}

/// What was chosen when the role was made; where nobody may read it, what is usual.
pub(super) fn options_of(seen: &Seen) -> RoleOptions {
    match seen {
        Seen::Role(record) => RoleOptions::from_tags(&record.tags),
        _ => RoleOptions::default(),
    }
}

/// One row for each action of a service, although several scopes may have it: denied on one is denied.
fn by_action(permissions: impl Iterator<Item = Permission>) -> Vec<Permission> {
    let badness = |permission: &Permission| match permission.decision {
        Decision::Allowed => 0,
        Decision::Unknown => 1,
        Decision::Denied => 2,
    };
    let mut rows: Vec<Permission> = Vec::new();
    for next in permissions {
        match rows.iter_mut().find(|row| (&row.service, &row.action) == (&next.service, &next.action)) {
            Some(row) if badness(&next) > badness(row) => *row = next,
            Some(_) => {}
            None => rows.push(next),
        }
    }
    rows
}

fn permission(
    required: &RequiredPermission,
    decision: Decision,
    reason: Option<Cause>,
    evidence: Evidence,
) -> Permission {
    Permission { service: required.service.to_owned(), action: required.action.to_owned(), decision, reason, evidence }
}

/// Why the role lacks an action, as far as AWS's words say it.
pub(super) fn missing_by(message: &str) -> Cause {
    match denied_by(message) {
        None | Some(Cause::RunnerNotAllowed | Cause::TrustExplicitDeny) => Cause::PermissionsMissing,
        Some(cause) => cause,
    }
}

/// What denied an action in the simulator.
fn reason(answer: &SimulationAnswer) -> Cause {
    match answer {
        SimulationAnswer { allowed_by_organisation: Some(false), .. } => Cause::DeniedByScp,
        SimulationAnswer { allowed_by_boundary: Some(false), .. } => Cause::DeniedByBoundary,
        SimulationAnswer { explicit_deny: true, .. } => Cause::DeniedByIdentityPolicy,
        _ => Cause::PermissionsMissing,
    }
}

/// Each action once, although several services may need it.
fn named<'a>(permissions: impl Iterator<Item = &'a Permission>) -> String {
    let mut named: Vec<&str> = Vec::new();
    for permission in permissions {
        if !named.contains(&permission.action.as_str()) {
            named.push(&permission.action);
        }
    }
    named.join(", ")
}

impl Run<'_> {
    fn required_check(&self, permissions: &[Permission], known: &Known) -> Check {
        let id = CheckId::RequiredPermissions;
        let of = |decision| permissions.iter().filter(move |permission| permission.decision == decision);
        let evidence =
            |decision| of(decision).map(|permission| permission.evidence).find(|evidence| *evidence != Evidence::None);
        let (total, denied, unknown) = (permissions.len(), of(Decision::Denied).count(), of(Decision::Unknown).count());
        let unjudged = unjudged(of(Decision::Unknown), known);
        if denied > 0 {
            let rest =
                if unknown == 0 { String::new() } else { format!(" {unknown} more could not be judged: {unjudged}") };
            let summary =
                format!("{denied} of {total} required actions are denied: {}.{rest}", named(of(Decision::Denied)));
            let denials =
                of(Decision::Denied).map(|one| (one.action.as_str(), one.reason.unwrap_or(Cause::PermissionsMissing)));
            let remedies = remedies::grant(self.request, &self.options, id, &denials.collect::<Vec<_>>());
            let evidence = evidence(Decision::Denied).unwrap_or(Evidence::None);
            return Check::fail(id, evidence, Cause::PermissionsMissing, summary, remedies);
        }
        let evidence = evidence(Decision::Allowed).unwrap_or(Evidence::None);
        if unknown > 0 {
            let summary = format!("{unknown} of {total} required actions could not be judged: {unjudged}");
            let obstacle = known.unsimulated.as_ref();
            return Check::warn(id, evidence, obstacle.and_then(cause_of), summary)
                .with_remedies(vec![unread(obstacle)]);
        }
        Check::pass(id, evidence, format!("All {total} required actions are allowed."))
    }
}

/// Which actions could not be judged, and why.
fn unjudged<'a>(unknown: impl Iterator<Item = &'a Permission>, known: &Known) -> String {
    let obstacle = known.unsimulated.as_ref().or(known.policies.as_ref().err());
    let why = obstacle.map_or_else(|| "a policy could not be read".to_owned(), told);
    format!("{}. The reason: {why}.", named(unknown))
}

/// The code of an obstacle; none where a target profile was denied, which says nothing of the role.
fn cause_of(obstacle: &CallFailure) -> Option<Cause> {
    (obstacle.kind != FailureKind::Denied).then(|| mend(obstacle).cause)
}

/// What lets the policies be read the next time.
fn unread(obstacle: Option<&CallFailure>) -> Remedy {
    let denied = "Let the role read its own policies and ask the simulator about itself: update the stack or apply Terraform again.";
    match obstacle.filter(|failure| failure.kind != FailureKind::Denied).map(mend) {
        Some(mend) => Remedy { snippet: mend.command, ..Remedy::words(mend.audience, mend.advice) },
        None => Remedy::words(Audience::AccountAdministrator, denied),
    }
}

fn named_policy(policy: &PolicyText) -> Option<NamedPolicy<'_>> {
    policy.document.as_deref().map(|document| NamedPolicy { name: &policy.name, document })
}
