//! Where the app runs.

use tauri::State;

use connect_app::App;
use connect_app::view::{EnvironmentView, ProfileView, RegionView};
use connect_core::connection::StoredItem;

use super::Answer;
use crate::wire::Shell;

#[tauri::command]
pub(crate) fn environment(shell: State<'_, Shell>) -> Answer<EnvironmentView> {
    Ok(shell.app()?.environment())
}

#[tauri::command]
pub(crate) async fn list_profiles(shell: State<'_, Shell>) -> Answer<Vec<ProfileView>> {
    shell.app()?.profiles().await
}

#[tauri::command]
pub(crate) async fn ask_accounts(shell: State<'_, Shell>) -> Answer<()> {
    shell.app()?.ask_accounts().await
}

#[tauri::command]
pub(crate) fn cancel_accounts(shell: State<'_, Shell>) -> Answer<()> {
    shell.app()?.cancel_accounts();
    Ok(())
}

#[tauri::command]
pub(crate) fn list_regions() -> Vec<RegionView> {
    App::regions()
}

#[tauri::command]
pub(crate) async fn stored(shell: State<'_, Shell>) -> Answer<Vec<StoredItem>> {
    shell.app()?.stored().await
}
