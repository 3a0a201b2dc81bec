//! Disconnecting: how the role is removed in its account, and the proof that it can no longer be assumed.

mod deletion;
mod message;
mod proof;
mod refusal;

use connect_core::connection::{Connection, ConnectionId};
use connect_core::console::StackName;
use connect_core::report::{Report, Status};
use connect_core::stack::delete_command;
use connect_core::wizard::{Missing, WizardError};

use crate::App;
use crate::error::AppError;
use crate::view::{ConnectionSummary, DisconnectView, RefusalView};
use message::message;
use refusal::refusal;

impl App {
    /// How the role of a connection is removed, and what the newest report proves.
    pub async fn disconnection(&self, id: ConnectionId) -> Result<DisconnectView, AppError> {
        let connection = self.connection(id).await?;
        let draft = &connection.draft;
        let role = draft.role_arn.as_ref().ok_or(WizardError::NotYet(Missing::RoleArn))?;
        let stack = StackName::default();
        let target = draft.target_profile.as_ref().filter(|_| draft.target_problem().is_none());
        let label = ConnectionSummary::of(&connection, None, None).label;
        let page = self.settings.console.stacks_named(&draft.region, &stack);
        let proved = if connection.status == Some(Status::Disconnected) { self.report(id).await? } else { None };
        Ok(DisconnectView {
            id,
            role_arn: role.to_string(),
            account_id: role.account().to_string(),
            runner: draft.runner.as_ref().map(ToString::to_string),
            target_profile: target.map(|target| target.profile.to_string()),
            method: draft.method,
            stack_name: stack.to_string(),
            region: draft.region.to_string(),
            delete_command: delete_command(&stack, &draft.region, target.map(|target| &target.profile)),
            destroy_command: "terraform destroy".to_owned(),
            // Its owner has profiles of their own.
            message: message(&label, role, draft, &page, &delete_command(&stack, &draft.region, None)),
            refusal: proved.and_then(|report| proof_of(&connection, &report)),
            label,
        })
    }

    /// The console page on which the stack is updated or deleted.
    pub async fn stack_page(&self, id: ConnectionId) -> Result<String, AppError> {
        let draft = self.connection(id).await?.draft;
        Ok(self.settings.console.stacks_named(&draft.region, &StackName::default()))
    }
}

/// What the report of a proof says of the present values. A usual test, which has a coverage, may have been refused but
/// once, by a role that never let anybody in.
fn proof_of(connection: &Connection, report: &Report) -> Option<RefusalView> {
    let same = connection.draft.role_arn.as_ref() == Some(&report.connection.role_arn)
        && connection.draft.external_id == report.connection.external_id;
    if same && report.coverage.is_empty() { refusal(report) } else { None }
}
