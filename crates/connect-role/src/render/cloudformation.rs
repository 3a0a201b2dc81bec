//! Renders the `CloudFormation` template.

use std::fmt::Write;

use crate::catalogue::{Catalogue, Condition, ManagedPolicy, ScopeRule, Statement};
use crate::digest::{ZEROS, sealed};
use crate::options::{PREFIX_TAG, feature_tag};
use crate::parameter::{self, DEFAULT_ROLE_NAME, PARAMETERS, ParameterKind, TemplateParameter};
use crate::placeholder::{Values, any_in};
use crate::trust::TRUST_SID;

const FRAME: &str = include_str!("parts/template.yaml");

/// The template, its own digest in its places.
pub(super) fn template(catalogue: &Catalogue) -> String {
    let features: Vec<&str> = parameter::features().collect();
    let attached = "     Roles: [!Ref ProvisionerRole]\n";
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
    // No Description: changing one replaces the policy, and a policy with a name of its own cannot be replaced.
    let mut text = format!("\n  {name}Policy:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n");
    let _ = writeln!(text, "     ManagedPolicyName: !Sub ${{RoleName}}-{name}");
    text.push_str(attached);
    text.push_str("     PolicyDocument:\n      Version: '2012-10-17'\n      Statement:\n");
    policy.statements.iter().for_each(|item| text.push_str(&optional_statement(item)));
    text
}

/// A statement of an optional feature is left out unless it was chosen. Why it is there is said on the role's
/// page, not here, and statements are written tightly: a template that is sent in a request has at most 51,200
/// bytes.
fn optional_statement(item: &Statement<'_>) -> String {
    let text = statement(item);
    match item.feature {
        None => format!("      - {}", indented(&text, 8)),
        Some(feature) => format!(
            "      - !If\n        - Has{feature}\n        - {}        - !Ref AWS::NoValue\n",
            indented(&text, 10)
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
    let mut text = format!("Sid: {name}\nEffect: {}\n", effect.as_str());
    let _ =
        writeln!(text, "Action: {}", list(&statement.actions.iter().map(|action| quoted(action)).collect::<Vec<_>>()));
    match resources.iter().map(|resource| value(resource)).collect::<Vec<_>>().as_slice() {
        [only] => {
            let _ = writeln!(text, "Resource: [{only}]");
        }
        several => {
            let _ = writeln!(text, "Resource:\n- {}", several.join("\n- "));
        }
    }
    if !conditions.is_empty() {
        let _ = writeln!(text, "Condition: {}", condition(conditions));
    }
    text
}

/// In quotes, because some parsers of YAML stumble over a colon in a key, and take Null for nothing.
fn condition(conditions: &[Condition]) -> String {
    let of = |condition: &Condition| {
        let values: Vec<String> = condition.values.iter().map(|item| value(item)).collect();
        format!("{}: {}", quoted(&condition.key), list(&values))
    };
    let operators: Vec<String> = super::by_operator(conditions)
        .into_iter()
        .map(|(operator, keys)| {
            let keys: Vec<String> = keys.into_iter().map(of).collect();
            format!("{}: {{{}}}", quoted(operator), keys.join(", "))
        })
        .collect();
    format!("{{{}}}", operators.join(",\n  "))
}

/// A list, in lines of some hundred characters.
fn list(items: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.len() + item.len() < 100 => line.extend([", ", item]),
            _ => lines.push(item.clone()),
        }
    }
    format!("[{}]", lines.join(",\n  "))
}

/// A text in YAML, its placeholders as `CloudFormation`'s pseudo parameters.
fn value(text: &str) -> String {
    let values = Values::of("${AWS::Partition}", "${AWS::AccountId}", "${RoleName}", "${ResourcePrefix}");
    let function = if any_in(text) { "!Sub " } else { "" };
    format!("{function}{}", quoted(&values.fill(text)))
}
