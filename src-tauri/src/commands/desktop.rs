//! The browser and the clipboard. Addresses come from Rust: the webview says what, never where.

use tauri::{AppHandle, State};

use connect_app::App;
use connect_app::view::{HelpTopic, NetworkPartRef, OpenedView, ResourceRef};
use connect_core::check::CheckId;
use connect_core::connection::ConnectionId;

use super::Answer;
use crate::desktop::{copy, open_page};
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn open_resource(
    shell: State<'_, Shell>,
    id: ConnectionId,
    resource: ResourceRef,
) -> Answer<OpenedView> {
    Ok(open_page(shell.app()?.resource_page(id, &resource).await?).await)
}

#[tauri::command]
pub(crate) async fn open_network_part(
    shell: State<'_, Shell>,
    id: ConnectionId,
    part: NetworkPartRef,
) -> Answer<OpenedView> {
    Ok(open_page(shell.app()?.network_part_page(id, &part).await?).await)
}

#[tauri::command]
pub(crate) async fn open_remedy(
    shell: State<'_, Shell>,
    id: ConnectionId,
    check: CheckId,
    index: usize,
) -> Answer<OpenedView> {
    Ok(open_page(shell.app()?.remedy_page(id, check, index).await?).await)
}

#[tauri::command]
pub(crate) async fn open_help(topic: HelpTopic) -> OpenedView {
    open_page(App::help_page(topic).to_owned()).await
}

#[tauri::command]
pub(crate) fn copy_text(app: AppHandle, text: String) -> Answer<()> {
    copy(&app, text)
}
