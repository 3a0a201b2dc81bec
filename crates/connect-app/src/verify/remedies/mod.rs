//! What mends a role: paste-ready text for the person who can apply it.

mod denial;
mod grant;
mod trust;

pub(super) use denial::{for_denial, role_not_found, wrong_account};
pub(super) use grant::grant;
pub(super) use trust::mend_trust;

use connect_core::console::StackName;
use serde_json::Value;

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

/// The name that a stack has unless somebody chose another.
fn stack() -> String {
    StackName::default().to_string()
}
