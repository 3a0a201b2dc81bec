//! The parts of an identity policy's JSON text.

use serde_json::{Map, Value};

use super::truth::Truth;

/// Why a text is not an identity policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Not JSON; holds the parser's words.
    #[error("the policy is not JSON: {0}")]
    Json(String),
    /// No `Statement`, or one that is neither an object nor a list of them.
    #[error("the policy has no statement")]
    NoStatement,
    /// `Effect` is neither `Allow` nor `Deny`.
    #[error("statement {0} has neither the effect Allow nor Deny")]
    Effect(usize),
    /// Not exactly one of an element and its `Not` form, or with values that are no texts.
    #[error("statement {statement} needs either {element} or Not{element}, with texts")]
    Element {
        /// The statement's number, counted from 1.
        statement: usize,
        /// `Action` or `Resource`.
        element: &'static str,
    },
    /// A `Principal` has no place in an identity policy.
    #[error("statement {0} names a principal, which an identity policy cannot")]
    Principal(usize),
    /// `Condition` is not operator, key and values.
    #[error("the condition of statement {0} is not made of operators, keys and values")]
    Condition(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// An element and its `Not` form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listed {
    AnyOf(Vec<String>),
    NoneOf(Vec<String>),
}

impl Listed {
    pub(super) fn holds(&self, matches: impl Fn(&str) -> Truth) -> Truth {
        match self {
            Self::AnyOf(patterns) => Truth::any(patterns.iter().map(|pattern| matches(pattern))),
            Self::NoneOf(patterns) => !Truth::any(patterns.iter().map(|pattern| matches(pattern))),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ConditionItem {
    pub(super) operator: String,
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    pub(super) actions: Listed,
    pub(super) resources: Listed,
    pub(super) conditions: Vec<ConditionItem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Policy {
    /// Only version 2012-10-17 knows `${…}`; in an older one it is plain text.
    pub(super) has_variables: bool,
    pub(super) statements: Vec<Statement>,
}

impl Policy {
    pub(super) fn parse(text: &str) -> Result<Self, Malformed> {
        let document: Value = serde_json::from_str(text).map_err(|error| Malformed::Json(error.to_string()))?;
        let statements = match document.get("Statement") {
            Some(Value::Array(list)) => list.iter().collect(),
            Some(single @ Value::Object(_)) => vec![single],
            _ => return Err(Malformed::NoStatement),
        };
        Ok(Self {
            has_variables: document.get("Version").and_then(Value::as_str) == Some("2012-10-17"),
            statements: statements
                .into_iter()
                .zip(1..)
                .map(|(value, at)| statement(value, at))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn statement(value: &Value, at: usize) -> Result<Statement, Malformed> {
    if value.get("Principal").or_else(|| value.get("NotPrincipal")).is_some() {
        return Err(Malformed::Principal(at));
    }
    let effect = match value.get("Effect").and_then(Value::as_str) {
        Some("Allow") => Effect::Allow,
        Some("Deny") => Effect::Deny,
        _ => return Err(Malformed::Effect(at)),
    };
    let listed = |element, not| {
        let (any, none) = (value.get(element), value.get(not));
        let list = match (any, none) {
            (Some(any), None) => texts(any).map(Listed::AnyOf),
            (None, Some(none)) => texts(none).map(Listed::NoneOf),
            _ => None,
        };
        list.ok_or(Malformed::Element { statement: at, element })
    };
    Ok(Statement {
        sid: value.get("Sid").and_then(Value::as_str).filter(|sid| !sid.is_empty()).map(str::to_owned),
        effect,
        actions: listed("Action", "NotAction")?,
        resources: listed("Resource", "NotResource")?,
        conditions: value.get("Condition").map_or(Some(Vec::new()), conditions).ok_or(Malformed::Condition(at))?,
    })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(list) => list.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn conditions(value: &Value) -> Option<Vec<ConditionItem>> {
    let mut items = Vec::new();
    for (operator, keys) in value.as_object()? {
        for (key, values) in keys.as_object().map(Map::iter)? {
            let values = match values {
                Value::Array(list) => list.iter().map(scalar).collect::<Option<_>>()?,
                single => vec![scalar(single)?],
            };
            items.push(ConditionItem { operator: operator.clone(), key: key.clone(), values });
        }
    }
    Some(items)
}

/// AWS takes booleans and numbers without quotes too.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}
