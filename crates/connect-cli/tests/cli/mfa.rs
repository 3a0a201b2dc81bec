//! A profile that wants the code of an MFA device, on a terminal and without one. The stand-in checks the codes.
#![cfg(target_os = "linux")]

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::support::{EXTERNAL_ID, World};

const PROMPT: &str = "MFA code: ";
const PATIENCE: Duration = Duration::from_mins(1);

/// The program on a terminal of its own, by `script` of util-linux.
struct OnTerminal {
    child: Child,
    keys: ChildStdin,
    screen: ChildStdout,
    shown: String,
    /// How much of it has been waited for.
    seen: usize,
    report: PathBuf,
}

impl OnTerminal {
    fn verify(world: &World, name: &str, extra: &[&str]) -> Self {
        let report = world.home.path().join(name);
        let role = world.role_arn("Good");
        let line = [
            env!("CARGO_BIN_EXE_alethia-connect-cli"),
            &format!("verify --role-arn {role} --external-id {EXTERNAL_ID} --no-discovery --propagation-wait 0"),
            &format!("--format json --output {}", report.display()),
            &extra.join(" "),
        ]
        .join(" ");
        let mut child = Command::new("/usr/bin/script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env_clear()
            .envs(world.sandbox.env())
            .env("HOME", world.home.path())
            .env("XDG_DATA_HOME", world.home.path().join("data"))
            .env("PATH", "/usr/bin:/bin")
            .env("TERM", "xterm")
            .env("RUST_LOG", "trace")
            .current_dir(world.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (keys, screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, keys, screen, shown: String::new(), seen: 0, report }
    }

    async fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let read = tokio::time::timeout(PATIENCE, self.screen.read(&mut bytes)).await;
        let count = read.unwrap_or_else(|_| panic!("nothing more is shown: {}", self.shown)).unwrap();
        self.shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
        count > 0
    }

    /// Waits until something new is shown.
    async fn shows(&mut self, words: &str) {
        loop {
            if let Some(at) = self.shown[self.seen..].find(words) {
                self.seen += at + words.len();
                return;
            }
            assert!(self.read().await, "{words:?} was expected: {}", self.shown);
        }
    }

    async fn types(&mut self, text: &str) {
        self.keys.write_all(text.as_bytes()).await.unwrap();
        self.keys.flush().await.unwrap();
    }

    /// Answers the next question.
    async fn answers(&mut self, code: &str) {
        self.shows(PROMPT).await;
        self.types(&format!("{code}\n")).await;
    }

    async fn ends(&mut self) -> Option<i32> {
        while self.read().await {}
        let status: ExitStatus = self.child.wait().await.unwrap();
        status.code()
    }

    /// The report, once it has ended; null where there is none.
    fn report(&self) -> Value {
        std::fs::read(&self.report).map_or(Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap())
    }
}

/// Codes that the device does not show now or soon.
fn wrong(world: &World) -> Vec<String> {
    let device = &world.sandbox.seeded().mfa;
    let shown: Vec<String> = (-2..4).map(|step| device.code(step)).collect();
    (0..20).map(|number| format!("{number:06}")).filter(|code| !shown.contains(code)).collect()
}

/// How many codes were sent.
fn sent(world: &World) -> usize {
    world.sandbox.calls().list().iter().filter(|call| call.action == "AssumeRole" && is_the_users(call)).count()
}

fn is_the_users(call: &connect_testkit::Call) -> bool {
    call.caller.as_deref() == Some("arn:aws:iam::111122223333:user/alethia-mfa")
}

#[tokio::test]
async fn a_code_that_is_typed_opens_the_profile_and_stays_nowhere() {
    let world = World::new().await;
    let code = world.sandbox.seeded().mfa.code(0);
    let mut terminal = OnTerminal::verify(&world, "report.json", &["--profile sandbox-mfa"]);
    terminal.shows("The profile \"sandbox-mfa\" wants the code").await;
    terminal.types(&format!("{code}\n")).await;
    assert_eq!(terminal.ends().await, Some(0), "connected: {}", terminal.shown);
    let runner = &terminal.report()["runner"]["arn"];
    let role = "arn:aws:sts::111122223333:assumed-role/AlethiaRunnerWithMfa/";
    assert!(runner.as_str().unwrap().starts_with(role), "the runner is the role: {runner}");
    assert!(terminal.shown.matches(&code).count() <= 1, "only the terminal's own echo: {}", terminal.shown);
    let issued = world.sandbox.issued();
    assert!(issued.len() >= 2, "the runner's session and the role's");
    let secrets = issued.iter().flat_map(|issued| [&issued.secret_key, &issued.session_token]);
    for secret in secrets.chain([&code]) {
        let shown = terminal.shown.replacen(&code, "", 1);
        assert!(!shown.contains(secret.as_str()), "a secret is shown at level trace: {shown}");
        let written = files(world.home.path());
        assert!(!written.iter().any(|(_, bytes)| contains(bytes, secret)), "a secret is in a file");
    }
}

/// What the program wrote, with what is in it: the sandbox keeps its own files in its own folder.
fn files(folder: &std::path::Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| !path.ends_with("sandbox"))
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![(path.clone(), std::fs::read(path).unwrap())] })
        .collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn wrong_used_and_malformed_codes_are_told_and_the_next_one_does() {
    let world = World::new().await;
    let device = world.sandbox.seeded().mfa.clone();
    let used = device.code(0);
    let params = json!({ "SerialNumber": device.serial, "TokenCode": used });
    world.sandbox.aws("sandbox-mfa-keys", "sts", "eu-central-1", "GetSessionToken", params).await.unwrap();
    world.sandbox.calls().clear();
    let mut terminal = OnTerminal::verify(&world, "report.json", &["--profile sandbox-mfa"]);
    terminal.answers("hunter2").await;
    terminal.shows("exactly 6 digits; nothing was sent").await;
    terminal.types("12345\n").await;
    terminal.shows("exactly 6 digits; nothing was sent").await;
    assert_eq!(sent(&world), 0, "what is no code is not sent");
    terminal.types(&format!("{}\n", wrong(&world)[0])).await;
    terminal.shows("invalid MFA one time pass code").await;
    terminal.types(&format!("{used}\n")).await;
    terminal.shows("A code works only once").await;
    terminal.shows("You have one more try").await;
    terminal.types(&format!("{}\n", device.code(1))).await;
    assert_eq!(terminal.ends().await, Some(0), "the third does: {}", terminal.shown);
    assert_eq!(sent(&world), 3, "each code was sent once");
    assert_eq!(terminal.report()["status"], "connected", "and the report is whole");
}

