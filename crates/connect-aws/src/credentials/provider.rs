//! The provider of a profile's credentials: loads them along the chain, and keeps them until they are about to expire.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::login::LoginCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::provider_config::ProviderConfig;
use aws_config::sso::SsoCredentialsProvider;
use aws_config::web_identity_token::{StaticConfiguration, WebIdentityTokenCredentialsProvider};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_sso::operation::get_role_credentials::GetRoleCredentialsError;
use aws_sdk_sts::operation::RequestId;
use aws_sdk_sts::operation::assume_role_with_web_identity::AssumeRoleWithWebIdentityError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::mfa::MfaCode;
use connect_core::ports::MfaPrompt;
use tokio::sync::Mutex;

use super::bound::{Bound, Unloaded};
use super::chain::{Base, Chain, Link};
use super::mfa::{self, Asking};
use super::{lasts, local_failure, process};
use crate::classify::{self, Whose};
use crate::client;
use crate::cloud::Shared;
use crate::options::Environment;

/// Credentials that end sooner than this are loaded again.
const MARGIN: Duration = Duration::from_mins(1);

/// Long enough for an instance, and no visible wait on a laptop.
const METADATA_BOUND: Duration = Duration::from_millis(800);

/// A profile's credentials.
#[derive(Clone)]
pub(crate) struct ProfileCredentials(Arc<Inner>);

struct Inner {
    chain: Chain,
    /// What the SDK provides for the base; `None` when it is provided here.
    base: Option<SharedCredentialsProvider>,
    shared: Arc<Shared>,
    /// How the roles on the way are assumed; its own credentials are replaced.
    config: SdkConfig,
    kept: Mutex<Option<Credentials>>,
}

impl ProfileCredentials {
    pub(crate) fn new(chain: Chain, shared: &Arc<Shared>, config: SdkConfig, sdk: &ProviderConfig) -> Self {
        let base = sdk_provider(&chain.base, sdk, &shared.options.environment);
        Self(Arc::new(Inner { chain, base, shared: Arc::clone(shared), config, kept: Mutex::default() }))
    }

    /// What an expired call of these credentials is mended by.
    pub(crate) fn whose(&self) -> Whose {
        Whose::Profile { renewal: self.0.chain.renewal.clone() }
    }

    /// Loads the credentials now, so that their failure is told from that of a call, and a person is asked for a code
    /// while nothing else waits.
    pub(crate) async fn load(&self, prompt: Option<&dyn MfaPrompt>) -> Result<(), SignInError> {
        let within = self.0.shared.options.timeouts.person;
        match self.0.provide(prompt.map(|prompt| Asking { prompt, within })).await {
            Ok(_) => Ok(()),
            Err(Unloaded::Failed(error)) => Err(load_failure(&error, &self.0.chain).into()),
            Err(Unloaded::Cancelled(failure)) => Err(SignInError::Cancelled(failure)),
        }
    }
}

impl Inner {
    async fn provide(&self, asking: Option<Asking<'_>>) -> Result<Credentials, Unloaded> {
        let mut kept = self.kept.lock().await;
        if let Some(credentials) = kept.as_ref().filter(|credentials| lasts(credentials, MARGIN)) {
            return Ok(credentials.clone());
        }
        let mut bound = Bound::starting_now(self.shared.options.timeouts.credentials);
        let mut credentials = bound.on(self.begin()).await??;
        for link in &self.chain.links {
            let assume = |code| self.assume(link, credentials.clone(), code);
            let assumed = match &link.device {
                None => bound.on(assume(None)).await??,
                Some(device) => {
                    let sessions = &self.shared.mfa;
                    let with_code = |code| assume(Some((device.serial.as_str(), code)));
                    mfa::session(sessions, (link, device), &credentials, asking, &mut bound, with_code).await?
                }
            };
            credentials = assumed;
        }
        *kept = Some(credentials.clone());
        Ok(credentials)
    }

    /// A program gets a little less time than all of it, so that it is the program that is named when it hangs.
    async fn begin(&self) -> provider::Result {
        match (&self.base, &self.chain.base) {
            (Some(provider), _) => provider.provide_credentials().await,
            (None, Base::Keys { id, secret, token }) => {
                Ok(Credentials::new(id, secret, token.clone(), None, "profile"))
            }
            (None, Base::Process(command)) => {
                let missing = FailureKind::CredentialsMissing { command: self.chain.renewal.clone() };
                let failed =
                    |failure: CallFailure| CredentialsError::provider_error(CallFailure { kind: missing, ..failure });
                process::run(command, self.shared.options.timeouts.credentials * 9 / 10).await.map_err(failed)
            }
            (None, _) => environment_keys(&self.shared.options.environment)
                .ok_or_else(|| CredentialsError::not_loaded("the environment has no keys")),
        }
    }

    async fn assume(
        &self,
        link: &Link,
        credentials: Credentials,
        code: Option<(&str, MfaCode)>,
    ) -> Result<Credentials, CallFailure> {
        let (device, code) = code.unzip();
        let config = self.config.to_builder().credentials_provider(SharedCredentialsProvider::new(credentials)).build();
        let answer = client::sts(&config)
            .assume_role()
            .role_arn(&link.role)
            .set_external_id(link.external_id.clone())
            .role_session_name(link.session.as_deref().unwrap_or("alethia-connect"))
            .set_serial_number(device.map(str::to_owned))
            .set_token_code(code.map(|code| code.digits().to_owned()))
            .send()
            .await;
        let whose = Whose::Profile { renewal: self.chain.renewal.clone() };
        let answer = answer.map_err(|error| classify::failure("sts:AssumeRole", &error, &whose))?;
        let credentials = answer.credentials.as_ref().and_then(crate::session::credentials);
        credentials.ok_or_else(|| crate::session::no_credentials(answer.request_id().map(str::to_owned)))
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            self.0.provide(None).await.map_err(|unloaded| match unloaded {
                Unloaded::Failed(error) => error,
                Unloaded::Cancelled(failure) => CredentialsError::provider_error(failure),
            })
        })
    }
}

