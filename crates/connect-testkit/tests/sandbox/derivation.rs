//! The tests of the stand-in's authorisation are in Python, beside what they test.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_derivation_of_what_aws_authorises_is_right() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = std::env::var_os("ALETHIA_STANDIN_VENV").map_or_else(|| here.join("../../.sandbox/venv"), PathBuf::from);
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    // Without the caller's profiles and keys; botocore would read them.
    let kept = ["PATH", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "SystemRoot"];
    let ran = Command::new(python)
        .env_clear()
        .envs(kept.iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
        .args(["-E", "-B", "-m", "unittest", "discover", "-t", ".", "-s", "tests"])
        .current_dir(here.join("standin"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let count = said.split("Ran ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|count| count.parse().ok());
    assert!(count > Some(30), "they were found and run: {said}");
}
