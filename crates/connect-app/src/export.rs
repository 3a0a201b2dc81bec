//! Reports as files.

use connect_core::render;
use connect_core::report::Report;

use crate::error::AppError;
use crate::view::ExportFormat;

/// A report's text in a format, and the ending of its file name.
pub fn export(report: &Report, format: ExportFormat) -> Result<(&'static str, String), AppError> {
    Ok(match format {
        ExportFormat::Json => {
            let json = serde_json::to_string_pretty(report);
            ("json", json.map_err(|error| AppError::not_now(format!("the report cannot be written as JSON: {error}")))?)
        }
        ExportFormat::Markdown => ("md", render::markdown(report)),
        ExportFormat::Html => ("html", render::html(report)),
    })
}
