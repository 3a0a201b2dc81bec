//! What the schema must accept and refuse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use jsonschema::Validator;

const FLOOR: &str = include_str!("../../tests/data/report.floor.schema.json");
const EXAMPLE: &str = include_str!("../../tests/data/report.example.json");

fn example() -> Value {
    serde_json::from_str(EXAMPLE).unwrap()
}

fn ours() -> Validator {
    jsonschema::draft202012::new(&report_schema()).expect("the schema is itself valid")
}

fn floor() -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(FLOOR).unwrap()).unwrap()
}

fn at<'a>(value: &'a mut Value, pointer: &str) -> &'a mut Value {
    value.pointer_mut(pointer).unwrap_or_else(|| panic!("the example has {pointer}"))
}

#[test]
fn the_schema_keeps_to_its_draft() {
    jsonschema::meta::validate(&report_schema()).expect("valid against the meta-schema");
    assert_eq!(report_schema()["$schema"], "https://json-schema.org/draft/2020-12/schema", "the draft is named");
}

#[test]
fn every_rule_has_its_place() {
    let derived = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Report>().to_value();
    for (pointer, _) in rules() {
        assert!(derived.pointer(pointer).is_some(), "{pointer} is not in the derived schema, so its rule is lost");
    }
}

#[test]
fn the_example_satisfies_ours_and_the_floor() {
    let complaints: Vec<_> =
        ours().iter_errors(&example()).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(complaints, Vec::<String>::new(), "ours");
    let complaints: Vec<_> = floor().iter_errors(&example()).map(|error| error.to_string()).collect();
    assert_eq!(complaints, Vec::<String>::new(), "the floor");
}

#[test]
fn a_report_without_credentials_or_findings_satisfies_both() {
    let mut bare = example();
    for key in ["profile", "account_id", "arn"] {
        bare["runner"][key] = Value::Null;
    }
    for key in ["permissions", "coverage", "resources"] {
        bare[key] = json!([]);
    }
    bare["totals"] = json!({});
    bare["comparison"] = Value::Null;
    assert!(ours().is_valid(&bare), "null and empty say that there is nothing");
    assert!(floor().is_valid(&bare), "the floor agrees");
}

