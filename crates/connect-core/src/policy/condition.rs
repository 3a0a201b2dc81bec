//! Condition blocks: operators, set operators, `IfExists`.
//!
//! Source: [condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html),
//! [multivalued keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use jiff::Timestamp;
use serde_json::Value;

use super::Truth;
use super::document::strings;
use super::pattern::{matches, matches_arn};

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

/// What is known of a request: context keys, lower case, with their values.
#[derive(Debug, Clone, Default)]
pub struct Context {
    keys: BTreeMap<String, Vec<String>>,
    open: bool,
}

impl Context {
    /// A context in which a key that is not given is absent from the request.
    pub fn closed() -> Self {
        Self::default()
    }

    /// A context in which a key that is not given is not known.
    pub fn open() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// The same with a key's values; no value at all says that the key is absent.
    #[must_use]
    pub fn with(mut self, key: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.keys.insert(key.to_lowercase(), values.into_iter().collect());
        self
    }

    /// `None`: not known. An empty list: absent from the request.
    fn values(&self, key: &str) -> Option<&[String]> {
        match self.keys.get(&key.to_lowercase()) {
            Some(values) => Some(values),
            None if self.open => None,
            None => Some(&[]),
        }
    }
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
                conditions.push(Self { operator: operator.clone(), key: key.clone(), values: strings(values)? });
            }
        }
        Some(conditions)
    }

    /// The operator without its set prefix and `IfExists`, and those two.
    pub fn parts(&self) -> (Quantifier, &str, bool) {
        let (quantifier, rest) = match self.operator.split_once(':') {
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAllValues") => (Quantifier::All, rest),
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAnyValue") => (Quantifier::Any, rest),
            _ => (Quantifier::Single, self.operator.as_str()),
        };
        let lower = rest.to_ascii_lowercase();
        match lower.strip_suffix("ifexists") {
            Some(base) => (quantifier, &rest[..base.len()], true),
            None => (quantifier, rest, false),
        }
    }

    /// Whether the condition holds in a context.
    pub fn holds(&self, context: &Context) -> Truth {
        let (quantifier, operator, if_exists) = self.parts();
        let Some(actual) = context.values(&self.key) else { return Truth::Unknown };
        if operator.eq_ignore_ascii_case("Null") {
            let absent = actual.is_empty();
            return Truth::from(self.values.iter().any(|value| value.eq_ignore_ascii_case(&absent.to_string())));
        }
        let Some((compare, negated)) = comparison(operator) else { return Truth::Unknown };
        let one = |value: &String| {
            let any = self.values.iter().map(|wanted| compare(wanted, value)).fold(Truth::No, Truth::or);
            if negated { any.negated() } else { any }
        };
        match (actual.is_empty(), quantifier) {
            (true, Quantifier::All) => Truth::Yes,
            (true, Quantifier::Any) => Truth::from(if_exists),
            (true, Quantifier::Single) => Truth::from(if_exists || negated),
            (false, Quantifier::Any | Quantifier::Single) => actual.iter().map(one).fold(Truth::No, Truth::or),
            (false, Quantifier::All) => actual.iter().map(one).fold(Truth::Yes, Truth::and),
        }
    }
}

type Compare = fn(&str, &str) -> Truth;

/// The comparison of an operator, and whether it is the negated form; `None` when it is not known here.
fn comparison(operator: &str) -> Option<(Compare, bool)> {
    let text: Compare = |wanted, actual| has_variable(wanted).unwrap_or_else(|| Truth::from(wanted == actual));
    let like: Compare = |wanted, actual| has_variable(wanted).unwrap_or_else(|| Truth::from(matches(wanted, actual)));
    let arn: Compare =
        |wanted, actual| has_variable(wanted).unwrap_or_else(|| Truth::from(matches_arn(wanted, actual)));
    let folded: Compare = |wanted, actual| Truth::from(wanted.to_lowercase() == actual.to_lowercase());
    let found: (Compare, bool) = match operator.to_ascii_lowercase().as_str() {
        "stringequals" | "binaryequals" => (text, false),
        "stringnotequals" => (text, true),
        "stringequalsignorecase" | "bool" => (folded, false),
        "stringnotequalsignorecase" => (folded, true),
        "stringlike" => (like, false),
        "stringnotlike" => (like, true),
        "arnequals" | "arnlike" => (arn, false),
        "arnnotequals" | "arnnotlike" => (arn, true),
        "numericequals" => (|w, a| ordered::<f64>(w, a, |o| o.is_eq()), false),
        "numericnotequals" => (|w, a| ordered::<f64>(w, a, |o| o.is_eq()), true),
        "numericlessthan" => (|w, a| ordered::<f64>(w, a, |o| o.is_lt()), false),
        "numericlessthanequals" => (|w, a| ordered::<f64>(w, a, |o| o.is_le()), false),
        "numericgreaterthan" => (|w, a| ordered::<f64>(w, a, |o| o.is_gt()), false),
        "numericgreaterthanequals" => (|w, a| ordered::<f64>(w, a, |o| o.is_ge()), false),
        "dateequals" => (|w, a| ordered::<Timestamp>(w, a, |o| o.is_eq()), false),
        "datenotequals" => (|w, a| ordered::<Timestamp>(w, a, |o| o.is_eq()), true),
        "datelessthan" => (|w, a| ordered::<Timestamp>(w, a, |o| o.is_lt()), false),
        "datelessthanequals" => (|w, a| ordered::<Timestamp>(w, a, |o| o.is_le()), false),
        "dategreaterthan" => (|w, a| ordered::<Timestamp>(w, a, |o| o.is_gt()), false),
        "dategreaterthanequals" => (|w, a| ordered::<Timestamp>(w, a, |o| o.is_ge()), false),
        "ipaddress" => (in_network, false),
        "notipaddress" => (in_network, true),
        _ => return None,
    };
    Some(found)
}

