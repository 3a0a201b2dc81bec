//! A profile's chain: the base that gives credentials, and the roles assumed on top of it.
//!
//! Follows the SDK's own resolution, which cannot be used as it is: it ignores `mfa_serial` and runs external programs
//! without a bound.

use aws_config::profile::{Profile as Section, ProfileSet};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::shell;

use super::local_failure;
use crate::profiles;

/// Takes the keys out of the environment, so that the profiles are used again.
#[cfg(not(windows))]
const WITHOUT_VARIABLES: &str = "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN";
#[cfg(windows)]
const WITHOUT_VARIABLES: &str =
    "Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_SESSION_TOKEN -ErrorAction Ignore";

/// Where credentials begin.
pub(crate) enum Base {
    /// Keys in the files.
    Keys { id: String, secret: String, token: Option<String> },
    /// An external program's command line.
    Process(String),
    /// IAM Identity Center.
    Sso(SsoSettings),
    /// `aws login`; the session's ARN.
    Login(String),
    /// A token file and the role that it opens.
    WebIdentity { role: String, file: String, session: Option<String> },
    /// Keys in the environment.
    Environment,
    /// The container's credentials.
    Container,
    /// The instance's credentials.
    Instance,
    /// Whatever this machine offers without files or keys: a token file, a container, an instance.
    Ambient,
}

/// What IAM Identity Center needs to know.
pub(crate) struct SsoSettings {
    pub(crate) account: String,
    pub(crate) role: String,
    pub(crate) region: String,
    pub(crate) start_url: String,
    pub(crate) session: Option<String>,
}

/// A role to assume on the way.
pub(crate) struct Link {
    pub(crate) role: String,
    pub(crate) external_id: Option<String>,
    pub(crate) session: Option<String>,
    pub(crate) device: Option<MfaDevice>,
}

/// The MFA device whose code a role is assumed with.
pub(crate) struct MfaDevice {
    /// Its ARN or serial number.
    pub(crate) serial: String,
    /// The profile that says so.
    pub(crate) profile: String,
    /// What gives a session with a code, by hand.
    pub(crate) command: String,
}

/// Why a profile has no chain.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChainError {
    /// What a profile says makes no sense, whoever asked for it.
    #[error("the profile \"{profile}\" cannot be used: {reason}")]
    Invalid { profile: String, reason: String },
    /// It gives no credentials.
    #[error(transparent)]
    Call(#[from] CallFailure),
}

/// A profile's way to credentials.
pub(crate) struct Chain {
    /// Where it begins.
    pub(crate) base: Base,
    /// The roles, the one to assume first first.
    pub(crate) links: Vec<Link>,
    /// The command that renews what it begins with, or shows why it gives nothing.
    pub(crate) renewal: Option<String>,
}

impl Chain {
    /// A chain without profile or roles.
    pub(crate) fn of(base: Base) -> Self {
        let renewal = match base {
            Base::Environment => Some(WITHOUT_VARIABLES.to_owned()),
            Base::Ambient => Some("aws configure".to_owned()),
            _ => None,
        };
        Self { base, links: Vec::new(), renewal }
    }

    /// The chain of a profile that exists.
    pub(crate) fn resolve(profiles: &ProfileSet, name: &str) -> Result<Self, ChainError> {
        let mut walked: Vec<&str> = Vec::new();
        let mut links = Vec::new();
        let mut current = name;
        loop {
            let section = section(profiles, name, current, walked.last().copied())?;
            if walked.contains(&current) {
                return Err(circle(&walked, current));
            }
            walked.push(current);
            // A profile that others build on gives its keys before anything else that it says.
            let keys_first = walked.len() > 1 && profiles::has_own_keys(section);
            let Some(role) =
                value(section, "role_arn").filter(|_| !keys_first && !has(section, "web_identity_token_file"))
            else {
                return Self::ending(profiles, name, section, keys_first, links);
            };
            links.insert(0, link(section, role));
            match (value(section, "source_profile"), value(section, "credential_source")) {
                (Some(_), Some(_)) => {
                    return Err(invalid(current, "it has both source_profile and credential_source; keep one of them"));
                }
                (None, None) => {
                    return Err(invalid(
                        current,
                        "it has a role_arn, but neither source_profile nor credential_source says who assumes it",
                    ));
                }
                (Some(source), None) if source != current => current = source,
                // It is its own source: what it holds besides the role is what the role is assumed with.
                (Some(_), None) if base(profiles, section)?.is_none() => return Err(circle(&walked, current)),
                _ => return Self::ending(profiles, name, section, false, links),
            }
        }
    }

    /// What is missing when nobody can be asked for a code: the SDK would send the call without it, and be denied for a
    /// reason that nobody could see.
    pub(crate) fn without_codes(&self) -> Result<(), CallFailure> {
        self.links.iter().find_map(|link| link.device.as_ref()).map_or(Ok(()), |device| {
            let kind = FailureKind::MfaRequired { command: Some(device.command.clone()) };
            Err(local_failure(kind, device.wanted()))
        })
    }

    fn ending(
        profiles: &ProfileSet,
        name: &str,
        section: &Section,
        keys_first: bool,
        links: Vec<Link>,
    ) -> Result<Self, ChainError> {
        let base = if keys_first { keys(section) } else { base(profiles, section)? };
        let renewal = renewal(section.name(), base.as_ref());
        let base = base.ok_or_else(|| missing(name, section.name(), renewal.clone()))?;
        Ok(Self { base, links, renewal })
    }
}

