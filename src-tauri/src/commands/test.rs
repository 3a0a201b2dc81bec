//! The connection test and its report.

use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use connect_app::error::AppError;
use connect_app::view::{ConnectionView, ExportFormat, MapPicture, ResourceRef, TestEvent};
use connect_core::connection::ConnectionId;
use connect_core::report::Report;
use connect_core::resource::Tags;

use super::Answer;
use crate::desktop::save;
use crate::wire::Shell;

#[tauri::command]
pub(crate) async fn verify(
    shell: State<'_, Shell>,
    id: ConnectionId,
    events: Channel<TestEvent>,
) -> Answer<ConnectionView> {
    let tell = move |event| {
        if let Err(error) = events.send(event) {
            tracing::warn!("the window no longer listens: {error}");
        }
    };
    shell.app()?.run_test(id, &tell).await
}

#[tauri::command]
pub(crate) fn cancel_test(shell: State<'_, Shell>, id: ConnectionId) -> Answer<()> {
    shell.app()?.cancel(id);
    Ok(())
}

#[tauri::command]
pub(crate) async fn report(shell: State<'_, Shell>, id: ConnectionId) -> Answer<Option<Report>> {
    shell.app()?.report(id).await
}

#[tauri::command]
pub(crate) async fn resource_tags(shell: State<'_, Shell>, id: ConnectionId, resource: ResourceRef) -> Answer<Tags> {
    shell.app()?.resource_tags(id, &resource).await
}

#[tauri::command]
pub(crate) async fn export_report(
    shell: State<'_, Shell>,
    app: AppHandle,
    id: ConnectionId,
    format: ExportFormat,
    redact: bool,
) -> Answer<Option<String>> {
    let report =
        shell.app()?.report(id).await?.ok_or_else(|| AppError::not_now("there is no report yet: verify first"))?;
    let file = connect_app::export(report, format, redact)?;
    save(app, file.name, file.text).await
}

#[tauri::command]
pub(crate) async fn save_map(app: AppHandle, vpc: String, picture: MapPicture) -> Answer<Option<String>> {
    let file = connect_app::picture(&vpc, picture)?;
    save(app, file.name, file.bytes).await
}
