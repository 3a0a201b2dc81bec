//! What the domain needs from the outside world: AWS and the store. Adapters implement these;
//! use cases call nothing else.
//!
//! Credentials are deliberately absent: an [`Identity`] and a [`RoleSession`] can act, but nobody
//! can ask them for a key.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::account::{AccountId, Partition};
use crate::arn::{RoleArn, RoleName};
use crate::comparison::Counts;
use crate::connection::{Connection, ConnectionId, ConnectionTest, CredentialsPlace, StoredItem};
use crate::console::{S3Object, StackName, TemplateUrl};
use crate::coverage::CoverageCell;
use crate::external_id::ExternalId;
use crate::failure::{CallFailure, SignInError};
use crate::mfa::{MfaCode, MfaQuestion};
use crate::network::{NetworkCell, NetworkPart};
use crate::profile::{Profile, ProfileName};
use crate::publication::{Publication, PublishFailure};
use crate::region::Region;
use crate::report::{Decision, Report, Status};
use crate::resource::{Resource, Tags};
use crate::stack::{StackEvent, StackFailure, StackPlan, StackRequest};

/// Who a call is made as, by `sts:GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdentity {
    /// The account.
    pub account: AccountId,
    /// The full ARN, of a user, a role's session or the root.
    pub arn: String,
    /// AWS's request id.
    pub request_id: Option<String>,
}

/// One `AssumeRole` to send.
#[derive(Debug, Clone)]
pub struct AssumeRequest {
    /// The role.
    pub role: RoleArn,
    /// The External ID to present; `None` sends none at all.
    pub external_id: Option<ExternalId>,
    /// `RoleSessionName`, by which `CloudTrail` tells the probes apart.
    pub session_name: String,
    /// How long the session shall last, in seconds.
    pub duration_seconds: u32,
}

/// A role as IAM describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRecord {
    /// Its ARN, path included.
    pub arn: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// The trust policy's JSON text, decoded.
    pub trust_policy: String,
    /// The ARN of its permissions boundary.
    pub permissions_boundary: Option<String>,
    /// The longest session it allows, in seconds.
    pub max_session_seconds: u32,
    /// Its tags: key and value.
    pub tags: Vec<(String, String)>,
    /// AWS's request id.
    pub request_id: Option<String>,
}

/// One policy of a role or user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyText {
    /// Its name.
    pub name: String,
    /// Its ARN; `None` for an inline policy.
    pub arn: Option<String>,
    /// Its JSON text, decoded; `None` when only its name may be seen.
    pub document: Option<String>,
}

/// All identity-based policies of a role or user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityPolicies {
    /// Attached and inline ones, a user's groups' too.
    pub policies: Vec<PolicyText>,
    /// The permissions boundary, if there is one. Without a text also where nobody may see whether there is one.
    pub boundary: Option<PolicyText>,
}

/// One question to the policy simulator.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SimulationQuery {
    /// The IAM action.
    pub action: String,
    /// A representative resource ARN, or `*`.
    pub resource: String,
    /// Context keys with their values, as the scope's conditions need them.
    pub context: Vec<(String, Vec<String>)>,
}

/// The simulator's answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulationAnswer {
    /// The question's action.
    pub action: String,
    /// Allowed or denied.
    pub decision: Decision,
    /// Whether an explicit Deny decided it.
    pub explicit_deny: bool,
    /// Whether a boundary allows it; `None` when there is none.
    pub allowed_by_boundary: Option<bool>,
    /// Whether the organisation allows it; `None` when that is not known.
    pub allowed_by_organisation: Option<bool>,
    /// Condition keys that some policy tests and the query did not give: the simulator takes them for absent.
    pub missing_context: Vec<String>,
}

/// Which regions a discovery asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegionChoice {
    /// Every region that is enabled in the target account.
    All,
    /// These, whether enabled or not.
    Named(Vec<Region>),
}

/// What a running discovery tells.
#[derive(Debug, Clone)]
pub enum DiscoveryEvent {
    /// These regions will be asked, and why these when AWS would not say which are enabled.
    Regions {
        /// The regions.
        regions: Vec<Region>,
        /// Why they are a guess, if they are.
        note: Option<String>,
        /// The denial that made them a guess, if one did.
        denied: Option<CallFailure>,
    },
    /// A cell is finished, with what was found in it.
    Cell {
        /// The cell.
        cell: CoverageCell,
        /// Its resources.
        resources: Vec<Resource>,
        /// The denial for which it is not whole, if there is one.
        denied: Option<CallFailure>,
    },
    /// A kind of part of a region's networks was listed, or could not be.
    Network {
        /// What became of it.
        cell: NetworkCell,
        /// What was found.
        parts: Vec<NetworkPart>,
    },
}

/// Where a discovery's events go; called from several tasks at once.
pub type DiscoverySink<'a> = dyn Fn(DiscoveryEvent) + Send + Sync + 'a;

