//! What mends a denied assume, or tells its hypotheses apart.

use connect_core::check::{Audience, Cause, Remedy};
use connect_core::diagnosis::{Diagnosis, OwnPolicies, RoleLookup};
use connect_core::shell;
use connect_core::trust::{Admission, Runner};

use super::{mend_trust, pretty};
use crate::verify::VerifyRequest;
use crate::verify::trust::Look;

/// What mends a denied assume.
pub(in crate::verify) fn for_denial(
    request: &VerifyRequest,
    diagnosis: &Diagnosis,
    runner: &Runner,
    look: &Look,
) -> Vec<Remedy> {
    let (role, console) = (&request.role_arn, &request.console);
    let words = |text: String| Remedy::words(diagnosis.audience, text);
    let trusts = matches!(&look.lookup, RoleLookup::Read(findings) if findings.admission == Admission::Allows);
    match (diagnosis.cause, &look.lookup) {
        (Cause::RunnerWrongAccount, _) => vec![wrong_account(request, runner)],
        (Cause::RunnerNotAllowed, _) if runner.is_root() => vec![not_as_root(runner)],
        (
            Cause::RunnerNotAllowed
            | Cause::DeniedByIdentityPolicy
            | Cause::DeniedByBoundary
            | Cause::DeniedBySessionPolicy
            | Cause::DeniedByEndpointPolicy,
            _,
        ) => vec![let_runner(request, runner)],
        (Cause::DeniedByScp | Cause::DeniedByRcp, _) => {
            let page = if diagnosis.cause == Cause::DeniedByScp {
                console.service_control_policies(role.partition())
            } else {
                console.resource_control_policies(role.partition())
            };
            let text = format!(
                "Except {runner} from the policy that denies sts:AssumeRole on {role}. For a Deny with conditions, this one does it."
            );
            vec![words(text).with_snippet(except_runner(runner)).with_url(page)]
        }
        (Cause::RoleNotFound, RoleLookup::Elsewhere(arn)) => role_not_found(request, Some(arn)),
        (Cause::RoleNotFound, _) => role_not_found(request, None),
        (Cause::AssumeDenied, _) if trusts && matches!(look.own_policies, OwnPolicies::Allow(_)) => {
            vec![again(), organisation(request, runner)]
        }
        (Cause::AssumeDenied, _) if trusts => runner_side(request, runner),
        _ => {
            let look_at_it = look.trust_policy().is_none().then(|| separating(request));
            look_at_it.into_iter().chain(mend_trust(request, runner, look.trust_policy())).collect()
        }
    }
}

/// The ARN names no role; `there` is the ARN of the role of that name.
pub(in crate::verify) fn role_not_found(request: &VerifyRequest, there: Option<&str>) -> Vec<Remedy> {
    let (role, page) = (&request.role_arn, request.console.roles(request.role_arn.partition()));
    let Some(there) = there else {
        let text = format!(
            "Create the role in account {} by the stack or Terraform, or paste the ARN of the one that exists; the path is part of it. This lists what there is.",
            role.account()
        );
        let command = "aws iam list-roles --query 'Roles[].Arn' --output text".to_owned();
        return vec![Remedy::words(Audience::AccountAdministrator, text).with_snippet(command).with_url(page)];
    };
    let text = "Paste this Role ARN instead, if that is the role: the path is part of it.";
    vec![Remedy::words(Audience::You, text).with_snippet(there).with_url(page)]
}

/// The runner is not the platform's.
pub(in crate::verify) fn wrong_account(request: &VerifyRequest, runner: &Runner) -> Remedy {
    let account = request.platform_account.as_ref().unwrap_or_else(|| runner.account());
    let other = if runner.account() == request.role_arn.account() {
        "Whoever has none can only have the trust policy's text judged.".to_owned()
    } else {
        format!("Or create the role for account {}, if that is the platform's.", runner.account())
    };
    let text =
        format!("Choose a runner profile of the platform account {account}; this tells whose a profile is. {other}");
    Remedy::words(Audience::You, text).with_snippet("aws sts get-caller-identity --profile PROFILE")
}

fn let_runner(request: &VerifyRequest, runner: &Runner) -> Remedy {
    let allow = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": request.role_arn.to_string()}]
    });
    let text = format!("Let {runner} call sts:AssumeRole on this role.");
    Remedy::words(Audience::Platform, text).with_snippet(pretty(&allow))
}

fn not_as_root(runner: &Runner) -> Remedy {
    let text = format!("Choose a runner profile of a role or user of account {}, or make one.", runner.account());
    Remedy::words(Audience::You, text).with_snippet("aws sts get-caller-identity --profile PROFILE")
}

/// The condition that excepts the runner from a Deny of its organisation's.
fn except_runner(runner: &Runner) -> String {
    let arn = runner.principal_arn().unwrap_or_default();
    pretty(&serde_json::json!({ "ArnNotLike": { "aws:PrincipalArn": arn } }))
}

/// One look at the role tells whether it exists, whom it trusts and by which External ID.
fn separating(request: &VerifyRequest) -> Remedy {
    let role = &request.role_arn;
    let command = format!("aws iam get-role --role-name {} --query 'Role.[Arn,AssumeRolePolicyDocument]'", role.name());
    let text = format!("Run this in account {}: it tells the hypotheses apart.", role.account());
    Remedy::words(Audience::AccountAdministrator, text).with_snippet(command)
}

/// The role trusts the runner: what else may refuse it.
fn runner_side(request: &VerifyRequest, runner: &Runner) -> Vec<Remedy> {
    let role = &request.role_arn;
    let arn = runner.principal_arn().unwrap_or_default();
    let path = if runner.path_unknown() { " If that role has a path, put it into the ARN." } else { "" };
    let text = format!(
        "Run this in account {}: it says whether the runner's own policies, its boundary or its organisation refuse it. Where it says allowed, AWS is still spreading the role, or a policy of the role's organisation refuses it.{path}",
        runner.account()
    );
    let command = format!(
        "aws iam simulate-principal-policy --policy-source-arn {} --action-names sts:AssumeRole --resource-arns {} \
         --query 'EvaluationResults[].[EvalDecision,OrganizationsDecisionDetail,PermissionsBoundaryDecisionDetail]'",
        shell::word(arn),
        shell::word(&role.to_string())
    );
    vec![
        Remedy::words(Audience::Platform, text).with_snippet(command),
        let_runner(request, runner),
        organisation(request, runner),
        again(),
    ]
}

fn organisation(request: &VerifyRequest, runner: &Runner) -> Remedy {
    let text = format!("Where the organisation refuses it, except {runner} from its service control policy.");
    Remedy::words(Audience::OrganisationAdministrator, text)
        .with_snippet(except_runner(runner))
        .with_url(request.console.service_control_policies(request.role_arn.partition()))
}

fn again() -> Remedy {
    let text = "Verify again in a minute, if the role or its trust policy was just made or changed.";
    Remedy::words(Audience::You, text)
}
