//! Templates on S3: publishing one, and reading those that not everybody may read.
//!
//! Nothing is sent to a bucket of another account: every call that publishes names the owner whom it expects.
//!
//! Sources: [bucket owner condition](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html),
//! [Block Public Access](https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html),
//! [conditional writes](https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).

use async_trait::async_trait;
use aws_config::SdkConfig;
use connect_core::console::{S3Object, TemplateUrl};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::Templates;
use connect_core::publication::{Publication, PublishFailure, Readers, granted, names_everybody};
use connect_core::region::Region;

use crate::classify::{self, Whose};
use crate::{client, endpoints};

mod bucket;

use bucket::{Bucket, Protection};

const GET: &str = "s3:GetObject";
const GET_POLICY: &str = "s3:GetBucketPolicy";

/// S3 as one identity sees it.
pub(crate) struct Publisher {
    config: SdkConfig,
    whose: Whose,
}

/// Whether the bucket was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    New,
    There,
}

impl Publisher {
    pub(crate) const fn new(config: SdkConfig, whose: Whose) -> Self {
        Self { config, whose }
    }
}

#[async_trait]
impl Templates for Publisher {
    async fn publish(&self, publication: &Publication) -> Result<TemplateUrl, PublishFailure> {
        let endpoint = endpoints::of_s3(&self.config);
        let address = publication.address(endpoint.as_deref());
        // Before anything is sent: an address that nobody could load is no use.
        let address = TemplateUrl::parse(&address, endpoint.is_some())?;
        let bucket = Bucket::new(&self.config, &self.whose, publication);
        let found = match bucket.head().await? {
            Some(found) => found,
            None => bucket.create().await?,
        };
        let present = if found == Found::New { None } else { bucket.policy().await? };
        // The sandbox speaks HTTP on loopback: it would refuse to read what it was just given.
        let tls = address.as_str().starts_with("https:");
        let policy = granted(present.as_deref(), publication, tls)
            .map_err(|reason| PublishFailure::Policy { bucket: publication.bucket.clone(), reason })?;
        protect(&bucket, publication, found, present.as_deref()).await?;
        if !bucket.put_template().await? {
            publication.same_content(&bucket.template().await?)?;
        }
        if let Some(policy) = policy {
            bucket.put_policy(policy).await?;
        }
        Ok(address)
    }

    async fn read(&self, template: &S3Object, region: &Region) -> Result<Vec<u8>, CallFailure> {
        let s3 = client::s3(&self.config, region);
        let call = s3.get_object().bucket(&template.bucket).key(&template.key);
        let answer = call.set_version_id(template.version.clone()).send().await;
        let answer = answer.map_err(|error| classify::failure(GET, &error, &self.whose))?;
        bucket::whole(answer.body).await
    }

    async fn bucket_policy(&self, template: &S3Object, region: &Region) -> Result<Option<String>, CallFailure> {
        let s3 = client::s3(&self.config, region);
        let answer = s3.get_bucket_policy().bucket(&template.bucket).send().await;
        match answer.map_err(|error| classify::failure(GET_POLICY, &error, &self.whose)) {
            Ok(answer) => Ok(answer.policy),
            Err(failure) if failure.kind == FailureKind::NotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

/// Blocks public access as far as the readers allow. A bucket that is not the app's alone keeps what it has.
async fn protect(
    bucket: &Bucket<'_>,
    publication: &Publication,
    found: Found,
    policy: Option<&str>,
) -> Result<(), PublishFailure> {
    let wanted = match publication.readers {
        Readers::Account(_) => Protection::Whole,
        Readers::Anybody => Protection::ForPublicPolicy,
    };
    if found == Found::New {
        return Ok(bucket.put_protection(wanted).await?);
    }
    let own = publication.is_own_bucket();
    match (wanted, bucket.protection().await?) {
        (Protection::ForPublicPolicy, present) if present.lets_public_policy() => Ok(()),
        (Protection::ForPublicPolicy, _) if !own => {
            Err(PublishFailure::KeptPrivate { bucket: publication.bucket.clone() })
        }
        (Protection::ForPublicPolicy, _) => Ok(bucket.put_protection(wanted).await?),
        // Where an earlier template is readable by anybody, it stays so: its address may be in use.
        (Protection::Whole, present) if own && present.is_lacking() && !policy.is_some_and(names_everybody) => {
            Ok(bucket.put_protection(wanted).await?)
        }
        (Protection::Whole, _) => Ok(()),
    }
}
