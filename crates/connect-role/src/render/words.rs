//! Renders the pages that explain the role: to whoever reviews it, and type by type.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::policies::{EXTERNAL_ID, PLATFORM, TARGET};
use crate::catalogue::{
    BOUNDARY_POLICY, Catalogue, Condition, Entry, Lifecycle, ManagedPolicy, Section, Statement, Subject,
};
use crate::parameter::{
    self, DEFAULT_RESOURCE_PREFIX, DEFAULT_ROLE_NAME, PARAMETERS, ParameterKind, TemplateParameter,
};

/// `role/README.md`, for the person who reviews the role.
pub(super) fn role(catalogue: &Catalogue) -> String {
    let can: Vec<&str> = catalogue.sections.iter().flat_map(|section| &section.can).map(String::as_str).collect();
    let cannot: Vec<&str> = catalogue.head.cannot.iter().map(String::as_str).collect();
    let workloads: Vec<&str> = catalogue.boundary.can.iter().map(String::as_str).collect();
    let features: Vec<&str> = parameter::features().collect();
    let policies = catalogue.policies(&features);
    filled(include_str!("parts/role.md"), catalogue)
        .replace("@can@\n", &bullets(&can))
        .replace("@cannot@\n", &bullets(&cannot))
        .replace("@workloads@\n", &bullets(&workloads))
        .replace("@parameters@\n", &parameters(|parameter| parameter.name))
        .replace("@policies@", &policies.iter().map(|policy| policy.name).collect::<Vec<_>>().join("`, `"))
        .replace("@statements@\n", &policies.iter().map(policy).collect::<String>())
        .replace("@boundary@\n", &policy(&catalogue.boundary(&features)))
        .replace("@target@", TARGET)
        .replace("@platform@", PLATFORM)
        .replace("@external_id@", EXTERNAL_ID)
        .replace("@zeros@", crate::digest::ZEROS)
}

/// `role/PERMISSIONS.md`, the documentation's table with its actions.
pub(super) fn table(catalogue: &Catalogue) -> String {
    filled(include_str!("parts/permissions.md"), catalogue)
        .replace("@rows@\n", &catalogue.sections.iter().map(row).collect::<String>())
}

/// `role/terraform/README.md`.
pub(super) fn module() -> String {
    include_str!("parts/module.md").replace("@variables@\n", &parameters(|parameter| parameter.variable))
}

fn filled(frame: &str, catalogue: &Catalogue) -> String {
    frame
        .replace("@role@", DEFAULT_ROLE_NAME)
        .replace("@prefix@", DEFAULT_RESOURCE_PREFIX)
        .replace("@boundary_policy@", BOUNDARY_POLICY)
        .replace("@version@", &catalogue.head.version)
}

fn bullets(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |mut out, text| {
        let _ = writeln!(out, "- {text}");
        out
    })
}

fn parameters(name: impl Fn(&TemplateParameter) -> &'static str) -> String {
    PARAMETERS.iter().fold(String::new(), |mut out, parameter| {
        let default = match (parameter.default, parameter.kind) {
            (None, _) => "required".to_owned(),
            (Some(""), _) => "empty".to_owned(),
            (Some(_), ParameterKind::Feature) => "off".to_owned(),
            (Some(text), _) => format!("`{text}`"),
        };
        let _ = writeln!(out, "| `{}` | {default} | {} |", name(parameter), parameter.description);
        out
    })
}

fn policy(policy: &ManagedPolicy<'_>) -> String {
    let mut out = format!("\n### {}\n\n{}\n", policy.name, policy.summaries.join(" "));
    policy.statements.iter().for_each(|item| out.push_str(&statement(item)));
    out
}

