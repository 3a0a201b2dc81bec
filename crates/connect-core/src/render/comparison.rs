//! The part of a report that tells what changed since an earlier one.

use serde_json::Value;

use crate::comparison::{
    AttributeChange, ChangedResource, CheckChange, CheckEnd, Comparison, PermissionChange, ResourceName, TagChange,
};
use crate::report::Report;
use crate::resource::Kind;

use super::document::{Block, Span};
use super::resources::{rule, value};
use super::words;

/// Everything that changed, or that nothing did; no section where there is nothing to compare with.
pub(super) fn section(report: &Report) -> Vec<Block<'_>> {
    let Some(comparison) = &report.comparison else { return Vec::new() };
    let mut blocks = vec![
        Block::heading(2, "Since the last report"),
        Block::Paragraph(vec![
            Span::text(format!("Compared with the report of {}, ", words::moment(comparison.finished_at))),
            Span::code(comparison.with.hyphenated().to_string()),
            Span::text(format!(": {}.", summary(comparison))),
        ]),
    ];
    let tables = [checks(comparison), permissions(comparison), resources(comparison), sight(comparison)];
    blocks.extend(
        tables.into_iter().flatten().filter(|table| !matches!(table, Block::Table { rows, .. } if rows.is_empty())),
    );
    blocks
}

/// What changed, in one line of counts.
pub(super) fn summary(comparison: &Comparison) -> String {
    if comparison.is_unchanged() {
        return "nothing changed".to_owned();
    }
    let (resources, permissions) = (&comparison.resources, &comparison.permissions);
    let counted = |count: usize, one: &str, many: &str| (count > 0).then(|| words::counted(count, one, many));
    let status = comparison.status;
    let verdict =
        (status.before != status.now).then(|| format!("{} instead of {}", status.now.as_str(), status.before.as_str()));
    let counts = [
        verdict,
        counted(comparison.checks.len(), "check changed", "checks changed"),
        counted(permissions.newly_denied.len(), "permission newly denied", "permissions newly denied"),
        counted(permissions.newly_allowed.len(), "permission newly allowed", "permissions newly allowed"),
        counted(permissions.not_seen.len(), "permission not seen this time", "permissions not seen this time"),
        counted(resources.gone.len(), "resource gone", "resources gone"),
        counted(resources.new.len(), "resource new", "resources new"),
        counted(resources.changed.len(), "resource changed", "resources changed"),
        counted(resources.not_seen.len(), "coverage cell not seen this time", "coverage cells not seen this time"),
        counted(
            resources.first_seen.len(),
            "coverage cell seen for the first time",
            "coverage cells seen for the first time",
        ),
    ];
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn checks(comparison: &Comparison) -> Vec<Block<'_>> {
    let row = |change: &CheckChange| {
        vec![Span::strong(change.id.title()), Span::text(ended(change.before)), Span::text(ended(change.now))]
    };
    vec![Block::Table {
        name: "Checks that changed".into(),
        head: vec!["Check", "Before", "Now"],
        rows: comparison.checks.iter().map(row).collect(),
    }]
}

/// A check's end in words, such as `FAIL (assume_denied)`.
pub(super) fn ended(end: CheckEnd) -> String {
    let cause = end.cause.map_or_else(String::new, |cause| format!(" ({})", words::code(cause)));
    format!("{}{cause}", words::check_status(end.status).1)
}

fn permissions(comparison: &Comparison) -> Vec<Block<'_>> {
    let changes = &comparison.permissions;
    vec![
        decided("Permissions newly denied", &changes.newly_denied),
        decided("Permissions newly allowed", &changes.newly_allowed),
        decided("Permissions not seen this time", &changes.not_seen),
    ]
}

fn decided<'a>(name: &'static str, changes: &'a [PermissionChange]) -> Block<'a> {
    Block::Table {
        name: name.into(),
        head: vec!["Action", "Service", "Before", "Reason"],
        rows: changes.iter().map(permission_row).collect(),
    }
}

