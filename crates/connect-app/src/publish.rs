//! Publishes the bundled template from here, as the platform account: shows where to and for whom, and does it.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use connect_core::account::AccountId;
use connect_core::check::Cause;
use connect_core::connection::ConnectionId;
use connect_core::console::TemplateUrl;
use connect_core::diagnosis::denied_by;
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::{Cloud, Identity};
use connect_core::profile::ProfileName;
use connect_core::publication::{BucketName, Publication, PublishFailure, Readers, granted};
use connect_core::region::Region;
use connect_core::wizard::Draft;

use crate::App;
use crate::error::AppError;
use crate::view::{LaunchView, PublicationView, ReadersView};

/// What the template's file is called.
pub const TEMPLATE_FILE: &str = "alethia-provisioner-role.yaml";

/// What it takes to publish, in the order in which it is asked for.
const ACTIONS: &str = "s3:ListBucket, s3:CreateBucket, s3:PutBucketPublicAccessBlock, s3:PutObject, s3:GetObject, \
     s3:GetBucketPolicy, s3:GetBucketPublicAccessBlock and s3:PutBucketPolicy";

/// As whom to publish, where, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishRequest {
    /// The profile in the platform account.
    pub profile: ProfileName,
    /// The platform account, where it is known before.
    pub platform_account: Option<AccountId>,
    /// Where the bucket is made; `None` is the profile's own region.
    pub region: Option<Region>,
    /// Another bucket than the one that is made for templates.
    pub bucket: Option<BucketName>,
    /// Who may read it.
    pub readers: Readers,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The profile cannot be used.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The profile is in another account than the platform's.
    #[error(
        "the profile \"{profile}\" is in account {account} now, but the platform account is {expected}: nothing was sent. Choose the runner profile anew"
    )]
    OtherAccount {
        /// The profile.
        profile: ProfileName,
        /// Its account.
        account: AccountId,
        /// The platform account.
        expected: AccountId,
    },
    /// The account that is to read it is the one that publishes it.
    #[error(
        "account {0} is the platform account itself, which needs no leave to read its own bucket: nothing was sent. Name the account to connect"
    )]
    ForItself(AccountId),
    /// S3 did not do it.
    #[error("{failure}")]
    Failed {
        /// What went wrong.
        #[source]
        failure: PublishFailure,
        /// What was to be published.
        publication: Box<Publication>,
        /// Who was to publish it.
        caller: String,
    },
}

/// A template that is ready to be published: nothing but the question who publishes it was sent so far.
pub struct Publishing {
    runner: Arc<dyn Identity>,
    publication: Publication,
}

impl Publishing {
    /// Signs in, and makes sure that it is the account that is meant.
    pub async fn prepare(cloud: &dyn Cloud, request: PublishRequest) -> Result<Self, PublishError> {
        let runner = cloud.sign_in(Some(&request.profile)).await?;
        let account = runner.caller().account.clone();
        if let Some(expected) = request.platform_account.filter(|expected| *expected != account) {
            return Err(PublishError::OtherAccount { profile: request.profile, account, expected });
        }
        let region = request.region.unwrap_or_else(|| runner.region().clone());
        let publication = publication(account, region, request.bucket, request.readers)?;
        Ok(Self { runner, publication })
    }

    /// What will be published, where, and for whom.
    pub const fn publication(&self) -> &Publication {
        &self.publication
    }

    /// Publishes it, and gives its address.
    pub async fn run(&self) -> Result<TemplateUrl, PublishError> {
        self.runner.templates().publish(&self.publication).await.map_err(|failure| PublishError::Failed {
            failure,
            publication: Box::new(self.publication.clone()),
            caller: self.runner.caller().arn.clone(),
        })
    }
}

fn publication(
    account: AccountId,
    region: Region,
    bucket: Option<BucketName>,
    readers: Readers,
) -> Result<Publication, PublishError> {
    if readers == Readers::Account(account.clone()) {
        return Err(PublishError::ForItself(account));
    }
    Ok(Publication {
        bucket: bucket.unwrap_or_else(|| BucketName::of_templates(&account, &region)),
        account,
        region,
        template: connect_role::cloudformation_template(),
        sha256: connect_role::template_sha256(),
        file: TEMPLATE_FILE,
        readers,
    })
}

impl From<PublishError> for AppError {
    fn from(error: PublishError) -> Self {
        let words = error.to_string();
        match error {
            PublishError::SignIn(error) => error.into(),
            PublishError::OtherAccount { .. } | PublishError::ForItself(_) => Self::input(words),
            PublishError::Failed { failure: PublishFailure::Call(call), publication, caller } => {
                let hint = mend(&call, &publication, &caller);
                let error = Self::from(call);
                if hint.is_some() { Self { hint, ..error } } else { error }
            }
            PublishError::Failed { failure, .. } => {
                Self { hint: other_mend(&failure), retryable: true, ..Self::not_now(words) }
            }
        }
    }
}

