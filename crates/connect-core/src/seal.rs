//! The seal of a report: a SHA-256 over its canonical JSON (RFC 8785) without the seal itself.
//!
//! It shows that nothing was changed by accident or by an edit afterwards. It is no signature: whoever edits a report
//! on purpose can make a new seal.

use std::fmt::{self, Write as _};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::report::Report;

/// The key of the seal in a report's JSON.
const KEY: &str = "seal";

/// `sha256:` and 64 hexadecimal digits; empty in a report that is not sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct Seal(String);

impl Seal {
    /// Whether there is none yet.
    pub const fn is_missing(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in the report.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(unsealed: &impl Serialize) -> Self {
        // What is sealed was made from a report or read from JSON: neither holds what JSON cannot.
        let canonical = serde_json_canonicalizer::to_vec(unsealed).unwrap_or_default();
        let mut text = "sha256:".to_owned();
        for byte in Sha256::digest(&canonical) {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Report {
    /// The same report with the seal of what it says.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.seal = Seal::default();
        self.seal = Seal::of(&self);
        self
    }
}

/// What became of checking a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The content is what was sealed.
    Holds(Seal),
    /// It has another seal than its own.
    Broken {
        /// The seal that stands in it.
        stated: String,
        /// The seal of what it says.
        computed: Seal,
    },
    /// It has none.
    Unsealed,
}

/// Checks the seal of a report's JSON as it was read, so that also what no report has is covered.
pub fn check(mut report: Map<String, Value>) -> Checked {
    let Some(stated) = report.shift_remove(KEY) else { return Checked::Unsealed };
    let computed = Seal::of(&report);
    match stated {
        Value::String(stated) if stated == computed.0 => Checked::Holds(computed),
        Value::String(stated) => Checked::Broken { stated, computed },
        other => Checked::Broken { stated: other.to_string(), computed },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    const EXAMPLE: &str = include_str!("../tests/data/report.example.json");

    fn json() -> Map<String, Value> {
        serde_json::from_str(EXAMPLE).unwrap()
    }

    #[test]
    fn a_sealed_report_holds_also_when_it_is_laid_out_anew() {
        let report: Report = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(check(json()), Checked::Holds(report.seal.clone()), "the example is sealed");
        assert_eq!(report.clone().sealed(), report, "sealing again gives the same seal");
        let mut turned: Vec<(String, Value)> = json().into_iter().collect();
        turned.reverse();
        assert_eq!(check(turned.into_iter().collect()), Checked::Holds(report.seal), "the order of keys says nothing");
    }

    /// Every value of the JSON by its pointer.
    fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                leaves(value, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| leaves(item, &format!("{pointer}/{index}"), found));
            }
            _ => found.push(pointer.to_owned()),
        }
    }

    #[test]
    fn any_change_breaks_the_seal() {
        let whole = Value::Object(json());
        let mut pointers = Vec::new();
        leaves(&whole, "", &mut pointers);
        assert!(pointers.len() > 300, "the example says much");
        for pointer in pointers {
            let mut edited = whole.clone();
            let leaf = edited.pointer_mut(&pointer).unwrap();
            *leaf = Value::String(format!("{leaf}."));
            let Value::Object(edited) = edited else { panic!("an object") };
            assert!(matches!(check(edited), Checked::Broken { .. }), "{pointer} was edited");
        }
        let mut added = json();
        added.insert("note".to_owned(), Value::Null);
        assert!(matches!(check(added), Checked::Broken { .. }), "what no report has is covered too");
        let mut bare = json();
        bare.shift_remove(KEY);
        assert_eq!(check(bare), Checked::Unsealed, "and a seal that was taken off is missed");
    }
}
