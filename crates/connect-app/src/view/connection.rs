//! Connections as the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use connect_core::comparison::Counts;
use connect_core::connection::{Connection, ConnectionId, CredentialsPlace, TestState};
use connect_core::ports::UnreadableConnection;
use connect_core::report::Status;
use connect_core::wizard::{Draft, Method, Step};

use crate::error::AppError;

/// One line of Home.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConnectionSummary {
    /// The connection.
    pub id: ConnectionId,
    /// What the person calls it; never empty.
    pub label: String,
    /// The verdict on the present values. None although `last_verified_at` is set: they were changed since.
    pub status: Option<Status>,
    /// The target account, once it is known.
    pub account_id: Option<String>,
    /// The runner's profile.
    pub runner: Option<String>,
    /// Where its wizard stands.
    pub step: Step,
    /// Whether its External ID is being rotated.
    pub rotating: bool,
    /// When a test last finished, RFC 3339.
    pub last_verified_at: Option<String>,
    /// What changed between the last two tests.
    pub changes: Option<Counts>,
    /// Where its newest test stands.
    pub test_state: Option<TestState>,
    /// Why it cannot be opened now, such as a locked keyring, and what to do.
    pub problem: Option<String>,
}

/// One connection, opened.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConnectionView {
    /// The connection.
    pub id: ConnectionId,
    /// The wizard's draft.
    pub draft: DraftView,
    /// The verdict on the present values. None although `last_verified_at` is set: they were changed since.
    pub status: Option<Status>,
    /// When a test last finished, RFC 3339.
    pub last_verified_at: Option<String>,
    /// Where the Role ARN and External ID are kept.
    pub credentials_place: Option<CredentialsPlace>,
    /// Where its newest test stands.
    pub test_state: Option<TestState>,
}

/// The wizard's draft.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct DraftView {
    /// Where the wizard stands.
    pub step: Step,
    /// All five steps and whether each can be entered.
    pub steps: Vec<StepView>,
    /// What the person calls this connection; may be empty.
    pub label: String,
    /// The runner's profile.
    pub runner: Option<String>,
    /// The account that the role trusts.
    pub platform_account: Option<String>,
    /// Who the runner is, as AWS says: the ARN of a user or of a role's session.
    pub runner_arn: Option<String>,
    /// The account that the person means to connect.
    pub expected_account: Option<String>,
    /// Who reads the role in its own account, if anybody does.
    pub target_profile: Option<String>,
    /// Whose the target profile is.
    pub target_account: Option<String>,
    /// Why the target profile is of no use for this role.
    pub target_problem: Option<AppError>,
    /// Where the stack is launched.
    pub region: String,
    /// How the role is made.
    pub method: Method,
    /// The External ID.
    pub external_id: String,
    /// While it is rotated: the one from before.
    pub former_external_id: Option<String>,
    /// The role, once understood.
    pub role_arn: Option<String>,
    /// Whether a finished test speaks of these values.
    pub verified: bool,
}

/// One step and whether it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StepView {
    /// Which step.
    pub step: Step,
    /// What it waits for, in words; `None` when it can be entered.
    pub waits_for: Option<String>,
}

/// What a person does in the wizard, apart from completing the Role ARN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are those of the wizard's actions")]
pub enum ActionView {
    /// Names the connection.
    SetLabel { label: String },
    /// Picks the runner; AWS is asked who it is.
    ChooseRunner { profile: String },
    /// Names the platform account where there is no profile of it; empty takes it back.
    NamePlatform { account: String },
    /// Picks who reads the role in its own account, and AWS is asked who it is; none for nobody.
    ChooseTarget { profile: Option<String> },
    /// Says which account is meant; empty for any.
    ExpectAccount { account: String },
    /// Picks where the stack is launched.
    ChooseRegion { region: String },
    /// Picks how the role is made.
    ChooseMethod { method: Method },
    /// Keeps a Role ARN that was understood, before it is completed.
    PasteRoleArn { paste: String },
    /// Goes to a step.
    GoTo { step: Step },
}

/// What a profile is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProfileUse {
    /// It assumes the role.
    Runner,
    /// It reads the role in the role's own account.
    Target,
}

/// What was understood of a paste; exactly one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PasteView {
    /// The role ARN in it.
    pub role_arn: Option<String>,
    /// Why there is none.
    pub problem: Option<AppError>,
}

impl ConnectionSummary {
    /// The summary of a connection, the state of its newest test, and what that found to have changed.
    pub fn of(connection: &Connection, test_state: Option<TestState>, changes: Option<Counts>) -> Self {
        let draft = &connection.draft;
        let account = account_of(draft);
        Self {
            id: connection.id,
            label: if draft.label.is_empty() {
                account.clone().map_or_else(|| "New connection".to_owned(), |id| format!("Account {id}"))
            } else {
                draft.label.clone()
            },
            status: connection.status,
            account_id: account,
            runner: draft.runner.as_ref().map(ToString::to_string),
            step: draft.step,
            rotating: draft.former_external_id.is_some(),
            last_verified_at: connection.last_verified_at.map(|time| time.to_string()),
            changes,
            test_state,
            problem: None,
        }
    }

    /// The summary of a connection that cannot be read now.
    pub fn of_unreadable(connection: UnreadableConnection) -> Self {
        Self {
            id: connection.id,
            label: connection.label,
            status: connection.status,
            account_id: None,
            runner: None,
            step: Step::ExternalId,
            rotating: false,
            last_verified_at: None,
            changes: None,
            test_state: None,
            problem: Some(connection.reason),
        }
    }
}

fn account_of(draft: &Draft) -> Option<String> {
    let from_role = draft.role_arn.as_ref().map(|arn| arn.account().to_string());
    from_role.or_else(|| draft.expected_account.as_ref().map(ToString::to_string))
}

impl ConnectionView {
    /// A connection and the state of its newest test.
    pub fn of(connection: &Connection, test_state: Option<TestState>) -> Self {
        Self {
            id: connection.id,
            draft: DraftView::of(&connection.draft),
            status: connection.status,
            last_verified_at: connection.last_verified_at.map(|time| time.to_string()),
            credentials_place: connection.credentials_place,
            test_state,
        }
    }
}

impl DraftView {
    fn of(draft: &Draft) -> Self {
        let waits = |step| {
            draft.missing_for(step).map(|missing| connect_core::wizard::WizardError::NotYet(missing).to_string())
        };
        Self {
            step: draft.step,
            steps: Step::ALL.map(|step| StepView { step, waits_for: waits(step) }).into(),
            label: draft.label.clone(),
            runner: draft.runner.as_ref().map(ToString::to_string),
            platform_account: draft.platform_account.as_ref().map(ToString::to_string),
            runner_arn: draft.runner_arn.clone(),
            expected_account: draft.expected_account.as_ref().map(ToString::to_string),
            target_profile: draft.target_profile.as_ref().map(|target| target.profile.to_string()),
            target_account: draft.target_profile.as_ref().map(|target| target.account.to_string()),
            target_problem: draft.target_problem().map(AppError::from),
            region: draft.region.to_string(),
            method: draft.method,
            external_id: draft.external_id.to_string(),
            former_external_id: draft.former_external_id.as_ref().map(ToString::to_string),
            role_arn: draft.role_arn.as_ref().map(ToString::to_string),
            verified: draft.verified,
        }
    }
}
