//! A session of an assumed role. Its credentials can be renewed once, when they run out in the middle of a discovery.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::SystemTime;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_sts::operation::RequestId;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{AssumeRequest, CallerIdentity, DiscoverySink, RegionChoice, RoleReader, RoleSession};
use connect_core::region::Region;
use connect_core::resource::{Resource, Tags};
use tokio::sync::Mutex;

use crate::classify::{self, Whose};
use crate::client;
use crate::cloud::Shared;
use crate::discovery;
use crate::endpoints;
use crate::identity::who;
use crate::reader::IamReader;

const ASSUME: &str = "sts:AssumeRole";

/// Assumes roles with a profile's credentials, always at the same regional endpoint: the profile's, or that of the
/// partition's home region once AWS has said that STS is switched off in the profile's.
pub(crate) struct Assumer {
    config: SdkConfig,
    sts: aws_sdk_sts::Client,
    fallback: OnceLock<(Region, aws_sdk_sts::Client)>,
    whose: Whose,
}

/// What an `AssumeRole` gave.
struct Assumed {
    credentials: Credentials,
    request_id: Option<String>,
}

impl Assumer {
    pub(crate) fn new(config: SdkConfig, whose: Whose) -> Self {
        Self { sts: client::sts(&config), fallback: OnceLock::new(), config, whose }
    }

    /// The region whose STS took the place of the profile's.
    pub(crate) fn fallback(&self) -> Option<&Region> {
        self.fallback.get().map(|(region, _)| region)
    }

    async fn assume(&self, request: &AssumeRequest) -> Result<Assumed, CallFailure> {
        if let Some((_, sts)) = self.fallback.get() {
            return self.assume_at(sts, request).await;
        }
        let home = Region::home(request.role.partition());
        let elsewhere = self.config.region().is_some_and(|own| own.as_ref() != home.as_str());
        match self.assume_at(&self.sts, request).await {
            Err(failure) if failure.kind == FailureKind::StsRegionDisabled && elsewhere => {
                let (_, sts) = self.fallback.get_or_init(|| {
                    let region = aws_config::Region::new(home.as_str().to_owned());
                    (home, client::sts(&self.config.to_builder().region(region).build()))
                });
                self.assume_at(sts, request).await
            }
            answered => answered,
        }
    }

    async fn assume_at(&self, sts: &aws_sdk_sts::Client, request: &AssumeRequest) -> Result<Assumed, CallFailure> {
        let call = sts
            .assume_role()
            .role_arn(request.role.to_string())
            .role_session_name(&request.session_name)
            .duration_seconds(i32::try_from(request.duration_seconds).unwrap_or(i32::MAX))
            .set_external_id(request.external_id.as_ref().map(|id| id.as_str().to_owned()));
        let answer = call.send().await.map_err(|error| classify::failure(ASSUME, &error, &self.whose))?;
        let request_id = answer.request_id().map(str::to_owned);
        let credentials = answer.credentials.as_ref().and_then(credentials);
        let credentials = credentials.ok_or_else(|| no_credentials(request_id.clone()))?;
        Ok(Assumed { credentials, request_id })
    }

    /// The region to ask for what is global: the profile's own, when it is one that the role's account cannot switch off.
    fn home(&self, request: &AssumeRequest) -> Region {
        let partition = request.role.partition();
        let own = self.config.region().and_then(|region| region.as_ref().parse::<Region>().ok());
        own.filter(|own| Region::always_enabled(partition).contains(own)).unwrap_or_else(|| Region::home(partition))
    }
}

/// The credentials in an answer of STS; `None` when it holds none.
pub(crate) fn credentials(answer: &aws_sdk_sts::types::Credentials) -> Option<Credentials> {
    let expiry = SystemTime::try_from(*answer.expiration()).ok();
    let (id, secret, token) = (answer.access_key_id(), answer.secret_access_key(), answer.session_token());
    let whole = !id.is_empty() && !secret.is_empty();
    whole.then(|| Credentials::new(id, secret, Some(token.to_owned()), expiry, "assumed-role"))
}

