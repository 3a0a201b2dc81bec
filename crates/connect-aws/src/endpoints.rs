//! Endpoints other than AWS's own: finding them, following them where that is allowed, and refusing them otherwise.

use std::fmt;
use std::net::IpAddr;

use aws_config::SdkConfig;
use aws_runtime::env_config::EnvConfigValue;
use aws_runtime::env_config::section::EnvConfigSections;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_types::os_shim_internal::Env;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use connect_core::failure::SignInError;
use connect_core::profile::ProfileName;

use crate::files::{AwsFile, AwsFiles};
use crate::options::{AwsOptions, Environment};
use crate::sign_in;

const VARIABLE: &str = "AWS_ENDPOINT_URL";
const IGNORED: &str = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";

/// The services that are called, by the ids that settings know them by.
const CALLED: [&str; 8] = ["STS", "IAM", "EC2", "Route 53", "CloudFormation", "S3", "SSO", "SSO OIDC"];

/// An endpoint that is set on this machine in place of AWS's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomEndpoint {
    /// The variable, or the file with line and section.
    pub place: String,
    /// The address, without a user or password in it.
    pub url: String,
}

/// Every custom endpoint of the environment and the AWS files that any profile's calls can go to; none where the
/// environment has them ignored, as the SDK does. A shell that does not allow them says so with these.
pub async fn custom_endpoints(options: &AwsOptions) -> Result<Vec<CustomEndpoint>, SignInError> {
    let files = AwsFiles::read(&options.environment).await?;
    if ignored(&options.environment) {
        return Ok(Vec::new());
    }
    Ok(everywhere(&options.environment, &files).collect())
}

/// The custom endpoints that a profile's calls really go to; `None` is the default chain.
pub async fn endpoints_in_use(
    options: &AwsOptions,
    profile: Option<&ProfileName>,
) -> Result<Vec<CustomEndpoint>, SignInError> {
    let files = AwsFiles::read(&options.environment).await?;
    let profiles = files.profiles(sign_in::selected(&options.environment, profile)).await?;
    let settings = ServiceSettings::new(options, profiles);
    let used: Vec<String> = CALLED.iter().filter_map(|service| settings.endpoint_of(service)).collect();
    let used = |custom: &CustomEndpoint| used.iter().any(|url| without_user(url) == custom.url);
    Ok(everywhere(&options.environment, &files).filter(used).collect())
}

/// The custom endpoints of the environment alone, whatever the AWS files say; none where they are to be ignored.
pub fn endpoints_of_environment(environment: &Environment) -> Vec<CustomEndpoint> {
    variables(environment).filter(|_| !ignored(environment)).collect()
}

/// Whether the environment has all of them ignored. A profile that does so speaks for itself alone.
/// Source: [service-specific endpoints](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
fn ignored(environment: &Environment) -> bool {
    environment.get(IGNORED).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

fn everywhere(environment: &Environment, files: &AwsFiles) -> impl Iterator<Item = CustomEndpoint> {
    variables(environment).chain(files.both().into_iter().flat_map(in_file))
}

fn variables(environment: &Environment) -> impl Iterator<Item = CustomEndpoint> {
    let set = environment.beginning(VARIABLE);
    set.map(|(name, url)| CustomEndpoint { place: name.to_owned(), url: without_user(url) })
}

fn in_file(file: &AwsFile) -> Vec<CustomEndpoint> {
    let mut section = "";
    let mut found = Vec::new();
    for (number, line) in file.text.lines().map(str::trim).enumerate() {
        if line.starts_with('[') {
            section = line;
        }
        let Some((key, url)) = line.split_once('=') else { continue };
        if key.trim().eq_ignore_ascii_case("endpoint_url") {
            let place = format!("{} line {} {section}", file.path.display(), number + 1);
            found.push(CustomEndpoint { place, url: without_user(url.trim()) });
        }
    }
    found
}

/// An address may hold a password, and what is found here is shown.
fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host_ends = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host_begins = rest[..host_ends].rfind('@').map_or(0, |at| at + 1);
    format!("{scheme}://{}", &rest[host_begins..])
}

/// What the SDK's clients are told of settings by service.
pub(crate) struct ServiceSettings {
    allow_custom_endpoint: bool,
    variables: Env,
    profiles: EnvConfigSections,
}

impl ServiceSettings {
    pub(crate) fn new(options: &AwsOptions, profiles: EnvConfigSections) -> Self {
        let environment = &options.environment;
        let ignored = is_on(environment, &profiles, IGNORED, "ignore_configured_endpoint_urls");
        let variables: Vec<(&str, &str)> = environment.beginning("AWS_").collect();
        Self {
            allow_custom_endpoint: options.allow_custom_endpoint && !ignored,
            variables: Env::from_slice(&variables),
            profiles,
        }
    }

    /// The custom endpoint of a service.
    fn endpoint_of(&self, service: &str) -> Option<String> {
        endpoint_of(self, service)
    }
}

fn endpoint_of(settings: &dyn LoadServiceConfig, service: &str) -> Option<String> {
    let key = ServiceConfigKey::builder().service_id(service).env(VARIABLE).profile("endpoint_url").build();
    settings.load_config(key.ok()?)
}

/// Whether sessions come from STS's global endpoint, whose tokens are [not valid in regions that have to be
/// enabled](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html). The SDK takes
/// the regional one, unless a setting names the other.
pub(crate) fn global_tokens(config: &SdkConfig) -> bool {
    let endpoint = config.service_config().and_then(|settings| endpoint_of(settings, "STS"));
    endpoint.is_some_and(|url| host_of(&url).is_some_and(|host| host.eq_ignore_ascii_case("sts.amazonaws.com")))
}

