//! The coverage ledger: every (place, kind) has exactly one outcome, and nothing is silently blank.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::region::Region;
use crate::resource::{Kind, Place};

/// What became of asking for one kind in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There is at least one.
    Found,
    /// AWS answered: there is none.
    Empty,
    /// AWS refused to say.
    Denied,
    /// The region is not enabled in this account.
    Disabled,
    /// AWS asked to slow down until the tries were used up.
    Throttled,
    /// No answer arrived, or none that could be read.
    Unreachable,
    /// It was not asked for, because something before it failed or the run was cancelled.
    NotAttempted,
}

impl Outcome {
    /// Whether AWS answered the question.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Found | Self::Empty)
    }
}

/// One place and kind with its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CoverageCell {
    /// A region's code, or `global`.
    #[schemars(with = "String")]
    pub region: Place,
    /// What was asked for.
    pub kind: Kind,
    /// What became of it.
    pub outcome: Outcome,
    /// How many were found.
    #[ts(type = "number")]
    pub count: u64,
    /// Why, when the outcome is no answer: AWS's own code and words.
    pub detail: Option<String>,
}

impl CoverageCell {
    /// A cell that AWS answered with `count` resources.
    pub const fn answered(region: Place, kind: Kind, count: u64) -> Self {
        let outcome = if count == 0 { Outcome::Empty } else { Outcome::Found };
        Self { region, kind, outcome, count, detail: None }
    }

    /// A cell without an answer, and why.
    pub const fn unanswered(region: Place, kind: Kind, outcome: Outcome, detail: String) -> Self {
        Self { region, kind, outcome, count: 0, detail: Some(detail) }
    }
}

/// The cells of one run, in a stable order, each at most once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    cells: BTreeMap<(Place, Kind), CoverageCell>,
}

impl Ledger {
    /// A ledger that expects the global kinds and each regional kind in each region: all of them
    /// `not_attempted` until recorded.
    pub fn expecting(regions: &[Region]) -> Self {
        let global = Kind::GLOBAL.map(|kind| (Place::Global, kind));
        let regional =
            regions.iter().flat_map(|region| Kind::REGIONAL.map(|kind| (Place::Region(region.clone()), kind)));
        let mut ledger = Self::default();
        for (place, kind) in global.into_iter().chain(regional) {
            ledger.record(CoverageCell::unanswered(
                place,
                kind,
                Outcome::NotAttempted,
                "not asked for before the run ended".to_owned(),
            ));
        }
        ledger
    }

    /// Sets a cell's outcome; a later record replaces an earlier one.
    pub fn record(&mut self, cell: CoverageCell) {
        self.cells.insert((cell.region.clone(), cell.kind), cell);
    }

    /// The cells in order: global first, then by region.
    pub fn cells(&self) -> impl Iterator<Item = &CoverageCell> {
        self.cells.values()
    }

    /// The cells in order, for a report.
    pub fn into_cells(self) -> Vec<CoverageCell> {
        self.cells.into_values().collect()
    }
}

/// How many of each kind the cells add up to; every kind is there.
pub fn totals<'a>(cells: impl IntoIterator<Item = &'a CoverageCell>) -> BTreeMap<Kind, u64> {
    let mut totals: BTreeMap<Kind, u64> = Kind::ALL.into_iter().map(|kind| (kind, 0)).collect();
    for cell in cells {
        *totals.entry(cell.kind).or_default() += cell.count;
    }
    totals
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn regions() -> Vec<Region> {
        ["eu-central-1", "us-east-1"].map(|name| name.parse().unwrap()).into()
    }

    #[test]
    fn a_new_ledger_has_every_cell_not_attempted() {
        let ledger = Ledger::expecting(&regions());
        assert_eq!(ledger.cells().count(), 2 + 2 * 3, "two global kinds and three in each of two regions");
        assert!(
            ledger.cells().all(|cell| cell.outcome == Outcome::NotAttempted),
            "nothing is claimed before it is known"
        );
    }

    proptest! {
        #[test]
        fn merging_in_any_order_adds_up(counts in proptest::collection::vec(0_u64..1000, 6), seed in any::<prop::sample::Index>()) {
            let mut cells: Vec<_> = regions().into_iter().flat_map(|region| Kind::REGIONAL.map(|kind| (region.clone(), kind)))
                .zip(&counts).map(|((region, kind), count)| CoverageCell::answered(Place::Region(region), kind, *count)).collect();
            let mut straight = Ledger::expecting(&regions());
            for cell in cells.clone() {
                straight.record(cell);
            }
            cells.rotate_left(seed.index(6));
            let mut rotated = Ledger::expecting(&regions());
            for cell in cells {
                rotated.record(cell);
            }
            prop_assert_eq!(&straight, &rotated, "the order of arrival does not matter");
            prop_assert_eq!(totals(straight.cells()).values().sum::<u64>(), counts.iter().sum::<u64>());
        }
    }
}
