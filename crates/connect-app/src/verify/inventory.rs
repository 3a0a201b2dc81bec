//! What a discovery has told so far. Each cell is passed on once, when it is settled.

use std::collections::BTreeMap;

use connect_core::coverage::{CoverageCell, Ledger, Outcome};
use connect_core::failure::CallFailure;
use connect_core::network::{Network, NetworkCell, NetworkKind, NetworkPart};
use connect_core::ports::{DiscoveryEvent, RegionChoice};
use connect_core::region::Region;
use connect_core::resource::{Kind, Place, Resource};

use super::patience::may_pass;
use crate::view::TestEvent;

/// A cell as it was answered last.
struct Answer {
    cell: CoverageCell,
    resources: Vec<Resource>,
    denied: Option<CallFailure>,
    told: bool,
}

/// What the events have told so far.
pub(super) struct Inventory {
    /// Until AWS says which regions there are, those that are asked anyway.
    regions: Vec<Region>,
    pub(super) note: Option<String>,
    unknown_regions: Option<CallFailure>,
    cells: BTreeMap<(Place, Kind), Answer>,
    network: BTreeMap<(Region, NetworkKind), (NetworkCell, Vec<NetworkPart>)>,
}

/// What an inventory comes to, each in order.
#[derive(Default)]
pub(super) struct Found {
    pub(super) coverage: Vec<CoverageCell>,
    pub(super) resources: Vec<Resource>,
    pub(super) network: Network,
}

impl Inventory {
    pub(super) fn expecting(regions: Vec<Region>) -> Self {
        Self { regions, note: None, unknown_regions: None, cells: BTreeMap::new(), network: BTreeMap::new() }
    }

    /// Takes an event, and gives what is to be passed on. While a denial `may_pass`, its cell is kept back; an answer
    /// that was passed on stands, and so do the regions when only a part of them is asked again.
    pub(super) fn hear(&mut self, event: DiscoveryEvent, whole: bool, waits: bool) -> Option<TestEvent> {
        match event {
            DiscoveryEvent::Regions { .. } if !whole => None,
            DiscoveryEvent::Regions { regions, note, denied } => {
                let names = regions.iter().map(ToString::to_string).collect();
                (self.regions, self.note, self.unknown_regions) = (regions, note.clone(), denied);
                Some(TestEvent::Regions { regions: names, note })
            }
            DiscoveryEvent::Cell { cell, resources, denied } => {
                let key = (cell.region.clone(), cell.kind);
                if self.cells.get(&key).is_some_and(|answer| answer.told) {
                    return None;
                }
                let told = !(waits && denied.as_ref().is_some_and(may_pass));
                let event = told.then(|| TestEvent::Cell { cell: cell.clone(), resources: resources.clone() });
                self.cells.insert(key, Answer { cell, resources, denied, told });
                event
            }
            DiscoveryEvent::Network { cell, parts } => {
                let key = (cell.region.clone(), cell.kind);
                let event = TestEvent::Network { cell: cell.clone(), parts: parts.clone() };
                self.network.insert(key, (cell, parts));
                Some(event)
            }
        }
    }

    /// What to ask again: everything, when the regions themselves were denied; else the regions with cells kept back.
    pub(super) fn again(&self, asked: &RegionChoice) -> Option<RegionChoice> {
        if self.unknown_regions.as_ref().is_some_and(may_pass) {
            return Some(asked.clone());
        }
        let kept_back: Vec<&Place> =
            self.cells.iter().filter(|(_, answer)| !answer.told).map(|((place, _), _)| place).collect();
        let mut regions: Vec<Region> = kept_back.iter().filter_map(|place| place.region().cloned()).collect();
        regions.dedup();
        (!kept_back.is_empty()).then_some(RegionChoice::Named(regions))
    }

