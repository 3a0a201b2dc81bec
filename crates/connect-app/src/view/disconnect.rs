//! Disconnecting: how the role goes, and the proof that it is gone.

use serde::Serialize;
use ts_rs::TS;

use connect_core::connection::ConnectionId;
use connect_core::wizard::Method;

/// What the screen says of one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DisconnectView {
    /// The connection.
    pub id: ConnectionId,
    /// What the person calls it; never empty.
    pub label: String,
    /// The role that goes.
    pub role_arn: String,
    /// The account that it goes from.
    pub account_id: String,
    /// The runner's profile, which can try whether the role is gone; null where there is none.
    pub runner: Option<String>,
    /// The profile in the role's account, which can delete the stack from here; null where there is none.
    pub target_profile: Option<String>,
    /// How the role was made.
    pub method: Method,
    /// The name of the stack that made it.
    pub stack_name: String,
    /// Where the stack is.
    pub region: String,
    /// What deletes the stack from a terminal.
    pub delete_command: String,
    /// What destroys what Terraform made.
    pub destroy_command: String,
    /// The message for the account's owner.
    pub message: String,
    /// What the newest report proves, where it is that AWS refuses the runner.
    pub refusal: Option<RefusalView>,
}

/// What is known when AWS refuses the runner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RefusalView {
    /// When, RFC 3339.
    pub at: String,
    /// The role that was to be assumed.
    pub role_arn: String,
    /// The runner's ARN.
    pub runner: String,
    /// What it shows.
    pub shows: RefusalShows,
    /// What is known of the reason, with AWS's words.
    pub summary: String,
    /// AWS's request ids.
    pub request_ids: Vec<String>,
}

/// What a refusal shows besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalShows {
    /// The role's own account was asked: there is no such role.
    RoleGone,
    /// The role is still there, and its trust policy was read.
    RoleStays,
    /// A policy on the runner's side refuses it, whatever became of the role.
    RunnerHeldBack,
    /// AWS does not say why.
    Nothing,
}

/// Where a proof stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProofEvent {
    /// AWS still lets the runner in; it is asked again.
    LetIn {
        /// Seconds until that is given up.
        #[ts(type = "number")]
        remaining_seconds: u64,
    },
    /// AWS refuses; it is asked once more.
    Refused,
}

/// What a proof came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProofView {
    /// Nobody gets in: AWS refused the runner twice in a row, with the right External ID, without one and with another.
    Refused {
        /// What is known of it.
        refusal: RefusalView,
    },
    /// The role is still assumable; nothing is proved.
    LetIn {
        /// How the runner got in the last time.
        how: LetIn,
        /// When, RFC 3339.
        at: String,
    },
    /// It was cancelled; nothing is proved.
    Cancelled,
}

/// How the runner got in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LetIn {
    /// With the connection's External ID.
    Right,
    /// Without any.
    Without,
    /// With another one.
    Other,
}
