//! Looking out for the role while a person is between the two consoles, so that nothing has to be copied. Nobody is asked
//! for anything meanwhile: with a profile that wants an MFA code there is no look-out.

use std::time::Duration;

use connect_core::arn::RoleArn;
use connect_core::connection::ConnectionId;
use connect_core::console::StackName;
use connect_core::ports::AssumeRequest;
use connect_core::wizard::Draft;
use connect_role::DEFAULT_ROLE_NAME;

use crate::App;
use crate::error::AppError;
use crate::view::{FoundBy, FoundRole};

/// One look; the next one comes soon.
const BOUND: Duration = Duration::from_secs(20);
/// The shortest session that AWS gives; nothing is done with it.
const SESSION_SECONDS: u32 = 900;

impl App {
    /// Looks once whether the role is there: with a target profile in the outputs of its stack, else by its usual name in
    /// the expected account. None where it is not, or where there is nothing to look by.
    pub async fn look_for_role(&self, id: ConnectionId) -> Result<Option<FoundRole>, AppError> {
        let draft = self.connection(id).await?.draft;
        let looking = async {
            if draft.target_profile.is_some() && draft.target_problem().is_none() {
                self.in_outputs(&draft).await.map(|found| found.map(|arn| (arn, FoundBy::Stack)))
            } else {
                self.by_name(&draft).await.map(|found| found.map(|arn| (arn, FoundBy::Name)))
            }
        };
        let Ok(found) = tokio::time::timeout(BOUND, looking).await else { return Ok(None) };
        let good = found?.filter(|(arn, _)| draft.understood(&arn.to_string()).is_ok());
        // A look takes seconds: a person may have started over meanwhile, and the role trusts what was given up.
        if good.is_some() && self.connection(id).await?.draft.external_id != draft.external_id {
            return Ok(None);
        }
        Ok(good.map(|(arn, found_by)| FoundRole { role_arn: arn.to_string(), found_by }))
    }

    async fn in_outputs(&self, draft: &Draft) -> Result<Option<RoleArn>, AppError> {
        let Some(target) = &draft.target_profile else { return Ok(None) };
        let identity = self.cloud.sign_in_unasked(Some(&target.profile)).await?;
        Ok(identity.stacks().made_role(&draft.region, &StackName::default()).await?)
    }

    /// The role that can be assumed with this connection's External ID is the one that was made for it.
    async fn by_name(&self, draft: &Draft) -> Result<Option<RoleArn>, AppError> {
        let (Some(runner), Some(account)) = (&draft.runner, &draft.expected_account) else { return Ok(None) };
        let arn = format!("arn:{}:iam::{account}:role/{DEFAULT_ROLE_NAME}", draft.region.partition());
        let Ok(role) = arn.parse::<RoleArn>() else { return Ok(None) };
        let identity = self.cloud.sign_in_unasked(Some(runner)).await?;
        let request = AssumeRequest {
            role: role.clone(),
            external_id: Some(draft.external_id.clone()),
            session_name: "alethia-connect-look-out".to_owned(),
            duration_seconds: SESSION_SECONDS,
        };
        // Nobody can tell a role that is not there from one that may not be assumed; either way it is not there yet.
        Ok(identity.assume(&request).await.is_ok().then_some(role))
    }
}
