//! Signing in: from a profile's name to an identity that AWS has confirmed.

use std::sync::Arc;

use aws_config::profile::ProfileSet;
use aws_credential_types::provider::SharedCredentialsProvider;
use connect_core::account::Partition;
use connect_core::arn::Arn;
use connect_core::failure::SignInError;
use connect_core::ports::MfaPrompt;
use connect_core::profile::ProfileName;
use connect_core::region::Region;

use crate::client;
use crate::cloud::Shared;
use crate::credentials::{Base, Chain, ChainError, ProfileCredentials};
use crate::files::AwsFiles;
use crate::identity::{SignedIn, who};
use crate::options::Environment;
use crate::profiles::{self, ENVIRONMENT};

/// What of a sign-in is known without the network.
struct Prepared {
    chain: Chain,
    region: Region,
    profiles: ProfileSet,
}

/// Loads a profile's credentials and asks AWS who they are.
pub(crate) async fn sign_in(
    shared: &Arc<Shared>,
    prompt: Option<&dyn MfaPrompt>,
    profile: Option<&ProfileName>,
) -> Result<SignedIn, SignInError> {
    let options = &shared.options;
    let Prepared { chain, region, profiles } = prepare(&options.environment, profile).await?;
    if prompt.is_none() {
        chain.without_codes()?;
    }
    // Keys of the environment and those of a container belong to no profile, unless they were chosen by their name.
    let own = profile.is_some() || !matches!(chain.base, Base::Environment | Base::Ambient) || !chain.links.is_empty();
    let used = own.then(|| selected(&options.environment, profile).to_owned());
    let http = shared.http.get(options, &profiles).await?;
    let config = client::sdk_config(options, http.clone(), &region, profiles);
    let sdk = client::provider_config(options, http, &region);
    let credentials = ProfileCredentials::new(chain, shared, config.clone(), &sdk);
    credentials.load(prompt).await?;
    let whose = credentials.whose();
    let config = config.into_builder().credentials_provider(SharedCredentialsProvider::new(credentials)).build();
    let caller = who(&client::sts(&config), &whose).await?;
    Ok(SignedIn::new(Arc::clone(shared), config, whose, caller, used, region))
}

/// Whether the AWS files and the profile make sense; sends nothing. Credentials that are missing do: that is found out
/// by signing in.
pub(crate) async fn check(environment: &Environment, profile: Option<&ProfileName>) -> Result<(), SignInError> {
    match prepare(environment, profile).await {
        Ok(_) | Err(SignInError::Call(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn prepare(environment: &Environment, profile: Option<&ProfileName>) -> Result<Prepared, SignInError> {
    let files = AwsFiles::read(environment).await?;
    let profiles = files.profiles(selected(environment, profile)).await?;
    let Some(chain) = chain(&profiles, profile, environment) else {
        let name = profiles.selected_profile().to_owned();
        return Err(SignInError::UnknownProfile { name, files: files.names(), known: profiles::names(&profiles) });
    };
    match region(&profiles, profile.is_some(), environment).and_then(|region| Ok((chain?, region))) {
        Ok((chain, region)) => Ok(Prepared { chain, region, profiles }),
        Err(ChainError::Call(failure)) => Err(failure.into()),
        Err(ChainError::Invalid { profile, reason }) => {
            let file = files.of(&profile).await;
            Err(SignInError::InvalidProfile { name: profile, file, reason })
        }
    }
}

/// The profile that is meant when none is named is the environment's.
pub(crate) fn selected<'a>(environment: &'a Environment, profile: Option<&'a ProfileName>) -> &'a str {
    profile.map_or_else(|| environment.get("AWS_PROFILE").unwrap_or("default"), ProfileName::as_str)
}

/// A profile that is chosen by name is used as it is; without one, keys of the environment go first. `None` when there
/// is no such profile.
fn chain(
    profiles: &ProfileSet,
    profile: Option<&ProfileName>,
    environment: &Environment,
) -> Option<Result<Chain, ChainError>> {
    let selected = profiles.selected_profile();
    if profile.is_none() && profiles::has_keys(environment) {
        return Some(Ok(Chain::of(Base::Environment)));
    }
    if profiles.get_profile(selected).is_some() {
        return Some(Chain::resolve(profiles, selected));
    }
    if profile.is_some_and(|name| name.as_str() == ENVIRONMENT) && profiles::has_keys(environment) {
        return Some(Ok(Chain::of(Base::Environment)));
    }
    let nothing_named = profile.is_none() && environment.get("AWS_PROFILE").is_none();
    nothing_named.then(|| Ok(Chain::of(Base::Ambient)))
}

/// The region whose endpoints answer: the profile's, else the environment's, else the home of the profile's partition.
fn region(profiles: &ProfileSet, chosen: bool, environment: &Environment) -> Result<Region, ChainError> {
    let own = profiles.get("region").map(|name| ("its region", name));
    let of_environment = profiles::region_of(environment).map(|name| ("the environment's region", name));
    let named = if chosen { own.or(of_environment) } else { of_environment.or(own) };
    let Some((whose, name)) = named else { return Ok(Region::home(partition(profiles))) };
    name.parse().map_err(|error| ChainError::Invalid {
        profile: profiles.selected_profile().to_owned(),
        reason: format!("{whose} cannot be used: {error}"),
    })
}

/// The partition that the profile's own ARNs speak of.
fn partition(profiles: &ProfileSet) -> Partition {
    let arns = ["role_arn", "login_session"].into_iter().filter_map(|key| profiles.get(key));
    arns.filter_map(Arn::split).find_map(|arn| arn.partition.parse().ok()).unwrap_or(Partition::Aws)
}
