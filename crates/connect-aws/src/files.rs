//! The two AWS files: read here, parsed by the SDK.
//!
//! They are handed to the SDK's parser as text, so that a byte order mark is no error and an error names file and line.

use std::path::{Path, PathBuf};

use aws_config::profile::{self, ProfileSet};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};
use connect_core::failure::SignInError;

use crate::options::Environment;

/// The AWS files with their texts.
pub(crate) struct AwsFiles {
    config: AwsFile,
    credentials: AwsFile,
}

/// One AWS file; its text is empty where there is no file.
pub(crate) struct AwsFile {
    kind: EnvConfigFileKind,
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl AwsFiles {
    /// Reads both files from where the environment says, else from the home folder.
    pub(crate) async fn read(environment: &Environment) -> Result<Self, SignInError> {
        let config = path(environment, "AWS_CONFIG_FILE", "config");
        let credentials = path(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
        Ok(Self {
            config: AwsFile::read(EnvConfigFileKind::Config, config).await?,
            credentials: AwsFile::read(EnvConfigFileKind::Credentials, credentials).await?,
        })
    }

    /// Both files, parsed and merged, with `selected` as the profile in force.
    pub(crate) async fn profiles(&self, selected: &str) -> Result<ProfileSet, SignInError> {
        for file in self.both() {
            file.parsed().await?;
        }
        let files = self
            .both()
            .into_iter()
            .fold(EnvConfigFiles::builder(), |files, file| files.with_contents(file.kind, &file.text));
        parse(&files.build(), selected).await.map_err(|error| self.config.malformed(&error.to_string()))
    }

    /// The files' names, for messages.
    pub(crate) fn names(&self) -> String {
        format!("{} and {}", self.config.path.display(), self.credentials.path.display())
    }

    /// The file that a profile stands in, for messages; both where it stands in both.
    pub(crate) async fn of(&self, profile: &str) -> String {
        let mut found = Vec::new();
        for file in self.both() {
            if file.parsed().await.is_ok_and(|profiles| profiles.get_profile(profile).is_some()) {
                found.push(file.path.display().to_string());
            }
        }
        if found.is_empty() { self.names() } else { found.join(" and ") }
    }

    pub(crate) fn both(&self) -> [&AwsFile; 2] {
        [&self.config, &self.credentials]
    }
}

impl AwsFile {
    async fn read(kind: EnvConfigFileKind, path: PathBuf) -> Result<Self, SignInError> {
        let bytes = match tokio::fs::read(&path).await {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(malformed(&path, None, error.to_string())),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { kind, path, text: text.trim_start_matches('\u{feff}').to_owned() }),
            Err(error) => {
                let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = before.split(|byte| *byte == b'\n').count();
                let reason = "it is not UTF-8 text there; save it as UTF-8".to_owned();
                Err(malformed(&path, u32::try_from(line).ok(), reason))
            }
        }
    }

    /// This file alone: the parser's error names the line, and the file only if it is alone.
    async fn parsed(&self) -> Result<ProfileSet, SignInError> {
        let alone = EnvConfigFiles::builder().with_contents(self.kind, &self.text).build();
        parse(&alone, "default").await.map_err(|error| self.malformed(&last_words(&error)))
    }

    /// The parser gives the line in its words only: `error parsing FILE on line N:` and the reason.
    fn malformed(&self, words: &str) -> SignInError {
        let located = words.split_once(" on line ").and_then(|(_, rest)| rest.split_once(':'));
        let (line, reason) = located.map_or((None, words), |(line, reason)| (line.trim().parse().ok(), reason));
        malformed(&self.path, line, reason.trim().to_owned())
    }
}

fn malformed(path: &Path, line: Option<u32>, reason: String) -> SignInError {
    SignInError::MalformedFile { file: path.display().to_string(), line, reason }
}

async fn parse(files: &EnvConfigFiles, selected: &str) -> Result<ProfileSet, profile::ProfileFileLoadError> {
    profile::load(&Fs::from_slice(&[]), &Env::from_slice(&[]), files, Some(selected.to_owned().into())).await
}

fn last_words(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), last_words)
}

fn path(environment: &Environment, variable: &str, name: &str) -> PathBuf {
    let home = environment.get("HOME").or_else(|| environment.get("USERPROFILE"));
    let chosen = environment.get(variable).map_or_else(|| Path::new("~/.aws").join(name), PathBuf::from);
    match (chosen.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => Path::new(home).join(rest),
        _ => chosen,
    }
}
