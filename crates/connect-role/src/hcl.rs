//! Texts in HCL.
//!
//! Source: [strings and templates](https://developer.hashicorp.com/terraform/language/expressions/strings).

use std::fmt::Write;

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
