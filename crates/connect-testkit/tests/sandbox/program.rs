//! The program: one line of JSON when ready, and nothing left behind when it ends, however it ends.

use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::support::{fetch, template};

async fn run(dir: &std::path::Path) -> (Child, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_connect-sandbox"))
        .args(["--no-seed", "--until-stdin-closes", "--dir"])
        .arg(dir)
        .arg("--template")
        .arg(template())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let line = BufReader::new(child.stdout.take().unwrap()).lines().next_line().await.unwrap();
    let line = line.expect("the sandbox starts; see connect-sandbox's own words if it does not");
    (child, serde_json::from_str(&line).unwrap())
}

/// The port of the stand-in behind the proxy, from the file that it writes about itself.
fn stand_in_port(dir: &std::path::Path) -> u16 {
    let files = std::fs::read_dir(dir.join("stand-in")).unwrap();
    let mut names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.find_map(|name| name.strip_prefix("ministack-")?.strip_suffix(".pid")?.parse().ok()).unwrap()
}

async fn is_closed(port: u16) -> bool {
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_err() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

#[tokio::test]
async fn it_says_where_everything_is_and_ends_with_its_input() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, ready) = run(dir.path()).await;
    let text = |name: &str| ready[name].as_str().unwrap().to_owned();
    assert_eq!(ready["env"]["AWS_ENDPOINT_URL"], ready["endpoint"], "the variables point at the proxy");
    let (status, served) = fetch("GET", &text("template_url"), &[], None).await;
    assert_eq!((status, served), (200, std::fs::read_to_string(template()).unwrap()), "the template, byte for byte");
    let (status, _) = fetch("GET", &format!("{}/cloudformation/home", text("console_url")), &[], None).await;
    assert_eq!(status, 200, "the console is there");
    for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let file = std::path::Path::new(ready["env"][name].as_str().unwrap());
        assert!(file.starts_with(dir.path()), "{name} is in the sandbox's folder, never in the home folder");
    }
    let port = stand_in_port(dir.path());
    drop(child.stdin.take());
    let status = tokio::time::timeout(Duration::from_secs(5), child.wait()).await.expect("it ends by itself").unwrap();
    assert!(status.success(), "an orderly end: {status}");
    assert!(is_closed(port).await, "the stand-in has ended as well");
}

#[tokio::test]
async fn the_stand_in_does_not_outlive_a_killed_program() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, _) = run(dir.path()).await;
    let port = stand_in_port(dir.path());
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok(), "it runs");
    child.kill().await.unwrap();
    assert!(is_closed(port).await, "nobody is left to stop it, so it stops by itself");
}
