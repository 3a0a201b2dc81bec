//! The whole sandbox: stand-in, proxy, identities, resources, AWS files and console, in one folder.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::sync::OnceCell;

use crate::caller::Caller;
use crate::console::Console;
use crate::root_client::{IAM, RootClient};
use crate::venv::{Venv, workspace};
use crate::{
    As, CallLog, Certificate, Faults, HttpsEndpoint, Issued, Proxy, SandboxError, Seeded, SeededRole, Settings,
    SettingsStore, StandIn,
};

/// The account whose identities assume roles.
pub const PLATFORM_ACCOUNT: &str = "111122223333";
/// The account that is connected.
pub const CUSTOMER_ACCOUNT: &str = "444455556666";
/// An account that has nothing to do with either.
pub const STRANGER_ACCOUNT: &str = "777788889999";
/// The External ID of the seeded roles.
pub const SEEDED_EXTERNAL_ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";

/// What the sandbox is like.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Where everything is written; it must not be used by another sandbox.
    pub dir: PathBuf,
    /// Port of the AWS endpoint; 0 for any free one. The console takes the next one, or any free one.
    pub port: u16,
    /// The `CloudFormation` template.
    pub template: PathBuf,
    /// Page size and delays.
    pub settings: Settings,
    /// Whether to fill the customer's account; identities and profiles are always made.
    pub seed: bool,
}

impl SandboxOptions {
    /// A seeded sandbox in `dir`, on free ports, with the project's template, without delays.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            port: 0,
            template: workspace().join("role/cloudformation/alethia-provisioner-role.yaml"),
            settings: Settings::default(),
            seed: true,
        }
    }

    /// Without resources: only identities and profiles.
    #[must_use]
    pub fn unseeded(mut self) -> Self {
        self.seed = false;
        self
    }

    /// With another template.
    #[must_use]
    pub fn template(mut self, template: impl Into<PathBuf>) -> Self {
        self.template = template.into();
        self
    }
}

/// A running sandbox. Everything ends when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    dir: PathBuf,
    console: Console,
    proxy: Proxy,
    stand_in: StandIn,
    venv: Venv,
    caller: OnceCell<Caller>,
    seeded: Seeded,
    resources: bool,
}

