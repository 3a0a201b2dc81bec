//! The runner and the Role ARN: what is known before anything is assumed.

use serde_json::json;

use super::row::{Also, Given, Scenario, case};

/// Nothing but the runner's identity can be judged.
const NO_RUNNER: &str = "FP --- -- -- -";
const NO_ROLE: &str = "PF --- -- -- -";

fn profiles(name: &'static str, text: &'static str, cause: &'static str) -> Scenario {
    case(name)
        .given(Given::Profiles(text))
        .with(&["--profile", "other"])
        .disconnected(NO_RUNNER, cause)
        .also([Also::Calls("AssumeRole", 0)])
}

pub(super) fn rows() -> Vec<Scenario> {
    vec![
        profiles(
            "a profile without credentials",
            "[profile other]\nregion = eu-central-1\n",
            "runner_credentials_missing",
        ),
        profiles(
            "a program that gives no credentials",
            "[profile other]\ncredential_process = false\n",
            "runner_credentials_missing",
        ),
        profiles(
            "a profile that wants a code",
            "[profile other]\nrole_arn = arn:aws:iam::111122223333:role/Deployer\nsource_profile = sandbox-runner\n\
             mfa_serial = arn:aws:iam::111122223333:mfa/phone\n",
            "runner_mfa_required",
        ),
        case("keys that nobody made")
            .with(&["--profile", "sandbox-bad-keys"])
            .disconnected(NO_RUNNER, "runner_credentials_invalid")
            .also([Also::Mends("runner-identity", "aws configure --profile sandbox-bad-keys")]),
        case("a sign-in that was never made or is over")
            .with(&["--profile", "sandbox-expired-sso"])
            .disconnected(NO_RUNNER, "runner_credentials_expired")
            .also([Also::Mends("runner-identity", "aws sso login --profile sandbox-expired-sso")]),
        case("a token that has run out")
            .fault(super::time::expired().account("111122223333"))
            .disconnected(NO_RUNNER, "runner_credentials_expired"),
        case("another account than the platform's")
            .with(&["--profile", "sandbox-stranger", "--platform-account", "111122223333"])
            .disconnected("PP F-- -- -- -", "runner_wrong_account")
            .also([Also::Says("assume-role", "runner is in account 777788889999")]),
        case("a stranger, and the platform's account is not known")
            .with(&["--profile", "sandbox-stranger"])
            .disconnected("PP F-- -- -- -", "assume_denied"),
        case("a stranger, and the trust policy can be read")
            .with(&["--profile", "sandbox-stranger"])
            .looked_at()
            .disconnected("PP F-- -F PP -", "trust_principal_mismatch"),
        case("a role of the runner's own account, which can read it")
            .with(&["--profile", "sandbox-customer"])
            .disconnected("PF --- -W PP -", "account_mismatch")
            .also([Also::Says("trust-policy", "Judged from its text"), Also::Calls("AssumeRole", 0)]),
        case("nobody has the platform's identity, and the owner's is enough for the texts")
            .with(&["--profile", "sandbox-expired-sso", "--platform-account", "111122223333"])
            .looked_at()
            .disconnected("FP --- -P PP -", "runner_credentials_expired")
            .also([
                Also::Says("trust-policy", "Judged from its text"),
                Also::Evidence("trust-policy", "policy"),
                Also::Evidence("required-permissions", "simulated"),
                Also::Calls("AssumeRole", 0),
            ]),
        case("a role of another partition")
            .with(&["--role-arn", "arn:aws-cn:iam::444455556666:role/AlethiaProvisionerRole-Good"])
            .disconnected(NO_ROLE, "partition_mismatch")
            .also([Also::Calls("AssumeRole", 0), Also::Evidence("role-arn", "policy")]),
        case("the runner is a role's session")
            .given(Given::Session(json!([{ "Effect": "Allow", "Action": "*", "Resource": "*" }])))
            .connected("PP PPP PP PP P")
            .also([Also::Says("runner-identity", "assumed-role/AlethiaProvisionerRole-Runner")]),
        case("a target profile that cannot sign in")
            .with(&["--target-profile", "sandbox-bad-keys"])
            .connected("PP PPP PP PP P")
            .also([Also::Says("trust-policy", "sandbox-bad-keys")]),
        case("a target profile of another account")
            .with(&["--target-profile", "sandbox-stranger"])
            .connected("PP PPP PP PP P")
            .also([Also::Says("trust-policy", "777788889999")]),
        case("nothing is to be discovered")
            .with(&["--no-discovery"])
            .connected("PP PPP PP PP -")
            .also([Also::Calls("DescribeVpcs", 0)]),
    ]
}

#[tokio::test]
async fn the_runner_is_judged_before_anything_is_assumed() {
    super::play("runner", &rows()).await;
}
