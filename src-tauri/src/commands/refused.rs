//! What the isolation frame lets nobody call.

use connect_app::error::AppError;

use super::Answer;

/// The longest name that is logged: the app's own are shorter.
const NAME: usize = 64;

/// Answers a call to anything else than the app's commands: the isolation frame sends it here, so that it is refused
/// at once and logged by its name.
#[tauri::command]
pub(crate) fn refuse(command: String) -> Answer<()> {
    let error = refusal(&command);
    tracing::warn!("{error}");
    Err(error)
}

fn refusal(command: &str) -> AppError {
    let name: String = command.chars().take(NAME).collect();
    AppError::not_now(format!("refused: {name:?} is no command of this app"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_command_and_no_line_of_its_own() {
        assert_eq!(
            refusal("plugin:fs|read_file").message,
            "Refused: \"plugin:fs|read_file\" is no command of this app"
        );
        let hostile = refusal(&format!("x\nERROR forged{}", "y".repeat(1000))).message;
        assert!(!hostile.contains('\n') && hostile.len() < 200, "a name cannot forge a line of the log: {hostile}");
    }
}
