//! The part of a report that counts: permissions by service, coverage by region, totals.

use std::collections::BTreeMap;

use crate::coverage::CoverageCell;
use crate::report::{Decision, Permission, Report};
use crate::resource::{Kind, Place};

use super::document::{Block, Span, Tone};
use super::{grouped, words};

/// Services in the catalogue's order, each with how many of its actions were decided how.
pub(super) fn by_service(permissions: &[Permission]) -> Vec<(&str, [u64; 3])> {
    let mut services: Vec<(&str, [u64; 3])> = Vec::new();
    for permission in permissions {
        let position = services.iter().position(|(service, _)| *service == permission.service).unwrap_or_else(|| {
            services.push((&permission.service, [0; 3]));
            services.len() - 1
        });
        services[position].1[permission.decision as usize] += 1;
    }
    services
}

/// The permission matrix: counts by service, then every action that is not allowed.
pub(super) fn permissions(report: &Report) -> Vec<Block<'_>> {
    let mut blocks = vec![Block::heading(2, "Permissions")];
    if report.permissions.is_empty() {
        blocks.push(Block::words("No permission was looked at."));
        return blocks;
    }
    blocks.push(Block::Table {
        name: "Permissions by service".into(),
        head: vec!["Service", "Allowed", "Denied", "Unknown"],
        rows: by_service(&report.permissions).into_iter().map(service_row).collect(),
    });
    if grouped::nothing_judged(&report.permissions) {
        blocks.push(Block::words("No action could be judged; the check \"Required permissions\" says why."));
    } else {
        blocks.extend(not_allowed(&report.permissions));
    }
    blocks
}

fn service_row((service, [allowed, denied, unknown]): (&str, [u64; 3])) -> Vec<Span<'_>> {
    // A number that needs attention stands out without its colour too.
    let count = |count: u64| if count == 0 { Span::number(0) } else { Span::strong(count.to_string()) };
    vec![Span::text(service), Span::number(allowed), count(denied), count(unknown)]
}

fn not_allowed(permissions: &[Permission]) -> Option<Block<'_>> {
    let rows: Vec<_> = permissions
        .iter()
        .filter(|permission| permission.decision != Decision::Allowed)
        .map(|permission| {
            let (tone, word) = words::decision(permission.decision);
            vec![
                Span::code(permission.action.as_str()),
                Span::text(permission.service.as_str()),
                Span::Badge(tone, word),
                Span::code(permission.reason.map(words::code).unwrap_or_default()),
                Span::text(words::evidence_word(permission.evidence)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        name: "Actions that are not allowed".into(),
        head: vec!["Action", "Service", "Decision", "Reason", "Evidence"],
        rows,
    })
}

/// The ledger by region and kind, then why cells have no answer.
pub(super) fn coverage(report: &Report) -> Vec<Block<'_>> {
    let mut blocks = vec![Block::heading(2, "Coverage")];
    if report.coverage.is_empty() {
        blocks.push(Block::words("Nothing was looked for."));
        return blocks;
    }
    blocks.push(Block::words(answered(report)));
    blocks.push(Block::Table {
        name: "Coverage by region and kind".into(),
        head: vec!["Region", "VPCs", "Subnets", "Security groups", "Hosted zones", "IAM users"],
        rows: grid(report).into_iter().map(coverage_row).collect(),
    });
    blocks.extend(unanswered(report));
    blocks
}

/// How much of the ledger AWS answered, in one sentence.
pub(super) fn answered(report: &Report) -> String {
    let cells = report.coverage.len();
    let answered = report.coverage.iter().filter(|cell| cell.outcome.is_answer()).count();
    let places = grid(report).keys().filter(|place| !matches!(place, Place::Global)).count();
    let regions = words::counted(places, "region", "regions");
    if answered == cells {
        format!("All {cells} coverage cells were answered, in {regions} and globally.")
    } else {
        format!(
            "{answered} of {cells} coverage cells were answered, in {regions} and globally; {} were not.",
            cells - answered
        )
    }
}

type Grid<'a> = BTreeMap<&'a Place, BTreeMap<Kind, &'a CoverageCell>>;

fn grid(report: &Report) -> Grid<'_> {
    let mut grid = Grid::new();
    for cell in &report.coverage {
        grid.entry(&cell.region).or_default().insert(cell.kind, cell);
    }
    grid
}

fn coverage_row<'a>((place, cells): (&'a Place, BTreeMap<Kind, &'a CoverageCell>)) -> Vec<Span<'a>> {
    let cell = |kind: Kind| match cells.get(&kind) {
        None => Span::text("–"),
        Some(cell) if cell.outcome.is_answer() && cell.count > 0 => {
            Span::text(format!("{} {}", cell.count, words::outcome(cell.outcome).1))
        }
        Some(cell) => {
            let (tone, word) = words::outcome(cell.outcome);
            if tone == Tone::Quiet && cell.outcome.is_answer() { Span::text(word) } else { Span::Badge(tone, word) }
        }
    };
    std::iter::once(Span::strong(place.as_str())).chain(Kind::ALL.into_iter().map(cell)).collect()
}

fn unanswered(report: &Report) -> Option<Block<'_>> {
    let rows: Vec<_> = grouped::unanswered(&report.coverage)
        .into_iter()
        .map(|group| {
            let (tone, word) = words::outcome(group.outcome);
            vec![
                Span::strong(group.places()),
                Span::text(group.kinds()),
                Span::Badge(tone, word),
                Span::text(group.detail),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        name: "Coverage cells without an answer".into(),
        head: vec!["Regions", "Kinds", "Outcome", "Reason"],
        rows,
    })
}

/// How many of each kind.
pub(super) fn totals(report: &Report) -> Vec<Block<'_>> {
    let row = |(kind, count): (&Kind, &u64)| vec![Span::text(kind.plural()), Span::number(*count)];
    vec![
        Block::heading(2, "Totals"),
        Block::Table {
            name: "Resources found, by kind".into(),
            head: vec!["Kind", "Found"],
            rows: report.totals.iter().map(row).collect(),
        },
    ]
}
