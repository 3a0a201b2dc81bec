//! Who may look at the role: its own session, and the target profile.

use std::sync::Arc;

use connect_core::account::AccountId;
use connect_core::check::{Audience, Remedy};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{Cloud, Identity, RoleReader, RoleSession};
use connect_core::profile::ProfileName;
use tokio::time::timeout_at;

use super::patience::may_pass;
use super::words::{mend, told};
use super::{Run, VerifyRequest};

/// The target profile of a run.
pub(super) enum Target {
    /// None was named.
    Absent,
    /// It could not sign in.
    Failed(ProfileName, CallFailure),
    /// It is in another account than the role.
    Elsewhere { profile: ProfileName, account: AccountId, wanted: AccountId },
    /// It is signed in.
    Ready(Arc<dyn Identity>),
}

impl Target {
    /// Signs in with the target profile, if there is one. Only bad input is an error.
    pub(super) async fn sign_in(cloud: &dyn Cloud, request: &VerifyRequest) -> Result<Self, SignInError> {
        let Some(profile) = &request.target_profile else { return Ok(Self::Absent) };
        let account = request.role_arn.account();
        match cloud.sign_in(Some(profile)).await {
            Ok(target) if target.caller().account == *account => Ok(Self::Ready(target)),
            Ok(target) => Ok(Self::Elsewhere {
                profile: profile.clone(),
                account: target.caller().account.clone(),
                wanted: account.clone(),
            }),
            // Who has no code for the target profile goes on without it.
            Err(SignInError::Call(failure) | SignInError::Cancelled(failure)) => {
                Ok(Self::Failed(profile.clone(), failure))
            }
            Err(bad_input) => Err(bad_input),
        }
    }

    /// Where none was named, a runner of the role's own account reads the role too.
    pub(super) fn or(self, runner: Option<&Arc<dyn Identity>>, request: &VerifyRequest) -> Self {
        let own = runner.filter(|runner| runner.caller().account == *request.role_arn.account());
        match (self, own) {
            (Self::Absent, Some(runner)) => Self::Ready(Arc::clone(runner)),
            (target, _) => target,
        }
    }

    /// The identity, if it is signed in.
    pub(super) fn identity(&self) -> Option<&dyn Identity> {
        match self {
            Self::Ready(identity) => Some(identity.as_ref()),
            Self::Absent | Self::Failed(..) | Self::Elsewhere { .. } => None,
        }
    }

    /// Why it does not read the role.
    fn missing(&self) -> String {
        match self {
            Self::Failed(profile, failure) => {
                format!("the target profile \"{profile}\" could not sign in ({})", told(failure))
            }
            Self::Elsewhere { profile, account, wanted } => format!(
                "the target profile \"{profile}\" was not used: it is in account {account}, but the role is in account {wanted}"
            ),
            Self::Absent | Self::Ready(_) => "no target profile is there to read it by".to_owned(),
        }
    }

    /// What mends a target profile that is of no use.
    fn remedy(&self) -> Option<Remedy> {
        match self {
            Self::Absent | Self::Ready(_) => None,
            Self::Failed(profile, failure) => {
                let mend = mend(failure);
                let text = format!("Of the target profile \"{profile}\": {}", mend.advice);
                Some(Remedy { snippet: mend.command, ..Remedy::words(Audience::You, text) })
            }
            Self::Elsewhere { wanted, .. } => {
                Some(Remedy::words(Audience::You, format!("Choose a target profile of account {wanted}.")))
            }
        }
    }
}

/// One who may read the role.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    port: &'a dyn RoleReader,
    /// Whether it is the role itself, whose denials are its own missing permissions.
    own: bool,
}

/// Everyone who may read the role, itself first, and why there are no more.
pub(super) struct Readers<'a> {
    pub(super) list: Vec<Reader<'a>>,
    /// Why nobody can, where nobody can.
    pub(super) missing: String,
    /// Of a target profile that is of no use: why, and what mends it.
    pub(super) failed_target: Option<(String, Remedy)>,
}

impl<'a> Readers<'a> {
    /// `without` says why there is no session.
    pub(super) fn of(session: Option<&'a dyn RoleSession>, without: &str, target: &'a Target) -> Self {
        let own = session.map(|session| Reader { port: session.reader(), own: true });
        let other = target.identity().map(|identity| Reader { port: identity.reader(), own: false });
        Self {
            list: own.into_iter().chain(other).collect(),
            missing: format!("{without}, and {}", target.missing()),
            failed_target: target.remedy().map(|remedy| (target.missing(), remedy)),
        }
    }
}

impl Run<'_> {
    /// The first answer that a reader gets, itself first, with what the role itself was denied in the end; `None` when
    /// there is no reader.
    pub(super) async fn read<'r, T, F>(
        &self,
        readers: &Readers<'r>,
        operation: &'static str,
        call: impl Fn(&'r dyn RoleReader) -> F + Send + Sync,
    ) -> (Option<Result<T, CallFailure>>, Vec<CallFailure>)
    where
        T: Send,
        F: Future<Output = Result<T, CallFailure>> + Send,
    {
        let (mut last, mut denials) = (None, Vec::new());
        for reader in &readers.list {
            let answer = self.read_by(*reader, operation, &call).await;
            denials.extend(answer.as_ref().err().filter(|failure| reader.own && is_denied(failure)).cloned());
            let answered = answer.is_ok();
            last = Some(answer);
            if answered {
                break;
            }
        }
        (last, denials)
    }

    /// A call of one reader. What a fresh role is still denied is tried again until the wait is over. No call outlasts
    /// the run.
    async fn read_by<'r, T, F>(
        &self,
        reader: Reader<'r>,
        operation: &'static str,
        call: &(impl Fn(&'r dyn RoleReader) -> F + Send + Sync),
    ) -> Result<T, CallFailure>
    where
        T: Send,
        F: Future<Output = Result<T, CallFailure>> + Send,
    {
        loop {
            let answer = timeout_at(self.patience.ends, call(reader.port)).await;
            let failure = match answer.unwrap_or_else(|_| Err(out_of_time(operation))) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if reader.own && may_pass(&failure) && self.patience.lasts() && self.pause().await {
                continue;
            }
            return Err(failure);
        }
    }
}

fn is_denied(failure: &CallFailure) -> bool {
    failure.kind == FailureKind::Denied
}

fn out_of_time(operation: &'static str) -> CallFailure {
    CallFailure {
        kind: FailureKind::Unreachable,
        operation,
        code: None,
        message: "the run had gone on for too long and was ended".to_owned(),
        request_id: None,
        clock_skew_seconds: None,
    }
}
