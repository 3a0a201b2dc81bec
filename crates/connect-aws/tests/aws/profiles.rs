//! Profiles as they stand in real files: listed, told apart, and refused with words.

use crate::common::Machine;
use connect_aws::{Environment, custom_endpoints, endpoints_in_use, endpoints_of_environment};
use connect_core::failure::{FailureKind, SignInError};
use connect_core::ports::Cloud;
use connect_core::profile::{AccountHint, HintSource, ProfileKind};

const CONFIG: &str = "\
[default]
region = eu-central-1
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile sso-old]
sso_start_url = https://corp.example/start
sso_region = eu-west-1
sso_account_id = 444455556666
sso_role_name = Admin
[profile token-only]
sso_session = corp
[profile login]
login_session = arn:aws:iam::111122223333:user/me
[profile role]
role_arn = arn:aws:iam::777788889999:role/Deploy
source_profile = keys
[profile role-instance]
role_arn = arn:aws:iam::777788889999:role/Deploy
credential_source = Ec2InstanceMetadata
[profile role-alone]
role_arn = arn:aws:iam::777788889999:role/Deploy
[profile process]
credential_process = /opt/creds --for me
[profile web]
role_arn = arn:aws:iam::777788889999:role/Deploy
web_identity_token_file = /tmp/token
[profile half]
aws_access_key_id = AKIA
[profile empty]
output = json
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.example/start
[plugins]
cli = x
";
const CREDENTIALS: &str = "[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n";

#[tokio::test]
async fn every_profile_is_listed_for_what_it_is() {
    let machine = Machine::new(CONFIG, CREDENTIALS);
    let profiles = machine.cloud().profiles().await.unwrap();
    let listed: Vec<(&str, ProfileKind)> =
        profiles.iter().map(|profile| (profile.name.as_str(), profile.kind)).collect();
    let expected = [
        ("default", ProfileKind::Static),
        ("empty", ProfileKind::Incomplete),
        ("half", ProfileKind::Incomplete),
        ("keys", ProfileKind::Static),
        ("login", ProfileKind::Login),
        ("process", ProfileKind::Process),
        ("role", ProfileKind::Role),
        ("role-alone", ProfileKind::Incomplete),
        ("role-instance", ProfileKind::Role),
        ("sso", ProfileKind::Sso),
        ("sso-old", ProfileKind::Sso),
        ("token-only", ProfileKind::Incomplete),
        ("web", ProfileKind::WebIdentity),
    ];
    assert_eq!(listed, expected, "the default first, then by name, from both files");
    let find = |name: &str| profiles.iter().find(|profile| profile.name.as_str() == name).unwrap();
    let hint = |name: &str| find(name).account_hint.as_ref().map(|hint| (hint.account.as_str(), hint.from));
    assert_eq!(find("default").region.as_deref(), Some("eu-central-1"), "region from config, keys from credentials");
    assert_eq!(hint("sso"), Some(("111122223333", HintSource::Settings)), "known without asking AWS");
    assert_eq!(find("sso").sso_session.as_deref(), Some("corp"), "its session");
    assert_eq!(find("sso-old").sso_session.as_deref(), Some("https://corp.example/start"), "its start URL");
    assert_eq!(hint("role"), Some(("777788889999", HintSource::Settings)), "the role's account, not the key's");
    assert_eq!(hint("login"), Some(("111122223333", HintSource::Settings)), "the session's account");
    assert_eq!(hint("process"), None, "only its program knows");
    assert_eq!(find("process").program.as_deref(), Some("/opt/creds"), "named without its arguments");
    assert_eq!(find("keys").program, None, "keys need none");
}

/// The id of a key of account 029608264753.
const KEY: &str = "ASIAQNZGKIQY56JQ7WML";

