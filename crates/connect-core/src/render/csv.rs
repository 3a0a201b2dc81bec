//! Resources as CSV for a spreadsheet: one line each, RFC 4180, and no cell is a formula.

use crate::resource::Resource;

use super::escape;
use super::resources::{attribute, every_rule};

/// The columns after the resource's own, each an attribute of one kind or another.
const ATTRIBUTES: [&str; 20] = [
    "cidr_blocks",
    "ipv6_cidr_blocks",
    "is_default",
    "state",
    "cidr_block",
    "ipv6_cidr_block",
    "availability_zone",
    "availability_zone_id",
    "available_ip_count",
    "tier",
    "map_public_ip",
    "description",
    "ingress",
    "egress",
    "private",
    "record_count",
    "comment",
    "path",
    "created_at",
    "password_last_used",
];

/// One line for the columns' names and one for each resource, all with the same columns.
pub fn csv<'a>(resources: impl IntoIterator<Item = &'a Resource>) -> String {
    let own = ["kind", "region", "id", "name", "arn", "parent"];
    let mut out = [own.as_slice(), &ATTRIBUTES, &["tags"]].concat().join(",");
    out.push_str("\r\n");
    resources.into_iter().for_each(|resource| line(resource, &mut out));
    out
}

fn line(resource: &Resource, out: &mut String) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        resource.kind.to_string(),
        resource.region.to_string(),
        resource.id.clone(),
        text(&resource.name),
        resource.arn.clone(),
        text(&resource.parent),
    ];
    let attributes = resource.attributes.to_map();
    cells.extend(ATTRIBUTES.map(|name| match name {
        "ingress" => every_rule(&attributes, name, "from"),
        "egress" => every_rule(&attributes, name, "to"),
        name => attribute(&attributes, name),
    }));
    cells.push(resource.tags.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("; "));
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        escape::csv(cell, out);
    }
    out.push_str("\r\n");
}
