//! A connection: one AWS account's journey and its result; and its connection tests as durable jobs.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::report::Status;
use crate::wizard::Draft;

macro_rules! uuid_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text.trim()).map(Self)
            }
        }
    };
}

uuid_newtype!(
    /// A connection's id.
    ConnectionId
);
uuid_newtype!(
    /// A connection test's id.
    TestId
);

/// Where a connection's Role ARN and External ID are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CredentialsPlace {
    /// In the OS keyring.
    Keyring,
    /// In the app's database file, because no keyring answered in time.
    Database,
}

/// One AWS account's journey and its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// The wizard's draft: label, runner, External ID, Role ARN and step.
    pub draft: Draft,
    /// The last verdict; `None` until a test has finished.
    pub status: Option<Status>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When a test last finished.
    pub last_verified_at: Option<Timestamp>,
    /// Where its credentials were found; `None` before it was first saved.
    pub credentials_place: Option<CredentialsPlace>,
}

/// Where a connection test stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TestState {
    /// Waiting to run.
    Queued,
    /// Running.
    Running,
    /// Ended with a report.
    Finished,
    /// Stopped by the person.
    Cancelled,
    /// Cut off by the app's end; it can be run again.
    Interrupted,
}

impl TestState {
    /// Whether a test may go from this state to another.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Queued, Self::Running | Self::Cancelled | Self::Interrupted)
                | (Self::Running, Self::Finished | Self::Cancelled | Self::Interrupted)
        )
    }
}

/// One run of the `CONNECTION_TEST` job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionTest {
    /// Its id, also the report's.
    pub id: TestId,
    /// The connection it tests.
    pub connection: ConnectionId,
    /// Where it stands.
    pub state: TestState,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it reached a final state.
    pub ended_at: Option<Timestamp>,
}

/// One line of the "What is stored" screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StoredItem {
    /// Where: the keyring or the database file, and the entry or table.
    pub place: String,
    /// What it is called there.
    pub name: String,
    /// Its real content, or the start of it when it is long.
    pub content: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::TestState::{Cancelled, Finished, Interrupted, Queued, Running};

    #[test]
    fn a_test_only_moves_forward() {
        let all = [Queued, Running, Finished, Cancelled, Interrupted];
        for state in [Finished, Cancelled, Interrupted] {
            assert!(all.iter().all(|next| !state.may_become(*next)), "{state:?} is final");
        }
        assert!(Queued.may_become(Running) && Running.may_become(Finished), "the straight way");
        assert!(!Queued.may_become(Finished), "nothing finishes without having run");
    }
}
