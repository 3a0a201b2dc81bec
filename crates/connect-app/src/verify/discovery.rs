//! Check 9: the inventory, with a ledger in which nothing is silently blank.

use std::sync::{Mutex, PoisonError};

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::coverage::{CoverageCell, Ledger, Outcome};
use connect_core::ports::{DiscoveryEvent, RegionChoice, RoleSession};
use connect_core::region::Region;
use connect_core::resource::{Kind, Resource};

use super::Run;
use crate::view::TestEvent;

/// What the events have told so far.
#[derive(Default)]
struct Gathered {
    regions: Vec<Region>,
    note: Option<String>,
    cells: Vec<CoverageCell>,
    resources: Vec<Resource>,
}

impl Gathered {
    fn ledger(&self) -> Ledger {
        let mut ledger = Ledger::expecting(&self.regions);
        for cell in &self.cells {
            ledger.record(cell.clone());
        }
        ledger
    }
}

impl Run<'_> {
    /// Check 9, with the coverage and the resources.
    pub(super) async fn discovery(
        &mut self,
        session: Option<&dyn RoleSession>,
        unsafe_role: bool,
    ) -> (Vec<CoverageCell>, Vec<Resource>) {
        if !self.request.discovery {
            self.skip(CheckId::Discovery, "Left out, as asked.");
            return (Vec::new(), Vec::new());
        }
        match session {
            Some(session) if !unsafe_role => self.discover(session).await,
            Some(_) => self.not_attempted("Not done: a role that is not proved safe is not used any further."),
            None => self.not_attempted("Not possible: there is no session of the role."),
        }
    }

    fn not_attempted(&mut self, why: &str) -> (Vec<CoverageCell>, Vec<Resource>) {
        self.skip(CheckId::Discovery, why);
        let regions = match &self.request.regions {
            RegionChoice::All => Region::always_enabled(self.request.role_arn.partition()),
            RegionChoice::Named(regions) => regions.clone(),
        };
        let mut cells = Ledger::expecting(&regions).into_cells();
        for cell in &mut cells {
            cell.detail = Some(why.to_owned());
        }
        (cells, Vec::new())
    }

    async fn discover(&mut self, session: &dyn RoleSession) -> (Vec<CoverageCell>, Vec<Resource>) {
        self.begin(CheckId::Discovery);
        let gathered = Mutex::new(Gathered::default());
        let sink = self.sink;
        let receive = |event: DiscoveryEvent| {
            let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            match event {
                DiscoveryEvent::Regions { regions, note, .. } => {
                    sink(TestEvent::Regions {
                        regions: regions.iter().map(ToString::to_string).collect(),
                        note: note.clone(),
                    });
                    gathered.regions = regions;
                    gathered.note = note;
                }
                DiscoveryEvent::Cell { cell, resources, .. } => {
                    sink(TestEvent::Cell { cell: cell.clone(), resources: resources.clone() });
                    gathered.cells.push(cell);
                    gathered.resources.extend(resources);
                }
            }
        };
        session.discover(&self.request.regions, &receive).await;
        let mut gathered = gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
        gathered.resources.sort_by(|a, b| (&a.region, a.kind, &a.id).cmp(&(&b.region, b.kind, &b.id)));
        let cells = gathered.ledger().into_cells();
        self.end(judged(&cells, gathered.note.as_deref()));
        (cells, gathered.resources)
    }
}

/// What the ledger is worth.
fn judged(cells: &[CoverageCell], note: Option<&str>) -> Check {
    let unanswered: Vec<&CoverageCell> = cells.iter().filter(|cell| !cell.outcome.is_answer()).collect();
    let found = Kind::ALL.map(|kind| {
        let count: u64 = cells.iter().filter(|cell| cell.kind == kind).map(|cell| cell.count).sum();
        format!("{count} {}", kind.plural())
    });
    let note = note.map(|note| format!(" {note}.")).unwrap_or_default();
    let regions = cells.iter().filter(|cell| cell.kind == Kind::Vpc).count();
    let summary = format!("Found {} in {regions} regions.{note}", found.join(", "));
    let Some(first) = unanswered.first() else {
        return Check::pass(CheckId::Discovery, Evidence::Live, summary);
    };
    let cause = cause_of(first.outcome);
    let what = format!(
        "{} of {} coverage cells have no answer, first {} of {}: {}",
        unanswered.len(),
        cells.len(),
        first.kind.plural(),
        first.region,
        first.detail.as_deref().unwrap_or("no detail")
    );
    if unanswered.len() == cells.len() {
        return Check::fail(CheckId::Discovery, Evidence::Live, cause, format!("{what}."), remedies(first.outcome));
    }
    Check::warn(CheckId::Discovery, Evidence::Live, Some(cause), format!("{summary} {what}."))
        .with_remedies(remedies(first.outcome))
}

const fn cause_of(outcome: Outcome) -> Cause {
    match outcome {
        Outcome::Denied => Cause::PermissionsMissing,
        Outcome::Disabled => Cause::RegionNotEnabled,
        Outcome::Throttled => Cause::Throttled,
        Outcome::Unreachable => Cause::EndpointUnreachable,
        Outcome::NotAttempted | Outcome::Found | Outcome::Empty => Cause::Internal,
    }
}

fn remedies(outcome: Outcome) -> Vec<Remedy> {
    let (audience, text) = match outcome {
        Outcome::Denied => (
            Audience::AccountAdministrator,
            "Give the role the discovery permissions again: update the stack or apply Terraform. If an organisation policy denies the region, it must except the role.",
        ),
        Outcome::Disabled => {
            (Audience::AccountAdministrator, "Enable the region in the account settings, or leave it out.")
        }
        Outcome::Throttled => {
            (Audience::You, "Verify again in a minute: something else in the account uses up the rate limit.")
        }
        _ => (Audience::You, "Check the network of this machine, then verify again."),
    };
    vec![Remedy::words(audience, text)]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use connect_core::check::CheckStatus;
    use connect_core::resource::Place;

    fn cell(region: &str, outcome: Outcome) -> CoverageCell {
        let place: Place = region.parse().unwrap();
        if outcome.is_answer() {
            CoverageCell::answered(place, Kind::Vpc, 1)
        } else {
            CoverageCell::unanswered(place, Kind::Vpc, outcome, "why".into())
        }
    }

    #[test]
    fn a_cell_without_an_answer_is_never_green() {
        let good = cell("us-east-1", Outcome::Found);
        assert_eq!(judged(std::slice::from_ref(&good), None).status, CheckStatus::Pass, "all answered");
        for outcome in
            [Outcome::Denied, Outcome::Disabled, Outcome::Throttled, Outcome::Unreachable, Outcome::NotAttempted]
        {
            let bad = cell("us-east-2", outcome);
            let some = judged(&[good.clone(), bad.clone()], None);
            assert_eq!(some.status, CheckStatus::Warn, "one {outcome:?} cell");
            assert!(some.summary.contains("us-east-2"), "names the region: {}", some.summary);
            let all = judged(&[bad], None);
            assert_eq!(
                (all.status, all.cause.is_some(), all.remedies.is_empty()),
                (CheckStatus::Fail, true, false),
                "only {outcome:?} cells"
            );
        }
    }
}
