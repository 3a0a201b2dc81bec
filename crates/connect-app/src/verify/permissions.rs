//! Checks 7 and 8: what the role must be able to do, and what it can do beyond that.

use std::collections::HashMap;

use connect_core::arn::RoleArn;
use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::ports::{
    Identity, PolicyText, RolePolicies, RoleReader, RoleSession, SimulationAnswer, SimulationQuery,
};
use connect_core::report::{Decision, Permission};
use connect_role::evaluate::{EvalDecision, NamedPolicy, Question, ReadPolicies, excess};
use connect_role::{RequiredPermission, RoleOptions, required_permissions};

use super::Run;
use super::trust::Seen;
use super::words::told;

/// What is known of the role's policies, and why no more.
struct Known {
    options: RoleOptions,
    simulated: HashMap<SimulationQuery, SimulationAnswer>,
    policies: Option<RolePolicies>,
    obstacles: Vec<String>,
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
    /// Checks 7 and 8, with the permission matrix.
    pub(super) async fn permissions(
        &mut self,
        seen: &Seen,
        session: Option<&dyn RoleSession>,
        target: Option<&dyn Identity>,
    ) -> Vec<Permission> {
        self.begin(CheckId::RequiredPermissions);
        let readers: Vec<&dyn RoleReader> =
            session.map(RoleSession::reader).into_iter().chain(target.map(Identity::reader)).collect();
        if readers.is_empty() {
            for id in [CheckId::RequiredPermissions, CheckId::ExcessPermissions] {
                self.skip(id, "Not possible: the role could not be assumed, and no target profile is there to read its policies by.");
            }
            let unknown = |required| permission(required, Decision::Unknown, None, Evidence::None);
            return by_action(required_permissions(&options_of(seen)).iter().map(unknown));
        }
        let known = self.known(seen, &readers).await;
        let readable = known.policies.as_ref().map(Readable::new);
        let required = required_permissions(&known.options);
        let permissions = by_action(required.iter().map(|required| self.judged(required, &known, readable.as_ref())));
        self.end(required_check(&permissions, &known));
        self.end(excess_check(&self.request.role_arn, &known));
        permissions
    }

    async fn known(&self, seen: &Seen, readers: &[&dyn RoleReader]) -> Known {
        let options = options_of(seen);
        let queries: Vec<SimulationQuery> =
            required_permissions(&options).iter().map(|required| self.query(required, &options)).collect();
        let mut known = Known { options, simulated: HashMap::new(), policies: None, obstacles: Vec::new() };
        for reader in readers {
            match reader.simulate(&self.request.role_arn, &queries).await {
                Ok(answers) => {
                    known.simulated = queries.iter().cloned().zip(answers).collect();
                    break;
                }
                Err(failure) => known.obstacles.push(told(&failure)),
            }
        }
        let Seen::Role(record) = seen else { return known };
        for reader in readers {
            match reader.policies(record, self.request.role_arn.name()).await {
                Ok(policies) => {
                    known.policies = Some(policies);
                    break;
                }
                Err(failure) => known.obstacles.push(told(&failure)),
            }
        }
        known
    }

    fn query(&self, required: &RequiredPermission, options: &RoleOptions) -> SimulationQuery {
        let role = &self.request.role_arn;
        SimulationQuery {
            action: required.action.to_owned(),
            resource: required.scope.resource_for(role, options),
            context: required.scope.context_for(role, options),
        }
    }

    fn judged(&self, required: &RequiredPermission, known: &Known, readable: Option<&Readable<'_>>) -> Permission {
        let query = self.query(required, &known.options);
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
fn options_of(seen: &Seen) -> RoleOptions {
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

/// What denied an action in the simulator.
fn reason(answer: &SimulationAnswer) -> Cause {
    match answer {
        SimulationAnswer { allowed_by_organisation: Some(false), .. } => Cause::DeniedByScp,
        SimulationAnswer { allowed_by_boundary: Some(false), .. } => Cause::DeniedByBoundary,
        SimulationAnswer { explicit_deny: true, .. } => Cause::DeniedByIdentityPolicy,
        _ => Cause::PermissionsMissing,
    }
}

fn named<'a>(permissions: impl Iterator<Item = &'a Permission>) -> String {
    permissions.map(|permission| permission.action.as_str()).collect::<Vec<_>>().join(", ")
}

fn required_check(permissions: &[Permission], known: &Known) -> Check {
    let id = CheckId::RequiredPermissions;
    let of = |decision| permissions.iter().filter(move |permission| permission.decision == decision);
    let evidence = permissions
        .iter()
        .map(|permission| permission.evidence)
        .find(|evidence| *evidence != Evidence::None)
        .unwrap_or(Evidence::None);
    let (total, denied, unknown) = (permissions.len(), of(Decision::Denied).count(), of(Decision::Unknown).count());
    if denied > 0 {
        let summary = format!("{denied} of {total} required actions are denied: {}.", named(of(Decision::Denied)));
        let advice = "Update the stack or apply Terraform again: both give the role exactly these. An organisation policy or boundary that denies them must except the role.";
        return Check::fail(
            id,
            evidence,
            Cause::PermissionsMissing,
            summary,
            vec![Remedy::words(Audience::AccountAdministrator, advice)],
        );
    }
    if unknown > 0 {
        let why = known.obstacles.first().map_or_else(|| "a policy could not be read".to_owned(), Clone::clone);
        let summary = format!(
            "{unknown} of {total} required actions could not be judged: {}. The reason: {why}.",
            named(of(Decision::Unknown))
        );
        let advice = "Let the role read its own policies and ask the simulator about itself: update the stack or apply Terraform again.";
        return Check::warn(id, evidence, None, summary)
            .with_remedies(vec![Remedy::words(Audience::AccountAdministrator, advice)]);
    }
    Check::pass(id, evidence, format!("All {total} required actions are allowed."))
}

fn excess_check(role: &RoleArn, known: &Known) -> Check {
    let id = CheckId::ExcessPermissions;
    let Some(policies) = &known.policies else {
        let why = known.obstacles.last().map_or_else(|| "the role could not be read".to_owned(), Clone::clone);
        return Check::skipped(id, format!("Not judged: the role's policies could not be read ({why})."));
    };
    let findings = excess(role, &known.options, &policies.policies);
    if findings.is_empty() {
        return Check::pass(
            id,
            Evidence::Policy,
            format!("Its {} policies grant nothing beyond the catalogue.", policies.policies.len()),
        );
    }
    let sentences: Vec<String> =
        findings.iter().map(|finding| format!("of {}, {}", finding.policy, finding.what)).collect();
    let advice = "Detach what the stack or module did not attach; the platform needs none of it.";
    Check::warn(
        id,
        Evidence::Policy,
        Some(Cause::PermissionsExcessive),
        format!("More than the platform needs: {}.", sentences.join("; ")),
    )
    .with_remedies(vec![Remedy::words(Audience::AccountAdministrator, advice)])
}

fn named_policy(policy: &PolicyText) -> Option<NamedPolicy<'_>> {
    policy.document.as_deref().map(|document| NamedPolicy { name: &policy.name, document })
}
