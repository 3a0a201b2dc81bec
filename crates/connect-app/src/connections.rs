//! Connections and their drafts: begin, open, change, forget. Every change is stored before it is
//! answered, so that closing the app at any moment loses nothing that was shown.

use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use uuid::Uuid;

use connect_core::account::AccountId;
use connect_core::connection::{Connection, ConnectionId, CredentialsPlace, StoredItem};
use connect_core::external_id::ExternalId;
use connect_core::ports::{Store, StoreError};
use connect_core::profile::ProfileName;
use connect_core::region::Region;
use connect_core::wizard::{Action, Draft, Step, WizardError};

use crate::App;
use crate::error::AppError;
use crate::view::{ActionView, ConnectionSummary, ConnectionView, PasteView};

impl App {
    /// All connections, the one changed last first; those that cannot be read now last, with the reason.
    pub async fn connections(&self) -> Result<Vec<ConnectionSummary>, AppError> {
        self.blocking(|store| {
            let mut summaries = Vec::new();
            for connection in store.connections()? {
                let state = store.latest_test(connection.id)?.map(|test| test.state);
                // They speak of the last verdict; where that is no longer one, they are no longer news.
                let changes = connection.status.and_then(|_| store.latest_changes(connection.id).ok().flatten());
                summaries.push(ConnectionSummary::of(&connection, state, changes));
            }
            summaries.extend(store.unreadable()?.into_iter().map(ConnectionSummary::of_unreadable));
            Ok(summaries)
        })
        .await
    }

    /// Begins a connection: its External ID is made and stored before anybody sees it.
    pub async fn begin(&self, region: Region) -> Result<ConnectionView, AppError> {
        let now = Timestamp::now();
        let connection = Connection {
            id: Uuid::new_v4().into(),
            draft: Draft::new(ExternalId::from(Uuid::new_v4()), region),
            status: None,
            created_at: now,
            updated_at: now,
            last_verified_at: None,
            credentials_place: None,
        };
        self.blocking(move |store| saved(store, connection, |store, kept| store.save(kept))).await
    }

    /// One connection as it was left.
    pub async fn open(&self, id: ConnectionId) -> Result<ConnectionView, AppError> {
        self.blocking(move |store| {
            let connection = store.connection(id)?;
            Ok(ConnectionView::of(&connection, store.latest_test(id)?.map(|test| test.state)))
        })
        .await
    }

    /// Begins a connection anew with another External ID, which is stored before anybody sees it. The one so far, its
    /// tests and its reports are gone then; what was made with it in AWS stays there.
    pub async fn start_over(&self, id: ConnectionId) -> Result<ConnectionView, AppError> {
        // Held until it is done, so that neither begins with the External ID that is given up.
        let _no_test = self.start(id).map_err(|_| {
            AppError::not_now("a connection test of this External ID is running: cancel it first, then start over")
        })?;
        let _no_stack = self.deployments.start(id).map_err(|_| {
            AppError::not_now("the stack is being made with this External ID: cancel that first, then start over")
        })?;
        let anew = |connection: &mut Connection| connection.start_over(ExternalId::from(Uuid::new_v4()));
        let view = self.modify_by(id, anew, |store, kept| store.start_over(kept)).await?;
        self.drop_plan(id);
        Ok(view)
    }

    /// Forgets a connection here; the role in AWS stays.
    pub async fn forget(&self, id: ConnectionId) -> Result<(), AppError> {
        self.cancel(id);
        self.blocking(move |store| Ok(store.forget(id)?)).await
    }

    /// Everything that is kept.
    pub async fn stored(&self) -> Result<Vec<StoredItem>, AppError> {
        self.blocking(|store| Ok(store.stored()?)).await
    }

    /// Applies what a person did; on an error the stored draft is as it was.
    pub async fn act(&self, id: ConnectionId, action: ActionView) -> Result<ConnectionView, AppError> {
        let action = self.understood(id, action).await?;
        self.change(id, [action]).await
    }

    /// What is in a paste, judged against the draft; nothing is stored. The only thing sent is what opens connections for
    /// the test that will follow a good one.
    pub async fn read_paste(&self, id: ConnectionId, paste: String) -> Result<PasteView, AppError> {
        let draft = self.connection(id).await?.draft;
        Ok(match draft.understood(&paste) {
            Ok(arn) => {
                let (cloud, partition) = (Arc::clone(&self.cloud), arn.partition());
                tokio::spawn(async move { cloud.warm(partition).await });
                PasteView { role_arn: Some(arn.to_string()), problem: None }
            }
            Err(error) => PasteView { role_arn: None, problem: Some(error.into()) },
        })
    }

