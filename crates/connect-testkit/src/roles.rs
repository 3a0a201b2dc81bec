//! The broken variants of the provisioner role, made for any External ID.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::root_client::{IAM, RootClient};
use crate::xml::text_of;
use crate::{CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT, STRANGER_ACCOUNT, SandboxError};

const SOURCE: &str = include_str!("../standin/roles.json");

/// A variant, as a person picks it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) summary: String,
}

#[derive(Deserialize)]
struct Recipe {
    summary: String,
    principal: String,
    condition: Option<Value>,
    policies: Vec<String>,
    #[serde(default)]
    attach: Vec<String>,
}

/// All variants, the good one first.
pub(crate) fn variants() -> Vec<Variant> {
    recipes("").into_iter().map(|(name, recipe)| Variant { name, summary: recipe.summary }).collect()
}

/// Makes a variant in the customer's account and says its ARN; `None` if there is no such variant.
pub(crate) async fn make(root: &RootClient, variant: &str, external_id: &str) -> Result<Option<String>, SandboxError> {
    let Some((_, recipe)) = recipes(external_id).into_iter().find(|(name, _)| name == variant) else { return Ok(None) };
    let suffix: String = external_id.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let name = format!("AlethiaProvisionerRole-{variant}-{suffix}");
    let trust = trust(&recipe).to_string();
    let role = [("RoleName", name.as_str()), ("AssumeRolePolicyDocument", &trust), ("Description", &recipe.summary)];
    let made = root.call(CUSTOMER_ACCOUNT, IAM, "CreateRole", &role).await?;
    for policy in &recipe.policies {
        let document = policy_text(policy, &name);
        let inline = [("RoleName", name.as_str()), ("PolicyName", policy), ("PolicyDocument", &document)];
        root.call(CUSTOMER_ACCOUNT, IAM, "PutRolePolicy", &inline).await?;
    }
    for arn in &recipe.attach {
        let attached = [("RoleName", name.as_str()), ("PolicyArn", arn)];
        root.call(CUSTOMER_ACCOUNT, IAM, "AttachRolePolicy", &attached).await?;
    }
    Ok(text_of(&made, "Arn"))
}

/// A policy of `roles.json`, or one that is shipped, filled in for this role.
fn policy_text(policy: &str, role_name: &str) -> String {
    let shipped = match policy {
        "Discovery" => include_str!("../../../role/policies/AlethiaProvisionerRole-Discovery.json"),
        "SelfCheck" => include_str!("../../../role/policies/AlethiaProvisionerRole-SelfCheck.json"),
        other => return source("")[other].to_string(),
    };
    shipped.replace("TARGET_ACCOUNT_ID", CUSTOMER_ACCOUNT).replace("AlethiaProvisionerRole", role_name)
}

fn trust(recipe: &Recipe) -> Value {
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": { "AWS": format!("arn:aws:iam::{}:root", recipe.principal) },
        "Action": "sts:AssumeRole",
    });
    if let Some(condition) = &recipe.condition {
        statement["Condition"] = condition.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn recipes(external_id: &str) -> Vec<(String, Recipe)> {
    let Value::Object(variants) = source(external_id)["variants"].take() else { return Vec::new() };
    variants.into_iter().filter_map(|(name, recipe)| Some((name, serde_json::from_value(recipe).ok()?))).collect()
}

fn source(external_id: &str) -> Value {
    // As JSON text, so that no character of the id can end the string that it stands in.
    let quoted = Value::from(external_id).to_string();
    let filled = SOURCE
        .replace("__PLATFORM__", PLATFORM_ACCOUNT)
        .replace("__STRANGER__", STRANGER_ACCOUNT)
        .replace("\"__EXTERNAL_ID__\"", &quoted);
    serde_json::from_str(&filled).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_can_be_read() {
        let written = source("x")["variants"].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(variants().len(), written, "a recipe that cannot be read would silently be missing from the page");
        assert_eq!(written, 9, "the seeding offers the good role and eight broken ones");
    }

    #[test]
    fn an_external_id_stays_a_value() {
        let odd = "a\", \"Effect\": \"Deny";
        let filled = recipes(odd).into_iter().find(|(name, _)| name == "Good").and_then(|(_, recipe)| recipe.condition);
        assert_eq!(filled, Some(json!({ "StringEquals": { "sts:ExternalId": odd } })), "it is data, not JSON");
    }
}
