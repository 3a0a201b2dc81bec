//! Step "Create the role": the quick-create link, the Terraform module, and what both make.

use connect_core::account::AccountId;
use connect_core::arn::RoleNameError;
use connect_core::check::CheckId;
use connect_core::connection::ConnectionId;
use connect_core::console::{QuickCreate, StackName, TemplateUrl, quick_create};
use connect_core::external_id::ExternalId;
use connect_core::network::NetworkPart;
use connect_core::render::visible;
use connect_core::report::Report;
use connect_core::resource::Resource;
use connect_core::wizard::Draft;

use connect_role::{DEFAULT_ROLE_NAME, SnippetValues, terraform_snippet};

use crate::App;
use crate::error::AppError;
use crate::stack_update::stack_update;
use crate::view::{HelpTopic, LaunchParameter, LaunchView, NetworkPartRef, ResourceRef, TerraformView};

/// What the stack is given: every parameter of the template that has no default.
pub fn parameters(external_id: &ExternalId, platform_account: &AccountId) -> Vec<(String, String)> {
    let value = |name: &str| match name {
        "ExternalId" => Some(external_id.to_string()),
        "PlatformAccountId" => Some(platform_account.to_string()),
        _ => None,
    };
    let required = connect_role::template_parameters().iter().filter(|parameter| parameter.required());
    required.filter_map(|parameter| Some((parameter.name.to_owned(), value(parameter.name)?))).collect()
}

impl App {
    /// Everything that the step shows about the stack.
    pub async fn launch(&self, id: ConnectionId) -> Result<LaunchView, AppError> {
        let draft = self.connection(id).await?.draft;
        let parameters = parameters(&draft.external_id, platform_of(&draft)?);
        let hosted = self.hosted(&draft.region).await?;
        let template = hosted.template.as_ref();
        let capabilities = connect_role::capabilities();
        let update_command = draft.former_external_id.is_some().then(|| {
            let external_id = |name: &str| (name == "ExternalId").then(|| draft.external_id.to_string());
            stack_update(&StackName::default().to_string(), Some(&draft.region), external_id)
        });
        Ok(LaunchView {
            url: template.map_or_else(
                || self.settings.console.create_stack(&draft.region),
                |template| self.link(&draft, template, &parameters),
            ),
            filled_in: template.is_some(),
            hosted: self.hosted_view(hosted),
            stack_name: StackName::default().to_string(),
            parameters: parameters.into_iter().map(|(name, value)| LaunchParameter { name, value }).collect(),
            update_command,
            template_sha256: connect_role::template_sha256(),
            can: words(capabilities.can),
            cannot: words(capabilities.cannot),
        })
    }

    /// The bundled template, exactly as rendered.
    pub const fn template() -> &'static str {
        connect_role::cloudformation_template()
    }

    fn link(&self, draft: &Draft, template: &TemplateUrl, parameters: &[(String, String)]) -> String {
        let stack = StackName::default();
        quick_create(
            &self.settings.console,
            &QuickCreate { region: &draft.region, template, stack: &stack, parameters },
        )
    }

    /// The root module that the window shows, with the values at hand.
    pub async fn terraform(&self, id: ConnectionId) -> Result<TerraformView, AppError> {
        let draft = self.connection(id).await?.draft;
        let role_name =
            DEFAULT_ROLE_NAME.parse().map_err(|error: RoleNameError| AppError::not_now(error.to_string()))?;
        let snippet = terraform_snippet(&SnippetValues {
            platform_account: platform_of(&draft)?.clone(),
            external_id: draft.external_id,
            runner: None,
            region: draft.region,
            role_name,
        });
        Ok(TerraformView { snippet, output_command: "terraform output -raw role_arn".to_owned() })
    }

    /// The console page of a discovered resource of the connection's last report.
    pub async fn resource_page(&self, id: ConnectionId, wanted: &ResourceRef) -> Result<String, AppError> {
        let (report, resource) = self.discovered(id, wanted).await?;
        let partition = report.connection.partition;
        Ok(self.settings.console.resource(
            partition,
            resource.kind,
            &resource.region,
            &resource.id,
            resource.name.as_deref(),
        ))
    }

    /// A resource of the last report, with that report.
    pub(crate) async fn discovered(
        &self,
        id: ConnectionId,
        wanted: &ResourceRef,
    ) -> Result<(Report, Resource), AppError> {
        let mut report = self.report(id).await?.ok_or_else(|| gone(&wanted.id))?;
        let is_wanted = |resource: &Resource| {
            (resource.kind, &resource.region, &resource.id) == (wanted.kind, &wanted.region, &wanted.id)
        };
        let at = report.resources.iter().position(is_wanted).ok_or_else(|| gone(&wanted.id))?;
        let resource = report.resources.swap_remove(at);
        Ok((report, resource))
    }

    /// The console page of a part of a network of the connection's last report.
    pub async fn network_part_page(&self, id: ConnectionId, wanted: &NetworkPartRef) -> Result<String, AppError> {
        let report = self.report(id).await?;
        let parts = report.iter().flat_map(|report| &report.network.parts);
        let is_wanted =
            |part: &&NetworkPart| (part.kind, &part.region, &part.id) == (wanted.kind, &wanted.region, &wanted.id);
        let part = { parts }.find(is_wanted).ok_or_else(|| gone(&wanted.id))?;
        Ok(self.settings.console.network_part(part.kind, &part.region, &part.id))
    }

    /// The page of a remedy of the connection's last report.
    pub async fn remedy_page(&self, id: ConnectionId, check: CheckId, index: usize) -> Result<String, AppError> {
        let report = self.report(id).await?;
        let remedy = report.as_ref().and_then(|report| report.check(check)).and_then(|check| check.remedies.get(index));
        let url = remedy.and_then(|remedy| remedy.url.clone());
        let url = url.ok_or_else(|| AppError::not_now("this remedy has no page to open"))?;
        // It comes from the database, which others may have written.
        if self.settings.console.owns(&url) {
            return Ok(url);
        }
        Err(AppError::not_now(format!(
            "the stored address {} is not the AWS console's: it was not opened",
            visible(&url)
        )))
    }

    /// AWS's page on a topic.
    pub const fn help_page(topic: HelpTopic) -> &'static str {
        match topic {
            HelpTopic::ExternalId => {
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"
            }
            HelpTopic::QuickCreate => {
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html"
            }
            HelpTopic::StackOutputs => {
                "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html"
            }
            HelpTopic::AssumeRole => "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html",
            HelpTopic::Regions => "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
        }
    }
}

fn gone(id: &str) -> AppError {
    AppError::not_now(format!("{} is not in the last report of this connection: verify again", visible(id)))
}

fn words(sentences: &[&str]) -> Vec<String> {
    sentences.iter().map(|sentence| (*sentence).to_owned()).collect()
}

fn platform_of(draft: &Draft) -> Result<&AccountId, AppError> {
    draft
        .platform_account
        .as_ref()
        .ok_or_else(|| AppError::not_now("choose the runner profile first: the role must trust its account"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_parameter_without_a_default_is_given() {
        let given =
            parameters(&"3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap(), &"111122223333".parse().unwrap());
        let required: Vec<&str> =
            connect_role::template_parameters().iter().filter(|p| p.required()).map(|p| p.name).collect();
        assert_eq!(
            given.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            required,
            "the link fills in what the console would ask for"
        );
    }
}
