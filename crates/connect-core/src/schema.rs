//! The JSON Schema of a report.
//!
//! The shape is derived from the types, so the two cannot drift. What types cannot say is added here: patterns, the
//! ten checks in their order, that every key is always there, and that a failure names its cause and a way on.

use std::collections::BTreeMap;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::check::CheckId;
use crate::network::NetworkKind;
use crate::report::{Report, SCHEMA};
use crate::resource::Kind;

const ACCOUNT: &str = "^[0-9]{12}$";
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
const TIME: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$";
const ROLE_ARN: &str = r"^arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:role/([!-~]*/)?[A-Za-z0-9_+=,.@-]{1,64}$";
const EXTERNAL_ID: &str = "^[A-Za-z0-9_+=,.@:/-]{2,1224}$";
const ACTION: &str = "^[a-z0-9-]+:[A-Za-z0-9*]+$";
const SEAL: &str = "^sha256:[0-9a-f]{64}$";
const REGION: &str = "^[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}$";
const PLACE: &str = "^(global|[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2})$";

/// The JSON Schema (draft 2020-12) of `alethia.connect.report/v1`.
pub fn report_schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Report>();
    RecursiveTransform(every_key_always).transform(&mut schema);
    let mut schema = schema.to_value();
    for (pointer, rule) in rules() {
        merge(schema.pointer_mut(pointer), rule);
    }
    schema
}

/// An object with named properties has all of them, null where there is nothing, and no others.
fn every_key_always(schema: &mut Schema) {
    let Some(names) =
        schema.get("properties").and_then(Value::as_object).map(|p| p.keys().cloned().collect::<Vec<_>>())
    else {
        return;
    };
    for property in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        // What is always there needs no default; it is for reading the reports of earlier versions.
        property.as_object_mut().and_then(|property| property.shift_remove("default"));
    }
    schema.insert("required".to_owned(), json!(names));
    schema.insert("additionalProperties".to_owned(), json!(false));
}

fn merge(target: Option<&mut Value>, rule: Value) {
    if let (Some(Value::Object(target)), Value::Object(rule)) = (target, rule) {
        target.extend(rule);
    }
}

/// What is added to which place of the derived schema.
fn rules() -> Vec<(&'static str, Value)> {
    let pattern = |pattern: &str| json!({ "pattern": pattern });
    let place_and_kind = || json!({ "allOf": [global_kinds()] });
    vec![
        ("", json!({ "title": SCHEMA })),
        ("/properties/schema", json!({ "const": SCHEMA })),
        ("/properties/report_id", pattern(UUID)),
        ("/properties/started_at", pattern(TIME)),
        ("/properties/finished_at", pattern(TIME)),
        ("/properties/checks", ten_checks()),
        ("/properties/totals", json!({ "propertyNames": { "$ref": "#/$defs/Kind" } })),
        ("/properties/seal", pattern(SEAL)),
        ("/$defs/TestedConnection/properties/role_arn", pattern(ROLE_ARN)),
        ("/$defs/TestedConnection/properties/account_id", pattern(ACCOUNT)),
        ("/$defs/TestedConnection/properties/partition", json!({ "enum": ["aws", "aws-us-gov", "aws-cn"] })),
        ("/$defs/TestedConnection/properties/external_id", pattern(EXTERNAL_ID)),
        ("/$defs/TestedBy/properties/account_id", pattern(ACCOUNT)),
        ("/$defs/TestedBy/properties/arn", pattern("^arn:")),
        ("/$defs/Check", json!({ "allOf": [failure_explains_itself()] })),
        ("/$defs/Check/properties/title", json!({ "minLength": 1 })),
        ("/$defs/Check/properties/summary", json!({ "minLength": 1 })),
        ("/$defs/Remedy/properties/text", json!({ "minLength": 1 })),
        ("/$defs/Permission/properties/action", pattern(ACTION)),
        ("/$defs/Permission/properties/service", json!({ "minLength": 1 })),
        ("/$defs/CoverageCell", json!({ "allOf": [global_kinds(), count_agrees(), silence_has_a_reason()] })),
        ("/$defs/CoverageCell/properties/region", pattern(PLACE)),
        ("/$defs/Resource", place_and_kind()),
        ("/$defs/Resource/properties/id", json!({ "minLength": 1 })),
        ("/$defs/Resource/properties/arn", pattern("^arn:")),
        ("/$defs/Resource/properties/region", pattern(PLACE)),
        ("/$defs/Resource/properties/attributes", attributes()),
        ("/$defs/NetworkCell", json!({ "allOf": [count_agrees(), silence_has_a_reason()] })),
        ("/$defs/NetworkCell/properties/region", pattern(REGION)),
        ("/$defs/NetworkPart/properties/id", json!({ "minLength": 1 })),
        ("/$defs/NetworkPart/properties/region", pattern(REGION)),
        ("/$defs/NetworkPart/properties/attributes", json!({ "description": network_attributes_by_kind() })),
        ("/$defs/Comparison/properties/with", pattern(UUID)),
        ("/$defs/Comparison/properties/finished_at", pattern(TIME)),
        ("/$defs/PermissionChange/properties/action", pattern(ACTION)),
        ("/$defs/ResourceName", place_and_kind()),
        ("/$defs/ResourceName/properties/id", json!({ "minLength": 1 })),
        ("/$defs/ResourceName/properties/region", pattern(PLACE)),
        ("/$defs/SeenBefore", place_and_kind()),
        ("/$defs/SeenBefore/properties/region", pattern(PLACE)),
        ("/$defs/SeenFirst", place_and_kind()),
        ("/$defs/SeenFirst/properties/region", pattern(PLACE)),
    ]
}

