//! A policy document's statements, whichever of the grammar's spellings they use.

use serde_json::Value;

use super::Truth;
use super::condition::Condition;
use super::context::Context;
use super::pattern::action_matches;

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Only version 2012-10-17 knows `${…}`; in an older one it is plain text.
    pub has_variables: bool,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// Whether a statement allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// What a statement names, or everything but that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope<T> {
    /// These.
    Only(T),
    /// All but these: `NotAction`, `NotResource`, `NotPrincipal`.
    AllBut(T),
    /// The element is not there.
    Absent,
}

/// The principals that a statement names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Principals {
    /// `AWS`: account ids, ARNs, unique ids, or `*`. A bare `"*"` is put here too.
    pub aws: Vec<String>,
    /// `Service`.
    pub service: Vec<String>,
    /// `Federated`.
    pub federated: Vec<String>,
    /// `CanonicalUser` and types that are not known here, by their names.
    pub other: Vec<String>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// The principals; absent in identity policies.
    pub principals: Scope<Principals>,
    /// The actions.
    pub actions: Scope<Vec<String>>,
    /// The resources; absent in trust policies.
    pub resources: Scope<Vec<String>>,
    /// The conditions, all of which must hold.
    pub conditions: Vec<Condition>,
}

/// Why a text is not a policy document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum DocumentError {
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
        /// `Action`, `Resource` or `Principal`.
        element: &'static str,
    },
    /// A `Principal` has no place in an identity policy.
    #[error("statement {0} names a principal, which an identity policy cannot")]
    Principal(usize),
    /// `Condition` is not operator, key and values.
    #[error("the condition of statement {0} is not made of operators, keys and values")]
    Condition(usize),
}

impl Document {
    /// Reads a policy document's JSON text.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let document: Value = serde_json::from_str(text).map_err(|error| DocumentError::Json(error.to_string()))?;
        let statements = match document.get("Statement") {
            Some(Value::Array(list)) => list.as_slice(),
            Some(single @ Value::Object(_)) => std::slice::from_ref(single),
            _ => return Err(DocumentError::NoStatement),
        };
        Ok(Self {
            has_variables: document.get("Version").and_then(Value::as_str) == Some("2012-10-17"),
            statements: statements
                .iter()
                .zip(1..)
                .map(|(value, number)| Statement::read(value, number))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Reads an identity policy, whose statements name actions and resources but no principals.
    pub fn parse_identity(text: &str) -> Result<Self, DocumentError> {
        let document = Self::parse(text)?;
        for (Statement { principals, actions, resources, .. }, statement) in document.statements.iter().zip(1..) {
            match (principals, actions, resources) {
                (Scope::Absent, Scope::Absent, _) => Err(DocumentError::Element { statement, element: "Action" }),
                (Scope::Absent, _, Scope::Absent) => Err(DocumentError::Element { statement, element: "Resource" }),
                (Scope::Absent, _, _) => Ok(()),
                _ => Err(DocumentError::Principal(statement)),
            }?;
        }
        Ok(document)
    }
}

impl Statement {
    /// Whether it names an action.
    pub fn names_action(&self, action: &str) -> Truth {
        self.actions.holds(|patterns| patterns.iter().any(|pattern| action_matches(pattern, action)).into())
    }

    /// The principals of type `AWS` that it names; none when it names all but some.
    pub fn aws_principals(&self) -> impl Iterator<Item = &String> {
        let named = match &self.principals {
            Scope::Only(principals) => principals.aws.as_slice(),
            Scope::AllBut(_) | Scope::Absent => &[],
        };
        named.iter()
    }

    /// Whether it names a resource.
    pub fn names_resource(&self, arn: &str, context: &Context) -> Truth {
        let matches = |text: &String| context.test(text, |pattern| pattern.matches_resource(arn).into());
        self.resources.holds(|patterns| Truth::any(patterns.iter().map(matches)))
    }

    fn read(value: &Value, number: usize) -> Result<Self, DocumentError> {
        let effect = match value.get("Effect").and_then(Value::as_str) {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            _ => return Err(DocumentError::Effect(number)),
        };
        let malformed = |element| DocumentError::Element { statement: number, element };
        let conditions = value.get("Condition").map_or(Some(Vec::new()), Condition::read_all);
        Ok(Self {
            sid: value.get("Sid").and_then(Value::as_str).filter(|sid| !sid.is_empty()).map(str::to_owned),
            effect,
            principals: Scope::read(value, "Principal", principals).map_err(malformed)?,
            actions: Scope::read(value, "Action", texts).map_err(malformed)?,
            resources: Scope::read(value, "Resource", texts).map_err(malformed)?,
            conditions: conditions.ok_or(DocumentError::Condition(number))?,
        })
    }
}

impl<T> Scope<T> {
    /// Whether it takes in what the test finds in its list.
    pub fn holds(&self, test: impl FnOnce(&T) -> Truth) -> Truth {
        match self {
            Self::Only(these) => test(these),
            Self::AllBut(these) => !test(these),
            Self::Absent => Truth::No,
        }
    }

    fn read(statement: &Value, element: &'static str, read: fn(&Value) -> Option<T>) -> Result<Self, &'static str> {
        let scope = match (statement.get(element), statement.get(format!("Not{element}"))) {
            (None, None) => Some(Self::Absent),
            (Some(only), None) => read(only).map(Self::Only),
            (None, Some(all_but)) => read(all_but).map(Self::AllBut),
            (Some(_), Some(_)) => None,
        };
        scope.ok_or(element)
    }
}

/// A text or a list of texts.
fn texts(value: &Value) -> Option<Vec<String>> {
    list(value, |value| value.as_str().map(str::to_owned))
}

/// As [`texts`], with numbers and booleans written as texts: AWS takes them without quotes too.
pub(super) fn scalars(value: &Value) -> Option<Vec<String>> {
    list(value, |value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    })
}

fn list(value: &Value, one: fn(&Value) -> Option<String>) -> Option<Vec<String>> {
    match value {
        Value::Array(many) => many.iter().map(one).collect(),
        single => one(single).map(|text| vec![text]),
    }
}

fn principals(value: &Value) -> Option<Principals> {
    let mut found = Principals::default();
    match value {
        Value::String(text) => found.aws.push(text.clone()),
        Value::Object(kinds) => {
            for (kind, names) in kinds {
                let names = scalars(names)?;
                match kind.as_str() {
                    "AWS" => found.aws.extend(names),
                    "Service" => found.service.extend(names),
                    "Federated" => found.federated.extend(names),
                    other => found.other.push(other.to_owned()),
                }
            }
        }
        _ => return None,
    }
    Some(found)
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
