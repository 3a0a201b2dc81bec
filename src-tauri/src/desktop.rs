//! The desktop around the window: display, browser, clipboard, file dialogs. Each may be missing, and
//! then the person gets words and the text to use by hand.

use std::time::Duration;

use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;

use connect_app::error::AppError;
use connect_app::view::OpenedView;

/// What to do on a machine without a display.
pub(crate) const WITHOUT_A_WINDOW: &str =
    "Without a display, use the command line: alethia-connect-cli verify --role-arn ARN --external-id ID";

/// Whether a window can be shown at all.
pub(crate) fn display() -> Result<(), String> {
    #[cfg(target_os = "linux")]
    gtk::init().map_err(|_| {
        let display = std::env::var("DISPLAY").or_else(|_| std::env::var("WAYLAND_DISPLAY"));
        let named = display.map_or("neither DISPLAY nor WAYLAND_DISPLAY is set".to_owned(), |name| {
            format!("\"{name}\" does not answer")
        });
        format!("There is no display to open the window on: {named}. {WITHOUT_A_WINDOW}")
    })?;
    Ok(())
}

/// How long each program that opens pages is watched: one that looks for a browser first may fail late. One that
/// still runs then has opened the page.
const FAILS_WITHIN: Duration = Duration::from_secs(2);

/// Opens an address that was built in Rust.
pub(crate) async fn open_page(url: String) -> OpenedView {
    let address = url.clone();
    let opening = tauri::async_runtime::spawn_blocking(move || open::that_detached_with_timeout(address, FAILS_WITHIN));
    let failure = match opening.await {
        Ok(opened) => opened.err().map(|error| error.to_string()),
        Err(error) => Some(error.to_string()),
    };
    let problem = failure.map(|error| {
        tracing::warn!("no browser opened: {error}");
        "No browser could be opened on this machine.".to_owned()
    });
    OpenedView { url, problem }
}

/// Puts a text on the clipboard.
pub(crate) fn copy(app: &AppHandle, text: String) -> Result<(), AppError> {
    app.clipboard().write_text(text).map_err(|error| {
        AppError::desktop(
            format!("The clipboard of this desktop did not take the text: {error}"),
            "Select the text and copy it by hand.",
        )
    })
}

/// The text on the clipboard, if there is one.
pub(crate) fn copied(app: &AppHandle) -> Option<String> {
    app.clipboard().read_text().ok()
}

/// An answer is a line or a table; what is larger is none.
const LARGEST_ANSWER: u64 = 64 << 10;

/// Asks which file to open, and reads its text. `None` when the person cancelled.
pub(crate) async fn open_text(app: AppHandle) -> Result<Option<String>, AppError> {
    let asked = tauri::async_runtime::spawn_blocking(move || app.dialog().file().blocking_pick_file());
    let Ok(Some(place)) = asked.await else { return Ok(None) };
    let failed = |error: &dyn std::fmt::Display| {
        AppError::desktop(format!("The file could not be read: {error}"), "Open it yourself, and paste the Role ARN.")
    };
    let path = place.into_path().map_err(|error| failed(&error))?;
    let length = tokio::fs::metadata(&path).await.map_err(|error| failed(&error))?.len();
    if length > LARGEST_ANSWER {
        return Err(failed(&format!("it has {length} bytes, which is more than any answer has")));
    }
    let bytes = tokio::fs::read(&path).await.map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map(Some).map_err(|_| failed(&"it is no text"))
}

/// Asks where to save a file, and saves it. `None` when the person cancelled.
pub(crate) async fn save(
    app: AppHandle,
    name: String,
    content: impl AsRef<[u8]> + Send,
) -> Result<Option<String>, AppError> {
    let asked =
        tauri::async_runtime::spawn_blocking(move || app.dialog().file().set_file_name(name).blocking_save_file());
    let Ok(Some(place)) = asked.await else { return Ok(None) };
    let failed = |error: &dyn std::fmt::Display| {
        AppError::desktop(format!("The file could not be saved: {error}"), "Choose another folder.")
    };
    let path = place.into_path().map_err(|error| failed(&error))?;
    tokio::fs::write(&path, content).await.map_err(|error| failed(&error))?;
    Ok(Some(path.display().to_string()))
}
