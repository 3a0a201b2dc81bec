//! What the role must be able to do, as the verifier asks for it.

use connect_core::arn::RoleArn;
use connect_core::policy::condition::Condition;
use serde_json::{Value, json};

use crate::options::RoleOptions;
use crate::rendered;

/// One action that the role must be allowed, on one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequiredPermission {
    /// The row of the documentation's table.
    pub service: &'static str,
    /// The IAM action.
    pub action: &'static str,
    /// Why the role has it; completes "it".
    pub reason: &'static str,
    /// The optional feature without which the role does not have it.
    pub feature: Option<&'static str>,
    /// On what, and under which conditions.
    pub scope: Scope,
}

/// The rows whose actions the connection test itself calls.
const TRIED: [&str; 2] = ["Discovery", "Self-check"];

impl RequiredPermission {
    /// Whether the connection test itself calls the action on that scope, so that AWS's answer to the call tells.
    pub fn is_tried(&self) -> bool {
        TRIED.contains(&self.service)
    }
}

/// Where an action is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    pub(crate) resources: &'static [&'static str],
    pub(crate) example: &'static str,
    pub(crate) conditions: &'static [ScopeCondition],
}

/// One condition of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScopeCondition {
    pub(crate) operator: &'static str,
    pub(crate) key: &'static str,
    pub(crate) values: &'static [&'static str],
    /// Values that meet it; none where it only says whether the key is given.
    pub(crate) example: &'static [&'static str],
}

impl Scope {
    /// One ARN inside the scope, or `*`: what to ask the policy simulator with.
    pub fn resource_for(&self, role: &RoleArn, options: &RoleOptions) -> String {
        options.values(role).fill(self.example)
    }

    /// Context keys with values that meet the scope's conditions.
    pub fn context_for(&self, role: &RoleArn, options: &RoleOptions) -> Vec<(String, Vec<String>)> {
        let values = options.values(role);
        let filled = |texts: &[&str]| texts.iter().map(|text| values.fill(text)).collect();
        let mut context: Vec<(String, Vec<String>)> = Vec::new();
        for ScopeCondition { key, example, .. } in self.conditions {
            // Two conditions may be on one key; it is given once.
            if !example.is_empty() && context.iter().all(|(given, _)| given != key) {
                context.push(((*key).to_owned(), filled(example)));
            }
        }
        context
    }

    /// The ARN patterns of the scope for this role.
    pub fn resources_for(&self, role: &RoleArn, options: &RoleOptions) -> Vec<String> {
        let values = options.values(role);
        self.resources.iter().map(|text| values.fill(text)).collect()
    }

    /// The scope's conditions for this role, as a policy has them.
    pub fn conditions_for(&self, role: &RoleArn, options: &RoleOptions) -> Vec<Condition> {
        let values = options.values(role);
        let filled = |condition: &ScopeCondition| Condition {
            operator: condition.operator.to_owned(),
            key: condition.key.to_owned(),
            values: condition.values.iter().map(|text| values.fill(text)).collect(),
        };
        self.conditions.iter().map(filled).collect()
    }

    /// Whether the action is granted on everything, because AWS knows nothing narrower.
    pub fn is_everything(&self) -> bool {
        self.resources.contains(&"*")
    }
}

/// Every action of a role with these options, in the catalogue's order. An action that is granted on two
/// scopes is there twice.
pub fn required_permissions(options: &RoleOptions) -> Vec<RequiredPermission> {
    let has = |permission: &&RequiredPermission| permission.feature.is_none_or(|feature| options.has(feature));
    rendered::PERMISSIONS.iter().filter(has).copied().collect()
}

/// The policy that grants these actions of the catalogue on its own scopes, and nothing else.
pub fn granting(role: &RoleArn, options: &RoleOptions, actions: &[&str]) -> Value {
    let mut statements: Vec<(Scope, Vec<&str>)> = Vec::new();
    for wanted in required_permissions(options).iter().filter(|required| actions.contains(&required.action)) {
        match statements.iter_mut().find(|(scope, _)| scope.is_granted_like(&wanted.scope)) {
            // Two rows of the table may have it, on the same scope.
            Some((_, together)) if together.contains(&wanted.action) => {}
            Some((_, together)) => together.push(wanted.action),
            None => statements.push((wanted.scope, vec![wanted.action])),
        }
    }
    let statements: Vec<Value> =
        statements.iter().map(|(scope, actions)| scope.statement(role, options, actions)).collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

impl Scope {
    fn is_granted_like(&self, other: &Self) -> bool {
        (self.resources, self.conditions) == (other.resources, other.conditions)
    }

    fn statement(&self, role: &RoleArn, options: &RoleOptions, actions: &[&str]) -> Value {
        let resources = self.resources_for(role, options);
        let mut statement = json!({ "Effect": "Allow", "Action": actions, "Resource": resources });
        for Condition { operator, key, values } in self.conditions_for(role, options) {
            statement["Condition"][operator][key] = values.into();
        }
        statement
    }
}

/// What the role can and cannot do, in plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// What it can.
    pub can: &'static [&'static str],
    /// What it cannot.
    pub cannot: &'static [&'static str],
}

/// What the role can and cannot do, in the words of the catalogue.
pub const fn capabilities() -> Capabilities {
    Capabilities { can: rendered::CAN, cannot: rendered::CANNOT }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::evaluate::excess;
    use connect_core::ports::PolicyText;

    #[test]
    fn what_is_granted_again_is_exactly_what_was_missing() {
        let role: RoleArn = "arn:aws-cn:iam::123456789012:role/team/Builder".parse().unwrap();
        let options = RoleOptions::default();
        let policy = granting(
            &role,
            &options,
            &["ec2:DescribeVpcs", "ec2:DescribeSubnets", "iam:SimulatePrincipalPolicy", "s3:GetObject"],
        );
        let statements = policy["Statement"].as_array().unwrap();
        assert_eq!(statements.len(), 2, "one for each scope, and nothing that the catalogue does not have: {policy}");
        assert_eq!(statements[0]["Action"], json!(["ec2:DescribeVpcs", "ec2:DescribeSubnets"]), "the same scope");
        assert_eq!(statements[1]["Resource"], json!([role.to_string()]), "its own role only, path and partition kept");
        let text = PolicyText { name: "again".into(), arn: None, document: Some(policy.to_string()) };
        assert_eq!(excess(&role, &options, &[text]), [], "it would not be called excessive afterwards");
    }
}