impl fmt::Debug for ProfileCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileCredentials").finish_non_exhaustive()
    }
}

/// The keys of the environment.
fn environment_keys(environment: &Environment) -> Option<Credentials> {
    let (id, secret) = (environment.get("AWS_ACCESS_KEY_ID")?, environment.get("AWS_SECRET_ACCESS_KEY")?);
    Some(Credentials::new(id, secret, environment.get("AWS_SESSION_TOKEN").map(str::to_owned), None, "environment"))
}

fn sdk_provider(base: &Base, sdk: &ProviderConfig, environment: &Environment) -> Option<SharedCredentialsProvider> {
    Some(match base {
        Base::Sso(settings) => {
            let mut sso = SsoCredentialsProvider::builder()
                .configure(sdk)
                .account_id(&settings.account)
                .role_name(&settings.role)
                .region(aws_config::Region::new(settings.region.clone()))
                .start_url(&settings.start_url);
            sso.set_session_name(settings.session.clone());
            SharedCredentialsProvider::new(sso.build())
        }
        Base::Login(arn) => {
            SharedCredentialsProvider::new(LoginCredentialsProvider::builder(arn).configure(sdk).build())
        }
        Base::WebIdentity { role, file, session } => SharedCredentialsProvider::new(
            WebIdentityTokenCredentialsProvider::builder()
                .static_configuration(StaticConfiguration {
                    web_identity_token_file: file.into(),
                    role_arn: role.clone(),
                    session_name: session.clone().unwrap_or_else(|| "alethia-connect".to_owned()),
                })
                .configure(sdk)
                .build(),
        ),
        Base::Container => SharedCredentialsProvider::new(EcsCredentialsProvider::builder().configure(sdk).build()),
        Base::Instance => SharedCredentialsProvider::new(instance(sdk)),
        Base::Ambient => SharedCredentialsProvider::new(ambient(sdk, environment)),
        Base::Keys { .. } | Base::Process(_) | Base::Environment => return None,
    })
}

/// One short try: off an instance there is nothing at that address, often not even a refusal.
fn instance(sdk: &ProviderConfig) -> ImdsCredentialsProvider {
    let client = imds::Client::builder()
        .configure(sdk)
        .max_attempts(1)
        .connect_timeout(METADATA_BOUND / 2)
        .read_timeout(METADATA_BOUND / 2)
        .operation_timeout(METADATA_BOUND)
        .build();
    ImdsCredentialsProvider::builder().configure(sdk).imds_client(client).build()
}

/// The instance is asked only where the environment says outright that there is one.
fn ambient(sdk: &ProviderConfig, environment: &Environment) -> CredentialsProviderChain {
    let token = WebIdentityTokenCredentialsProvider::builder().configure(sdk).build();
    let container = EcsCredentialsProvider::builder().configure(sdk).build();
    let chain = CredentialsProviderChain::first_try("WebIdentityToken", token).or_else("Container", container);
    let on_instance =
        environment.get("AWS_EC2_METADATA_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("false"));
    if on_instance { chain.or_else("Instance", instance(sdk)) } else { chain }
}

/// Why credentials could not be loaded.
fn load_failure(error: &CredentialsError, chain: &Chain) -> CallFailure {
    let whose = Whose::Profile { renewal: chain.renewal.clone() };
    let typed = classify::links(error).find_map(|link| {
        let own = link.downcast_ref::<CallFailure>().cloned();
        let sso = link.downcast_ref::<SdkError<GetRoleCredentialsError, HttpResponse>>();
        let token = link.downcast_ref::<SdkError<AssumeRoleWithWebIdentityError, HttpResponse>>();
        own.or_else(|| sso.map(|error| classify::failure("sso:GetRoleCredentials", error, &whose)))
            .or_else(|| token.map(|error| classify::failure("sts:AssumeRoleWithWebIdentity", error, &whose)))
    });
    typed.unwrap_or_else(|| {
        let words = classify::in_words(error);
        let nowhere = match chain.base {
            Base::Instance => "no EC2 instance's metadata answers here",
            Base::Container => "no container's credentials answer here",
            _ => {
                let kind = classify::kind_of_network(error).unwrap_or_else(|| kind_by_base(error, chain));
                return local_failure(kind, words);
            }
        };
        // The network is not to be mended: on a laptop there is nothing at these addresses.
        local_failure(FailureKind::CredentialsMissing { command: None }, format!("{nowhere}: {words}"))
    })
}

/// The SDK's own errors about a missing or expired sign-in have no types that can be named. It also keeps to itself
/// why an `sso_session` has no token: whether there never was one or it ran out, signing in again mends it.
fn kind_by_base(error: &CredentialsError, chain: &Chain) -> FailureKind {
    let command = chain.renewal.clone();
    let no_file = classify::links(error).any(|link| {
        link.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    });
    match &chain.base {
        Base::Sso(_) | Base::Login(_) if !no_file => FailureKind::CredentialsExpired { command },
        _ => FailureKind::CredentialsMissing { command },
    }
}
