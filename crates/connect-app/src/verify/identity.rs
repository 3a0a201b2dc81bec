//! Checks 0, 1 and 5: who the runner is, whether the Role ARN can be right, who the session is.

use std::sync::Arc;

use connect_core::account::Partition;
use connect_core::arn::{Arn, assumed_role};
use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::failure::{CallFailure, SignInError};
use connect_core::ports::{Cloud, Identity, RoleSession};

use super::Run;
use super::words::{mend, told};

/// A check that failed because a call did.
pub(super) fn failed_call(id: CheckId, failure: &CallFailure) -> Check {
    let mend = mend(failure);
    let remedy = Remedy { snippet: mend.command, ..Remedy::words(mend.audience, mend.advice) };
    Check::fail(id, Evidence::Live, mend.cause, mend.what, vec![remedy]).with_requests(failure.request_id.clone())
}

impl Run<'_> {
    /// Check 0. Only bad input is an error.
    pub(super) async fn runner_identity(
        &mut self,
        cloud: &dyn Cloud,
    ) -> Result<Option<Arc<dyn Identity>>, SignInError> {
        self.begin(CheckId::RunnerIdentity);
        match cloud.sign_in(self.request.profile.as_ref()).await {
            Ok(runner) => {
                let caller = runner.caller();
                let summary = format!("The runner is {} in account {}.", caller.arn, caller.account);
                let requests = caller.request_id.clone();
                self.end(Check::pass(CheckId::RunnerIdentity, Evidence::Live, summary).with_requests(requests));
                Ok(Some(runner))
            }
            Err(SignInError::Call(failure)) => {
                self.end(failed_call(CheckId::RunnerIdentity, &failure));
                Ok(None)
            }
            Err(bad_input) => Err(bad_input),
        }
    }

    /// Signs in with the target profile, if there is one. One that cannot be used is no verdict on the connection: the
    /// role is then only seen through itself, and the report says why.
    pub(super) async fn target(&mut self, cloud: &dyn Cloud) -> Result<Option<Arc<dyn Identity>>, SignInError> {
        let Some(profile) = &self.request.target_profile else { return Ok(None) };
        let account = self.request.role_arn.account();
        let problem = match cloud.sign_in(Some(profile)).await {
            Ok(target) if target.caller().account == *account => return Ok(Some(target)),
            Ok(target) => format!(
                "it is in account {}, but the role is in account {account}: choose a target profile of that account",
                target.caller().account
            ),
            Err(SignInError::Call(failure)) => told(&failure),
            Err(bad_input) => return Err(bad_input),
        };
        self.target_problem = Some(format!("The target profile \"{profile}\" was not used: {problem}."));
        Ok(None)
    }

    /// Check 1. Whether the role can be assumed at all.
    pub(super) fn role_arn(&mut self, runner: Option<&dyn Identity>) -> bool {
        self.begin(CheckId::RoleArn);
        let check = self.judged_role_arn(runner);
        let possible = check.cause.is_none();
        self.end(check);
        possible
    }

    fn judged_role_arn(&self, runner: Option<&dyn Identity>) -> Check {
        let role = &self.request.role_arn;
        let fail = |cause, summary: String, advice: &str| {
            Check::fail(CheckId::RoleArn, Evidence::Policy, cause, summary, vec![Remedy::words(Audience::You, advice)])
        };
        if let Some(expected) = self.request.expected_account.as_ref().filter(|expected| *expected != role.account()) {
            return fail(
                Cause::AccountMismatch,
                format!("The role is in account {}, but account {expected} was expected.", role.account()),
                "Paste the Role ARN of the expected account.",
            );
        }
        let caller = runner.map(Identity::caller);
        let partition = caller.and_then(|caller| Arn::split(&caller.arn)?.partition.parse::<Partition>().ok());
        if let Some(partition) = partition.filter(|partition| *partition != role.partition()) {
            return fail(
                Cause::PartitionMismatch,
                format!(
                    "The role is in partition {}, but the runner is in {partition}: a role cannot be assumed across partitions.",
                    role.partition()
                ),
                "Choose a runner profile of the role's partition.",
            );
        }
        let own = self.request.platform_account.as_ref().or_else(|| caller.map(|caller| &caller.account));
        if own == Some(role.account()) {
            return fail(
                Cause::AccountMismatch,
                format!("The role is in account {}, which is the platform account itself.", role.account()),
                "Create the role in the customer's account, and paste that Role ARN.",
            );
        }
        let summary = format!("Role {} in account {} (partition {}).", role.name(), role.account(), role.partition());
        Check::pass(CheckId::RoleArn, Evidence::Policy, summary)
    }

    /// Check 5. Whether the session may be used: it must be the role's.
    pub(super) async fn caller_identity(&mut self, session: Option<&dyn RoleSession>) -> bool {
        let Some(session) = session else {
            self.skip(CheckId::CallerIdentity, "Not possible: the role could not be assumed.");
            return false;
        };
        self.begin(CheckId::CallerIdentity);
        let check = match session.caller().await {
            Err(failure) => failed_call(CheckId::CallerIdentity, &failure),
            Ok(caller) => {
                let role = &self.request.role_arn;
                let is_role = assumed_role(&caller.arn)
                    .is_some_and(|(account, name)| account == *role.account() && name == *role.name());
                let check = if is_role && caller.account == *role.account() {
                    Check::pass(CheckId::CallerIdentity, Evidence::Live, format!("The session is {}.", caller.arn))
                } else {
                    let summary =
                        format!("The session is {}, not one of {role}. It was not used any further.", caller.arn);
                    let advice = "Something between this machine and AWS answers for another account: check the endpoint and proxy.";
                    Check::fail(
                        CheckId::CallerIdentity,
                        Evidence::Live,
                        Cause::AccountMismatch,
                        summary,
                        vec![Remedy::words(Audience::You, advice)],
                    )
                };
                check.with_requests(caller.request_id)
            }
        };
        let usable = check.cause.is_none();
        self.end(check);
        usable
    }
}
