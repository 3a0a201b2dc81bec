//! Deploying the role's stack from here.

use tauri::State;
use tauri::ipc::Channel;

use connect_app::view::{ConnectionView, DeployPlanView};
use connect_core::connection::ConnectionId;
use connect_core::stack::StackEvent;

use super::Answer;
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn plan_deployment(shell: State<'_, Shell>, id: ConnectionId) -> Answer<DeployPlanView> {
    shell.app()?.plan_deployment(id).await
}

#[tauri::command]
pub(crate) async fn discard_plan(shell: State<'_, Shell>, id: ConnectionId) -> Answer<()> {
    shell.app()?.discard_plan(id).await
}

#[tauri::command]
pub(crate) async fn deploy(
    shell: State<'_, Shell>,
    id: ConnectionId,
    events: Channel<StackEvent>,
) -> Answer<ConnectionView> {
    let tell = move |event| {
        if let Err(error) = events.send(event) {
            tracing::warn!("the window no longer listens: {error}");
        }
    };
    shell.app()?.deploy(id, &tell).await
}

#[tauri::command]
pub(crate) fn stop_deployment(shell: State<'_, Shell>, id: ConnectionId) -> Answer<()> {
    shell.app()?.stop_deployment(id);
    Ok(())
}
