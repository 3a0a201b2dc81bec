//! The wizard as a pure state machine: `transition(draft, action)`.
//!
//! What is deliberately absent: no action edits or remakes the External ID. It is made once with
//! the draft, and rotating it makes a new draft.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::account::AccountId;
use crate::arn::RoleArn;
use crate::external_id::ExternalId;
use crate::paste::{PasteError, role_arn_in};
use crate::profile::ProfileName;
use crate::region::Region;

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
    /// The account that the role trusts: the runner's own.
    pub platform_account: Option<AccountId>,
    /// Who the runner is, as AWS says: the ARN of a user or of a role's session.
    #[serde(default)]
    pub runner_arn: Option<String>,
    /// The account that the person means to connect.
    pub expected_account: Option<AccountId>,
    /// Where the stack is launched.
    pub region: Region,
    /// How the role is made.
    pub method: Method,
    /// Made once, shown and stored at once.
    pub external_id: ExternalId,
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

/// Why an action is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WizardError {
    /// The paste holds no single role ARN.
    #[error(transparent)]
    Paste(#[from] PasteError),
    /// The ARN's account is not the one that was expected.
    #[error(
        "this role is in account {found}, but this connection expects account {expected}. Paste the Role ARN of {expected}, or change the expected account in step External ID"
    )]
    UnexpectedAccount {
        /// In the ARN.
        found: AccountId,
        /// In the draft.
        expected: AccountId,
    },
    /// The ARN's account is the runner's own.
    #[error(
        "this role is in account {0}, which is the platform account itself. The role to connect stands in the customer's account"
    )]
    PlatformAccount(AccountId),
    /// A step cannot be entered yet.
    #[error("{}", match .0 {
        Missing::Runner => "choose the runner profile first: the role must trust its account",
        Missing::RoleArn => "paste the Role ARN first",
        Missing::Verification => "run the verification first",
    })]
    NotYet(Missing),
}

/// What a step waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A runner with its account.
    Runner,
    /// A role ARN.
    RoleArn,
    /// A finished test.
    Verification,
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
        Action::ChooseRunner { .. } | Action::ExpectAccount(Some(_)) => (true, true),
        Action::SetLabel(_)
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
            region,
            method: Method::default(),
            external_id,
            role_arn: None,
            verified: false,
        }
    }

    /// What a step waits for, if it cannot be entered yet.
    pub fn missing_for(&self, step: Step) -> Option<Missing> {
        let needs = [
            (Step::CreateRole, Missing::Runner, self.platform_account.is_some()),
            (Step::Verify, Missing::RoleArn, self.role_arn.is_some()),
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
