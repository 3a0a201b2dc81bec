//! Renders the `CloudFormation` template.

use std::fmt::Write;

use crate::catalogue::{Catalogue, ManagedPolicy, ScopeRule, Statement};
use crate::digest::{ZEROS, sealed};
use crate::options::{PREFIX_TAG, feature_tag};
use crate::parameter::{self, DEFAULT_ROLE_NAME, PARAMETERS, ParameterKind, TemplateParameter};
use crate::placeholder::{Values, any_in};
use crate::trust::TRUST_SID;

const FRAME: &str = include_str!("parts/template.yaml");

/// The template, its own digest in its places.
pub(super) fn template(catalogue: &Catalogue) -> String {
    let features: Vec<&str> = parameter::features().collect();
    let attached = "      Roles: [!Ref ProvisionerRole]\n";
    let policies: String = catalogue.policies(&features).iter().map(|item| policy(item, attached)).collect();
    let unsealed = FRAME
        .replace("@version@", &catalogue.head.version)
        .replace("@default_role@", DEFAULT_ROLE_NAME)
        .replace("@optional@\n", &optional())
        .replace("@labels@\n", &labels())
        .replace("@parameters@\n", &parameters())
        .replace("@conditions@\n", &conditions())
        .replace("@tags@\n", &tags())
        .replace("@description@", &quoted(&catalogue.head.description))
        .replace("@max_session@", &catalogue.head.max_session_seconds.to_string())
        .replace("@trust_sid@", TRUST_SID)
        .replace("@policies@\n", &(policies + &policy(&catalogue.boundary(&features), "")))
        .replace("@zeros@", ZEROS)
        .replace("@sha256@", ZEROS);
    sealed(&unsealed)
}

/// A YAML scalar in single quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn labels() -> String {
    PARAMETERS.iter().fold(String::new(), |mut text, parameter| {
        let _ = writeln!(text, "      {}:\n        default: {}", parameter.name, parameter.label);
        text
    }) + "\n"
}

fn parameters() -> String {
    PARAMETERS.iter().fold(String::new(), |mut text, parameter| {
        let _ = writeln!(text, "  {}:\n    Type: String", parameter.name);
        let _ = writeln!(text, "    Description: {}", quoted(parameter.description));
        if let Some(default) = parameter.default {
            let _ = writeln!(text, "    Default: {}", quoted(default));
        }
        match parameter.kind {
            ParameterKind::Text => {
                let _ = writeln!(text, "    AllowedPattern: {}", quoted(parameter.pattern));
            }
            ParameterKind::Feature => text.push_str("    AllowedValues: ['yes', 'no']\n"),
        }
        let _ = writeln!(text, "    ConstraintDescription: {}", quoted(parameter.constraint));
        text
    }) + "\n"
}

fn features() -> impl Iterator<Item = &'static TemplateParameter> {
    PARAMETERS.iter().filter(|parameter| parameter.kind == ParameterKind::Feature)
}

fn optional() -> String {
    let optional = PARAMETERS.iter().filter(|parameter| !parameter.required());
    let line = |parameter: &TemplateParameter| format!("          - {}\n", parameter.name);
    optional.map(line).collect()
}

fn conditions() -> String {
    let condition = |name| format!("  Has{name}: !Equals [!Ref {name}, 'yes']\n");
    features().map(|parameter| condition(parameter.name)).collect()
}

/// Tells the verifier what was chosen.
fn tags() -> String {
    let tag = |key: &str, name: &str| format!("        - Key: {key}\n          Value: !Ref {name}\n");
    let features: String = features().map(|parameter| tag(&feature_tag(parameter), parameter.name)).collect();
    tag(PREFIX_TAG, "ResourcePrefix") + &features
}

/// `attached` is the line by which the role gets it; nobody gets the boundary.
fn policy(policy: &ManagedPolicy<'_>, attached: &str) -> String {
    let name = policy.name;
    let mut text = String::from("\n");
    for summary in &policy.summaries {
        let _ = writeln!(text, "  # {summary}");
    }
    // No Description: changing one replaces the policy, and a policy with a name of its own cannot be replaced.
    let _ = writeln!(text, "  {name}Policy:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:");
    let _ = writeln!(text, "      ManagedPolicyName: !Sub ${{RoleName}}-{name}");
    text.push_str(attached);
    text.push_str("      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n");
    policy.statements.iter().for_each(|item| text.push_str(&optional_statement(item)));
    text
}

/// A statement of an optional feature is left out unless it was chosen.
fn optional_statement(item: &Statement<'_>) -> String {
    let comment = &item.scope.reason;
    match item.feature {
        None => format!("        # {comment}\n        - {}", indented(&statement(item), 10)),
        Some(feature) => format!(
            "        # {comment}\n        - !If\n          - Has{feature}\n          - {}          - !Ref AWS::NoValue\n",
            indented(&statement(item), 12)
        ),
    }
}

/// The lines after the first moved to the right.
fn indented(text: &str, by: usize) -> String {
    let margin = " ".repeat(by);
    text.trim_end().replace('\n', &format!("\n{margin}")) + "\n"
}

fn statement(statement: &Statement<'_>) -> String {
    let ScopeRule { name, effect, resources, conditions, .. } = statement.scope;
    let mut text = format!("Sid: {name}\nEffect: {}\nAction:\n", effect.as_str());
    for action in &statement.actions {
        let _ = writeln!(text, "- {action}");
    }
    text.push_str("Resource:\n");
    for resource in resources {
        let _ = writeln!(text, "- {}", value(resource));
    }
    if !conditions.is_empty() {
        text.push_str("Condition:\n");
    }
    for (operator, keys) in super::by_operator(conditions) {
        // In quotes, because Null would be YAML's nothing.
        let _ = writeln!(text, "  {}:", quoted(operator));
        for condition in keys {
            let values: Vec<String> = condition.values.iter().map(|item| value(item)).collect();
            let _ = writeln!(text, "    {}: [{}]", condition.key, values.join(", "));
        }
    }
    text
}

/// A text in YAML, its placeholders as `CloudFormation`'s pseudo parameters.
fn value(text: &str) -> String {
    let values = Values::of("${AWS::Partition}", "${AWS::AccountId}", "${RoleName}", "${ResourcePrefix}");
    let function = if any_in(text) { "!Sub " } else { "" };
    format!("{function}{}", quoted(&values.fill(text)))
}