/// Who can mend a refused call, and how; none where the failure's own words say it.
fn mend(call: &CallFailure, publication: &Publication, caller: &str) -> Option<String> {
    let Publication { account, bucket, region, .. } = publication;
    if call.code.as_deref() == Some("MalformedPolicy") && call.message.contains("rincipal") {
        let Readers::Account(reader) = &publication.readers else { return None };
        return Some(format!("AWS does not know account {reader} in this partition: check its number."));
    }
    if call.kind == FailureKind::RegionDisabled {
        return Some(format!("Enable {region} in account {account}, or choose another region for the stack."));
    }
    if call.kind != FailureKind::Denied {
        return None;
    }
    if ["BlockPublicPolicy", "Block Public Access"].iter().any(|words| call.message.contains(words)) {
        return Some(format!(
            "Block Public Access of account {account}, or of its organisation, forbids buckets that anybody can read. Publish for one account instead, or have the account's administrator lift it."
        ));
    }
    Some(match denied_by(&call.message) {
        Some(Cause::DeniedByScp | Cause::DeniedByRcp) => format!(
            "A policy of the AWS organisation forbids {}. Only the organisation's administrator can allow it in account {account}. Or save the template, and have it uploaded to a bucket that you may use.",
            call.operation
        ),
        Some(Cause::DeniedByBoundary) => format!(
            "The permissions boundary of {caller} forbids {}. The administrator of account {account} can widen it.",
            call.operation
        ),
        _ => format!(
            "{caller} lacks {}. Have the administrator of account {account} allow {ACTIONS} on arn:{partition}:s3:::{bucket} and arn:{partition}:s3:::{bucket}/*, or have them upload the template by hand.",
            call.operation,
            partition = region.partition(),
        ),
    })
}

fn other_mend(failure: &PublishFailure) -> Option<String> {
    Some(match failure {
        PublishFailure::Taken { .. } | PublishFailure::KeptPrivate { .. } => {
            "Choose another name with `alethia-connect-cli publish-template --bucket NAME`, and enter the address that it prints as the hosted template; or choose another region.".to_owned()
        }
        PublishFailure::Elsewhere { .. } => "Choose another region for the stack, or another bucket.".to_owned(),
        PublishFailure::Differs { .. } => {
            "Find out who wrote it before you delete it; then publish again.".to_owned()
        }
        PublishFailure::Policy { .. } => {
            "Look at the bucket's policy in the S3 console, mend it there, and publish again.".to_owned()
        }
        PublishFailure::Call(_) | PublishFailure::Address(_) => return None,
    })
}

impl App {
    /// What publishing would do, and the bucket policy that also somebody needs who uploads by hand. Sends nothing.
    pub async fn publication(&self, id: ConnectionId, readers: ReadersView) -> Result<PublicationView, AppError> {
        let draft = self.connection(id).await?.draft;
        let account = draft.platform_account.clone();
        let account = account.ok_or_else(|| AppError::not_now("choose the runner profile first"))?;
        let publication = publication(account, draft.region.clone(), None, chosen(&draft, readers)?)?;
        let policy = granted(None, &publication, self.settings.endpoint.is_none());
        let policy = policy.map_err(|error| AppError::not_now(error.to_string()))?;
        Ok(PublicationView::of(&publication, draft.runner.as_ref(), &policy.unwrap_or_default()))
    }

    /// Publishes the bundled template as the runner, and has the connection's link use it from then on.
    pub async fn publish_template(&self, id: ConnectionId, readers: ReadersView) -> Result<LaunchView, AppError> {
        self.may_set_template()?;
        let draft = self.connection(id).await?.draft;
        let runner = draft.runner.clone();
        let profile = runner.ok_or_else(|| {
            AppError::not_now("choose a runner profile in step External ID first: it publishes the template")
        })?;
        let request = PublishRequest {
            profile,
            platform_account: draft.platform_account.clone(),
            region: Some(draft.region.clone()),
            bucket: None,
            readers: chosen(&draft, readers)?,
        };
        let (newest, cancelled) = oneshot::channel();
        // The sender of an earlier one is dropped, which ends that one.
        self.publishing().insert(id, newest);
        let address = tokio::select! {
            biased;
            _ = cancelled => return Err(AppError::not_now(
                "what is in S3 already stays there, and publishing again goes on from it",
            )),
            address = published(self.cloud.as_ref(), request) => address?,
        };
        self.blocking(move |store| Ok(store.keep_template_url(Some(address.as_str()))?)).await?;
        self.launch(id).await
    }

    /// Cancels the publishing for this connection, if there is any; the next call is not sent.
    pub fn cancel_publishing(&self, id: ConnectionId) {
        self.publishing().remove(&id);
    }

    fn publishing(&self) -> MutexGuard<'_, HashMap<ConnectionId, oneshot::Sender<()>>> {
        self.publishing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn published(cloud: &dyn Cloud, request: PublishRequest) -> Result<TemplateUrl, PublishError> {
    Publishing::prepare(cloud, request).await?.run().await
}

fn chosen(draft: &Draft, readers: ReadersView) -> Result<Readers, AppError> {
    match readers {
        ReadersView::Anybody => Ok(Readers::Anybody),
        ReadersView::ExpectedAccount => draft.expected_account.clone().map(Readers::Account).ok_or_else(|| {
            AppError::input("say which account you want to connect, or choose that anybody can read the template")
        }),
    }
}
