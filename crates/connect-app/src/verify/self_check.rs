//! The trust policy without the platform's identity: judged from its text, for the platform's account.
//!
//! Whoever owns the target account has no credentials of the platform. What nobody tried live is said to be so.

use connect_core::account::AccountId;
use connect_core::arn::Arn;
use connect_core::check::{Audience, Cause, Check, CheckId, CheckStatus, Evidence, Remedy};
use connect_core::policy::document::DocumentError;
use connect_core::ports::{Identity, RoleRecord};
use connect_core::profile::ProfileName;
use connect_core::shell;
use connect_core::trust::{
    Admission, Lint, Pinning, Runner, TrustFindings, Weight, assumers, examine, pinning, trusted,
};

use super::trust::{clauses, not_understood, sentences, warned, warnings};
use super::words::capitalised;
use super::{Run, remedies};

/// For whom the trust policy is judged.
pub(super) enum Judged {
    /// For the runner, whose probes are live.
    Runner(Runner),
    /// For the platform account, from the text alone.
    Text {
        /// The account, where it is known.
        platform: Option<AccountId>,
        /// Why nothing was tried live as it.
        why: String,
    },
    /// For nobody, and why.
    Nobody(String),
}

/// Whom a policy trusts, when nobody says which account is the platform's.
enum Trusts {
    One(AccountId),
    Everybody,
    Unclear(String),
}

const NAME_IT: &str = "Verify again with the platform account's number: the trust policy is then judged for it.";

