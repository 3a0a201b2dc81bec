//! The proxy in front of the stand-in: it adds what AWS does and the stand-in does not (pages, propagation, stacks that
//! take a while, faults on purpose) and keeps a log. Every other answer is the stand-in's own.

mod call;
mod calls;
mod control;
mod effects;
mod faults;
mod issued;
mod paging;
mod principals;
mod refuse;
mod regions;
mod roles;
mod serve;
mod settings;
mod stacks;
mod wording;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::http::request::Parts;
use tokio::task::JoinHandle;

pub use calls::{AssumeRole, Call, CallLog};
pub use faults::{Because, Effect, Fault, Faults};
pub use issued::Issued;
pub(crate) use principals::is_account;
pub use settings::{Settings, SettingsStore};

use crate::SandboxError;
use crate::http::{Answer, Client};
use crate::root_client::RootClient;
use call::ApiCall;

/// A listening proxy. It stops when dropped.
#[derive(Debug)]
pub struct Proxy {
    endpoint: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    upstream: Client,
    root: RootClient,
    template: PathBuf,
    faults: Faults,
    calls: CallLog,
    issued: issued::IssuedList,
    settings: SettingsStore,
    pages: paging::Pages,
    principals: principals::Principals,
    roles: roles::Roles,
}

/// What happens on the wire.
enum Outcome {
    Answer(Answer),
    Cut(Answer, usize),
    Reset,
}

impl Proxy {
    /// Listens on loopback (`port` 0 takes any free one) in front of the stand-in at `upstream`. `template` is the file
    /// served as the `CloudFormation` template.
    pub async fn start(upstream: &str, port: u16, template: PathBuf, settings: Settings) -> Result<Self, SandboxError> {
        let shared = Arc::new(Shared {
            upstream: Client::new(upstream),
            root: RootClient::new(upstream),
            template,
            faults: Faults::default(),
            calls: CallLog::default(),
            issued: issued::IssuedList::default(),
            settings: SettingsStore::new(settings),
            pages: paging::Pages::default(),
            principals: principals::Principals::default(),
            roles: roles::Roles::default(),
        });
        let (port, serving) = serve::listen(port, Arc::clone(&shared)).await?;
        Ok(Self { endpoint: format!("http://127.0.0.1:{port}"), shared, serving })
    }

    /// The address to use as `AWS_ENDPOINT_URL`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where the `CloudFormation` template is served.
    pub fn template_url(&self) -> String {
        format!("{}{}", self.endpoint, control::TEMPLATE_PATH)
    }

    /// The faults in force.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// The log of calls.
    pub fn calls(&self) -> &CallLog {
        &self.shared.calls
    }

    /// The temporary credentials that were handed out.
    pub fn issued(&self) -> Vec<Issued> {
        self.shared.issued.list()
    }

    /// Page size and delays.
    pub fn settings(&self) -> &SettingsStore {
        &self.shared.settings
    }

    /// Takes everything that exists as having been there for long, and forgets the calls so far.
    pub fn settle(&self) {
        self.shared.roles.settle();
        self.shared.calls.clear();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Shared {
    async fn handle(&self, parts: Parts, body: Bytes) -> Outcome {
        let started = Instant::now();
        let call = ApiCall::read(&parts, &body);
        let caller = self.principals.get(&call.access_key).map(|caller| caller.arn);
        let mut logged = Call::begun(&call, caller);
        let effect = self.faults.take(&call, &self.principals);
        logged.faulted = effect.is_some();
        let undated = matches!(effect, Some(Effect::ClockSkew { undated: true, .. }));
        let mut outcome = self.outcome(&call, parts, body, effect).await;
        if let Outcome::Answer(answer) | Outcome::Cut(answer, _) = &mut outcome {
            effects::settle_date(answer, undated);
        }
        if let Outcome::Answer(answer) | Outcome::Cut(answer, _) = &outcome {
            logged.answered(answer);
        }
        logged.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.calls.add(logged);
        outcome
    }

    async fn outcome(&self, call: &ApiCall, parts: Parts, body: Bytes, effect: Option<Effect>) -> Outcome {
        if effect == Some(Effect::Reset) {
            return Outcome::Reset;
        }
        if let Some(Effect::Latency { ms }) = effect {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
        if let Some(answer) = effect.as_ref().and_then(|effect| effects::instead(effect, call, &self.principals)) {
            return Outcome::Answer(answer);
        }
        let mut answer = self.answer(call, parts, body, effect.as_ref()).await;
        match effect {
            Some(Effect::Truncate { bytes }) => {
                let arrives = bytes.unwrap_or(answer.body.len() / 2).min(answer.body.len());
                Outcome::Cut(answer, arrives)
            }
            Some(Effect::OtherCaller { arn }) => Outcome::Answer(effects::called_by(call, answer, &arn)),
            Some(Effect::ClockSkew { seconds, .. }) => {
                effects::dated(&mut answer, seconds);
                Outcome::Answer(answer)
            }
            _ => Outcome::Answer(answer),
        }
    }

    async fn answer(&self, call: &ApiCall, mut parts: Parts, body: Bytes, effect: Option<&Effect>) -> Answer {
        if let Some(refusal) = roles::malformed(call) {
            return refusal;
        }
        if let Some(Effect::ClockSkew { seconds, .. }) = effect {
            effects::set_clock(&mut parts, *seconds);
        }
        let settings = self.settings.get();
        let answer = match self.upstream.send(Request::from_parts(parts, Full::new(body))).await {
            Ok(answer) => answer,
            Err(error) => return refuse::refuse(call, 502, "BadGateway", &error.to_string()),
        };
        if answer.status.is_success() {
            self.principals.observe(call, &answer);
            self.issued.observe(call, &answer);
            self.roles.observe(call, &self.principals);
        }
        let answer = wording::corrected(call, answer, &self.principals);
        if call.is("sts", "AssumeRole") {
            return self.roles.judge(call, answer, &self.root, &self.principals, settings.propagation()).await;
        }
        let disabled = self.faults.disabled_regions(self.principals.account(&call.access_key).as_deref());
        let answer = regions::without(call, answer, &disabled);
        let answer = stacks::delayed(call, answer, settings.stack_delay());
        let answer = match effect {
            Some(Effect::StackFails { resource, reason }) => stacks::failed(call, answer, resource, reason),
            _ => answer,
        };
        self.pages.cut(call, answer, settings.page_size, effect == Some(&Effect::RepeatToken))
    }
}
