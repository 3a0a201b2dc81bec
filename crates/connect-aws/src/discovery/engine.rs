//! The run of a discovery: everything that can start starts at once, every cell ends once, and dropping it ends all.

use std::collections::HashMap;
use std::sync::Arc;

use connect_core::coverage::{CoverageCell, Outcome};
use connect_core::failure::CallFailure;
use connect_core::network::{NetworkCell, NetworkKind, NetworkPart};
use connect_core::ports::{DiscoveryEvent, DiscoverySink, RegionChoice};
use connect_core::region::Region;
use connect_core::resource::{Kind, Place, Resource};
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};

use super::host::Ec2;
use super::outcome::Circumstances;
use super::pages::ListFailure;
use super::regions::{self, KnownRegion};
use super::{Listing, list, network, outcome, vpc};
use crate::session::SessionCore;

/// Lists every kind in every chosen region. Nothing is told before the regions are known: the first event names them.
pub(crate) async fn run(core: &Arc<SessionCore>, choice: &RegionChoice, sink: &DiscoverySink<'_>) {
    let mut run = Run {
        core,
        sink,
        tasks: JoinSet::new(),
        under_way: HashMap::new(),
        regions: HashMap::new(),
        waiting: Vec::new(),
        known: None,
    };
    run.start_regions(choice);
    for kind in Kind::GLOBAL {
        run.start(Place::Global, Wanted::Kind(kind));
    }
    run.start_likely(choice);
    while let Some(ended) = run.tasks.join_next_with_id().await {
        match ended {
            Ok((_, Done::Regions(answer))) => run.regions_answered(choice, answer),
            Ok((id, Done::Listed(listed))) => run.list_ended(id, listed),
            Err(error) => run.task_failed(choice, &error),
        }
    }
}

/// What is listed in one place.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    Kind(Kind),
    Network(NetworkKind),
}

/// What a list gave.
enum Listed {
    Kind(Kind, Result<Listing, ListFailure>),
    Network(NetworkKind, Result<Vec<NetworkPart>, ListFailure>),
}

impl Wanted {
    async fn list(self, core: &SessionCore, ec2: &Ec2) -> Listed {
        match self {
            Self::Kind(kind) => Listed::Kind(kind, Box::pin(list(core, kind, ec2)).await),
            Self::Network(kind) => Listed::Network(kind, Box::pin(network::list(core, ec2, kind)).await),
        }
    }

    fn failed(self, failure: ListFailure) -> Listed {
        match self {
            Self::Kind(kind) => Listed::Kind(kind, Err(failure)),
            Self::Network(kind) => Listed::Network(kind, Err(failure)),
        }
    }
}

/// What a task ends with.
enum Done {
    Regions(Result<Vec<KnownRegion>, ListFailure>),
    Listed(Listed),
}

struct Run<'a> {
    core: &'a Arc<SessionCore>,
    sink: &'a DiscoverySink<'a>,
    /// Dropped with the run, and then every task in it is aborted.
    tasks: JoinSet<Done>,
    under_way: HashMap<Id, (Place, Wanted, AbortHandle)>,
    regions: HashMap<Region, Arc<Ec2>>,
    /// What ended before the regions were known: judging it may take what AWS says of them.
    waiting: Vec<(Place, Listed)>,
    /// What AWS said of the regions: nothing, where it would not say.
    known: Option<Vec<KnownRegion>>,
}

