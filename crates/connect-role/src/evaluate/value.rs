//! Compares one value of a condition key with one value of a policy.

use std::net::IpAddr;

use ipnet::IpNet;
use jiff::Timestamp;

use super::pattern::Pattern;
use super::truth::Truth;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A text that is not of the operator's kind is unknown.
    pub(super) fn compare(self, value: &str, wanted: &Pattern) -> Truth {
        match self {
            Self::Text => wanted.equals(value).into(),
            Self::TextAnyCase => wanted.lowercase().equals(&value.to_lowercase()).into(),
            Self::Like => wanted.matches(value).into(),
            Self::Arn => (value.splitn(6, ':').count() == 6 && wanted.matches_arn(value)).into(),
            Self::Bool => known(boolean(value), boolean(&wanted.text()), |a, b| a == b),
            Self::Address => known(value.parse::<IpAddr>().ok(), network(&wanted.text()), |ip, net| net.contains(&ip)),
            Self::Number(order) => known(number(value), number(&wanted.text()), |a, b| order.holds(&a, &b)),
            Self::Date(order) => known(date(value), date(&wanted.text()), |a, b| order.holds(&a, &b)),
        }
    }
}

impl Order {
    fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

fn known<A, B>(left: Option<A>, right: Option<B>, compare: impl Fn(A, B) -> bool) -> Truth {
    match (left, right) {
        (Some(left), Some(right)) => compare(left, right).into(),
        _ => Truth::Unknown,
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
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
