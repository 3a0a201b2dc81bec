//! Check 7: what the role must be able to do, and the reading of its policies that check 8 judges too.

use std::collections::HashMap;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::diagnosis::denied_by;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{IdentityPolicies, PolicyText, RoleRecord, SimulationAnswer, SimulationQuery};
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
    pub(super) policies: Result<IdentityPolicies, CallFailure>,
    /// What kept the simulator from being asked.
    unsimulated: Option<CallFailure>,
}

/// The policies as far as they may be read, read once for some hundred questions.
pub(super) struct Readable<'a> {
    policies: ReadPolicies<'a>,
    all_read: bool,
    boundary_unread: bool,
}

impl<'a> Readable<'a> {
    pub(super) fn new(policies: &'a IdentityPolicies) -> Self {
        let own: Vec<NamedPolicy<'a>> = policies.policies.iter().filter_map(named_policy).collect();
        let boundary = policies.boundary.as_ref().map(named_policy);
        Self {
            all_read: own.len() == policies.policies.len(),
            boundary_unread: boundary == Some(None),
            policies: ReadPolicies::new(&own, boundary.flatten()),
        }
    }

    /// What they say to a question; `None` where a text that may not be read could say otherwise. What is denied or
    /// not allowed stays so whatever a boundary says, and a denial whatever the other texts say.
    pub(super) fn decide(&self, query: &SimulationQuery) -> Option<EvalDecision> {
        let question = Question { action: &query.action, resource: &query.resource, context: &query.context };
        let decision = self.policies.decide(&question);
        let known = match &decision {
            EvalDecision::ExplicitDeny { .. } | EvalDecision::NotAllowedByBoundary { .. } => true,
            EvalDecision::NotAllowed => self.all_read,
            EvalDecision::Allowed => self.all_read && !self.boundary_unread,
            EvalDecision::Unknown { .. } => false,
        };
        known.then_some(decision)
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

    /// The simulator is asked while the policies are read.
    async fn read_policies(&mut self, role: Result<&RoleRecord, CallFailure>, readers: &Readers<'_>) -> Known {
        let role_arn = &self.request.role_arn;
        let queries: Vec<SimulationQuery> =
            required_permissions(&self.options).iter().map(|required| self.query(required)).collect();
        let simulator = self.read(readers, "iam:SimulatePrincipalPolicy", |role| role.simulate(role_arn, &queries));
        let policies = async {
            match role {
                Ok(record) => {
                    let (read, denials) =
                        self.read(readers, "iam:ListRolePolicies", |role| role.policies(record, role_arn.name())).await;
                    // There is a reader: one of them has read the role.
                    (read.unwrap_or_else(|| Ok(IdentityPolicies::default())), denials)
                }
                Err(unseen) => (Err(unseen), Vec::new()),
            }
        };
        let ((simulated, refused), (policies, unread)) = tokio::join!(simulator, policies);
        self.denials.extend(refused.into_iter().chain(unread));
        let (simulated, unsimulated) = match simulated {
            Some(Ok(answers)) => (queries.into_iter().zip(answers).collect(), None),
            Some(Err(failure)) => (HashMap::new(), Some(failure)),
            None => (HashMap::new(), None),
        };
        Known { simulated, policies, unsimulated }
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
        let (decision, reason) = match readable.and_then(|readable| readable.decide(&query)) {
            Some(EvalDecision::Allowed) => (Decision::Allowed, None),
            Some(EvalDecision::ExplicitDeny { .. }) => (Decision::Denied, Some(Cause::DeniedByIdentityPolicy)),
            Some(EvalDecision::NotAllowedByBoundary { .. }) => (Decision::Denied, Some(Cause::DeniedByBoundary)),
            Some(EvalDecision::NotAllowed) => (Decision::Denied, Some(Cause::PermissionsMissing)),
            Some(EvalDecision::Unknown { .. }) | None => (Decision::Unknown, None),
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
pub(super) fn reason(answer: &SimulationAnswer) -> Cause {
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
                .with_remedies(vec![self.let_read(obstacle)]);
        }
        Check::pass(id, evidence, format!("All {total} required actions are allowed."))
    }
}

impl Run<'_> {
    /// What lets the policies be read the next time.
    fn let_read(&self, obstacle: Option<&CallFailure>) -> Remedy {
        let role = "Let the role read its own policies and ask the simulator about itself: update the stack or apply Terraform again.";
        match obstacle {
            Some(failure) if failure.kind != FailureKind::Denied => {
                let mend = mend(failure);
                Remedy { snippet: mend.command, ..Remedy::words(mend.audience, mend.advice) }
            }
            // Of the role itself nothing was refused.
            Some(failure) if !self.denials.contains(failure) => {
                let advice = format!("Let the target profile call {}, or choose one that may.", failure.operation);
                Remedy::words(Audience::AccountAdministrator, advice)
            }
            _ => Remedy::words(Audience::AccountAdministrator, role),
        }
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

fn named_policy(policy: &PolicyText) -> Option<NamedPolicy<'_>> {
    policy.document.as_deref().map(|document| NamedPolicy { name: &policy.name, document })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_an_actions_scopes_counts_in_whatever_order() {
        use Decision::{Allowed, Denied, Unknown};
        let one = |decision| Permission {
            service: "EC2".to_owned(),
            action: "ec2:CreateTags".to_owned(),
            decision,
            reason: None,
            evidence: Evidence::Policy,
        };
        for (scopes, worst) in [
            ([Allowed, Unknown, Denied], Denied),
            ([Denied, Allowed, Unknown], Denied),
            ([Allowed, Unknown, Allowed], Unknown),
            ([Allowed, Allowed, Allowed], Allowed),
        ] {
            assert_eq!(by_action(scopes.map(one).into_iter()), [one(worst)], "{scopes:?}");
        }
    }
}
