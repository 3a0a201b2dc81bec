//! The authenticator of the sandbox: a page that shows the code of the MFA device of the profile `sandbox-mfa`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use super::{Refusal, Shared};
use crate::{SandboxError, Seeded};

/// The code of now; the page loads itself again. The device is read anew each time: a reset makes another one.
pub(super) async fn page(State(shared): State<Arc<Shared>>) -> Result<Html<String>, Refusal> {
    let path = shared.dir.join("seeded.json");
    let text = tokio::fs::read_to_string(&path).await.map_err(SandboxError::file(&path))?;
    let seeded: Seeded = serde_json::from_str(&text).map_err(|error| SandboxError::file(&path)(error.into()))?;
    let page = include_str!("page/mfa.html");
    Ok(Html(page.replace("{DEVICE}", &seeded.mfa.serial).replace("{CODE}", &seeded.mfa.code(0))))
}