impl Run<'_> {
    fn ec2(&mut self, region: &Region) -> Arc<Ec2> {
        let new = || Arc::new(Ec2::new(self.core, region.clone()));
        Arc::clone(self.regions.entry(region.clone()).or_insert_with(new))
    }

    fn start(&mut self, place: Place, wanted: Wanted) {
        let core = Arc::clone(self.core);
        let ec2 = self.ec2(match &place {
            Place::Region(region) => region,
            Place::Global => &core.home,
        });
        let task = self.tasks.spawn(async move { Done::Listed(wanted.list(&core, &ec2).await) });
        self.under_way.insert(task.id(), (place, wanted, task));
    }

    fn start_region(&mut self, region: &Region) {
        for kind in Kind::REGIONAL {
            self.start(Place::Region(region.clone()), Wanted::Kind(kind));
        }
    }

    /// Asks which regions there are.
    fn start_regions(&mut self, choice: &RegionChoice) {
        let (core, disabled_too) = (Arc::clone(self.core), matches!(choice, RegionChoice::Named(_)));
        let ec2 = self.ec2(&core.home);
        self.tasks.spawn(async move { Done::Regions(regions::list(&core, &ec2, disabled_too).await) });
    }

    /// Lists what is most likely wanted while AWS has not said yet which regions there are.
    fn start_likely(&mut self, choice: &RegionChoice) {
        for region in self.likely(choice) {
            self.start_region(&region);
        }
    }

    /// Those that are always enabled, or those that were named, each once.
    fn likely(&self, choice: &RegionChoice) -> Vec<Region> {
        match choice {
            RegionChoice::All => Region::always_enabled(self.core.request.role.partition()),
            RegionChoice::Named(named) => {
                let mut once = named.clone();
                once.sort();
                once.dedup();
                once
            }
        }
    }

    fn regions_answered(&mut self, choice: &RegionChoice, answer: Result<Vec<KnownRegion>, ListFailure>) {
        let likely = self.likely(choice);
        let (regions, note) = match (choice, &answer) {
            (RegionChoice::All, Ok(known)) => {
                (known.iter().filter(|known| known.is_enabled()).map(|known| known.region.clone()).collect(), None)
            }
            (RegionChoice::All, Err(failure)) => (likely.clone(), Some(guessed(failure))),
            (RegionChoice::Named(_), _) => (likely.clone(), None),
        };
        let denied = answer.as_ref().err().filter(|_| note.is_some()).and_then(outcome::denial);
        self.tell_regions(regions.clone(), note, denied);
        match (choice, &answer) {
            (RegionChoice::All, _) => self.keep_to(&regions, &likely),
            (RegionChoice::Named(_), Ok(known)) => self.end_disabled(&likely, known),
            (RegionChoice::Named(_), Err(_)) => {}
        }
        self.known = Some(answer.unwrap_or_default());
        for (place, listed) in std::mem::take(&mut self.waiting) {
            self.judge(place, listed);
        }
    }

    fn tell_regions(&self, mut regions: Vec<Region>, note: Option<String>, denied: Option<CallFailure>) {
        regions.sort();
        (self.sink)(DiscoveryEvent::Regions { regions, note, denied });
    }

    /// Starts what was not thought of, and drops what is not enabled after all.
    fn keep_to(&mut self, regions: &[Region], started: &[Region]) {
        for region in regions.iter().filter(|region| !started.contains(region)) {
            self.start_region(region);
        }
        for region in started.iter().filter(|region| !regions.contains(region)) {
            self.drop_region(region);
        }
    }

    /// Ends the cells of named regions that AWS says are not enabled, or does not know.
    fn end_disabled(&mut self, named: &[Region], known: &[KnownRegion]) {
        for region in named {
            let status = match known.iter().find(|known| known.region == *region) {
                Some(known) if known.is_enabled() => continue,
                Some(known) => known.status.as_str(),
                None => "it is not among the account's regions",
            };
            self.drop_region(region);
            let place = Place::Region(region.clone());
            for kind in Kind::REGIONAL {
                let cell = outcome::disabled(place.clone(), kind, status);
                (self.sink)(DiscoveryEvent::Cell { cell, resources: Vec::new(), denied: None });
            }
        }
    }

    fn drop_region(&mut self, region: &Region) {
        let of_region = |place: &Place| matches!(place, Place::Region(of) if of == region);
        self.waiting.retain(|(place, _)| !of_region(place));
        self.under_way.retain(|_, (place, _, task)| {
            let dropped = of_region(place);
            if dropped {
                task.abort();
            }
            !dropped
        });
    }

    fn list_ended(&mut self, id: Id, listed: Listed) {
        let Some((place, ..)) = self.under_way.remove(&id) else { return };
        if let (Place::Region(_), Listed::Kind(Kind::Vpc, Ok(vpcs))) = (&place, &listed) {
            self.start_networks(&place, &vpcs.resources);
        }
        if self.known.is_some() { self.judge(place, listed) } else { self.waiting.push((place, listed)) }
    }

    /// Lists the parts of the networks of a region, where there are networks.
    fn start_networks(&mut self, place: &Place, vpcs: &[Resource]) {
        let kinds: &[NetworkKind] = match vpcs {
            [] => &[],
            some if some.iter().any(vpc::has_ipv6) => &NetworkKind::ALL,
            _ => &NetworkKind::EVERYWHERE,
        };
        for kind in kinds {
            self.start(place.clone(), Wanted::Network(*kind));
        }
    }

    /// Tells what a list comes to.
    fn judge(&self, place: Place, listed: Listed) {
        let known = Circumstances { opt_in: self.opt_in(&place), global_token: self.core.global_token };
        (self.sink)(match (listed, place) {
            (Listed::Kind(kind, Ok(Listing { resources, note, denied })), place) => {
                let count = u64::try_from(resources.len()).unwrap_or(u64::MAX);
                let cell = CoverageCell { detail: note, ..CoverageCell::answered(place, kind, count) };
                DiscoveryEvent::Cell { cell, resources, denied }
            }
            (Listed::Kind(kind, Err(failure)), place) => {
                let cell = outcome::cell(place, kind, &failure, known);
                DiscoveryEvent::Cell { cell, resources: Vec::new(), denied: outcome::denial(&failure) }
            }
            (Listed::Network(kind, listed), Place::Region(region)) => network_told(region, kind, listed, known),
            (Listed::Network(..), Place::Global) => return,
        });
    }

    /// What AWS says of a region, if it said anything.
    fn opt_in(&self, place: &Place) -> Option<&str> {
        let Place::Region(region) = place else { return None };
        let mut known = self.known.iter().flatten();
        known.find(|known| known.region == *region).map(|known| known.status.as_str())
    }

    /// A task that was aborted is not missed; one that broke still ends its cell, or the wait for the regions.
    fn task_failed(&mut self, choice: &RegionChoice, error: &JoinError) {
        if let Some((_, wanted, _)) = self.under_way.get(&error.id()) {
            self.list_ended(error.id(), wanted.failed(ListFailure::Broken));
        } else if error.is_panic() && self.known.is_none() {
            self.regions_answered(choice, Err(ListFailure::Broken));
        }
    }
}

fn network_told(
    region: Region,
    kind: NetworkKind,
    listed: Result<Vec<NetworkPart>, ListFailure>,
    known: Circumstances<'_>,
) -> DiscoveryEvent {
    match listed {
        Ok(parts) => {
            let outcome = if parts.is_empty() { Outcome::Empty } else { Outcome::Found };
            let count = u64::try_from(parts.len()).unwrap_or(u64::MAX);
            DiscoveryEvent::Network { cell: NetworkCell { region, kind, outcome, count, detail: None }, parts }
        }
        Err(failure) => {
            let (outcome, detail) = outcome::of(&Place::Region(region.clone()), &failure, known);
            let cell = NetworkCell { region, kind, outcome, count: 0, detail: Some(detail) };
            DiscoveryEvent::Network { cell, parts: Vec::new() }
        }
    }
}

fn guessed(failure: &ListFailure) -> String {
    let reason = outcome::in_words(failure);
    format!("AWS would not say which regions are enabled ({reason}); those that are always enabled were tried")
}
