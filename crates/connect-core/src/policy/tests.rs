//! What conditions say, by the tables of AWS's documentation.
#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::Truth::{self, No, Unknown, Yes};
use super::context::Context;
use super::document::Document;

/// The keys that are known; one without values is absent.
type Keys<'a> = &'a [(&'a str, &'a [&'a str])];

fn in_version(version: &str, condition: &Value, keys: Keys<'_>) -> Truth {
    let statement = json!({ "Effect": "Allow", "Condition": condition });
    let document = Document::parse(&json!({ "Version": version, "Statement": statement }).to_string()).unwrap();
    let context = keys.iter().fold(Context::for_document(&document), |context, (key, values)| {
        context.with(key, values.iter().map(ToString::to_string))
    });
    Truth::all(document.statements[0].conditions.iter().map(|condition| condition.holds(&context)))
}

fn hold(condition: &Value, keys: Keys<'_>) -> Truth {
    in_version("2012-10-17", condition, keys)
}

/// An operator, the policy's values, the key's values (none: absent), and what comes of it.
type Case = (&'static str, Value, &'static [&'static str], Truth);

fn all_hold_as_expected(cases: Vec<Case>) {
    for (operator, wanted, actual, expected) in cases {
        let truth = hold(&json!({ operator: { "aws:X": wanted } }), &[("AWS:x", actual)]);
        assert_eq!(truth, expected, "{operator} {wanted} on {actual:?}");
    }
}

#[test]
fn texts_compare_as_documented() {
    all_hold_as_expected(vec![
        ("StringEquals", json!("a"), &["a"], Yes),
        ("stringequals", json!("a"), &["a"], Yes),
        ("StringEquals", json!("a"), &["A"], No),
        ("StringEquals", json!("A"), &["a"], No),
        ("StringEquals", json!(["a", "b"]), &["b"], Yes),
        ("StringEquals", json!(["b", "a"]), &["a"], Yes),
        ("StringEquals", json!("a*"), &["ab"], No),
        ("StringEquals", json!("a*"), &["a*"], Yes),
        ("StringEquals", json!("a"), &["a", "b"], Unknown),
        ("StringNotEquals", json!("a"), &["b"], Yes),
        ("StringNotEquals", json!(["a", "b"]), &["b"], No),
        ("StringEqualsIgnoreCase", json!("a"), &["A"], Yes),
        ("StringEqualsIgnoreCase", json!("ABC"), &["abC"], Yes),
        ("StringNotEqualsIgnoreCase", json!("ABC"), &["abC"], No),
        ("StringLike", json!("a*"), &["ab"], Yes),
        ("StringLike", json!("a*"), &["Ab"], No),
        ("StringLike", json!("a*c?"), &["abbcd"], Yes),
        ("StringLike", json!("a${*}"), &["a*"], Yes),
        ("StringLike", json!("a${*}"), &["ab"], No),
        ("StringNotLike", json!("a*"), &["ab"], No),
        ("StringEqualsIfExists", json!("a"), &["b"], No),
        ("BinaryEquals", json!("QmluYXJ5"), &["QmluYXJ5"], Yes),
        ("StringSounds", json!("a"), &["a"], Unknown),
        ("StringMatches", json!("a"), &["a"], Unknown),
    ]);
}

#[test]
fn typed_values_compare_as_documented() {
    all_hold_as_expected(vec![
        ("ArnEquals", json!("arn:aws:iam::*:role/A*"), &["arn:aws:iam::1:role/AB"], Yes),
        ("ArnLike", json!("arn:aws:iam::1:role/*"), &["arn:aws:iam::1:role/x"], Yes),
        ("ArnLike", json!("arn:aws:iam::1:role/B"), &["arn:aws:iam::1:role/A"], No),
        ("ArnLike", json!("*"), &["arn:aws:iam::1:role/A"], Unknown),
        ("ArnEquals", json!("no-arn"), &["no-arn"], Unknown),
        ("ArnLike", json!("arn:aws:iam::1:role/*"), &["no-arn"], Unknown),
        ("ArnNotEquals", json!("arn:aws:iam::1:role/x"), &["arn:aws:iam::1:role/x"], No),
        ("ArnNotEquals", json!("arn:aws:iam::1:*"), &["arn:aws:iam::1:role/A"], No),
        ("Bool", json!(true), &["true"], Yes),
        ("Bool", json!("true"), &["True"], Yes),
        ("Bool", json!("False"), &["true"], No),
        ("Bool", json!("yes"), &["true"], Unknown),
        ("NumericEquals", json!(5), &["5.0"], Yes),
        ("NumericNotEquals", json!("5"), &["5"], No),
        ("NumericLessThan", json!("5"), &["4"], Yes),
        ("NumericLessThan", json!("10"), &["9"], Yes),
        ("NumericLessThanEquals", json!("9"), &["9"], Yes),
        ("NumericGreaterThan", json!("9"), &["9"], No),
        ("NumericGreaterThanEquals", json!("5"), &["4"], No),
        ("NumericGreaterThanEquals", json!("9"), &["10"], Yes),
        ("NumericEquals", json!("x"), &["4"], Unknown),
        ("NumericEquals", json!("five"), &["5"], Unknown),
        ("DateLessThan", json!("2030-01-01T00:00:00Z"), &["2029-12-31T23:59:59Z"], Yes),
        ("DateGreaterThan", json!("2020-01-01T00:00:00Z"), &["2026-01-01T00:00:00Z"], Yes),
        ("DateGreaterThan", json!("2030-01-01"), &["2029-12-31T23:59:59Z"], No),
        ("DateEquals", json!("1970-01-01T00:00:10Z"), &["10"], Yes),
        ("DateLessThanEquals", json!("soon"), &["10"], Unknown),
        ("IpAddress", json!("10.0.0.0/8"), &["10.1.2.3"], Yes),
        ("IpAddress", json!("203.0.113.0/24"), &["203.0.113.7"], Yes),
        ("IpAddress", json!("203.0.113.7"), &["203.0.113.8"], No),
        ("IpAddress", json!("2001:db8::/32"), &["2001:db8::1"], Yes),
        ("NotIpAddress", json!("203.0.113.0/24"), &["203.0.113.7"], No),
        ("NotIpAddress", json!("10.0.0.1"), &["10.0.0.1"], No),
        ("Null", json!("true"), &["a"], No),
        ("Null", json!("false"), &["a"], Yes),
        ("Null", json!(false), &["a"], Yes),
    ]);
}

#[test]
fn an_absent_key_decides_as_documented_and_an_unknown_one_does_not() {
    let cases = [
        ("StringEquals", json!("a"), No),
        ("StringEqualsIfExists", json!("a"), Yes),
        ("StringLike", json!("a"), No),
        ("StringNotEquals", json!("a"), Yes),
        ("ForAllValues:StringEquals", json!("a"), Yes),
        ("ForAnyValue:StringEquals", json!("a"), No),
        ("ForAnyValue:StringEqualsIfExists", json!("a"), Yes),
        ("Bool", json!("a"), No),
        ("Bool", json!("true"), No),
        ("BoolIfExists", json!("a"), Yes),
        ("BoolIfExists", json!("true"), Yes),
        ("IpAddress", json!("10.0.0.0/8"), No),
        ("Null", json!("true"), Yes),
        ("NullIfExists", json!("true"), Unknown),
    ];
    for (operator, wanted, expected) in cases {
        let condition = json!({ operator: { "aws:x": wanted } });
        assert_eq!(hold(&condition, &[("aws:x", &[])]), expected, "{condition} without the key");
        assert_eq!(hold(&condition, &[]), Unknown, "{condition} when the key is not known");
    }
}

#[test]
fn set_operators_look_at_every_value() {
    all_hold_as_expected(vec![
        ("ForAllValues:StringEquals", json!(["a", "b"]), &["a", "b"], Yes),
        ("ForAllValues:StringEquals", json!(["a", "b"]), &["a", "c"], No),
        ("ForAllValues:StringNotEquals", json!("a"), &["a", "b"], No),
        ("ForAnyValue:StringEquals", json!(["a", "b"]), &["c", "b"], Yes),
        ("ForAnyValue:StringEquals", json!(["a", "b"]), &["c"], No),
        ("ForAnyValue:StringEquals", json!(["a"]), &["c", "a"], Yes),
        ("ForAnyValue:StringLike", json!(["x*"]), &["c", "a"], No),
        ("ForAnyValue:StringNotEquals", json!(["a"]), &["a", "b"], Yes),
        ("ForSomeValues:StringEquals", json!(["a"]), &["a"], Unknown),
    ]);
}

#[test]
fn every_key_must_match_and_variables_are_filled() {
    let text = |wanted: &str| json!({ "StringEquals": { "aws:x": wanted } });
    let cases: [(Value, Keys<'_>, Truth); 7] = [
        (json!({ "StringEquals": { "aws:x": "a", "aws:y": "b" } }), &[("aws:x", &["a"]), ("aws:y", &["c"])], No),
        (json!({ "StringEquals": { "aws:x": "b", "aws:y": "b" } }), &[("aws:x", &["a"])], No),
        (text("${aws:y}"), &[("aws:x", &["v"]), ("aws:y", &["v"])], Yes),
        (text("${aws:y, 'z'}"), &[("aws:x", &["z"]), ("aws:y", &[])], Yes),
        (text("${aws:y}"), &[("aws:x", &["v"])], Unknown),
        (text("${aws:username}"), &[("aws:x", &["a"])], Unknown),
        (json!({ "StringLike": { "aws:x": "${aws:y}" } }), &[("aws:x", &["vv"]), ("aws:y", &["v*"])], No),
    ];
    for (condition, keys, expected) in cases {
        assert_eq!(hold(&condition, keys), expected, "{condition} with {keys:?}");
    }
    let older = in_version("2008-10-17", &text("${aws:y}"), &[("aws:x", &["${aws:y}"])]);
    assert_eq!(older, Yes, "the older language has no variables, only text");
}
