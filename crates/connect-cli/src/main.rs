//! `alethia-connect-cli`: the same engine without a window.
//!
//! Data goes to standard output, progress and messages to standard error. Exit status: 0 connected or
//! done, 2 bad input, 3 degraded, 4 disconnected, 130 cancelled, 1 anything else.

mod arguments;
mod commands;
mod exit;
mod output;
mod progress;
mod prompt;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use exit::{Code, Failure};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    connect_app::logging::start();
    match ended(run(arguments.command)) {
        Ok(code) => code.into(),
        Err(failure) => {
            output::message(&format!("error: {failure}"));
            failure.code().into()
        }
    }
}

/// Runs a command to its end, or to Ctrl-C. What blocks a thread then, such as a name that is being looked up, cannot
/// be stopped and is not waited for.
fn ended(command: impl Future<Output = Result<Code, Failure>>) -> Result<Code, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    let outcome = runtime.block_on(async {
        tokio::select! {
            biased;
            outcome = command => outcome,
            _ = tokio::signal::ctrl_c() => Err(Failure::Cancelled),
        }
    });
    runtime.shutdown_background();
    outcome
}

async fn run(command: Command) -> Result<Code, Failure> {
    match command {
        Command::Verify(arguments) => commands::verify::run(*arguments).await,
        Command::Role(arguments) => commands::role::run(&arguments),
        Command::LaunchUrl(arguments) => commands::launch_url::run(&arguments),
        Command::PublishTemplate(arguments) => commands::publish_template::run(arguments).await,
        Command::Deploy(arguments) => commands::deploy::run(arguments).await,
        Command::Connections(arguments) => commands::connections::run(&arguments).await,
        Command::Report(arguments) => commands::report::run(&arguments).await,
        Command::Schema => commands::schema::run(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_thread_that_blocks_is_not_waited_for() {
        let begun = Instant::now();
        let outcome = ended(async {
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_secs(30)));
            tokio::time::sleep(Duration::from_millis(50)).await;
            Err(Failure::Cancelled)
        });
        assert!(matches!(outcome, Err(Failure::Cancelled)), "what the command ended with");
        assert!(begun.elapsed() < Duration::from_secs(1), "a hanging look-up does not hold it: {:?}", begun.elapsed());
    }
}