/// Each object of the example, by its pointer.
fn objects(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let free_form = ["/attributes", "/tags", "/totals"].iter().any(|end| pointer.ends_with(end))
        // What an attribute was and is.
        || ["/before/", "/now/"].iter().any(|part| pointer.contains(part));
    match value {
        Value::Object(_) if free_form => {}
        Value::Object(map) => {
            found.push(pointer.to_owned());
            map.iter().for_each(|(key, value)| objects(value, &format!("{pointer}/{key}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| objects(item, &format!("{pointer}/{i}"), found));
        }
        _ => {}
    }
}

#[test]
fn no_key_may_be_missing_and_none_invented() {
    let (example, ours) = (example(), ours());
    let mut pointers = Vec::new();
    objects(&example, "", &mut pointers);
    assert!(pointers.len() > 40, "the example has objects of every sort");
    for pointer in pointers {
        let keys: Vec<String> = example.pointer(&pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        for key in keys {
            let mut without = example.clone();
            at(&mut without, &pointer).as_object_mut().unwrap().shift_remove(&key);
            assert!(!ours.is_valid(&without), "{pointer} without {key} is not a report");
        }
        let mut with = example.clone();
        at(&mut with, &pointer)["surprise"] = json!(1);
        assert!(!ours.is_valid(&with), "{pointer} with an unknown key is not of version 1");
    }
}

#[test]
fn wrong_values_are_refused() {
    let cases = [
        ("/schema", json!("alethia.connect.report/v2")),
        ("/report_id", json!("not-a-uuid")),
        ("/status", json!("fine")),
        ("/started_at", json!("2026-03-02 09:14:07")),
        ("/duration_ms", json!(-1)),
        ("/connection/role_arn", json!("arn:aws:iam::210987654321:user/maria")),
        ("/connection/account_id", json!("21098765432")),
        ("/connection/partition", json!("aws-moon")),
        ("/connection/external_id", json!("two words")),
        ("/runner/account_id", json!("1234")),
        ("/runner/arn", json!("maria")),
        ("/checks/0/id", json!("role-arn")),
        ("/checks/0/status", json!("PASS")),
        ("/checks/0/evidence", json!("hearsay")),
        ("/checks/0/summary", json!("")),
        ("/checks/0/cause", json!("bad_luck")),
        ("/checks/7/cause", Value::Null),
        ("/checks/7/remedies", json!([])),
        ("/checks/7/remedies/0/audience", json!("somebody")),
        ("/permissions/0/action", json!("DescribeVpcs")),
        ("/permissions/0/decision", json!("maybe")),
        ("/permissions/5/reason", json!("because")),
        ("/coverage/0/region", json!("eu-central-1")),
        ("/coverage/2/region", json!("global")),
        ("/coverage/2/detail", Value::Null),
        ("/coverage/2/outcome", json!("found")),
        ("/coverage/5/outcome", json!("empty")),
        ("/coverage/5/kind", json!("bucket")),
        ("/resources/0/id", json!("")),
        ("/resources/0/arn", json!("hostedzone/Z1")),
        ("/resources/3/region", json!("somewhere")),
        ("/resources/3/attributes/is_default", json!("no")),
        ("/resources/3/tags/team", json!(7)),
        ("/totals/vpc", json!(-2)),
        ("/totals", json!({ "bucket": 1 })),
        ("/redacted", json!("no")),
        ("/seal", json!("sha256:0")),
        ("/comparison/with", json!("the last one")),
        ("/comparison/status/before", json!("fine")),
        ("/comparison/checks/0/now/status", json!("PASS")),
        ("/comparison/permissions/newly_denied/0/before", json!("maybe")),
        ("/comparison/resources/gone/0/region", json!("global")),
        ("/comparison/resources/not_seen/0/count", json!(-1)),
    ];
    let ours = ours();
    for (pointer, wrong) in cases {
        let mut report = example();
        *at(&mut report, pointer) = wrong.clone();
        assert!(!ours.is_valid(&report), "{pointer} = {wrong} should be refused");
    }
}

#[test]
fn there_are_exactly_ten_checks_in_order() {
    let ours = ours();
    let mut nine = example();
    at(&mut nine, "/checks").as_array_mut().unwrap().pop();
    assert!(!ours.is_valid(&nine), "nine checks");
    let mut eleven = example();
    let last = eleven["checks"][9].clone();
    at(&mut eleven, "/checks").as_array_mut().unwrap().push(last);
    assert!(!ours.is_valid(&eleven), "eleven checks");
    let mut swapped = example();
    at(&mut swapped, "/checks").as_array_mut().unwrap().swap(3, 4);
    assert!(!ours.is_valid(&swapped), "another order");
}

#[test]
fn whatever_ours_accepts_the_floor_accepts() {
    let (ours, floor) = (ours(), floor());
    for (name, sorts) in
        [("status", json!(["pass", "warn", "skipped"])), ("evidence", json!(["live", "simulated", "policy", "none"]))]
    {
        for word in sorts.as_array().unwrap() {
            let mut report = example();
            report["checks"][2][name] = word.clone();
            assert!(ours.is_valid(&report) && floor.is_valid(&report), "{name} {word} is a word of both");
        }
    }
    let causes: Value = serde_json::from_str(FLOOR).unwrap();
    for cause in causes["$defs"]["cause"]["enum"].as_array().unwrap() {
        let mut report = example();
        report["checks"][9]["cause"] = cause.clone();
        assert!(ours.is_valid(&report), "the floor's cause {cause} is one of ours");
    }
}
