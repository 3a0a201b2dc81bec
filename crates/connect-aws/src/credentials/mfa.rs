//! Roles that want a code from an MFA device: the person is asked, and what the code gave is kept in memory for as long
//! as it lasts, so that one code serves every sign-in of that time.
//!
//! [`AssumeRole` with a code](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use aws_credential_types::Credentials;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::mfa::{MFA_TRIES, MfaCode, MfaQuestion};
use connect_core::ports::MfaPrompt;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::bound::{Bound, Unloaded};
use super::chain::{Link, MfaDevice};
use super::{lasts, local_failure};
use crate::classify;

/// A session that ends sooner than this would end in the middle of a connection test: a sign-in asks anew.
const A_TEST: Duration = Duration::from_mins(10);

/// By what a session is known: whoever presents the code for what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    caller: String,
    device: String,
    role: String,
    external_id: Option<String>,
    session: Option<String>,
}

/// A session that a code gave; locked while a person is asked for it, so that two who need it ask once.
type Slot = Arc<Mutex<Option<Credentials>>>;

/// What codes gave.
#[derive(Default)]
pub(crate) struct MfaSessions(std::sync::Mutex<HashMap<Key, Slot>>);

impl MfaSessions {
    fn slot(&self, key: Key) -> Slot {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default())
    }
}

impl fmt::Debug for MfaSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MfaSessions").finish_non_exhaustive()
    }
}

/// Who is asked, and for how long at most.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) prompt: &'a dyn MfaPrompt,
    pub(super) within: Duration,
}

/// The session of a role that wants a code: the one that is kept, or a new one. Without anybody to ask, only a kept one.
pub(super) async fn session<F>(
    sessions: &MfaSessions,
    (link, device): (&Link, &MfaDevice),
    caller: &Credentials,
    asking: Option<Asking<'_>>,
    bound: &mut Bound,
    assume: impl Fn(MfaCode) -> F + Sync,
) -> Result<Credentials, Unloaded>
where
    F: Future<Output = Result<Credentials, CallFailure>> + Send,
{
    let slot = sessions.slot(Key {
        caller: caller.access_key_id().to_owned(),
        device: device.serial.clone(),
        role: link.role.clone(),
        external_id: link.external_id.clone(),
        session: link.session.clone(),
    });
    let mut kept = bound.beside(slot.lock()).await;
    let needed = asking.map_or(Duration::ZERO, |_| A_TEST);
    if let Some(session) = kept.as_ref().filter(|session| lasts(session, needed)) {
        return Ok(session.clone());
    }
    let asking = asking.ok_or_else(|| over(device))?;
    let session = ask(device, asking, bound, assume).await?;
    *kept = Some(session.clone());
    Ok(session)
}

/// Asks until a code does, at most [`MFA_TRIES`] times.
async fn ask<F>(
    device: &MfaDevice,
    asking: Asking<'_>,
    bound: &mut Bound,
    assume: impl Fn(MfaCode) -> F + Sync,
) -> Result<Credentials, Unloaded>
where
    F: Future<Output = Result<Credentials, CallFailure>> + Send,
{
    let _done = Done { device, prompt: asking.prompt };
    let mut refused: Option<CallFailure> = None;
    for tries_left in (1..=MFA_TRIES).rev() {
        let question = MfaQuestion {
            profile: device.profile.clone(),
            device: device.serial.clone(),
            refusal: refused.as_ref().map(|refused| refused.message.trim().to_owned()),
            tries_left,
        };
        let code = match bound.beside(timeout(asking.within, asking.prompt.ask(&question))).await {
            Ok(Some(code)) => code,
            Ok(None) => return Err(Unloaded::Cancelled(required(device, "no code was given"))),
            Err(_) => return Err(unanswered(device, asking.within).into()),
        };
        match bound.on(assume(code)).await? {
            Ok(session) => return Ok(session),
            Err(failure) if classify::is_about_code(&failure) => refused = Some(failure),
            Err(failure) => return Err(failure.into()),
        }
    }
    let last = refused.unwrap_or_else(|| required(device, "no code was given"));
    let message = format!("AWS refused {MFA_TRIES} codes of the MFA device {}: {}", device.serial, last.message);
    Err(CallFailure { kind: FailureKind::MfaRequired { command: None }, message, ..last }.into())
}

/// Tells when the asking is over, however it ends.
struct Done<'a> {
    device: &'a MfaDevice,
    prompt: &'a dyn MfaPrompt,
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.prompt.done(&self.device.profile, &self.device.serial);
    }
}

fn required(device: &MfaDevice, why: &str) -> CallFailure {
    local_failure(FailureKind::MfaRequired { command: None }, format!("{}, and {why}", device.wanted()))
}

fn unanswered(device: &MfaDevice, within: Duration) -> CallFailure {
    required(device, &format!("none was given within {} s", within.as_secs()))
}

/// Nobody is asked in the middle of a call.
fn over(device: &MfaDevice) -> CallFailure {
    required(device, "the session that the last one gave has ended")
}
