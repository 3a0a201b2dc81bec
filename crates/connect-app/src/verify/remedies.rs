//! What mends a role: paste-ready text for the person who can apply it.

use serde_json::Value;

use connect_core::check::{Audience, Cause, Remedy};
use connect_core::diagnosis::Diagnosis;
use connect_core::trust::Runner;
use connect_role::{TrustedPrincipal, trust_policy};

use super::VerifyRequest;

/// The trust policy that the role must have, pretty-printed.
fn required_trust(request: &VerifyRequest, runner: &Runner) -> Value {
    let account = request.platform_account.as_ref().unwrap_or_else(|| runner.account());
    trust_policy(&TrustedPrincipal::Account(account.clone()), &request.external_id, request.role_arn.partition())
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

/// A text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Replaces the trust policy: as JSON, as a command, and on the console's page; with what is there now.
pub(super) fn mend_trust(request: &VerifyRequest, runner: &Runner, present: Option<&str>) -> Vec<Remedy> {
    let role = &request.role_arn;
    let required = required_trust(request, runner);
    let command = format!(
        "aws iam update-assume-role-policy --role-name {} --policy-document {}",
        role.name(),
        quoted(&required.to_string())
    );
    let page = request.console.role(role.partition(), role.name());
    let who = Audience::AccountAdministrator;
    let mut remedies = vec![
        Remedy::words(who, "Replace the role's trust policy by this one.")
            .with_snippet(pretty(&required))
            .with_url(page),
        Remedy::words(who, "Or run this with administrator rights in the target account.").with_snippet(command),
        Remedy::words(
            who,
            "If a stack or Terraform made the role, give it this connection's External ID and platform account there and apply it again: it would undo a change by hand.",
        ),
    ];
    if let Some(present) = present.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
        remedies.push(
            Remedy::words(who, "For comparison, the trust policy that the role has now.")
                .with_snippet(pretty(&present)),
        );
    }
    remedies
}

/// The role is open to whoever presents no or any External ID.
pub(super) fn require_external_id(request: &VerifyRequest, runner: &Runner) -> Vec<Remedy> {
    mend_trust(request, runner, None)
}

/// What mends a denied assume.
pub(super) fn for_denial(request: &VerifyRequest, diagnosis: &Diagnosis, runner: &Runner) -> Vec<Remedy> {
    let role = &request.role_arn;
    let words = |text: String| Remedy::words(diagnosis.audience, text);
    match diagnosis.cause {
        Cause::RunnerWrongAccount => vec![words(format!(
            "Choose a runner profile of the platform account, or create the role for the platform account {}.",
            runner.account()
        ))],
        Cause::RunnerNotAllowed
        | Cause::DeniedByIdentityPolicy
        | Cause::DeniedByBoundary
        | Cause::DeniedBySessionPolicy
        | Cause::DeniedByEndpointPolicy => {
            let allow = serde_json::json!({
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": role.to_string()}]
            });
            vec![words(format!("Let {runner} call sts:AssumeRole on this role.")).with_snippet(pretty(&allow))]
        }
        Cause::DeniedByScp | Cause::DeniedByRcp => {
            vec![words(format!(
                "Except {role} from the policy that denies sts:AssumeRole from account {}.",
                runner.account()
            ))]
        }
        Cause::RoleNotFound => vec![words(format!(
            "Create the role in account {} by the stack or Terraform, or paste the ARN of the one that exists; the path is part of it.",
            role.account()
        ))],
        _ => {
            let look =
                format!("aws iam get-role --role-name {} --query 'Role.[Arn,AssumeRolePolicyDocument]'", role.name());
            let mut remedies = vec![
                Remedy::words(
                    Audience::AccountAdministrator,
                    format!("Run this in account {}: it tells the hypotheses apart.", role.account()),
                )
                .with_snippet(look),
            ];
            remedies.extend(mend_trust(request, runner, None));
            remedies
        }
    }
}
