//! Step "Create the role": what is launched, and what can be opened from the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use connect_core::network::NetworkKind;
use connect_core::region::Region;
use connect_core::resource::{Kind, Place};

use super::HostedView;

/// Everything that the step shows about the stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LaunchView {
    /// The console's page that makes the stack.
    pub url: String,
    /// Whether that page comes with everything filled in. Where no hosted template is set, the
    /// person uploads the saved template there, and fills in name and parameters.
    pub filled_in: bool,
    /// Where the template is hosted.
    pub hosted: HostedView,
    /// The stack's name.
    pub stack_name: String,
    /// What the page must be given.
    pub parameters: Vec<LaunchParameter>,
    /// While the External ID is rotated: the command that gives the stack which is there the new one.
    pub update_command: Option<String>,
    /// The bundled template's SHA-256, in hexadecimal.
    pub template_sha256: String,
    /// What the role can do, in plain words.
    pub can: Vec<String>,
    /// What it cannot do.
    pub cannot: Vec<String>,
}

/// One template parameter with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LaunchParameter {
    /// Its name in the template.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What became of opening a page in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OpenedView {
    /// The address, to copy when no browser opened.
    pub url: String,
    /// Why no browser opened.
    pub problem: Option<String>,
}

/// What the owner of the account is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HandOffView {
    /// The message, in Markdown.
    pub message: String,
}

/// A role that is there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FoundRole {
    /// Its ARN.
    pub role_arn: String,
    /// How it was found.
    pub found_by: FoundBy,
}

/// How a role was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// In the outputs of its stack.
    Stack,
    /// By its usual name, which could be assumed.
    Name,
}

/// The Terraform way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TerraformView {
    /// A complete root module with the values filled in.
    pub snippet: String,
    /// What prints the Role ARN afterwards.
    pub output_command: String,
}

/// A resource of a connection, named by the window to open it in the AWS console.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResourceRef {
    /// Its kind.
    pub kind: Kind,
    /// Its region, or `global`.
    pub region: Place,
    /// Its id.
    pub id: String,
}

/// A part of a network of a connection, named by the window to open it in the AWS console.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NetworkPartRef {
    /// Its kind.
    pub kind: NetworkKind,
    /// Its region's code.
    #[ts(type = "string")]
    pub region: Region,
    /// Its id.
    pub id: String,
}

/// A help page of AWS's that the window may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HelpTopic {
    /// Why an External ID.
    ExternalId,
    /// Quick-create links.
    QuickCreate,
    /// A stack's outputs.
    StackOutputs,
    /// Why an assume is denied.
    AssumeRole,
    /// What is discovered.
    Regions,
}
