//! One window: a second start shows the first.

use tauri::plugin::TauriPlugin;
use tauri::{Manager, Wry};

/// A second start shows the first window. One on a custom endpoint, such as the sandbox, is a world of its own: it
/// neither wakes the window on the person's own accounts nor is woken by it.
pub(crate) fn one(custom_endpoint: bool) -> TauriPlugin<Wry> {
    let builder = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| {
        if let Some(window) = app.get_webview_window("main") {
            // If even that fails, there is nothing to show.
            let _ = window.unminimize().and_then(|()| window.set_focus());
        }
    });
    if custom_endpoint { builder.dbus_id("io.alethialabs.connect.sandbox") } else { builder }.build()
}

/// Starts the program anew if it found no window because the first one, which it asked to show itself, ended at that
/// moment: whoever closes the window and opens it again at once would get none.
#[cfg(target_os = "linux")]
pub(crate) fn start_anew_if_other_ended(error: &tauri::Error) {
    if has_ended(error) {
        tracing::warn!("the other window has ended; starting anew failed: {}", crate::anew::start(None));
    }
}

/// What the bus answers for a program that has gone: before the question reached it, or instead of its answer.
#[cfg(target_os = "linux")]
fn has_ended(error: &tauri::Error) -> bool {
    const GONE: [&str; 2] = ["org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.ServiceUnknown"];
    matches!(error, tauri::Error::PluginInitialization(plugin, words)
        if plugin == "single-instance" && GONE.iter().any(|name| words.contains(name)))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_a_window_that_has_gone_is_not_waited_for() {
        let forwarding = "failed to forward arguments to the running instance: org.freedesktop.DBus.Error";
        let cases = [
            ("single-instance", format!("{forwarding}.NoReply: Message recipient disconnected"), true),
            ("single-instance", format!("{forwarding}.ServiceUnknown: The name was not provided"), true),
            ("single-instance", format!("{forwarding}.AccessDenied: Rejected send message"), false),
            ("window-state", format!("{forwarding}.NoReply: Message recipient disconnected"), false),
        ];
        for (plugin, words, gone) in cases {
            let error = tauri::Error::PluginInitialization(plugin.to_owned(), words.clone());
            assert_eq!(has_ended(&error), gone, "{plugin}: {words}");
        }
        assert!(!has_ended(&tauri::Error::WindowNotFound), "another error says nothing of another window");
    }
}
