//! What is said once where many have it in common: cells without an answer, actions that are not allowed, remedies.

use std::collections::BTreeMap;

use crate::check::Check;
use crate::coverage::{CoverageCell, Outcome};
use crate::report::{Decision, Permission, Report};
use crate::resource::{Kind, Place};

use super::words;

/// Cells that have no answer for one and the same reason: these kinds in each of these places.
pub(super) struct Unanswered<'a> {
    pub(super) places: Vec<&'a Place>,
    pub(super) kinds: Vec<Kind>,
    pub(super) outcome: Outcome,
    pub(super) detail: &'a str,
}

impl Unanswered<'_> {
    pub(super) fn places(&self) -> String {
        self.places.iter().map(|place| place.as_str()).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn kinds(&self) -> String {
        self.kinds.iter().map(|kind| kind.plural()).collect::<Vec<_>>().join(", ")
    }
}

/// The cells without an answer, in the ledger's order.
pub(super) fn unanswered(cells: &[CoverageCell]) -> Vec<Unanswered<'_>> {
    let mut by_place: BTreeMap<(&Place, Outcome, &str), Vec<Kind>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| !cell.outcome.is_answer()) {
        let detail = cell.detail.as_deref().unwrap_or("no reason was given");
        by_place.entry((&cell.region, cell.outcome, detail)).or_default().push(cell.kind);
    }
    let mut groups: Vec<Unanswered<'_>> = Vec::new();
    for ((place, outcome, detail), kinds) in by_place {
        let same =
            |group: &&mut Unanswered<'_>| (&group.kinds, group.outcome, group.detail) == (&kinds, outcome, detail);
        match groups.iter_mut().find(same) {
            Some(group) => group.places.push(place),
            None => groups.push(Unanswered { places: vec![place], kinds, outcome, detail }),
        }
    }
    groups
}

/// Actions of a service that were decided alike, and are not allowed.
pub(super) struct NotAllowed<'a> {
    pub(super) service: &'a str,
    pub(super) decision: Decision,
    /// The reason's stable code; empty when there is none.
    pub(super) reason: String,
    pub(super) actions: Vec<&'a str>,
}

/// The actions that are not allowed; none where nothing at all could be judged, which is said in one sentence.
pub(super) fn not_allowed(permissions: &[Permission]) -> Vec<NotAllowed<'_>> {
    let mut groups: Vec<NotAllowed<'_>> = Vec::new();
    if nothing_judged(permissions) {
        return groups;
    }
    for permission in permissions.iter().filter(|permission| permission.decision != Decision::Allowed) {
        let reason = permission.reason.map(words::code).unwrap_or_default();
        let same = |group: &&mut NotAllowed<'_>| {
            (group.service, group.decision, &group.reason) == (&permission.service, permission.decision, &reason)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.actions.push(&permission.action),
            None => groups.push(NotAllowed {
                service: &permission.service,
                decision: permission.decision,
                reason,
                actions: vec![&permission.action],
            }),
        }
    }
    groups
}

/// Whether no action could be judged; the check says why.
pub(super) fn nothing_judged(permissions: &[Permission]) -> bool {
    permissions.iter().all(|permission| permission.decision == Decision::Unknown)
}

/// The check before this one among those that need attention that has the same remedies.
pub(super) fn mended_with<'a>(report: &'a Report, check: &Check) -> Option<&'a Check> {
    let earlier = words::concerns(report).take_while(|earlier| earlier.id != check.id);
    earlier.filter(|_| !check.remedies.is_empty()).find(|earlier| earlier.remedies == check.remedies)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::coverage::Ledger;
    use crate::region::Region;

    #[test]
    fn a_reason_that_all_cells_share_is_said_once_for_regions_and_once_for_the_account() {
        let regions: Vec<Region> = ["eu-west-1", "us-east-1"].map(|name| name.parse().unwrap()).into();
        let mut cells = Ledger::expecting(&regions).into_cells();
        for cell in &mut cells {
            cell.detail = Some("the role could not be assumed".to_owned());
        }
        let told = |cells: &[CoverageCell]| -> Vec<(String, String)> {
            unanswered(cells).iter().map(|group| (group.kinds(), group.places())).collect()
        };
        let regional = "VPCs, subnets, security groups".to_owned();
        let all_of_it = ("hosted zones, IAM users".to_owned(), "global".to_owned());
        assert_eq!(told(&cells), [all_of_it, (regional, "eu-west-1, us-east-1".to_owned())], "two groups");
        let subnets = cells.iter_mut().find(|cell| cell.kind == Kind::Subnet).unwrap();
        subnets.detail = Some("another".to_owned());
        let named: Vec<String> = told(&cells).into_iter().map(|(_, places)| places).collect();
        assert_eq!(named.len(), 4, "a reason of its own stands by itself, and no cell is lost: {named:?}");
    }
}
