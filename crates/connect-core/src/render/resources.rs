//! The part of a report that names every resource: a table for each region and kind.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::region::Region;
use crate::report::Report;
use crate::resource::{Kind, Place, Resource};

use super::document::{Block, Span};

/// Rules and tags beyond this many in one cell are counted instead; the JSON has them all.
const SHOWN: usize = 10;

/// Every resource, global ones first, then by region.
pub(super) fn resources(report: &Report) -> Vec<Block<'_>> {
    let mut groups: BTreeMap<(&Place, Kind), Vec<&Resource>> = BTreeMap::new();
    for resource in &report.resources {
        groups.entry((&resource.region, resource.kind)).or_default().push(resource);
    }
    let mut blocks = vec![Block::heading(2, "Resources")];
    let mut current = None;
    for ((place, kind), mut group) in groups {
        if current != Some(place) {
            blocks.push(Block::heading(3, place_name(place)));
            current = Some(place);
        }
        group.sort_by(|a, b| (a.label(), &a.id).cmp(&(b.label(), &b.id)));
        blocks.push(table(place, kind, &group));
    }
    if report.resources.is_empty() {
        blocks.push(Block::words("None was found."));
    }
    blocks
}

fn place_name(place: &Place) -> String {
    match place {
        Place::Global => "Global".to_owned(),
        Place::Region(region) => region_name(region),
    }
}

/// A region's code with its name beside it.
pub(super) fn region_name(region: &Region) -> String {
    region.friendly_name().map_or_else(|| region.to_string(), |name| format!("{region} ({name})"))
}

fn table<'a>(place: &Place, kind: Kind, group: &[&'a Resource]) -> Block<'a> {
    let row = |resource: &&'a Resource| {
        let mut row =
            vec![Span::strong(resource.name.as_deref().unwrap_or_default()), Span::code(resource.id.as_str())];
        row.extend(cells(resource));
        row.push(Span::text(tags(resource)));
        row
    };
    Block::Table {
        name: format!("{} in {place}: {}", capitalised(kind.plural()), group.len()).into(),
        head: [&["Name", "Id"], columns(kind), &["Tags"]].concat(),
        rows: group.iter().map(row).collect(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

const fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Vpc => &["CIDR blocks", "Default", "State"],
        Kind::Subnet => &["VPC", "CIDR blocks", "Availability zone", "Free addresses", "Tier", "Public IP on launch"],
        Kind::SecurityGroup => &["VPC", "Description", "Inbound", "Outbound"],
        Kind::HostedZone => &["Private", "Records", "Comment"],
        Kind::IamUser => &["Path", "Created", "Password last used"],
    }
}

fn cells(resource: &Resource) -> Vec<Span<'_>> {
    let attributes = resource.attributes.to_map();
    let shown = |name: &str| Span::text(attribute(&attributes, name));
    let joined = |first: &str, second: &str| {
        let parts = [attribute(&attributes, first), attribute(&attributes, second)];
        Span::text(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
    };
    let rules = |name: &str, preposition: &str| Span::text(shortened(each_rule(&attributes, name, preposition)));
    let parent = || Span::code(resource.parent.as_deref().unwrap_or_default());
    match resource.kind {
        Kind::Vpc => vec![joined("cidr_blocks", "ipv6_cidr_blocks"), shown("is_default"), shown("state")],
        Kind::Subnet => vec![
            parent(),
            joined("cidr_block", "ipv6_cidr_block"),
            joined("availability_zone", "availability_zone_id"),
            shown("available_ip_count"),
            shown("tier"),
            shown("map_public_ip"),
        ],
        Kind::SecurityGroup => {
            vec![parent(), shown("description"), rules("ingress", "from"), rules("egress", "to")]
        }
        Kind::HostedZone => vec![shown("private"), shown("record_count"), shown("comment")],
        Kind::IamUser => vec![shown("path"), shown("created_at"), shown("password_last_used")],
    }
}

/// An attribute as a person reads it; empty when there is none.
pub(super) fn attribute(attributes: &Map<String, Value>, name: &str) -> String {
    attributes.get(name).map(value).unwrap_or_default()
}

/// A value as a person reads it; empty when there is none.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(self::value).collect::<Vec<_>>().join(", "),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// The rules of a security group in one line.
pub(super) fn every_rule(attributes: &Map<String, Value>, name: &str, preposition: &str) -> String {
    each_rule(attributes, name, preposition).collect::<Vec<_>>().join("; ")
}

fn each_rule(attributes: &Map<String, Value>, name: &str, preposition: &str) -> impl Iterator<Item = String> {
    let all = attributes.get(name).and_then(Value::as_array).into_iter().flatten();
    all.map(move |rule| self::rule(rule, preposition))
}

/// One rule of a security group, such as `tcp 443 from 0.0.0.0/0 (web)`.
pub(super) fn rule(rule: &Value, preposition: &str) -> String {
    let text = |name: &str| rule.get(name).map(value).unwrap_or_default();
    let protocol = match text("protocol").as_str() {
        "-1" | "" => "all traffic".to_owned(),
        protocol => protocol.to_owned(),
    };
    let ports = match (text("from_port"), text("to_port")) {
        (from, _) if from.is_empty() || from == "-1" => String::new(),
        (from, to) if from == to || to.is_empty() => format!(" {from}"),
        (from, to) => format!(" {from}-{to}"),
    };
    let description = Some(text("description")).filter(|text| !text.is_empty());
    let description = description.map_or_else(String::new, |text| format!(" ({text})"));
    format!("{protocol}{ports} {preposition} {}{description}", text("peer"))
}

fn tags(resource: &Resource) -> String {
    let tags = resource.tags.iter().filter(|(key, _)| *key != "Name");
    shortened(tags.map(|(key, value)| format!("{key}={value}")))
}

/// The first few, and how many more there are.
pub(super) fn shortened(mut items: impl Iterator<Item = String>) -> String {
    let mut shown: Vec<String> = items.by_ref().take(SHOWN).collect();
    match items.count() {
        0 => {}
        more => shown.push(format!("and {more} more")),
    }
    shown.join("; ")
}
