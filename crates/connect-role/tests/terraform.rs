//! Terraform itself accepts what is rendered. Where it or its AWS provider cannot be had, these checks
//! are skipped and say so.
//!
//! `ALETHIA_TF_PLUGIN_DIR` names a folder to take the provider from; without it Terraform looks in its
//! usual places and in the registry.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use connect_role::{
    DEFAULT_ROLE_NAME, SnippetValues, terraform_module_files, terraform_single_file, terraform_snippet,
    trust_policy_argument,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const PLUGIN_DIR: &str = "ALETHIA_TF_PLUGIN_DIR";
const FORMATTED: &str = "what is rendered is formatted as terraform fmt would";
const VALID: &str = "the module, its example, the single file and the snippet are valid";
const BEHAVES: &str = "the module's variables, trust policy and outputs behave";

fn snippet() -> String {
    terraform_snippet(&SnippetValues {
        external_id: "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap(),
        platform_account: "210987654321".parse().unwrap(),
        runner: Some("arn:aws:iam::210987654321:role/AlethiaRunner".parse().unwrap()),
        region: "eu-central-1".parse().unwrap(),
        role_name: DEFAULT_ROLE_NAME.parse().unwrap(),
    })
}

/// A trust policy with all that JSON and HCL see differently.
fn odd_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Id": "a \"quoted\" ${text} %{text}",
        "Statement": [
            {
                "Sid": "A",
                "Effect": "Allow",
                "Principal": { "AWS": ["arn:aws:iam::210987654321:root", "210987654321"], "Service": [] },
                "Action": "sts:AssumeRole",
                "Condition": {
                    "StringEquals": { "sts:ExternalId": "x", "aws:PrincipalOrgID": ["o-1"] },
                    "Bool": { "aws:SecureTransport": true },
                    "Null": {},
                },
            },
            { "Effect": "Deny", "NotAction": [], "NotPrincipal": "*" },
        ],
    })
}

/// A folder with the module, the single file and the snippet, each where it can be run.
fn laid_out() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: String, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for file in terraform_module_files() {
        write(format!("module/{}", file.path), file.text);
    }
    write("single/main.tf".to_owned(), terraform_single_file());
    write("snippet/main.tf".to_owned(), &snippet());
    let argument = trust_policy_argument(&odd_policy());
    write("argument/main.tf".to_owned(), &format!("{argument}\n"));
    write("locals/main.tf".to_owned(), &format!("locals {{\n  {}\n}}\n", argument.replace('\n', "\n  ")));
    write("module/tests/role.tftest.hcl".to_owned(), include_str!("role.tftest.hcl"));
    folder
}

/// It in a folder below `root`; a provider that has to be fetched is fetched once for all of them.
fn command(root: &Path, folder: &str, arguments: &[&str]) -> Command {
    let plugins = root.join("plugins");
    fs::create_dir_all(&plugins).unwrap();
    let mut command = Command::new("terraform");
    command
        .env("TF_PLUGIN_CACHE_DIR", plugins)
        .current_dir(root.join(folder))
        .args(arguments)
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_IN_AUTOMATION", "1");
    if std::env::var_os("TF_CLI_CONFIG_FILE").is_some_and(|file| !Path::new(&file).exists()) {
        command.env_remove("TF_CLI_CONFIG_FILE");
    }
    command
}

fn terraform(root: &Path, folder: &str, arguments: &[&str]) -> Option<Output> {
    command(root, folder, arguments).output().ok()
}

fn words(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)).concat()
}

fn succeeds(root: &Path, folder: &str, arguments: &[&str]) {
    let output = terraform(root, folder, arguments).expect("terraform was there a moment ago");
    assert!(output.status.success(), "terraform {arguments:?} in {folder}:\n{}", words(&output));
}

/// Fetches the provider; the reason when it cannot be had.
fn init(root: &Path, folder: &str) -> Result<(), String> {
    let mut arguments = vec!["init", "-backend=false", "-input=false", "-no-color"];
    let plugins = std::env::var(PLUGIN_DIR).ok().map(|folder| format!("-plugin-dir={folder}"));
    arguments.extend(plugins.as_deref());
    let output = terraform(root, folder, &arguments).expect("terraform was there a moment ago");
    let said = words(&output);
    let unavailable = plugins.is_none()
        && ["Failed to query available provider packages", "Failed to install provider"]
            .iter()
            .any(|it| said.contains(it));
    assert!(output.status.success() || unavailable, "terraform init in {folder}:\n{said}");
    if unavailable {
        return Err(format!("the AWS provider cannot be had; set {PLUGIN_DIR} to a folder that has it"));
    }
    Ok(())
}

/// What Terraform makes of the policy in `locals`, which needs no provider.
fn evaluated(root: &Path) -> Value {
    let mut console = command(root, "locals", &["console"]);
    let mut console = console.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    console.stdin.take().unwrap().write_all(b"local.assume_role_policy\n").unwrap();
    let output = console.wait_with_output().unwrap();
    let text: String = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", words(&output)));
    // The console escapes what would be a template.
    serde_json::from_str(&text.replace("$${", "${").replace("%%{", "%{")).unwrap()
}

/// Past the test harness's capture: a skip that nobody sees would be taken for a proof.
fn skip(names: &[&str], why: &str) {
    let text = format!("\nSKIPPED {} Terraform checks: {why}\n  - {}\n", names.len(), names.join("\n  - "));
    std::io::stderr().write_all(text.as_bytes()).unwrap();
}

#[test]
fn terraform_accepts_what_is_rendered() {
    let folder = laid_out();
    let root = folder.path();
    if terraform(root, ".", &["version"]).is_none() {
        return skip(&[FORMATTED, VALID, BEHAVES], "there is no terraform on the PATH");
    }
    succeeds(root, ".", &["fmt", "-check", "-diff", "-recursive"]);
    assert_eq!(evaluated(root), odd_policy(), "Terraform makes the same policy of it");
    let folders = ["module", "module/examples/basic", "single", "snippet"];
    if let Err(why) = folders.iter().try_for_each(|name| init(root, name)) {
        return skip(&[VALID, BEHAVES], &why);
    }
    for name in folders {
        succeeds(root, name, &["validate", "-no-color"]);
    }
    succeeds(root, "module", &["test", "-no-color"]);
}

#[test]
fn the_snippet_is_filled_in_and_needs_nothing_else() {
    let text = snippet();
    for part in [
        "  region = \"eu-central-1\"\n",
        "  external_id               = \"3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90\"\n",
        "  platform_account_id       = \"210987654321\"\n",
        "  runner_role_arn           = \"arn:aws:iam::210987654321:role/AlethiaRunner\"\n",
        "  role_name                 = \"AlethiaProvisionerRole\"\n",
        "  resource_prefix           = \"alethia\"\n",
        "  log_groups                = false\n",
        "output \"role_arn\"",
        "\"sts:ExternalId\" = local.external_id",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(!text.contains("var."), "no variable is left to be asked for");
    assert!(!text.contains("module \""), "no module has to be fetched");
    assert!(text.starts_with("# ") && text.ends_with("}\n"), "a whole file");
}
