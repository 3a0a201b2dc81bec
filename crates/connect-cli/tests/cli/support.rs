//! Runs the real program against a sandbox of its own.

use std::process::Stdio;

use connect_testkit::{Sandbox, SandboxOptions};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

pub(crate) const EXTERNAL_ID: &str = connect_testkit::SEEDED_EXTERNAL_ID;

/// What one run of the program left.
#[derive(Clone)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) messages: String,
}

impl Ran {
    /// The report on standard output.
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.output)
            .unwrap_or_else(|error| panic!("no report: {error}\n{}\n{}", self.output, self.messages))
    }
}

/// A sandbox, and a home folder that is nobody's.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) home: TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(SandboxOptions::new(home.path().join("sandbox"))).await.unwrap();
        sandbox.settle();
        Self { sandbox, home }
    }

    pub(crate) fn role_arn(&self, variant: &str) -> String {
        self.sandbox.role(variant).unwrap_or_else(|| panic!("no seeded role {variant}")).arn.clone()
    }

    /// The program with the sandbox's environment and nothing else of ours.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(self.home.path(), arguments);
        command.envs(self.sandbox.env());
        command
    }

    pub(crate) async fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments)).await
    }

    /// `verify` of a role as JSON, without waiting for propagation.
    pub(crate) async fn verify(&self, role_arn: &str, extra: &[&str]) -> Ran {
        let mut arguments = vec!["verify", "--role-arn", role_arn, "--format", "json", "--propagation-wait", "0"];
        if !extra.contains(&"--external-id") {
            arguments.extend(["--external-id", EXTERNAL_ID]);
        }
        if !extra.contains(&"--profile") {
            arguments.extend(["--profile", "sandbox-runner"]);
        }
        arguments.extend(extra);
        self.run(&arguments).await
    }
}

/// The program in an empty environment and a home folder of its own.
pub(crate) fn bare(home: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alethia-connect-cli"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("PATH", "/usr/bin:/bin");
    command.env("AWS_EC2_METADATA_DISABLED", "true").current_dir(home).stdin(Stdio::null());
    command.kill_on_drop(true);
    command
}

pub(crate) async fn ran(mut command: Command) -> Ran {
    let output = command.output().await.unwrap();
    Ran {
        code: output.status.code(),
        output: String::from_utf8(output.stdout).unwrap(),
        messages: String::from_utf8(output.stderr).unwrap(),
    }
}
