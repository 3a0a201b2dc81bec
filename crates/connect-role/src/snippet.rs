//! The Terraform configuration for one connection, every value filled in.

use connect_core::account::AccountId;
use connect_core::arn::RoleName;
use connect_core::external_id::ExternalId;
use connect_core::region::Region;

use crate::bundle::terraform_module_files;
use crate::hcl;
use crate::parameter::{PARAMETERS, TemplateParameter};
use crate::render::default;
use crate::trust::RunnerArn;

const HEADER: &str = "\
# The role by which an Alethia platform reaches this account. Run `terraform init` and `terraform apply`
# with credentials of the account that is to be connected, then `terraform output role_arn`.

";

/// What the configuration is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnippetValues {
    /// The connection's External ID.
    pub external_id: ExternalId,
    /// The account that may assume the role.
    pub platform_account: AccountId,
    /// The one role or user that may, when only it shall.
    pub runner: Option<RunnerArn>,
    /// The region that the provider talks to.
    pub region: Region,
    /// The role's name.
    pub role_name: RoleName,
}

/// A complete, formatted configuration that makes the role; nothing to download but the AWS provider.
pub fn terraform_snippet(values: &SnippetValues) -> String {
    let runner = values.runner.as_ref().map_or("", RunnerArn::as_str);
    let value = |parameter: &TemplateParameter| match parameter.variable {
        "external_id" => hcl::quoted(values.external_id.as_str()),
        "platform_account_id" => hcl::quoted(values.platform_account.as_str()),
        "runner_role_arn" => hcl::quoted(runner),
        "role_name" => hcl::quoted(values.role_name.as_str()),
        _ => default(parameter).unwrap_or_default(),
    };
    let width = PARAMETERS.iter().map(|parameter| parameter.variable.len()).max().unwrap_or_default();
    let line = |parameter: &TemplateParameter| format!("  {:width$} = {}\n", parameter.variable, value(parameter));
    let lines: String = PARAMETERS.iter().map(line).collect();
    let region = hcl::quoted(values.region.as_str());
    let locals = format!("provider \"aws\" {{\n  region = {region}\n}}\n\nlocals {{\n{lines}}}");
    let versions = format!("{HEADER}{}", module_file("versions.tf").trim_end());
    [&versions, &locals, &body("main.tf"), &body("outputs.tf")].map(String::as_str).join("\n\n") + "\n"
}

/// A file of the module, its variables as locals of the same names, without the comment at its head.
fn body(path: &str) -> String {
    let text = module_file(path);
    let start = text.find("\n\n").filter(|_| text.starts_with('#')).map_or(0, |at| at + 2);
    text[start..].trim_end().replace("var.", "local.")
}

fn module_file(path: &str) -> &'static str {
    terraform_module_files().iter().find(|file| file.path == path).map_or("", |file| file.text)
}
