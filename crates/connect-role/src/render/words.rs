//! Renders the pages that explain the role.

use std::fmt::Write;

use super::policies::{EXTERNAL_ID, PLATFORM, TARGET};
use crate::catalogue::{Catalogue, Section};
use crate::parameter::{DEFAULT_ROLE_NAME, PARAMETERS};

/// `role/README.md`.
pub(super) fn role(catalogue: &Catalogue) -> String {
    let can: Vec<&str> = catalogue.sections.iter().flat_map(|section| &section.can).map(String::as_str).collect();
    let cannot: Vec<&str> = catalogue.head.cannot.iter().map(String::as_str).collect();
    include_str!("parts/role.md")
        .replace("@can@\n", &list(&can))
        .replace("@cannot@\n", &list(&cannot))
        .replace("@permissions@\n", &catalogue.sections.iter().map(table).collect::<String>())
        .replace("@parameters@\n", &parameters(|parameter| parameter.name))
        .replace("@target@", TARGET)
        .replace("@platform@", PLATFORM)
        .replace("@external_id@", EXTERNAL_ID)
        .replace("@role@", DEFAULT_ROLE_NAME)
        .replace("@zeros@", crate::digest::ZEROS)
        .replace("@version@", &catalogue.head.version)
}

/// `role/terraform/README.md`.
pub(super) fn module() -> String {
    include_str!("parts/module.md").replace("@variables@\n", &parameters(|parameter| parameter.variable))
}

fn list(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |mut out, text| {
        let _ = writeln!(out, "- {text}");
        out
    })
}

fn parameters(name: impl Fn(&crate::parameter::TemplateParameter) -> &'static str) -> String {
    PARAMETERS.iter().fold(String::new(), |mut out, parameter| {
        let default = match parameter.default {
            None => "required".to_owned(),
            Some("") => "empty".to_owned(),
            Some(text) => format!("`{text}`"),
        };
        let _ = writeln!(out, "| `{}` | {default} | {} |", name(parameter), parameter.description);
        out
    })
}

fn table(section: &Section) -> String {
    let mut out = format!(
        "\n### {}\n\n{}\n\n| Effect | Action | On | It |\n|---|---|---|---|\n",
        section.service, section.summary
    );
    for grant in section.entries_with(&[]).flat_map(|entry| &entry.grants) {
        if let Some(scope) = section.scope(&grant.scope) {
            let (effect, resources) = (scope.effect.as_str(), scope.resources.join("`, `"));
            let _ = writeln!(out, "| {effect} | `{}` | `{resources}` | {} |", grant.action, grant.reason);
        }
    }
    out
}
