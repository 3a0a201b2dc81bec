//! Missing permissions: the policy that grants exactly these, and what stands against them.

use connect_core::check::{Audience, Cause, CheckId, Remedy};
use connect_core::shell;
use connect_role::{RoleOptions, granting};

use super::{pretty, stack};
use crate::verify::VerifyRequest;

/// The most that [all inline policies of a role](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)
/// may have together, without white space.
const INLINE_CHARACTERS: usize = 10_240;

/// Grants the actions that the role lacks, each with what denies it.
pub(in crate::verify) fn grant(
    request: &VerifyRequest,
    options: &RoleOptions,
    check: CheckId,
    denied: &[(&str, Cause)],
) -> Vec<Remedy> {
    let by = |causes: &[Cause]| -> Vec<&str> {
        let mut actions: Vec<&str> =
            denied.iter().filter(|(_, cause)| causes.contains(cause)).map(|(action, _)| *action).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    };
    let mut remedies = missing(request, options, check, &by(&[Cause::PermissionsMissing]));
    remedies.extend(against(request, options, &by(&[Cause::DeniedByIdentityPolicy]), &by(&[Cause::DeniedByBoundary])));
    remedies.extend(on_the_way(&by(&[Cause::DeniedByEndpointPolicy, Cause::DeniedBySessionPolicy])));
    remedies.extend(organisation(request, &by(&[Cause::DeniedByScp]), &by(&[Cause::DeniedByRcp])));
    remedies
}

/// No policy of the role allows them.
fn missing(request: &VerifyRequest, options: &RoleOptions, check: CheckId, actions: &[&str]) -> Vec<Remedy> {
    if actions.is_empty() {
        return Vec::new();
    }
    let (who, role) = (Audience::AccountAdministrator, &request.role_arn);
    let policy = granting(role, options, actions);
    let update = format!(
        "alethia-connect-cli role cloudformation --output alethia-provisioner-role.yaml\naws cloudformation deploy --template-file alethia-provisioner-role.yaml \
         --stack-name {} --capabilities CAPABILITY_NAMED_IAM",
        stack()
    );
    let put = format!(
        "aws iam put-role-policy --role-name {} --policy-name {} --policy-document {}",
        role.name(),
        policy_name(check),
        shell::word(&policy.to_string())
    );
    let fits = policy.to_string().len() <= INLINE_CHARACTERS;
    let page = request.console.role_permissions(role.partition(), role.name());
    let mut remedies = vec![
        Remedy::words(who, "The role lacks exactly these permissions.").with_snippet(pretty(&policy)).with_url(page),
        Remedy::words(
            who,
            "Update the stack that made the role, under its own name if that is another; it gives the role all of them. With Terraform, apply the module again.",
        )
        .with_snippet(update),
    ];
    if fits {
        let text = "Or add them to the role by hand, with administrator rights in the target account.";
        remedies.push(Remedy::words(who, text).with_snippet(put));
    }
    remedies
}

/// Each check has a policy of its own: one must not put itself in the place of another's.
const fn policy_name(check: CheckId) -> &'static str {
    match check {
        CheckId::Discovery => "AlethiaMissingDiscovery",
        CheckId::ExcessPermissions => "AlethiaMissingSelfCheck",
        _ => "AlethiaMissingPermissions",
    }
}

/// Something in the target account stands against them.
fn against(request: &VerifyRequest, options: &RoleOptions, by_deny: &[&str], by_boundary: &[&str]) -> Vec<Remedy> {
    let role = &request.role_arn;
    let page = request.console.role_permissions(role.partition(), role.name());
    let mut remedies = Vec::new();
    if !by_deny.is_empty() {
        let text = format!("A Deny in a policy of the role forbids {}: take it out.", by_deny.join(", "));
        remedies.push(Remedy::words(Audience::AccountAdministrator, text).with_url(page.clone()));
    }
    if !by_boundary.is_empty() {
        let text = "The role's permissions boundary does not allow these: add them to it.";
        let remedy = Remedy::words(Audience::AccountAdministrator, text);
        remedies.push(remedy.with_snippet(pretty(&granting(role, options, by_boundary))).with_url(page));
    }
    remedies
}

/// A policy between this machine and AWS stands against them.
fn on_the_way(actions: &[&str]) -> Option<Remedy> {
    let text =
        format!("Allow {} in the policy of the VPC endpoint that this machine's calls go through.", actions.join(", "));
    (!actions.is_empty()).then(|| Remedy::words(Audience::Platform, text))
}

/// A policy of the organisation stands against them.
fn organisation(request: &VerifyRequest, services: &[&str], resources: &[&str]) -> Vec<Remedy> {
    let (role, console) = (&request.role_arn, &request.console);
    let kinds = [
        ("service", services, console.service_control_policies(role.partition())),
        ("resource", resources, console.resource_control_policies(role.partition())),
    ];
    let denied = kinds.into_iter().filter(|(_, actions, _)| !actions.is_empty());
    let remedy = |(kind, actions, page): (&str, &[&str], String)| {
        let text = format!("Except {role} from the {kind} control policy that denies {} to it.", actions.join(", "));
        Remedy::words(Audience::OrganisationAdministrator, text).with_snippet(except(request)).with_url(page)
    };
    denied.map(remedy).collect()
}

/// The condition that excepts the role from a Deny of the organisation's.
fn except(request: &VerifyRequest) -> String {
    pretty(&serde_json::json!({ "ArnNotLike": { "aws:PrincipalArn": request.role_arn.to_string() } }))
}
