//! Any AWS call as any principal, without an AWS SDK: a Python program with botocore that stays running.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::oneshot;

use crate::root_client::ROOT_SECRET;
use crate::venv::Venv;
use crate::{AwsError, SandboxError};

/// Who makes a call.
#[derive(Debug, Clone)]
pub enum As {
    /// A profile of the sandbox, such as `sandbox-runner`.
    Profile(String),
    /// The root of an account.
    Root(String),
    /// Temporary or long-term keys.
    Keys {
        /// Access key id.
        access_key: String,
        /// Secret access key.
        secret_key: String,
        /// Session token of temporary keys.
        session_token: Option<String>,
    },
}

impl From<&str> for As {
    /// Twelve digits are the root of that account; anything else is a profile.
    fn from(text: &str) -> Self {
        if crate::proxy::is_account(text) { Self::Root(text.to_owned()) } else { Self::Profile(text.to_owned()) }
    }
}

impl As {
    fn keys(&self) -> Value {
        match self {
            Self::Profile(profile) => json!({ "profile": profile }),
            Self::Root(account) => json!({ "access_key": account, "secret_key": ROOT_SECRET }),
            Self::Keys { access_key, secret_key, session_token } => {
                json!({ "access_key": access_key, "secret_key": secret_key, "session_token": session_token })
            }
        }
    }
}

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// The running program.
#[derive(Debug)]
pub(crate) struct Caller {
    next: AtomicU64,
    input: tokio::sync::Mutex<ChildStdin>,
    waiting: Waiting,
    _child: Child,
}

impl Caller {
    /// Starts it with the variables that point at the sandbox.
    pub(crate) fn start(venv: &Venv, dir: &Path, env: &[(String, String)]) -> Result<Self, SandboxError> {
        let program = venv.python().to_owned();
        let mut child = venv
            .program("call.py", dir)
            .envs(env.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|source| SandboxError::Start { program: program.clone(), source })?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(SandboxError::Start { program, source: std::io::ErrorKind::BrokenPipe.into() });
        };
        let waiting = Waiting::default();
        tokio::spawn(deliver(output, Arc::clone(&waiting)));
        Ok(Self { next: AtomicU64::new(1), input: input.into(), waiting, _child: child })
    }

    /// One call: `service` and `operation` as botocore names them, `params` in its shapes.
    pub(crate) async fn call(
        &self,
        who: &As,
        service: &str,
        region: &str,
        operation: &str,
        params: &Value,
    ) -> Result<Value, SandboxError> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut request = who.keys();
        for (key, value) in [
            ("id", json!(id)),
            ("service", json!(service)),
            ("region", json!(region)),
            ("operation", json!(operation)),
            ("params", params.clone()),
        ] {
            request[key] = value;
        }
        let (sender, receiver) = oneshot::channel();
        self.lock().insert(id, sender);
        let gone = |reason: String| SandboxError::Unreachable { endpoint: "call.py".to_owned(), reason };
        let line = format!("{request}\n");
        self.input.lock().await.write_all(line.as_bytes()).await.map_err(|error| gone(error.to_string()))?;
        let mut answer = receiver.await.map_err(|error| gone(error.to_string()))?;
        if let Some(error) = answer.get("error") {
            let error: AwsError = serde_json::from_value(error.clone()).map_err(|error| gone(error.to_string()))?;
            return Err(error.into());
        }
        Ok(answer["ok"].take())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u64, oneshot::Sender<Value>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn deliver(output: ChildStdout, waiting: Waiting) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let Ok(answer) = serde_json::from_str::<Value>(&line) else { continue };
        let id = answer["id"].as_u64().unwrap_or_default();
        let waiter = waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        if let Some(waiter) = waiter {
            // Whoever asked may have given up.
            let _ = waiter.send(answer);
        }
    }
    // Dropping the senders tells everyone who still waits that the program is gone.
    waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
}
