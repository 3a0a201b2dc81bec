//! The runner's own policies: whether they let it assume the role, when AWS refuses and does not say why.

use tokio::time::timeout_at;

use connect_core::check::{Cause, Evidence};
use connect_core::diagnosis::OwnPolicies;
use connect_core::ports::{Identity, SimulationAnswer, SimulationQuery};
use connect_core::probe::Probe;
use connect_core::report::Decision;
use connect_role::evaluate::EvalDecision;

use super::Run;
use super::permissions::{Readable, reason};

impl Run<'_> {
    /// Asks the policy simulator as the runner itself; where that is refused or leaves it open, reads the policies.
    pub(super) async fn own_policies(&self, runner: &dyn Identity) -> OwnPolicies {
        let query = self.assume_query(runner);
        let asked = timeout_at(self.patience.ends, runner.simulate_itself(std::slice::from_ref(&query))).await;
        let simulated = asked.ok().and_then(Result::ok).and_then(|answers| answers.first().map(by_simulator));
        if let Some(decided @ (OwnPolicies::Allow(_) | OwnPolicies::Refuse(..))) = simulated {
            return decided;
        }
        let read = timeout_at(self.patience.ends, runner.own_policies()).await;
        let Ok(Ok(policies)) = read else { return OwnPolicies::Unknown };
        match Readable::new(&policies).decide(&query) {
            Some(EvalDecision::Allowed) => OwnPolicies::Allow(Evidence::Policy),
            Some(EvalDecision::ExplicitDeny { .. }) => refused(Cause::DeniedByIdentityPolicy),
            Some(EvalDecision::NotAllowedByBoundary { .. }) => refused(Cause::DeniedByBoundary),
            Some(EvalDecision::NotAllowed) => refused(Cause::RunnerNotAllowed),
            Some(EvalDecision::Unknown { .. }) | None => OwnPolicies::Unknown,
        }
    }

    /// The call that was refused, as a policy sees it.
    fn assume_query(&self, runner: &dyn Identity) -> SimulationQuery {
        let caller = runner.caller();
        let given = [
            ("sts:ExternalId", self.request.external_id.to_string()),
            ("sts:RoleSessionName", Probe::Right.session_name(self.id)),
            ("aws:RequestedRegion", runner.region().to_string()),
            ("aws:PrincipalAccount", caller.account.to_string()),
            ("aws:SecureTransport", "true".to_owned()),
        ];
        SimulationQuery {
            action: "sts:AssumeRole".to_owned(),
            resource: self.request.role_arn.to_string(),
            context: given.map(|(key, value)| (key.to_owned(), vec![value])).into(),
        }
    }
}

fn refused(cause: Cause) -> OwnPolicies {
    OwnPolicies::Refuse(cause, Evidence::Policy)
}

/// A denial counts only where the simulator knew all that some policy asks for.
fn by_simulator(answer: &SimulationAnswer) -> OwnPolicies {
    match answer.decision {
        Decision::Allowed => OwnPolicies::Allow(Evidence::Simulated),
        Decision::Denied if answer.missing_context.is_empty() => {
            let cause = match reason(answer) {
                Cause::PermissionsMissing => Cause::RunnerNotAllowed,
                cause => cause,
            };
            OwnPolicies::Refuse(cause, Evidence::Simulated)
        }
        Decision::Denied | Decision::Unknown => OwnPolicies::Unknown,
    }
}
