//! Reads the files' shape. Entries are taken one by one out of the table, so that a fault in one is
//! told with its name and not only with a line.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::{
    Catalogue, CatalogueError, Condition, Effect, Entry, Grant, Head, Lifecycle, Rule, ScopeRule, Section, Source,
    Subject,
};

pub(super) const HEAD: &str = "role.toml";
pub(super) const BOUNDARY: &str = "boundary.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    order: u32,
    service: String,
    policy: String,
    summary: String,
    can: Vec<String>,
    read_scope: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScope {
    #[serde(default)]
    effect: Effect,
    resources: Vec<String>,
    example: Option<String>,
    #[serde(default)]
    condition: Vec<Condition>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    resource: Option<String>,
    purpose: Option<String>,
    provider: Option<String>,
    feature: Option<String>,
    scope: Option<Value>,
    #[serde(default)]
    create: Vec<Value>,
    #[serde(default)]
    read: Vec<Value>,
    #[serde(default)]
    update: Vec<Value>,
    #[serde(default)]
    delete: Vec<Value>,
    #[serde(default)]
    never: Vec<Value>,
}

/// Either the action alone, as a text, or a table with these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrant {
    action: String,
    scope: Option<String>,
    reason: Option<String>,
}

/// The scopes of grants that name none, for each part of a life.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultScopes {
    create: Option<String>,
    read: Option<String>,
    update: Option<String>,
    delete: Option<String>,
    never: Option<String>,
}

impl DefaultScopes {
    fn same(name: &str) -> Self {
        let name = || Some(name.to_owned());
        Self { create: name(), read: name(), update: name(), delete: name(), never: name() }
    }
}

pub(super) fn fault(file: &str, place: impl Into<String>, rule: Rule) -> CatalogueError {
    CatalogueError { file: file.to_owned(), place: place.into(), rule }
}

pub(super) fn read(sources: &[Source]) -> Result<Catalogue, CatalogueError> {
    let head = sources.iter().find(|source| source.file == HEAD).ok_or_else(|| fault(HEAD, "head", Rule::NoHead))?;
    let boundary = sources.iter().find(|source| source.file == BOUNDARY);
    let boundary = boundary.ok_or_else(|| fault(BOUNDARY, "file", Rule::NoBoundary))?;
    let rows = sources.iter().filter(|source| ![HEAD, BOUNDARY].contains(&source.file.as_str()));
    let mut sections = rows.map(section).collect::<Result<Vec<_>, _>>()?;
    sections.sort_by(|a, b| (a.order, &a.file).cmp(&(b.order, &b.file)));
    let head = shaped::<Head>(HEAD, "head", Value::Table(table(head)?))?;
    Ok(Catalogue { head, sections, boundary: section(boundary)? })
}

fn table(source: &Source) -> Result<Table, CatalogueError> {
    source.text.parse::<Table>().map_err(|error| fault(&source.file, "file", Rule::Syntax(error.to_string())))
}

fn shaped<T: DeserializeOwned>(file: &str, place: &str, value: Value) -> Result<T, CatalogueError> {
    value.try_into().map_err(|error: toml::de::Error| fault(file, place, Rule::Field(error.message().to_owned())))
}

fn section(source: &Source) -> Result<Section, CatalogueError> {
    let file = source.file.as_str();
    let mut table = table(source)?;
    let scopes = table.remove("scope").unwrap_or_else(|| Value::Table(Table::new()));
    let entries = table.remove("entry").unwrap_or_else(|| Value::Array(Vec::new()));
    let raw: RawSection = shaped(file, "section", Value::Table(table))?;
    let scopes: BTreeMap<String, Value> = shaped(file, "scopes", scopes)?;
    let entries: Vec<Value> = shaped(file, "entries", entries)?;
    Ok(Section {
        file: file.to_owned(),
        order: raw.order,
        service: raw.service,
        policy: raw.policy,
        summary: raw.summary,
        can: raw.can,
        scopes: scopes.into_iter().map(|(name, value)| scope(file, name, value)).collect::<Result<_, _>>()?,
        entries: entries
            .into_iter()
            .enumerate()
            .map(|(at, value)| entry(file, raw.read_scope.as_deref(), at, value))
            .collect::<Result<_, _>>()?,
    })
}

