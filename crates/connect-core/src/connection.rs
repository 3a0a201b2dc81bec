//! A connection: one AWS account's journey and its result; and its connection tests as durable jobs.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::external_id::ExternalId;
use crate::report::Status;
use crate::wizard::{Action, Draft, Step, WizardError};

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
    /// The verdict on the draft's values; `None` until a test has finished, and again when they were changed since.
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

impl Connection {
    /// Applies what a person did; on an error it is as it was. A verdict goes when it no longer speaks of the draft's
    /// values; its report and its time stay.
    pub fn apply(&mut self, action: Action) -> Result<(), WizardError> {
        self.draft = self.draft.transition(action)?;
        self.status = self.status.filter(|_| self.draft.verified);
        Ok(())
    }

    /// Gives the External ID up for another one, and begins the wizard anew with it. Refused while the one so far is of
    /// use; the tests of that one say nothing of the new one.
    pub fn start_over(&mut self, external_id: ExternalId) -> Result<(), WizardError> {
        if let Some(used @ (Status::Connected | Status::Degraded)) = self.status {
            return Err(WizardError::InUse(used));
        }
        if self.draft.former_external_id.is_some() {
            return Err(WizardError::Rotating);
        }
        self.draft = self.draft.started_over(external_id);
        (self.status, self.last_verified_at) = (None, None);
        Ok(())
    }

    /// Puts another External ID in the place of the one that is in use. That one is kept until a test has proved that the
    /// role accepts the new one, and refuses it.
    pub fn rotate(&mut self, external_id: ExternalId) -> Result<(), WizardError> {
        if self.draft.former_external_id.is_some() {
            return Err(WizardError::Rotating);
        }
        if !matches!(self.status, Some(Status::Connected | Status::Degraded)) {
            return Err(WizardError::NotInUse);
        }
        self.draft = self.draft.rotated(external_id);
        self.status = None;
        Ok(())
    }

    /// Gives the new External ID of a rotation up, for the one from before. What the role accepts now is for a test to say.
    pub fn keep_former_external_id(&mut self) -> Result<(), WizardError> {
        self.draft = self.draft.rotated_back().ok_or(WizardError::NotRotating)?;
        self.status = None;
        Ok(())
    }

    /// Takes the verdict of a test of that draft. When the values were changed under the test, it says nothing of them.
    pub fn judge(&mut self, tested: &Draft, status: Status, finished_at: Timestamp) -> Result<(), WizardError> {
        self.last_verified_at = Some(finished_at);
        if self.draft.same_inputs(tested) {
            self.apply(Action::Verified)?;
            self.apply(Action::GoTo(Step::Report))?;
            self.status = Some(status);
            // Any other verdict needs the right External ID to be accepted, and the one from before to be refused.
            if status != Status::Disconnected {
                self.draft.former_external_id = None;
            }
        }
        Ok(())
    }
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
    /// Cut off by the app's end, or by what kept it from being run; it can be run again.
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
    #![allow(clippy::unwrap_used)]
    use super::TestState::{Cancelled, Finished, Interrupted, Queued, Running};
    use super::*;

    fn ready() -> Connection {
        let external_id = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap();
        let mut connection = Connection {
            id: Uuid::from_u128(1).into(),
            draft: Draft::new(external_id, "eu-central-1".parse().unwrap()),
            status: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            last_verified_at: None,
            credentials_place: None,
        };
        connection.apply(runner("runner")).unwrap();
        connection.apply(role("A")).unwrap();
        connection
    }

    fn runner(profile: &str) -> Action {
        Action::ChooseRunner {
            profile: profile.parse().unwrap(),
            account: "111122223333".parse().unwrap(),
            arn: format!("arn:aws:iam::111122223333:user/{profile}"),
            region: "eu-central-1".parse().unwrap(),
        }
    }

    fn role(name: &str) -> Action {
        Action::PasteRoleArn(format!("arn:aws:iam::444455556666:role/{name}"))
    }