fn ten_checks() -> Value {
    let nth = |id: CheckId| json!({ "$ref": "#/$defs/Check", "properties": { "id": { "const": id } } });
    json!({ "minItems": 10, "maxItems": 10, "prefixItems": CheckId::ALL.map(nth), "items": false })
}

fn when(condition: &Value, then: &Value) -> Value {
    json!({ "if": { "properties": condition }, "then": { "properties": then } })
}

fn failure_explains_itself() -> Value {
    when(
        &json!({ "status": { "const": "fail" } }),
        &json!({ "cause": { "type": "string" }, "remedies": { "minItems": 1 } }),
    )
}

/// The account's own kinds are global, and the others are not.
fn global_kinds() -> Value {
    let mut rule = when(&json!({ "kind": { "enum": Kind::GLOBAL } }), &json!({ "region": { "const": "global" } }));
    merge(Some(&mut rule), json!({ "else": { "properties": { "region": { "not": { "const": "global" } } } } }));
    rule
}

fn count_agrees() -> Value {
    let mut rule = when(&json!({ "outcome": { "const": "found" } }), &json!({ "count": { "minimum": 1 } }));
    merge(Some(&mut rule), json!({ "else": { "properties": { "count": { "const": 0 } } } }));
    rule
}

fn silence_has_a_reason() -> Value {
    when(&json!({ "outcome": { "not": { "enum": ["found", "empty"] } } }), &json!({ "detail": { "type": "string" } }))
}

/// The attributes that resources have by kind. Their types are fixed; which of them AWS gives may differ.
fn attributes() -> Value {
    let types: [(&str, &[&str]); 4] = [
        ("boolean", &["is_default", "map_public_ip", "private"]),
        ("integer", &["available_ip_count", "record_count"]),
        ("array", &["cidr_blocks", "ipv6_cidr_blocks", "ingress", "egress"]),
        (
            "string",
            &[
                "state",
                "vpc_id",
                "cidr_block",
                "ipv6_cidr_block",
                "availability_zone",
                "availability_zone_id",
                "tier",
                "description",
                "comment",
                "path",
                "created_at",
                "password_last_used",
            ],
        ),
    ];
    let named = |(kind, names): (&str, &'static [&str])| {
        let rule = json!({ "type": [kind, "null"] });
        names.iter().map(move |name| ((*name).to_owned(), rule.clone())).collect::<Vec<_>>()
    };
    let properties: Map<String, Value> = types.into_iter().flat_map(named).collect();
    json!({ "properties": properties, "description": attributes_by_kind() })
}

fn attributes_by_kind() -> String {
    let kinds: BTreeMap<Kind, &str> = [
        (Kind::Vpc, "cidr_blocks[], ipv6_cidr_blocks[], is_default, state"),
        (
            Kind::Subnet,
            "vpc_id, cidr_block, ipv6_cidr_block, availability_zone, availability_zone_id, available_ip_count, \
             tier (public, private, isolated), map_public_ip",
        ),
        (
            Kind::SecurityGroup,
            "vpc_id, description, ingress[] and egress[] of protocol, from_port, to_port, peer, description",
        ),
        (Kind::HostedZone, "private, record_count, comment"),
        (Kind::IamUser, "path, created_at, password_last_used"),
    ]
    .into();
    described(kinds)
}

fn described<K: Serialize>(kinds: BTreeMap<K, &str>) -> String {
    let one = |(kind, names)| format!("{}: {names}.", json!(kind).as_str().unwrap_or_default());
    kinds.into_iter().map(one).collect::<Vec<_>>().join(" ")
}

fn network_attributes_by_kind() -> String {
    let kinds: BTreeMap<NetworkKind, &str> = [
        (NetworkKind::RouteTable, "main, subnet_ids[], routes[] of destination, target, state (active, blackhole)"),
        (NetworkKind::InternetGateway, "state"),
        (NetworkKind::NatGateway, "subnet_id, connectivity (public, private), state, public_ips[], private_ips[]"),
        (NetworkKind::EgressOnlyInternetGateway, "state"),
        (
            NetworkKind::VpcEndpoint,
            "service, type (Gateway, Interface, GatewayLoadBalancer), state, subnet_ids[], route_table_ids[]",
        ),
        (NetworkKind::ElasticIp, "public_ip, private_ip, instance_id, network_interface_id"),
        (NetworkKind::AvailabilityZone, "zone_id, zone_type, state, opt_in_status"),
    ]
    .into();
    described(kinds)
}

#[cfg(test)]
mod tests;