fn circle(walked: &[&str], again: &str) -> ChainError {
    let way = [walked, &[again]].concat().join(" → ");
    invalid(walked.first().unwrap_or(&again), format!("its source_profile goes round in a circle: {way}"))
}

fn section<'a>(
    profiles: &'a ProfileSet,
    asked: &str,
    name: &str,
    before: Option<&str>,
) -> Result<&'a Section, ChainError> {
    let absent = || match before {
        Some(before) => invalid(before, format!("its source_profile \"{name}\" is in neither of the AWS files")),
        None => invalid(asked, "it is in neither of the AWS files"),
    };
    profiles.get_profile(name).ok_or_else(absent)
}

fn value<'a>(section: &'a Section, key: &str) -> Option<&'a str> {
    section.get(key).filter(|value| !value.is_empty())
}

fn has(section: &Section, key: &str) -> bool {
    value(section, key).is_some()
}

fn link(section: &Section, role: &str) -> Link {
    Link {
        role: role.to_owned(),
        external_id: value(section, "external_id").map(str::to_owned),
        session: value(section, "role_session_name").map(str::to_owned),
        device: value(section, "mfa_serial").map(|serial| MfaDevice::of(section, serial)),
    }
}

impl MfaDevice {
    fn of(section: &Section, serial: &str) -> Self {
        // The device is registered for whoever owns the keys that the role is assumed with.
        let keys = value(section, "source_profile").unwrap_or(section.name());
        let command = format!(
            "aws sts get-session-token --serial-number {} --token-code CODE --profile {}",
            shell::word(serial),
            shell::word(keys)
        );
        Self { serial: serial.to_owned(), profile: section.name().to_owned(), command }
    }

    /// What the profile wants, in words.
    pub(crate) fn wanted(&self) -> String {
        format!("the profile \"{}\" asks for a code of the MFA device {}", self.profile, self.serial)
    }
}

/// What a profile itself begins with; `None` when it has nothing that gives credentials.
fn base(profiles: &ProfileSet, section: &Section) -> Result<Option<Base>, ChainError> {
    let owned = |key| value(section, key).map(str::to_owned);
    if let Some(source) = value(section, "credential_source") {
        return named_source(section, source).map(Some);
    }
    if let Some(file) = owned("web_identity_token_file") {
        let role = owned("role_arn")
            .ok_or_else(|| invalid(section.name(), "it has a web_identity_token_file, but no role_arn"))?;
        return Ok(Some(Base::WebIdentity { role, file, session: owned("role_session_name") }));
    }
    if ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"].iter().any(|key| has(section, key)) {
        return sso(profiles, section).map(Some);
    }
    Ok(owned("login_session")
        .map(Base::Login)
        .or_else(|| owned("credential_process").map(Base::Process))
        .or_else(|| keys(section)))
}

fn named_source(section: &Section, source: &str) -> Result<Base, ChainError> {
    match source.to_ascii_lowercase().as_str() {
        "environment" => Ok(Base::Environment),
        "ecscontainer" => Ok(Base::Container),
        "ec2instancemetadata" => Ok(Base::Instance),
        _ => Err(invalid(
            section.name(),
            format!("its credential_source \"{source}\" is none of Environment, EcsContainer, Ec2InstanceMetadata"),
        )),
    }
}

fn sso(profiles: &ProfileSet, section: &Section) -> Result<Base, ChainError> {
    let session = value(section, "sso_session");
    let absent = |key: &str| invalid(section.name(), format!("it uses IAM Identity Center, but {key} is missing"));
    let get = |key: &str| match session {
        Some(session) => match profiles.sso_session(session) {
            Some(settings) => settings.get(key).map(str::to_owned).ok_or_else(|| absent(key)),
            None => Err(invalid(section.name(), format!("its sso_session \"{session}\" is not in the AWS files"))),
        },
        None => value(section, key).map(str::to_owned).ok_or_else(|| absent(key)),
    };
    let own = |key: &str| value(section, key).map(str::to_owned).ok_or_else(|| absent(key));
    Ok(Base::Sso(SsoSettings {
        region: get("sso_region")?,
        start_url: get("sso_start_url")?,
        account: own("sso_account_id")?,
        role: own("sso_role_name")?,
        session: session.map(str::to_owned),
    }))
}

fn keys(section: &Section) -> Option<Base> {
    Some(Base::Keys {
        id: value(section, "aws_access_key_id")?.to_owned(),
        secret: value(section, "aws_secret_access_key")?.to_owned(),
        token: value(section, "aws_session_token").map(str::to_owned),
    })
}

fn renewal(profile: &str, base: Option<&Base>) -> Option<String> {
    let command = match base {
        Some(Base::Sso(_)) => "aws sso login",
        Some(Base::Login(_)) => "aws login",
        Some(Base::Keys { .. }) | None => "aws configure",
        // Runs the program too, and shows what it says.
        Some(Base::Process(_)) => "aws sts get-caller-identity",
        Some(Base::Environment) => return Some(WITHOUT_VARIABLES.to_owned()),
        Some(_) => return None,
    };
    Some(format!("{command} --profile {}", shell::word(profile)))
}

fn missing(asked: &str, profile: &str, renewal: Option<String>) -> ChainError {
    let what = if asked == profile { "it" } else { "its source_profile" };
    let message = format!("the profile \"{asked}\" gives no credentials: {what} has no keys, SSO, login or program");
    local_failure(FailureKind::CredentialsMissing { command: renewal }, message).into()
}

fn invalid(name: &str, reason: impl Into<String>) -> ChainError {
    ChainError::Invalid { profile: name.to_owned(), reason: reason.into() }
}
