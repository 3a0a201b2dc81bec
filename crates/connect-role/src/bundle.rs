//! The artefacts that customers run, compiled in as they are committed.

use crate::digest::{sha256, unsealed};
use crate::parameter::{PARAMETERS, TemplateParameter};
use crate::rendered;

const TEMPLATE: &str = include_str!("../../../role/cloudformation/alethia-provisioner-role.yaml");
const SINGLE_FILE: &str = include_str!("../../../role/terraform/single-file/alethia-provisioner-role.tf");
const POLICIES: &str = include_str!("../../../role/policies/all.json");

/// A bundled file: its path inside its folder and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundledFile {
    /// The path, with `/` between folders.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
}

const MODULE: [BundledFile; 6] = [
    BundledFile { path: "README.md", text: include_str!("../../../role/terraform/README.md") },
    BundledFile { path: "versions.tf", text: include_str!("../../../role/terraform/versions.tf") },
    BundledFile { path: "variables.tf", text: include_str!("../../../role/terraform/variables.tf") },
    BundledFile { path: "main.tf", text: include_str!("../../../role/terraform/main.tf") },
    BundledFile { path: "outputs.tf", text: include_str!("../../../role/terraform/outputs.tf") },
    BundledFile {
        path: "examples/basic/main.tf",
        text: include_str!("../../../role/terraform/examples/basic/main.tf"),
    },
];

/// The version of the role and of everything that makes it.
pub const fn template_version() -> &'static str {
    rendered::VERSION
}

/// The `CloudFormation` template.
pub const fn cloudformation_template() -> &'static str {
    TEMPLATE
}

/// The SHA-256 of the template's file, as `sha256sum` prints it.
pub fn template_sha256() -> String {
    sha256(TEMPLATE)
}

/// The SHA-256 that the template carries inside itself and its stacks have as the output `TemplateSha256`.
/// It is taken with zeros in its own places, so it differs from [`template_sha256`].
pub fn template_inner_sha256() -> String {
    sha256(unsealed(TEMPLATE))
}

/// The template's parameters, in its order.
pub const fn template_parameters() -> &'static [TemplateParameter] {
    &PARAMETERS
}

/// The files of the Terraform module.
pub const fn terraform_module_files() -> &'static [BundledFile] {
    &MODULE
}

/// The Terraform module as one file that can be applied as it is, with variables.
pub const fn terraform_single_file() -> &'static str {
    SINGLE_FILE
}

/// The plain policies as the text of one JSON object, by name; `trust-policy` is the trust policy.
pub const fn policies() -> &'static str {
    POLICIES
}
