//! Texts and other values in HCL.
//!
//! Sources: [strings and templates](https://developer.hashicorp.com/terraform/language/expressions/strings),
//! [style](https://developer.hashicorp.com/terraform/language/style).

use std::fmt::Write;

use serde_json::{Map, Value};

/// The value of a role's `assume_role_policy`, formatted as `terraform fmt` does it.
pub fn trust_policy_argument(policy: &Value) -> String {
    format!("assume_role_policy = jsonencode({})", expression(policy, 0))
}

/// A JSON value as an HCL expression, whose further lines are indented by `depth` steps.
fn expression(value: &Value, depth: usize) -> String {
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if items.iter().any(is_long) => {
            let mut out = "[\n".to_owned();
            for item in items {
                let _ = writeln!(out, "{inner}{},", expression(item, depth + 1));
            }
            out + &outer + "]"
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| expression(item, depth)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) if !entries.is_empty() => {
            format!("{{\n{}{outer}}}", attributes(entries, depth + 1))
        }
        Value::Object(_) => "{}".to_owned(),
        scalar => scalar.to_string(),
    }
}

/// Whether a value takes more than a line.
fn is_long(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(is_long),
        Value::Object(entries) => !entries.is_empty(),
        _ => false,
    }
}

/// The attributes of an object; the signs of those on lines of their own are below each other.
fn attributes(entries: &Map<String, Value>, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let entries: Vec<(String, &Value)> = entries.iter().map(|(name, value)| (key(name), value)).collect();
    let mut out = String::new();
    for run in entries.chunk_by(|(_, one), (_, next)| !is_long(one) && !is_long(next)) {
        let width = run.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        for (name, value) in run {
            let _ = writeln!(out, "{indent}{name:width$} = {}", expression(value, depth));
        }
    }
    out
}

/// A name may stand without quotes if it is an identifier.
fn key(name: &str) -> String {
    let mut letters = name.bytes();
    let starts = letters.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let plain = starts && letters.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { name.to_owned() } else { quoted(name) }
}

/// A quoted HCL string in which nothing is interpolated.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => out.extend([character, character]),
            other if other.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_written_as_terraform_formats_it() {
        let policy = json!({
            "Version": "2012-10-17",
            "Id": "${x}",
            "Statement": [
                { "Effect": "Allow", "NotAction": ["sts:TagSession", "iam:*"], "Principal": { "AWS": "*" }, "Sid": "A",
                  "Condition": { "Bool": { "aws:SecureTransport": true, "aws:x": [] }, "Null": {} } },
            ],
            "if": null,
            "_x9": 1,
            "9x": 1.5,
        });
        let expected = r#"assume_role_policy = jsonencode({
  Version = "2012-10-17"
  Id      = "$${x}"
  Statement = [
    {
      Effect    = "Allow"
      NotAction = ["sts:TagSession", "iam:*"]
      Principal = {
        AWS = "*"
      }
      Sid = "A"
      Condition = {
        Bool = {
          "aws:SecureTransport" = true
          "aws:x"               = []
        }
        Null = {}
      }
    },
  ]
  if   = null
  _x9  = 1
  "9x" = 1.5
})"#;
        assert_eq!(trust_policy_argument(&policy), expected, "as a person would write it");
    }

    #[test]
    fn nothing_in_a_text_escapes_its_quotes_or_is_interpolated() {
        let cases = [
            ("", r#""""#),
            ("plain", r#""plain""#),
            ("a\"b", r#""a\"b""#),
            ("a\\", r#""a\\""#),
            ("a\nb\tc\r", r#""a\nb\tc\r""#),
            ("${file(\"/etc/passwd\")}", r#""$${file(\"/etc/passwd\")}""#),
            ("%{ if true }", r#""%%{ if true }""#),
            ("$5 and 7%", r#""$5 and 7%""#),
            ("$${x}", r#""$$${x}""#),
            ("\u{1}", r#""\u0001""#),
            ("é", r#""é""#),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text), expected, "of {text:?}");
        }
    }
}
