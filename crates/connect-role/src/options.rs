//! What was chosen when a role was made, as its tags tell: both ways of making it write them.

use connect_core::arn::RoleArn;

use crate::parameter::{DEFAULT_RESOURCE_PREFIX, PARAMETERS, ParameterKind, TemplateParameter};
use crate::placeholder::Values;

/// The tag that holds the prefix of the resources' names.
pub(crate) const PREFIX_TAG: &str = "alethia:resource-prefix";

/// The tag of an optional feature, `yes` or `no`.
pub(crate) fn feature_tag(parameter: &TemplateParameter) -> String {
    format!("alethia:{}", parameter.variable.replace('_', "-"))
}

/// What was chosen when the role was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleOptions {
    prefix: String,
    features: Vec<&'static str>,
}

impl Default for RoleOptions {
    fn default() -> Self {
        Self { prefix: DEFAULT_RESOURCE_PREFIX.to_owned(), features: Vec::new() }
    }
}

impl RoleOptions {
    /// The options that the tags of a role tell; what they do not tell is as by default.
    pub fn from_tags(tags: &[(String, String)]) -> Self {
        let value = |wanted: &str| tags.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str());
        let features = PARAMETERS.iter().filter(|parameter| parameter.kind == ParameterKind::Feature);
        Self {
            prefix: value(PREFIX_TAG).unwrap_or(DEFAULT_RESOURCE_PREFIX).to_owned(),
            features: features
                .filter(|parameter| value(&feature_tag(parameter)) == Some("yes"))
                .map(|parameter| parameter.name)
                .collect(),
        }
    }

    pub(crate) fn has(&self, feature: &str) -> bool {
        self.features.contains(&feature)
    }

    pub(crate) fn values(&self, role: &RoleArn) -> Values {
        Values::of_role(role, &self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(tags: &[(&str, &str)]) -> RoleOptions {
        let owned: Vec<_> = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        RoleOptions::from_tags(&owned)
    }

    #[test]
    fn the_tags_tell_what_was_chosen() {
        let chosen = tagged(&[("alethia:resource-prefix", "acme"), ("alethia:log-groups", "yes"), ("team", "a")]);
        assert_eq!(chosen.prefix, "acme", "the prefix of the stack");
        assert!(chosen.has("LogGroups"), "a feature that is on");
        assert!(!chosen.has("CustomerManagedKeys"), "a feature that no tag names");
        assert!(!tagged(&[("alethia:log-groups", "no")]).has("LogGroups"), "a feature that is off");
        assert_eq!(tagged(&[]), RoleOptions::default(), "a role without tags has the defaults");
    }
}
