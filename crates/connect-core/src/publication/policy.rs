//! The bucket's policy: what is added for a reader, and nothing else changed.
//!
//! Sources: [bucket policies](https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html), and
//! [the meaning of public](https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).

use serde_json::{Map, Value, json};

use super::{FOLDER, Publication, Readers};
use crate::account::AccountId;

/// The longest policy that S3 keeps, in bytes.
const LONGEST: usize = 20 * 1024;
/// The statement that refuses what is not encrypted on its way.
const TLS_ONLY: &str = "AlethiaTemplateTlsOnly";

/// Why a bucket's policy cannot take one more reader.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BucketPolicyError {
    /// It is not one that is understood here.
    #[error("it is not understood: {0}")]
    NotUnderstood(String),
    /// A statement of that name is there and says something else.
    #[error("its statement \"{0}\" says something else than this app writes")]
    Changed(String),
    /// It is as long as a policy may be.
    #[error(
        "with one more reader it would have {0} bytes, and S3 takes 20,480: take statements of accounts out that are connected by now"
    )]
    Full(usize),
}

/// The policy of the bucket with the publication's readers in it; `None` when they are in it already. Every statement
/// that is there stays. `tls` adds that nothing is read without it.
pub fn granted(
    present: Option<&str>,
    publication: &Publication,
    tls: bool,
) -> Result<Option<String>, BucketPolicyError> {
    let mut policy = match present {
        Some(text) => understood(text)?,
        None => json!({ "Version": "2012-10-17", "Statement": [] }),
    };
    let Some(statements) = statements(&mut policy) else {
        return Err(BucketPolicyError::NotUnderstood("it has no list of statements".to_owned()));
    };
    let mut changed = add(statements, read(publication))?;
    if tls {
        changed |= add(statements, tls_only(publication))?;
    }
    if !changed {
        return Ok(None);
    }
    let text = policy.to_string();
    if text.len() > LONGEST { Err(BucketPolicyError::Full(text.len())) } else { Ok(Some(text)) }
}

/// Whether a bucket's policy has the statement that lets this account read this key.
pub fn allows(policy: &str, account: &AccountId, bucket: &str, key: &str) -> bool {
    let Ok(mut policy) = understood(policy) else { return false };
    let sid = sid(&Readers::Account(account.clone()));
    let found = statements(&mut policy)
        .into_iter()
        .flatten()
        .find(|statement| statement.get("Sid").and_then(Value::as_str) == Some(&sid));
    let covers = |resource: &Value| {
        let resource = resource.as_str().and_then(|arn| arn.split_once(":s3:::")).map(|(_, path)| path);
        let path = format!("{bucket}/{key}");
        resource.is_some_and(|resource| match resource.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => resource == path,
        })
    };
    found.is_some_and(|statement| {
        let named = statement.get("Principal").is_some_and(|it| it.to_string().contains(account.as_str()));
        statement["Effect"] == "Allow" && named && list(&statement["Resource"]).iter().any(covers)
    })
}

/// Whether a bucket's policy has a statement that lets everybody in, whatever its conditions. One that is not understood
/// may have.
pub fn names_everybody(policy: &str) -> bool {
    let Ok(mut policy) = understood(policy) else { return true };
    let Some(statements) = statements(&mut policy) else { return true };
    let lets = |statement: &&mut Value| statement.get("Effect").and_then(Value::as_str) != Some("Deny");
    statements.iter_mut().filter(lets).any(|statement| match statement.get("Principal") {
        Some(Value::Object(kinds)) => kinds.values().flat_map(list).any(|one| one == "*"),
        Some(principal) => principal == "*",
        None => true,
    })
}

fn understood(text: &str) -> Result<Value, BucketPolicyError> {
    serde_json::from_str(text).map_err(|error| BucketPolicyError::NotUnderstood(error.to_string()))
}

/// The statements as a list, which they need not be when there is only one.
fn statements(policy: &mut Value) -> Option<&mut Vec<Value>> {
    let statement = policy.as_object_mut()?.get_mut("Statement")?;
    if statement.is_object() {
        *statement = Value::Array(vec![statement.take()]);
    }
    statement.as_array_mut()
}

fn sid(readers: &Readers) -> String {
    match readers {
        Readers::Account(account) => format!("AlethiaTemplate{account}"),
        Readers::Anybody => "AlethiaTemplateAnybody".to_owned(),
    }
}

/// What lets the readers read. An account gets the folder of this template alone, anybody its one object.
fn read(publication: &Publication) -> Value {
    let Publication { bucket, region, readers, sha256, .. } = publication;
    let partition = region.partition();
    let (principal, path) = match readers {
        Readers::Account(account) => {
            (json!({ "AWS": format!("arn:{partition}:iam::{account}:root") }), format!("{FOLDER}/{sha256}/*"))
        }
        Readers::Anybody => (json!("*"), publication.key()),
    };
    json!({
        "Sid": sid(readers),
        "Effect": "Allow",
        "Principal": principal,
        "Action": "s3:GetObject",
        "Resource": format!("arn:{partition}:s3:::{bucket}/{path}"),
    })
}

/// It speaks of the templates alone: a bucket that was there before may be read otherwise.
fn tls_only(publication: &Publication) -> Value {
    let partition = publication.region.partition();
    json!({
        "Sid": TLS_ONLY,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": format!("arn:{partition}:s3:::{}/{FOLDER}/*", publication.bucket),
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    })
}

/// Adds a statement, or its resource to the one of that name; whether that changed anything.
fn add(statements: &mut Vec<Value>, wanted: Value) -> Result<bool, BucketPolicyError> {
    let Some(present) = statements.iter_mut().find(|statement| statement.get("Sid") == wanted.get("Sid")) else {
        statements.push(wanted);
        return Ok(true);
    };
    let name = || wanted["Sid"].as_str().unwrap_or_default().to_owned();
    let Some(fields) = present.as_object_mut() else { return Err(BucketPolicyError::Changed(name())) };
    if !same_but_for_resource(fields, &wanted) {
        return Err(BucketPolicyError::Changed(name()));
    }
    let mut resources = list(&fields["Resource"]);
    if resources.contains(&wanted["Resource"]) {
        return Ok(false);
    }
    // The template of an earlier version stays readable: links to it may be under way.
    resources.push(wanted["Resource"].clone());
    fields.insert("Resource".to_owned(), Value::Array(resources));
    Ok(true)
}

fn same_but_for_resource(present: &Map<String, Value>, wanted: &Value) -> bool {
    let Some(wanted) = wanted.as_object() else { return false };
    let rest = |fields: &Map<String, Value>| {
        let rest = fields.iter().filter(|(name, _)| *name != "Resource");
        rest.map(|(name, value)| (name.clone(), bare(value))).collect::<Map<_, _>>()
    };
    present.contains_key("Resource") && rest(present) == rest(wanted)
}

/// A list of one as that one: AWS gives policies back either way.
fn bare(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.len() == 1 => bare(&items[0]),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), bare(value))).collect(),
        other => other.clone(),
    }
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

#[cfg(test)]
mod tests;
