//! How clients of AWS are made: one shared HTTP client, explicit bounds, standard retries.

use std::collections::HashMap;
use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileSet;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::{RetryConfig, RetryMode};
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region as SdkRegion, SdkConfig};
use aws_sdk_ec2::config::retry::RetryPartition;
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_async::time::{SharedTimeSource, SystemTimeSource};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::shared::IntoShared;
use connect_core::account::{AccountId, Partition};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::region::Region;
use futures::future::join_all;
use tokio::sync::Mutex;

use crate::endpoints::{self, AwsHostsOnly, ServiceSettings};
use crate::options::{AwsOptions, Environment, Timeouts};
use crate::trust;
use crate::warm::Warmth;

/// Tries of a call; the SDK never tries again what AWS denies.
const TRIES: u32 = 3;
/// Describes share a small bucket per region and account, so being slowed down is usual there.
const DESCRIBE_TRIES: u32 = 6;

/// The HTTP clients by the certificate bundle that they trust: nearly always one, with one pool of connections.
#[derive(Default)]
pub(crate) struct HttpClients(Mutex<HashMap<Option<String>, (SharedHttpClient, Warmth)>>);

impl HttpClients {
    /// The client for a profile.
    pub(crate) async fn get(
        &self,
        options: &AwsOptions,
        profiles: &ProfileSet,
    ) -> Result<SharedHttpClient, SignInError> {
        let bundle = trust::bundle_path(&options.environment, profiles);
        let mut clients = self.0.lock().await;
        if let Some((client, _)) = clients.get(&bundle) {
            return Ok(client.clone());
        }
        let warmth = Warmth::default();
        let client = http_client(options, trust::context(bundle.as_deref()).await?)?;
        let client: SharedHttpClient = warmth.of(client).into_shared();
        clients.insert(bundle, (client.clone(), warmth));
        Ok(client)
    }

    /// Opens the connections that a discovery begins with, with every client that is in use.
    pub(crate) async fn warm(&self, partition: Partition) {
        let all: Vec<Warmth> = self.0.lock().await.values().map(|(_, warmth)| warmth.clone()).collect();
        join_all(all.iter().map(|warmth| warmth.spread(partition))).await;
    }
}

fn http_client(options: &AwsOptions, trust: TlsContext) -> Result<SharedHttpClient, SignInError> {
    let proxy = proxy(&options.environment)?;
    let client = Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = Connector::builder().proxy_config(proxy.clone());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(
            components.and_then(aws_smithy_runtime_api::client::runtime_components::RuntimeComponents::sleep_impl),
        );
        connector.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(trust.clone()).build()
    });
    if options.allow_custom_endpoint {
        return Ok(client);
    }
    Ok(AwsHostsOnly::new(client, &options.environment).into_shared())
}

/// The proxy of the environment. Every endpoint of AWS is https, so `HTTP_PROXY` has no say; a custom endpoint and the
/// metadata addresses are reached directly.
fn proxy(environment: &Environment) -> Result<ProxyConfig, SignInError> {
    const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let get = |names: &[&'static str]| names.iter().find_map(|name| Some((*name, environment.get(name)?)));
    let Some((variable, address)) = get(&VARIABLES) else { return Ok(ProxyConfig::disabled()) };
    let address = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
    let proxy = ProxyConfig::https(address).map_err(|error| unusable_proxy(variable, &error.to_string()))?;
    Ok(match get(&["NO_PROXY", "no_proxy"]) {
        Some((_, rules)) => proxy.no_proxy(rules),
        None => proxy,
    })
}

fn unusable_proxy(variable: &str, reason: &str) -> SignInError {
    SignInError::Call(CallFailure {
        kind: FailureKind::ProxyRefused,
        operation: "using the proxy",
        code: None,
        message: format!("the variable {variable} holds no usable address: {reason}"),
        request_id: None,
        clock_skew_seconds: None,
    })
}

pub(crate) fn timeouts(timeouts: &Timeouts) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(timeouts.connect)
        .operation_attempt_timeout(timeouts.attempt)
        .operation_timeout(timeouts.operation)
        .build()
}

/// Backs off briefly: nine calls to a dead port end within seconds.
fn retries(tries: u32) -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(tries)
        .with_initial_backoff(Duration::from_millis(150))
        .with_max_backoff(Duration::from_secs(5))
}

