//! Check 9: the inventory, with a ledger in which nothing is silently blank.

use std::sync::{Mutex, PoisonError};

use tokio::time::timeout_at;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::coverage::{CoverageCell, Ledger, Outcome};
use connect_core::ports::{RegionChoice, RoleSession};
use connect_core::region::Region;
use connect_core::resource::{Kind, Place};

use super::inventory::{Found, Inventory};
use super::permissions::missing_by;
use super::{Run, remedies};

const OUT_OF_TIME: &str = "not asked for: the run had gone on for too long and was ended";

/// Check 9, and what was found.
type Discovered = (Check, Found);

impl Run<'_> {
    /// Check 9, which is not ended yet, with what was found. Without a proved session, the reason.
    pub(super) async fn discovery(
        &mut self,
        session: Result<&dyn RoleSession, &'static str>,
        unsafe_role: bool,
    ) -> Discovered {
        if !self.request.discovery {
            return (Check::skipped(CheckId::Discovery, "Left out, as asked."), Found::default());
        }
        match session {
            Ok(session) if !unsafe_role => self.discover(session).await,
            Ok(_) => self.not_attempted("Not done: a role that is not proved safe is not used any further."),
            Err(why) => self.not_attempted(&format!("Not possible: {why}.")),
        }
    }

    /// The regions that are asked as long as AWS does not say which are enabled.
    fn likely_regions(&self) -> Vec<Region> {
        match &self.request.regions {
            RegionChoice::All => Region::always_enabled(self.request.role_arn.partition()),
            RegionChoice::Named(regions) => regions.clone(),
        }
    }

    fn not_attempted(&self, why: &str) -> Discovered {
        let mut coverage = Ledger::expecting(&self.likely_regions()).into_cells();
        for cell in &mut coverage {
            cell.detail = Some(why.to_owned());
        }
        (Check::skipped(CheckId::Discovery, why), Found { coverage, ..Found::default() })
    }

    async fn discover(&mut self, session: &dyn RoleSession) -> Discovered {
        self.begin(CheckId::Discovery);
        let inventory = Mutex::new(Inventory::expecting(self.likely_regions()));
        let heard = || inventory.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = &self.request.regions;
        let mut choice = asked.clone();
        loop {
            let (whole, waits) = (choice == *asked, self.patience.lasts());
            let receive = |event| {
                let event = heard().hear(event, whole, waits);
                event.into_iter().for_each(self.sink);
            };
            let in_time = timeout_at(self.patience.ends, session.discover(&choice, &receive)).await.is_ok();
            let again = heard().again(asked).filter(|_| in_time && waits);
            match again {
                Some(again) if self.pause().await => choice = again,
                _ => break,
            }
        }
        let mut inventory = inventory.into_inner().unwrap_or_else(PoisonError::into_inner);
        inventory.rest(OUT_OF_TIME).into_iter().for_each(self.sink);
        self.denials.extend(inventory.denied_everywhere());
        self.allowed.extend(inventory.allowed_somewhere());
        let check = self.judged_inventory(&inventory);
        (check, inventory.found())
    }

    /// What the ledger is worth.
    fn judged_inventory(&self, inventory: &Inventory) -> Check {
        let denied: Vec<(&str, Cause)> =
            inventory.denials().map(|denial| (denial.operation, missing_by(&denial.message))).collect();
        let cells: Vec<&CoverageCell> = inventory.cells().collect();
        judged(
            &cells,
            inventory.note.as_deref(),
            remedies::grant(self.request, &self.options, CheckId::Discovery, &denied),
        )
    }
}

/// What the ledger is worth; `grants` is what mends the denials on the way, if there were any.
fn judged(cells: &[&CoverageCell], note: Option<&str>, grants: Vec<Remedy>) -> Check {
    let unanswered: Vec<&CoverageCell> = cells.iter().copied().filter(|cell| !cell.outcome.is_answer()).collect();
    let summary = format!("{}.{}", found(cells), note.map(|note| format!(" {note}.")).unwrap_or_default());
    let Some(first) = unanswered.first() else { return answered(cells, note, grants, &summary) };
    let (cause, remedies) = (cause_of(first.outcome), remedies(first, grants));
    let what = format!("{} of {} coverage cells have no answer, first {}", unanswered.len(), cells.len(), told(first));
    if unanswered.len() == cells.len() {
        return Check::fail(CheckId::Discovery, Evidence::Live, cause, format!("{what}."), remedies);
    }
    Check::warn(CheckId::Discovery, Evidence::Live, Some(cause), format!("{summary} {what}.")).with_remedies(remedies)
}