/// AWS, as this machine's profiles reach it.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// The profiles of this machine's AWS files, and those from the environment.
    async fn profiles(&self) -> Result<Vec<Profile>, SignInError>;

    /// Opens connections that a discovery in this partition will need, if nobody did a moment ago. Nothing is signed, and
    /// nothing comes of it but time.
    async fn warm(&self, _partition: Partition) {}

    /// The template that is hosted at an address, whatever it is, read without anybody's credentials.
    async fn hosted_template(&self, template: &TemplateUrl) -> Result<Vec<u8>, SignInError>;

    /// Loads a profile's credentials and asks AWS who they are; `None` is the default chain. A profile that wants a code
    /// from an MFA device asks for it by the cloud's [`MfaPrompt`]; without one it fails.
    async fn sign_in(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError>;

    /// The same without asking anybody: a profile that wants a code fails.
    async fn sign_in_unasked(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        self.sign_in(profile).await
    }
}

/// Asks the person in front of this machine for the code of an MFA device.
#[async_trait]
pub trait MfaPrompt: Send + Sync {
    /// The code; `None` when the person gives none. A dropped future withdraws the question.
    async fn ask(&self, question: &MfaQuestion) -> Option<MfaCode>;

    /// No more codes of this device are wanted for this profile, whatever came of the last one: what is shown can go.
    fn done(&self, _profile: &str, _device: &str) {}
}

/// A signed-in identity of this machine: the runner, or a target profile.
#[async_trait]
pub trait Identity: Send + Sync {
    /// Who it is.
    fn caller(&self) -> &CallerIdentity;

    /// The profile of the AWS files that its credentials are from, also when none was asked for by name.
    fn profile(&self) -> Option<&str>;

    /// The region whose endpoints it uses: its profile's, or the home of its partition.
    fn region(&self) -> &Region;

    /// The region whose STS it assumes roles at since AWS said that STS is switched off in its own.
    fn fallback_region(&self) -> Option<&Region> {
        None
    }

    /// Assumes a role; the session's credentials stay inside what is returned.
    async fn assume(&self, request: &AssumeRequest) -> Result<Arc<dyn RoleSession>, CallFailure>;

    /// Reads roles of its own account.
    fn reader(&self) -> &dyn RoleReader;

    /// Asks the policy simulator what it may do itself: the user, or the role behind the session.
    async fn simulate_itself(&self, queries: &[SimulationQuery]) -> Result<Vec<SimulationAnswer>, CallFailure>;

    /// The policies of its own, as far as it may read them; sends only Get and List.
    async fn own_policies(&self) -> Result<IdentityPolicies, CallFailure>;

    /// The stacks of its own account.
    fn stacks(&self) -> &dyn Stacks;

    /// The templates in buckets of its own account, and those that others let it read.
    fn templates(&self) -> &dyn Templates;
}

/// Where the events of a stack go.
pub type StackSink<'a> = dyn Fn(StackEvent) + Send + Sync + 'a;

/// Makes the role's stack, brings it up to date or deletes it. It and [`Templates`] alone change anything in AWS.
#[async_trait]
pub trait Stacks: Send + Sync {
    /// What making the stack, or bringing the one that is there up to date, would do. Leaves a change set behind, and
    /// where there is no stack yet an empty one, until the plan is carried out or discarded.
    async fn plan(&self, stack: &StackRequest) -> Result<StackPlan, StackFailure>;

    /// Does what the plan says, tells the stack's events until it is complete, and takes the Role ARN from its outputs.
    async fn carry_out(
        &self,
        stack: &StackRequest,
        plan: &StackPlan,
        sink: &StackSink<'_>,
    ) -> Result<RoleArn, StackFailure>;

    /// Takes a plan away that was not carried out.
    async fn discard(&self, stack: &StackRequest, plan: &StackPlan) -> Result<(), CallFailure>;

    /// Has AWS undo what it is doing: a stack that is being made is deleted, an update is rolled back. A stack that was
    /// under way before is left to whoever began it.
    async fn stop(&self, stack: &StackRequest, plan: &StackPlan) -> Result<(), CallFailure>;

    /// Deletes a stack with what it made, and tells the events of that until it is gone; nothing where there is none.
    async fn delete(&self, region: &Region, name: &StackName, sink: &StackSink<'_>) -> Result<(), StackFailure>;

    /// The Role ARN of a stack that is complete; none where there is no such stack, or not yet.
    async fn made_role(&self, region: &Region, name: &StackName) -> Result<Option<RoleArn>, CallFailure>;
}

/// Hosts templates on S3.
#[async_trait]
pub trait Templates: Send + Sync {
    /// Makes the bucket if it is not there, puts the template into it and lets the readers read it; gives its address.
    /// What is there already is used, and never replaced.
    async fn publish(&self, publication: &Publication) -> Result<TemplateUrl, PublishFailure>;

    /// A hosted template, read with this identity's signature; `region` is the bucket's.
    async fn read(&self, template: &S3Object, region: &Region) -> Result<Vec<u8>, CallFailure>;

    /// The policy of a template's bucket; none where it has none.
    async fn bucket_policy(&self, template: &S3Object, region: &Region) -> Result<Option<String>, CallFailure>;
}

/// Reads roles and their policies; sends only Get, List and Simulate.
#[async_trait]
pub trait RoleReader: Send + Sync {
    /// The role with its trust policy.
    async fn role(&self, name: &RoleName) -> Result<RoleRecord, CallFailure>;

