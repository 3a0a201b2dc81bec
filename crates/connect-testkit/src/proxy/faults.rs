//! Faults on purpose: which calls they meet, and what happens to those.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::call::ApiCall;
use super::principals::Principals;

/// A rule: the calls that it meets, how often, and the effect. Every matcher that is left out meets everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Service of the credential scope: `ec2`, `iam`, `sts`, `route53`, `cloudformation`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Name of the API action; may end in `*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Region of the credential scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Access key id of the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_key: Option<String>,
    /// Account of the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Request parameters that must have these values; `null` means that the parameter is absent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Option<String>>,
    /// How many matching calls pass before the fault begins.
    #[serde(default)]
    pub skip: u32,
    /// How many calls it meets; without it, all that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    pub effect: Effect,
}

/// What a fault does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Too many requests, in the words of the service.
    #[default]
    Throttle,
    /// Not authorised, in the words of the service.
    Deny {
        /// The kind of policy that the message names.
        #[serde(default)]
        because: Because,
    },
    /// An HTTP status with the service's error document.
    Status {
        /// Such as 500 or 503.
        status: u16,
    },
    /// The true answer, later.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// The connection is reset before any answer.
    Reset,
    /// The true answer, cut off.
    Truncate {
        /// How many bytes of the body arrive; without it, half of them.
        #[serde(default)]
        bytes: Option<usize>,
    },
    /// The region is not enabled in the account. Without a service it meets every service of the region.
    RegionDisabled,
    /// The session token is expired.
    ExpiredToken,
    /// Every page says that there is another one, with the same token.
    RepeatToken,
    /// The server's clock differs from the caller's: its `Date` is off, and requests signed too far from it are refused.
    ClockSkew {
        /// Seconds that the server is ahead; negative when it is behind.
        seconds: i64,
        /// Whether the answers have no `Date` at all, as when a proxy takes it away.
        #[serde(default)]
        undated: bool,
    },
    /// A page for people in place of the answer, as hotels, gateways and firewalls send it.
    Page {
        /// Such as 200 or 502.
        status: u16,
    },
    /// `GetCallerIdentity` names another caller, as when something on the way answers for another account.
    OtherCaller {
        /// ARN of the caller that is named.
        arn: String,
    },
    /// New stacks fail on one of their resources and are rolled back. It meets descriptions of stacks: what the
    /// stand-in made stays there.
    StackFails {
        /// Logical id of the resource.
        resource: String,
        /// Why.
        reason: String,
    },
    /// An answer in place of the stand-in's, where it knows no such thing: a mock.
    Answer {
        /// The XML, as AWS documents it.
        body: String,
    },
    /// Any error answer.
    Custom {
        /// HTTP status.
        status: u16,
        /// Error code.
        code: String,
        /// Error message.
        message: String,
    },
}

/// The kind of policy that a denial names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// No identity-based policy allows it.
    #[default]
    Identity,
    /// An explicit deny in an identity-based policy.
    IdentityDeny,
    /// An explicit deny in a service control policy.
    Scp,
    /// An explicit deny in a resource control policy.
    Rcp,
    /// No permissions boundary allows it.
    Boundary,
    /// No session policy allows it.
    Session,
    /// An explicit deny in a VPC endpoint policy.
    Endpoint,
    /// A bare denial that says nothing.
    Nothing,
}

impl Fault {
    /// A fault that meets every call.
    pub fn new(effect: Effect) -> Self {
        Self { effect, ..Self::default() }
    }

    /// Only calls of this service.
    #[must_use]
    pub fn service(mut self, service: &str) -> Self {
        self.service = Some(service.to_owned());
        self
    }

    /// Only calls of this action; may end in `*`.
    #[must_use]
    pub fn action(mut self, action: &str) -> Self {
        self.action = Some(action.to_owned());
        self
    }

    /// Only calls in this region.
    #[must_use]
    pub fn region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }

    /// Only calls of principals of this account.
    #[must_use]
    pub fn account(mut self, account: &str) -> Self {
        self.account = Some(account.to_owned());
        self
    }

    /// Only calls with this parameter; `None` for calls without it.
    #[must_use]
    pub fn param(mut self, name: &str, value: Option<&str>) -> Self {
        self.params.insert(name.to_owned(), value.map(str::to_owned));
        self
    }

    /// Lets the first calls pass.
    #[must_use]
    pub fn skip(mut self, calls: u32) -> Self {
        self.skip = calls;
        self
    }

    /// Ends after so many calls.
    #[must_use]
    pub fn times(mut self, calls: u32) -> Self {
        self.times = Some(calls);
        self
    }

    fn meets(&self, call: &ApiCall, principals: &Principals) -> bool {
        let same = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        same(&self.service, &call.service)
            && same(&self.region, &call.region)
            && same(&self.access_key, &call.access_key)
            && self.action.as_deref().is_none_or(|pattern| action_matches(pattern, &call.action))
            && self.account.as_deref().is_none_or(|wanted| principals.account(&call.access_key) == Some(wanted.into()))
            && self.params.iter().all(|(name, value)| call.param(name) == value.as_deref())
    }
}

fn action_matches(pattern: &str, action: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == action, |prefix| action.starts_with(prefix))
}

/// The rules in force.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Mutex<Vec<Armed>>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    met: u32,
}

impl Faults {
    /// Adds a rule. Of several that meet a call, the first that is not used up decides.
    pub fn add(&self, fault: Fault) {
        self.lock().push(Armed { fault, met: 0 });
    }

    /// Removes all rules.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The rules in force.
    pub fn list(&self) -> Vec<Fault> {
        self.lock().iter().map(|armed| armed.fault.clone()).collect()
    }

    /// The effect on this call, which is counted.
    pub(crate) fn take(&self, call: &ApiCall, principals: &Principals) -> Option<Effect> {
        self.lock().iter_mut().find_map(|armed| armed.take(call, principals))
    }

    /// The regions that are disabled for callers of this account, whatever the service.
    pub(crate) fn disabled_regions(&self, account: Option<&str>) -> Vec<String> {
        self.lock()
            .iter()
            .filter(|armed| armed.fault.effect == Effect::RegionDisabled && armed.fault.service.is_none())
            .filter(|armed| armed.fault.account.is_none() || armed.fault.account.as_deref() == account)
            .filter_map(|armed| armed.fault.region.clone())
            .collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Armed>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Armed {
    fn take(&mut self, call: &ApiCall, principals: &Principals) -> Option<Effect> {
        if !self.fault.meets(call, principals) {
            return None;
        }
        let turn = self.met;
        self.met = self.met.saturating_add(1);
        let begun = turn >= self.fault.skip;
        let over = self.fault.times.is_some_and(|times| turn >= self.fault.skip.saturating_add(times));
        (begun && !over).then(|| self.fault.effect.clone())
    }
}
