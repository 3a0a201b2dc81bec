//! The hosted template: where it is, and publishing it from here.

use tauri::State;

use connect_app::view::{LaunchView, PublicationView, ReadersView, TemplateCheck};
use connect_core::connection::ConnectionId;

use super::Answer;
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn check_template(shell: State<'_, Shell>, id: ConnectionId) -> Answer<TemplateCheck> {
    shell.app()?.check_template(id).await
}

#[tauri::command]
pub(crate) async fn set_template_url(shell: State<'_, Shell>, id: ConnectionId, address: String) -> Answer<LaunchView> {
    shell.app()?.set_template_url(id, &address).await
}

#[tauri::command]
pub(crate) async fn publication(
    shell: State<'_, Shell>,
    id: ConnectionId,
    readers: ReadersView,
) -> Answer<PublicationView> {
    shell.app()?.publication(id, readers).await
}

#[tauri::command]
pub(crate) async fn publish_template(
    shell: State<'_, Shell>,
    id: ConnectionId,
    readers: ReadersView,
) -> Answer<LaunchView> {
    shell.app()?.publish_template(id, readers).await
}

#[tauri::command]
pub(crate) fn cancel_publishing(shell: State<'_, Shell>, id: ConnectionId) -> Answer<()> {
    shell.app()?.cancel_publishing(id);
    Ok(())
}
