//! The desktop program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    // Here and not in the library, which is compiled for its tests beside this: two at once would write the same packed
    // files, and one would embed what the other had not finished.
    alethia_connect::run(tauri::generate_context!())
}
