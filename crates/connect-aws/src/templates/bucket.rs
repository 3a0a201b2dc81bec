//! The calls to one bucket, each with the owner whom it expects.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{
    BucketLocationConstraint, CreateBucketConfiguration, ObjectOwnership, PublicAccessBlockConfiguration,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::publication::{Publication, PublishFailure};
use connect_core::region::Region;

use super::{Found, GET, GET_POLICY};
use crate::classify::{self, Whose};
use crate::client;

/// The region whose buckets name no location.
const UNNAMED: &str = "us-east-1";
/// Lifting a block takes AWS a moment; then a public policy is taken.
const PAUSES: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(6)];

/// How public access to a bucket is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protection {
    /// All four ways.
    Whole,
    /// All but by its policy.
    ForPublicPolicy,
}

/// What blocks public access to a bucket now; without a setting nothing does.
pub(super) struct Present(Option<PublicAccessBlockConfiguration>);

impl Present {
    pub(super) fn lets_public_policy(&self) -> bool {
        let is_on = |block: &PublicAccessBlockConfiguration| {
            block.block_public_policy() == Some(true) || block.restrict_public_buckets() == Some(true)
        };
        !self.0.as_ref().is_some_and(is_on)
    }

    pub(super) fn is_lacking(&self) -> bool {
        let Some(block) = &self.0 else { return true };
        let all = [
            block.block_public_acls(),
            block.ignore_public_acls(),
            block.block_public_policy(),
            block.restrict_public_buckets(),
        ];
        all.iter().any(|one| *one != Some(true))
    }
}

/// One bucket, and what is to be published in it.
pub(super) struct Bucket<'a> {
    s3: Client,
    whose: &'a Whose,
    publication: &'a Publication,
}

impl<'a> Bucket<'a> {
    pub(super) fn new(config: &SdkConfig, whose: &'a Whose, publication: &'a Publication) -> Self {
        Self { s3: client::s3(config, &publication.region), whose, publication }
    }

    fn name(&self) -> &str {
        self.publication.bucket.as_str()
    }

    fn owner(&self) -> &str {
        self.publication.account.as_str()
    }

    /// STS has just taken the credentials: where S3 does not, the region is one that they are not valid in.
    fn failure<E>(&self, operation: &'static str, error: &SdkError<E, HttpResponse>) -> CallFailure
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        let failure = classify::failure(operation, error, self.whose);
        let region = &self.publication.region;
        let optional = !Region::always_enabled(region.partition()).contains(region);
        match failure.kind {
            FailureKind::CredentialsInvalid { .. } if optional => {
                CallFailure { kind: FailureKind::RegionDisabled, ..failure }
            }
            _ => failure,
        }
    }

    /// Whether the bucket is there; none also where nobody says. An answer to this has no words: what is wrong is told by
    /// the call that follows.
    pub(super) async fn head(&self) -> Result<Option<Found>, PublishFailure> {
        let answer = self.s3.head_bucket().bucket(self.name()).expected_bucket_owner(self.owner()).send().await;
        let Err(error) = answer else { return Ok(Some(Found::There)) };
        match error.raw_response().map(|response| response.status().as_u16()) {
            Some(400 | 403 | 404) => Ok(None),
            Some(301 | 307) => Err(self.elsewhere(&error)),
            _ => Err(self.failure("s3:ListBucket", &error).into()),
        }
    }

    fn elsewhere<E>(&self, error: &SdkError<E, HttpResponse>) -> PublishFailure {
        let header = error.raw_response().and_then(|response| response.headers().get("x-amz-bucket-region"));
        PublishFailure::Elsewhere {
            bucket: self.publication.bucket.clone(),
            found: header.unwrap_or("another region").to_owned(),
            wanted: self.publication.region.clone(),
        }
    }

