//! Compares one value of a condition key with one value of a policy.

use std::cmp::Ordering;
use std::net::IpAddr;

use ipnet::IpNet;
use jiff::Timestamp;

use super::Truth;
use super::pattern::Pattern;

type Order = fn(Ordering) -> bool;

/// How two values are compared.
#[derive(Debug, Clone, Copy)]
pub(super) enum Comparison {
    Text,
    TextAnyCase,
    Like,
    Arn,
    Bool,
    Address,
    Number(Order),
    Date(Order),
}

impl Comparison {
    /// The comparison of an operator without set operator and `IfExists`, and whether it is negated.
    pub(super) fn of(operator: &str) -> Option<(Self, bool)> {
        let operator = operator.to_ascii_lowercase();
        Some(match operator.as_str() {
            "stringequals" | "binaryequals" => (Self::Text, false),
            "stringnotequals" => (Self::Text, true),
            "stringequalsignorecase" => (Self::TextAnyCase, false),
            "stringnotequalsignorecase" => (Self::TextAnyCase, true),
            "stringlike" => (Self::Like, false),
            "stringnotlike" => (Self::Like, true),
            "arnequals" | "arnlike" => (Self::Arn, false),
            "arnnotequals" | "arnnotlike" => (Self::Arn, true),
            "bool" => (Self::Bool, false),
            "ipaddress" => (Self::Address, false),
            "notipaddress" => (Self::Address, true),
            ordered => match ordered.strip_prefix("numeric") {
                Some(rest) => order(rest).map(|(order, negated)| (Self::Number(order), negated))?,
                None => order(ordered.strip_prefix("date")?).map(|(order, negated)| (Self::Date(order), negated))?,
            },
        })
    }

    /// A text that is not of the operator's kind is unknown.
    pub(super) fn compare(self, value: &str, wanted: &Pattern) -> Truth {
        match self {
            Self::Text => wanted.equals(value).into(),
            Self::TextAnyCase => (wanted.text().to_lowercase() == value.to_lowercase()).into(),
            Self::Like => wanted.matches(value).into(),
            Self::Arn if !wanted.is_arn() || value.splitn(6, ':').count() < 6 => Truth::Unknown,
            Self::Arn => wanted.matches_arn(value).into(),
            Self::Bool => known(boolean(value), boolean(&wanted.text()), |a, b| a == b),
            Self::Address => known(value.parse::<IpAddr>().ok(), network(&wanted.text()), |ip, net| net.contains(&ip)),
            Self::Number(order) => {
                known(number(value), number(&wanted.text()), |a, b| a.partial_cmp(&b).is_some_and(order))
            }
            Self::Date(order) => known(date(value), date(&wanted.text()), |a, b| order(a.cmp(&b))),
        }
    }
}

fn order(name: &str) -> Option<(Order, bool)> {
    Some(match name {
        "equals" => (Ordering::is_eq, false),
        "notequals" => (Ordering::is_eq, true),
        "lessthan" => (Ordering::is_lt, false),
        "lessthanequals" => (Ordering::is_le, false),
        "greaterthan" => (Ordering::is_gt, false),
        "greaterthanequals" => (Ordering::is_ge, false),
        _ => return None,
    })
}

fn known<A, B>(left: Option<A>, right: Option<B>, compare: impl Fn(A, B) -> bool) -> Truth {
    left.zip(right).map_or(Truth::Unknown, |(left, right)| compare(left, right).into())
}

fn boolean(text: &str) -> Option<bool> {
    text.to_ascii_lowercase().parse().ok()
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// An address alone is a network of one.
fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// ISO 8601, a date alone, or seconds since 1970.
fn date(text: &str) -> Option<Timestamp> {
    let day = || format!("{text}T00:00:00Z").parse().ok();
    let seconds = || text.parse::<i64>().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    text.parse().ok().or_else(day).or_else(seconds)
}