/// Every cell has an answer; yet the regions may be a guess, or something about what was found is open.
fn answered(cells: &[&CoverageCell], note: Option<&str>, grants: Vec<Remedy>, summary: &str) -> Check {
    let open: Vec<&CoverageCell> = cells.iter().copied().filter(|cell| cell.detail.is_some()).collect();
    let what = match open.first() {
        Some(first) => {
            format!(" {} of {} coverage cells are not whole, first {}.", open.len(), cells.len(), told(first))
        }
        None if note.is_none() => return Check::pass(CheckId::Discovery, Evidence::Live, summary),
        None => String::new(),
    };
    let cause = (!grants.is_empty()).then_some(Cause::PermissionsMissing);
    let advice = "Verify again in a minute: AWS did not answer every question about what it listed.";
    let remedies = if grants.is_empty() { vec![Remedy::words(Audience::You, advice)] } else { grants };
    Check::warn(CheckId::Discovery, Evidence::Live, cause, format!("{summary}{what}")).with_remedies(remedies)
}

fn found(cells: &[&CoverageCell]) -> String {
    let found = Kind::ALL.map(|kind| {
        let count: u64 = cells.iter().filter(|cell| cell.kind == kind).map(|cell| cell.count).sum();
        format!("{count} {}", kind.plural())
    });
    let regions = cells.iter().filter(|cell| cell.kind == Kind::Vpc).count();
    let regions = if regions == 1 { "1 region".to_owned() } else { format!("{regions} regions") };
    format!("Found {} in {regions}", found.join(", "))
}

fn told(cell: &CoverageCell) -> String {
    let detail = cell.detail.as_deref().unwrap_or("no detail").trim_end_matches('.');
    format!("{} of {}: {detail}", cell.kind.plural(), cell.region)
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

/// What mends the first cell without an answer, and with it the denials of the others.
fn remedies(cell: &CoverageCell, grants: Vec<Remedy>) -> Vec<Remedy> {
    if cell.outcome == Outcome::Denied && !grants.is_empty() {
        return grants;
    }
    let (audience, text) = match cell.outcome {
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
    let remedy = Remedy::words(audience, text);
    let first = match (cell.outcome, &cell.region) {
        (Outcome::Disabled, Place::Region(region)) => {
            remedy.with_snippet(format!("aws account enable-region --region-name {region}"))
        }
        _ => remedy,
    };
    std::iter::once(first).chain(grants).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use connect_core::check::CheckStatus;

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
        assert_eq!(judged(&[&good], None, vec![]).status, CheckStatus::Pass, "all answered");
        for outcome in
            [Outcome::Denied, Outcome::Disabled, Outcome::Throttled, Outcome::Unreachable, Outcome::NotAttempted]
        {
            let bad = cell("us-east-2", outcome);
            let some = judged(&[&good, &bad], None, vec![]);
            assert_eq!(some.status, CheckStatus::Warn, "one {outcome:?} cell");
            assert!(some.summary.contains("us-east-2"), "names the region: {}", some.summary);
            let all = judged(&[&bad], None, vec![]);
            assert_eq!(
                (all.status, all.cause.is_some(), all.remedies.is_empty()),
                (CheckStatus::Fail, true, false),
                "only {outcome:?} cells"
            );
        }
    }

    #[test]
    fn what_is_not_whole_is_never_green() {
        let good = cell("us-east-1", Outcome::Found);
        let grant = || vec![Remedy::words(Audience::AccountAdministrator, "grant it")];
        let open = CoverageCell { detail: Some("tiers unknown.".into()), ..cell("us-east-2", Outcome::Found) };
        for (name, check, words) in [
            ("guessed regions", judged(&[&good], Some("AWS would not say"), grant()), "AWS would not say."),
            ("an answer with something open", judged(&[&good, &open], None, grant()), "us-east-2: tiers unknown."),
        ] {
            assert_eq!((check.status, check.cause), (CheckStatus::Warn, Some(Cause::PermissionsMissing)), "{name}");
            assert!(check.summary.contains(words) && !check.remedies.is_empty(), "{name}: {}", check.summary);
        }
        assert_eq!(judged(&[&open], None, vec![]).cause, None, "nothing was denied, so no permission is missing");
    }
}
