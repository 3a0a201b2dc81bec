//! The run of a discovery: everything that can start starts at once, every cell ends once, and dropping it ends all.

use std::collections::HashMap;
use std::sync::Arc;

use connect_core::coverage::CoverageCell;
use connect_core::failure::CallFailure;
use connect_core::ports::{DiscoveryEvent, DiscoverySink, RegionChoice};
use connect_core::region::Region;
use connect_core::resource::{Kind, Place, Resource};
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};

use super::outcome::Circumstances;
use super::pages::ListFailure;
use super::regions::{self, KnownRegion};
use super::{Listing, list, outcome};
use crate::session::SessionCore;

/// Lists every kind in every chosen region. Nothing is told before the regions are known: the first event names them.
pub(crate) async fn run(core: &Arc<SessionCore>, choice: &RegionChoice, sink: &DiscoverySink<'_>) {
    let mut run = Run { core, sink, tasks: JoinSet::new(), cells: HashMap::new(), waiting: Vec::new(), known: None };
    for kind in Kind::GLOBAL {
        run.start(Place::Global, kind);
    }
    run.start_regions(choice);
    while let Some(ended) = run.tasks.join_next_with_id().await {
        match ended {
            Ok((_, Done::Regions(answer))) => run.regions_answered(choice, answer),
            Ok((id, Done::Cell(listing))) => run.cell_ended(id, listing),
            Err(error) => run.task_failed(choice, &error),
        }
    }
}

/// What a task ends with.
enum Done {
    Regions(Result<Vec<KnownRegion>, ListFailure>),
    Cell(Result<Listing, ListFailure>),
}

/// What became of a cell, not judged yet: that may take what AWS says of the regions.
struct Ended {
    place: Place,
    kind: Kind,
    listing: Result<Listing, ListFailure>,
}

/// A finished cell with its resources.
struct Finished {
    cell: CoverageCell,
    resources: Vec<Resource>,
    denied: Option<CallFailure>,
}

impl Finished {
    fn without_answer(cell: CoverageCell, denied: Option<CallFailure>) -> Self {
        Self { cell, resources: Vec::new(), denied }
    }
}

struct Run<'a> {
    core: &'a Arc<SessionCore>,
    sink: &'a DiscoverySink<'a>,
    /// Dropped with the run, and then every task in it is aborted.
    tasks: JoinSet<Done>,
    /// The cells that are under way.
    cells: HashMap<Id, (Place, Kind, AbortHandle)>,
    /// The cells that ended before the regions were known.
    waiting: Vec<Ended>,
    /// What AWS said of the regions: nothing, where it would not say.
    known: Option<Vec<KnownRegion>>,
}

impl Run<'_> {
    fn start(&mut self, place: Place, kind: Kind) {
        let (core, of) = (Arc::clone(self.core), place.clone());
        let task = self.tasks.spawn(async move { Done::Cell(Box::pin(list(&core, kind, &of)).await) });
        self.cells.insert(task.id(), (place, kind, task));
    }

    fn start_region(&mut self, region: &Region) {
        for kind in Kind::REGIONAL {
            self.start(Place::Region(region.clone()), kind);
        }
    }

    /// Asks which regions there are, and meanwhile already lists those that are most likely wanted.
    fn start_regions(&mut self, choice: &RegionChoice) {
        let (core, disabled_too) = (Arc::clone(self.core), matches!(choice, RegionChoice::Named(_)));
        self.tasks.spawn(async move {
            let ec2 = core.ec2(&core.home);
            Done::Regions(regions::list(&core, &ec2, disabled_too).await)
        });
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
        for ended in std::mem::take(&mut self.waiting) {
            self.judge(ended);
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
                self.tell(Finished::without_answer(outcome::disabled(place.clone(), kind, status), None));
            }
        }
    }

    fn drop_region(&mut self, region: &Region) {
        let of_region = |place: &Place| matches!(place, Place::Region(of) if of == region);
        self.waiting.retain(|ended| !of_region(&ended.place));
        self.cells.retain(|_, (place, _, task)| {
            let dropped = of_region(place);
            if dropped {
                task.abort();
            }
            !dropped
        });
    }

    fn cell_ended(&mut self, id: Id, listing: Result<Listing, ListFailure>) {
        let Some((place, kind, _)) = self.cells.remove(&id) else { return };
        let ended = Ended { place, kind, listing };
        if self.known.is_some() { self.judge(ended) } else { self.waiting.push(ended) }
    }

    /// Tells what a cell comes to.
    fn judge(&self, Ended { place, kind, listing }: Ended) {
        self.tell(match listing {
            Ok(Listing { resources, note, denied }) => {
                let count = u64::try_from(resources.len()).unwrap_or(u64::MAX);
                let cell = CoverageCell { detail: note, ..CoverageCell::answered(place, kind, count) };
                Finished { cell, resources, denied }
            }
            Err(failure) => {
                let known = Circumstances { opt_in: self.opt_in(&place), global_token: self.core.global_token };
                Finished::without_answer(outcome::cell(place, kind, &failure, known), outcome::denial(&failure))
            }
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
        if self.cells.contains_key(&error.id()) {
            self.cell_ended(error.id(), Err(ListFailure::Broken));
        } else if error.is_panic() && self.known.is_none() {
            self.regions_answered(choice, Err(ListFailure::Broken));
        }
    }

    fn tell(&self, Finished { cell, resources, denied }: Finished) {
        (self.sink)(DiscoveryEvent::Cell { cell, resources, denied });
    }
}

fn guessed(failure: &ListFailure) -> String {
    let reason = outcome::in_words(failure);
    format!("AWS would not say which regions are enabled ({reason}); those that are always enabled were tried")
}
