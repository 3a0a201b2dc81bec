//! `credential_process`: an external program that prints credentials.
//!
//! [Its contract](https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html). Unlike the SDK's
//! own, this one is bounded in time and size, ends with its caller, and repeats nothing that the program wrote: what it
//! prints may be a key, also on standard error.

use std::process::Stdio;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use connect_core::failure::{CallFailure, FailureKind};
use jiff::Timestamp;
use serde::Deserialize;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use super::local_failure;

/// Far more than any credentials; a program that prints more is not what it should be.
const LONGEST_OUTPUT: u64 = 1 << 20;

/// No `Debug`: it holds the secret.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    version: u32,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expiration: Option<String>,
}

/// Runs a program and takes the credentials that it prints.
pub(super) async fn run(command: &str, bound: Duration) -> Result<Credentials, CallFailure> {
    let mut child = shell(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(command, &format!("could not be started: {error}")))?;
    match tokio::time::timeout(bound, finish(command, &mut child)).await {
        Ok(output) => read(command, &output?),
        Err(_) => Err(failed(command, &format!("did not end within {} s and was stopped", bound.as_secs()))),
    }
}

async fn finish(command: &str, child: &mut Child) -> Result<Vec<u8>, CallFailure> {
    let mut output = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        let read = stdout.take(LONGEST_OUTPUT).read_to_end(&mut output).await;
        read.map_err(|error| failed(command, &format!("could not be read from: {error}")))?;
    }
    let status = child.wait().await.map_err(|error| failed(command, &format!("could not be waited for: {error}")))?;
    if status.success() {
        return Ok(output);
    }
    let how =
        status.code().map_or_else(|| "was ended by a signal".to_owned(), |code| format!("ended with status {code}"));
    Err(failed(command, &how))
}

fn read(command: &str, output: &[u8]) -> Result<Credentials, CallFailure> {
    // The parser's own words would quote what the program printed.
    let output: Output = serde_json::from_slice(output).map_err(|error| {
        failed(
            command,
            &format!("did not print credentials as JSON ({:?} error in line {})", error.classify(), error.line()),
        )
    })?;
    if output.version != 1 {
        return Err(failed(command, &format!("printed credentials of version {}; version 1 is known", output.version)));
    }
    let expiry = match output.expiration.map(|text| text.parse::<Timestamp>()) {
        Some(Err(_)) => return Err(failed(command, "printed an Expiration that is no time")),
        Some(Ok(time)) => Some(SystemTime::from(time)),
        None => None,
    };
    Ok(Credentials::new(
        output.access_key_id,
        output.secret_access_key,
        output.session_token,
        expiry,
        "credential_process",
    ))
}

fn failed(command: &str, how: &str) -> CallFailure {
    let program = program(command);
    let message = format!("the credential_process {program} {how}. Run it in a terminal to see what it says");
    local_failure(FailureKind::CredentialsMissing { command: None }, message)
}

/// The program of a command, without its arguments and the variables that are set for it: both may be secrets.
pub(crate) fn program(command: &str) -> &str {
    let mut rest = command.trim_start();
    loop {
        let (word, after) = rest.split_at(end_of_word(rest));
        if !sets_variable(word) {
            return word.trim_matches(['"', '\'']);
        }
        rest = after.trim_start();
    }
}

/// Where the first word ends, which may be quoted. With a quote that nobody closes it ends at the first space.
fn end_of_word(text: &str) -> usize {
    let mut open = None;
    let end = text.find(|letter: char| {
        match open {
            Some(quote) if letter == quote => open = None,
            None if letter == '"' || (letter == '\'' && cfg!(not(windows))) => open = Some(letter),
            _ => {}
        }
        open.is_none() && letter.is_whitespace()
    });
    if open.is_none() { end.unwrap_or(text.len()) } else { text.find(char::is_whitespace).unwrap_or(text.len()) }
}

fn sets_variable(word: &str) -> bool {
    let of_a_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(of_a_name))
}

/// A shell that runs one program becomes it: else only the shell would be ended, and a program that hangs would stay.
#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let assigns = command.split_whitespace().next().is_some_and(|word| word.contains('='));
    let becomes =
        if assigns || command.contains([';', '&', '|', '<', '>', '(', ')', '`', '\n']) { "" } else { "exec " };
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{becomes}{command}"));
    shell
}

