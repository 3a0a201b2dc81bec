//! Disconnecting, and its proof.

use tauri::State;
use tauri::ipc::Channel;

use connect_app::view::{DisconnectView, OpenedView, ProofEvent, ProofView};
use connect_core::connection::ConnectionId;
use connect_core::stack::StackEvent;

use super::Answer;
use crate::desktop::open_page;
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn disconnection(shell: State<'_, Shell>, id: ConnectionId) -> Answer<DisconnectView> {
    shell.app()?.disconnection(id).await
}

#[tauri::command]
pub(crate) async fn open_stack(shell: State<'_, Shell>, id: ConnectionId) -> Answer<OpenedView> {
    Ok(open_page(shell.app()?.stack_page(id).await?).await)
}

#[tauri::command]
pub(crate) async fn delete_stack(shell: State<'_, Shell>, id: ConnectionId, events: Channel<StackEvent>) -> Answer<()> {
    let tell = move |event| {
        if let Err(error) = events.send(event) {
            tracing::warn!("the window no longer listens: {error}");
        }
    };
    shell.app()?.delete_stack(id, &tell).await
}

#[tauri::command]
pub(crate) async fn prove_disconnected(
    shell: State<'_, Shell>,
    id: ConnectionId,
    events: Channel<ProofEvent>,
) -> Answer<ProofView> {
    let tell = move |event| {
        if let Err(error) = events.send(event) {
            tracing::warn!("the window no longer listens: {error}");
        }
    };
    shell.app()?.prove_disconnected(id, &tell).await
}