fn cause(report: &Value) -> (&Value, &Value, &Value) {
    let runner = &report["checks"][0];
    (&runner["id"], &runner["cause"], &report["status"])
}

#[tokio::test]
async fn without_a_right_code_there_is_no_runner() {
    let world = World::new().await;
    let required = (&json!("runner-identity"), &json!("runner_mfa_required"), &json!("disconnected"));

    let mut terminal = OnTerminal::verify(&world, "refused.json", &["--profile sandbox-mfa"]);
    for code in wrong(&world).iter().take(3) {
        terminal.answers(code).await;
    }
    assert_eq!(terminal.ends().await, Some(4), "three are the end: {}", terminal.shown);
    let report = terminal.report();
    assert_eq!(cause(&report), required, "by its own code");
    let (words, remedy) = (&report["checks"][0]["summary"], &report["checks"][0]["remedies"][0]);
    assert!(words.as_str().unwrap().contains("AWS refused 3 codes"), "it says what was tried: {words}");
    assert!(remedy["text"].as_str().unwrap().contains("only once"), "and why that may be: {remedy}");
    assert_eq!(sent(&world), 3, "no fourth was sent");

    let ran = world.verify(&world.role_arn("Good"), &["--profile", "sandbox-mfa", "--no-discovery"]).await;
    let report = ran.report();
    assert_eq!((ran.code, cause(&report)), (Some(4), required), "no terminal, nobody to ask: {}", ran.messages);
    let command = report["checks"][0]["remedies"][0]["snippet"].as_str().unwrap();
    assert!(command.starts_with("aws sts get-session-token --serial-number"), "the way by hand: {command}");
    assert!(!ran.messages.contains(PROMPT), "a script is not asked: {}", ran.messages);
    assert_eq!(sent(&world), 3, "and nothing was sent");
}

#[tokio::test]
async fn ctrl_c_and_ctrl_d_cancel_without_a_report() {
    let world = World::new().await;
    for (name, key) in [("ctrl-c.json", "\u{3}"), ("ctrl-d.json", "\u{4}")] {
        let mut terminal = OnTerminal::verify(&world, name, &["--profile sandbox-mfa"]);
        terminal.shows(PROMPT).await;
        let begun = std::time::Instant::now();
        terminal.types(key).await;
        assert_eq!(terminal.ends().await, Some(130), "{name}: cancelled: {}", terminal.shown);
        assert!(begun.elapsed() < Duration::from_secs(5), "{name}: at once, not when the question runs out");
        assert_eq!(terminal.report(), Value::Null, "{name}: nothing was found out");
    }
    assert_eq!(sent(&world), 0, "nothing was sent");

    let target = ["--profile sandbox-runner", "--target-profile sandbox-mfa"];
    let mut terminal = OnTerminal::verify(&world, "target.json", &target);
    terminal.shows(PROMPT).await;
    terminal.types("\u{4}").await;
    assert_eq!(terminal.ends().await, Some(0), "the target profile is optional: {}", terminal.shown);
    assert_eq!(terminal.report()["status"], "connected", "the verdict is the role's");
}
