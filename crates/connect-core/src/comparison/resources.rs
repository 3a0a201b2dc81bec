//! Resources that are new, gone or changed, by their identity: account, place and id.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::coverage::Outcome;
use crate::report::Report;
use crate::resource::{Kind, Place, Resource};

/// What became of the resources.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ResourceChanges {
    /// There now, and not before.
    pub new: Vec<ResourceName>,
    /// There before, and not now.
    pub gone: Vec<ResourceName>,
    /// There both times, with other attributes or tags.
    pub changed: Vec<ChangedResource>,
    /// Where it was looked before, and could not be looked now: nothing there is said to be gone.
    pub not_seen: Vec<SeenBefore>,
    /// Where it could not be looked before: nothing there is said to be new.
    pub first_seen: Vec<SeenFirst>,
}

/// Which resource; the account is the connection's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ResourceName {
    /// What it is.
    pub kind: Kind,
    /// Its region, or `global`.
    #[schemars(with = "String")]
    pub region: Place,
    /// AWS's id.
    pub id: String,
    /// What it is called; for what is gone, what it was called.
    pub name: Option<String>,
}

/// A resource and what of it is different.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChangedResource {
    /// Which resource.
    pub resource: ResourceName,
    /// Its attributes that differ, and `name`, `arn` or `parent` where these do.
    pub attributes: Vec<AttributeChange>,
    /// Its tags that differ.
    pub tags: Vec<TagChange>,
}

/// One attribute then and now; null where there was or is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttributeChange {
    /// The attribute.
    pub name: String,
    /// Its value in the earlier report.
    #[ts(type = "unknown")]
    pub before: Value,
    /// Its value now.
    #[ts(type = "unknown")]
    pub now: Value,
}

/// One tag then and now; null where there was or is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TagChange {
    /// The tag's key.
    pub key: String,
    /// Its value in the earlier report.
    pub before: Option<String>,
    /// Its value now.
    pub now: Option<String>,
}

/// A place and kind that could not be seen this time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SeenBefore {
    /// A region's code, or `global`.
    #[schemars(with = "String")]
    pub region: Place,
    /// What is not seen.
    pub kind: Kind,
    /// Why; null where it was not asked for.
    pub outcome: Option<Outcome>,
    /// How many there were before.
    #[ts(type = "number")]
    pub count: u64,
}

/// A place and kind that is seen for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SeenFirst {
    /// A region's code, or `global`.
    #[schemars(with = "String")]
    pub region: Place,
    /// What is seen.
    pub kind: Kind,
    /// How many there are.
    #[ts(type = "number")]
    pub count: u64,
}

impl ResourceChanges {
    pub(super) fn between(earlier: &Report, now: &Report) -> Self {
        let (then, present) = (answers(earlier), answers(now));
        let saw = |answers: &Answers<'_>, one: &Resource| answers.contains_key(&(&one.region, one.kind));
        let mut left: HashMap<_, &Resource> = earlier.resources.iter().map(|one| (identity(one), one)).collect();
        let mut changes = Self::of_cells(&then, &present, now);
        for resource in &now.resources {
            match left.remove(&identity(resource)) {
                Some(before) => changes.changed.extend(changed(before, resource)),
                None if saw(&then, resource) => changes.new.push(name_of(resource)),
                None => {}
            }
        }
        let mut gone: Vec<&Resource> = left.into_values().filter(|resource| saw(&present, resource)).collect();
        gone.sort_unstable_by_key(|one| (&one.region, one.kind, &one.id));
        changes.gone = gone.into_iter().map(name_of).collect();
        changes
    }

