//! The wire types of the window, exported to TypeScript into `ui/src/ipc/generated`.
//!
//! What crosses IPC is what stands here and the report: texts that people read, and never a credential.

mod connection;
mod deploy;
mod disconnect;
mod environment;
mod event;
mod hosting;
mod launch;
mod mfa;

pub use connection::{ActionView, ConnectionSummary, ConnectionView, DraftView, PasteView, ProfileUse, StepView};
pub use deploy::{DeployKind, DeployPlanView};
pub use disconnect::{DisconnectView, LetIn, ProofEvent, ProofView, RefusalShows, RefusalView};
pub use environment::{EnvironmentView, ProfileView, RegionView, SandboxView};
pub use event::TestEvent;
pub use hosting::{HostedView, PublicationView, Readable, ReadersView, TemplateCheck};
pub use launch::{
    FoundBy, FoundRole, HandOffView, HelpTopic, LaunchParameter, LaunchView, NetworkPartRef, OpenedView, ResourceRef,
    TerraformView,
};
pub use mfa::{MfaEvent, MfaQuestionView};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The map of a VPC as the window drew it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "format", content = "content", rename_all = "snake_case", deny_unknown_fields)]
pub enum MapPicture {
    /// An SVG.
    Svg(String),
    /// A PNG in base64.
    Png(String),
}

/// What a report can be exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// The report's own JSON.
    Json,
    /// For tickets and chats.
    Markdown,
    /// One self-contained page.
    Html,
    /// The resources alone, for a spreadsheet.
    Csv,
}