#[tokio::test]
async fn a_key_tells_whose_it_is_and_does_not_leave_its_file() {
    let keys = |extra: &str| format!("[keys]\naws_access_key_id = {KEY}\naws_secret_access_key = s\n{extra}");
    let hint = async |machine: &Machine, name: &str| -> Option<AccountHint> {
        let profiles = machine.cloud().profiles().await.unwrap();
        assert!(!format!("{profiles:?}").contains(KEY), "the id of the key is in nothing that is handed on");
        profiles.into_iter().find(|profile| profile.name.as_str() == name).unwrap().account_hint
    };
    let by_key = Some(AccountHint { account: "029608264753".into(), from: HintSource::KeyId });
    let machine =
        Machine::new("[profile old]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n", &keys(""));
    assert_eq!(hint(&machine, "keys").await, by_key, "told without asking AWS, and marked as what it is");
    assert_eq!(hint(&machine, "old").await, None, "the older ids tell nothing");
    let named = Machine::new("", &keys("aws_account_id = 111122223333\n"));
    let settings = Some(AccountHint { account: "111122223333".into(), from: HintSource::Settings });
    assert_eq!(hint(&named, "keys").await, settings, "what the settings say goes before");
    let role = "[profile keys]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\n";
    let assumed = hint(&Machine::new(role, &keys("")), "keys").await.map(|hint| hint.account);
    assert_eq!(assumed.as_deref(), Some("777788889999"), "the key only assumes the role");
    for made_elsewhere in [
        Machine::new("", &keys("endpoint_url = http://127.0.0.1:1\n")),
        Machine::new("", &keys("")).with("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
    ] {
        assert_eq!(hint(&made_elsewhere, "keys").await, None, "what stands in for AWS makes ids of its own");
    }
    let environment = Machine::new("", "").with("AWS_ACCESS_KEY_ID", KEY).with("AWS_SECRET_ACCESS_KEY", "s");
    assert_eq!(hint(&environment, "environment").await, by_key, "so do the keys of the environment");
}

#[tokio::test]
async fn keys_of_the_environment_are_a_profile_only_when_whole() {
    let machine = Machine::new("", "").with("AWS_ACCESS_KEY_ID", "AKIAENV");
    assert_eq!(machine.cloud().profiles().await.unwrap(), [], "half a pair gives no credentials");
    let machine = machine.with("AWS_SECRET_ACCESS_KEY", "s").with("AWS_REGION", "eu-west-1");
    let profiles = machine.cloud().profiles().await.unwrap();
    assert_eq!((profiles[0].name.as_str(), profiles[0].kind), ("environment", ProfileKind::Environment), "listed");
    assert_eq!(profiles[0].region.as_deref(), Some("eu-west-1"), "with the environment's region");
    machine.write("config", b"[profile environment]\nregion = us-east-2\n");
    let profiles = machine.cloud().profiles().await.unwrap();
    assert_eq!(
        (profiles.len(), profiles[0].kind),
        (1, ProfileKind::Incomplete),
        "a profile of that name goes before it"
    );
}

#[tokio::test]
async fn files_may_be_absent_empty_or_from_windows() {
    let machine = Machine::new("", "");
    assert_eq!(machine.cloud().profiles().await.unwrap(), [], "empty files are no error");
    std::fs::remove_file(machine.path("config")).unwrap();
    std::fs::remove_file(machine.path("credentials")).unwrap();
    assert_eq!(machine.cloud().profiles().await.unwrap(), [], "absent files are no error");
    machine.write("config", "\u{feff}[profile a]\r\nregion = eu-west-1\r\n".as_bytes());
    let profiles = machine.cloud().profiles().await.unwrap();
    assert_eq!(profiles[0].region.as_deref(), Some("eu-west-1"), "byte order mark and CRLF, as Notepad writes them");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::new("", CREDENTIALS);
    let path = machine.path("credentials");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // Root may read everything; a folder in its place is refused to root too.
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
    }
    for error in [machine.cloud().profiles().await.unwrap_err(), machine.refusal("keys").await] {
        let SignInError::MalformedFile { file, line, reason } = &error else { panic!("{error:?}") };
        assert_eq!((file.as_str(), *line), (path.display().to_string().as_str(), None), "the file, and no line of it");
        assert!(reason.contains("os error"), "with the system's reason: {reason}");
    }
}

#[tokio::test]
async fn a_malformed_file_is_named_with_its_line() {
    let machine = Machine::new("[default]\nregion = x\nnonsense\n", "");
    let expect = |error: SignInError, name: &str, at: Option<u32>| {
        let SignInError::MalformedFile { file, line, reason } = error else { panic!("{error}") };
        assert!(file.ends_with(name) && line == at, "{file} line {line:?}: {reason}");
        assert!(!reason.is_empty(), "it says what is wrong");
    };
    expect(machine.cloud().profiles().await.unwrap_err(), "config", Some(3));
    machine.write("config", b"");
    machine.write("credentials", b"\n\nkey = outside\n");
    expect(machine.refusal("default").await, "credentials", Some(3));
    machine.write("credentials", b"[default]\nx = \xff\n");
    expect(machine.refusal("default").await, "credentials", Some(2));
    std::fs::remove_file(machine.path("credentials")).unwrap();
    std::fs::create_dir(machine.path("credentials")).unwrap();
    expect(machine.refusal("default").await, "credentials", None);
}

