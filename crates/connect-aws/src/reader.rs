//! Reads roles and their policies from IAM.

use async_trait::async_trait;
use aws_sdk_iam::operation::RequestId;
use aws_sdk_iam::types::{AttachedPolicy, Role};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use connect_core::arn::{RoleArn, RoleName};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{IdentityPolicies, PolicyText, RoleReader, RoleRecord, SimulationAnswer, SimulationQuery};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;

use crate::classify::{self, Whose};
use crate::simulate;

/// IAM allows few calls a second, and a role has few policies.
pub(crate) const AT_ONCE: usize = 4;

/// The largest page of [IAM's lists](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html).
pub(crate) const PAGE: i32 = 1000;

/// What `GetRole` says when no maximum is set.
const USUAL_SESSION_SECONDS: u32 = 3600;

/// IAM, as one identity sees it.
pub(crate) struct IamReader {
    pub(crate) iam: aws_sdk_iam::Client,
    whose: Whose,
}

impl IamReader {
    pub(crate) fn new(iam: aws_sdk_iam::Client, whose: Whose) -> Self {
        Self { iam, whose }
    }

    pub(crate) fn failed<E>(&self, operation: &'static str) -> impl Fn(SdkError<E, HttpResponse>) -> CallFailure
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        move |error| classify::failure(operation, &error, &self.whose)
    }

    async fn attached(&self, name: &RoleName) -> Result<Vec<PolicyText>, CallFailure> {
        let calls = self.iam.list_attached_role_policies().role_name(name.as_str()).max_items(PAGE);
        let listed: Vec<_> = calls
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await
            .map_err(self.failed("iam:ListAttachedRolePolicies"))?;
        self.managed_texts(listed).await
    }

    /// The texts of attached policies.
    pub(crate) async fn managed_texts(&self, listed: Vec<AttachedPolicy>) -> Result<Vec<PolicyText>, CallFailure> {
        let named = listed.into_iter().filter_map(|policy| Some((policy.policy_name?, policy.policy_arn?)));
        let texts = stream::iter(named).map(|(name, arn)| self.managed(name, arn)).buffered(AT_ONCE);
        texts.try_collect().await
    }

    /// The policies of a role, whatever its boundary.
    pub(crate) async fn of_role(&self, name: &RoleName) -> Result<Vec<PolicyText>, CallFailure> {
        let (mut policies, inline) = futures::try_join!(self.attached(name), self.inline(name))?;
        policies.extend(inline);
        Ok(policies)
    }

    /// A permissions boundary with its text.
    pub(crate) async fn boundary(&self, arn: &str) -> Result<PolicyText, CallFailure> {
        let name = arn.rsplit('/').next().unwrap_or(arn).to_owned();
        self.managed(name, arn.to_owned()).await
    }

    /// Asks the simulator what a user or role may do.
    pub(crate) async fn simulate_as(
        &self,
        principal: &str,
        queries: &[SimulationQuery],
    ) -> Result<Vec<SimulationAnswer>, CallFailure> {
        simulate::simulate(&self.iam, &self.whose, principal, queries).await
    }

    async fn inline(&self, role: &RoleName) -> Result<Vec<PolicyText>, CallFailure> {
        let calls = self.iam.list_role_policies().role_name(role.as_str()).max_items(PAGE);
        let names: Vec<String> =
            calls.into_paginator().items().send().try_collect().await.map_err(self.failed("iam:ListRolePolicies"))?;
        let texts = stream::iter(names).map(|name| self.inline_text(role, name)).buffered(AT_ONCE);
        texts.try_collect().await
    }

    async fn inline_text(&self, role: &RoleName, name: String) -> Result<PolicyText, CallFailure> {
        let call = self.iam.get_role_policy().role_name(role.as_str()).policy_name(&name).send().await;
        let document = call.map(|answer| decoded(answer.policy_document())).map_err(self.failed("iam:GetRolePolicy"));
        Ok(PolicyText { name, arn: None, document: if_readable(document)? })
    }

    async fn managed(&self, name: String, arn: String) -> Result<PolicyText, CallFailure> {
        let document = if_readable(self.default_version(&arn).await)?.flatten();
        Ok(PolicyText { name, arn: Some(arn), document })
    }

    async fn default_version(&self, arn: &str) -> Result<Option<String>, CallFailure> {
        let policy = self.iam.get_policy().policy_arn(arn).send().await.map_err(self.failed("iam:GetPolicy"))?;
        let Some(version) = policy.policy.and_then(|policy| policy.default_version_id) else { return Ok(None) };
        let call = self.iam.get_policy_version().policy_arn(arn).version_id(version).send().await;
        let answer = call.map_err(self.failed("iam:GetPolicyVersion"))?;
        Ok(answer.policy_version.and_then(|version| version.document).map(|document| decoded(&document)))
    }
}

#[async_trait]
impl RoleReader for IamReader {
    async fn role(&self, name: &RoleName) -> Result<RoleRecord, CallFailure> {
        let answer = self.iam.get_role().role_name(name.as_str()).send().await.map_err(self.failed("iam:GetRole"))?;
        let request_id = answer.request_id().map(str::to_owned);
        let record = answer.role().map(|role| record(role, request_id.clone()));
        record.ok_or_else(|| CallFailure {
            kind: FailureKind::Unreachable,
            operation: "iam:GetRole",
            code: None,
            message: "the answer holds no role, so it is not AWS's".to_owned(),
            request_id,
            clock_skew_seconds: None,
        })
    }

    async fn policies(&self, role: &RoleRecord, name: &RoleName) -> Result<IdentityPolicies, CallFailure> {
        let boundary = async {
            match &role.permissions_boundary {
                Some(arn) => self.boundary(arn).await.map(Some),
                None => Ok(None),
            }
        };
        let (policies, boundary) = futures::try_join!(self.of_role(name), boundary)?;
        Ok(IdentityPolicies { policies, boundary })
    }

    async fn simulate(
        &self,
        role: &RoleArn,
        queries: &[SimulationQuery],
    ) -> Result<Vec<SimulationAnswer>, CallFailure> {
        self.simulate_as(&role.to_string(), queries).await
    }
}

fn record(role: &Role, request_id: Option<String>) -> RoleRecord {
    let created = Timestamp::new(role.create_date().secs(), 0).unwrap_or_default();
    let maximum = role.max_session_duration().and_then(|seconds| u32::try_from(seconds).ok());
    RoleRecord {
        arn: role.arn().to_owned(),
        created_at: created,
        trust_policy: role.assume_role_policy_document().map(decoded).unwrap_or_default(),
        permissions_boundary: role
            .permissions_boundary()
            .and_then(|boundary| boundary.permissions_boundary_arn())
            .map(str::to_owned),
        tags: role.tags().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect(),
        max_session_seconds: maximum.unwrap_or(USUAL_SESSION_SECONDS),
        request_id,
    }
}

/// IAM gives policy texts URL-encoded, as of RFC 3986.
pub(crate) fn decoded(document: &str) -> String {
    percent_decode_str(document).decode_utf8_lossy().into_owned()
}

/// A text that may not be seen is no failure: its name is known all the same.
pub(crate) fn if_readable<T>(read: Result<T, CallFailure>) -> Result<Option<T>, CallFailure> {
    match read {
        Ok(text) => Ok(Some(text)),
        Err(failure) if matches!(failure.kind, FailureKind::Denied | FailureKind::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}
