//! The hosted template: where it is, and whether it is the one that this app was made with.

use connect_core::connection::ConnectionId;
use connect_core::console::{S3Object, TemplateUrl};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::ports::Identity;
use connect_core::profile::ProfileName;
use connect_core::publication::{BucketName, allows};
use connect_core::region::Region;
use connect_core::wizard::Draft;

use crate::App;
use crate::error::AppError;
use crate::settings::TEMPLATE_VARIABLE;
use crate::view::{HostedView, LaunchView, Readable, TemplateCheck};

/// The address that is set, and whether this connection's stack can be made from it.
pub(crate) struct Hosted {
    /// As it was set.
    address: Option<String>,
    /// What is used; none where nothing is set, or of no use here.
    pub(crate) template: Option<TemplateUrl>,
    problem: Option<AppError>,
}

impl App {
    /// The address that the environment names, else the one that a person has set.
    pub(crate) async fn hosted(&self, region: &Region) -> Result<Hosted, AppError> {
        let address = match &self.settings.template {
            Some(template) => Some(template.as_str().to_owned()),
            None => self.blocking(|store| Ok(store.template_url()?)).await?,
        };
        let usable = address.as_deref().map(|address| self.usable(address, region)).transpose();
        let (template, problem) = match usable {
            Ok(template) => (template, None),
            Err(problem) => (None, Some(problem)),
        };
        Ok(Hosted { address, template, problem })
    }

    fn usable(&self, address: &str, region: &Region) -> Result<TemplateUrl, AppError> {
        let template = self.understood_address(address)?;
        match template.partition() {
            Some(other) if other != region.partition() => Err(AppError::input(format!(
                "the hosted template is in partition {other}, but the stack is made in {region}: CloudFormation there cannot read it. Publish the template in {region}, or enter the address of one that is there"
            ))),
            _ => Ok(template),
        }
    }

    fn understood_address(&self, address: &str) -> Result<TemplateUrl, AppError> {
        let sandbox = self.settings.endpoint.is_some();
        TemplateUrl::parse(address, sandbox).map_err(|error| AppError::input(error.to_string()))
    }

    pub(crate) fn hosted_view(&self, hosted: Hosted) -> HostedView {
        let fixed_by = self.settings.template.as_ref().map(|_| TEMPLATE_VARIABLE.to_owned());
        HostedView { address: hosted.address, fixed_by, problem: hosted.problem }
    }

    /// Keeps the address of the hosted template for all connections, or forgets it when it is empty. On an error the one
    /// before stays.
    pub async fn set_template_url(&self, id: ConnectionId, address: &str) -> Result<LaunchView, AppError> {
        self.may_set_template()?;
        let wanted = match address.trim() {
            "" => None,
            address => Some(self.understood_address(address)?.as_str().to_owned()),
        };
        self.blocking(move |store| Ok(store.keep_template_url(wanted.as_deref())?)).await?;
        self.launch(id).await
    }

    /// Nothing is kept that would have no effect.
    pub(crate) fn may_set_template(&self) -> Result<(), AppError> {
        match &self.settings.template {
            Some(_) => Err(AppError::not_now(format!(
                "the environment variable {TEMPLATE_VARIABLE} says where the template is: unset it and start again to set another address here"
            ))),
            None => Ok(()),
        }
    }

    /// Fetches the hosted template and compares it with the bundled one: whoever can write to its bucket could otherwise
    /// have another role made. What not everybody may read is read as the runner.
    pub async fn check_template(&self, id: ConnectionId) -> Result<TemplateCheck, AppError> {
        let draft = self.connection(id).await?.draft;
        let hosted = self.hosted(&draft.region).await?;
        let read = match &hosted.template {
            Some(template) => self.read(template, &draft).await,
            None => Err(hosted.problem.unwrap_or_else(|| AppError::not_now("no hosted template is set"))),
        };
        let bundled_sha256 = connect_role::template_sha256();
        Ok(match read {
            Ok((bytes, readable)) => TemplateCheck {
                bundled_sha256,
                hosted_sha256: Some(connect_role::sha256(bytes)),
                readable: Some(readable),
                problem: None,
            },
            Err(problem) => {
                TemplateCheck { bundled_sha256, hosted_sha256: None, readable: None, problem: Some(problem) }
            }
        })
    }

    async fn read(&self, template: &TemplateUrl, draft: &Draft) -> Result<(Vec<u8>, Readable), AppError> {
        let refused = match self.cloud.hosted_template(template).await {
            Ok(bytes) => return Ok((bytes, Readable::Anybody)),
            Err(SignInError::Call(failure)) if failure.kind == FailureKind::Denied => failure,
            Err(error) => return Err(error.into()),
        };
        let (Some(runner), Some(object)) = (&draft.runner, template.object()) else {
            return Err(refused_to_all(&refused));
        };
        let identity = self.cloud.sign_in_unasked(Some(runner)).await?;
        let region = object.region.clone().unwrap_or_else(|| draft.region.clone());
        let bytes = identity.templates().read(&object, &region).await;
        let bytes = bytes.map_err(|failure| unreadable(&failure, runner))?;
        let readable = readable(identity.as_ref(), &object, &region, draft, runner).await;
        Ok((bytes, readable))
    }
}

/// Who may read a template that not everybody may, as far as the bucket's policy can be read.
async fn readable(
    runner: &dyn Identity,
    object: &S3Object,
    region: &Region,
    draft: &Draft,
    profile: &ProfileName,
) -> Readable {
    let by_runner = Readable::Runner { profile: profile.to_string() };
    let Some(expected) = &draft.expected_account else { return by_runner };
    let Ok(policy) = runner.templates().bucket_policy(object, region).await else { return by_runner };
    let account = expected.to_string();
    // Into the policy of its own bucket the app writes account by account; others may let accounts in as they like.
    let own = BucketName::of_templates(&runner.caller().account, region).as_str() == object.bucket;
    match policy {
        Some(policy) if allows(&policy, expected, &object.bucket, &object.key) => Readable::Account { account },
        _ if own => Readable::OtherAccounts { account },
        _ => by_runner,
    }
}

fn refused_to_all(failure: &CallFailure) -> AppError {
    let words = format!("the hosted template cannot be read by everybody ({})", failure.message);
    AppError {
        hint: Some("With a runner profile it can be read as the platform account.".to_owned()),
        retryable: true,
        ..AppError::not_now(words)
    }
}

fn unreadable(failure: &CallFailure, runner: &ProfileName) -> AppError {
    let error = AppError::from(failure.clone());
    if !matches!(failure.kind, FailureKind::Denied | FailureKind::NotFound) {
        return error;
    }
    AppError {
        message: format!(
            "Neither everybody nor the profile \"{runner}\" can read the hosted template. {}",
            error.message
        ),
        hint: Some(format!(
            "Publish it from here, or allow s3:GetObject on it to the profile \"{runner}\": it may not be there at all."
        )),
        ..error
    }
}
