//! What is done with a report: compared with an earlier one, its seal checked, redacted, its resources as CSV.

use std::path::{Path, PathBuf};

use connect_core::report::Report;
use serde_json::{Value, json};

use super::support::{EXTERNAL_ID, Ran, World, bare, ran};

const EXAMPLE: &str = include_str!("../../../connect-core/tests/data/report.example.json");

/// One region is enough, and quicker than all.
const FRANKFURT: [&str; 2] = ["--regions", "eu-central-1"];

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn checked(folder: &Path, file: &Path) -> Ran {
    ran(bare(folder, &["report", "check", file.to_str().unwrap()])).await
}

#[tokio::test]
async fn a_report_says_what_changed_since_an_earlier_one() {
    let world = World::new().await;
    let good = world.role_arn("Good");
    let file = world.home.path().join("earlier.json");
    let path = file.to_str().unwrap();
    let first = world.verify(&good, &[&FRANKFURT[..], &["--output", path]].concat()).await;
    assert_eq!(first.code, Some(0), "connected: {}", first.messages);
    let again = world.verify(&good, &[&FRANKFURT[..], &["--compare", path]].concat()).await;
    let (earlier, report) = (std::fs::read_to_string(&file).unwrap(), again.report());
    let mut earlier: Report = serde_json::from_str(&earlier).unwrap();
    assert_eq!(earlier.comparison, None, "nothing was asked to be compared");
    let comparison = &report["comparison"];
    assert_eq!(comparison["with"], json!(earlier.report_id), "the earlier one: {}", again.messages);
    for (list, pointer) in [("checks", "/checks"), ("gone", "/resources/gone"), ("new", "/resources/new")] {
        assert_eq!(comparison.pointer(pointer), Some(&json!([])), "{list}: the account is as it was");
    }
    let narrower = ["--no-discovery", "--compare", path];
    let unseen = world.verify(&good, &narrower).await.report();
    assert_eq!(unseen["comparison"]["resources"]["gone"], json!([]), "what was not looked for is not gone");
    let cells = unseen["comparison"]["resources"]["not_seen"].as_array().unwrap();
    assert!(cells.len() == 5 && cells.iter().all(|cell| cell["outcome"].is_null()), "it was not asked for: {cells:?}");

    // An account that had one more subnet, and lacked a VPC that is there now.
    let vpc = earlier.resources.iter().position(|one| one.kind.as_str() == "vpc").unwrap();
    let vpc = earlier.resources.remove(vpc).id;
    let mut gone = earlier.resources.iter().find(|one| one.kind.as_str() == "subnet").unwrap().clone();
    gone.id = "subnet-0000000000000gone".to_owned();
    earlier.resources.push(gone);
    written(world.home.path(), "earlier.json", &serde_json::to_string(&earlier.sealed()).unwrap());
    for format in ["text", "markdown", "html", "json"] {
        let arguments = ["--compare", path, "--format", format, "--propagation-wait", "0"];
        let verify = ["verify", "--role-arn", &good, "--external-id", EXTERNAL_ID, "--profile", "sandbox-runner"];
        let ran = world.run(&[&verify[..], &FRANKFURT, &arguments].concat()).await;
        assert_eq!(ran.code, Some(0), "the verdict decides how it ends, not what changed: {}", ran.messages);
        for id in ["subnet-0000000000000gone", vpc.as_str()] {
            assert!(ran.output.contains(id), "{format} tells of {id}: {}", ran.output);
        }
        let heading = if format == "json" { "\"comparison\": {" } else { "Since the last report" };
        assert!(ran.output.contains(heading), "{format} has the section");
        assert!(!ran.messages.contains("was changed after"), "what is sealed is taken without a word");
    }
    let edited = std::fs::read_to_string(&file).unwrap().replace("0000gone", "0001gone");
    written(world.home.path(), "earlier.json", &edited);
    let noted = world.verify(&good, &[&FRANKFURT[..], &["--compare", path]].concat()).await;
    assert!(noted.messages.contains("was changed after it was made"), "an edit is told: {}", noted.messages);
    assert!(noted.output.contains("subnet-0000000000001gone"), "and compared with all the same");
}