/// A policy variable such as `${aws:username}` is filled in by AWS, so the comparison is not known.
fn has_variable(wanted: &str) -> Option<Truth> {
    let literal = ["${*}", "${?}", "${$}"].iter().any(|escape| wanted.contains(escape));
    (wanted.contains("${") && !literal).then_some(Truth::Unknown)
}

fn ordered<T: std::str::FromStr + PartialOrd>(
    wanted: &str,
    actual: &str,
    test: fn(std::cmp::Ordering) -> bool,
) -> Truth {
    let (Ok(wanted), Ok(actual)) = (wanted.parse::<T>(), actual.parse::<T>()) else { return Truth::No };
    actual.partial_cmp(&wanted).map_or(Truth::No, |order| Truth::from(test(order)))
}

fn in_network(wanted: &str, actual: &str) -> Truth {
    let network = wanted.parse::<IpNet>().or_else(|_| wanted.parse::<IpAddr>().map(IpNet::from));
    match (network, actual.parse::<IpAddr>()) {
        (Ok(network), Ok(address)) => Truth::from(network.contains(&address)),
        _ => Truth::No,
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{No, Unknown, Yes};
    use super::*;

    fn holds(operator: &str, values: &[&str], actual: Option<&[&str]>) -> Truth {
        let condition = Condition {
            operator: operator.into(),
            key: "sts:ExternalId".into(),
            values: values.iter().map(ToString::to_string).collect(),
        };
        let context = actual.map_or_else(Context::open, |actual| {
            Context::open().with("STS:externalid", actual.iter().map(ToString::to_string))
        });
        condition.holds(&context)
    }

    #[test]
    fn operators_compare_as_documented() {
        let cases: &[(&str, &[&str], &[&str], Truth)] = &[
            ("StringEquals", &["a"], &["a"], Yes),
            ("StringEquals", &["a"], &["A"], No),
            ("StringEquals", &["a", "b"], &["b"], Yes),
            ("StringEquals", &["a*"], &["ab"], No),
            ("StringNotEquals", &["a", "b"], &["b"], No),
            ("StringNotEquals", &["a"], &["b"], Yes),
            ("StringEqualsIgnoreCase", &["a"], &["A"], Yes),
            ("StringLike", &["a*"], &["ab"], Yes),
            ("StringNotLike", &["a*"], &["ab"], No),
            ("ArnLike", &["arn:aws:iam::1:role/*"], &["arn:aws:iam::1:role/x"], Yes),
            ("ArnNotEquals", &["arn:aws:iam::1:role/x"], &["arn:aws:iam::1:role/x"], No),
            ("Bool", &["true"], &["True"], Yes),
            ("NumericLessThan", &["5"], &["4"], Yes),
            ("NumericGreaterThanEquals", &["5"], &["4"], No),
            ("NumericEquals", &["x"], &["4"], No),
            ("DateGreaterThan", &["2020-01-01T00:00:00Z"], &["2026-01-01T00:00:00Z"], Yes),
            ("IpAddress", &["10.0.0.0/8"], &["10.1.2.3"], Yes),
            ("NotIpAddress", &["10.0.0.1"], &["10.0.0.1"], No),
            ("Null", &["true"], &["a"], No),
            ("Null", &["false"], &["a"], Yes),
            ("StringEquals", &["${aws:username}"], &["a"], Unknown),
            ("StringSounds", &["a"], &["a"], Unknown),
        ];
        for (operator, values, actual, expected) in cases {
            assert_eq!(holds(operator, values, Some(actual)), *expected, "{operator} {values:?} on {actual:?}");
        }
    }

    #[test]
    fn an_absent_key_decides_as_documented() {
        let cases = [
            ("StringEquals", No),
            ("StringEqualsIfExists", Yes),
            ("StringLike", No),
            ("StringNotEquals", Yes),
            ("ForAllValues:StringEquals", Yes),
            ("ForAnyValue:StringEquals", No),
            ("ForAnyValue:StringEqualsIfExists", Yes),
            ("Bool", No),
            ("BoolIfExists", Yes),
        ];
        for (operator, expected) in cases {
            assert_eq!(holds(operator, &["a"], Some(&[])), expected, "{operator} without the key");
            assert_eq!(holds(operator, &["a"], None), Unknown, "{operator} when the key is not known");
        }
        assert_eq!(holds("Null", &["true"], Some(&[])), Yes, "Null asks for absence");
    }

    #[test]
    fn set_operators_look_at_every_value() {
        let cases: &[(&str, &[&str], Truth)] = &[
            ("ForAllValues:StringEquals", &["a", "b"], Yes),
            ("ForAllValues:StringEquals", &["a", "c"], No),
            ("ForAnyValue:StringEquals", &["c", "b"], Yes),
            ("ForAnyValue:StringEquals", &["c"], No),
        ];
        for (operator, actual, expected) in cases {
            assert_eq!(holds(operator, &["a", "b"], Some(actual)), *expected, "{operator} on {actual:?}");
        }
    }
}
