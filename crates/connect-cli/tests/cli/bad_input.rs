//! Bad input: exit 2, words on standard error, nothing on standard output, nothing sent.

use super::support::{EXTERNAL_ID, World};

const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole-Good";

#[allow(clippy::too_many_lines, reason = "one table")]
#[tokio::test]
async fn bad_input_is_told_and_nothing_is_sent() {
    let world = World::new().await;
    world.sandbox.calls().clear();
    let verify = |role: &'static str, id: &'static str| {
        vec!["verify", "--profile", "sandbox-runner", "--role-arn", role, "--external-id", id]
    };
    let too_long: &'static str = "a".repeat(1225).leak();
    let with = |extra: &[&'static str]| [&verify(ROLE, EXTERNAL_ID)[..], extra].concat();
    let rows: Vec<(Vec<&str>, &str)> = vec![
        (verify("", EXTERNAL_ID), "empty"),
        (verify("AlethiaProvisionerRole", EXTERNAL_ID), "not an ARN"),
        (verify("\"arn:aws:iam::444455556666:role/X\"", EXTERNAL_ID), "not an ARN"),
        (verify("arn:aws:iam::444455556666:role/X\n", EXTERNAL_ID), "not a role name"),
        (verify("arn:amazon:iam::444455556666:role/X", EXTERNAL_ID), "partition"),
        (verify("arn:aws:iam:us-east-1:444455556666:role/X", EXTERNAL_ID), "region"),
        (verify("arn:aws:iam::4444:role/X", EXTERNAL_ID), "12 digits"),
        (verify("arn:aws:iam::444455556666:user/X", EXTERNAL_ID), "IAM user"),
        (verify("arn:aws:iam::444455556666:group/X", EXTERNAL_ID), "IAM group"),
        (verify("arn:aws:iam::444455556666:policy/X", EXTERNAL_ID), "IAM policy"),
        (verify("arn:aws:s3:::role/X", EXTERNAL_ID), "service \"s3\""),
        (verify("arn:aws:iam::444455556666", EXTERNAL_ID), "not an ARN"),
        (verify("arn:aws:iam::444455556666:instance-profile/X", EXTERNAL_ID), "instance profile"),
        (verify("arn:aws:sts::444455556666:assumed-role/X/s", EXTERNAL_ID), "session"),
        (verify("arn:aws:cloudformation:us-east-1:444455556666:stack/X/1", EXTERNAL_ID), "Outputs"),
        (verify("arn:aws:iam::444455556666:role/", EXTERNAL_ID), "name"),
        (verify(ROLE, ""), "too short"),
        (verify(ROLE, "a"), "too short"),
        (verify(ROLE, "abc\n"), "line break"),
        (verify(ROLE, "a b"), "space"),
        (verify(ROLE, too_long), "1,224"),
        (verify(ROLE, "3f1c\u{2011}9a52"), "is a dash"),
        (verify(ROLE, "3f1c\u{200b}9a52"), "cannot be seen"),
        (verify(ROLE, "аbc"), "look like"),
        (with(&["--regions", "mars"]), "region"),
        (with(&["--platform-account", "12"]), "12 digits"),
        (with(&["--propagation-wait", "-1"]), "propagation-wait"),
        (with(&["--format", "pdf"]), "pdf"),
        (with(&["--frobnicate"]), "frobnicate"),
        (with(&["--target-profile", "nobody"]), "nobody"),
        (vec!["verify", "--role-arn", ROLE, "--external-id", EXTERNAL_ID, "--profile", "nobody"], "nobody"),
        (vec!["verify"], "--role-arn"),
        (vec![], "Usage"),
        (
            vec![
                "launch-url",
                "--external-id",
                "abc",
                "--platform-account",
                "111122223333",
                "--template-url",
                "https://b.s3.amazonaws.com/t",
            ],
            "UUID",
        ),
        (
            vec![
                "launch-url",
                "--external-id",
                EXTERNAL_ID,
                "--platform-account",
                "1",
                "--template-url",
                "https://b.s3.amazonaws.com/t",
            ],
            "12 digits",
        ),
        (
            vec![
                "launch-url",
                "--external-id",
                EXTERNAL_ID,
                "--platform-account",
                "111122223333",
                "--template-url",
                "https://example.com/t",
            ],
            "S3",
        ),
        (
            vec![
                "launch-url",
                "--external-id",
                EXTERNAL_ID,
                "--platform-account",
                "111122223333",
                "--template-url",
                "https://b.s3.amazonaws.com/t",
                "--region",
                "us-east-1",
                "--partition",
                "aws-cn",
            ],
            "partition",
        ),
        (
            vec![
                "launch-url",
                "--external-id",
                EXTERNAL_ID,
                "--platform-account",
                "111122223333",
                "--template-url",
                "https://b.s3.amazonaws.com/t",
                "--stack-name",
                "1x",
            ],
            "stack name",
        ),
        (vec!["connections", "show", "not-a-uuid"], "not-a-uuid"),
        (vec!["connections", "show", EXTERNAL_ID], "no connection"),
    ];
    for (arguments, words) in rows {
        let ran = world.run(&arguments).await;
        assert_eq!(ran.code, Some(2), "{arguments:?} is bad input: {}", ran.messages);
        assert!(ran.messages.contains(words), "{arguments:?} should be told {words:?}: {}", ran.messages);
        assert_eq!(ran.output, "", "{arguments:?} leaves standard output empty");
    }
    let sent: Vec<String> = world.sandbox.calls().list().iter().map(|call| call.action.clone()).collect();
    assert_eq!(sent, Vec::<String>::new(), "bad input sends nothing at all");
}

#[tokio::test]
async fn a_profile_that_makes_no_sense_is_named_with_its_file() {
    let world = World::new().await;
    let config = world.home.path().join("circle");
    let role = |name: &str, source: &str| {
        format!("[profile {name}]\nrole_arn = arn:aws:iam::444455556666:role/X\nsource_profile = {source}\n")
    };
    let sandbox = std::fs::read_to_string(world.sandbox.dir().join("config")).unwrap();
    std::fs::write(&config, sandbox + &role("a", "b") + &role("b", "a") + &role("lost", "gone")).unwrap();
    world.sandbox.calls().clear();
    for (flag, profile, words) in [
        ("--profile", "a", "a → b → a"),
        ("--profile", "lost", "\"gone\""),
        ("--target-profile", "a", "a → b → a"),
        ("--target-profile", "lost", "\"gone\""),
    ] {
        let runner = if flag == "--profile" { vec![] } else { vec!["--profile", "sandbox-runner"] };
        let arguments = ["verify", "--role-arn", ROLE, "--external-id", EXTERNAL_ID, flag, profile];
        let mut command = world.command(&[&arguments[..], &runner].concat());
        command.env("AWS_CONFIG_FILE", &config);
        let ran = super::support::ran(command).await;
        assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""), "{flag} {profile} is bad input: {}", ran.messages);
        for part in [words, &format!("\"{profile}\""), "/circle"] {
            assert!(ran.messages.contains(part), "{flag} {profile} should be told {part}: {}", ran.messages);
        }
    }
    assert_eq!(world.sandbox.calls().list().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn a_malformed_aws_file_is_named_with_its_line() {
    let world = World::new().await;
    let config = world.home.path().join("broken");
    std::fs::write(&config, "[profile a]\nregion = eu-west-1\n[profile b\n").unwrap();
    let mut command = world.command(&["verify", "--role-arn", ROLE, "--external-id", EXTERNAL_ID, "--profile", "a"]);
    command.env("AWS_CONFIG_FILE", &config);
    let ran = super::support::ran(command).await;
    assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""), "bad input: {}", ran.messages);
    assert!(ran.messages.contains("broken") && ran.messages.contains("line 3"), "file and line: {}", ran.messages);
}