/// The same for lists, of which many are under way at once: from the first throttling on, the SDK sends no more calls
/// than AWS takes, and finds out again how many that are. It reckons by partition.
fn adaptive() -> RetryConfig {
    retries(DESCRIBE_TRIES).with_retry_mode(RetryMode::Adaptive)
}

/// What every client of one identity has in common, but for its credentials.
pub(crate) fn sdk_config(
    options: &AwsOptions,
    http: SharedHttpClient,
    region: &Region,
    profiles: ProfileSet,
) -> SdkConfig {
    let is_on = |variable, key| endpoints::is_on(&options.environment, &profiles, variable, key);
    let fips = is_on("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    let dual_stack = is_on("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    let settings = ServiceSettings::new(options, profiles);
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(SdkRegion::new(region.as_str().to_owned()))
        // The providers here keep what they have loaded; a second cache would outlive a session's renewal.
        .identity_cache(IdentityCache::no_cache())
        .http_client(http)
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
        .time_source(SharedTimeSource::new(SystemTimeSource::new()))
        .timeout_config(timeouts(&options.timeouts))
        .retry_config(retries(TRIES))
        .use_fips(fips)
        .use_dual_stack(dual_stack)
        .service_config(settings);
    config.set_app_name(AppName::new("alethia-connect").ok());
    config.build()
}

/// The same bounds for the SDK's own credential providers.
pub(crate) fn provider_config(options: &AwsOptions, http: SharedHttpClient, region: &Region) -> ProviderConfig {
    ProviderConfig::without_region()
        .with_region(Some(SdkRegion::new(region.as_str().to_owned())))
        .with_http_client(http)
        .with_timeout_config(timeouts(&options.timeouts))
        .with_retry_config(retries(TRIES))
}

/// A client for describes in one region of an account. AWS's rate limits are by region and account, so retries and rates
/// are reckoned by both: one region that is down does not use up the tries of the others.
pub(crate) fn ec2(config: &SdkConfig, account: &AccountId, region: &Region) -> aws_sdk_ec2::Client {
    let config = aws_sdk_ec2::config::Builder::from(config)
        .region(SdkRegion::new(region.as_str().to_owned()))
        .retry_config(adaptive())
        .retry_partition(RetryPartition::new(format!("ec2-{account}-{region}")));
    aws_sdk_ec2::Client::from_conf(config.build())
}

/// A client for stacks in one region.
pub(crate) fn cloudformation(config: &SdkConfig, region: &Region) -> aws_sdk_cloudformation::Client {
    let config =
        aws_sdk_cloudformation::config::Builder::from(config).region(SdkRegion::new(region.as_str().to_owned()));
    aws_sdk_cloudformation::Client::from_conf(config.build())
}

/// A client for buckets in one region. No name leads to a bucket of a custom endpoint, so those are addressed by path.
pub(crate) fn s3(config: &SdkConfig, region: &Region) -> aws_sdk_s3::Client {
    let by_path = endpoints::of_s3(config).is_some();
    let config = aws_sdk_s3::config::Builder::from(config)
        .region(SdkRegion::new(region.as_str().to_owned()))
        .force_path_style(by_path);
    aws_sdk_s3::Client::from_conf(config.build())
}

/// A client for an account's hosted zones.
pub(crate) fn route53(config: &SdkConfig, account: &AccountId) -> aws_sdk_route53::Client {
    let config = aws_sdk_route53::config::Builder::from(config)
        .retry_config(adaptive())
        .retry_partition(RetryPartition::new(format!("route53-{account}")));
    aws_sdk_route53::Client::from_conf(config.build())
}

/// A client for roles, policies and users.
pub(crate) fn iam(config: &SdkConfig) -> aws_sdk_iam::Client {
    let config = aws_sdk_iam::config::Builder::from(config).retry_config(retries(DESCRIBE_TRIES));
    aws_sdk_iam::Client::from_conf(config.build())
}

/// A client for STS in the configuration's own region: all probes go to one endpoint.
pub(crate) fn sts(config: &SdkConfig) -> aws_sdk_sts::Client {
    aws_sdk_sts::Client::new(config)
}