fn scope(file: &str, name: String, value: Value) -> Result<ScopeRule, CatalogueError> {
    let place = format!("scope {name}");
    let raw: RawScope = shaped(file, &place, value)?;
    let example = match (&raw.example, raw.resources.as_slice()) {
        (Some(example), _) => example.clone(),
        (None, [only]) if only == "*" || !only.contains(['*', '?']) => only.clone(),
        // Nobody asks the simulator what is denied.
        (None, _) if raw.effect == Effect::Deny => "*".to_owned(),
        (None, _) => return Err(fault(file, place, Rule::NoExample)),
    };
    let RawScope { effect, resources, condition: conditions, reason, .. } = raw;
    Ok(ScopeRule { name, effect, resources, example, conditions, reason })
}

/// What an entry is called before it is known to be well formed.
fn entry_name(at: usize, value: &Value) -> String {
    let text = |field| value.get(field).and_then(Value::as_str);
    text("resource")
        .or_else(|| text("purpose"))
        .map_or_else(|| format!("entry {}", at + 1), |name| format!("entry \"{name}\""))
}

fn entry(file: &str, read_scope: Option<&str>, at: usize, value: Value) -> Result<Entry, CatalogueError> {
    let place = entry_name(at, &value);
    let raw: RawEntry = shaped(file, &place, value)?;
    let broken = |rule| fault(file, &place, rule);
    let subject = subject(raw.resource, raw.purpose, raw.provider).map_err(broken)?;
    let scopes = match raw.scope {
        None => DefaultScopes::default(),
        Some(Value::String(name)) => DefaultScopes::same(&name),
        Some(table) => shaped(file, &place, table)?,
    };
    let parts = [
        (Lifecycle::Create, raw.create, scopes.create),
        (Lifecycle::Read, raw.read, scopes.read.or_else(|| read_scope.map(str::to_owned))),
        (Lifecycle::Update, raw.update, scopes.update),
        (Lifecycle::Delete, raw.delete, scopes.delete),
        (Lifecycle::Never, raw.never, scopes.never),
    ];
    let mut grants = Vec::new();
    for (lifecycle, listed, scope) in parts {
        for value in listed {
            let raw = raw_grant(file, &place, value)?;
            grants.push(grant(&subject, lifecycle, raw, scope.as_deref()).map_err(broken)?);
        }
    }
    Ok(Entry { subject, feature: raw.feature, grants })
}

fn raw_grant(file: &str, place: &str, value: Value) -> Result<RawGrant, CatalogueError> {
    match value {
        Value::String(action) => Ok(RawGrant { action, scope: None, reason: None }),
        table => shaped(file, place, table),
    }
}

/// Fills in what the file leaves to the defaults.
fn grant(subject: &Subject, lifecycle: Lifecycle, raw: RawGrant, default: Option<&str>) -> Result<Grant, Rule> {
    let RawGrant { action, scope, reason } = raw;
    let Some(scope) = scope.or_else(|| default.map(str::to_owned)) else {
        return Err(Rule::NoScope { action, part: lifecycle.as_str() });
    };
    let reason = match (reason, subject) {
        (Some(reason), _) => reason,
        (None, Subject::ResourceType { name, .. }) => format!("{} {name}", lifecycle.verb()),
        (None, Subject::Purpose(_)) => return Err(Rule::NoReason(action)),
    };
    Ok(Grant { lifecycle, action, scope, reason })
}

fn subject(resource: Option<String>, purpose: Option<String>, provider: Option<String>) -> Result<Subject, Rule> {
    match (resource, purpose, provider) {
        (Some(name), None, Some(provider)) => Ok(Subject::ResourceType { name, provider }),
        (Some(_), None, None) => {
            Err(Rule::Provider("a resource type needs provider: the versions of the AWS provider it was derived for"))
        }
        (None, Some(purpose), None) => Ok(Subject::Purpose(purpose)),
        (None, Some(_), Some(_)) => {
            Err(Rule::Provider("a purpose has no provider: only a Terraform resource type depends on one"))
        }
        _ => Err(Rule::Subject),
    }
}