/// The report of the program with these AWS files, without any proxy of calls to look at.
async fn without_credentials(config: &str, profile: Option<&str>) -> (super::support::Ran, std::time::Duration) {
    let home = tempfile::tempdir().unwrap();
    let profile = profile.map(|profile| ["--profile", profile]);
    let verify = ["verify", "--role-arn", ROLE, "--external-id", EXTERNAL_ID, "--format", "json"];
    let arguments: Vec<&str> = verify.into_iter().chain(profile.into_iter().flatten()).collect();
    let mut command = super::support::bare(home.path(), &arguments);
    if !config.is_empty() {
        std::fs::create_dir(home.path().join(".aws")).unwrap();
        std::fs::write(home.path().join(".aws/config"), config).unwrap();
    }
    // As on a laptop: nobody has said that there is no instance around.
    command.env_remove("AWS_EC2_METADATA_DISABLED").env("RUST_LOG", "trace");
    let begun = std::time::Instant::now();
    (super::support::ran(command).await, begun.elapsed())
}

#[tokio::test]
async fn a_profile_that_gives_nothing_is_a_report_and_no_secret_is_in_it() {
    let program = |command: &str| format!("[profile p]\nregion = eu-west-1\ncredential_process = {command}\n");
    let talks = program("sh -c \"echo CANARY >&2; echo CANARY; exit 3\" CANARY");
    for (name, config, profile, words) in [
        ("no AWS files at all", String::new(), None, "gives no credentials"),
        ("a program that is not there", program("/no/such/program x"), Some("p"), "status 127"),
        ("a program that fails and talks", talks, Some("p"), "status 3"),
        ("a program that talks nonsense", program("echo CANARY"), Some("p"), "as JSON"),
        ("nothing in the profile", "[profile p]\nregion = eu-west-1\n".to_owned(), Some("p"), "no keys, SSO"),
    ] {
        let (ran, elapsed) = without_credentials(&config, profile).await;
        let report = ran.report();
        let runner = &report["checks"][0];
        assert_eq!((ran.code, &runner["cause"]), (Some(4), &serde_json::json!("runner_credentials_missing")), "{name}");
        assert!(runner["summary"].as_str().unwrap().contains(words), "{name} should be told {words:?}: {runner:#}");
        assert!(!(ran.output + &ran.messages).contains("CANARY"), "{name}: what a program prints may be a key");
        assert!(elapsed < std::time::Duration::from_secs(5), "{name} takes {elapsed:?}, which a person would see");
    }
}
