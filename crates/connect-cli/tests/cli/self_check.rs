//! The account's owner without the platform's identity, and the runner's own policies, against the stand-in.

use connect_testkit::{Because, Effect, Fault, PLATFORM_ACCOUNT};
use serde_json::{Value, json};

use super::support::{EXTERNAL_ID, Ran, World};

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"))
}

impl World {
    /// `verify` by these profiles alone; without a runner profile there are no credentials for one.
    async fn by(&self, variant: &str, profiles: &[&str]) -> Ran {
        let role = self.role_arn(variant);
        let verify = ["verify", "--role-arn", &role, "--external-id", EXTERNAL_ID, "--format", "json"];
        self.run(&[&verify[..], &["--propagation-wait", "0", "--no-discovery"], profiles].concat()).await
    }

    async fn give_user(&self, user: &str, policy: &str, statement: &Value) {
        let document = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
        let params = json!({"UserName": user, "PolicyName": policy, "PolicyDocument": document});
        self.sandbox.aws(PLATFORM_ACCOUNT, "iam", "us-east-1", "PutUserPolicy", params).await.unwrap();
    }
}

#[tokio::test]
async fn the_owner_of_an_account_checks_the_role_without_the_platform() {
    let world = World::new().await;
    let (target, platform) = (["--target-profile", "sandbox-customer"], ["--platform-account", PLATFORM_ACCOUNT]);
    let known = [target, platform].concat();
    let expired = [&["--profile", "sandbox-expired-sso"], &known[..]].concat();
    let stranger = [&["--profile", "sandbox-stranger"], &known[..]].concat();
    let owner: Vec<&str> = [["--profile", "sandbox-customer"], platform].concat();
    let rows: [(&str, &[&str], &str, &str, Value); 9] = [
        ("Good", &known, "runner_credentials_missing", "pass", Value::Null),
        ("Good", &expired, "runner_credentials_expired", "pass", Value::Null),
        ("Good", &target, "runner_credentials_missing", "warn", Value::Null),
        ("Good", &stranger, "runner_wrong_account", "pass", Value::Null),
        ("Good", &owner, "runner_wrong_account", "pass", Value::Null),
        ("WrongAccount", &known, "runner_credentials_missing", "fail", json!("trust_principal_mismatch")),
        ("WrongExternalId", &known, "runner_credentials_missing", "fail", json!("trust_external_id_mismatch")),
        ("NoExternalId", &target, "runner_credentials_missing", "fail", json!("trust_external_id_not_enforced")),
        ("IfExists", &stranger, "runner_wrong_account", "fail", json!("trust_external_id_not_enforced")),
    ];
    for (variant, profiles, first, status, cause) in rows {
        let ran = world.by(variant, profiles).await;
        let report = ran.report();
        assert_eq!((ran.code, &report["status"]), (Some(4), &json!("disconnected")), "{variant} {profiles:?}");
        let failed = report["checks"].as_array().unwrap().iter().find(|check| check["status"] == "fail").unwrap();
        assert_eq!(failed["cause"], first, "{variant} {profiles:?}: why nothing is proved live: {failed:#}");
        let trust = check(&report, "trust-policy");
        let found = (&trust["status"], &trust["cause"], &trust["evidence"]);
        assert_eq!(found, (&json!(status), &cause, &json!("policy")), "{variant} {profiles:?}: {trust:#}");
        let summary = trust["summary"].as_str().unwrap();
        let plain = summary.starts_with("Judged from its text") && summary.contains("nothing was tried live");
        assert!(plain, "{variant} {profiles:?}: {summary}");
        let required = check(&report, "required-permissions");
        assert_eq!((&required["status"], &required["evidence"]), (&json!("pass"), &json!("simulated")), "{required:#}");
    }
}

#[tokio::test]
async fn a_runner_of_the_target_account_is_not_taken_for_the_platform() {
    let world = World::new().await;
    world.sandbox.calls().clear();
    let ran = world.by("Good", &["--profile", "sandbox-customer"]).await;
    let report = ran.report();
    assert_eq!((ran.code, &check(&report, "role-arn")["cause"]), (Some(4), &json!("account_mismatch")), "not its own");
    assert_eq!(world.sandbox.calls().of("sts", "AssumeRole").len(), 0, "nothing is assumed");
    let trust = check(&report, "trust-policy");
    assert_eq!(trust["status"], "warn", "the text is judged for the account that it trusts: {trust:#}");
    assert_eq!(check(&report, "required-permissions")["status"], "pass", "and so are the permissions");
}

#[tokio::test]
async fn a_bare_denial_is_explained_by_the_runners_own_policies() {
    let world = World::new().await;
    let bare = Fault::new(Effect::Deny { because: Because::Nothing }).service("sts").action("AssumeRole");
    world.sandbox.faults().add(bare);
    let no_assume = ["--profile", "sandbox-no-assume"];
    let assume = |report: &Value| check(report, "assume-role").clone();
    let open = assume(&world.by("Good", &no_assume).await.report());
    assert_eq!(open["cause"], "assume_denied", "it may neither ask nor read: {open:#}");
    let everything = json!({"Effect": "Allow", "Action": ["iam:Get*", "iam:List*"], "Resource": "*"});
    world.give_user("no-assume", "may-read", &everything).await;
    let read = assume(&world.by("Good", &no_assume).await.report());
    assert_eq!((&read["cause"], &read["evidence"]), (&json!("runner_not_allowed"), &json!("policy")), "{read:#}");
    let ask = json!({"Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy", "Resource": "*"});
    world.give_user("no-assume", "may-ask", &ask).await;
    let asked = assume(&world.by("Good", &no_assume).await.report());
    assert_eq!((&asked["cause"], &asked["evidence"]), (&json!("runner_not_allowed"), &json!("simulated")), "{asked:#}");
    let deny = json!({"Effect": "Deny", "Action": "sts:*", "Resource": "*"});
    world.give_user("no-assume", "deny", &deny).await;
    let denied = assume(&world.by("Good", &no_assume).await.report());
    assert_eq!(denied["cause"], "denied_by_identity_policy", "{denied:#}");

    world.give_user("alethia-runner", "may-ask", &ask).await;
    world.sandbox.calls().clear();
    let allowed = assume(&world.by("Good", &["--profile", "sandbox-runner"]).await.report());
    let summary = allowed["summary"].as_str().unwrap();
    assert_eq!(allowed["cause"], "assume_denied", "something else refuses it: {summary}");
    assert!(summary.contains("simulator says that the runner's own policies allow it"), "{summary}");
    for call in world.sandbox.calls().list() {
        let reads = ["Get", "List", "Assume", "Simulate"].iter().any(|verb| call.action.starts_with(verb));
        assert!(reads, "{}:{} is not a reading call", call.service, call.action);
    }
}
