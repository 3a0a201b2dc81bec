//! Connections and the wizard.

use tauri::{AppHandle, State};

use connect_app::view::{ActionView, ConnectionSummary, ConnectionView, FoundRole, PasteView, ProfileUse};
use connect_core::connection::ConnectionId;

use super::Answer;
use crate::desktop::copied;
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn list_connections(shell: State<'_, Shell>) -> Answer<Vec<ConnectionSummary>> {
    shell.app()?.connections().await
}

#[tauri::command]
pub(crate) async fn begin_connection(shell: State<'_, Shell>) -> Answer<ConnectionView> {
    let app = shell.app()?;
    let region = app.home_region().await;
    app.begin(region).await
}

#[tauri::command]
pub(crate) async fn open_connection(shell: State<'_, Shell>, id: ConnectionId) -> Answer<ConnectionView> {
    shell.app()?.open(id).await
}

#[tauri::command]
pub(crate) async fn start_over(shell: State<'_, Shell>, id: ConnectionId) -> Answer<ConnectionView> {
    shell.app()?.start_over(id).await
}

#[tauri::command]
pub(crate) async fn rotate_external_id(shell: State<'_, Shell>, id: ConnectionId) -> Answer<ConnectionView> {
    shell.app()?.rotate_external_id(id).await
}

#[tauri::command]
pub(crate) async fn keep_former_external_id(shell: State<'_, Shell>, id: ConnectionId) -> Answer<ConnectionView> {
    shell.app()?.keep_former_external_id(id).await
}

#[tauri::command]
pub(crate) async fn forget_connection(shell: State<'_, Shell>, id: ConnectionId) -> Answer<()> {
    shell.app()?.forget(id).await
}

#[tauri::command]
pub(crate) async fn act(shell: State<'_, Shell>, id: ConnectionId, action: ActionView) -> Answer<ConnectionView> {
    shell.app()?.act(id, action).await
}

#[tauri::command]
pub(crate) fn cancel_choice(shell: State<'_, Shell>, id: ConnectionId, used: ProfileUse) -> Answer<()> {
    shell.app()?.cancel_choice(id, used);
    Ok(())
}

#[tauri::command]
pub(crate) async fn read_paste(shell: State<'_, Shell>, id: ConnectionId, paste: String) -> Answer<PasteView> {
    shell.app()?.read_paste(id, paste).await
}

/// Of what is on the clipboard the webview gets a Role ARN or nothing.
#[tauri::command]
pub(crate) async fn clipboard_role_arn(
    shell: State<'_, Shell>,
    app: AppHandle,
    id: ConnectionId,
) -> Answer<Option<String>> {
    match copied(&app) {
        Some(text) => shell.app()?.offered(id, &text).await,
        None => Ok(None),
    }
}

#[tauri::command]
pub(crate) async fn look_for_role(shell: State<'_, Shell>, id: ConnectionId) -> Answer<Option<FoundRole>> {
    shell.app()?.look_for_role(id).await
}

#[tauri::command]
pub(crate) async fn complete(shell: State<'_, Shell>, id: ConnectionId, paste: String) -> Answer<ConnectionView> {
    shell.app()?.complete(id, paste).await
}