    /// The Role ARN in a text that nobody has pasted yet, if the connection can take it and has none. Nothing is stored.
    pub async fn offered(&self, id: ConnectionId, text: &str) -> Result<Option<String>, AppError> {
        let draft = self.connection(id).await?.draft;
        let arn = if draft.role_arn.is_none() { draft.understood(text).ok() } else { None };
        Ok(arn.map(|arn| arn.to_string()))
    }

    /// Takes the Role ARN, queues a connection test and goes to its step.
    pub async fn complete(&self, id: ConnectionId, paste: String) -> Result<ConnectionView, AppError> {
        self.change(id, [Action::PasteRoleArn(paste), Action::GoTo(Step::Verify)]).await?;
        self.queue(id).await?;
        self.open(id).await
    }

    pub(crate) async fn connection(&self, id: ConnectionId) -> Result<Connection, AppError> {
        self.blocking(move |store| Ok(store.connection(id)?)).await
    }

    async fn change<const N: usize>(&self, id: ConnectionId, actions: [Action; N]) -> Result<ConnectionView, AppError> {
        if self.is_running(id) {
            return Err(AppError::not_now("a connection test is running: cancel it first, then change the connection"));
        }
        if self.deployments.is_under_way(id) {
            return Err(AppError::not_now("the stack is being made: cancel that first, then change the connection"));
        }
        self.modify(id, |connection| actions.into_iter().try_for_each(|action| connection.apply(action))).await
    }

    /// Loads, changes and saves a connection. One change at a time: of two at once, neither is lost.
    pub(crate) async fn modify(
        &self,
        id: ConnectionId,
        change: impl FnOnce(&mut Connection) -> Result<(), WizardError> + Send + 'static,
    ) -> Result<ConnectionView, AppError> {
        self.modify_by(id, change, |store, kept| store.save(kept)).await
    }

    async fn modify_by(
        &self,
        id: ConnectionId,
        change: impl FnOnce(&mut Connection) -> Result<(), WizardError> + Send + 'static,
        save: Save,
    ) -> Result<ConnectionView, AppError> {
        let changes = Arc::clone(&self.changes);
        self.blocking(move |store| {
            let _one_at_a_time = changes.lock().unwrap_or_else(PoisonError::into_inner);
            let mut connection = store.connection(id)?;
            change(&mut connection)?;
            connection.updated_at = Timestamp::now();
            saved(store, connection, save)
        })
        .await
    }

    async fn understood(&self, id: ConnectionId, action: ActionView) -> Result<Action, AppError> {
        let input = |error: &dyn std::error::Error| AppError::input(error.to_string());
        Ok(match action {
            ActionView::SetLabel { label } if label.chars().count() > 100 => {
                return Err(AppError::input("a label has at most 100 characters"));
            }
            ActionView::SetLabel { label } => Action::SetLabel(label),
            ActionView::ChooseRunner { profile } => {
                self.runner(id, profile.parse::<ProfileName>().map_err(|error| input(&error))?).await?
            }
            ActionView::NamePlatform { account } if account.trim().is_empty() => Action::NamePlatform(None),
            ActionView::NamePlatform { account } => {
                Action::NamePlatform(Some(account.parse::<AccountId>().map_err(|error| input(&error))?))
            }
            ActionView::ChooseTarget { profile: None } => Action::ChooseTarget(None),
            ActionView::ChooseTarget { profile: Some(profile) } => {
                self.target(id, profile.parse::<ProfileName>().map_err(|error| input(&error))?).await?
            }
            ActionView::ExpectAccount { account } if account.trim().is_empty() => Action::ExpectAccount(None),
            ActionView::ExpectAccount { account } => {
                Action::ExpectAccount(Some(account.parse::<AccountId>().map_err(|error| input(&error))?))
            }
            ActionView::ChooseRegion { region } => {
                Action::ChooseRegion(region.parse::<Region>().map_err(|error| input(&error))?)
            }
            ActionView::ChooseMethod { method } => Action::ChooseMethod(method),
            ActionView::PasteRoleArn { paste } => Action::PasteRoleArn(paste),
            ActionView::GoTo { step } => Action::GoTo(step),
        })
    }
}

/// How a changed connection is kept.
type Save = fn(&dyn Store, &Connection) -> Result<CredentialsPlace, StoreError>;

fn saved(store: &dyn Store, mut connection: Connection, save: Save) -> Result<ConnectionView, AppError> {
    connection.credentials_place = Some(save(store, &connection)?);
    Ok(ConnectionView::of(&connection, store.latest_test(connection.id)?.map(|test| test.state)))
}
