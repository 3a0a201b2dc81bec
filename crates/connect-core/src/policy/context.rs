//! What is known of a request, and how a policy's texts read in it.
//!
//! Source: [variables](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).

use std::collections::BTreeMap;

use super::Truth;
use super::document::Document;
use super::pattern::Pattern;

/// The condition keys that are known of a request. A key that is not given is not known; one that is
/// given without values is known to be absent.
#[derive(Debug, Clone)]
pub struct Context {
    keys: BTreeMap<String, Vec<String>>,
    has_variables: bool,
}

impl Context {
    /// Nothing is known yet; for the statements of this document.
    pub const fn for_document(document: &Document) -> Self {
        Self { keys: BTreeMap::new(), has_variables: document.has_variables }
    }

    /// The same with a key's values. Names of keys are the same in any case.
    #[must_use]
    pub fn with(mut self, key: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.keys.insert(key.to_lowercase(), values.into_iter().collect());
        self
    }

    /// `None`: not known. An empty list: absent from the request.
    pub(super) fn values(&self, key: &str) -> Option<&[String]> {
        self.keys.get(&key.to_lowercase()).map(Vec::as_slice)
    }

    /// What a test says of a policy's text once its variables are filled.
    pub(super) fn test(&self, text: &str, judge: impl FnOnce(&Pattern) -> Truth) -> Truth {
        self.fill(text).map_or_else(|undecided| undecided, |pattern| judge(&pattern))
    }

    /// The error is what any comparison with the text comes to.
    fn fill(&self, text: &str) -> Result<Pattern, Truth> {
        let mut pattern = Pattern::default();
        let mut rest = text;
        while let Some((before, inner, after)) = next_variable(rest).filter(|_| self.has_variables) {
            pattern.push(before);
            pattern.push_literally(&self.variable(inner)?);
            rest = after;
        }
        pattern.push(rest);
        Ok(pattern)
    }

    /// The value of `key` or `key, 'default'`. A variable without a value matches nothing.
    fn variable(&self, inner: &str) -> Result<String, Truth> {
        if ["*", "?", "$"].contains(&inner) {
            return Ok(inner.to_owned());
        }
        let (key, default) = match inner.split_once(',') {
            Some((key, default)) => (key.trim(), Some(default.trim().trim_matches('\''))),
            None => (inner.trim(), None),
        };
        match (self.values(key).ok_or(Truth::Unknown)?, default) {
            ([single], _) => Ok(single.clone()),
            ([], Some(default)) => Ok(default.to_owned()),
            _ => Err(Truth::No),
        }
    }
}

fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (inner, after) = rest.split_once('}')?;
    Some((before, inner, after))
}
