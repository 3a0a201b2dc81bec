//! Renders what the crate itself needs at run time, so that no catalogue is parsed there.

use std::fmt::Write;

use crate::catalogue::{Catalogue, Condition, Grant, ScopeRule, Section};

/// The source text of `src/rendered.rs`.
pub(super) fn source(catalogue: &Catalogue) -> String {
    let mut text =
        "//! Rendered from the permission catalogue; do not edit: change the catalogue and render again.\n\n"
            .to_owned();
    text.push_str("use crate::permission::{RequiredPermission, Scope, ScopeCondition};\n\n");
    let _ = writeln!(text, "pub(crate) const VERSION: &str = {:?};\n", catalogue.head.version);
    let can: Vec<&str> = catalogue.sections.iter().flat_map(|section| &section.can).map(String::as_str).collect();
    let cannot: Vec<&str> = catalogue.head.cannot.iter().map(String::as_str).collect();
    let _ = writeln!(text, "pub(crate) const CAN: &[&str] = &[\n{}];\n", lines(&can));
    let _ = writeln!(text, "pub(crate) const CANNOT: &[&str] = &[\n{}];\n", lines(&cannot));
    catalogue.sections.iter().for_each(|section| text.push_str(&scopes(section)));
    text.push_str("\npub(crate) const PERMISSIONS: &[RequiredPermission] = &[\n");
    catalogue.sections.iter().for_each(|section| text.push_str(&permissions(section)));
    text + "];\n"
}

fn lines(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |mut out, text| {
        let _ = writeln!(out, "    {text:?},");
        out
    })
}

/// The scopes that something needed is in, as constants.
fn scopes(section: &Section) -> String {
    let is_needed = |scope: &&ScopeRule| section.needs().any(|(_, grant)| grant.scope == scope.name);
    let needed = section.scopes.iter().filter(is_needed);
    let line = |scope: &ScopeRule| format!("const {}: Scope = {};\n", constant(section, &scope.name), value(scope));
    needed.map(line).collect()
}

fn constant(section: &Section, scope: &str) -> String {
    format!("{}_{scope}", section.policy).to_ascii_uppercase()
}

fn value(scope: &ScopeRule) -> String {
    let condition = |condition: &Condition| {
        let Condition { operator, key, values, .. } = condition;
        let example = condition.met_by();
        format!("ScopeCondition {{ operator: {operator:?}, key: {key:?}, values: &{values:?}, example: &{example:?} }}")
    };
    let conditions: Vec<String> = scope.conditions.iter().map(condition).collect();
    format!(
        "Scope {{ resources: &{:?}, example: {:?}, conditions: &[{}] }}",
        scope.resources,
        scope.example,
        conditions.join(", ")
    )
}

/// One row for each action and scope of a section, in the order of the entries.
fn permissions(section: &Section) -> String {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut text = String::new();
    for (entry, Grant { action, scope, reason, .. }) in section.needs() {
        if seen.contains(&(action, scope)) {
            continue;
        }
        seen.push((action, scope));
        let (service, feature, scope) = (&section.service, &entry.feature, constant(section, scope));
        let _ = writeln!(
            text,
            "    RequiredPermission {{ service: {service:?}, action: {action:?}, feature: {feature:?}, scope: {scope}, reason: {reason:?} }},"
        );
    }
    text
}
