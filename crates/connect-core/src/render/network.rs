//! The part of a report that names what networks consist of: a table for each region.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::network::{NetworkKind, NetworkPart};
use crate::region::Region;
use crate::report::Report;

use super::document::{Block, Span};
use super::resources::{region_name, shortened, value};
use super::words;

/// Routes, gateways, endpoints, addresses and zones, by region; nothing where no region was asked for them.
pub(super) fn network(report: &Report) -> Vec<Block<'_>> {
    if report.network.coverage.is_empty() {
        return Vec::new();
    }
    let mut regions: BTreeMap<&Region, Vec<&NetworkPart>> = BTreeMap::new();
    for part in &report.network.parts {
        regions.entry(&part.region).or_default().push(part);
    }
    let mut blocks = vec![Block::heading(2, "Routes and gateways")];
    blocks.extend(regions.into_iter().map(|(region, parts)| table(region, &parts)));
    blocks.extend(unanswered(report));
    blocks
}

fn table<'a>(region: &Region, parts: &[&'a NetworkPart]) -> Block<'a> {
    let row = |part: &&'a NetworkPart| {
        vec![
            Span::text(part.kind.singular()),
            Span::strong(part.name.as_deref().unwrap_or_default()),
            Span::code(part.id.as_str()),
            Span::code(part.vpc_id.as_deref().unwrap_or_default()),
            Span::text(details(part)),
        ]
    };
    Block::Table {
        name: format!("Parts of the networks in {}: {}", region_name(region), parts.len()).into(),
        head: vec!["Kind", "Name", "Id", "VPC", "Details"],
        rows: parts.iter().map(row).collect(),
    }
}

fn details(part: &NetworkPart) -> String {
    let set = |value: &&Value| !matches!(value, Value::Null) && value.as_array().is_none_or(|items| !items.is_empty());
    let attributes = part.attributes.to_map();
    let known = attributes.iter().filter(|(_, value)| set(value));
    let shown = known.map(|(name, attribute)| match (part.kind, name.as_str(), attribute) {
        (NetworkKind::RouteTable, "routes", Value::Array(routes)) => shortened(routes.iter().map(route)),
        _ => format!("{}: {}", name.replace('_', " "), value(attribute)),
    });
    shown.collect::<Vec<_>>().join("; ")
}

/// One route, such as `0.0.0.0/0 to igw-0a1b2c3d`.
fn route(route: &Value) -> String {
    let text = |name: &str| route.get(name).map(value).unwrap_or_default();
    let state = Some(text("state")).filter(|state| state == "blackhole");
    let state = state.map_or_else(String::new, |state| format!(" ({state})"));
    format!("{} to {}{state}", text("destination"), text("target"))
}

fn unanswered(report: &Report) -> Option<Block<'_>> {
    let cells = report.network.coverage.iter().filter(|cell| !cell.outcome.is_answer());
    let rows: Vec<_> = cells
        .map(|cell| {
            let (tone, word) = words::outcome(cell.outcome);
            vec![
                Span::strong(cell.region.to_string()),
                Span::text(cell.kind.plural()),
                Span::Badge(tone, word),
                Span::text(cell.detail.as_deref().unwrap_or_default()),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table {
        name: "Parts of the networks that could not be listed".into(),
        head: vec!["Region", "Kind", "Outcome", "Reason"],
        rows,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::resource::Tags;

    fn part(kind: NetworkKind, attributes: Value) -> NetworkPart {
        NetworkPart {
            kind,
            id: "x-1".to_owned(),
            region: "eu-central-1".parse().unwrap(),
            name: None,
            vpc_id: None,
            attributes: serde_json::from_value(attributes).unwrap(),
            tags: Tags::default(),
        }
    }

    #[test]
    fn a_route_is_a_sentence_and_nothing_is_said_of_what_is_not_there() {
        let routes = json!([
            { "destination": "10.0.0.0/16", "target": "local", "state": "active" },
            { "destination": "0.0.0.0/0", "target": "nat-1", "state": "blackhole" },
        ]);
        let table = part(NetworkKind::RouteTable, json!({ "main": true, "subnet_ids": [], "routes": routes }));
        assert_eq!(
            details(&table),
            "main: yes; 10.0.0.0/16 to local; 0.0.0.0/0 to nat-1 (blackhole)",
            "a route whose target is gone says so"
        );
        let address = part(NetworkKind::ElasticIp, json!({ "public_ip": "192.0.2.1", "instance_id": null }));
        assert_eq!(details(&address), "public ip: 192.0.2.1", "an address that nothing uses has no instance");
    }
}
