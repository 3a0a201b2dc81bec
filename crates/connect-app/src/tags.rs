//! The tags of one resource, read when a person looks at it.

use uuid::Uuid;

use connect_core::connection::ConnectionId;
use connect_core::ports::AssumeRequest;
use connect_core::resource::Tags;

use crate::App;
use crate::error::AppError;
use crate::view::ResourceRef;

/// The shortest session that AWS gives.
const SESSION_SECONDS: u32 = 900;

impl App {
    /// The tags of a resource of the last report, as AWS has them now. The role is assumed anew: no session is kept. A
    /// role that was not proved safe has listed nothing, so it is not assumed for this either.
    pub async fn resource_tags(&self, id: ConnectionId, wanted: &ResourceRef) -> Result<Tags, AppError> {
        let (report, resource) = self.discovered(id, wanted).await?;
        let draft = self.connection(id).await?.draft;
        let runner = draft.runner.ok_or_else(|| AppError::not_now("without a runner nobody can assume the role"))?;
        let identity = self.cloud.sign_in(Some(&runner)).await?;
        let run = Uuid::new_v4().simple().to_string();
        let request = AssumeRequest {
            role: report.connection.role_arn,
            external_id: Some(report.connection.external_id),
            session_name: format!("alethia-tags-{}", &run[..8]),
            duration_seconds: SESSION_SECONDS,
        };
        Ok(identity.assume(&request).await?.tags(&resource).await?)
    }
}
