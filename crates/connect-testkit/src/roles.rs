//! The broken variants of the provisioner role, made for any External ID.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::root_client::{IAM, RootClient};
use crate::xml::text_of;
use crate::{CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT, STRANGER_ACCOUNT, SandboxError};

const SHIPPED: &str = include_str!("../../../role/policies/all.json");
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
    /// Whether it has the policies that the stack makes.
    #[serde(default)]
    shipped: bool,
    #[serde(default)]
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
        let document = source("")[policy].to_string();
        let inline = [("RoleName", name.as_str()), ("PolicyName", policy), ("PolicyDocument", &document)];
        root.call(CUSTOMER_ACCOUNT, IAM, "PutRolePolicy", &inline).await?;
    }
    let mut attached = recipe.attach;
    if recipe.shipped {
        attached.extend(make_policies(root, &name).await?);
    }
    for arn in &attached {
        let attached = [("RoleName", name.as_str()), ("PolicyArn", arn)];
        root.call(CUSTOMER_ACCOUNT, IAM, "AttachRolePolicy", &attached).await?;
    }
    Ok(text_of(&made, "Arn"))
}

/// Makes the policies that the stack makes, and says the ARNs of those that the role itself gets: the boundary is for
/// what it makes.
async fn make_policies(root: &RootClient, role_name: &str) -> Result<Vec<String>, SandboxError> {
    let mut attached = Vec::new();
    for (name, document) in shipped(role_name) {
        let policy = [("PolicyName", name.as_str()), ("PolicyDocument", &document)];
        let made = root.call(CUSTOMER_ACCOUNT, IAM, "CreatePolicy", &policy).await?;
        attached.extend(text_of(&made, "Arn").filter(|_| !name.ends_with("-WorkloadBoundary")));
    }
    Ok(attached)
}

/// The managed policies of `role/policies` by name, filled in for this role.
fn shipped(role_name: &str) -> Vec<(String, String)> {
    let filled = SHIPPED.replace("TARGET_ACCOUNT_ID", CUSTOMER_ACCOUNT).replace("AlethiaProvisionerRole", role_name);
    let Ok(Value::Object(documents)) = serde_json::from_str(&filled) else { return Vec::new() };
    let managed = documents.into_iter().filter(|(name, _)| name != "trust-policy");
    managed.map(|(name, document)| (name, document.to_string())).collect()
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
    fn what_is_shipped_is_filled_in_for_the_role() {
        let policies = shipped("AlethiaProvisionerRole-Good-1");
        let (names, texts): (Vec<_>, Vec<_>) = policies.into_iter().unzip();
        assert!(names.contains(&"AlethiaProvisionerRole-Good-1-SelfCheck".to_owned()), "by the role's name: {names:?}");
        let own = format!("arn:aws:iam::{CUSTOMER_ACCOUNT}:role/AlethiaProvisionerRole-Good-1");
        assert!(texts.iter().any(|text| text.contains(&own)), "it may read itself, and no other role");
        assert!(texts.iter().all(|text| !text.contains("TARGET_ACCOUNT_ID")), "no gap is left");
    }

    #[test]
    fn an_external_id_stays_a_value() {
        let odd = "a\", \"Effect\": \"Deny";
        let filled = recipes(odd).into_iter().find(|(name, _)| name == "Good").and_then(|(_, recipe)| recipe.condition);
        assert_eq!(filled, Some(json!({ "StringEquals": { "sts:ExternalId": odd } })), "it is data, not JSON");
    }
}