impl Run<'_> {
    /// The runner counts only as far as it can be the platform's.
    pub(super) fn judged_for(&self, runner: Option<&dyn Identity>) -> Judged {
        let (role, platform) = (&self.request.role_arn, self.request.platform_account.as_ref());
        if platform == Some(role.account()) {
            return Judged::Nobody("the platform account that is expected is the role's own".to_owned());
        }
        let caller = runner.map(Identity::caller);
        let why = match caller {
            None if self.request.without_runner => "this machine has no profile of it".to_owned(),
            None => "the runner has no usable credentials".to_owned(),
            Some(caller) if Arn::split(&caller.arn).is_some_and(|arn| arn.partition != role.partition().as_str()) => {
                "the runner is in another partition".to_owned()
            }
            Some(caller) if caller.account == *role.account() => {
                format!("the runner is of the role's own account {}", caller.account)
            }
            Some(caller) if platform.is_some_and(|platform| *platform != caller.account) => {
                format!("the runner is of account {}", caller.account)
            }
            Some(caller) => return Judged::Runner(Runner::new(caller.account.clone(), caller.arn.clone())),
        };
        Judged::Text { platform: platform.cloned(), why }
    }

    /// The trust policy by its text alone.
    pub(super) fn judged_text(&self, record: &RoleRecord, platform: Option<&AccountId>, why: &str) -> Check {
        let check = match self.text(record, platform, why) {
            Ok(check) => check,
            Err(error) => not_understood(&error),
        };
        check.with_requests(record.request_id.clone())
    }

    fn text(&self, record: &RoleRecord, platform: Option<&AccountId>, why: &str) -> Result<Check, DocumentError> {
        let policy = &record.trust_policy;
        let not_live = format!("nothing was tried live as it, because {why}");
        if let Some(platform) = platform {
            let start = format!("Judged from its text for the platform account {platform}; {not_live}.");
            return self.text_for(policy, platform, &start);
        }
        match self.only_trusted(policy)? {
            Trusts::One(account) => {
                let start =
                    format!("Judged from its text for account {account}, the only one that it trusts; {not_live}.");
                Ok(self.presumed(self.text_for(policy, &account, &start)?, &account))
            }
            Trusts::Everybody => self.open_to_all(policy, why),
            Trusts::Unclear(reason) => {
                let summary = format!("Not judged: {why}, the platform account is not known, and {reason}.");
                let remedies = vec![self.with_platform(NAME_IT, "ACCOUNT_ID")];
                Ok(Check::skipped(CheckId::TrustPolicy, summary).with_remedies(remedies))
            }
        }
    }

    fn text_for(&self, policy: &str, account: &AccountId, start: &str) -> Result<Check, DocumentError> {
        let (runner, findings) = self.nearest(policy, account)?;
        let pinning = self.pinning(policy, account)?;
        Ok(self.text_check(policy, &runner, &findings, pinning, start))
    }

    /// Which account is the platform's does not matter to a policy that trusts every one.
    fn open_to_all(&self, policy: &str, why: &str) -> Result<Check, DocumentError> {
        let own = self.request.role_arn.account();
        let start =
            format!("Judged from its text; nothing was tried live, because {why}. It trusts every AWS account.");
        let summary = |pins: &str| format!("{start} {pins}");
        let id = CheckId::TrustPolicy;
        let name_it = vec![self.with_platform(NAME_IT, "ACCOUNT_ID")];
        Ok(match self.pinning(policy, own)? {
            open @ (Pinning::NoneGetsIn | Pinning::AnotherGetsIn) => {
                let summary = summary(&capitalised(&enforced(open, "whoever asks")));
                Check::fail(id, Evidence::Policy, Cause::TrustExternalIdNotEnforced, summary, name_it)
            }
            closed => Check::warn(
                id,
                Evidence::Policy,
                Some(Cause::TrustTooBroad),
                summary(&capitalised(&enforced(closed, "whoever asks"))),
            )
            .with_remedies(name_it),
        })
    }

    /// The one account beside the role's own that the policy trusts, or why there is none.
    fn only_trusted(&self, policy: &str) -> Result<Trusts, DocumentError> {
        let trusted = trusted(policy)?;
        let own = self.request.role_arn.account();
        let others: Vec<AccountId> = trusted.accounts.into_iter().filter(|account| account != own).collect();
        Ok(match others.as_slice() {
            _ if trusted.everybody => Trusts::Everybody,
            [] => Trusts::Unclear("the trust policy trusts no account but the role's own".to_owned()),
            [only] => Trusts::One(only.clone()),
            many => {
                let names: Vec<&str> = many.iter().map(AccountId::as_str).collect();
                Trusts::Unclear(format!("the trust policy trusts {} accounts: {}", many.len(), names.join(", ")))
            }
        })
    }

    /// The reading for that identity of the account which comes nearest to being let in.
    fn nearest(&self, policy: &str, account: &AccountId) -> Result<(Runner, TrustFindings), DocumentError> {
        let distance = |admission: &Admission| match admission {
            Admission::Allows => 0,
            Admission::Depends(_) => 1,
            // Nobody of the account is named at all: another reading says more.
            Admission::Refuses(Cause::TrustPrincipalMismatch, _) => 3,
            Admission::Refuses(..) => 2,
        };
        let partition = self.request.role_arn.partition();
        let whichever = Runner::any_of(account.clone(), partition);
        let findings = examine(policy, &whichever, &self.request.external_id)?;
        let mut nearest = (whichever, findings);
        for runner in assumers(policy, account, partition)? {
            let findings = examine(policy, &runner, &self.request.external_id)?;
            if distance(&findings.admission) < distance(&nearest.1.admission) {
                nearest = (runner, findings);
            }
        }
        Ok(nearest)
    }

    /// The worst that the text does for any identity of the account.
    fn pinning(&self, policy: &str, account: &AccountId) -> Result<Pinning, DocumentError> {
        let runners = assumers(policy, account, self.request.role_arn.partition())?;
        let each = runners.iter().map(|runner| pinning(policy, runner, &self.request.external_id));
        Ok(each.collect::<Result<Vec<_>, _>>()?.into_iter().max().unwrap_or(Pinning::Depends))
    }

    fn text_check(
        &self,
        policy: &str,
        runner: &Runner,
        findings: &TrustFindings,
        pinning: Pinning,
        start: &str,
    ) -> Check {
        let id = CheckId::TrustPolicy;
        let (clauses, pins) = (clauses(findings), enforced(pinning, &runner.to_string()));
        let mend = || remedies::mend_trust(self.request, runner, Some(policy));
        let open = matches!(pinning, Pinning::NoneGetsIn | Pinning::AnotherGetsIn);
        let lint: Vec<&Lint> = warnings(&findings.lints).collect();
        match &findings.admission {
            Admission::Refuses(cause, sentence) => {
                let open = if open { format!(" {}", capitalised(&pins)) } else { String::new() };
                let summary = format!("{start} {}.{open} {clauses}", capitalised(sentence));
                Check::fail(id, Evidence::Policy, *cause, summary, mend())
            }
            _ if open => {
                let summary = format!("{start} Unsafe: {pins} {clauses}");
                Check::fail(id, Evidence::Policy, Cause::TrustExternalIdNotEnforced, summary, mend())
            }
            _ if !lint.is_empty() => {
                let cause = lint.iter().map(|lint| lint.weight).min().and_then(Weight::cause);
                let what = format!("{}: {}.", warned(&findings.lints), sentences(lint.into_iter()));
                Check::warn(id, Evidence::Policy, cause, format!("{start} {what} {}", capitalised(&pins)))
                    .with_remedies(mend())
            }
            Admission::Depends(sentence) => {
                let summary =
                    format!("{start} Nothing in it refuses {runner}; {sentence}. {} {clauses}", capitalised(&pins));
                let remedy = Remedy::words(
                    Audience::Platform,
                    "Verify with a runner of the platform account: only AWS can tell, when the role is assumed.",
                );
                Check::warn(id, Evidence::Policy, None, summary).with_remedies(vec![remedy])
            }
            Admission::Allows => {
                let let_in = format!("With this External ID it lets in {}.", findings.lets_in);
                let summary = format!("{start} {let_in} {} {clauses}", capitalised(&pins));
                Check::pass(id, Evidence::Policy, summary)
            }
        }
    }

    /// That the only account is the platform's is for a person to say.
    fn presumed(&self, check: Check, account: &AccountId) -> Check {
        let advice = format!(
            "Confirm that {account} is the platform's account: ask whoever runs the platform, then verify again with it."
        );
        let confirm = self.with_platform(&advice, account.as_str());
        let remedies = std::iter::once(confirm).chain(check.remedies.iter().cloned()).collect();
        let summary = format!("{} Is {account} the platform's account? Nobody has said so yet.", check.summary);
        let check = Check { summary, ..check }.with_remedies(remedies);
        if check.cause.is_some() { check } else { Check { status: CheckStatus::Warn, ..check } }
    }

    /// The same verification with the platform account named.
    pub(super) fn with_platform(&self, advice: &str, account: &str) -> Remedy {
        let request = self.request;
        let profile = |option: &str, profile: Option<&ProfileName>| {
            profile.map_or_else(String::new, |name| format!(" {option} {}", shell::word(name.as_str())))
        };
        let command = format!(
            "alethia-connect-cli verify --role-arn {} --external-id {}{}{} --platform-account {account}",
            shell::word(&request.role_arn.to_string()),
            shell::word(request.external_id.as_str()),
            profile("--profile", request.profile.as_ref()),
            profile("--target-profile", request.target_profile.as_ref()),
        );
        Remedy::words(Audience::You, advice).with_snippet(command)
    }
}

/// Whether the text enforces the External ID, plainly.
fn enforced(pinning: Pinning, who: &str) -> String {
    match pinning {
        Pinning::Pinned => "the text enforces the External ID: nobody gets in without it, or with another.".to_owned(),
        Pinning::Depends => {
            "whether the text enforces the External ID depends on something that only AWS knows.".to_owned()
        }
        Pinning::AnotherGetsIn => {
            format!(
                "the text does not enforce the External ID: it lets in {who} with another one than this connection's."
            )
        }
        Pinning::NoneGetsIn => format!(
            "the text does not enforce the External ID: it lets in {who} without one, so any customer of the platform could have it assume this role (confused deputy)."
        ),
    }
}
