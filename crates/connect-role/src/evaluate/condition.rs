//! Condition operators.
//!
//! Source: [condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html),
//! [multivalued keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).

use super::pattern::{Context, Filled, Known};
use super::policy::ConditionItem;
use super::truth::Truth;
use super::value::{Comparison, Order};

/// How many of a key's values must satisfy the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    Single,
    All,
    Any,
}

/// An operator taken apart.
struct Operator {
    quantity: Quantity,
    if_exists: bool,
    negated: bool,
    comparison: Comparison,
}

/// Whether a condition holds.
pub(super) fn holds(item: &ConditionItem, context: &Context<'_>) -> Truth {
    if asks_null(&item.operator) {
        return null(item, context);
    }
    let Some(operator) = Operator::parse(&item.operator) else { return Truth::Unknown };
    match (context.get(&item.key), operator.quantity) {
        (Known::Absent, Quantity::All) => Truth::True,
        (Known::Absent, Quantity::Any) => operator.if_exists.into(),
        (Known::Absent, Quantity::Single) => (operator.if_exists || operator.negated).into(),
        (Known::Values([single]), Quantity::Single) => operator.one(single, &item.values, context),
        // Without a set operator AWS does not say what many values mean.
        (Known::Unknown, _) | (Known::Values(_), Quantity::Single) => Truth::Unknown,
        (Known::Values(values), Quantity::All) => {
            Truth::all(values.iter().map(|value| operator.one(value, &item.values, context)))
        }
        (Known::Values(values), Quantity::Any) => {
            Truth::any(values.iter().map(|value| operator.one(value, &item.values, context)))
        }
    }
}

/// `Null` asks only whether the key is there, with or without a set operator in front.
fn asks_null(operator: &str) -> bool {
    operator.rsplit_once(':').map_or(operator, |(_, base)| base) == "Null"
}

fn null(item: &ConditionItem, context: &Context<'_>) -> Truth {
    let absent = match context.get(&item.key) {
        Known::Unknown => return Truth::Unknown,
        Known::Absent => true,
        Known::Values(_) => false,
    };
    Truth::any(item.values.iter().map(|value| match value.to_lowercase().as_str() {
        "true" => absent.into(),
        "false" => (!absent).into(),
        _ => Truth::Unknown,
    }))
}

impl Operator {
    fn parse(text: &str) -> Option<Self> {
        let (quantity, rest) = match text.split_once(':') {
            None => (Quantity::Single, text),
            Some(("ForAllValues", rest)) => (Quantity::All, rest),
            Some(("ForAnyValue", rest)) => (Quantity::Any, rest),
            Some(_) => return None,
        };
        let (base, if_exists) = rest.strip_suffix("IfExists").map_or((rest, false), |base| (base, true));
        let (comparison, negated) = comparison(base)?;
        Some(Self { quantity, if_exists, negated, comparison })
    }

    /// Whether one value of the key satisfies the operator: it equals any of the policy's values, or,
    /// negated, none of them.
    fn one(&self, value: &str, wanted: &[String], context: &Context<'_>) -> Truth {
        let any = Truth::any(wanted.iter().map(|wanted| match context.fill(wanted) {
            Filled::Pattern(pattern) => self.comparison.compare(value, &pattern),
            Filled::Nothing => Truth::False,
            Filled::Unknown => Truth::Unknown,
        }));
        if self.negated { !any } else { any }
    }
}

fn comparison(base: &str) -> Option<(Comparison, bool)> {
    Some(match base {
        "StringEquals" | "BinaryEquals" => (Comparison::Text, false),
        "StringNotEquals" => (Comparison::Text, true),
        "StringEqualsIgnoreCase" => (Comparison::TextAnyCase, false),
        "StringNotEqualsIgnoreCase" => (Comparison::TextAnyCase, true),
        "StringLike" => (Comparison::Like, false),
        "StringNotLike" => (Comparison::Like, true),
        "ArnEquals" | "ArnLike" => (Comparison::Arn, false),
        "ArnNotEquals" | "ArnNotLike" => (Comparison::Arn, true),
        "Bool" => (Comparison::Bool, false),
        "IpAddress" => (Comparison::Address, false),
        "NotIpAddress" => (Comparison::Address, true),
        _ => return ordered(base),
    })
}

fn ordered(base: &str) -> Option<(Comparison, bool)> {
    let (make, order): (fn(Order) -> Comparison, &str) = match base.strip_prefix("Numeric") {
        Some(order) => (Comparison::Number, order),
        None => (Comparison::Date, base.strip_prefix("Date")?),
    };
    Some(match order {
        "Equals" => (make(Order::Equal), false),
        "NotEquals" => (make(Order::Equal), true),
        "LessThan" => (make(Order::Less), false),
        "LessThanEquals" => (make(Order::LessOrEqual), false),
        "GreaterThan" => (make(Order::Greater), false),
        "GreaterThanEquals" => (make(Order::GreaterOrEqual), false),
        _ => return None,
    })
}
