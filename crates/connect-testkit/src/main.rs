//! `connect-sandbox`: the sandbox as a program, for `make demo` and for tests in other languages.
//!
//! Standard output carries one line of JSON when everything is ready; people read standard error.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use connect_testkit::{
    CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT, STRANGER_ACCOUNT, Sandbox, SandboxError, SandboxOptions, Settings,
};
use serde_json::{Map, Value, json};

/// AWS on this machine: a platform account, a customer account to connect, and a console.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// Folder for the AWS files, the list of what was made and the logs [default: a temporary one]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Port of the AWS endpoint; the console gets the next one. 0 takes free ones
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// The `CloudFormation` template [default: role/cloudformation/alethia-provisioner-role.yaml of the workspace]
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Answer lists in pages of at most N items [default: AWS's own limits]
    #[arg(long, value_name = "N")]
    page_size: Option<usize>,
    /// How long a new role cannot be assumed yet
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
    propagation_delay: f64,
    /// How long a new stack is in progress
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
    stack_delay: f64,
    /// Leave the customer's account empty
    #[arg(long)]
    no_seed: bool,
    /// End when standard input is closed
    #[arg(long)]
    until_stdin_closes: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("connect-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), SandboxError> {
    let temporary = tempfile::tempdir().map_err(|source| SandboxError::File { path: std::env::temp_dir(), source })?;
    let until_stdin_closes = arguments.until_stdin_closes;
    let dir = arguments.dir.clone().unwrap_or_else(|| temporary.path().to_owned());
    // Signals are caught from here on, so that an interrupted start leaves nothing behind.
    let end = end(until_stdin_closes);
    tokio::pin!(end);
    let sandbox = tokio::select! {
        started = Sandbox::start(options(arguments, dir)) => started?,
        () = &mut end => return Ok(()),
    };
    println!("{}", ready(&sandbox));
    tell(&sandbox);
    end.await;
    Ok(())
}

fn options(arguments: Arguments, dir: PathBuf) -> SandboxOptions {
    let mut options = SandboxOptions::new(dir);
    options.port = arguments.port;
    options.seed = !arguments.no_seed;
    options.settings = Settings {
        page_size: arguments.page_size,
        propagation_ms: milliseconds(arguments.propagation_delay),
        stack_delay_ms: milliseconds(arguments.stack_delay),
    };
    if let Some(template) = arguments.template {
        options.template = template;
    }
    options
}

fn milliseconds(seconds: f64) -> u64 {
    let delay = std::time::Duration::try_from_secs_f64(seconds).unwrap_or_default();
    u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)
}

fn ready(sandbox: &Sandbox) -> Value {
    let env: Map<String, Value> = sandbox.env().into_iter().map(|(name, value)| (name, value.into())).collect();
    json!({
        "endpoint": sandbox.endpoint(),
        "console_url": sandbox.console_url(),
        "template_url": sandbox.template_url(),
        "env": env,
        "dir": sandbox.dir(),
        "profiles": sandbox.seeded().profiles,
        "accounts": { "platform": PLATFORM_ACCOUNT, "customer": CUSTOMER_ACCOUNT, "stranger": STRANGER_ACCOUNT },
        "external_id": sandbox.seeded().external_id,
        "roles": sandbox.seeded().roles,
    })
}

fn tell(sandbox: &Sandbox) {
    eprintln!("Sandbox ready. Nothing of it leaves this machine.");
    eprintln!("  AWS endpoint  {}", sandbox.endpoint());
    eprintln!("  Console       {}/cloudformation/home", sandbox.console_url());
    eprintln!("  Broken roles  {}/broken", sandbox.console_url());
    eprintln!("  MFA codes     {}/mfa", sandbox.console_url());
    eprintln!("  Profiles      {}", sandbox.seeded().profiles.join(", "));
    eprintln!("  Files         {}", sandbox.dir().display());
}

async fn end(until_stdin_closes: bool) {
    if until_stdin_closes {
        tokio::select! {
            () = stdin_closed() => {}
            () = interrupted() => {}
        }
    } else {
        interrupted().await;
    }
}

/// On a thread of its own: tokio would wait for a pending read of standard input before it lets the program end.
async fn stdin_closed() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = sender.send(());
    });
    let _ = receiver.await;
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    let _ = tokio::signal::ctrl_c().await;
}
