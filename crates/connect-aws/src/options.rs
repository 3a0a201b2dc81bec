//! How the adapter behaves, and the environment variables that it sees.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Environment variables, as they were when the adapter was made. `Debug` names them without their values.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The variables of this process.
    pub fn of_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self(std::env::vars_os().filter_map(text).collect())
    }

    /// These variables and no others.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// A variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The names and values of the variables whose name begins so.
    pub(crate) fn beginning(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        let set = self.0.iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| (name.as_str(), value.as_str())).filter(move |(name, _)| name.starts_with(prefix))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands.
    pub connect: Duration,
    /// One try of a call.
    pub attempt: Duration,
    /// A call with all its tries.
    pub operation: Duration,
    /// Loading a profile's credentials, an external program included, but no person's time.
    pub credentials: Duration,
    /// A person who is asked for a code, each time.
    pub person: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(10),
            operation: Duration::from_secs(30),
            credentials: Duration::from_secs(30),
            person: Duration::from_mins(2),
        }
    }
}

/// How the adapter behaves.
#[derive(Debug, Clone)]
pub struct AwsOptions {
    /// Whether `AWS_ENDPOINT_URL...` and `endpoint_url` of the AWS files are followed. When not, requests only ever go
    /// to hosts of AWS.
    pub allow_custom_endpoint: bool,
    /// The variables to go by.
    pub environment: Environment,
    /// Bounds on calls.
    pub timeouts: Timeouts,
    /// How many discovery calls are under way at once, over all sessions.
    pub concurrency: usize,
}

impl Default for AwsOptions {
    /// The process's environment, AWS's own endpoints only, and room for four calls in each of 34 regions at once.
    fn default() -> Self {
        Self {
            allow_custom_endpoint: false,
            environment: Environment::of_process(),
            timeouts: Timeouts::default(),
            concurrency: 160,
        }
    }
}