/// The custom endpoint of S3, where one is set and allowed.
pub(crate) fn of_s3(config: &SdkConfig) -> Option<String> {
    config.service_config().and_then(|settings| endpoint_of(settings, "S3"))
}

/// Whether a setting is switched on; the environment goes before the profile.
pub(crate) fn is_on(environment: &Environment, profiles: &EnvConfigSections, variable: &str, key: &str) -> bool {
    environment.get(variable).or_else(|| profiles.get(key)).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

impl LoadServiceConfig for ServiceSettings {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        if key.env() == VARIABLE && !self.allow_custom_endpoint {
            return None;
        }
        let value = EnvConfigValue::new().env(key.env()).profile(key.profile()).service_id(key.service_id());
        value.load(&self.variables, Some(&self.profiles)).map(|(value, _)| value.into_owned())
    }
}

impl fmt::Debug for ServiceSettings {
    /// The parsed files hold keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceSettings")
            .field("allow_custom_endpoint", &self.allow_custom_endpoint)
            .finish_non_exhaustive()
    }
}

/// The SDK's credential providers read `AWS_ENDPOINT_URL...` of the process by themselves. So what is not allowed is
/// refused where every request passes: nothing signed, and no token, reaches a host that is not AWS's.
pub(crate) struct AwsHostsOnly {
    inner: SharedHttpClient,
    container: Option<String>,
}

impl AwsHostsOnly {
    pub(crate) fn new(inner: SharedHttpClient, environment: &Environment) -> Self {
        let container = environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI").and_then(host_of).map(str::to_owned);
        Self { inner, container }
    }
}

impl fmt::Debug for AwsHostsOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsHostsOnly").finish_non_exhaustive()
    }
}

impl HttpClient for AwsHostsOnly {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(GuardedConnector { inner, container: self.container.clone() })
    }
}

#[derive(Debug)]
struct GuardedConnector {
    inner: SharedHttpConnector,
    container: Option<String>,
}

impl HttpConnector for GuardedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let host = host_of(request.uri()).unwrap_or_default();
        if is_aws(host, request.uri()) || self.container.as_deref() == Some(host) {
            return self.inner.call(request);
        }
        HttpConnectorFuture::ready(Err(ConnectorError::user(Box::new(NotAws(host.to_owned())))))
    }
}

/// A request was about to leave for a host that is not AWS's.
#[derive(Debug, thiserror::Error)]
#[error("a custom endpoint is set ({0}), and custom endpoints are not allowed here")]
pub(crate) struct NotAws(pub(crate) String);

/// The domains of [AWS's endpoints](https://docs.aws.amazon.com/general/latest/gr/rande.html), dual-stack and sign-in
/// included.
const DOMAINS: [&str; 6] = [
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".api.aws",
    ".api.amazonwebservices.com.cn",
    ".aws.amazon.com",
    ".signin.amazonaws-us-gov.com",
];

fn is_aws(host: &str, uri: &str) -> bool {
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    if let Ok(address) = host.parse::<IpAddr>() {
        return metadata_address(address);
    }
    uri.starts_with("https://") && DOMAINS.iter().any(|domain| host.ends_with(domain))
}

/// The addresses from which instances, tasks and pods get credentials.
fn metadata_address(address: IpAddr) -> bool {
    const ADDRESSES: [&str; 5] =
        ["169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23"];
    ADDRESSES.iter().any(|known| known.parse() == Ok(address))
}

fn host_of(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = host.rfind(':').filter(|at| host[at + 1..].bytes().all(|byte| byte.is_ascii_digit()));
    Some(&host[..port.unwrap_or(host.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_aws_are_let_through() {
        for uri in [
            "https://sts.eu-central-1.amazonaws.com/",
            "https://ec2.cn-north-1.amazonaws.com.cn",
            "https://portal.sso.eu-west-1.amazonaws.com/federation",
            "https://ec2.eu-west-1.api.aws:443/x",
            "https://us-east-1.signin.aws.amazon.com/v1/token",
            "http://169.254.169.254/latest",
            "http://[fd00:ec2::254]:80/latest",
        ] {
            assert!(is_aws(host_of(uri).unwrap_or_default(), uri), "{uri} is AWS's own");
        }
        for uri in [
            "http://127.0.0.1:4566/",
            "https://amazonaws.com.evil.example/",
            "https://evilamazonaws.com/",
            "https://sts.amazonaws.com@evil.example/",
            "http://sts.amazonaws.com/",
            "https://evil.example/?x=.amazonaws.com",
            "https://evil.example#.amazonaws.com",
        ] {
            assert!(!is_aws(host_of(uri).unwrap_or_default(), uri), "{uri} must get nothing that is signed");
        }
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(without_user("http://user:canary@host:1/p@q"), "http://host:1/p@q", "the password is gone");
        assert_eq!(without_user("not a url"), "not a url", "what is no address stays as it is");
    }

    #[test]
    fn tokens_of_the_global_endpoint_are_known_by_the_setting() {
        for (url, allowed, global) in [
            (None, true, false),
            (Some("https://sts.amazonaws.com"), true, true),
            (Some("https://sts.amazonaws.com"), false, false),
            (Some("https://sts.eu-west-1.amazonaws.com/"), true, false),
            (Some("http://127.0.0.1:4566"), true, false),
        ] {
            let variables = url.map(|url| ("AWS_ENDPOINT_URL_STS".to_owned(), url.to_owned()));
            let options = AwsOptions {
                environment: Environment::from_pairs(variables),
                allow_custom_endpoint: allowed,
                ..AwsOptions::default()
            };
            let settings = ServiceSettings::new(&options, EnvConfigSections::default());
            let config = SdkConfig::builder().service_config(settings).build();
            assert_eq!(global_tokens(&config), global, "{url:?}, allowed: {allowed}");
        }
    }
}