pub(crate) fn no_credentials(request_id: Option<String>) -> CallFailure {
    CallFailure {
        kind: FailureKind::Unreachable,
        operation: ASSUME,
        code: None,
        message: "the answer holds no credentials, so it is not AWS's".to_owned(),
        request_id,
        clock_skew_seconds: None,
    }
}

/// Session credentials that can be exchanged under the clients that use them.
#[derive(Clone)]
struct Renewable(Arc<RwLock<(u32, Credentials)>>);

impl Renewable {
    fn new(credentials: Credentials) -> Self {
        Self(Arc::new(RwLock::new((0, credentials))))
    }

    fn get(&self) -> (u32, Credentials) {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn exchange(&self, credentials: Credentials) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *held = (held.0 + 1, credentials);
    }
}

impl ProvideCredentials for Renewable {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Ok(self.get().1))
    }
}

impl fmt::Debug for Renewable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewable").finish_non_exhaustive()
    }
}

/// What the tasks of a discovery need of their session.
pub(crate) struct SessionCore {
    pub(crate) shared: Arc<Shared>,
    pub(crate) config: SdkConfig,
    pub(crate) home: Region,
    pub(crate) request: AssumeRequest,
    /// Whether its token is of STS's global endpoint.
    pub(crate) global_token: bool,
    assumer: Arc<Assumer>,
    held: Renewable,
    renewing: Mutex<()>,
    /// Made once for each region: making a client costs more than a call's own work.
    ec2: std::sync::Mutex<HashMap<Region, Arc<OnceLock<aws_sdk_ec2::Client>>>>,
}

impl SessionCore {
    /// The client for a region.
    pub(crate) fn ec2(&self, region: &Region) -> aws_sdk_ec2::Client {
        let cell =
            Arc::clone(self.ec2.lock().unwrap_or_else(PoisonError::into_inner).entry(region.clone()).or_default());
        cell.get_or_init(|| client::ec2(&self.config, self.request.role.account(), region)).clone()
    }

    /// Which credentials are in use; to be read before a call and handed to [`Self::renew`] when it fails.
    pub(crate) fn generation(&self) -> u32 {
        self.held.get().0
    }

    /// Assumes the role again, once in a session's life; false when that is used up. Whoever comes late finds it done.
    pub(crate) async fn renew(&self, expired: u32) -> Result<bool, CallFailure> {
        let _one_at_a_time = self.renewing.lock().await;
        match self.generation() {
            now if now > expired => Ok(true),
            0 => {
                self.held.exchange(self.assumer.assume(&self.request).await?.credentials);
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

/// An assumed role's session.
pub(crate) struct Session {
    core: Arc<SessionCore>,
    reader: IamReader,
    request_id: Option<String>,
}

impl Session {
    pub(crate) async fn begin(
        shared: Arc<Shared>,
        assumer: Arc<Assumer>,
        request: &AssumeRequest,
    ) -> Result<Self, CallFailure> {
        let Assumed { credentials, request_id } = assumer.assume(request).await?;
        let held = Renewable::new(credentials);
        let home = assumer.home(request);
        let config = assumer
            .config
            .to_builder()
            .region(aws_config::Region::new(home.as_str().to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(held.clone()))
            .build();
        let reader = IamReader::new(client::iam(&config), Whose::Session);
        let request = request.clone();
        let global_token = endpoints::global_tokens(&assumer.config);
        let core = SessionCore {
            shared,
            config,
            home,
            request,
            global_token,
            assumer,
            held,
            renewing: Mutex::default(),
            ec2: std::sync::Mutex::default(),
        };
        Ok(Self { core: Arc::new(core), reader, request_id })
    }
}

#[async_trait]
impl RoleSession for Session {
    fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    async fn caller(&self) -> Result<CallerIdentity, CallFailure> {
        who(&client::sts(&self.core.config), &Whose::Session).await
    }

    fn reader(&self) -> &dyn RoleReader {
        &self.reader
    }

    async fn discover(&self, regions: &RegionChoice, sink: &DiscoverySink<'_>) {
        discovery::run(&self.core, regions, sink).await;
    }

    async fn tags(&self, of: &Resource) -> Result<Tags, CallFailure> {
        discovery::tags_of(&self.core, of).await
    }
}
