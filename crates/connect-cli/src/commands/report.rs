//! `report check`: whether a report still says what it said when it was made; and reading one to compare with.

use std::path::Path;

use serde_json::{Map, Value};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use connect_core::arn::RoleArn;
use connect_core::render;
use connect_core::report::{Report, SCHEMA};
use connect_core::seal::{Checked, Seal, check};

use crate::arguments::{ReportArguments, ReportCommand};
use crate::exit::{Code, Failure};
use crate::output::{Output, message};

/// Many times a report of 100,000 resources; a device that never ends is no report.
const LARGEST: u64 = 1 << 30;

pub(crate) async fn run(arguments: &ReportArguments) -> Result<Code, Failure> {
    let ReportCommand::Check { file } = &arguments.what;
    let json = read(file).await?;
    let seal = holds(file, json.clone())?;
    let report = understood(file, json)?;
    Output::open(None)?.write(&held(&report, &seal))?;
    Ok(Code::Done)
}

/// The earlier report in that file, which must be one of this role.
pub(crate) async fn earlier(file: &Path, role: &RoleArn) -> Result<Report, Failure> {
    let json = read(file).await?;
    let seal = check(json.clone());
    let report = understood(file, json)?;
    if report.redacted {
        return Err(Failure::Redacted { path: file.to_owned() });
    }
    if report.connection.role_arn != *role {
        let found = report.connection.role_arn;
        return Err(Failure::OtherRole { path: file.to_owned(), found, wanted: role.clone() });
    }
    if let Checked::Broken { .. } = seal {
        message(&format!(
            "note: {} was changed after it was made, so what is compared with may not be what was found then",
            file.display()
        ));
    }
    Ok(report)
}

/// The JSON of a file that says that it is a report.
async fn read(file: &Path) -> Result<Map<String, Value>, Failure> {
    let unread = |source| Failure::Read { path: file.to_owned(), source };
    let mut text = Vec::new();
    File::open(file).await.map_err(unread)?.take(LARGEST).read_to_end(&mut text).await.map_err(unread)?;
    let json: Map<String, Value> = serde_json::from_slice(&text).map_err(|error| no_report(file, &error))?;
    match json.get("schema").and_then(Value::as_str) {
        Some(SCHEMA) => Ok(json),
        Some(other) => Err(no_report(file, &format!("its schema is \"{}\", not \"{SCHEMA}\"", render::visible(other)))),
        None => Err(no_report(file, &format!("it does not name the schema \"{SCHEMA}\""))),
    }
}

fn understood(file: &Path, json: Map<String, Value>) -> Result<Report, Failure> {
    serde_json::from_value(Value::Object(json)).map_err(|error| no_report(file, &error))
}

fn no_report(file: &Path, reason: &dyn ToString) -> Failure {
    Failure::NoReport { path: file.to_owned(), reason: render::visible(&reason.to_string()).into_owned() }
}

fn holds(file: &Path, json: Map<String, Value>) -> Result<Seal, Failure> {
    let path = file.to_owned();
    match check(json) {
        Checked::Holds(seal) => Ok(seal),
        Checked::Broken { stated, computed } => {
            Err(Failure::BrokenSeal { path, stated: render::visible(&stated).into_owned(), computed })
        }
        Checked::Unsealed => Err(Failure::Unsealed { path }),
    }
}

fn held(report: &Report, seal: &Seal) -> String {
    format!(
        "The seal holds: nothing in this report was changed since it was made.\n\n  seal    {seal}\n  report  {}, {}\n  \
         role    {}\n  status  {}\n\nA seal is no signature: whoever changes a report on purpose can make a new one.\n",
        report.report_id,
        report.finished_at,
        report.connection.role_arn,
        report.status.as_str(),
    )
}
