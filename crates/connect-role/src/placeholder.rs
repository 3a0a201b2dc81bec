//! The placeholders that ARN patterns of the catalogue may hold, and their values for one role.

use connect_core::account::Partition;
use connect_core::arn::RoleArn;

use crate::catalogue::BOUNDARY_POLICY;

const KNOWN: [&str; 6] = ["${partition}", "${account}", "${role}", "${role_arn}", "${prefix}", "${boundary_arn}"];

/// Texts to put in the placeholders' places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Values {
    /// For `${partition}`.
    pub(crate) partition: String,
    /// For `${account}`: the target account.
    pub(crate) account: String,
    /// For `${role}`: the role's name.
    pub(crate) role: String,
    /// For `${role_arn}`: the role's ARN, with its path when it has one.
    pub(crate) role_arn: String,
    /// For `${prefix}`: what the names of managed resources begin with.
    pub(crate) prefix: String,
    /// For `${boundary_arn}`: the boundary of every role that the role makes.
    pub(crate) boundary_arn: String,
}

impl Values {
    /// Values in which the ARNs are put together from the others.
    pub(crate) fn of(partition: &str, account: &str, role: &str, prefix: &str) -> Self {
        let arn = |resource: &str| format!("arn:{partition}:iam::{account}:{resource}");
        Self {
            partition: partition.to_owned(),
            account: account.to_owned(),
            role: role.to_owned(),
            role_arn: arn(&format!("role/{role}")),
            prefix: prefix.to_owned(),
            boundary_arn: arn(&format!("policy/{role}-{BOUNDARY_POLICY}")),
        }
    }

    /// The values of an existing role.
    pub(crate) fn of_role(role: &RoleArn, prefix: &str) -> Self {
        let partition: Partition = role.partition();
        Self {
            role_arn: role.to_string(),
            ..Self::of(partition.as_str(), role.account().as_str(), role.name().as_str(), prefix)
        }
    }

    /// The text with every placeholder filled.
    pub(crate) fn fill(&self, text: &str) -> String {
        let values = [&self.partition, &self.account, &self.role, &self.role_arn, &self.prefix, &self.boundary_arn];
        KNOWN.iter().zip(values).fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

/// Whether a text holds a placeholder.
pub(crate) fn any_in(text: &str) -> bool {
    text.contains("${")
}

/// The first placeholder of a text that is not known.
pub(crate) fn unknown_in(text: &str) -> Option<&str> {
    text.match_indices("${")
        .map(|(at, _)| text[at..].find('}').map_or(&text[at..], |end| &text[at..=at + end]))
        .find(|found| !KNOWN.contains(found))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_placeholder_is_filled_from_the_role() {
        let role: RoleArn = "arn:aws-cn:iam::123456789012:role/team/Builder".parse().unwrap();
        let filled = Values::of_role(&role, "acme").fill("${partition} ${account} ${role} ${role_arn} ${prefix}");
        assert_eq!(
            filled, "aws-cn 123456789012 Builder arn:aws-cn:iam::123456789012:role/team/Builder acme",
            "the name loses the path, the ARN keeps it"
        );
        let boundary = Values::of_role(&role, "acme").fill("${boundary_arn}");
        assert_eq!(
            boundary, "arn:aws-cn:iam::123456789012:policy/Builder-WorkloadBoundary",
            "at the path /, where the role's own writes cannot reach"
        );
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        for (text, unknown) in [
            ("arn:${partition}:x", None),
            ("plain", None),
            ("arn:${region}:x", Some("${region}")),
            ("${account}${open", Some("${open")),
        ] {
            assert_eq!(unknown_in(text), unknown, "in {text}");
        }
    }
}