    /// Makes it. Only its owner may use it then, whoever puts objects into it.
    pub(super) async fn create(&self) -> Result<Found, PublishFailure> {
        let region = self.publication.region.as_str();
        let place = (region != UNNAMED).then(|| {
            let constraint = BucketLocationConstraint::from(region);
            CreateBucketConfiguration::builder().location_constraint(constraint).build()
        });
        let call = self.s3.create_bucket().bucket(self.name()).set_create_bucket_configuration(place);
        let Err(error) = call.object_ownership(ObjectOwnership::BucketOwnerEnforced).send().await else {
            return Ok(Found::New);
        };
        match error.code() {
            Some("BucketAlreadyOwnedByYou") => Ok(Found::There),
            Some("BucketAlreadyExists") => Err(PublishFailure::Taken { bucket: self.publication.bucket.clone() }),
            _ => Err(self.failure("s3:CreateBucket", &error).into()),
        }
    }

    pub(super) async fn protection(&self) -> Result<Present, CallFailure> {
        let call = self.s3.get_public_access_block().bucket(self.name()).expected_bucket_owner(self.owner());
        match call.send().await.map_err(|error| self.failure("s3:GetBucketPublicAccessBlock", &error)) {
            Ok(answer) => Ok(Present(answer.public_access_block_configuration)),
            Err(failure) if failure.kind == FailureKind::NotFound => Ok(Present(None)),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn put_protection(&self, protection: Protection) -> Result<(), CallFailure> {
        let by_policy = protection == Protection::Whole;
        let block = PublicAccessBlockConfiguration::builder()
            .block_public_acls(true)
            .ignore_public_acls(true)
            .block_public_policy(by_policy)
            .restrict_public_buckets(by_policy)
            .build();
        let call = self.s3.put_public_access_block().bucket(self.name()).expected_bucket_owner(self.owner());
        let answer = call.public_access_block_configuration(block).send().await;
        answer.map(drop).map_err(|error| self.failure("s3:PutBucketPublicAccessBlock", &error))
    }

    /// Puts the template; false where something has its key already.
    pub(super) async fn put_template(&self) -> Result<bool, CallFailure> {
        let call = self.s3.put_object().bucket(self.name()).key(self.publication.key()).if_none_match("*");
        let call = call.expected_bucket_owner(self.owner()).content_type("application/yaml");
        let body = ByteStream::from_static(self.publication.template.as_bytes());
        let Err(error) = call.body(body).send().await else { return Ok(true) };
        if error.code() == Some("PreconditionFailed") {
            return Ok(false);
        }
        Err(self.failure("s3:PutObject", &error))
    }

    /// What has the template's key.
    pub(super) async fn template(&self) -> Result<Vec<u8>, CallFailure> {
        let call = self.s3.get_object().bucket(self.name()).key(self.publication.key());
        let answer = call.expected_bucket_owner(self.owner()).send().await;
        whole(answer.map_err(|error| self.failure(GET, &error))?.body).await
    }

    pub(super) async fn policy(&self) -> Result<Option<String>, CallFailure> {
        let answer = self.s3.get_bucket_policy().bucket(self.name()).expected_bucket_owner(self.owner()).send().await;
        match answer.map_err(|error| self.failure(GET_POLICY, &error)) {
            Ok(answer) => Ok(answer.policy),
            Err(failure) if failure.kind == FailureKind::NotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn put_policy(&self, policy: String) -> Result<(), CallFailure> {
        let send = async || {
            let call = self.s3.put_bucket_policy().bucket(self.name()).expected_bucket_owner(self.owner());
            let answer = call.policy(&policy).send().await;
            answer.map(drop).map_err(|error| self.failure("s3:PutBucketPolicy", &error))
        };
        for pause in PAUSES {
            match send().await {
                Err(failure) if failure.message.contains("BlockPublicPolicy") => tokio::time::sleep(pause).await,
                answer => return answer,
            }
        }
        send().await
    }
}

/// A template's bytes.
pub(super) async fn whole(body: ByteStream) -> Result<Vec<u8>, CallFailure> {
    let bytes = body.collect().await.map_err(|error| CallFailure {
        kind: FailureKind::Unreachable,
        operation: GET,
        code: None,
        message: format!("the answer broke off: {}", classify::in_words(&error)),
        request_id: None,
        clock_skew_seconds: None,
    })?;
    Ok(bytes.into_bytes().to_vec())
}
