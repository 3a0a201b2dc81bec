//! Reports as files.

use connect_core::render;
use connect_core::report::Report;

use crate::error::AppError;
use crate::view::ExportFormat;

/// A report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// What to call it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A report in a format, without External ID and account numbers where that is wanted.
pub fn export(report: Report, format: ExportFormat, redact: bool) -> Result<Export, AppError> {
    let report = if redact { report.redacted() } else { report };
    let (ending, text) = match format {
        ExportFormat::Json => {
            let json = serde_json::to_string_pretty(&report);
            let failed = |error| AppError::not_now(format!("the report cannot be written as JSON: {error}"));
            ("json", json.map_err(failed)? + "\n")
        }
        ExportFormat::Markdown => ("md", render::markdown(&report)),
        ExportFormat::Html => ("html", render::html(&report)),
        ExportFormat::Csv => ("csv", render::csv(&report.resources)),
    };
    let account = if redact { "redacted" } else { report.connection.account_id.as_str() };
    Ok(Export { name: format!("alethia-connect-{account}.{ending}"), text })
}
