//! The fake's S3: what each reading answers, and what was published.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use connect_core::console::{S3Object, TemplateUrl};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::Templates;
use connect_core::publication::{Publication, PublishFailure};
use connect_core::region::Region;

use super::failure_of;

/// How S3 answers.
#[derive(Clone, Default)]
pub(crate) struct Bucket {
    /// What reading the hosted template without a signature fails with; none gives the bundled one.
    pub(crate) unsigned: Option<FailureKind>,
    /// What reading it as the runner fails with.
    pub(crate) signed: Option<FailureKind>,
    /// The bucket's policy; where there is none, it may not be read.
    pub(crate) policy: Option<String>,
    /// The failed call of a publication, with AWS's code and words.
    pub(crate) publish: Option<(&'static str, FailureKind, &'static str, &'static str)>,
    /// Whether S3 never answers a publication.
    pub(crate) hangs: bool,
    /// What was published.
    pub(crate) published: Arc<Mutex<Vec<Publication>>>,
}

impl Bucket {
    /// The hosted template, as anybody gets it.
    pub(crate) fn hosted(&self) -> Result<Vec<u8>, CallFailure> {
        content("fetching the hosted template", self.unsigned.as_ref())
    }
}

fn content(operation: &'static str, failure: Option<&FailureKind>) -> Result<Vec<u8>, CallFailure> {
    match failure {
        Some(kind) => Err(failure_of(operation, kind.clone(), "HTTP 403")),
        None => Ok(connect_app::App::template().as_bytes().to_vec()),
    }
}

#[async_trait]
impl Templates for Bucket {
    async fn publish(&self, publication: &Publication) -> Result<TemplateUrl, PublishFailure> {
        if self.hangs {
            std::future::pending::<()>().await;
        }
        if let Some((operation, kind, code, words)) = &self.publish {
            let failure = failure_of(operation, kind.clone(), words);
            return Err(CallFailure { code: Some((*code).to_owned()), ..failure }.into());
        }
        self.published.lock().unwrap().push(publication.clone());
        Ok(TemplateUrl::parse(&publication.address(None), false)?)
    }

    async fn read(&self, _: &S3Object, _: &Region) -> Result<Vec<u8>, CallFailure> {
        content("s3:GetObject", self.signed.as_ref())
    }

    async fn bucket_policy(&self, _: &S3Object, _: &Region) -> Result<Option<String>, CallFailure> {
        let denied = || failure_of("s3:GetBucketPolicy", FailureKind::Denied, "no");
        self.policy.clone().map(Some).ok_or_else(denied)
    }
}
