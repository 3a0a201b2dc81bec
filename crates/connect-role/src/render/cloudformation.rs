//! Renders the `CloudFormation` template.

use std::fmt::Write;

use crate::catalogue::{Catalogue, ManagedPolicy, ScopeRule, Statement};
use crate::digest::{ZEROS, sealed};
use crate::parameter::{DEFAULT_ROLE_NAME, PARAMETERS};
use crate::placeholder::{Values, any_in};
use crate::trust::TRUST_SID;

const FRAME: &str = include_str!("parts/template.yaml");

/// The template, its own digest in its places.
pub(super) fn template(catalogue: &Catalogue) -> String {
    let policies: String = catalogue.policies(&[]).iter().map(policy).collect();
    let unsealed = FRAME
        .replace("@version@", &catalogue.head.version)
        .replace("@default_role@", DEFAULT_ROLE_NAME)
        .replace("@labels@\n", &labels())
        .replace("@parameters@\n", &parameters())
        .replace("@description@", &quoted(&catalogue.head.description))
        .replace("@max_session@", &catalogue.head.max_session_seconds.to_string())
        .replace("@trust_sid@", TRUST_SID)
        .replace("@policies@\n", &policies)
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
        let _ = writeln!(text, "    AllowedPattern: {}", quoted(parameter.pattern));
        let _ = writeln!(text, "    ConstraintDescription: {}", quoted(parameter.constraint));
        text
    }) + "\n"
}

fn policy(policy: &ManagedPolicy<'_>) -> String {
    let name = policy.name;
    let mut text = String::from("\n");
    for summary in &policy.summaries {
        let _ = writeln!(text, "  # {summary}");
    }
    // No Description: changing one replaces the policy, and a policy with a name of its own cannot be replaced.
    let _ = writeln!(text, "  {name}Policy:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:");
    let _ = writeln!(text, "      ManagedPolicyName: !Sub ${{RoleName}}-{name}");
    text.push_str("      Roles:\n        - !Ref ProvisionerRole\n      PolicyDocument:\n");
    text.push_str("        Version: '2012-10-17'\n        Statement:\n");
    policy.statements.iter().for_each(|item| text.push_str(&statement(item)));
    text
}

fn statement(statement: &Statement<'_>) -> String {
    let ScopeRule { name, effect, reason, resources, conditions, .. } = statement.scope;
    let mut text = format!("          # {reason}\n          - Sid: {name}\n            Effect: {}\n", effect.as_str());
    text.push_str("            Action:\n");
    for action in &statement.actions {
        let _ = writeln!(text, "              - {action}");
    }
    text.push_str("            Resource:\n");
    for resource in resources {
        let _ = writeln!(text, "              - {}", value(resource));
    }
    if !conditions.is_empty() {
        text.push_str("            Condition:\n");
    }
    for (operator, keys) in super::by_operator(conditions) {
        let _ = writeln!(text, "              {operator}:");
        for condition in keys {
            let values: Vec<String> = condition.values.iter().map(|item| value(item)).collect();
            let _ = writeln!(text, "                {}: [{}]", quoted(&condition.key), values.join(", "));
        }
    }
    text
}

/// A text in YAML, its placeholders as `CloudFormation`'s pseudo parameters.
fn value(text: &str) -> String {
    let values = Values::of("${AWS::Partition}", "${AWS::AccountId}", "${RoleName}");
    let function = if any_in(text) { "!Sub " } else { "" };
    format!("{function}{}", quoted(&values.fill(text)))
}