    /// The role's policies with their texts, as far as they may be read.
    async fn policies(&self, role: &RoleRecord, name: &RoleName) -> Result<IdentityPolicies, CallFailure>;

    /// Asks the policy simulator what the role may do; the answers are in the order of the queries.
    async fn simulate(&self, role: &RoleArn, queries: &[SimulationQuery])
    -> Result<Vec<SimulationAnswer>, CallFailure>;
}

/// A session of the provisioner role.
#[async_trait]
pub trait RoleSession: Send + Sync {
    /// AWS's request id of the `AssumeRole`.
    fn request_id(&self) -> Option<&str>;

    /// Who the session is.
    async fn caller(&self) -> Result<CallerIdentity, CallFailure>;

    /// Reads the role through itself.
    fn reader(&self) -> &dyn RoleReader;

    /// Lists every kind in every chosen region and reports cell by cell. A failed region is data,
    /// not an error; dropping the future cancels it.
    async fn discover(&self, regions: &RegionChoice, sink: &DiscoverySink<'_>);

    /// The tags of one resource. Those of hosted zones and IAM users are not in a list: they cost a call each.
    async fn tags(&self, of: &Resource) -> Result<Tags, CallFailure>;
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database file cannot be opened, read or written.
    #[error(
        "the app's database {path} cannot be used: {reason}. Nothing was lost; free the disk or mend the folder's permissions, then try again"
    )]
    Database {
        /// The file.
        path: String,
        /// The system's or `SQLite`'s own words.
        reason: String,
    },
    /// The database was written by a newer version of the app.
    #[error(
        "the app's database {path} was written by a newer version of Alethia Connect (schema {found}, known here: {known}). Update the app; the file was left untouched"
    )]
    Newer {
        /// The file.
        path: String,
        /// Its schema version.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// There is no connection with that id.
    #[error("there is no connection {0}; it may have been forgotten")]
    NoConnection(ConnectionId),
    /// The keyring entry of a connection cannot be read.
    #[error("the keyring entry of connection {id} cannot be read: {reason}. Unlock the keyring and try again")]
    Keyring {
        /// The connection.
        id: ConnectionId,
        /// What the keyring said.
        reason: String,
    },
}

/// A connection that is kept, but whose credentials cannot be read just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableConnection {
    /// Its id.
    pub id: ConnectionId,
    /// What the person calls it.
    pub label: String,
    /// The last verdict.
    pub status: Option<Status>,
    /// Why, and what to do: the words of the error that [`Store::connection`] gives.
    pub reason: String,
}

/// Connections, their tests and reports. Its calls block for up to the keyring's bound of 5 s and
/// belong on a blocking thread.
pub trait Store: Send + Sync {
    /// All connections that can be read, the one changed last first. One that cannot be read does
    /// not keep the others from being listed; it is in [`Self::unreadable`].
    fn connections(&self) -> Result<Vec<Connection>, StoreError>;

    /// The connections that are kept but cannot be read, because the keyring is locked, say.
    fn unreadable(&self) -> Result<Vec<UnreadableConnection>, StoreError> {
        Ok(Vec::new())
    }

    /// One connection, with its Role ARN and External ID.
    fn connection(&self, id: ConnectionId) -> Result<Connection, StoreError>;

    /// Saves a connection, and says where its credentials went.
    fn save(&self, connection: &Connection) -> Result<CredentialsPlace, StoreError>;

    /// Saves a connection that was started over: its tests and reports go, and with them all that was kept of its earlier
    /// credentials.
    fn start_over(&self, connection: &Connection) -> Result<CredentialsPlace, StoreError>;

    /// Removes a connection, its tests, reports and keyring entry.
    fn forget(&self, id: ConnectionId) -> Result<(), StoreError>;

    /// Saves a connection test's state.
    fn save_test(&self, test: &ConnectionTest) -> Result<(), StoreError>;

    /// The newest test of a connection.
    fn latest_test(&self, id: ConnectionId) -> Result<Option<ConnectionTest>, StoreError>;

    /// Marks tests that were queued or running when the app last ended as interrupted; returns how many.
    fn interrupt_unfinished(&self) -> Result<usize, StoreError>;

    /// Saves a report, and its resources as the cache inside `cloud_identities.credentials`.
    fn save_report(&self, id: ConnectionId, report: &Report) -> Result<(), StoreError>;

    /// The newest report of a connection, resources included.
    fn latest_report(&self, id: ConnectionId) -> Result<Option<Report>, StoreError>;

    /// How much the newest report says to have changed since the one before; none where it was not compared.
    fn latest_changes(&self, id: ConnectionId) -> Result<Option<Counts>, StoreError>;

    /// The address of the hosted template that a person entered or published; it was checked then.
    fn template_url(&self) -> Result<Option<String>, StoreError>;

    /// Keeps that address, or forgets it.
    fn keep_template_url(&self, address: Option<&str>) -> Result<(), StoreError>;

    /// Everything that is kept, for the "What is stored" screen.
    fn stored(&self) -> Result<Vec<StoredItem>, StoreError>;
}
