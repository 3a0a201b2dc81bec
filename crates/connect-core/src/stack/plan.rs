//! What deploying a stack would do, and what it does while it does it.

use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// What `CloudFormation` says that it would do, before anything is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackPlan {
    /// What the plan is for.
    pub kind: PlanKind,
    /// What becomes of each resource, in the order that AWS tells.
    pub changes: Vec<StackChange>,
}

/// What carrying out a plan means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanKind {
    /// There is no such stack yet.
    Create {
        /// The ARN of the change set that makes it.
        change_set: String,
    },
    /// The stack is there, and is brought up to date.
    Update {
        /// The ARN of the change set that changes it.
        change_set: String,
    },
    /// The stack is as the template and its values say.
    Unchanged,
    /// The stack is being made or updated already, from here or by somebody else: it is only watched.
    UnderWay,
}

/// What becomes of one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StackChange {
    /// What is done to it.
    pub action: ChangeAction,
    /// Its name in the template.
    pub logical_id: String,
    /// Its type, such as `AWS::IAM::Role`.
    pub resource_type: String,
    /// The name that it has in AWS, where it is there already.
    pub physical_id: Option<String>,
    /// Whether it may be deleted and made anew, which gives a role another unique id.
    pub replaced: bool,
}

/// What is done to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAction {
    /// It is made.
    Add,
    /// It is changed.
    Modify,
    /// It is deleted.
    Remove,
    /// Anything else that AWS may say, such as an import.
    Other,
}

/// One event of a stack, as it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StackEvent {
    /// AWS's id of the event.
    pub id: String,
    /// When it happened.
    #[ts(type = "string | null")]
    pub at: Option<Timestamp>,
    /// The resource's name in the template; the stack's own name for the stack itself.
    pub logical_id: String,
    /// The resource's type.
    pub resource_type: String,
    /// The state that it is in now, such as `CREATE_COMPLETE`.
    pub status: String,
    /// Why, in AWS's words.
    pub reason: Option<String>,
}

impl StackEvent {
    /// Whether the event tells of a failure.
    pub fn is_failure(&self) -> bool {
        self.status.ends_with("_FAILED")
    }
}