    /// What was not passed on yet: cells that were kept back, and with the reason those that nobody came to.
    pub(super) fn rest(&mut self, why_not_attempted: &str) -> Vec<TestEvent> {
        for mut cell in Ledger::expecting(&self.regions).into_cells() {
            cell.detail = Some(why_not_attempted.to_owned());
            let key = (cell.region.clone(), cell.kind);
            self.cells.entry(key).or_insert(Answer { cell, resources: Vec::new(), denied: None, told: false });
        }
        let rest = self.cells.values().filter(|answer| !answer.told);
        let cell = |answer: &Answer| TestEvent::Cell { cell: answer.cell.clone(), resources: answer.resources.clone() };
        let mut events: Vec<TestEvent> = rest.map(cell).collect();
        events.extend(self.rest_of_networks(why_not_attempted));
        events
    }

    /// Where there are VPCs, every kind of part that nobody came to.
    fn rest_of_networks(&mut self, why_not_attempted: &str) -> Vec<TestEvent> {
        let with_vpcs =
            self.cells.values().map(|answer| &answer.cell).filter(|cell| cell.kind == Kind::Vpc && cell.count > 0);
        let regions = with_vpcs.filter_map(|cell| cell.region.region().cloned());
        let all = regions.flat_map(|region| NetworkKind::EVERYWHERE.map(|kind| (region.clone(), kind)));
        let missing: Vec<_> = all.filter(|key| !self.network.contains_key(key)).collect();
        let mut events = Vec::new();
        for (region, kind) in missing {
            let detail = Some(why_not_attempted.to_owned());
            let cell = NetworkCell { region, kind, outcome: Outcome::NotAttempted, count: 0, detail };
            events.push(TestEvent::Network { cell: cell.clone(), parts: Vec::new() });
            self.network.insert((cell.region.clone(), kind), (cell, Vec::new()));
        }
        events
    }

    /// The denials for which it is not whole.
    pub(super) fn denials(&self) -> impl Iterator<Item = &CallFailure> {
        self.unknown_regions.iter().chain(self.cells.values().filter_map(|answer| answer.denied.as_ref()))
    }

    /// The denials that met every cell of a kind, or the list of regions: those permissions are missing everywhere, not
    /// only where a region is closed.
    pub(super) fn denied_everywhere(&self) -> Vec<CallFailure> {
        let of = |kind| self.cells.values().filter(move |answer| answer.cell.kind == kind);
        let everywhere = |kind| {
            let first = of(kind).next()?.denied.as_ref()?;
            let met = |answer: &Answer| answer.denied.as_ref().is_some_and(|other| other.operation == first.operation);
            of(kind).all(met).then(|| first.clone())
        };
        self.unknown_regions.iter().cloned().chain(Kind::ALL.into_iter().filter_map(everywhere)).collect()
    }

    /// The actions that listed something somewhere.
    pub(super) fn allowed_somewhere(&self) -> Vec<&'static str> {
        let answered = |kind: &Kind| self.cells().any(|cell| cell.kind == *kind && cell.outcome.is_answer());
        Kind::ALL.into_iter().filter(answered).map(Kind::listed_by).collect()
    }

    /// All that was found.
    pub(super) fn found(self) -> Found {
        let (coverage, resources): (Vec<CoverageCell>, Vec<Vec<Resource>>) =
            self.cells.into_values().map(|answer| (answer.cell, answer.resources)).unzip();
        let mut resources: Vec<Resource> = resources.into_iter().flatten().collect();
        resources.sort_by(|a, b| (&a.region, a.kind, &a.id).cmp(&(&b.region, b.kind, &b.id)));
        let (cells, parts): (Vec<NetworkCell>, Vec<Vec<NetworkPart>>) = self.network.into_values().unzip();
        let mut parts: Vec<NetworkPart> = parts.into_iter().flatten().collect();
        parts.sort_by(|a, b| (&a.region, a.kind, &a.id).cmp(&(&b.region, b.kind, &b.id)));
        Found { coverage, resources, network: Network { coverage: cells, parts } }
    }

    /// The cells in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = &CoverageCell> {
        self.cells.values().map(|answer| &answer.cell)
    }
}
