//! What needs no AWS: artefacts, links, schema, output files, cancelling.

use std::time::{Duration, Instant};

use connect_testkit::{Effect, Fault};

use super::support::{EXTERNAL_ID, World, bare, ran};

#[tokio::test]
async fn the_artefacts_are_printed_exactly_as_bundled() {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("cloudformation", connect_role::cloudformation_template()),
        ("terraform", connect_role::terraform_single_file()),
        ("policies", connect_role::policies()),
    ] {
        let printed = ran(bare(home.path(), &["role", name])).await;
        assert_eq!((printed.code, printed.output.as_str()), (Some(0), text), "{name} on standard output");
        let written = ran(bare(home.path(), &["role", name, "--output", "artefact"])).await;
        assert_eq!(
            (written.code, written.output.as_str()),
            (Some(0), ""),
            "{name} in a file leaves standard output empty"
        );
        assert_eq!(std::fs::read_to_string(home.path().join("artefact")).unwrap(), text, "{name} in a file");
    }
}

#[tokio::test]
async fn the_launch_link_fills_everything_in() {
    let home = tempfile::tempdir().unwrap();
    let arguments = [
        "launch-url",
        "--external-id",
        EXTERNAL_ID,
        "--platform-account",
        "111122223333",
        "--template-url",
        "https://b.s3.amazonaws.com/t.yaml",
        "--partition",
        "aws-us-gov",
    ];
    let link = ran(bare(home.path(), &arguments)).await;
    let start = "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudformation/home?region=us-gov-west-1#/stacks/quickcreate?templateURL=https%3A%2F%2Fb.s3.amazonaws.com%2Ft.yaml&stackName=";
    assert!(link.output.starts_with(start), "{}", link.output);
    for parameter in connect_role::template_parameters().iter().filter(|parameter| parameter.required()) {
        assert!(link.output.contains(&format!("&param_{}=", parameter.name)), "{} is filled in", parameter.name);
    }
    std::fs::create_dir(home.path().join(".aws")).unwrap();
    std::fs::write(home.path().join(".aws/config"), "[profile broken").unwrap();
    let unread = ran(bare(home.path(), &arguments)).await;
    assert_eq!(
        (unread.code, &unread.output),
        (Some(0), &link.output),
        "a link needs no AWS files: {}",
        unread.messages
    );
    let mut loopback = arguments;
    loopback[6] = "http://127.0.0.1:1/t.yaml";
    assert_eq!(ran(bare(home.path(), &loopback)).await.code, Some(2), "loopback only in the sandbox");
}

#[tokio::test]
async fn reports_are_valid_in_every_format() {
    let world = World::new().await;
    let schema: serde_json::Value = serde_json::from_str(&world.run(&["schema"]).await.output).unwrap();
    let floor: serde_json::Value =
        serde_json::from_str(include_str!("../../../connect-core/tests/data/report.floor.schema.json")).unwrap();
    for variant in ["Good", "NoExternalId", "WrongAccount", "DeniedRegion"] {
        let report = world.verify(&world.role_arn(variant), &[]).await.report();
        for (name, schema) in [("own", &schema), ("floor", &floor)] {
            let errors: Vec<String> = jsonschema::validator_for(schema)
                .unwrap()
                .iter_errors(&report)
                .map(|error| format!("{} at {}", error, error.instance_path()))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "the report of {variant} follows the {name} schema");
        }
    }
    let good = world.role_arn("Good");
    let seeded = world
        .sandbox
        .seeded()
        .resources
        .iter()
        .find(|resource| resource.kind == "vpc" && resource.name.is_some())
        .unwrap();
    for format in ["text", "markdown", "html"] {
        let ran = world.verify(&good, &[]).await;
        assert_eq!(ran.code, Some(0), "connected");
        let text = world
            .run(&[
                "verify",
                "--role-arn",
                &good,
                "--external-id",
                EXTERNAL_ID,
                "--profile",
                "sandbox-runner",
                "--format",
                format,
            ])
            .await;
        assert!(text.output.to_lowercase().contains("connected"), "{format} has the verdict");
        assert!(format == "text" || text.output.contains(&seeded.id), "{format} names every resource");
    }
}

#[tokio::test]
async fn an_output_file_appears_whole_or_not_at_all() {
    let world = World::new().await;
    let good = world.role_arn("Good");
    let file = world.home.path().join("report.json");
    let written = world.verify(&good, &["--output", file.to_str().unwrap()]).await;
    assert_eq!(
        (written.code, written.output.as_str()),
        (Some(0), ""),
        "standard output stays empty: {}",
        written.messages
    );
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(report["status"], "connected", "the file has the report");
    let missing = world.home.path().join("no-such-folder/report.json");
    let failed = world.verify(&good, &["--output", missing.to_str().unwrap()]).await;
    assert_eq!((failed.code, failed.output.as_str()), (Some(1), ""), "an unwritable file: {}", failed.messages);
    assert!(failed.messages.contains("no-such-folder"), "the file is named: {}", failed.messages);
}

#[cfg(unix)]
#[tokio::test]
async fn an_interrupt_ends_it_within_a_second() {
    let world = World::new().await;
    world.sandbox.faults().add(Fault::new(Effect::Latency { ms: 20_000 }).service("ec2"));
    let good = world.role_arn("Good");
    let file = world.home.path().join("report.json");
    let command = world.command(&[
        "verify",
        "--role-arn",
        &good,
        "--external-id",
        EXTERNAL_ID,
        "--profile",
        "sandbox-runner",
        "--output",
        file.to_str().unwrap(),
    ]);
    let asked = interrupted(command, Duration::from_secs(3)).await;
    assert!(asked < Duration::from_secs(1), "and at once: {asked:?}");
    assert!(!file.exists(), "no partial report");
}

/// A named pipe that nobody writes to blocks the thread that reads it, as a look-up of a name can.
#[cfg(unix)]
#[tokio::test]
async fn an_interrupt_does_not_wait_for_what_blocks() {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config");
    let made = tokio::process::Command::new("mkfifo").arg(&config).status().await.unwrap();
    assert!(made.success(), "a named pipe");
    let role = "arn:aws:iam::444455556666:role/X";
    let mut command = bare(home.path(), &["verify", "--role-arn", role, "--external-id", EXTERNAL_ID]);
    command.env("AWS_CONFIG_FILE", &config);
    let asked = interrupted(command, Duration::from_secs(2)).await;
    assert!(asked < Duration::from_secs(1), "the blocked thread is left behind: {asked:?}");
}

/// Interrupts a program after a while; how long it then took to end as cancelled.
#[cfg(unix)]
async fn interrupted(mut command: tokio::process::Command, after: Duration) -> Duration {
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    tokio::time::sleep(after).await;
    let asked = Instant::now();
    let sent =
        tokio::process::Command::new("kill").args(["-INT", &child.id().unwrap().to_string()]).status().await.unwrap();
    assert!(sent.success(), "the program was still running");
    let status = tokio::time::timeout(Duration::from_secs(5), child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(130), "cancelled");
    asked.elapsed()
}
