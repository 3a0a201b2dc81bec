//! `connections`: what the app keeps, without its window.

use std::fmt::Write as _;
use std::sync::Arc;

use directories::BaseDirs;

use connect_app::App;
use connect_app::settings::Settings;
use connect_app::view::ConnectionSummary;
use connect_aws::AwsCloud;
use connect_core::connection::ConnectionId;
use connect_core::render;
use connect_core::report::Status;
use connect_store::{OsKeyring, SqliteStore};

use super::aws_options;
use crate::arguments::{ConnectionsArguments, ConnectionsCommand};
use crate::exit::{Code, Failure};
use crate::output::{Output, message};

pub(crate) async fn run(arguments: &ConnectionsArguments) -> Result<Code, Failure> {
    let app = app()?;
    match &arguments.what {
        ConnectionsCommand::List => {
            let connections = app.connections().await?;
            if connections.is_empty() {
                message("There are no connections yet. Begin one in the app.");
            }
            for problem in connections.iter().filter_map(|connection| connection.problem.as_ref()) {
                message(problem);
            }
            Output::Standard.write(&table(&connections))?;
        }
        ConnectionsCommand::Show { id } => Output::Standard.write(&shown(&app, *id).await?)?,
        ConnectionsCommand::Forget { id } => {
            app.forget(*id).await?;
            message("Forgotten here. The role in AWS stays until its stack or module is removed.");
        }
    }
    Ok(Code::Done)
}

/// The same folder as the window's.
fn app() -> Result<App, Failure> {
    let folder = BaseDirs::new().ok_or(Failure::NoDataFolder)?.data_dir().join("io.alethialabs.connect");
    let store =
        SqliteStore::open(&folder, Arc::new(OsKeyring::default())).map_err(connect_app::error::AppError::from)?;
    let settings = Settings::new(None, None, None, folder.display().to_string())?;
    Ok(App::new(Arc::new(AwsCloud::new(aws_options())), Arc::new(store), settings))
}

/// One word for how a connection stands.
fn standing(status: Option<Status>, rotating: bool, last_verified_at: Option<&str>) -> &'static str {
    match (status, last_verified_at) {
        _ if rotating => "rotating",
        (Some(status), _) => status.as_str(),
        // Its last report speaks of another role or runner.
        (None, Some(_)) => "changed",
        (None, None) => "not verified",
    }
}

fn table(connections: &[ConnectionSummary]) -> String {
    let mut table = String::new();
    for connection in connections {
        let account = connection.account_id.as_deref().unwrap_or("-");
        let verified = connection.last_verified_at.as_deref();
        let standing = match &connection.problem {
            Some(_) => "unreadable",
            None => standing(connection.status, connection.rotating, verified),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "{}  {:12}  {account:12}  {:30}  {}",
            connection.id,
            standing,
            verified.unwrap_or("-"),
            render::visible(&connection.label)
        );
    }
    table
}

async fn shown(app: &App, id: ConnectionId) -> Result<String, Failure> {
    let connection = app.open(id).await?;
    let draft = &connection.draft;
    let or_none = |value: &Option<String>| render::visible(value.as_deref().unwrap_or("-")).into_owned();
    let mut text = format!(
        "connection   {}\nlabel        {}\nstatus       {}\nRole ARN     {}\nExternal ID  {}\nrunner       {}\nverified     {}\n",
        connection.id,
        render::visible(if draft.label.is_empty() { "-" } else { &draft.label }),
        standing(connection.status, draft.former_external_id.is_some(), connection.last_verified_at.as_deref()),
        or_none(&draft.role_arn),
        draft.external_id,
        or_none(&draft.runner),
        or_none(&connection.last_verified_at),
    );
    if let Some(former) = &draft.former_external_id {
        let _ = writeln!(text, "from before  {former}, the External ID until the new one is proved");
    }
    if let Some(report) = app.report(id).await? {
        text.push('\n');
        text.push_str(&render::text(&report, false));
    }
    Ok(text)
}
