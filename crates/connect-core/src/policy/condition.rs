//! Condition blocks: operators, set operators, `IfExists`.
//!
//! Source: [condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html),
//! [multivalued keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).

use serde_json::Value;

use super::Truth;
use super::context::Context;
use super::document::scalars;
use super::value::Comparison;

/// One operator on one key with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// As written, such as `ForAllValues:StringEqualsIfExists`.
    pub operator: String,
    /// The context key as written.
    pub key: String,
    /// The values, any of which may match.
    pub values: Vec<String>,
}

/// `ForAllValues`, `ForAnyValue` or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// A plain operator on a single value.
    Single,
    /// Every value of the request must match; true when there is none.
    All,
    /// One value of the request must match; false when there is none.
    Any,
}

impl Condition {
    /// Reads a whole condition block.
    pub(super) fn read_all(block: &Value) -> Option<Vec<Self>> {
        let mut conditions = Vec::new();
        for (operator, keys) in block.as_object()? {
            for (key, values) in keys.as_object()? {
                conditions.push(Self { operator: operator.clone(), key: key.clone(), values: scalars(values)? });
            }
        }
        Some(conditions)
    }

    /// The set operator, the operator itself, and whether `IfExists` is behind it.
    pub fn parts(&self) -> (Quantifier, &str, bool) {
        let (quantifier, rest) = match self.operator.split_once(':') {
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAllValues") => (Quantifier::All, rest),
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAnyValue") => (Quantifier::Any, rest),
            _ => (Quantifier::Single, self.operator.as_str()),
        };
        match rest.to_ascii_lowercase().strip_suffix("ifexists") {
            Some(base) => (quantifier, &rest[..base.len()], true),
            None => (quantifier, rest, false),
        }
    }

    /// Whether the condition holds in a context.
    pub fn holds(&self, context: &Context) -> Truth {
        let (quantifier, operator, if_exists) = self.parts();
        let Some(actual) = context.values(&self.key) else { return Truth::Unknown };
        if operator.eq_ignore_ascii_case("Null") && !if_exists {
            return self.asks_for_presence(!actual.is_empty());
        }
        let Some((comparison, negated)) = Comparison::of(operator) else { return Truth::Unknown };
        let one = |value: &String| {
            let equals = |wanted: &String| context.test(wanted, |wanted| comparison.compare(value, wanted));
            let any = Truth::any(self.values.iter().map(equals));
            if negated { !any } else { any }
        };
        match (quantifier, actual) {
            (Quantifier::All, _) => Truth::all(actual.iter().map(one)),
            (Quantifier::Any, []) => if_exists.into(),
            (Quantifier::Any, _) => Truth::any(actual.iter().map(one)),
            (Quantifier::Single, []) => (if_exists || negated).into(),
            (Quantifier::Single, [single]) => one(single),
            // Without a set operator AWS does not say what many values mean.
            (Quantifier::Single, _) => Truth::Unknown,
        }
    }

    /// `Null` asks only whether the key is there, with or without a set operator in front.
    fn asks_for_presence(&self, present: bool) -> Truth {
        Truth::any(self.values.iter().map(|value| match value.to_ascii_lowercase().as_str() {
            "true" => (!present).into(),
            "false" => present.into(),
            _ => Truth::Unknown,
        }))
    }
}