#[tokio::test]
async fn an_unknown_profile_is_told_which_there_are() {
    let machine = Machine::new(CONFIG, CREDENTIALS);
    let SignInError::UnknownProfile { name, files, known } = machine.refusal("prod").await else { panic!("unknown") };
    assert_eq!(name, "prod", "what was asked for");
    assert!(files.contains("config and") && files.contains("credentials"), "where it was looked for: {files}");
    assert!(known.contains(&"sso".to_owned()) && known.len() == 13, "what there is: {known:?}");
    let by_variable = machine.with("AWS_PROFILE", "gone").cloud().sign_in(None).await;
    assert!(
        matches!(by_variable, Err(SignInError::UnknownProfile { name, .. }) if name == "gone"),
        "AWS_PROFILE counts"
    );
}

#[tokio::test]
async fn profiles_that_make_no_sense_are_refused() {
    let config = "\
[profile a]
role_arn = arn:aws:iam::777788889999:role/A
source_profile = b
[profile b]
role_arn = arn:aws:iam::777788889999:role/B
source_profile = a
[profile alone]
role_arn = arn:aws:iam::777788889999:role/A
[profile both]
role_arn = arn:aws:iam::777788889999:role/A
source_profile = a
credential_source = Environment
[profile nowhere]
role_arn = arn:aws:iam::777788889999:role/A
source_profile = gone
[profile itself]
role_arn = arn:aws:iam::777788889999:role/A
source_profile = itself
[profile odd]
role_arn = arn:aws:iam::777788889999:role/A
credential_source = Moon
[profile sso]
sso_session = gone
sso_account_id = 111122223333
sso_role_name = Admin
[profile region]
region = x/../y
aws_access_key_id = AKIA
aws_secret_access_key = s
";
    let credentials = "[shared]\nrole_arn = arn:aws:iam::777788889999:role/A\n";
    let machine = Machine::new(config, credentials);
    for (profile, file, words) in [
        ("a", "config", "a → b → a"),
        ("alone", "config", "neither source_profile nor credential_source"),
        ("both", "config", "keep one"),
        ("nowhere", "config", "\"gone\""),
        ("itself", "config", "itself → itself"),
        ("odd", "config", "\"Moon\""),
        ("sso", "config", "sso_session \"gone\""),
        ("region", "config", "\"x/../y\""),
        ("shared", "credentials", "neither source_profile nor credential_source"),
    ] {
        let error = machine.refusal(profile).await;
        let SignInError::InvalidProfile { name, file: told, .. } = &error else { panic!("{profile}: {error:?}") };
        assert_eq!(*told, machine.path(file).display().to_string(), "{name} is told where it stands");
        let sentence = error.to_string();
        assert!(sentence.contains(words), "{profile} should be told {words:?}, was told: {sentence}");
        assert!(sentence.contains(name) && sentence.contains(told), "profile and file are in the sentence: {sentence}");
        let checked = machine.cloud().check(Some(&profile.parse().unwrap())).await;
        assert_eq!(checked, Err(error), "{profile} is refused without the network too");
    }
}

#[tokio::test]
async fn a_profile_may_be_its_own_source_when_it_holds_keys() {
    let role = "role_arn = arn:aws:iam::777788889999:role/A\nsource_profile = itself\n";
    let machine = Machine::new(&format!("[profile itself]\n{role}"), &CREDENTIALS.replace("[keys]", "[itself]"));
    let profile = "itself".parse().unwrap();
    assert_eq!(machine.cloud().check(Some(&profile)).await, Ok(()), "as in AWS's own tools");
}

