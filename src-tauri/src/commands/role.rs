//! Step "Create the role".

use tauri::{AppHandle, State};

use connect_app::App;
use connect_app::publish::TEMPLATE_FILE;
use connect_app::view::{HandOffView, LaunchView, OpenedView, TerraformView};
use connect_core::connection::ConnectionId;

use super::Answer;
use crate::desktop::{open_page, open_text, save};
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn launch(shell: State<'_, Shell>, id: ConnectionId) -> Answer<LaunchView> {
    shell.app()?.launch(id).await
}

#[tauri::command]
pub(crate) async fn open_launch(shell: State<'_, Shell>, id: ConnectionId) -> Answer<OpenedView> {
    Ok(open_page(shell.app()?.launch(id).await?.url).await)
}

#[tauri::command]
pub(crate) async fn terraform(shell: State<'_, Shell>, id: ConnectionId) -> Answer<TerraformView> {
    shell.app()?.terraform(id).await
}

#[tauri::command]
pub(crate) async fn save_terraform(
    shell: State<'_, Shell>,
    app: AppHandle,
    id: ConnectionId,
) -> Answer<Option<String>> {
    let module = shell.app()?.terraform(id).await?;
    save(app, "alethia-provisioner-role.tf".to_owned(), module.snippet).await
}

#[tauri::command]
pub(crate) async fn save_template(app: AppHandle) -> Answer<Option<String>> {
    save(app, TEMPLATE_FILE.to_owned(), App::template().to_owned()).await
}

/// The picture of the link's QR code, as an address that holds it.
#[tauri::command]
pub(crate) async fn launch_code(shell: State<'_, Shell>, id: ConnectionId) -> Answer<String> {
    shell.app()?.launch_code(id).await
}

#[tauri::command]
pub(crate) async fn hand_off(shell: State<'_, Shell>, id: ConnectionId) -> Answer<HandOffView> {
    shell.app()?.hand_off(id).await
}

#[tauri::command]
pub(crate) async fn save_hand_off(shell: State<'_, Shell>, app: AppHandle, id: ConnectionId) -> Answer<Option<String>> {
    let bundle = shell.app()?.hand_off_bundle(id).await?;
    save(app, bundle.name, bundle.bytes).await
}

/// The text of the file that the account's owner sent back.
#[tauri::command]
pub(crate) async fn open_answer(app: AppHandle) -> Answer<Option<String>> {
    open_text(app).await
}