fn permission_row(change: &PermissionChange) -> Vec<Span<'_>> {
    vec![
        Span::code(change.action.as_str()),
        Span::text(change.service.as_str()),
        Span::text(change.before.map_or("not in the catalogue", |before| words::decision(before).1)),
        Span::code(change.reason.map(words::code).unwrap_or_default()),
    ]
}

fn resources(comparison: &Comparison) -> Vec<Block<'_>> {
    let changes = &comparison.resources;
    vec![
        named("Resources gone", &changes.gone),
        named("Resources new", &changes.new),
        Block::Table {
            name: "Resources changed".into(),
            head: vec!["Region", "Kind", "Name", "Id", "Change"],
            rows: changes.changed.iter().map(changed_row).collect(),
        },
    ]
}

fn named<'a>(name: &'static str, resources: &'a [ResourceName]) -> Block<'a> {
    Block::Table {
        name: name.into(),
        head: vec!["Region", "Kind", "Name", "Id"],
        rows: resources.iter().map(resource_row).collect(),
    }
}

fn changed_row(change: &ChangedResource) -> Vec<Span<'_>> {
    let mut row = resource_row(&change.resource);
    row.push(Span::text(differences(change).join("; ")));
    row
}

fn resource_row(resource: &ResourceName) -> Vec<Span<'_>> {
    vec![
        Span::strong(resource.region.as_str()),
        Span::text(resource.kind.singular()),
        Span::text(resource.name.as_deref().unwrap_or_default()),
        Span::code(resource.id.as_str()),
    ]
}

fn sight(comparison: &Comparison) -> Vec<Block<'_>> {
    let changes = &comparison.resources;
    let cell = |region, kind: Kind, count| vec![Span::strong(region), Span::text(kind.plural()), Span::number(count)];
    let lost = changes.not_seen.iter().map(|lost| {
        let mut row = cell(lost.region.as_str(), lost.kind, lost.count);
        row.push(Span::text(lost.outcome.map_or("not asked for", |outcome| words::outcome(outcome).1)));
        row
    });
    let fresh = changes.first_seen.iter().map(|fresh| cell(fresh.region.as_str(), fresh.kind, fresh.count));
    vec![
        Block::Table {
            name: "Not seen this time, so not said to be gone".into(),
            head: vec!["Region", "Kind", "Found before", "Now"],
            rows: lost.collect(),
        },
        Block::Table {
            name: "Seen for the first time, so not said to be new".into(),
            head: vec!["Region", "Kind", "Found"],
            rows: fresh.collect(),
        },
    ]
}

/// What of a resource is different, such as `tier: private → public`.
pub(super) fn differences(change: &ChangedResource) -> Vec<String> {
    let attributes = change.attributes.iter().map(attribute);
    let tag = |TagChange { key, before, now }: &TagChange| {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        format!("tag {key}: {} → {}", shown(before), shown(now))
    };
    attributes.chain(change.tags.iter().map(tag)).collect()
}

fn attribute(AttributeChange { name, before, now }: &AttributeChange) -> String {
    let item = |item: &Value| match name.as_str() {
        "ingress" => rule(item, "from"),
        "egress" => rule(item, "to"),
        _ => value(item),
    };
    match (before, now) {
        (Value::Array(before), Value::Array(now)) => {
            let removed = before.iter().filter(|one| !now.contains(one)).map(|one| format!("− {}", item(one)));
            let added = now.iter().filter(|one| !before.contains(one)).map(|one| format!("+ {}", item(one)));
            format!("{name}: {}", removed.chain(added).collect::<Vec<_>>().join(", "))
        }
        (before, now) => {
            let shown =
                |side: &Value| Some(value(side)).filter(|text| !text.is_empty()).unwrap_or_else(|| "none".to_owned());
            format!("{name}: {} → {}", shown(before), shown(now))
        }
    }
}
