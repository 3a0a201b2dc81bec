//! The permission catalogue of the provisioner role and everything rendered from it.
//!
//! [`catalogue`] reads the data files, [`render`](mod@render) makes of them the `CloudFormation` template, the
//! Terraform module, the plain policies and what this crate tells at run time. Rendered files are
//! committed and compiled in: what is shipped is what was reviewed. [`evaluate`] judges policies of a
//! real role against them.
//!
//! Deliberately absent: AWS calls, the file system (but for the `render-role` program).

mod bundle;
pub mod catalogue;
mod digest;
pub mod evaluate;
mod hcl;
mod options;
mod parameter;
mod permission;
mod placeholder;
pub mod render;
#[rustfmt::skip]
mod rendered;
mod snippet;
mod trust;

pub use bundle::{
    BundledFile, cloudformation_template, policies, template_inner_sha256, template_parameters, template_sha256,
    template_version, terraform_module_files, terraform_single_file,
};
pub use digest::sha256;
pub use hcl::trust_policy_argument;
pub use options::RoleOptions;
pub use parameter::{DEFAULT_RESOURCE_PREFIX, DEFAULT_ROLE_NAME, ParameterKind, TemplateParameter};
pub use permission::{Capabilities, RequiredPermission, Scope, capabilities, granting, required_permissions};
pub use snippet::{SnippetValues, terraform_snippet};
pub use trust::{RunnerArn, RunnerArnError, TRUST_SID, TrustedPrincipal, trust_policy};
