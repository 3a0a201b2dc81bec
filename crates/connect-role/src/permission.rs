//! What the role must be able to do, as the verifier asks for it.

use connect_core::arn::RoleArn;
use serde_json::{Map, Value, json};

use crate::placeholder::Values;
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
    /// On what, and under which conditions.
    pub scope: Scope,
}

/// Where an action is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    pub(crate) resources: &'static [&'static str],
    pub(crate) example: &'static str,
    pub(crate) context: &'static [(&'static str, &'static [&'static str])],
}

impl Scope {
    /// One ARN inside the scope, or `*`: what to ask the policy simulator with.
    pub fn resource_for(&self, role: &RoleArn) -> String {
        Values::of_role(role).fill(self.example)
    }

    /// Context keys with values that meet the scope's conditions.
    pub fn context_for(&self, role: &RoleArn) -> Vec<(String, Vec<String>)> {
        let values = Values::of_role(role);
        let filled = |texts: &[&str]| texts.iter().map(|text| values.fill(text)).collect();
        self.context.iter().map(|(key, texts)| ((*key).to_owned(), filled(texts))).collect()
    }

    /// The ARN patterns of the scope for this role.
    pub fn resources_for(&self, role: &RoleArn) -> Vec<String> {
        let values = Values::of_role(role);
        self.resources.iter().map(|text| values.fill(text)).collect()
    }

    /// Whether the action is granted on everything, because AWS knows nothing narrower.
    pub fn is_everything(&self) -> bool {
        self.resources.contains(&"*")
    }
}

/// Every action of the catalogue, in its order. An action that is granted on two scopes is there twice.
pub fn required_permissions() -> &'static [RequiredPermission] {
    rendered::PERMISSIONS
}

/// The policy that grants these actions of the catalogue on its own scopes, and nothing else.
pub fn granting(role: &RoleArn, actions: &[&str]) -> Value {
    let mut statements: Vec<(Scope, Vec<&str>)> = Vec::new();
    for wanted in required_permissions().iter().filter(|required| actions.contains(&required.action)) {
        match statements.iter_mut().find(|(scope, _)| scope.is_granted_like(&wanted.scope)) {
            Some((_, together)) => together.push(wanted.action),
            None => statements.push((wanted.scope, vec![wanted.action])),
        }
    }
    let statements: Vec<Value> = statements.iter().map(|(scope, actions)| scope.statement(role, actions)).collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

impl Scope {
    fn is_granted_like(&self, other: &Self) -> bool {
        (self.resources, self.context) == (other.resources, other.context)
    }

    fn statement(&self, role: &RoleArn, actions: &[&str]) -> Value {
        let mut statement = json!({ "Effect": "Allow", "Action": actions, "Resource": self.resources_for(role) });
        let keys: Map<String, Value> =
            self.context_for(role).into_iter().map(|(key, values)| (key, values.into())).collect();
        if !keys.is_empty() {
            statement["Condition"] = json!({ "StringEquals": keys });
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
        let policy = granting(&role, &["ec2:DescribeVpcs", "ec2:DescribeSubnets", "iam:GetRole", "s3:DeleteBucket"]);
        let statements = policy["Statement"].as_array().unwrap();
        assert_eq!(statements.len(), 2, "one for each scope, and nothing that the catalogue does not have: {policy}");
        assert_eq!(statements[0]["Action"], json!(["ec2:DescribeVpcs", "ec2:DescribeSubnets"]), "the same scope");
        assert_eq!(statements[1]["Resource"], json!([role.to_string()]), "its own role only, path and partition kept");
        let text = PolicyText { name: "again".into(), arn: None, document: Some(policy.to_string()) };
        assert_eq!(excess(&role, &[text]), [], "it would not be called excessive afterwards");
    }
}
