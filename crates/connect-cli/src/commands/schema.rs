//! `schema`: the JSON Schema of the report.

use connect_core::schema::report_schema;

use crate::exit::{Code, Failure};
use crate::output::Output;

pub(crate) fn run() -> Result<Code, Failure> {
    Output::open(None)?.write(&(serde_json::to_string_pretty(&report_schema())? + "\n"))?;
    Ok(Code::Done)
}
