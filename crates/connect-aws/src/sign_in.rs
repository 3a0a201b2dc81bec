//! Signing in: from a profile's name to an identity that AWS has confirmed.

use std::sync::Arc;

use aws_config::profile::ProfileSet;
use aws_credential_types::provider::SharedCredentialsProvider;
use connect_core::account::Partition;
use connect_core::arn::Arn;
use connect_core::failure::SignInError;
use connect_core::profile::ProfileName;
use connect_core::region::Region;

use crate::client;
use crate::cloud::Shared;
use crate::credentials::{Base, Chain, ProfileCredentials};
use crate::files::AwsFiles;
use crate::identity::{SignedIn, who};
use crate::options::Environment;
use crate::profiles::{self, ENVIRONMENT};

/// Loads a profile's credentials and asks AWS who they are.
pub(crate) async fn sign_in(shared: &Arc<Shared>, profile: Option<&ProfileName>) -> Result<SignedIn, SignInError> {
    let options = &shared.options;
    let files = AwsFiles::read(&options.environment).await?;
    let selected =
        profile.map_or_else(|| options.environment.get("AWS_PROFILE").unwrap_or("default"), ProfileName::as_str);
    let profiles = files.profiles(selected).await?;
    let chain = chain(&files, &profiles, profile, &options.environment)?;
    // Keys of the environment and those of a container belong to no profile, unless they were chosen by their name.
    let own = profile.is_some() || !matches!(chain.base, Base::Environment | Base::Ambient) || !chain.links.is_empty();
    let used = own.then(|| selected.to_owned());
    let region = region(&profiles, profile.is_some(), &options.environment)?;
    let http = shared.http.get(options, &profiles).await?;
    let config = client::sdk_config(options, http.clone(), &region, profiles);
    let sdk = client::provider_config(options, http, &region);
    let credentials = ProfileCredentials::new(chain, options, config.clone(), &sdk);
    credentials.load().await?;
    let whose = credentials.whose();
    let config = config.into_builder().credentials_provider(SharedCredentialsProvider::new(credentials)).build();
    let caller = who(&client::sts(&config), &whose).await?;
    Ok(SignedIn::new(Arc::clone(shared), config, whose, caller, used))
}

/// A profile that is chosen by name is used as it is; without one, keys of the environment go first.
fn chain(
    files: &AwsFiles,
    profiles: &ProfileSet,
    profile: Option<&ProfileName>,
    environment: &Environment,
) -> Result<Chain, SignInError> {
    let selected = profiles.selected_profile();
    if profile.is_none() && profiles::has_keys(environment) {
        return Ok(Chain::of(Base::Environment));
    }
    if profiles.get_profile(selected).is_some() {
        return Chain::resolve(profiles, selected);
    }
    if profile.is_some_and(|name| name.as_str() == ENVIRONMENT) && profiles::has_keys(environment) {
        return Ok(Chain::of(Base::Environment));
    }
    if profile.is_none() && environment.get("AWS_PROFILE").is_none() {
        return Ok(Chain::of(Base::Ambient));
    }
    let known = profiles::names(profiles);
    Err(SignInError::UnknownProfile { name: selected.to_owned(), files: files.names(), known })
}

/// The region whose endpoints answer: the profile's, else the environment's, else the home of the profile's partition.
fn region(profiles: &ProfileSet, chosen: bool, environment: &Environment) -> Result<Region, SignInError> {
    let (own, of_environment) = (profiles.get("region"), profiles::region_of(environment));
    let named = if chosen { own.or(of_environment) } else { of_environment.or(own) };
    let Some(named) = named else { return Ok(Region::home(partition(profiles))) };
    named.parse().map_err(|error| SignInError::InvalidProfile {
        name: profiles.selected_profile().to_owned(),
        reason: format!("its region cannot be used: {error}"),
    })
}

/// The partition that the profile's own ARNs speak of.
fn partition(profiles: &ProfileSet) -> Partition {
    let arns = ["role_arn", "login_session"].into_iter().filter_map(|key| profiles.get(key));
    arns.filter_map(Arn::split).find_map(|arn| arn.partition.parse().ok()).unwrap_or(Partition::Aws)
}
