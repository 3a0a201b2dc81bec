//! What changed since the last report, as lines for a terminal.

use std::fmt::Write as _;

use crate::comparison::{ChangedResource, PermissionChange, ResourceName, SeenBefore, SeenFirst};
use crate::report::Report;

use super::text::{section, wrapped};
use super::{comparison, words};

/// Changes of a sort beyond this many are counted; the other formats have them all.
const SHOWN: usize = 20;

/// What changed since an earlier report.
pub(super) fn lines(report: &Report, out: &mut String) {
    let Some(changes) = &report.comparison else { return };
    section("Since the last report", out);
    out.push_str("  ");
    let when = words::moment(changes.finished_at);
    wrapped(&format!("Compared with the report of {when}: {}.", comparison::summary(changes)), 2, out);
    let checks = changes.checks.iter().map(|change| {
        format!("{}: {} → {}", change.id.title(), comparison::ended(change.before), comparison::ended(change.now))
    });
    let action = |change: &PermissionChange| change.action.clone();
    let (permissions, resources) = (&changes.permissions, &changes.resources);
    let difference = |change: &ChangedResource| {
        format!("{}: {}", named(&change.resource), comparison::differences(change).join("; "))
    };
    let lost = |cell: &SeenBefore| {
        let outcome = cell.outcome.map_or("not asked for", |outcome| words::outcome(outcome).1);
        format!("{} {}: {outcome}, {} before", cell.region, cell.kind.plural(), cell.count)
    };
    let fresh = |cell: &SeenFirst| format!("{} {}: {}", cell.region, cell.kind.plural(), cell.count);
    each("check", checks, out);
    each("denied", permissions.newly_denied.iter().map(action), out);
    each("allowed", permissions.newly_allowed.iter().map(action), out);
    each("not seen", permissions.not_seen.iter().map(action), out);
    each("gone", resources.gone.iter().map(named), out);
    each("new", resources.new.iter().map(named), out);
    each("changed", resources.changed.iter().map(difference), out);
    each("not seen", resources.not_seen.iter().map(lost), out);
    each("first", resources.first_seen.iter().map(fresh), out);
}

fn named(resource: &ResourceName) -> String {
    let name = resource.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    format!("{} {} {}{name}", resource.region, resource.kind.singular(), resource.id)
}

fn each(word: &str, mut all: impl Iterator<Item = String>, out: &mut String) {
    for line in all.by_ref().take(SHOWN) {
        let _ = write!(out, "  {word:<8}  ");
        wrapped(&line, 12, out);
    }
    let more = all.count();
    if more > 0 {
        let _ = writeln!(out, "  {word:<8}  and {more} more");
    }
}