#[tokio::test]
async fn what_cannot_be_compared_with_is_told_and_nothing_is_sent() {
    let world = World::new().await;
    let good = world.role_arn("Good");
    let folder = world.home.path();
    let own = EXAMPLE.replace("arn:aws:iam::210987654321:role/AlethiaProvisionerRole", &good);
    let redacted = serde_json::from_str::<Report>(&own).unwrap().redacted();
    let rows = [
        ("other.json", EXAMPLE.to_owned(), "arn:aws:iam::210987654321:role/AlethiaProvisionerRole"),
        ("redacted.json", serde_json::to_string(&redacted).unwrap(), "redacted"),
        ("words.txt", "Connected: account 444455556666".to_owned(), "is no report"),
        ("empty.json", String::new(), "is no report"),
        ("list.json", "[]".to_owned(), "is no report"),
        ("object.json", "{\"status\": \"connected\"}".to_owned(), "alethia.connect.report/v1"),
        ("newer.json", own.replace("report/v1", "report/v2"), "alethia.connect.report/v2"),
        ("half.json", own[..own.len() / 2].to_owned(), "is no report"),
        ("hollow.json", "{\"schema\": \"alethia.connect.report/v1\"}".to_owned(), "missing field"),
    ];
    world.sandbox.calls().clear();
    for (name, text, words) in rows {
        let file = written(folder, name, &text);
        let ran = world.verify(&good, &["--compare", file.to_str().unwrap()]).await;
        assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""), "{name} is bad input: {}", ran.messages);
        for words in [words, name] {
            assert!(ran.messages.contains(words), "{name} should be told {words:?}: {}", ran.messages);
        }
    }
    for place in [folder.join("missing.json"), folder.to_owned()] {
        let ran = world.verify(&good, &["--compare", place.to_str().unwrap()]).await;
        assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""), "{}: {}", place.display(), ran.messages);
        assert!(ran.messages.contains("cannot be read"), "{}", ran.messages);
    }
    assert_eq!(world.sandbox.calls().list().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn a_seal_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let whole = checked(folder, &written(folder, "whole.json", EXAMPLE)).await;
    assert_eq!(whole.code, Some(0), "as it was made: {}", whole.messages);
    let report: Report = serde_json::from_str(EXAMPLE).unwrap();
    for words in ["The seal holds", report.seal.as_str(), "degraded", "no signature"] {
        assert!(whole.output.contains(words), "it says {words:?}: {}", whole.output);
    }
    let dense = serde_json::to_string(&report).unwrap();
    assert_eq!(checked(folder, &written(folder, "dense.json", &dense)).await.code, Some(0), "the layout says nothing");
    let mut bare: Value = serde_json::from_str(EXAMPLE).unwrap();
    bare.as_object_mut().unwrap().remove("seal");
    let rows = [
        ("status.json", EXAMPLE.replacen("\"degraded\"", "\"connected\"", 1), 1, "not what was sealed"),
        ("invalid.json", EXAMPLE.replacen("\"degraded\"", "\"splendid\"", 1), 1, "not what was sealed"),
        ("seal.json", EXAMPLE.replacen("sha256:", "sha256:0", 1), 1, "not what was sealed"),
        ("bare.json", bare.to_string(), 1, "has no seal"),
        ("words.txt", "Connected".to_owned(), 2, "is no report"),
        ("other.json", "{\"seal\": \"sha256:0\"}".to_owned(), 2, "is no report"),
    ];
    for (name, text, code, words) in rows {
        let ran = checked(folder, &written(folder, name, &text)).await;
        assert_eq!((ran.code, ran.output.as_str()), (Some(code), ""), "{name}: {}", ran.messages);
        assert!(ran.messages.contains(words) && ran.messages.contains(name), "{name}: {}", ran.messages);
    }
    assert_eq!(checked(folder, &folder.join("missing.json")).await.code, Some(2), "there is no such file");
}

#[tokio::test]
async fn a_redacted_report_names_no_account_and_no_external_id() {
    let world = World::new().await;
    let target = ["--target-profile", "sandbox-customer", "--redact"];
    for (variant, formats) in
        [("WrongExternalId", &["json", "text"][..]), ("Good", &["json", "markdown", "html", "csv", "text"])]
    {
        let role = world.role_arn(variant);
        let verify = ["verify", "--role-arn", &role, "--external-id", EXTERNAL_ID, "--profile", "sandbox-runner"];
        for format in formats {
            let more = ["--format", format, "--propagation-wait", "0"];
            let ran = world.run(&[&verify[..], &FRANKFURT, &target, &more].concat()).await;
            for hidden in ["444455556666", "111122223333", EXTERNAL_ID] {
                assert!(!ran.output.contains(hidden), "{variant} as {format} names {hidden}: {}", ran.output);
            }
            assert!(!ran.output.is_empty(), "{variant} as {format} says something: {}", ran.messages);
            if *format == "json" {
                let report = ran.report();
                assert_eq!(
                    (&report["redacted"], &report["connection"]["external_id"]),
                    (&json!(true), &json!("REDACTED")),
                    "and says so"
                );
                let file = written(world.home.path(), "redacted.json", &ran.output);
                assert_eq!(checked(world.home.path(), &file).await.code, Some(0), "its seal is its own, and holds");
            }
        }
    }
}

#[tokio::test]
async fn resources_are_written_as_csv() {
    let world = World::new().await;
    let all = world.verify(&world.role_arn("Good"), &FRANKFURT).await.report();
    let arguments = ["--format", "csv", "--profile", "sandbox-runner", "--external-id", EXTERNAL_ID];
    let verify = ["verify", "--role-arn", &world.role_arn("Good")];
    let ran = world.run(&[&verify[..], &FRANKFURT, &arguments].concat()).await;
    assert_eq!(ran.code, Some(0), "the verdict is in how it ends: {}", ran.messages);
    let lines: Vec<&str> = ran.output.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("kind,region,id,name,arn,parent,"), "a line of names: {}", lines[0]);
    let resources = all["resources"].as_array().unwrap();
    assert_eq!(lines.len(), 1 + resources.len(), "and one for each resource");
    for resource in resources {
        let start = ["kind", "region", "id"].map(|key| resource[key].as_str().unwrap()).join(",");
        assert!(lines.iter().any(|line| line.starts_with(&start)), "{start} has its line");
    }
}