/// `cmd` strips the outer pair of quotes and takes the rest as it is.
#[cfg(windows)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd.exe");
    shell.arg("/C").raw_arg(format!("\"{command}\""));
    shell
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const BOUND: Duration = Duration::from_secs(10);

    async fn words(command: &str, bound: Duration) -> String {
        run(command, bound).await.expect_err("it gives no credentials").to_string()
    }

    #[tokio::test]
    async fn what_it_prints_is_taken() {
        let json = r#"{"Version":1,"AccessKeyId":"AKIAX","SecretAccessKey":"s","SessionToken":"t","Expiration":"2030-01-02T03:04:05Z"}"#;
        let credentials = run(&format!("printf '%s' '{json}'"), BOUND).await.unwrap();
        assert_eq!(credentials.access_key_id(), "AKIAX", "the key");
        assert_eq!(credentials.session_token(), Some("t"), "the token");
        assert!(credentials.expiry().is_some(), "the expiry, so that it is run again in time");
    }

    #[tokio::test]
    async fn nothing_that_it_prints_is_repeated() {
        for command in [
            "sh -c 'echo CANARY >&2; exit 3' CANARY",
            "echo CANARY",
            r#"echo '{"Version":1,"AccessKeyId":"CANARY"}'"#,
            r#"echo '{"Version":7,"AccessKeyId":"CANARY","SecretAccessKey":"CANARY"}'"#,
            r#"echo '{"Version":1,"AccessKeyId":"CANARY","SecretAccessKey":"CANARY","Expiration":"CANARY"}'"#,
        ] {
            let words = words(command, BOUND).await;
            assert!(!words.contains("CANARY"), "{command} may have printed a key, yet it says: {words}");
            assert!(words.contains("credential_process"), "it is named: {words}");
        }
        assert!(words("sh -c 'exit 3'", BOUND).await.contains("status 3"), "the status tells something");
        assert!(words("/no/such/program x", BOUND).await.contains("status 127"), "the shell's word for missing");
    }

    #[test]
    fn a_program_is_named_without_what_may_be_secret() {
        for (command, named) in [
            ("/opt/creds", "/opt/creds"),
            ("  aws-vault exec CANARY", "aws-vault"),
            ("TOKEN=CANARY /opt/creds CANARY", "/opt/creds"),
            ("A=1 TOKEN='CANARY CANARY' _b=\"CANARY CANARY\" creds CANARY", "creds"),
            ("'/opt/my creds' CANARY", "/opt/my creds"),
            ("\"/opt/my creds\" CANARY", "/opt/my creds"),
            ("/opt/a=b/creds CANARY", "/opt/a=b/creds"),
            ("'/opt/creds CANARY", "/opt/creds"),
            ("TOKEN=CANARY", ""),
            ("", ""),
        ] {
            assert_eq!(program(command), named, "of {command}");
        }
    }

    #[tokio::test]
    async fn a_program_that_hangs_does_not_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (program, id) = (folder.path().join("hangs"), folder.path().join("id"));
        std::fs::write(&program, format!("echo $$ > '{}'\nexec sleep 60\n", id.display())).unwrap();
        words(&format!("sh '{}'", program.display()), Duration::from_secs(2)).await;
        let id = std::fs::read_to_string(id).unwrap();
        let is_there = || std::process::Command::new("kill").args(["-0", id.trim()]).output().unwrap().status.success();
        let begun = std::time::Instant::now();
        while is_there() {
            assert!(begun.elapsed() < Duration::from_secs(10), "the program {id} was left behind");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    #[tokio::test]
    async fn it_is_stopped_when_it_hangs_and_cut_when_it_babbles() {
        let begun = std::time::Instant::now();
        let words = words("sleep 60", Duration::from_millis(200)).await;
        assert!(words.contains("did not end"), "it says so: {words}");
        assert!(begun.elapsed() < Duration::from_secs(10), "the bound holds");
        let babble = run("yes", Duration::from_secs(20)).await;
        assert!(babble.is_err(), "endless output ends in an error, not in memory");
    }
}
