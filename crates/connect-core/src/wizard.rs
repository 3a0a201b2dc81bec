//! The wizard as a pure state machine: `transition(draft, action)`.
//!
//! What is deliberately absent: no action edits or remakes the External ID. It is made once with
//! the draft. Who wants another one starts over, with a new draft; or, where it is in use, rotates it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::account::AccountId;
use crate::arn::RoleArn;
use crate::external_id::ExternalId;
use crate::paste::role_arn_in;
use crate::profile::ProfileName;
use crate::region::Region;

mod refusal;
pub use refusal::{Missing, Wanted, WizardError};

/// The five steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Runner, label and External ID.
    ExternalId,
    /// `CloudFormation`, Terraform or a hand-off.
    CreateRole,
    /// Paste the ARN.
    RoleArn,
    /// The connection test runs.
    Verify,
    /// Verdict, report and resources.
    Report,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 5] = [Self::ExternalId, Self::CreateRole, Self::RoleArn, Self::Verify, Self::Report];
}

/// How the role is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The quick-create link.
    #[default]
    Cloudformation,
    /// The module call.
    Terraform,
    /// The stack, made from here with a target profile.
    Deploy,
    /// Somebody else makes it: the owner of the account.
    HandOff,
}

/// A profile in the account to connect, which may read the role there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetProfile {
    /// The profile.
    pub profile: ProfileName,
    /// Whose it is, as AWS says.
    pub account: AccountId,
}

/// Everything that the person has entered or been shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where the wizard stands.
    pub step: Step,
    /// What the person calls this connection.
    pub label: String,
    /// The runner's profile.
    pub runner: Option<ProfileName>,
    /// The account that the role trusts: the runner's own, or the one that was named where there is no runner.
    pub platform_account: Option<AccountId>,
    /// Who the runner is, as AWS says: the ARN of a user or of a role's session.
    #[serde(default)]
    pub runner_arn: Option<String>,
    /// The account that the person means to connect.
    pub expected_account: Option<AccountId>,
    /// Who reads the role in its own account, if anybody does.
    #[serde(default)]
    pub target_profile: Option<TargetProfile>,
    /// Where the stack is launched.
    pub region: Region,
    /// How the role is made.
    pub method: Method,
    /// Made once, shown and stored at once.
    pub external_id: ExternalId,
    /// While it is rotated: the one that the role was last known to accept. A test that proves the new one ends that.
    #[serde(default)]
    pub former_external_id: Option<ExternalId>,
    /// The role, once it was understood.
    pub role_arn: Option<RoleArn>,
    /// Whether a finished test speaks of the values above.
    pub verified: bool,
}

/// What a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Names the connection.
    SetLabel(String),
    /// Picks the runner.
    #[allow(missing_docs, reason = "what AWS and its profile tell of it")]
    ChooseRunner { profile: ProfileName, account: AccountId, arn: String, region: Region },
    /// Names the platform account, or takes it back, where this machine has no profile of it.
    NamePlatform(Option<AccountId>),
    /// Picks who reads the role in its own account, or that nobody does.
    ChooseTarget(Option<TargetProfile>),
    /// Says which account is meant, or that any will do.
    ExpectAccount(Option<AccountId>),
    /// Picks where the stack is launched.
    ChooseRegion(Region),
    /// Picks how the role is made.
    ChooseMethod(Method),
    /// Pastes into the Role ARN field.
    PasteRoleArn(String),
    /// Goes to a step.
    GoTo(Step),
    /// A test of these values finished.
    Verified,
}

/// What changing a value makes untrue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalidates {
    /// The finished test no longer speaks of these values.
    pub verification: bool,
    /// The pasted ARN must be pasted anew.
    pub role_arn: bool,
}

/// The invalidation table: what each action takes away when it changes something.
pub const fn invalidates(action: &Action) -> Invalidates {
    let (verification, role_arn) = match action {
        Action::PasteRoleArn(_) => (true, false),
        // An ARN that would not be taken now is not kept; any other role may stay the same.
        Action::ChooseRunner { .. } | Action::NamePlatform(_) | Action::ExpectAccount(Some(_)) => (true, true),
        // A target profile changes how much of the role can be read, and nothing of the role: what a test proved of
        // these values stays proved.
        Action::ChooseTarget(_)
        | Action::SetLabel(_)
        | Action::ExpectAccount(None)
        | Action::ChooseRegion(_)
        | Action::ChooseMethod(_)
        | Action::GoTo(_)
        | Action::Verified => (false, false),
    };
    Invalidates { verification, role_arn }
}

impl Draft {
    /// A new draft at the first step.
    pub fn new(external_id: ExternalId, region: Region) -> Self {
        Self {
            step: Step::ExternalId,
            label: String::new(),
            runner: None,
            platform_account: None,
            runner_arn: None,
            expected_account: None,
            target_profile: None,
            region,
            method: Method::default(),
            external_id,
            former_external_id: None,
            role_arn: None,
            verified: false,
        }
    }

    /// A new draft of the same connection. What was made or handed out with the External ID so far fits no more; what the
    /// person said of the connection stays.
    #[must_use]
    pub fn started_over(&self, external_id: ExternalId) -> Self {
        Self { step: Step::ExternalId, external_id, role_arn: None, verified: false, ..self.clone() }
    }

