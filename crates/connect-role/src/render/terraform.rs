//! Renders the Terraform module, and the same as one file that is a configuration of its own.

use std::fmt::Write;

use crate::catalogue::{Catalogue, Condition, ManagedPolicy, ScopeRule, Statement};
use crate::hcl;
use crate::options::{PREFIX_TAG, feature_tag};
use crate::parameter::{self, PARAMETERS, ParameterKind, TemplateParameter};
use crate::placeholder::Values;
use crate::trust::TRUST_SID;

const HEADER: &str = "\
# The role by which an Alethia platform reaches this account. Rendered from the permission catalogue
# of Alethia Connect; do not edit: change the catalogue and render again.

";

const REGION: &str = "\
variable \"region\" {
  description = \"The region that the provider talks to; IAM roles are the same in all. Without it, the environment decides.\"
  type        = string
  default     = null
}

provider \"aws\" {
  region = var.region
}
";

/// The files of the module by their names.
pub(super) struct Module {
    pub(super) versions: String,
    pub(super) variables: String,
    pub(super) main: String,
    pub(super) outputs: String,
    pub(super) example: String,
}

pub(super) fn module(catalogue: &Catalogue) -> Module {
    Module {
        versions: include_str!("parts/versions.tf").to_owned(),
        variables: PARAMETERS.iter().map(variable).collect::<Vec<_>>().join("\n"),
        main: format!("{HEADER}{}", main(catalogue)),
        outputs: outputs(catalogue),
        example: include_str!("parts/example.tf").to_owned(),
    }
}

/// Everything in one file, with a provider block, so that it can be applied as it is.
pub(super) fn single_file(catalogue: &Catalogue) -> String {
    let Module { versions, variables, outputs, .. } = module(catalogue);
    [&format!("{HEADER}{versions}"), &variables, REGION, &main(catalogue), &outputs].map(str::trim_end).join("\n\n")
        + "\n"
}

fn variable(parameter: &TemplateParameter) -> String {
    let TemplateParameter { variable, description, pattern, constraint, .. } = parameter;
    let kind = if parameter.kind == ParameterKind::Feature { "bool" } else { "string" };
    let mut text =
        format!("variable \"{variable}\" {{\n  description = {}\n  type        = {kind}\n", hcl::quoted(description));
    if let Some(default) = default(parameter) {
        let _ = writeln!(text, "  default     = {default}");
    }
    text.push_str("  nullable    = false\n");
    if parameter.kind == ParameterKind::Text {
        text.push_str("\n  validation {\n");
        let _ = writeln!(text, "    condition     = can(regex({}, var.{variable}))", hcl::quoted(pattern));
        let _ = writeln!(text, "    error_message = {}\n  }}", hcl::quoted(&sentence(constraint)));
    }
    text + "}\n"
}

/// A parameter's default in HCL.
pub(crate) fn default(parameter: &TemplateParameter) -> Option<String> {
    parameter.default.map(|default| match parameter.kind {
        ParameterKind::Text => hcl::quoted(default),
        ParameterKind::Feature => (default == "yes").to_string(),
    })
}

/// Terraform wants an error message to be a sentence with its full stop.
fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

fn main(catalogue: &Catalogue) -> String {
    let features: Vec<&str> = parameter::features().collect();
    let attached = |policy: &ManagedPolicy<'_>| self::policy(policy) + &attachment(policy.name);
    let policies: String = catalogue.policies(&features).iter().map(attached).collect();
    include_str!("parts/main.tf")
        .replace("@version@", &catalogue.head.version)
        .replace("@description@", &hcl::quoted(&catalogue.head.description))
        .replace("@max_session@", &catalogue.head.max_session_seconds.to_string())
        .replace("@trust_sid@", TRUST_SID)
        .replace("@role_tags@\n", &tags())
        .replace("@policies@\n", &(policies + &policy(&catalogue.boundary(&features))))
}

/// Tells the verifier what was chosen.
fn tags() -> String {
    let mut tags = vec![(PREFIX_TAG.to_owned(), "var.resource_prefix".to_owned())];
    let features = PARAMETERS.iter().filter(|parameter| parameter.kind == ParameterKind::Feature);
    tags.extend(
        features.map(|parameter| (feature_tag(parameter), format!("var.{} ? \"yes\" : \"no\"", parameter.variable))),
    );
    let width = tags.iter().map(|(key, _)| key.len() + 2).max().unwrap_or_default();
    let line = |(key, value): &(String, String)| format!("    {:width$} = {value}\n", hcl::quoted(key));
    tags.iter().map(line).collect()
}

fn outputs(catalogue: &Catalogue) -> String {
    let attachments: Vec<String> = catalogue
        .policies(&[])
        .iter()
        .map(|policy| format!("    aws_iam_role_policy_attachment.{},", label(policy.name)))
        .collect();
    include_str!("parts/outputs.tf")
        .replace("@version@", &catalogue.head.version)
        .replace("@attachments@", &attachments.join("\n"))
}

