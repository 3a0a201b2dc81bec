//! Questions for codes of MFA devices.

use tauri::State;
use tauri::ipc::Channel;
use uuid::Uuid;

use connect_app::view::MfaEvent;

use super::Answer;
use crate::wire::Shell;

#[tauri::command]
pub(crate) fn hear_mfa(shell: State<'_, Shell>, events: Channel<MfaEvent>) {
    shell.questions.hear(move |event| {
        if let Err(error) = events.send(event) {
            tracing::warn!("the window no longer listens: {error}");
        }
    });
}

#[tauri::command]
pub(crate) fn answer_mfa(shell: State<'_, Shell>, id: Uuid, code: Option<String>) -> Answer<()> {
    shell.questions.answer(id, code.as_deref())
}