#[tokio::test]
async fn what_mends_missing_credentials_is_named() {
    let config = "\
[profile empty]
[profile mfa]
role_arn = arn:aws:iam::777788889999:role/A
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/me
[profile program]
credential_process = exit 3
[profile over-mfa]
role_arn = arn:aws:iam::777788889999:role/B
source_profile = mfa
[profile token]
role_arn = arn:aws:iam::777788889999:role/A
web_identity_token_file = /no/such/token
";
    let machine = Machine::new(config, CREDENTIALS);
    let kind = |error: SignInError| match error {
        SignInError::Call(failure) => failure.kind,
        error => panic!("{error}"),
    };
    let command = Some("aws configure --profile empty".to_owned());
    assert_eq!(kind(machine.refusal("empty").await), FailureKind::CredentialsMissing { command }, "nothing in it");
    let command =
        "aws sts get-session-token --serial-number arn:aws:iam::111122223333:mfa/me --token-code CODE --profile keys";
    for (profile, words) in [("mfa", "it says so itself"), ("over-mfa", "also further down the chain")] {
        let required = FailureKind::MfaRequired { command: Some(command.to_owned()) };
        assert_eq!(kind(machine.refusal(profile).await), required, "{words}: with the keys that the device is for");
    }
    let command = Some("aws sts get-caller-identity --profile program".to_owned());
    let shown = FailureKind::CredentialsMissing { command };
    assert_eq!(kind(machine.refusal("program").await), shown, "shows what the program says");
    let missing = FailureKind::CredentialsMissing { command: None };
    assert_eq!(kind(machine.refusal("token").await), missing, "no token file");
    let bare = Machine::new("", "");
    let nothing = bare.cloud().sign_in(None).await.err().map(kind);
    let command = Some("aws configure".to_owned());
    assert_eq!(nothing, Some(FailureKind::CredentialsMissing { command }), "no profile, no keys");
}

#[tokio::test]
async fn custom_endpoints_are_found_wherever_they_are() {
    let config = "[profile a]\nendpoint_url = http://user:canary@one\nservices = s\n[services s]\nec2 =\n  endpoint_url = http://two\n";
    let machine =
        Machine::new(config, "").with("AWS_ENDPOINT_URL", "http://zero").with("AWS_ENDPOINT_URL_STS", "http://sts");
    let found = custom_endpoints(&machine.options()).await.unwrap();
    let urls: Vec<&str> = found.iter().map(|endpoint| endpoint.url.as_str()).collect();
    assert_eq!(
        urls,
        ["http://zero", "http://sts", "http://one", "http://two"],
        "variables, profile and services section"
    );
    assert!(found[2].place.contains("line 2 [profile a]"), "it is said where: {}", found[2].place);
    for (value, ignored) in [("true", true), ("TRUE", true), ("false", false), ("", false), ("1", false)] {
        let machine = Machine::new(config, "")
            .with("AWS_ENDPOINT_URL", "http://zero")
            .with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", value);
        let found = custom_endpoints(&machine.options()).await.unwrap();
        assert_eq!(found.is_empty(), ignored, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS={value}, as the SDK takes it");
    }
    let one_profile =
        Machine::new("[profile a]\nignore_configured_endpoint_urls = true\nendpoint_url = http://one\n", "");
    let found = custom_endpoints(&one_profile.options()).await.unwrap();
    assert_eq!(found.len(), 1, "a profile's own setting is none of the other profiles'");
}

#[tokio::test]
async fn only_endpoints_that_calls_go_to_are_in_use() {
    let config = "[profile a]\nendpoint_url = http://one\n[profile b]\nservices = s\n[services s]\nec2 =\n  endpoint_url = http://two\n[profile c]\nignore_configured_endpoint_urls = true\nendpoint_url = http://three\n";
    let used = async |machine: &Machine, profile: &str| -> Vec<String> {
        let found = endpoints_in_use(&machine.options(), Some(&profile.parse().unwrap())).await.unwrap();
        found.into_iter().map(|endpoint| endpoint.url).collect()
    };
    let machine = Machine::new(config, "");
    assert_eq!(used(&machine, "a").await, ["http://one"], "the profile's own");
    assert_eq!(used(&machine, "b").await, ["http://two"], "by its services section");
    assert_eq!(used(&machine, "c").await, [""; 0], "what is ignored is not used");
    let machine = machine.with("AWS_ENDPOINT_URL_STS", "http://sts").with("AWS_ENDPOINT_URL_SQS", "http://sqs");
    assert_eq!(used(&machine, "b").await, ["http://sts", "http://two"], "SQS is never called");
    let machine = machine.with("AWS_ENDPOINT_URL", "http://zero");
    assert_eq!(used(&machine, "a").await, ["http://zero", "http://sts"], "the environment goes before the files");
    let machine = machine.with("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(used(&machine, "a").await, [""; 0], "nor what the environment says to ignore");
    let all = [("AWS_ENDPOINT_URL", "http://zero"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
    assert_eq!(endpoints_of_environment(&Environment::from_pairs(all[..1].to_vec())).len(), 1, "of the environment");
    assert_eq!(endpoints_of_environment(&Environment::from_pairs(all)).len(), 0, "unless it is to be ignored");
}
