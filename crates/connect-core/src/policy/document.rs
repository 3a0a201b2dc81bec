//! A policy document's statements, whichever of the grammar's spellings they use.

use serde::Deserialize;
use serde_json::Value;

use super::condition::Condition;

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// Whether a statement allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Not JSON, or not the grammar's shape.
    #[error("this is not a policy document: {0}")]
    Json(#[from] serde_json::Error),
    /// A part has the wrong type.
    #[error("in statement {statement} of the policy, {part} is not what the policy grammar allows")]
    Part {
        /// The statement, counted from 1.
        statement: usize,
        /// The element.
        part: &'static str,
    },
}

#[derive(Deserialize)]
struct RawDocument {
    #[serde(rename = "Statement")]
    statement: OneOrMany<RawStatement>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::Many(many) => many,
            Self::One(one) => vec![one],
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawStatement {
    sid: Option<String>,
    effect: Effect,
    principal: Option<Value>,
    not_principal: Option<Value>,
    action: Option<Value>,
    not_action: Option<Value>,
    resource: Option<Value>,
    not_resource: Option<Value>,
    condition: Option<Value>,
}

impl Document {
    /// Reads a policy document's JSON text.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let raw: RawDocument = serde_json::from_str(text)?;
        let statements = raw.statement.into_vec().into_iter().enumerate();
        let read = statements
            .map(|(index, raw)| raw.read().map_err(|part| DocumentError::Part { statement: index + 1, part }));
        Ok(Self { statements: read.collect::<Result<_, _>>()? })
    }
}

impl RawStatement {
    fn read(self) -> Result<Statement, &'static str> {
        let texts = |value: Value, part| strings(&value).ok_or(part);
        Ok(Statement {
            sid: self.sid,
            effect: self.effect,
            principals: scope(self.principal, self.not_principal, |value| principals(&value).ok_or("Principal"))?,
            actions: scope(self.action, self.not_action, |value| texts(value, "Action"))?,
            resources: scope(self.resource, self.not_resource, |value| texts(value, "Resource"))?,
            conditions: self
                .condition
                .map_or(Ok(Vec::new()), |value| Condition::read_all(&value).ok_or("Condition"))?,
        })
    }
}

fn scope<T>(
    only: Option<Value>,
    all_but: Option<Value>,
    read: impl Fn(Value) -> Result<T, &'static str>,
) -> Result<Scope<T>, &'static str> {
    match (only, all_but) {
        (Some(value), _) => read(value).map(Scope::Only),
        (None, Some(value)) => read(value).map(Scope::AllBut),
        (None, None) => Ok(Scope::Absent),
    }
}

/// A text or a list of texts; numbers and booleans are written as texts, as AWS reads them.
pub(super) fn strings(value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(many) => many.iter().map(one).collect(),
        other => one(other).map(|text| vec![text]),
    }
}

fn principals(value: &Value) -> Option<Principals> {
    let mut found = Principals::default();
    match value {
        Value::String(text) => found.aws.push(text.clone()),
        Value::Object(kinds) => {
            for (kind, names) in kinds {
                let names = strings(names)?;
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