impl Sandbox {
    /// Starts everything and waits until it is ready.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let venv = Venv::find(std::env::var_os("ALETHIA_STANDIN_VENV"))?;
        std::fs::create_dir_all(&options.dir).map_err(SandboxError::file(&options.dir))?;
        let dir = std::path::absolute(&options.dir).map_err(SandboxError::file(&options.dir))?;
        let stand_in = StandIn::start_with(&venv, &dir.join("stand-in")).await?;
        let proxy = Proxy::start(stand_in.endpoint(), options.port, options.template, options.settings).await?;
        let seeded = seed(&venv, proxy.endpoint(), &dir, options.seed).await?;
        proxy.settle();
        let console = Console::start(next_port(options.port), proxy.endpoint(), &dir).await?;
        Ok(Self { dir, console, proxy, stand_in, venv, caller: OnceCell::new(), seeded, resources: options.seed })
    }

    /// The address to use as `AWS_ENDPOINT_URL`.
    pub fn endpoint(&self) -> &str {
        self.proxy.endpoint()
    }

    /// The base address of the console: the quick-create link continues it with `/cloudformation/home?...`.
    pub fn console_url(&self) -> &str {
        self.console.url()
    }

    /// The address of the `CloudFormation` template.
    pub fn template_url(&self) -> String {
        self.proxy.template_url()
    }

    /// The folder with the AWS files, `seeded.json` and the stand-in's log.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The variables that point a child process at the sandbox.
    pub fn env(&self) -> Vec<(String, String)> {
        let file = |name: &str| self.dir.join(name).display().to_string();
        [
            ("AWS_ENDPOINT_URL", self.endpoint().to_owned()),
            ("AWS_CONFIG_FILE", file("config")),
            ("AWS_SHARED_CREDENTIALS_FILE", file("credentials")),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("ALETHIA_CONSOLE_URL", self.console_url().to_owned()),
            ("ALETHIA_TEMPLATE_URL", self.template_url()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// What was made.
    pub fn seeded(&self) -> &Seeded {
        &self.seeded
    }

    /// A seeded role by its variant, such as `Good` or `WrongAccount`.
    pub fn role(&self, variant: &str) -> Option<&SeededRole> {
        self.seeded.roles.iter().find(|role| role.variant == variant)
    }

    /// The log of calls.
    pub fn calls(&self) -> &CallLog {
        self.proxy.calls()
    }

    /// The faults in force.
    pub fn faults(&self) -> &Faults {
        self.proxy.faults()
    }

    /// The temporary credentials that were handed out, to be searched for where they must not be.
    pub fn issued(&self) -> Vec<Issued> {
        self.proxy.issued()
    }

    /// Page size and delays.
    pub fn settings(&self) -> &SettingsStore {
        self.proxy.settings()
    }

    /// Takes every role as having been there for long, and forgets the calls so far.
    pub fn settle(&self) {
        self.proxy.settle();
    }

    /// Makes everything anew: other keys in the same profiles, the same resources under other ids, no faults, no calls.
    pub async fn reset(&mut self) -> Result<(), SandboxError> {
        self.stand_in.reset().await?;
        self.proxy.faults().clear();
        self.seeded = seed(&self.venv, self.proxy.endpoint(), &self.dir, self.resources).await?;
        // It holds on to the keys of before.
        self.caller = OnceCell::new();
        self.proxy.settle();
        Ok(())
    }

    /// The process behind the proxy.
    pub fn stand_in(&self) -> &StandIn {
        &self.stand_in
    }

    /// Any AWS call: `service` and `operation` as botocore names them (`ec2`, `DescribeVpcs`), `params` in its shapes.
    pub async fn aws(
        &self,
        who: impl Into<As>,
        service: &str,
        region: &str,
        operation: &str,
        params: Value,
    ) -> Result<Value, SandboxError> {
        let start = async || Caller::start(&self.venv, &self.dir, &self.env());
        let caller = self.caller.get_or_try_init(start).await?;
        caller.call(&who.into(), service, region, operation, &params).await
    }

    /// A call to IAM as the root of an account, by the names of its query protocol. Gives the answer's XML. It costs far
    /// less than [`Sandbox::aws`].
    pub async fn iam(&self, account: &str, action: &str, params: &[(&str, &str)]) -> Result<String, SandboxError> {
        RootClient::new(self.endpoint()).call(account, IAM, action, params).await
    }

    /// The same endpoint by HTTPS, with a certificate that no machine trusts by itself.
    pub async fn https(&self, certificate: Certificate) -> Result<HttpsEndpoint, SandboxError> {
        HttpsEndpoint::start(&self.venv, &self.dir, self.endpoint(), certificate).await
    }
}

fn next_port(port: u16) -> u16 {
    if port == 0 { 0 } else { port.saturating_add(1) }
}

async fn seed(venv: &Venv, endpoint: &str, dir: &Path, resources: bool) -> Result<Seeded, SandboxError> {
    let mut command = venv.program("seed.py", dir);
    command.arg(endpoint).arg(dir).stdin(Stdio::null());
    if !resources {
        command.arg("--identities-only");
    }
    let start = |source| SandboxError::Start { program: venv.python().to_owned(), source };
    let output = command.output().await.map_err(start)?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(SandboxError::Seed { status: output.status, words });
    }
    let path = dir.join("seeded.json");
    let text = std::fs::read_to_string(&path).map_err(SandboxError::file(&path))?;
    serde_json::from_str(&text).map_err(|error| SandboxError::file(&path)(error.into()))
}
