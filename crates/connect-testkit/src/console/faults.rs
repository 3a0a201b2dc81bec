//! The faults that a person can switch on from the page.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refusal, Shared};
use crate::SandboxError;

/// A preset: what a person reads, and the rule.
fn presets() -> [(&'static str, Value); 7] {
    [
        (
            "EC2 throttles three calls in us-east-1",
            json!({
            "service": "ec2", "region": "us-east-1", "times": 3, "effect": { "kind": "throttle" } }),
        ),
        (
            "A service control policy denies EC2 in eu-west-1",
            json!({
            "service": "ec2", "region": "eu-west-1", "effect": { "kind": "deny", "because": "scp" } }),
        ),
        (
            "ap-southeast-2 is not enabled in the account",
            json!({
            "region": "ap-southeast-2", "effect": { "kind": "region_disabled" } }),
        ),
        ("Every answer takes a second", json!({ "effect": { "kind": "latency", "ms": 1000 } })),
        ("Connections to IAM are reset", json!({ "service": "iam", "effect": { "kind": "reset" } })),
        (
            "The runner's session has expired",
            json!({
            "account": crate::PLATFORM_ACCOUNT, "effect": { "kind": "expired_token" } }),
        ),
        (
            "This computer's clock is an hour slow",
            json!({
            "account": crate::PLATFORM_ACCOUNT, "effect": { "kind": "clock_skew", "seconds": 3600 } }),
        ),
    ]
}

/// What can be switched on, and how many rules are in force.
pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Result<Json<Value>, Refusal> {
    let rules: Value = serde_json::from_str(shared.sandbox.get("/_sandbox/faults").await?.text()).unwrap_or_default();
    let labels: Vec<&str> = presets().into_iter().map(|(label, _)| label).collect();
    Ok(Json(json!({ "presets": labels, "in_force": rules.as_array().map_or(0, Vec::len) })))
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    /// Which presets to have in force; all others end.
    presets: Vec<usize>,
}

/// Replaces the rules in force.
pub(super) async fn replace(State(shared): State<Arc<Shared>>, Json(wish): Json<Wish>) -> Result<Json<Value>, Refusal> {
    let wanted: Vec<Value> = presets()
        .into_iter()
        .enumerate()
        .filter(|(number, _)| wish.presets.contains(number))
        .map(|(_, (_, rule))| rule)
        .collect();
    let failed = |reason: String| SandboxError::Unreachable { endpoint: shared.sandbox.origin().to_owned(), reason };
    let answers = [
        shared.sandbox.json("DELETE", "/_sandbox/faults", &json!([])).await?,
        shared.sandbox.json("POST", "/_sandbox/faults", &json!(wanted)).await?,
    ];
    match answers.iter().find(|answer| !answer.status.is_success()) {
        Some(answer) => Err(failed(answer.text().to_owned()).into()),
        None => Ok(Json(json!({ "in_force": wanted.len() }))),
    }
}
