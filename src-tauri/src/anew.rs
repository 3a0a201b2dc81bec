//! Starting anew as the same process, so that whoever started it still has it.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// Starts the program anew with its arguments, and with this variable set: that of a running process cannot be set
/// without unsafe code. Only comes back when it failed, with why.
pub(crate) fn start(variable: Option<(&str, &str)>) -> std::io::Error {
    match std::env::current_exe() {
        Ok(program) => Command::new(program).args(std::env::args_os().skip(1)).envs(variable).exec(),
        Err(error) => error,
    }
}
