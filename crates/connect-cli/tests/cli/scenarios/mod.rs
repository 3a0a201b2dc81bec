//! Scenarios through the command line: a table for each theme, in which a row says what differs from a good role, a good
//! runner and a good network, and what `verify` must make of it.
//!
//! Whatever a row is about, its report also has to follow the schema, have the ten checks, a ledger that adds up, and
//! must have come about by reading calls alone.

mod invariants;
mod invariants_tests;
mod judge;
mod on_the_way;
mod row;
mod runners;
mod stage;

mod covered;

mod denials;
mod discovery;
mod network;
mod permissions;
mod probes;
mod runner;
mod time;
mod trust_admits;
mod trust_refuses;

use std::time::{Duration, Instant};

use row::Scenario;

use crate::support::World;

/// Plays the rows of a table one after the other, and tells all that is wrong at once.
async fn play(theme: &str, rows: &[Scenario]) {
    let world = World::new().await;
    let own = world.run(&["schema"]).await.output;
    let floor = include_str!("../../../../connect-core/tests/data/report.floor.schema.json");
    let schemas =
        [own.as_str(), floor].map(|text| jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap());
    let begun = Instant::now();
    let mut slowest = (Duration::ZERO, "");
    let mut wrong = Vec::new();
    for row in rows {
        let started = Instant::now();
        let played = stage::play(&world, row).await;
        slowest = slowest.max((started.elapsed(), row.name));
        let broken = judge::unmet(row, &played).into_iter().chain(invariants::broken(&played, &schemas));
        let broken: Vec<String> = broken.collect();
        if !broken.is_empty() {
            wrong.push(format!("{}:\n    {}\n{}", row.name, broken.join("\n    "), judge::told(&played)));
        }
    }
    let (count, took) = (rows.len(), begun.elapsed());
    eprintln!("{theme}: {count} scenarios in {took:.1?}, the slowest {:.1?} ({})", slowest.0, slowest.1);
    assert!(
        wrong.is_empty(),
        "{} of {count} scenarios are not as they must be:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}
