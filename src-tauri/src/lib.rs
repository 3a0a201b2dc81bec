//! The shell: one window over the use cases of `connect-app`.
//!
//! Nothing is decided here. Deliberately absent: any rule about connections, and any way for the
//! webview to name a file, an address or a credential.

#[cfg(target_os = "linux")]
mod anew;
mod commands;
#[cfg(test)]
mod configuration;
mod desktop;
mod instance;
mod options;
#[cfg(target_os = "linux")]
mod renderer;
mod size;
mod wire;

use std::process::ExitCode;

use clap::Parser;
use tauri::webview::{NewWindowResponse, WebviewWindowBuilder};
use tauri::{Manager, RunEvent, Url};

use options::Options;
use wire::Shell;

/// Starts the window with the pages that are embedded in the program; returns when it is closed.
pub fn run(context: tauri::Context) -> ExitCode {
    let options = Options::parse();
    connect_app::logging::start();
    #[cfg(target_os = "linux")]
    renderer::keep_from_blank();
    if let Err(words) = desktop::display() {
        return refuse(&words);
    }
    let app = tauri::Builder::default()
        .plugin(instance::one(options.allow_custom_endpoint))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if let Err(words) = begin(app.handle(), &options) {
                // Tauri would panic with what is returned from here.
                refuse(&words);
                std::process::exit(1);
            }
            Ok(())
        })
        .build(context);
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::ExitRequested { .. }) {
                    app.state::<Shell>().cancel_all();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            #[cfg(target_os = "linux")]
            instance::start_anew_if_other_ended(&error);
            refuse(&unopened(&error))
        }
    }
}

fn unopened(error: &tauri::Error) -> String {
    format!("The window could not be opened: {error}. {}", desktop::WITHOUT_A_WINDOW)
}

fn begin(app: &tauri::AppHandle, options: &Options) -> Result<(), String> {
    let data = app.path().app_data_dir().map_err(|error| {
        format!("There is no folder for the app's data ({error}). Set HOME to your home folder, then start again.")
    })?;
    app.manage(Shell::open(options, &data));
    window(app).map_err(|error| unopened(&error))
}

/// The one window. It stays on its own pages: every other navigation and every new window is denied.
fn window(app: &tauri::AppHandle) -> tauri::Result<()> {
    let Some(config) = app.config().app.windows.first() else { return Err(tauri::Error::WindowNotFound) };
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(own_page)
        .on_new_window(|url, _| {
            tracing::warn!("a new window was denied: {}", url.host_str().unwrap_or("no host"));
            NewWindowResponse::Deny
        })
        // By then the size is in force that was kept from the last time.
        .on_page_load(|window, _| size::fit(&window))
        .build()?;
    Ok(())
}

/// Whether an address is one of the app's own: its pages, or the isolation frame.
fn own_page(url: &Url) -> bool {
    let own = matches!(
        (url.scheme(), url.host_str()),
        ("tauri" | "isolation", _) | ("http" | "https", Some("tauri.localhost" | "isolation.localhost"))
    ) || url.as_str() == "about:blank"
        || (cfg!(dev) && url.host_str() == Some("localhost"));
    if !own {
        tracing::warn!("a navigation was denied: {}", url.host_str().unwrap_or("no host"));
    }
    own
}

#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn refuse(words: &str) -> ExitCode {
    eprintln!("{words}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_pages() {
        let cases = [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
            ("isolation://0b1c/", true),
            ("about:blank", true),
            ("https://example.com/", false),
            ("http://tauri.localhost.example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("javascript:alert(1)", false),
        ];
        for (address, own) in cases {
            assert_eq!(own_page(&Url::parse(address).unwrap()), own, "{address}");
        }
    }
}
