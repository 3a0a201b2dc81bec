//! Rotating the External ID of a connection that is in use. The one so far is kept until a test has proved that the role
//! accepts the new one and refuses it, so that nothing is lost whoever stops half-way.

use uuid::Uuid;

use connect_core::connection::{Connection, ConnectionId};
use connect_core::external_id::ExternalId;
use connect_core::wizard::WizardError;

use crate::App;
use crate::error::AppError;
use crate::view::ConnectionView;

impl App {
    /// Makes another External ID, which is stored before anybody sees it, and goes to the step in which the role gets it.
    pub async fn rotate_external_id(&self, id: ConnectionId) -> Result<ConnectionView, AppError> {
        self.exchange(id, |connection| connection.rotate(ExternalId::from(Uuid::new_v4()))).await
    }

    /// Gives the new External ID up again.
    pub async fn keep_former_external_id(&self, id: ConnectionId) -> Result<ConnectionView, AppError> {
        self.exchange(id, Connection::keep_former_external_id).await
    }

    async fn exchange(
        &self,
        id: ConnectionId,
        change: fn(&mut Connection) -> Result<(), WizardError>,
    ) -> Result<ConnectionView, AppError> {
        // Held until it is done, so that neither begins with the External ID that is exchanged.
        let _no_test = self.start(id).map_err(|_| {
            AppError::not_now(
                "a connection test of this External ID is running: cancel it first, then change the External ID",
            )
        })?;
        let _no_stack = self.deployments.start(id).map_err(|_| {
            AppError::not_now(
                "the stack is being made with this External ID: cancel that first, then change the External ID",
            )
        })?;
        let view = self.modify(id, change).await?;
        self.drop_plan(id);
        Ok(view)
    }
}
