//! Checks 0, 1 and 5: who the runner is, whether the Role ARN can be right, who the session is.

use std::sync::Arc;

use connect_core::account::Partition;
use connect_core::arn::{Arn, assumed_role};
use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{CallerIdentity, Cloud, Identity, RoleSession};

use super::Run;
use super::words::mend;

/// What is known of whose the session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// There is no session.
    Absent,
    /// AWS did not say.
    Unknown,
    /// Another identity's: it is not used at all.
    Foreign,
    /// The role's.
    Proved,
}

impl Standing {
    /// Why the session is not used, where it is not.
    pub(super) const fn why_not(self) -> &'static str {
        match self {
            Self::Absent => "the role could not be assumed",
            Self::Unknown => "AWS did not say whose the session is",
            Self::Foreign | Self::Proved => "the session is not the role's",
        }
    }
}

impl Run<'_> {
    /// A check that failed because a call did.
    pub(super) fn failed_call(&self, id: CheckId, failure: &CallFailure) -> Check {
        let (mend, role) = (mend(failure), &self.request.role_arn);
        let mut remedy = Remedy { snippet: mend.command, ..Remedy::words(mend.audience, mend.advice) };
        match failure.kind {
            FailureKind::StsRegionDisabled => {
                remedy = remedy.with_url(self.request.console.account_settings(role.partition()));
            }
            FailureKind::DurationTooLong => {
                let command = format!("aws iam update-role --role-name {} --max-session-duration 3600", role.name());
                remedy = remedy.with_snippet(command);
            }
            _ => {}
        }
        Check::fail(id, Evidence::Live, mend.cause, mend.what, vec![remedy]).with_requests(failure.request_id.clone())
    }

    /// Check 0. Only bad input is an error.
    pub(super) async fn runner_identity(
        &mut self,
        cloud: &dyn Cloud,
    ) -> Result<Option<Arc<dyn Identity>>, SignInError> {
        self.begin(CheckId::RunnerIdentity);
        if self.request.without_runner {
            self.end(self.nobody());
            return Ok(None);
        }
        match cloud.sign_in(self.request.profile.as_ref()).await {
            Ok(runner) => {
                let caller = runner.caller();
                let summary = format!("The runner is {} in account {}.", caller.arn, caller.account);
                let requests = caller.request_id.clone();
                self.end(Check::pass(CheckId::RunnerIdentity, Evidence::Live, summary).with_requests(requests));
                Ok(Some(runner))
            }
            Err(SignInError::Call(failure)) => {
                self.end(self.failed_call(CheckId::RunnerIdentity, &failure));
                Ok(None)
            }
            Err(bad_input) => Err(bad_input),
        }
    }

    fn nobody(&self) -> Check {
        let platform = self.request.platform_account.as_ref();
        let platform =
            platform.map_or_else(|| "the platform".to_owned(), |account| format!("platform account {account}"));
        let summary = format!(
            "Nothing was tried live: this machine has no profile of {platform}. What is said below is read from texts."
        );
        let advice = format!("Verify with a runner profile of {platform}: only that proves that the connection works.");
        let remedy = Remedy::words(Audience::Platform, advice);
        Check::fail(CheckId::RunnerIdentity, Evidence::None, Cause::RunnerCredentialsMissing, summary, vec![remedy])
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
        let (role, console) = (&self.request.role_arn, &self.request.console);
        let fail = |cause, summary: String, advice: &str, page: String| {
            let remedy = Remedy::words(Audience::You, advice).with_url(page);
            Check::fail(CheckId::RoleArn, Evidence::Policy, cause, summary, vec![remedy])
        };
        if let Some(expected) = self.request.expected_account.as_ref().filter(|expected| *expected != role.account()) {
            return fail(
                Cause::AccountMismatch,
                format!("The role is in account {}, but account {expected} was expected.", role.account()),
                "Paste the Role ARN of the expected account: it is in the Outputs of the stack there.",
                console.stacks(role.partition()),
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
                "Choose a runner profile of the role's partition, or paste the ARN of a role in the runner's.",
                console.roles(role.partition()),
            );
        }
        let (platform, account) = (self.request.platform_account.as_ref(), role.account());
        let elsewhere = "Create the role in the customer's account, and paste that Role ARN: it is in the Outputs of the stack there.";
        if platform == Some(account) {
            let summary = format!("The role is in account {account}, which is the platform account itself.");
            return fail(Cause::AccountMismatch, summary, elsewhere, console.stacks(role.partition()));
        }
        if platform.is_none() && caller.is_some_and(|caller| caller.account == *account) {
            let summary = format!(
                "The role is in account {account}, and so is the runner: a platform assumes roles of other accounts than its own."
            );
            let advice = "If this account is the customer's, choose a runner profile of the platform account. Without one, name the platform account, and the trust policy is judged from its text.";
            let mut check = fail(Cause::AccountMismatch, summary, elsewhere, console.stacks(role.partition()));
            check.remedies.push(self.with_platform(advice, "ACCOUNT_ID"));
            return check;
        }
        let summary = format!("Role {} in account {} (partition {}).", role.name(), role.account(), role.partition());
        Check::pass(CheckId::RoleArn, Evidence::Policy, summary)
    }

    /// Check 5. Whose the session is: only the role's may be used.
    pub(super) async fn caller_identity(&mut self, session: Option<&dyn RoleSession>) -> Standing {
        let Some(session) = session else {
            self.skip(CheckId::CallerIdentity, "Not possible: the role could not be assumed.");
            return Standing::Absent;
        };
        self.begin(CheckId::CallerIdentity);
        let (standing, check) = match session.caller().await {
            Err(failure) => (Standing::Unknown, self.failed_call(CheckId::CallerIdentity, &failure)),
            Ok(caller) => self.judged_caller(caller),
        };
        self.end(check);
        standing
    }

    fn judged_caller(&self, caller: CallerIdentity) -> (Standing, Check) {
        let (id, role) = (CheckId::CallerIdentity, &self.request.role_arn);
        let is_role =
            assumed_role(&caller.arn).is_some_and(|(account, name)| account == *role.account() && name == *role.name());
        let (standing, check) = if is_role && caller.account == *role.account() {
            (Standing::Proved, Check::pass(id, Evidence::Live, format!("The session is {}.", caller.arn)))
        } else {
            let summary = format!("The session is {}, not one of {role}. It was not used any further.", caller.arn);
            let advice =
                "Something between this machine and AWS answers for another account: check the endpoint and proxy.";
            let remedy = Remedy::words(Audience::You, advice).with_snippet("env | grep -i -e AWS_ENDPOINT -e PROXY");
            (Standing::Foreign, Check::fail(id, Evidence::Live, Cause::AccountMismatch, summary, vec![remedy]))
        };
        (standing, check.with_requests(caller.request_id))
    }
}