fn statement(statement: &Statement<'_>) -> String {
    let scope = statement.scope;
    let mut out = format!("\n**{}** {}", scope.name, if scope.effect.is_deny() { "denies" } else { "allows" });
    let actions: Vec<String> = statement.actions.iter().map(|action| format!("`{action}`")).collect();
    let _ = writeln!(out, " {}", actions.join(", "));
    let resources: Vec<String> = scope.resources.iter().map(|resource| format!("`{resource}`")).collect();
    let _ = writeln!(out, "- on {}", resources.join(", "));
    for condition in &scope.conditions {
        let _ = writeln!(out, "- only where {}", told(condition));
    }
    if let Some(feature) = statement.feature {
        let _ = writeln!(out, "- only with the option `{feature}`");
    }
    let _ = writeln!(out, "- {}", scope.reason);
    out
}

/// A condition in words.
fn told(condition: &Condition) -> String {
    let values: Vec<String> = condition.values.iter().map(|value| format!("`{value}`")).collect();
    let (key, values) = (format!("`{}`", condition.key), values.join(" or "));
    match condition.operator.as_str() {
        "StringEquals" | "Bool" | "ArnEquals" => format!("{key} is {values}"),
        "StringLike" | "ArnLike" => format!("{key} is like {values}"),
        "StringEqualsIfExists" => format!("{key}, if the request has it, is {values}"),
        "ForAllValues:StringNotEquals" => format!("{key} has no {values}"),
        "ForAllValues:StringEquals" => format!("{key} has nothing but {values}"),
        "Null" if condition.values == ["true"] => format!("the request has no {key}"),
        "Null" => format!("the request has {key}"),
        operator => format!("{key} meets {operator} {values}"),
    }
}

fn row(section: &Section) -> String {
    let mut out = format!("\n## {}\n\n{}\n", section.service, section.summary);
    let (types, purposes): (Vec<&Entry>, Vec<&Entry>) =
        section.entries.iter().partition(|entry| matches!(entry.subject, Subject::ResourceType { .. }));
    if !types.is_empty() {
        out.push_str("\n| Terraform type | Creates | Reads | Updates | Deletes |\n|---|---|---|---|---|\n");
        out.extend(types.into_iter().map(type_line));
    }
    if !purposes.is_empty() {
        out.push_str("\n| For | Actions |\n|---|---|\n");
        for entry in &purposes {
            let actions = entry.grants.iter().map(|grant| grant.action.as_str());
            let _ = writeln!(out, "| {} | {} |", subject(entry), cell(actions));
        }
    }
    out + &reasons(section)
}

fn subject(entry: &Entry) -> String {
    let feature = entry.feature.as_ref().map(|feature| format!(" (option `{feature}`)"));
    match &entry.subject {
        Subject::ResourceType { name, .. } => format!("`{name}`{}", feature.unwrap_or_default()),
        Subject::Purpose(purpose) => format!("{purpose}{}", feature.unwrap_or_default()),
    }
}

fn type_line(entry: &Entry) -> String {
    let part = |lifecycle| {
        cell(entry.grants.iter().filter(|grant| grant.lifecycle == lifecycle).map(|grant| grant.action.as_str()))
    };
    let parts = [Lifecycle::Create, Lifecycle::Read, Lifecycle::Update, Lifecycle::Delete].map(part);
    format!("| {} | {} |\n", subject(entry), parts.join(" | "))
}

/// Each action once.
fn cell<'a>(actions: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for action in actions {
        if !seen.contains(&action) {
            seen.push(action);
        }
    }
    seen.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(" ")
}

/// Why the actions are there that do not go without saying.
fn reasons(section: &Section) -> String {
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (entry, grant) in section.entries.iter().flat_map(|entry| entry.grants.iter().map(move |grant| (entry, grant)))
    {
        let plain = format!("{} {}", grant.lifecycle.verb(), entry.subject.name());
        let reasons = told.entry(&grant.action).or_default();
        if grant.reason != plain && !reasons.contains(&grant.reason.as_str()) {
            reasons.push(&grant.reason);
        }
    }
    told.retain(|_, reasons| !reasons.is_empty());
    if told.is_empty() {
        return String::new();
    }
    let mut out = "\nWhy, where it does not go without saying:\n\n".to_owned();
    for (action, reasons) in told {
        let _ = writeln!(out, "- `{action}` {}.", reasons.join("; "));
    }
    out
}
