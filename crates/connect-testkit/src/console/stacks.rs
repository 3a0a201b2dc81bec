//! What the stack page asks for: the template's parameters, a new stack, and how far it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Refusal, Shared};
use crate::root_client::cloudformation;
use crate::{CUSTOMER_ACCOUNT, SandboxError, sign, xml};

/// A template by its address, or its text where a file was chosen.
#[derive(Debug, Deserialize)]
pub(super) struct Template {
    region: String,
    #[serde(default, rename = "template_url")]
    url: String,
    #[serde(default, rename = "template_body")]
    body: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct NewStack {
    #[serde(flatten)]
    template: Template,
    stack_name: String,
    parameters: BTreeMap<String, String>,
    acknowledged: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    region: String,
    stack_name: String,
}

type Reply = Result<Json<Value>, Refusal>;

/// The parameters of a template, as `CloudFormation` sums it up.
pub(super) async fn template(State(shared): State<Arc<Shared>>, Json(wanted): Json<Template>) -> Reply {
    let source = source(&shared, &wanted).await?;
    let params = [(source.0, source.1.as_str())];
    let summary =
        shared.root.call(CUSTOMER_ACCOUNT, cloudformation(&wanted.region), "GetTemplateSummary", &params).await?;
    let sha256 = (source.0 == "TemplateBody").then(|| sign::sha256(&source.1));
    let fields = ["ParameterKey", "DefaultValue", "ParameterType", "Description", "NoEcho"];
    Ok(Json(json!({
        "description": xml::text_of(&without_parameters(&summary), "Description"),
        "parameters": items(&summary, "Parameters", &fields),
        "capabilities": xml::list(&summary, "Capabilities").map_or(0, |list| list.items.len()),
        "sha256": sha256,
    })))
}

/// Creates the stack as the customer.
pub(super) async fn create(State(shared): State<Arc<Shared>>, Json(wish): Json<NewStack>) -> Reply {
    let (kind, text) = source(&shared, &wish.template).await?;
    let mut params = vec![("StackName".to_owned(), wish.stack_name), (kind.to_owned(), text)];
    for (number, (key, value)) in (1..).zip(wish.parameters) {
        params.push((format!("Parameters.member.{number}.ParameterKey"), key));
        params.push((format!("Parameters.member.{number}.ParameterValue"), value));
    }
    if wish.acknowledged {
        params.push(("Capabilities.member.1".to_owned(), "CAPABILITY_NAMED_IAM".to_owned()));
    }
    let params: Vec<(&str, &str)> = params.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let made =
        shared.root.call(CUSTOMER_ACCOUNT, cloudformation(&wish.template.region), "CreateStack", &params).await?;
    Ok(Json(json!({ "stack_id": xml::text_of(&made, "StackId") })))
}

/// Status, outputs and events of a stack.
pub(super) async fn describe(State(shared): State<Arc<Shared>>, Query(wanted): Query<Wanted>) -> Reply {
    let api = cloudformation(&wanted.region);
    let name = [("StackName", wanted.stack_name.as_str())];
    let stack = shared.root.call(CUSTOMER_ACCOUNT, api, "DescribeStacks", &name).await?;
    Ok(Json(json!({
        "stack_id": xml::text_of(&stack, "StackId"),
        "status": xml::text_of(&stack, "StackStatus"),
        "reason": xml::text_of(&stack, "StackStatusReason"),
        "outputs": items(&stack, "Outputs", &["OutputKey", "OutputValue", "Description"]),
        "events": events(&shared, &wanted).await?,
    })))
}

/// Deletes a stack as the customer, with what it made.
pub(super) async fn delete(State(shared): State<Arc<Shared>>, Query(wanted): Query<Wanted>) -> Reply {
    let name = [("StackName", wanted.stack_name.as_str())];
    shared.root.call(CUSTOMER_ACCOUNT, cloudformation(&wanted.region), "DeleteStack", &name).await?;
    Ok(Json(json!({})))
}

/// All pages of them.
async fn events(shared: &Shared, wanted: &Wanted) -> Result<Vec<Value>, SandboxError> {
    let fields = ["Timestamp", "LogicalResourceId", "ResourceType", "ResourceStatus", "ResourceStatusReason"];
    let (mut all, mut token) = (Vec::new(), None::<String>);
    loop {
        let mut params = vec![("StackName", wanted.stack_name.as_str())];
        params.extend(token.as_deref().map(|token| ("NextToken", token)));
        let api = cloudformation(&wanted.region);
        let page = shared.root.call(CUSTOMER_ACCOUNT, api, "DescribeStackEvents", &params).await?;
        all.extend(items(&page, "StackEvents", &fields));
        token = xml::text_of(&page, "NextToken");
        if token.is_none() {
            return Ok(all);
        }
    }
}

/// `CloudFormation` reads a template with the credentials of whoever asks, which is the customer: what the customer may not
/// read makes no stack. The stand-in's own would ask nobody, so the text is handed over.
async fn source(shared: &Shared, wanted: &Template) -> Result<(&'static str, String), SandboxError> {
    if let Some(body) = &wanted.body {
        return Ok(("TemplateBody", body.clone()));
    }
    match wanted.url.strip_prefix(shared.sandbox.origin()) {
        Some(path) if path.starts_with('/') => {
            Ok(("TemplateBody", shared.root.object(CUSTOMER_ACCOUNT, &wanted.region, path).await?))
        }
        _ => Ok(("TemplateURL", wanted.url.clone())),
    }
}

/// Parameters have descriptions, too.
fn without_parameters(summary: &str) -> String {
    let content = xml::list(summary, "Parameters").map_or(0..0, |list| list.content);
    format!("{}{}", &summary[..content.start], &summary[content.end..])
}

fn items(text: &str, list: &str, fields: &[&str]) -> Vec<Value> {
    let Some(found) = xml::list(text, list) else { return Vec::new() };
    found.items.iter().map(|item| record(&text[item.clone()], fields)).collect()
}

fn record(item: &str, fields: &[&str]) -> Value {
    let fields: Map<String, Value> =
        fields.iter().map(|field| ((*field).to_owned(), xml::text_of(item, field).into())).collect();
    Value::Object(fields)
}