/// `SelfCheck` as Terraform writes names: `self_check`.
fn label(name: &str) -> String {
    let mut label = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() && !label.is_empty() {
            label.push('_');
        }
        label.push(character.to_ascii_lowercase());
    }
    label
}

fn policy(policy: &ManagedPolicy<'_>) -> String {
    let (name, label) = (policy.name, label(policy.name));
    let mut text = optional_statements(policy) + "\n";
    for summary in &policy.summaries {
        let _ = writeln!(text, "# {summary}");
    }
    let _ = writeln!(text, "resource \"aws_iam_policy\" \"{label}\" {{");
    let _ = writeln!(text, "  name = \"${{var.role_name}}-{name}\"\n  tags = local.tags\n");
    let _ = writeln!(
        text,
        "  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = {}\n  }})\n}}",
        statements(policy)
    );
    text
}

fn attachment(name: &str) -> String {
    let label = label(name);
    format!(
        "\nresource \"aws_iam_role_policy_attachment\" \"{label}\" {{\n  role       = aws_iam_role.provisioner.name\n  policy_arn = aws_iam_policy.{label}.arn\n}}\n"
    )
}

/// The options that a policy has statements of.
fn optional(policy: &ManagedPolicy<'_>) -> impl Iterator<Item = &'static TemplateParameter> {
    PARAMETERS.iter().filter(|parameter| policy.statements.iter().any(|item| item.feature == Some(parameter.name)))
}

fn statements_of(policy: &ManagedPolicy<'_>, feature: Option<&str>) -> String {
    policy.statements.iter().filter(|item| item.feature == feature).map(statement).collect()
}

/// The statements of a policy's options, which are left out of its list unless they were chosen.
fn optional_statements(policy: &ManagedPolicy<'_>) -> String {
    let list = |parameter: &TemplateParameter| {
        // One step less than in a policy.
        let lines = format!("\n{}", statements_of(policy, Some(parameter.name))).replace("\n  ", "\n");
        format!("\nlocals {{\n  {} = [{lines}  ]\n}}\n", optional_name(policy, parameter))
    };
    optional(policy).map(list).collect()
}

fn optional_name(policy: &ManagedPolicy<'_>, parameter: &TemplateParameter) -> String {
    format!("{}_{}", label(policy.name), parameter.variable)
}

fn statements(policy: &ManagedPolicy<'_>) -> String {
    let always = format!("[\n{}    ]", statements_of(policy, None));
    let chosen = |parameter: &TemplateParameter| {
        format!(
            ", [for statement in local.{} : statement if var.{}]",
            optional_name(policy, parameter),
            parameter.variable
        )
    };
    let chosen: String = optional(policy).map(chosen).collect();
    if chosen.is_empty() { always } else { format!("concat({always}{chosen})") }
}

fn statement(statement: &Statement<'_>) -> String {
    let ScopeRule { name, effect, reason, resources, conditions, .. } = statement.scope;
    let actions: Vec<String> = statement.actions.iter().copied().map(hcl::quoted).collect();
    let resources: Vec<String> = resources.iter().map(|resource| value(resource)).collect();
    let mut text =
        format!("      # {reason}\n      {{\n        Sid    = \"{name}\"\n        Effect = \"{}\"\n", effect.as_str());
    let _ = writeln!(text, "        Action = [\n          {},\n        ]", actions.join(",\n          "));
    let _ = writeln!(text, "        Resource = [\n          {},\n        ]", resources.join(",\n          "));
    text.push_str(&condition(conditions));
    text + "      },\n"
}

fn condition(conditions: &[Condition]) -> String {
    if conditions.is_empty() {
        return String::new();
    }
    let mut text = "        Condition = {\n".to_owned();
    for (operator, keys) in super::by_operator(conditions) {
        let _ = writeln!(text, "          {} = {{", hcl::quoted(operator));
        let width = keys.iter().map(|key| hcl::quoted(&key.key).len()).max().unwrap_or_default();
        for Condition { key, values, .. } in keys {
            let values: Vec<String> = values.iter().map(|item| value(item)).collect();
            let _ = writeln!(text, "            {:width$} = [{}]", hcl::quoted(key), values.join(", "));
        }
        text.push_str("          }\n");
    }
    text + "        }\n"
}

/// A text in HCL, its placeholders as references.
fn value(text: &str) -> String {
    if let Some(name) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix("_arn}")) {
        return format!("local.{name}_arn");
    }
    let values = Values {
        role_arn: "${local.role_arn}".to_owned(),
        boundary_arn: "${local.boundary_arn}".to_owned(),
        ..Values::of("${local.partition}", "${local.account}", "${var.role_name}", "${var.resource_prefix}")
    };
    format!("\"{}\"", values.fill(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_names_become_terraform_labels() {
        for (name, expected) in [("Discovery", "discovery"), ("SelfCheck", "self_check"), ("Route53", "route53")] {
            assert_eq!(label(name), expected, "of {name}");
        }
    }
}
