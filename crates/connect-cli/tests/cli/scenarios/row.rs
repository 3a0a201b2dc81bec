//! A scenario: what is so in AWS and on this machine, how `verify` is called, and what it must say.

use connect_testkit::{Certificate, Fault};
use serde_json::{Value, json};

use crate::support::EXTERNAL_ID;

/// The account whose identities assume the role.
pub(super) const PLATFORM: &str = connect_testkit::PLATFORM_ACCOUNT;
/// The role of every scenario that names no other; its trust and its policies are as shipped, unless they are changed.
pub(super) const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole-Good";
/// Its name, with which the names of its policies begin.
pub(super) const ROLE_NAME: &str = "AlethiaProvisionerRole-Good";
/// The identity that assumes it.
pub(super) const RUNNER: &str = "arn:aws:iam::111122223333:user/alethia-runner";

/// One row of a table.
#[derive(Debug, Clone)]
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) given: Vec<Given>,
    pub(super) arguments: Vec<&'static str>,
    pub(super) expected: Expected,
}

/// What differs from a good role, a good runner and a good network.
#[derive(Debug, Clone)]
pub(super) enum Given {
    /// The statements of the role's trust policy.
    Trust(Value),
    /// An inline policy of the role.
    Inline(Value),
    /// A managed policy that is attached to the role besides its own.
    Attached(&'static str),
    /// One of its own policies, by the end of its name, is detached.
    Without(&'static str),
    /// The role's permissions boundary.
    Boundary(Value),
    /// The runner is a user with this policy, and perhaps this boundary.
    User(Value, Option<Value>),
    /// The runner is a role's session with this session policy.
    Session(Value),
    /// What the organisations of both accounts, and a VPC endpoint, put around all other policies.
    Organisation(Value),
    /// The network and AWS.
    Fault(Fault),
    /// Pages have at most so many items.
    Pages(usize),
    /// The role is new, and AWS needs so many milliseconds to spread it.
    Spreading(u64),
    /// A variable of the program's environment.
    Variable(&'static str, &'static str),
    /// Profiles besides those of the sandbox.
    Profiles(&'static str),
    /// The endpoint has a certificate of its own, which this machine trusts or not.
    Https(Certificate, Trusted),
    /// A proxy for everything that is not on this machine.
    Proxy(Way),
}

/// By what a certificate is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trusted {
    No,
    /// The variable `AWS_CA_BUNDLE`.
    ByVariable,
    /// `ca_bundle` of the profile.
    ByProfile,
}

/// What a proxy does. AWS is called by its own names then, and no custom endpoint is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It wants a password.
    Locked,
    /// It leads on to the sandbox.
    Open,
    /// It wants a password, but the endpoint is on this machine and `NO_PROXY` says so.
    Around,
}

/// What the program must say.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    pub(super) status: &'static str,
    /// A letter for each of the ten checks: Pass, Warn, Fail, `-` for skipped. The groups are runner and ARN, the three
    /// probes, identity and trust policy, the two of permissions, discovery.
    pub(super) line: &'static str,
    /// The cause of the first check that fails, else of the first that warns; empty for none.
    pub(super) cause: &'static str,
    pub(super) also: Vec<Also>,
}

/// What else must be so.
#[derive(Debug, Clone, Copy)]
pub(super) enum Also {
    /// A check has this cause too.
    Cause(&'static str, &'static str),
    /// A check is known so.
    Evidence(&'static str, &'static str),
    /// A check's summary has these words.
    Says(&'static str, &'static str),
    /// One of a check's remedies has these words, or this text to paste.
    Mends(&'static str, &'static str),
    /// Exactly so many cells have this outcome.
    Cells(&'static str, usize),
    /// Rows of the permission table that have denied actions, and no others.
    DeniedIn(&'static [&'static str]),
    /// At least so many lines of the permission table are known so.
    Known(&'static str, usize),
    /// The reason of every denied action.
    Reason(&'static str),
    /// Standard error has these words.
    Told(&'static str),
    /// So many calls of this action were sent.
    Calls(&'static str, usize),
}

/// Begins a row.
pub(super) fn case(name: &'static str) -> Scenario {
    Scenario { name, given: Vec::new(), arguments: Vec::new(), expected: Expected::default() }
}

impl Scenario {
    pub(super) fn given(mut self, given: Given) -> Self {
        self.given.push(given);
        self
    }

    pub(super) fn trust(self, statements: Value) -> Self {
        self.given(Given::Trust(statements))
    }

    pub(super) fn inline(self, effect: &str, action: &Value) -> Self {
        self.given(Given::Inline(json!([{ "Effect": effect, "Action": action, "Resource": "*" }])))
    }

    pub(super) fn fault(self, fault: Fault) -> Self {
        self.given(Given::Fault(fault))
    }

    /// Arguments of `verify`.
    pub(super) fn with(mut self, arguments: &[&'static str]) -> Self {
        self.arguments.extend(arguments);
        self
    }

    /// The account's owner may look too.
    pub(super) fn looked_at(self) -> Self {
        self.with(&["--target-profile", "sandbox-customer"])
    }

    pub(super) fn connected(self, line: &'static str) -> Self {
        self.expects("connected", line, "")
    }

    pub(super) fn degraded(self, line: &'static str, cause: &'static str) -> Self {
        self.expects("degraded", line, cause)
    }

    pub(super) fn disconnected(self, line: &'static str, cause: &'static str) -> Self {
        self.expects("disconnected", line, cause)
    }

    fn expects(mut self, status: &'static str, line: &'static str, cause: &'static str) -> Self {
        self.expected = Expected { status, line, cause, also: std::mem::take(&mut self.expected.also) };
        self
    }

    pub(super) fn also(mut self, also: impl IntoIterator<Item = Also>) -> Self {
        self.expected.also.extend(also);
        self
    }

    /// The causes that this row must meet.
    pub(super) fn causes(&self) -> impl Iterator<Item = &'static str> {
        let also = self.expected.also.iter().filter_map(|also| match also {
            Also::Cause(_, cause) | Also::Reason(cause) => Some(*cause),
            _ => None,
        });
        also.chain([self.expected.cause]).filter(|cause| !cause.is_empty())
    }
}

/// An Allow for `principal` under `condition`.
pub(super) fn allow(principal: &Value, condition: &Value) -> Value {
    statement("Allow", principal, "sts:AssumeRole", condition)
}

/// A statement of a trust policy; without a condition where that is null.
pub(super) fn statement(effect: &str, principal: &Value, action: &str, condition: &Value) -> Value {
    let mut statement = json!({ "Effect": effect, "Principal": principal, "Action": action });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    statement
}

/// The platform account, as the stack names it.
pub(super) fn platform() -> Value {
    json!({ "AWS": format!("arn:aws:iam::{PLATFORM}:root") })
}

/// The right condition.
pub(super) fn right() -> Value {
    json!({ "StringEquals": { "sts:ExternalId": EXTERNAL_ID } })
}

/// The platform account is let in under a condition.
pub(super) fn on(condition: &Value) -> Value {
    allow(&platform(), condition)
}

/// The statement as it should be.
pub(super) fn good() -> Value {
    on(&right())
}
