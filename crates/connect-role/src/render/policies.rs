//! Renders plain policy files for those who make the role by hand.

use serde_json::{Map, Value, json};

use crate::catalogue::{Catalogue, Condition, ManagedPolicy};
use crate::parameter::{DEFAULT_RESOURCE_PREFIX, DEFAULT_ROLE_NAME};
use crate::placeholder::Values;
use crate::trust::trust_document;

/// Stands for the target account; AWS refuses a policy in which it was not replaced.
pub(crate) const TARGET: &str = "TARGET_ACCOUNT_ID";
pub(crate) const PLATFORM: &str = "PLATFORM_ACCOUNT_ID";
pub(crate) const EXTERNAL_ID: &str = "EXTERNAL_ID";

/// The policies by name: the trust policy, then each managed policy, then the boundary of what the role makes.
pub(super) fn documents(catalogue: &Catalogue) -> Vec<(String, Value)> {
    let values = Values::of("aws", TARGET, DEFAULT_ROLE_NAME, DEFAULT_RESOURCE_PREFIX);
    let trust = trust_document(&format!("arn:aws:iam::{PLATFORM}:root"), EXTERNAL_ID);
    let managed = catalogue.policies(&[]).into_iter().chain([catalogue.boundary(&[])]);
    let managed = managed.map(|policy| (format!("{DEFAULT_ROLE_NAME}-{}", policy.name), document(&policy, &values)));
    std::iter::once(("trust-policy".to_owned(), trust)).chain(managed).collect()
}

/// The policy document of a managed policy with these values.
pub(crate) fn document(policy: &ManagedPolicy<'_>, values: &Values) -> Value {
    let statements: Vec<Value> = policy
        .statements
        .iter()
        .map(|statement| {
            let resources: Vec<String> = statement.scope.resources.iter().map(|item| values.fill(item)).collect();
            let mut value = json!({
                "Sid": statement.scope.name,
                "Effect": statement.scope.effect.as_str(),
                "Action": statement.actions,
                "Resource": resources,
            });
            if !statement.scope.conditions.is_empty() {
                value["Condition"] = condition(&statement.scope.conditions, values);
            }
            value
        })
        .collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn condition(conditions: &[Condition], values: &Values) -> Value {
    let mut operators = Map::new();
    for (operator, keys) in super::by_operator(conditions) {
        let filled = |key: &Condition| key.values.iter().map(|value| values.fill(value)).collect::<Vec<_>>();
        let keys: Map<String, Value> = keys.iter().map(|key| (key.key.clone(), json!(filled(key)))).collect();
        operators.insert(operator.to_owned(), Value::Object(keys));
    }
    Value::Object(operators)
}

/// A JSON text as it is committed.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
