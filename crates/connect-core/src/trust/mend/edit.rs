//! Changes a policy's JSON without disturbing the order of what stays.

use serde_json::{Map, Value};

use super::{Reading, Wanted};

/// A statement under change.
pub(super) struct Draft<'a> {
    pub(super) number: usize,
    /// How it reads for the runner and the right External ID.
    pub(super) reading: &'a Reading<'a>,
    pub(super) statement: Value,
    pub(super) wanted: &'a Wanted<'a>,
    pub(super) changes: Vec<String>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(number: usize, reading: &'a Reading<'a>, statement: &Value, wanted: &'a Wanted<'a>) -> Self {
        Self { number, reading, statement: statement.clone(), wanted, changes: Vec::new() }
    }

    /// Puts an element in the place of another, or at the end where that is not there.
    pub(super) fn put(&mut self, old: &str, new: &str, value: Value) {
        if let Value::Object(elements) = &mut self.statement {
            replace(elements, old, new, value);
        }
    }

    pub(super) fn say(&mut self, change: &str) {
        self.changes.push(self.place(change));
    }

    pub(super) fn place(&self, change: &str) -> String {
        format!("in statement {}, {change}", self.number)
    }
}

fn replace(map: &mut Map<String, Value>, old: &str, new: &str, value: Value) {
    let entries = std::mem::take(map).into_iter();
    map.extend(entries.map(|(key, kept)| if key == old { (new.to_owned(), value.clone()) } else { (key, kept) }));
    if !map.contains_key(new) {
        map.insert(new.to_owned(), value);
    }
}

/// The statements of a policy, whether it has a list of them or a single one.
pub(super) fn statements(policy: &Value) -> &[Value] {
    match &policy["Statement"] {
        Value::Array(list) => list,
        single => std::slice::from_ref(single),
    }
}

/// The policy with other statements; a single one stays without a list where it had none.
pub(super) fn with_statements(policy: &Value, mut statements: Vec<Value>) -> Value {
    let mut policy = policy.clone();
    policy["Statement"] = match statements.pop() {
        Some(only) if statements.is_empty() && policy["Statement"].is_object() => only,
        last => {
            statements.extend(last);
            statements.into()
        }
    };
    policy
}

/// Texts in the form that they had before: a list stays one.
pub(super) fn texts(before: Option<&Value>, texts: Vec<String>) -> Value {
    match <[String; 1]>::try_from(texts) {
        Ok([only]) if !before.is_some_and(Value::is_array) => only.into(),
        Ok(only) => only.to_vec().into(),
        Err(many) => many.into(),
    }
}

/// Texts as people read them: `"a" or "b"`.
pub(super) fn listed(texts: &[String]) -> String {
    if texts.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", texts.join("\" or \"")) }
}
