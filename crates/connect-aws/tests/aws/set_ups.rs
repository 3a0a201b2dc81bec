//! Set-ups of credentials as people have them, each with whose calls it leads to, or with what it is refused by.
//!
//! A server stands for STS: a caller is named by the access key that signed, and a role's session by the role. So the name
//! of the caller tells which keys, and which roles on the way, a set-up led to.

use connect_core::failure::SignInError;
use connect_core::ports::Cloud;

use crate::common::{Machine, Reply, Request, Server};

/// One set-up: the two AWS files, the environment, and what comes of a profile.
struct SetUp {
    /// What people would call it.
    name: &'static str,
    config: &'static str,
    credentials: &'static str,
    variables: &'static [(&'static str, &'static str)],
    /// The profile that is chosen; none for the default chain.
    profile: Option<&'static str>,
    comes_to: Comes,
}

#[derive(Debug)]
enum Comes {
    /// Calls are signed with this key; a role's session has the name of the role.
    Signs(&'static str),
    /// It is refused, and these words are told.
    Refused(&'static str),
}
use Comes::{Refused, Signs};

const fn set_up(
    name: &'static str,
    (config, credentials): (&'static str, &'static str),
    variables: &'static [(&'static str, &'static str)],
    profile: Option<&'static str>,
    comes_to: Comes,
) -> SetUp {
    SetUp { name, config, credentials, variables, profile, comes_to }
}

const KEYS: &str = "[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n";
const DEFAULT: &str = "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n";
const BOTH: &str = "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n";
const ENVIRONMENT: &[(&str, &str)] = &[("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
const ROLE: &str = "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\n";
const TWO_ROLES: &str = "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\n[profile second]\nrole_arn = arn:aws:iam::777788889999:role/Second\nsource_profile = role\n";
const PROGRAM: &str = r#"[profile program]
credential_process = echo '{"Version":1,"AccessKeyId":"AKIAPROGRAM","SecretAccessKey":"s"}'
"#;

/// Static keys, in every place in which they may stand.
const STATIC: [SetUp; 14] = [
    set_up("keys in the credentials file", ("", KEYS), &[], Some("keys"), Signs("AKIAKEYS")),
    set_up("the default profile, chosen by nobody", ("", DEFAULT), &[], None, Signs("AKIADEFAULT")),
    set_up("the default profile by its name", ("", DEFAULT), &[], Some("default"), Signs("AKIADEFAULT")),
    set_up(
        "keys in the config file",
        ("[profile keys]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n", ""),
        &[],
        Some("keys"),
        Signs("AKIACONFIG"),
    ),
    set_up(
        "both files: the credentials file wins",
        ("[profile keys]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n", KEYS),
        &[],
        Some("keys"),
        Signs("AKIAKEYS"),
    ),
    set_up(
        "[profile default] in the config file",
        ("[profile default]\nregion = eu-west-1\n", DEFAULT),
        &[],
        None,
        Signs("AKIADEFAULT"),
    ),
    set_up(
        "keys with a session token",
        ("", "[keys]\naws_access_key_id = ASIATOKEN\naws_secret_access_key = s\naws_session_token = t\n"),
        &[],
        Some("keys"),
        Signs("ASIATOKEN"),
    ),
    set_up(
        "spaces around the values",
        ("", "[keys]\naws_access_key_id   =   AKIAKEYS\naws_secret_access_key=s\n"),
        &[],
        Some("keys"),
        Signs("AKIAKEYS"),
    ),
    set_up(
        "comments and blank lines",
        ("# mine\n\n; too\n", "[keys] # work\n\naws_access_key_id = AKIAKEYS # me\naws_secret_access_key = s\n"),
        &[],
        Some("keys"),
        Signs("AKIAKEYS"),
    ),
    set_up(
        "a name with signs",
        ("", "[corp/my.keys@prod]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n"),
        &[],
        Some("corp/my.keys@prod"),
        Signs("AKIAKEYS"),
    ),
    set_up(
        "lines that end as on Windows",
        ("", "[keys]\r\naws_access_key_id = AKIAKEYS\r\naws_secret_access_key = s\r\n"),
        &[],
        Some("keys"),
        Signs("AKIAKEYS"),
    ),
    set_up("AWS_PROFILE says which", ("", BOTH), &[("AWS_PROFILE", "keys")], None, Signs("AKIAKEYS")),
    set_up(
        "a chosen profile goes before AWS_PROFILE",
        ("", BOTH),
        &[("AWS_PROFILE", "keys")],
        Some("default"),
        Signs("AKIADEFAULT"),
    ),
    set_up(
        "half a pair of keys",
        ("", "[keys]\naws_access_key_id = AKIAKEYS\n"),
        &[],
        Some("keys"),
        Refused("gives no credentials"),
    ),
];

/// Keys in the environment, with and without profiles beside them.
const VARIABLES: [SetUp; 6] = [
    set_up("keys in the environment alone", ("", ""), ENVIRONMENT, None, Signs("AKIAENV")),
    set_up("the environment goes before the default profile", ("", DEFAULT), ENVIRONMENT, None, Signs("AKIAENV")),
    set_up("a chosen profile goes before the environment", ("", KEYS), ENVIRONMENT, Some("keys"), Signs("AKIAKEYS")),
    set_up("the environment, chosen by its name", ("", DEFAULT), ENVIRONMENT, Some("environment"), Signs("AKIAENV")),
    set_up(
        "half a pair in the environment is none",
        ("", DEFAULT),
        &[("AWS_ACCESS_KEY_ID", "AKIAENV")],
        None,
        Signs("AKIADEFAULT"),
    ),
    set_up("nothing at all", ("", ""), &[], None, Refused("no credentials found in chain")),
];

/// Roles on the way.
const ROLES: [SetUp; 12] = [
    set_up("a role from a profile with keys", (ROLE, KEYS), &[], Some("role"), Signs("Deploy")),
    set_up("a role from a role", (TWO_ROLES, KEYS), &[], Some("second"), Signs("Second")),
    set_up(
        "a role from the environment",
        ("[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\ncredential_source = Environment\n", ""),
        ENVIRONMENT,
        Some("role"),
        Signs("Deploy"),
    ),
    set_up(
        "a role from a program",
        (
            "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = program\n[profile program]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"AKIAPROGRAM\",\"SecretAccessKey\":\"s\"}'\n",
            "",
        ),
        &[],
        Some("role"),
        Signs("Deploy"),
    ),
    set_up(
        "a role with an External ID and a session name",
        (
            "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\nexternal_id = other-party\nrole_session_name = anna\n",
            KEYS,
        ),
        &[],
        Some("role"),
        Signs("Deploy"),
    ),
    set_up(
        "a role that is its own source",
        (
            "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = role\n",
            "[role]\naws_access_key_id = AKIAROLE\naws_secret_access_key = s\n",
        ),
        &[],
        Some("role"),
        Signs("Deploy"),
    ),
    set_up(
        "a role with a path",
        ("[profile role]\nrole_arn = arn:aws:iam::777788889999:role/ops/team/Deploy\nsource_profile = keys\n", KEYS),
        &[],
        Some("role"),
        Signs("Deploy"),
    ),
    set_up(
        "a role as the default profile",
        ("[default]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\n", KEYS),
        &[],
        None,
        Signs("Deploy"),
    ),
    set_up(
        "a role in the credentials file",
        (
            "",
            "[role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\n[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n",
        ),
        &[],
        Some("role"),
        Signs("Deploy"),
    ),
    set_up(
        "a role whose source goes round in a circle",
        (
            "[profile a]\nrole_arn = arn:aws:iam::777788889999:role/A\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::777788889999:role/B\nsource_profile = a\n",
            "",
        ),
        &[],
        Some("a"),
        Refused("a → b → a"),
    ),
    set_up(
        "a role without a source",
        ("[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\n", ""),
        &[],
        Some("role"),
        Refused("neither source_profile nor credential_source"),
    ),
    set_up(
        "a role that wants a code",
        (
            "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/anna\n",
            KEYS,
        ),
        &[],
        Some("role"),
        Refused("asks for a code of the MFA device"),
    ),
];

/// External programs.
#[cfg(unix)]
const PROGRAMS: [SetUp; 6] = [
    set_up("a program", (PROGRAM, ""), &[], Some("program"), Signs("AKIAPROGRAM")),
    set_up(
        "a program with a session token",
        (
            "[profile program]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"ASIAPROGRAM\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2999-01-01T00:00:00Z\"}'\n",
            "",
        ),
        &[],
        Some("program"),
        Signs("ASIAPROGRAM"),
    ),
    set_up(
        "keys go before a program only in a source",
        (
            "[profile program]\ncredential_process = exit 1\n",
            "[program]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n",
        ),
        &[],
        Some("program"),
        Refused("credential_process"),
    ),
    set_up(
        "a program that fails",
        ("[profile program]\ncredential_process = exit 3\n", ""),
        &[],
        Some("program"),
        Refused("credential_process"),
    ),
    set_up(
        "a program that says no JSON",
        ("[profile program]\ncredential_process = echo hello\n", ""),
        &[],
        Some("program"),
        Refused("credential_process"),
    ),
    set_up(
        "a program that is not there",
        ("[profile program]\ncredential_process = /no/such/program\n", ""),
        &[],
        Some("program"),
        Refused("credential_process"),
    ),
];

/// Sign-ins of people, of which nobody has taken place here.
const SIGN_INS: [SetUp; 7] = [
    set_up(
        "IAM Identity Center with a session",
        (
            "[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n",
            "",
        ),
        &[],
        Some("sso"),
        Refused("aws sso login --profile sso"),
    ),
    set_up(
        "IAM Identity Center as it was before sessions",
        (
            "[profile sso]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n",
            "",
        ),
        &[],
        Some("sso"),
        Refused("aws sso login --profile sso"),
    ),
    set_up(
        "a role on top of IAM Identity Center",
        (
            "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = sso\n[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n",
            "",
        ),
        &[],
        Some("role"),
        Refused("aws sso login --profile sso"),
    ),
    set_up(
        "a session that is not in the files",
        ("[profile sso]\nsso_session = gone\nsso_account_id = 111122223333\nsso_role_name = Admin\n", ""),
        &[],
        Some("sso"),
        Refused("sso_session \"gone\""),
    ),
    set_up(
        "IAM Identity Center without a role",
        (
            "[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n",
            "",
        ),
        &[],
        Some("sso"),
        Refused("sso_role_name is missing"),
    ),
    set_up(
        "aws login",
        ("[profile login]\nlogin_session = arn:aws:iam::111122223333:user/me\n", ""),
        &[],
        Some("login"),
        Refused("aws login --profile login"),
    ),
    set_up(
        "a name that only signs tell apart",
        (
            "[profile corp:sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n",
            "",
        ),
        &[],
        Some("corp:sso"),
        Refused("aws sso login --profile"),
    ),
];

/// What only exists elsewhere, and files that make no sense.
const ELSEWHERE: [SetUp; 7] = [
    set_up(
        "a token file that is not there",
        (
            "[profile web]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nweb_identity_token_file = /no/such/token\n",
            "",
        ),
        &[],
        Some("web"),
        Refused("No such file"),
    ),
    set_up(
        "a token file without a role",
        ("[profile web]\nweb_identity_token_file = /no/such/token\n", ""),
        &[],
        Some("web"),
        Refused("no role_arn"),
    ),
    set_up(
        "a container that is none",
        ("[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\ncredential_source = EcsContainer\n", ""),
        &[],
        Some("role"),
        Refused("no container's credentials"),
    ),
    set_up(
        "a source that nobody knows",
        ("[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\ncredential_source = Moon\n", ""),
        &[],
        Some("role"),
        Refused("\"Moon\""),
    ),
    set_up(
        "both kinds of source",
        (
            "[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deploy\nsource_profile = keys\ncredential_source = Environment\n",
            KEYS,
        ),
        &[],
        Some("role"),
        Refused("keep one"),
    ),
    set_up("a profile that is not there", ("", KEYS), &[], Some("prod"), Refused("Known profiles: keys")),
    set_up(
        "a file that is no AWS file",
        ("nonsense\n", KEYS),
        &[],
        Some("keys"),
        Refused("config cannot be read at line 1"),
    ),
];

fn all() -> Vec<&'static SetUp> {
    let mut all: Vec<&SetUp> =
        STATIC.iter().chain(&VARIABLES).chain(&ROLES).chain(&SIGN_INS).chain(&ELSEWHERE).collect();
    #[cfg(unix)]
    all.extend(&PROGRAMS);
    all
}

/// A caller is named by its key, and a session's key by the role.
fn answer(request: &Request) -> Reply {
    if request.action() == "GetCallerIdentity" {
        return Reply::caller(&format!("arn:aws:iam::111122223333:user/{}", request.key()));
    }
    let role = request.form("RoleArn").unwrap_or_default().rsplit("%2F").next().unwrap_or_default();
    let credentials = format!(
        "<Credentials><AccessKeyId>{role}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
         <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>"
    );
    Reply::xml(
        200,
        &format!("<AssumeRoleResponse><AssumeRoleResult>{credentials}</AssumeRoleResult></AssumeRoleResponse>"),
    )
}

#[tokio::test]
async fn every_set_up_leads_to_whom_the_aws_tools_lead() {
    let server = Server::start(answer).await;
    let mut wrong = Vec::new();
    for set_up in all() {
        let machine = Machine::new(set_up.config, set_up.credentials).with("AWS_ENDPOINT_URL", &server.url);
        let machine = set_up.variables.iter().fold(machine, |machine, (name, value)| machine.with(name, value));
        let profile = set_up.profile.map(|profile| profile.parse().unwrap());
        let came_to = machine.cloud().sign_in(profile.as_ref()).await;
        let right = match (&came_to, &set_up.comes_to) {
            (Ok(identity), Signs(key)) => identity.caller().arn.ends_with(&format!("/{key}")),
            (Err(error), Refused(words)) => told(error).contains(words),
            _ => false,
        };
        if !right {
            let came_to = came_to.map_or_else(|error| told(&error), |identity| identity.caller().arn.clone());
            wrong.push(format!("{}: wanted {:?}, came to {came_to}", set_up.name, set_up.comes_to));
        }
    }
    assert!(wrong.is_empty(), "{} of {} set-ups: {wrong:#?}", wrong.len(), all().len());
}

#[test]
fn there_are_as_many_as_the_sdk_itself_tests() {
    let names: std::collections::BTreeSet<&str> = all().into_iter().map(|set_up| set_up.name).collect();
    assert_eq!(names.len(), all().len(), "each is another one");
    assert!(names.len() >= 45, "there are {}", names.len());
}

/// What a person is told: the sentence, and the command.
fn told(error: &SignInError) -> String {
    let command = match error {
        SignInError::Call(failure) => format!("{:?}", failure.kind),
        _ => String::new(),
    };
    format!("{error} {command}")
}
