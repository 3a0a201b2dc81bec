//! The rules that the shape of the files cannot say.

use std::collections::BTreeSet;

use super::raw::{BOUNDARY, HEAD, fault};
use super::{Catalogue, CatalogueError, Effect, Entry, Grant, Head, Lifecycle, Rule, ScopeRule, Section};
use crate::evaluate::resource_matches;
use crate::parameter::features;
use crate::placeholder;

pub(super) fn check(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    head(&catalogue.head).map_err(|rule| fault(HEAD, "head", rule))?;
    if catalogue.sections.is_empty() {
        return Err(fault(HEAD, "folder", Rule::NoSection));
    }
    self::section(&catalogue.boundary)?;
    for (at, section) in catalogue.sections.iter().enumerate() {
        self::section(section)?;
        catalogue.sections[..at].iter().try_for_each(|earlier| clash(section, earlier))?;
    }
    never_empty(catalogue)
}

/// IAM takes no policy without a statement.
fn never_empty(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    let left: BTreeSet<&str> = catalogue.policies(&[]).iter().map(|policy| policy.name).collect();
    if catalogue.boundary(&[]).statements.is_empty() {
        return Err(fault(BOUNDARY, "file", Rule::OnlyFeatures(catalogue.boundary.policy.clone())));
    }
    match catalogue.sections.iter().find(|section| !left.contains(section.policy.as_str())) {
        Some(section) => Err(fault(&section.file, "section", Rule::OnlyFeatures(section.policy.clone()))),
        None => Ok(()),
    }
}

fn said(text: &str, what: &'static str) -> Result<(), Rule> {
    if text.trim().is_empty() { Err(Rule::Empty(what)) } else { Ok(()) }
}

fn head(head: &Head) -> Result<(), Rule> {
    said(&head.version, "version")?;
    said(&head.description, "description")?;
    if head.cannot.is_empty() {
        return Err(Rule::Empty("cannot"));
    }
    if (3600..=43200).contains(&head.max_session_seconds) {
        Ok(())
    } else {
        Err(Rule::Session(head.max_session_seconds))
    }
}

fn name(text: &str) -> Result<(), Rule> {
    let capital = text.starts_with(|c: char| c.is_ascii_uppercase());
    if capital && text.chars().all(|c| c.is_ascii_alphanumeric()) { Ok(()) } else { Err(Rule::Name(text.to_owned())) }
}

fn section(section: &Section) -> Result<(), CatalogueError> {
    let here = |rule| fault(&section.file, "section", rule);
    said(&section.service, "service").map_err(here)?;
    said(&section.summary, "summary").map_err(here)?;
    name(&section.policy).map_err(here)?;
    if section.can.is_empty() && section.needs().next().is_some() {
        return Err(here(Rule::Empty("can")));
    }
    let at = |rule: &ScopeRule, broken| fault(&section.file, format!("scope {}", rule.name), broken);
    section.scopes.iter().try_for_each(|rule| scope(rule).map_err(|broken| at(rule, broken)))?;
    for item in &section.entries {
        entry(section, item)
            .map_err(|broken| fault(&section.file, format!("entry \"{}\"", item.subject.name()), broken))?;
    }
    section.scopes.iter().try_for_each(|rule| used_by_one_kind(section, rule).map_err(|broken| at(rule, broken)))
}

fn clash(section: &Section, earlier: &Section) -> Result<(), CatalogueError> {
    let same = |what| {
        let rule = Rule::SectionClash { other: earlier.file.clone(), what };
        Err(fault(&section.file, "section", rule))
    };
    if section.service == earlier.service {
        return same("service");
    }
    if section.order == earlier.order {
        return same("order");
    }
    let shared = section.scopes.iter().find(|scope| earlier.scope(&scope.name).is_some());
    match shared.filter(|_| section.policy == earlier.policy) {
        Some(scope) => {
            let rule = Rule::ScopeClash { other: earlier.file.clone() };
            Err(fault(&section.file, format!("scope {}", scope.name), rule))
        }
        None => Ok(()),
    }
}

