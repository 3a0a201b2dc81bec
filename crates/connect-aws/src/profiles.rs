//! The profiles of this machine, without any secret.

use aws_config::profile::{Profile as Section, ProfileSet};
use connect_core::account::AccountId;
use connect_core::arn::Arn;
use connect_core::failure::SignInError;
use connect_core::profile::{AccountHint, HintSource, Profile, ProfileKind};

use crate::credentials::program;
use crate::endpoints::endpoints_of_environment;
use crate::files::AwsFiles;
use crate::options::Environment;

/// What stands for the keys in the environment. A profile of the AWS files with this name goes before it.
pub(crate) const ENVIRONMENT: &str = "environment";

/// Every profile: the environment's keys first, then `default`, then the others by name.
pub(crate) async fn list(environment: &Environment) -> Result<Vec<Profile>, SignInError> {
    let files = AwsFiles::read(environment).await?;
    let profiles = files.profiles("default").await?;
    let by_aws = endpoints_of_environment(environment).is_empty();
    let described = names(&profiles);
    let described = described.iter().filter_map(|name| describe(&profiles, name, by_aws));
    let mut listed: Vec<Profile> = described.collect();
    if has_keys(environment) && profiles.get_profile(ENVIRONMENT).is_none() {
        listed.extend(of_environment(environment));
    }
    let place = |profile: &Profile| match (profile.kind, profile.name.as_str()) {
        (ProfileKind::Environment, _) => 0,
        (_, "default") => 1,
        _ => 2,
    };
    listed.sort_by(|a, b| (place(a), &a.name).cmp(&(place(b), &b.name)));
    Ok(listed)
}

/// The names in the files, sorted.
pub(crate) fn names(profiles: &ProfileSet) -> Vec<String> {
    let mut names: Vec<String> = profiles.profiles().map(str::to_owned).collect();
    names.sort();
    names
}

/// Whether the environment holds a whole pair of keys.
pub(crate) fn has_keys(environment: &Environment) -> bool {
    environment.get("AWS_ACCESS_KEY_ID").is_some() && environment.get("AWS_SECRET_ACCESS_KEY").is_some()
}

fn of_environment(environment: &Environment) -> Option<Profile> {
    Some(Profile {
        name: ENVIRONMENT.parse().ok()?,
        kind: ProfileKind::Environment,
        region: region_of(environment).map(str::to_owned),
        account_hint: environment.get("AWS_ACCOUNT_ID").map(of_settings).or_else(|| {
            let keys_of_aws = endpoints_of_environment(environment).is_empty();
            environment.get("AWS_ACCESS_KEY_ID").filter(|_| keys_of_aws).and_then(of_key)
        }),
        sso_session: None,
        program: None,
    })
}

/// The environment's region.
pub(crate) fn region_of(environment: &Environment) -> Option<&str> {
    environment.get("AWS_REGION").or_else(|| environment.get("AWS_DEFAULT_REGION"))
}

fn describe(profiles: &ProfileSet, name: &str, by_aws: bool) -> Option<Profile> {
    let section = profiles.get_profile(name)?;
    let kind = kind(section);
    let command = section.get("credential_process").filter(|_| kind == ProfileKind::Process);
    Some(Profile {
        name: name.parse().ok()?,
        kind,
        region: section.get("region").map(str::to_owned),
        account_hint: account_hint(section, by_aws),
        sso_session: section.get("sso_session").or_else(|| section.get("sso_start_url")).map(str::to_owned),
        program: command.map(|command| program(command).to_owned()),
    })
}

/// How a profile comes by its credentials, in the SDK's own order.
pub(crate) fn kind(section: &Section) -> ProfileKind {
    let has = |key| section.get(key).is_some_and(|value| !value.is_empty());
    match () {
        () if has("role_arn") && has("web_identity_token_file") => ProfileKind::WebIdentity,
        () if has("role_arn") && (has("source_profile") || has("credential_source")) => ProfileKind::Role,
        () if has("role_arn") => ProfileKind::Incomplete,
        () if has("credential_source") => ProfileKind::Role,
        () if has("sso_session") || has("sso_start_url") || has("sso_account_id") => sso_kind(section),
        () if has("login_session") => ProfileKind::Login,
        () if has("credential_process") => ProfileKind::Process,
        () if has_own_keys(section) => ProfileKind::Static,
        () => ProfileKind::Incomplete,
    }
}

/// Whether a profile holds a whole pair of keys.
pub(crate) fn has_own_keys(section: &Section) -> bool {
    ["aws_access_key_id", "aws_secret_access_key"]
        .iter()
        .all(|key| section.get(key).is_some_and(|value| !value.is_empty()))
}

/// Without account and role, IAM Identity Center gives a token for its own tools, but no credentials.
fn sso_kind(section: &Section) -> ProfileKind {
    let whole = section.get("sso_account_id").is_some() && section.get("sso_role_name").is_some();
    if whole { ProfileKind::Sso } else { ProfileKind::Incomplete }
}

/// `by_aws` says whether keys are AWS's own: what stands in for it makes ids of its own.
fn account_hint(section: &Section, by_aws: bool) -> Option<AccountHint> {
    let of_arn = |key| section.get(key).and_then(Arn::split).map(|arn| of_settings(arn.account));
    let named = section.get("sso_account_id").or_else(|| section.get("aws_account_id")).map(of_settings);
    let by_key = || {
        let keys_of_aws = by_aws && section.get("endpoint_url").is_none() && section.get("services").is_none();
        let uses_key = keys_of_aws && kind(section) == ProfileKind::Static;
        section.get("aws_access_key_id").filter(|_| uses_key).and_then(of_key)
    };
    of_arn("role_arn").or(named).or_else(|| of_arn("login_session")).or_else(by_key)
}

fn of_settings(account: &str) -> AccountHint {
    AccountHint { account: account.to_owned(), from: HintSource::Settings }
}

fn of_key(id: &str) -> Option<AccountHint> {
    Some(AccountHint { account: AccountId::named_by_key(id)?.to_string(), from: HintSource::KeyId })
}