    fn of_cells(then: &Answers<'_>, present: &Answers<'_>, now: &Report) -> Self {
        let outcomes: HashMap<_, Outcome> =
            now.coverage.iter().map(|cell| ((&cell.region, cell.kind), cell.outcome)).collect();
        let lost = then.iter().filter(|(cell, _)| !present.contains_key(*cell));
        let fresh = present.iter().filter(|(cell, _)| !then.contains_key(*cell));
        let before = |((region, kind), count): (&Cell<'_>, &u64)| SeenBefore {
            region: (*region).clone(),
            kind: *kind,
            outcome: outcomes.get(&(*region, *kind)).copied(),
            count: *count,
        };
        let first = |((region, kind), count): (&Cell<'_>, &u64)| SeenFirst {
            region: (*region).clone(),
            kind: *kind,
            count: *count,
        };
        Self { not_seen: lost.map(before).collect(), first_seen: fresh.map(first).collect(), ..Self::default() }
    }
}

type Cell<'a> = (&'a Place, Kind);

/// The places and kinds that AWS answered for, each with how many there were.
type Answers<'a> = BTreeMap<Cell<'a>, u64>;

fn answers(report: &Report) -> Answers<'_> {
    let answered = report.coverage.iter().filter(|cell| cell.outcome.is_answer());
    answered.map(|cell| ((&cell.region, cell.kind), cell.count)).collect()
}

/// With the account, which both reports share.
fn identity(resource: &Resource) -> (&str, &str) {
    (resource.region.as_str(), &resource.id)
}

fn name_of(resource: &Resource) -> ResourceName {
    ResourceName {
        kind: resource.kind,
        region: resource.region.clone(),
        id: resource.id.clone(),
        name: resource.name.clone(),
    }
}

fn changed(before: &Resource, now: &Resource) -> Option<ChangedResource> {
    if is_the_same(before, now) {
        return None;
    }
    let (attributes, tags) = (changed_attributes(before, now), changed_tags(before, now));
    let differs = !attributes.is_empty() || !tags.is_empty();
    differs.then(|| ChangedResource { resource: name_of(now), attributes, tags })
}

/// Nearly all resources are as they were: their attributes are only looked at, not read.
fn is_the_same(before: &Resource, now: &Resource) -> bool {
    (&before.name, &before.arn, &before.parent, &before.tags) == (&now.name, &now.arn, &now.parent, &now.tags)
        && before.attributes == now.attributes
}

fn changed_attributes(before: &Resource, now: &Resource) -> Vec<AttributeChange> {
    let own = |resource: &Resource| {
        [("name", resource.name.clone()), ("arn", Some(resource.arn.clone())), ("parent", resource.parent.clone())]
    };
    let renamed = before.tags.get("Name") != now.tags.get("Name");
    let own = own(before).into_iter().zip(own(now)).map(|((name, before), (_, now))| AttributeChange {
        name: name.to_owned(),
        before: before.into(),
        now: now.into(),
    });
    // A name that is a tag is told once, as the tag.
    let own = own.filter(|change| !(change.name == "name" && renamed));
    let (then, present) = (before.attributes.to_map(), now.attributes.to_map());
    let names = then.keys().chain(present.keys().filter(|name| !then.contains_key(*name)));
    let value = |of: &Map<String, Value>, name: &str| of.get(name).cloned().unwrap_or_default();
    let others = names.map(|name| AttributeChange {
        name: name.clone(),
        before: value(&then, name),
        now: value(&present, name),
    });
    own.chain(others).filter(|change| !same(&change.before, &change.now)).collect()
}

/// AWS gives lists such as a group's rules in any order.
fn same(before: &Value, now: &Value) -> bool {
    let sorted = |items: &[Value]| {
        let mut texts: Vec<String> = items.iter().map(Value::to_string).collect();
        texts.sort_unstable();
        texts
    };
    match (before, now) {
        (Value::Array(before), Value::Array(now)) => before == now || sorted(before) == sorted(now),
        (before, now) => before == now,
    }
}

fn changed_tags(before: &Resource, now: &Resource) -> Vec<TagChange> {
    let keys: BTreeSet<&str> = before.tags.iter().chain(now.tags.iter()).map(|(key, _)| key).collect();
    let differing = keys.into_iter().filter(|key| before.tags.get(key) != now.tags.get(key));
    let change = |key: &str| TagChange {
        key: key.to_owned(),
        before: before.tags.get(key).map(str::to_owned),
        now: now.tags.get(key).map(str::to_owned),
    };
    differing.map(change).collect()
}