    #[test]
    fn a_verdict_goes_with_the_values_that_it_speaks_of() {
        let mut verified = ready();
        let tested = verified.draft.clone();
        verified.judge(&tested, Status::Connected, Timestamp::UNIX_EPOCH).unwrap();
        for (action, stays) in
            [(role("B"), false), (runner("other"), false), (role("A"), true), (Action::SetLabel("x".into()), true)]
        {
            let mut changed = verified.clone();
            changed.apply(action.clone()).unwrap();
            assert_eq!(changed.status.is_some(), stays, "after {action:?}");
            assert_eq!(changed.last_verified_at, verified.last_verified_at, "when it was tested stays known");
        }
    }

    #[test]
    fn a_rotation_keeps_the_one_from_before_until_the_new_one_is_proved() {
        let new: ExternalId = "0b7d1f7e-52f0-4a8e-9c53-1d8a6c1f2e34".parse().unwrap();
        let mut connection = ready();
        let old = connection.draft.external_id.clone();
        let tested = connection.draft.clone();
        assert_eq!(connection.rotate(new.clone()), Err(WizardError::NotInUse), "nothing is proved of the one so far");
        connection.judge(&tested, Status::Degraded, Timestamp::UNIX_EPOCH).unwrap();
        connection.rotate(new.clone()).unwrap();
        let draft = connection.draft.clone();
        assert_eq!((&draft.external_id, &draft.former_external_id), (&new, &Some(old.clone())), "both are there");
        assert_eq!((connection.status, draft.verified), (None, false), "nothing is proved of the new one");
        assert_eq!(connection.rotate(new.clone()), Err(WizardError::Rotating), "the one in AWS would be lost");
        assert_eq!(connection.start_over(new.clone()), Err(WizardError::Rotating), "here too");

        for (status, former) in
            [(Status::Disconnected, Some(old.clone())), (Status::Degraded, None), (Status::Connected, None)]
        {
            let mut judged = connection.clone();
            judged.judge(&draft, status, Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(judged.draft.former_external_id, former, "after {status:?}");
        }

        connection.keep_former_external_id().unwrap();
        assert_eq!((&connection.draft.external_id, &connection.draft.former_external_id), (&old, &None), "back again");
        connection.judge(&draft, Status::Connected, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(connection.status, None, "a test of the new one says nothing of the old one");
        assert_eq!(connection.keep_former_external_id(), Err(WizardError::NotRotating), "once");
    }

    #[test]
    fn starting_over_gives_up_the_external_id_with_all_that_was_proved_of_it() {
        let another: ExternalId = "0b7d1f7e-52f0-4a8e-9c53-1d8a6c1f2e34".parse().unwrap();
        for status in [None, Some(Status::Disconnected)] {
            let mut connection = ready();
            let tested = connection.draft.clone();
            if let Some(status) = status {
                connection.judge(&tested, status, Timestamp::UNIX_EPOCH).unwrap();
            }
            connection.start_over(another.clone()).unwrap();
            let draft = &connection.draft;
            assert_eq!((&draft.external_id, draft.step), (&another, Step::ExternalId), "with the new one, at its step");
            assert_eq!((&draft.role_arn, draft.verified), (&None, false), "the role trusts the old one");
            assert_eq!((connection.status, connection.last_verified_at), (None, None), "nothing is proved");
        }
    }

    #[test]
    fn an_external_id_that_is_of_use_is_not_given_up() {
        for status in [Status::Connected, Status::Degraded] {
            let mut connection = ready();
            let tested = connection.draft.clone();
            connection.judge(&tested, status, Timestamp::UNIX_EPOCH).unwrap();
            let before = connection.clone();
            let error = connection.start_over("another-one".parse().unwrap()).unwrap_err();
            assert_eq!((&error, &connection), (&WizardError::InUse(status), &before), "nothing was changed");
            assert!(error.to_string().contains("forget"), "it says what else can be done: {error}");
        }
    }

    #[test]
    fn a_test_says_nothing_of_values_that_were_changed_under_it() {
        let mut changed = ready();
        let tested = changed.draft.clone();
        changed.apply(role("B")).unwrap();
        changed.judge(&tested, Status::Connected, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((changed.status, changed.draft.verified), (None, false), "the new role was never tested");
    }

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
