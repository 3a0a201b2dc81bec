//! Questions for codes of MFA devices, as the window shows them. No code is ever in one.

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use connect_core::mfa::MfaQuestion;

/// A question that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MfaQuestionView {
    /// By which it is answered; it stays the same when a code was refused.
    #[ts(as = "String")]
    pub id: Uuid,
    /// The profile that wants the code.
    pub profile: String,
    /// The device: its ARN or serial number.
    pub device: String,
    /// What AWS said of the code before.
    pub refusal: Option<String>,
    /// How many codes may still be tried.
    pub tries_left: u32,
}

impl MfaQuestionView {
    pub(crate) fn of(id: Uuid, question: &MfaQuestion) -> Self {
        let MfaQuestion { profile, device, refusal, tries_left } = question.clone();
        Self { id, profile, device, refusal, tries_left }
    }
}

/// What the window hears of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MfaEvent {
    /// A code is wanted, or another one after a refusal.
    Asked {
        /// The question.
        question: MfaQuestionView,
    },
    /// No more code is wanted.
    Closed {
        /// Of which question.
        #[ts(as = "String")]
        id: Uuid,
    },
}
