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
    /// Picks the runner, whose account and ARN AWS has told.
    ChooseRunner(ProfileName, AccountId, String),
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
        // The trusted account changes with the runner; the role itself may stay the same.
        Action::ChooseRunner(..) | Action::PasteRoleArn(_) => (true, false),
        // An ARN of another account than the expected one is never kept.
        Action::ExpectAccount(Some(_)) => (true, true),
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
        if next.inputs() != self.inputs() {
            next.verified &= !taken.verification;
            if taken.role_arn && next.contradicts_expected() {
                next.role_arn = None;
            }
        }
        if next.missing_for(next.step).is_some() {
            let open = |step: &Step| next.missing_for(*step).is_none();
            next.step = Step::ALL.into_iter().rfind(open).unwrap_or(Step::ExternalId);
        }
        Ok(next)
    }

    fn inputs(&self) -> (&Option<ProfileName>, &Option<AccountId>, &Option<AccountId>, &Option<RoleArn>) {
        (&self.runner, &self.platform_account, &self.expected_account, &self.role_arn)
    }

    fn contradicts_expected(&self) -> bool {
        matches!((&self.role_arn, &self.expected_account), (Some(arn), Some(expected)) if arn.account() != expected)
    }

    fn apply(&mut self, action: Action) -> Result<(), WizardError> {
        match action {
            Action::SetLabel(label) => label.trim().clone_into(&mut self.label),
            Action::ChooseRunner(profile, account, arn) => {
                self.runner = Some(profile);
                self.platform_account = Some(account);
                self.runner_arn = Some(arn);
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
        match &self.expected_account {
            Some(expected) if arn.account() != expected => {
                Err(WizardError::UnexpectedAccount { found: arn.account().clone(), expected: expected.clone() })
            }
            _ if self.platform_account.as_ref() == Some(arn.account()) => {
                Err(WizardError::PlatformAccount(arn.account().clone()))
            }
            _ => Ok(arn),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole";

    fn draft() -> Draft {
        Draft::new("3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap(), "eu-central-1".parse().unwrap())
    }

    fn account(text: &str) -> AccountId {
        text.parse().unwrap()
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> Draft {
        actions.into_iter().fold(draft(), |draft, action| draft.transition(action).unwrap())
    }

    fn runner() -> Action {
        let arn = "arn:aws:iam::111122223333:user/runner".to_owned();
        Action::ChooseRunner("runner".parse().unwrap(), account("111122223333"), arn)
    }

    fn done() -> Vec<Action> {
        vec![
            runner(),
            Action::PasteRoleArn(ROLE.into()),
            Action::GoTo(Step::Verify),
            Action::Verified,
            Action::GoTo(Step::Report),
        ]
    }

    #[test]
    fn the_straight_way_ends_at_the_report() {
        let draft = after(done());
        assert_eq!(draft.step, Step::Report, "each step opened when it had what it needs");
        assert_eq!(draft.external_id, self::draft().external_id, "no action touches the External ID");
    }

    #[test]
    fn a_step_says_what_it_waits_for() {
        let waits = [
            (Step::ExternalId, None),
            (Step::CreateRole, Some(Missing::Runner)),
            (Step::RoleArn, Some(Missing::Runner)),
            (Step::Verify, Some(Missing::Runner)),
        ];
        for (step, missing) in waits {
            assert_eq!(draft().missing_for(step), missing, "{step:?} from an empty draft");
        }
        let error = draft().transition(Action::GoTo(Step::Verify)).unwrap_err();
        assert_eq!(error, WizardError::NotYet(Missing::Runner), "the runner comes first");
    }

    #[test]
    fn changing_a_value_takes_away_what_it_makes_untrue() {
        let cases = [
            (Action::SetLabel("prod".into()), Step::Report, true),
            (Action::ChooseRegion("us-east-1".parse().unwrap()), Step::Report, true),
            (Action::ChooseMethod(Method::Terraform), Step::Report, true),
            (runner(), Step::Report, true),
            (Action::ChooseRunner("other".parse().unwrap(), account("777788889999"), "arn".into()), Step::Verify, true),
            (Action::PasteRoleArn(ROLE.replace("Role", "Other")), Step::Verify, true),
            (Action::ExpectAccount(Some(account("444455556666"))), Step::Verify, true),
            (Action::ExpectAccount(Some(account("999988887777"))), Step::RoleArn, false),
            (Action::ExpectAccount(None), Step::Report, true),
        ];
        for (action, step, keeps_arn) in cases {
            let draft = after(done()).transition(action.clone()).unwrap();
            assert_eq!((draft.step, draft.role_arn.is_some()), (step, keeps_arn), "after {action:?}");
        }
    }

    #[test]
    fn an_arn_of_the_wrong_account_is_refused_and_nothing_is_lost() {
        let expecting = after([runner(), Action::ExpectAccount(Some(account("999988887777")))]);
        let error = expecting.transition(Action::PasteRoleArn(ROLE.into())).unwrap_err();
        assert!(error.to_string().contains("999988887777"), "names the expected account: {error}");
        let own = after([runner()]).understood("arn:aws:iam::111122223333:role/X").unwrap_err();
        assert!(matches!(own, WizardError::PlatformAccount(_)), "the platform account's own role is a mistake");
    }
}
