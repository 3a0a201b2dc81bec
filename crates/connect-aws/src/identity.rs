//! A signed-in identity: assumes roles, and reads the roles of its own account.

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sts::operation::RequestId;
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{
    AssumeRequest, CallerIdentity, Identity, IdentityPolicies, RoleReader, RoleSession, SimulationAnswer,
    SimulationQuery, Stacks, Templates,
};
use connect_core::region::Region;

use crate::classify::{self, Whose};
use crate::client;
use crate::cloud::Shared;
use crate::reader::IamReader;
use crate::session::{Assumer, Session};
use crate::stack::StackMaker;
use crate::templates::Publisher;

/// A profile's identity, confirmed by AWS.
pub(crate) struct SignedIn {
    shared: Arc<Shared>,
    assumer: Arc<Assumer>,
    reader: IamReader,
    caller: CallerIdentity,
    profile: Option<String>,
    stacks: StackMaker,
    publisher: Publisher,
    region: Region,
}

impl SignedIn {
    pub(crate) fn new(
        shared: Arc<Shared>,
        config: SdkConfig,
        whose: Whose,
        caller: CallerIdentity,
        profile: Option<String>,
        region: Region,
    ) -> Self {
        let reader = IamReader::new(client::iam(&config), whose.clone());
        let assumer = Arc::new(Assumer::new(config.clone(), whose.clone()));
        let publisher = Publisher::new(config.clone(), whose.clone());
        Self { shared, assumer, reader, caller, profile, stacks: StackMaker::new(config, whose), publisher, region }
    }
}

#[async_trait]
impl Identity for SignedIn {
    fn caller(&self) -> &CallerIdentity {
        &self.caller
    }

    fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    fn region(&self) -> &Region {
        &self.region
    }

    fn fallback_region(&self) -> Option<&Region> {
        self.assumer.fallback()
    }

    async fn assume(&self, request: &AssumeRequest) -> Result<Arc<dyn RoleSession>, CallFailure> {
        Ok(Arc::new(Session::begin(Arc::clone(&self.shared), Arc::clone(&self.assumer), request).await?))
    }

    fn reader(&self) -> &dyn RoleReader {
        &self.reader
    }

    async fn simulate_itself(&self, queries: &[SimulationQuery]) -> Result<Vec<SimulationAnswer>, CallFailure> {
        self.reader.simulate_caller(&self.caller, queries).await
    }

    async fn own_policies(&self) -> Result<IdentityPolicies, CallFailure> {
        self.reader.policies_of_caller(&self.caller).await
    }

    fn stacks(&self) -> &dyn Stacks {
        &self.stacks
    }

    fn templates(&self) -> &dyn Templates {
        &self.publisher
    }
}

const GET_CALLER: &str = "sts:GetCallerIdentity";

/// Asks AWS whose credentials these are.
pub(crate) async fn who(sts: &aws_sdk_sts::Client, whose: &Whose) -> Result<CallerIdentity, CallFailure> {
    let answer = sts.get_caller_identity().send().await;
    let answer = answer.map_err(|error| classify::failure(GET_CALLER, &error, whose))?;
    let request_id = answer.request_id().map(str::to_owned);
    let account = answer.account().and_then(|account| account.parse().ok());
    match (account, answer.arn) {
        (Some(account), Some(arn)) => Ok(CallerIdentity { account, arn, request_id }),
        _ => Err(CallFailure {
            kind: FailureKind::Unreachable,
            operation: GET_CALLER,
            code: None,
            message: "the answer names no account and ARN, so it is not AWS's".to_owned(),
            request_id,
            clock_skew_seconds: None,
        }),
    }
}
