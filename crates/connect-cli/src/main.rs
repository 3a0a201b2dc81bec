//! `alethia-connect-cli`: the same engine without a window.
//!
//! Data goes to standard output, progress and messages to standard error. Exit status: 0 connected or
//! done, 2 bad input, 3 degraded, 4 disconnected, 130 cancelled, 1 anything else.

mod arguments;
mod commands;
mod exit;
mod output;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use exit::Failure;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    connect_app::logging::start();
    match run(arguments.command).await {
        Ok(code) => code.into(),
        Err(failure) => {
            output::message(&format!("error: {failure}"));
            failure.code().into()
        }
    }
}

async fn run(command: Command) -> Result<exit::Code, Failure> {
    match command {
        Command::Verify(arguments) => commands::verify::run(*arguments).await,
        Command::Role(arguments) => commands::role::run(&arguments),
        Command::LaunchUrl(arguments) => commands::launch_url::run(&arguments).await,
        Command::Deploy(arguments) => commands::deploy::run(arguments).await,
        Command::Connections(arguments) => commands::connections::run(&arguments).await,
        Command::Schema => commands::schema::run(),
    }
}
