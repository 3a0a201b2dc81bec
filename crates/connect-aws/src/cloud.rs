//! [`AwsCloud`]: the port's implementation, and what all its identities share.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use connect_core::account::Partition;
use connect_core::console::TemplateUrl;
use connect_core::failure::SignInError;
use connect_core::ports::{Cloud, Identity, MfaPrompt};
use connect_core::profile::{Profile, ProfileName};
use tokio::sync::Semaphore;

use crate::client::{self, HttpClients};
use crate::credentials::MfaSessions;
use crate::files::AwsFiles;
use crate::options::AwsOptions;
use crate::{hosted, profiles, sign_in};

/// AWS, as this machine's profiles reach it. Clones share connections and the bound on calls.
#[derive(Clone)]
pub struct AwsCloud {
    shared: Arc<Shared>,
    prompt: Option<Arc<dyn MfaPrompt>>,
}

/// What all identities and sessions share.
pub(crate) struct Shared {
    pub(crate) options: AwsOptions,
    pub(crate) http: HttpClients,
    /// Discovery calls under way; waiters are served in order, so no account starves.
    pub(crate) calls: Semaphore,
    pub(crate) mfa: MfaSessions,
}

impl AwsCloud {
    /// AWS, reached as the options say.
    pub fn new(options: AwsOptions) -> Self {
        let calls = Semaphore::new(options.concurrency.max(1));
        let shared = Shared { options, http: HttpClients::default(), calls, mfa: MfaSessions::default() };
        Self { shared: Arc::new(shared), prompt: None }
    }

    /// The same, with somebody who can be asked for the code of an MFA device. Without, profiles that want one fail.
    #[must_use]
    pub fn asking(self, prompt: Arc<dyn MfaPrompt>) -> Self {
        Self { prompt: Some(prompt), ..self }
    }

    /// Whether a profile and the AWS files make sense, without sending anything; `None` is the default chain. Only bad
    /// input is an error: what credentials are worth is found out by signing in.
    pub async fn check(&self, profile: Option<&ProfileName>) -> Result<(), SignInError> {
        sign_in::check(&self.shared.options.environment, profile).await
    }
}

impl fmt::Debug for AwsCloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsCloud").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

#[async_trait]
impl Cloud for AwsCloud {
    async fn profiles(&self) -> Result<Vec<Profile>, SignInError> {
        profiles::list(&self.shared.options.environment).await
    }

    async fn warm(&self, partition: Partition) {
        // Where custom endpoints are allowed, calls go to a stand-in on this machine.
        if !self.shared.options.allow_custom_endpoint {
            self.shared.http.warm(partition).await;
        }
    }

    async fn hosted_template(&self, template: &TemplateUrl) -> Result<Vec<u8>, SignInError> {
        let options = &self.shared.options;
        let files = AwsFiles::read(&options.environment).await?;
        let profiles = files.profiles(sign_in::selected(&options.environment, None)).await?;
        let http = self.shared.http.get(options, &profiles).await?;
        Ok(hosted::fetch(http, client::timeouts(&options.timeouts), template).await?)
    }

    async fn sign_in(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        Ok(Arc::new(sign_in::sign_in(&self.shared, self.prompt.as_deref(), profile).await?))
    }

    async fn sign_in_unasked(&self, profile: Option<&ProfileName>) -> Result<Arc<dyn Identity>, SignInError> {
        Ok(Arc::new(sign_in::sign_in(&self.shared, None, profile).await?))
    }
}
