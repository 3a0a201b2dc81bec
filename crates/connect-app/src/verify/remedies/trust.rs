//! The corrected trust policy: as JSON, line by line against the present one, as a command, for the stack, for Terraform.

use serde_json::Value;
use similar::TextDiff;
use uuid::Uuid;

use connect_core::account::AccountId;
use connect_core::check::{Audience, Remedy};
use connect_core::shell;
use connect_core::trust::{Runner, Wanted, mend, named_runner};
use connect_role::{TrustedPrincipal, trust_policy, trust_policy_argument};

use super::{pretty, stack};
use crate::stack_update::stack_update;
use crate::verify::VerifyRequest;

/// What the trust policy must say.
struct Required {
    /// The account that may assume the role.
    account: AccountId,
    /// The one role or user of it, where the present policy names it: a correction must not open more.
    runner: Option<String>,
    /// `Principal.AWS`.
    principal: String,
    policy: Value,
}

/// The policy to put in the place of the present one.
struct Corrected {
    policy: Value,
    /// What is changed, where only single clauses are.
    changes: Vec<String>,
}

impl Required {
    fn of(request: &VerifyRequest, runner: &Runner, present: Option<&str>) -> Self {
        let account = request.platform_account.as_ref().unwrap_or_else(|| runner.account());
        // A runner of another account than the one to be trusted is not to be let in.
        let present = present.filter(|_| account == runner.account());
        let named = present.and_then(|policy| named_runner(policy, runner)?.parse().ok());
        let (principal, runner) = match named {
            Some(runner) => (TrustedPrincipal::Runner(runner), true),
            None => (TrustedPrincipal::Account(account.clone()), false),
        };
        let partition = request.role_arn.partition();
        Self {
            account: account.clone(),
            principal: principal.arn(partition),
            runner: runner.then(|| principal.arn(partition)),
            policy: trust_policy(&principal, &request.external_id, partition),
        }
    }

    /// The present policy with only its wrong clauses changed; where that cannot be, the required one.
    fn corrected(&self, request: &VerifyRequest, runner: &Runner, present: Option<&str>) -> Corrected {
        let whole = Runner::new(self.account.clone(), self.principal.clone());
        let runner = if *runner.account() == self.account { runner } else { &whole };
        let wanted = Wanted { runner, external_id: &request.external_id, principal: &self.principal };
        match present.and_then(|present| mend(present, &wanted)) {
            Some(mend) => Corrected { policy: mend.policy, changes: mend.changes },
            None => Corrected { policy: self.policy.clone(), changes: Vec::new() },
        }
    }

    /// The value of one of the template's parameters; `None` for what the trust policy does not depend on.
    fn parameter(&self, request: &VerifyRequest, name: &str) -> Option<String> {
        match name {
            "ExternalId" => Some(request.external_id.to_string()),
            "PlatformAccountId" => Some(self.account.to_string()),
            "RunnerRoleArn" => Some(self.runner.clone().unwrap_or_default()),
            _ => None,
        }
    }
}

/// Corrects the trust policy, in as few clauses as can be.
pub(in crate::verify) fn mend_trust(request: &VerifyRequest, runner: &Runner, present: Option<&str>) -> Vec<Remedy> {
    let (who, role) = (Audience::AccountAdministrator, &request.role_arn);
    let required = Required::of(request, runner, present);
    let corrected = required.corrected(request, runner, present);
    let page = request.console.role(role.partition(), role.name());
    let policy = Remedy::words(who, replacing(&corrected)).with_snippet(pretty(&corrected.policy)).with_url(page);
    let change = present.and_then(|present| change(present, &corrected.policy)).map(|change| {
        Remedy::words(who, "Line by line, this is what changes against the policy that the role has now.")
            .with_snippet(change)
    });
    let command = format!(
        "aws iam update-assume-role-policy --role-name {} --policy-document {}",
        role.name(),
        shell::word(&corrected.policy.to_string())
    );
    let by_hand = "Or run this with administrator rights in the target account.";
    // The template and the module take no other External IDs.
    let ours = Uuid::parse_str(request.external_id.as_str()).is_ok();
    let by_stack =
        "If a stack made the role, update it, under its own name if that is another: it would undo a change by hand.";
    let by_module =
        "If Terraform made the role, give its module these values and apply it: it would undo a change by hand.";
    let by_argument =
        "If Terraform made the role without that module, give its aws_iam_role this argument and apply it.";
    let update = stack_update(&stack(), None, |name| required.parameter(request, name));
    std::iter::once(policy)
        .chain(change)
        .chain([Remedy::words(who, by_hand).with_snippet(command)])
        .chain(ours.then(|| Remedy::words(who, by_stack).with_snippet(update)))
        .chain(ours.then(|| Remedy::words(who, by_module).with_snippet(module_values(request, &required))))
        .chain([Remedy::words(who, by_argument).with_snippet(trust_policy_argument(&corrected.policy))])
        .collect()
}

fn replacing(corrected: &Corrected) -> String {
    if corrected.changes.is_empty() {
        return "Replace the role's trust policy by this one.".to_owned();
    }
    let changes = corrected.changes.join("; ");
    format!("Replace the role's trust policy by this one, which changes only what is wrong: {changes}.")
}

/// The lines that go and come; `None` when there are none, or the present text is no JSON.
fn change(present: &str, required: &Value) -> Option<String> {
    let present = pretty(&serde_json::from_str(present).ok()?) + "\n";
    let required = pretty(required) + "\n";
    // Every line that stays is told too, so that the corrected text can be read off.
    let whole = present.len() + required.len();
    let difference = TextDiff::from_lines(&present, &required);
    let text = difference.unified_diff().header("present", "corrected").context_radius(whole).to_string();
    Some(text).filter(|text| !text.is_empty())
}

/// A UUID, an account, a name and an ARN hold nothing that HCL would take apart.
fn module_values(request: &VerifyRequest, required: &Required) -> String {
    format!(
        "external_id         = \"{}\"\nplatform_account_id = \"{}\"\nrunner_role_arn     = \"{}\"\nrole_name           = \"{}\"",
        request.external_id,
        required.account,
        required.runner.as_deref().unwrap_or_default(),
        request.role_arn.name()
    )
}
