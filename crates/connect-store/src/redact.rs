//! Placeholders for the credentials in the texts of a report.
//!
//! Works on the report's JSON as text, in one pass and inside string literals that are no keys, so
//! that what stands in the database is valid JSON whatever the External ID looks like. A `{{` that
//! AWS or a person wrote is kept apart as a third placeholder: putting back is the exact inverse.

use std::borrow::Cow;

use crate::credentials::Revision;

const EXTERNAL_ID: &str = "{{external_id}}";
const ROLE_ARN: &str = "{{role_arn}}";
const BRACES: &str = "{{braces}}";

/// The JSON with placeholders in the credentials' stead.
pub(crate) fn redacted<'a>(json: &'a str, revision: &Revision) -> serde_json::Result<Cow<'a, str>> {
    let (role_arn, external_id) = literals(revision)?;
    let mut pairs = vec![(external_id.as_str(), EXTERNAL_ID), ("{{", BRACES)];
    // An External ID may be part of a Role ARN, never the other way round: the longer one first.
    if let Some(role_arn) = &role_arn {
        pairs.insert(0, (role_arn.as_str(), ROLE_ARN));
    }
    Ok(replaced(json, &pairs))
}

/// The JSON with the credentials back in their places.
pub(crate) fn restored<'a>(json: &'a str, revision: &Revision) -> serde_json::Result<Cow<'a, str>> {
    let (role_arn, external_id) = literals(revision)?;
    let mut pairs = vec![(EXTERNAL_ID, external_id.as_str()), (BRACES, "{{")];
    if let Some(role_arn) = &role_arn {
        pairs.push((ROLE_ARN, role_arn.as_str()));
    }
    Ok(replaced(json, &pairs))
}

/// Role ARN and External ID as they stand inside a JSON string: a role's path may have quotes.
fn literals(revision: &Revision) -> serde_json::Result<(Option<String>, String)> {
    let inner = |text: &str| serde_json::to_string(text).map(|literal| literal[1..literal.len() - 1].to_owned());
    let role_arn = revision.role_arn.as_ref().map(|arn| inner(&arn.to_string())).transpose()?;
    Ok((role_arn, inner(revision.external_id.as_str())?))
}

fn replaced<'a>(json: &'a str, pairs: &[(&str, &str)]) -> Cow<'a, str> {
    // Searching is many times faster than walking, and most resources hold nothing to replace.
    if !pairs.iter().any(|(from, _)| json.contains(from)) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 256);
    let mut rest = json;
    while let Some(quote) = rest.find('"') {
        let (before, literal) = rest.split_at(quote + 1);
        out.push_str(before);
        let (inside, after) = literal.split_at(end_of_literal(literal));
        let is_key = after[1..].trim_start().starts_with(':');
        if is_key {
            out.push_str(inside);
        } else {
            replace_inside(inside, pairs, &mut out);
        }
        out.push('"');
        rest = &after[1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the quote that ends the literal stands; serde wrote the JSON, so there is one.
fn end_of_literal(literal: &str) -> usize {
    let mut escaped = false;
    let ends = |byte: u8| {
        let end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    };
    literal.bytes().position(ends).unwrap_or(literal.len().saturating_sub(1))
}

fn replace_inside(inside: &str, pairs: &[(&str, &str)], out: &mut String) {
    let mut rest = inside;
    while !rest.is_empty() {
        let pair = pairs.iter().find(|(from, _)| rest.starts_with(from));
        let (taken, written) = pair.map_or_else(|| as_it_is(rest), |(from, to)| (from.len(), *to));
        out.push_str(written);
        rest = &rest[taken..];
    }
}

/// The first character, or the escape that stands for one, and its length.
fn as_it_is(text: &str) -> (usize, &str) {
    let length = match text.as_bytes() {
        [b'\\', b'u', ..] => 6,
        [b'\\', ..] => 2,
        _ => text.chars().next().map_or(1, char::len_utf8),
    };
    let length = length.min(text.len());
    (length, &text[..length])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn revision(external_id: &str, role_arn: &str) -> Revision {
        let (external_id, role_arn) = (external_id.parse().unwrap(), Some(role_arn.parse().unwrap()));
        Revision { number: 1, external_id, former_external_id: None, role_arn }
    }

    const ROLE: &str = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";

    #[test]
    fn both_are_replaced_in_values_and_never_in_keys() {
        let report = json!({"external_id": "x-1", "x-1": ["say x-1 twice: x-1"], "role": ROLE}).to_string();
        let text = redacted(&report, &revision("x-1", ROLE)).unwrap();
        assert_eq!(
            text,
            json!({"external_id": "{{external_id}}", "x-1": ["say {{external_id}} twice: {{external_id}}"], "role": "{{role_arn}}"}).to_string(),
            "values hold placeholders, the key that looks like the External ID is as it was"
        );
        assert_eq!(restored(&text, &revision("y-2", ROLE)).unwrap().matches("y-2").count(), 3, "put back by name");
    }

    #[test]
    fn what_holds_neither_is_not_copied() {
        assert!(matches!(redacted(r#"{"a":"b"}"#, &revision("x-1", ROLE)).unwrap(), Cow::Borrowed(_)), "as it is");
    }

    proptest! {
        #[test]
        fn putting_back_is_the_exact_inverse(
            pieces in prop::collection::vec(
                prop_oneof![
                    Just("{{external_id}}".to_owned()), Just("{{role_arn}}".to_owned()), Just("{{braces}}".to_owned()),
                    Just("{".to_owned()), Just("{{".to_owned()), Just("\\".to_owned()), Just("\"".to_owned()),
                    Just("01".to_owned()), Just("\u{1}".to_owned()), Just("\u{202e}🦀".to_owned()), ".{0,6}",
                    Just(r#"arn:aws:iam::123456789012:role/a"b\{/X"#.to_owned()),
                ], 0..12),
            external_id in prop_oneof![Just("01"), Just("u0001"), Just("external_id"), Just("role")],
        ) {
            let revision = revision(external_id, r#"arn:aws:iam::123456789012:role/a"b\{/X"#);
            let text = pieces.concat();
            let json = json!({ text.as_str(): [text.as_str(), 1, null], "k": { "n": text.as_str() } }).to_string();
            let hidden = redacted(&json, &revision).unwrap();
            let parsed: serde_json::Value = serde_json::from_str(&hidden).unwrap();
            let value = parsed["k"]["n"].as_str().unwrap().to_owned();
            let rest = [EXTERNAL_ID, ROLE_ARN, BRACES].iter().fold(value.clone(), |rest, known| rest.replace(known, "|"));
            prop_assert!(!rest.contains("{{"), "only placeholders hold braces: {value}");
            prop_assert!(!value.contains("arn:aws:iam"), "no Role ARN is left: {value}");
            prop_assert_eq!(restored(&hidden, &revision).unwrap(), json.as_str());
        }
    }
}
