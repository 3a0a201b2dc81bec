//! Renders what the crate itself needs at run time, so that no catalogue is parsed there.

use std::fmt::Write;

use crate::catalogue::{Catalogue, Grant, ScopeRule, Section};

/// The source text of `src/rendered.rs`.
pub(super) fn source(catalogue: &Catalogue) -> String {
    let mut text =
        "//! Rendered from the permission catalogue; do not edit: change the catalogue and render again.\n\n"
            .to_owned();
    text.push_str("use crate::permission::{RequiredPermission, Scope};\n\n");
    let _ = writeln!(text, "pub(crate) const VERSION: &str = {:?};\n", catalogue.head.version);
    let can: Vec<&str> = catalogue.sections.iter().flat_map(|section| &section.can).map(String::as_str).collect();
    let cannot: Vec<&str> = catalogue.head.cannot.iter().map(String::as_str).collect();
    let _ = writeln!(text, "pub(crate) const CAN: &[&str] = &[\n{}];\n", lines(&can));
    let _ = writeln!(text, "pub(crate) const CANNOT: &[&str] = &[\n{}];\n", lines(&cannot));
    text.push_str("pub(crate) const PERMISSIONS: &[RequiredPermission] = &[\n");
    catalogue.sections.iter().for_each(|section| text.push_str(&permissions(section)));
    text + "];\n"
}

fn lines(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |mut out, text| {
        let _ = writeln!(out, "    {text:?},");
        out
    })
}

/// One row for each action and scope of a section, in the order of the entries.
fn permissions(section: &Section) -> String {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut text = String::new();
    for Grant { action, scope, reason, .. } in section.needs() {
        if seen.contains(&(action, scope)) {
            continue;
        }
        seen.push((action, scope));
        let _ = writeln!(
            text,
            "    RequiredPermission {{\n        service: {:?},\n        action: {action:?},",
            section.service
        );
        let _ = writeln!(text, "        reason: {reason:?},");
        section.scope(scope).into_iter().for_each(|rule| text.push_str(&self::scope(rule)));
        text.push_str("    },\n");
    }
    text
}

fn scope(scope: &ScopeRule) -> String {
    let context: Vec<String> = scope.context().map(|(key, values)| format!("({key:?}, &{values:?})")).collect();
    format!(
        "        scope: Scope {{\n            resources: &{:?},\n            example: {:?},\n            context: &[{}],\n        }},\n",
        scope.resources,
        scope.example,
        context.join(", ")
    )
}