fn scope(scope: &ScopeRule) -> Result<(), Rule> {
    name(&scope.name)?;
    said(&scope.reason, "reason")?;
    if scope.resources.is_empty() {
        return Err(Rule::Empty("resources"));
    }
    for resource in &scope.resources {
        known_placeholders(resource)?;
        let whole = ["*", "${role_arn}", "${boundary_arn}"].contains(&resource.as_str());
        if !whole && !resource.starts_with("arn:") {
            return Err(Rule::Resource(resource.clone()));
        }
    }
    if scope.effect == Effect::Allow {
        example(scope)?;
    }
    for condition in &scope.conditions {
        said(&condition.operator, "operator")?;
        said(&condition.key, "key")?;
        if condition.values.is_empty() {
            return Err(Rule::NoValue(condition.key.clone()));
        }
        if scope.effect == Effect::Allow && condition.operator.contains("Not") && condition.example.is_empty() {
            return Err(Rule::NoValueThatMeets(condition.key.clone()));
        }
        condition.values.iter().chain(&condition.example).try_for_each(|value| known_placeholders(value))?;
    }
    Ok(())
}

/// A statement is there or not: it cannot be half in a feature.
fn used_by_one_kind(section: &Section, scope: &ScopeRule) -> Result<(), Rule> {
    let uses = |entry: &&Entry| entry.grants.iter().any(|grant| grant.scope == scope.name);
    let features: BTreeSet<Option<&str>> =
        section.entries.iter().filter(uses).map(|entry| entry.feature.as_deref()).collect();
    let named = features.iter().flatten().next();
    match (features.len(), named) {
        (0, _) => Err(Rule::UnusedScope),
        (1, _) | (_, None) => Ok(()),
        (_, Some(feature)) => Err(Rule::MixedFeatures((*feature).to_owned())),
    }
}

fn known_placeholders(text: &str) -> Result<(), Rule> {
    placeholder::unknown_in(text).map_or(Ok(()), |unknown| Err(Rule::Placeholder(unknown.to_owned())))
}

/// Asking the simulator with an ARN outside the scope would call every grant in it denied.
fn example(scope: &ScopeRule) -> Result<(), Rule> {
    let example = &scope.example;
    known_placeholders(example)?;
    let concrete = example == "*" || !example.contains(['*', '?']);
    let inside = scope.resources.iter().any(|pattern| resource_matches(pattern, example));
    if concrete && inside { Ok(()) } else { Err(Rule::Example(example.clone())) }
}

fn action(text: &str) -> Result<(), Rule> {
    if text.contains(['*', '?']) {
        return Err(Rule::ActionWildcard(text.to_owned()));
    }
    let shaped = text.split_once(':').is_some_and(|(service, action)| {
        !service.is_empty()
            && service.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !action.is_empty()
            && action.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    if shaped { Ok(()) } else { Err(Rule::ActionShape(text.to_owned())) }
}

fn effect(grant: &Grant, scope: &ScopeRule) -> Result<(), Rule> {
    let (wanted, listed) = match grant.lifecycle {
        Lifecycle::Never => (Effect::Deny, "listed as never"),
        _ => (Effect::Allow, "listed as needed"),
    };
    if scope.effect == wanted {
        return Ok(());
    }
    Err(Rule::Effect { action: grant.action.clone(), listed, scope: scope.name.clone() })
}

fn entry(section: &Section, entry: &Entry) -> Result<(), Rule> {
    said(entry.subject.name(), "purpose")?;
    if let Some(unknown) = entry.feature.as_deref().filter(|name| !features().any(|known| known == *name)) {
        return Err(Rule::Feature(unknown.to_owned()));
    }
    if entry.grants.is_empty() {
        return Err(Rule::NoGrant);
    }
    let mut seen = BTreeSet::new();
    for grant in &entry.grants {
        action(&grant.action)?;
        said(&grant.reason, "reason")?;
        let Some(scope) = section.scope(&grant.scope) else {
            return Err(Rule::UnknownScope { action: grant.action.clone(), scope: grant.scope.clone() });
        };
        effect(grant, scope)?;
        if !seen.insert((grant.lifecycle, &grant.action, &grant.scope)) {
            return Err(Rule::Duplicate { action: grant.action.clone(), scope: grant.scope.clone() });
        }
    }
    Ok(())
}
