//! Route 53 hosted zones.

use aws_sdk_route53::Client;
use aws_sdk_route53::types::{HostedZone, ResourceTagSet, Tag, TagResourceType};
use connect_core::failure::CallFailure;
use connect_core::resource::{Attributes, Kind, Place, Resource, Tags};
use serde::Serialize;

use super::host::Turns;
use super::pages::{ListFailure, Page, every_page};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

/// The largest page of [ListHostedZones](https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html).
const PAGE: i32 = 100;

#[derive(Serialize)]
struct ZoneAttributes<'a> {
    private: bool,
    record_count: Option<i64>,
    comment: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, route53: &Client) -> Result<Vec<Resource>, ListFailure> {
    let turns = Turns::default();
    let partition = core.request.role.partition();
    let call = async |marker: Option<String>| {
        let answer = route53.list_hosted_zones().max_items(PAGE).set_marker(marker).send().await;
        let answer = answer.map_err(|error| classify::failure("route53:ListHostedZones", &error, &Whose::Session))?;
        let next = answer.next_marker.filter(|_| answer.is_truncated);
        Ok(Page { items: answer.hosted_zones, next })
    };
    every_page(turns.at(core), call, |zone| Some(resource(partition.as_str(), &zone))).await
}

/// [A zone has at most 50](https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListTagsForResource.html), all in
/// one answer.
pub(super) async fn tags(route53: &Client, id: &str) -> Result<Tags, CallFailure> {
    let call = route53.list_tags_for_resource().resource_type(TagResourceType::Hostedzone).resource_id(id);
    let answer = call.send().await;
    let answer = answer.map_err(|error| classify::failure("route53:ListTagsForResource", &error, &Whose::Session))?;
    let tags = answer.resource_tag_set().map(ResourceTagSet::tags).unwrap_or_default();
    let pair = |tag: &Tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned()));
    Ok(tags.iter().filter_map(pair).collect())
}

fn resource(partition: &str, zone: &HostedZone) -> Resource {
    let id = zone.id().rsplit('/').next().unwrap_or(zone.id());
    let config = zone.config();
    Resource {
        kind: Kind::HostedZone,
        id: id.to_owned(),
        arn: format!("arn:{partition}:route53:::hostedzone/{id}"),
        region: Place::Global,
        name: Some(unescaped(zone.name().trim_end_matches('.'))),
        parent: None,
        attributes: Attributes::of(&ZoneAttributes {
            private: config.is_some_and(aws_sdk_route53::types::HostedZoneConfig::private_zone),
            record_count: zone.resource_record_set_count(),
            comment: config.and_then(|config| config.comment()).filter(|comment| !comment.is_empty()),
        }),
        tags: Tags::default(),
    }
}

/// Route 53 writes what is neither letter, digit, hyphen nor underscore as
/// [three octal digits](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html).
fn unescaped(name: &str) -> String {
    let mut parts = name.split('\\');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok()).filter(u8::is_ascii_graphic);
        if let Some(byte) = byte {
            text.push(char::from(byte));
            text.push_str(&part[3..]);
        } else {
            text.push('\\');
            text.push_str(part);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_people_know_them() {
        for (escaped, name) in [
            ("example.com", "example.com"),
            ("\\052.example.com", "*.example.com"),
            ("0\\05725.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"),
            ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
            ("a\\000b", "a\\000b"),
            ("a\\9", "a\\9"),
            ("a\\", "a\\"),
        ] {
            assert_eq!(unescaped(escaped), name, "control characters and malformed escapes stay escaped");
        }
    }
}