    /// The same with another External ID, which the role has to be given next; the one so far is kept.
    #[must_use]
    pub(crate) fn rotated(&self, external_id: ExternalId) -> Self {
        let former_external_id = Some(self.external_id.clone());
        Self { step: Step::CreateRole, external_id, former_external_id, verified: false, ..self.clone() }
    }

    /// The same with the External ID from before the rotation; `None` when none is under way.
    pub(crate) fn rotated_back(&self) -> Option<Self> {
        let external_id = self.former_external_id.clone()?;
        Some(Self { step: Step::Verify, external_id, former_external_id: None, verified: false, ..self.clone() })
    }

    /// What a step waits for, if it cannot be entered yet.
    pub fn missing_for(&self, step: Step) -> Option<Missing> {
        let needs = [
            (Step::CreateRole, Missing::Runner, self.platform_account.is_some()),
            (Step::Verify, Missing::RoleArn, self.role_arn.is_some()),
            (Step::Verify, Missing::Verifier, self.runner.is_some() || self.has_reader()),
            (Step::Report, Missing::Verification, self.verified),
        ];
        needs.into_iter().find(|(from, _, there)| step >= *from && !there).map(|(_, missing, _)| missing)
    }

    /// The draft after an action; on an error this one is still as it was.
    pub fn transition(&self, action: Action) -> Result<Self, WizardError> {
        let taken = invalidates(&action);
        let mut next = self.clone();
        next.apply(action)?;
        if !next.same_inputs(self) {
            next.verified &= !taken.verification;
            if taken.role_arn && next.role_arn.as_ref().is_some_and(|arn| next.judged(arn).is_err()) {
                next.role_arn = None;
            }
        }
        if next.missing_for(next.step).is_some() {
            let open = |step: &Step| next.missing_for(*step).is_none();
            next.step = Step::ALL.into_iter().rfind(open).unwrap_or(Step::ExternalId);
        }
        Ok(next)
    }

    /// Whether a test of the one is a test of the other.
    pub fn same_inputs(&self, other: &Self) -> bool {
        let inputs = |draft: &Self| {
            let Self { runner, platform_account, expected_account, external_id, role_arn, .. } = draft.clone();
            (runner, platform_account, expected_account, external_id, role_arn)
        };
        inputs(self) == inputs(other)
    }

    fn apply(&mut self, action: Action) -> Result<(), WizardError> {
        match action {
            Action::SetLabel(label) => label.trim().clone_into(&mut self.label),
            Action::ChooseRunner { profile, account, arn, region } => {
                self.runner = Some(profile);
                self.platform_account = Some(account);
                self.runner_arn = Some(arn);
                // A role cannot be assumed across partitions, so the stack has to stand in the runner's.
                if self.region.partition() != region.partition() {
                    self.region = region;
                }
            }
            Action::NamePlatform(account) => {
                self.platform_account = account;
                (self.runner, self.runner_arn) = (None, None);
            }
            Action::ChooseTarget(target) => self.target_profile = target,
            Action::ExpectAccount(account) => self.expected_account = account,
            Action::ChooseRegion(region) => self.region = region,
            Action::ChooseMethod(method) => self.method = method,
            Action::PasteRoleArn(paste) => self.role_arn = Some(self.understood(&paste)?),
            Action::GoTo(step) => match self.missing_for(step) {
                Some(missing) => return Err(WizardError::NotYet(missing)),
                None => self.step = step,
            },
            Action::Verified => self.verified = true,
        }
        Ok(())
    }

    /// The role ARN in a paste, judged against what this draft knows; sends nothing.
    pub fn understood(&self, paste: &str) -> Result<RoleArn, WizardError> {
        let arn = role_arn_in(paste)?;
        self.judged(&arn)?;
        Ok(arn)
    }

    fn has_reader(&self) -> bool {
        self.target_profile.is_some() && self.target_problem().is_none()
    }

    /// Why the target profile is of no use, if there is one and it is of none. It is kept all the same: the role may be
    /// what is wrong, or not be known yet.
    pub fn target_problem(&self) -> Option<WizardError> {
        let TargetProfile { profile, account } = self.target_profile.clone()?;
        let role = self.role_arn.as_ref().map(|arn| Wanted::Role(arn.account().clone()));
        let wanted = role.or_else(|| self.expected_account.clone().map(Wanted::Expected));
        let wanted = wanted.unwrap_or(Wanted::NotThePlatform);
        let fits = match &wanted {
            Wanted::Role(wanted) | Wanted::Expected(wanted) => *wanted == account,
            Wanted::NotThePlatform => self.platform_account.as_ref() != Some(&account),
        };
        (!fits).then_some(WizardError::TargetElsewhere { profile, account, wanted })
    }

    fn judged(&self, arn: &RoleArn) -> Result<(), WizardError> {
        let found = arn.account().clone();
        match &self.expected_account {
            Some(expected) if *expected != found => {
                Err(WizardError::UnexpectedAccount { found, expected: expected.clone() })
            }
            _ if self.platform_account.as_ref() == Some(&found) => Err(WizardError::PlatformAccount(found)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
