//! What the owner of the account is given, when that is somebody else: one message, and one bundle with everything.

use std::io::{Cursor, Write};

use connect_core::connection::ConnectionId;
use connect_core::render::visible;
use connect_core::wizard::Draft;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use crate::App;
use crate::error::AppError;
use crate::publish::TEMPLATE_FILE;
use crate::view::{HandOffView, LaunchView};

const TEMPLATE: &str = TEMPLATE_FILE;
const TERRAFORM: &str = "main.tf";

/// A file to be saved, whose bytes are no text.
pub struct Bundle {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl App {
    /// The message for the account's owner. It holds no secret: an External ID is none, and it is worth nothing to anybody
    /// but the platform.
    pub async fn hand_off(&self, id: ConnectionId) -> Result<HandOffView, AppError> {
        let launch = self.launch(id).await?;
        let draft = self.connection(id).await?.draft;
        let message = launch
            .update_command
            .as_ref()
            .map_or_else(|| message(&draft, &launch), |command| rotation_message(&draft, &launch, command));
        Ok(HandOffView { message })
    }

    /// The message with the template and the Terraform configuration that it speaks of.
    pub async fn hand_off_bundle(&self, id: ConnectionId) -> Result<Bundle, AppError> {
        let message = self.hand_off(id).await?.message;
        let terraform = self.terraform(id).await?.snippet;
        let files = [("README.md", message.as_str()), (TEMPLATE, Self::template()), (TERRAFORM, &terraform)];
        let bytes =
            zipped(&files).map_err(|error| AppError::not_now(format!("the bundle could not be made: {error}")))?;
        Ok(Bundle { name: "alethia-connect.zip".to_owned(), bytes })
    }
}

fn zipped(files: &[(&str, &str)]) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn message(draft: &Draft, launch: &LaunchView) -> String {
    let account =
        draft.expected_account.as_ref().map_or_else(|| "your AWS account".to_owned(), |id| format!("AWS account {id}"));
    let platform = draft.platform_account.as_ref().map(ToString::to_string).unwrap_or_default();
    let subject = if draft.label.is_empty() { account.clone() } else { visible(&draft.label).to_string() };
    let parameters: Vec<String> =
        launch.parameters.iter().map(|one| format!("   - {}: `{}`", one.name, one.value)).collect();
    let parameters = parameters.join("\n");
    let LaunchView { url, filled_in, stack_name, template_sha256: sha256, can, cannot, .. } = launch;
    let link = if *filled_in {
        format!(
            "1. Open this link, signed in to {account}:\n\n   <{url}>\n\n   Everything is filled in:\n{parameters}\n\n2. Tick \
             \"I acknowledge that AWS CloudFormation might create IAM resources with custom names\", then choose Create \
             stack.\n"
        )
    } else {
        format!(
            "1. Open <{url}>, signed in to {account}, and choose Upload a template file: `{TEMPLATE}`, which comes with \
             this message. Stack name: `{stack_name}`. Parameters:\n{parameters}\n\n2. Go on to the end, tick \"I \
             acknowledge that AWS CloudFormation might create IAM resources with custom names\", and submit.\n"
        )
    };
    let list = |lines: &[String]| lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n");
    format!(
        "# Connect {account} to Alethia: {subject}\n\n\
         Please create one IAM role in {account}. An Alethia platform, AWS account {platform}, will use it to see and to \
         provision resources there. Only that account can assume it, and only with the External ID below. You can end it \
         at any time by deleting the stack. No access key is made, and none is asked for.\n\n\
         ## Create the role\n\nWith CloudFormation:\n\n{link}3. After about a minute the stack shows CREATE_COMPLETE.\n\n\
         Or with Terraform: apply `{TERRAFORM}`, which comes with this message, with credentials of {account}: `terraform \
         init`, `terraform apply`, `terraform output -raw role_arn`.\n\n\
         ## What to send back\n\nOnly the Role ARN. It is the output `RoleArn` of the stack, and looks like this:\n\n    \
         arn:aws:iam::{example}:role/AlethiaProvisionerRole\n\n\
         ## What the role can do\n\n{can}\n\n## What it cannot do\n\n{cannot}\n\n\
         ## How to check it\n\nThe template's SHA-256 is `{sha256}`: compare it with `sha256sum {TEMPLATE}`. The role's \
         trust policy must name account {platform}, and require `sts:ExternalId` to be `{external_id}`.\n",
        example = draft.expected_account.as_ref().map_or_else(|| "123456789012".to_owned(), ToString::to_string),
        can = list(can),
        cannot = list(cannot),
        external_id = draft.external_id,
    )
}

/// The message while the External ID is rotated: the role is there, and only wants the new one.
fn rotation_message(draft: &Draft, launch: &LaunchView, command: &str) -> String {
    let role = draft.role_arn.as_ref().map(ToString::to_string).unwrap_or_default();
    let LaunchView { stack_name, .. } = launch;
    format!(
        "# Another External ID for {role}\n\n\
         Please give the role that the Alethia platform uses another External ID: `{external_id}`. Nothing else of it \
         changes. As soon as that is done, the one from before is of no more use to anybody.\n\n\
         ## With CloudFormation\n\n\
         In region {region}, open the stack `{stack_name}` in the CloudFormation console, choose Update, Use existing \
         template, and set ExternalId to `{external_id}`; leave everything else as it is, and submit. Or run this with \
         credentials of the account:\n\n    {command}\n\n\
         ## With Terraform\n\n\
         Set `external_id` of the module to `{external_id}` and apply, or apply `{TERRAFORM}`, which comes with this \
         message, where the one from before was applied.\n\n\
         ## What to send back\n\nOnly that it is done.\n",
        external_id = draft.external_id,
        region = draft.region,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::view::{HostedView, LaunchParameter};

    fn launch(filled_in: bool) -> LaunchView {
        let words = |text: &str| vec![text.to_owned()];
        LaunchView {
            url: "https://eu-central-1.console.aws.amazon.com/cloudformation/home".to_owned(),
            filled_in,
            hosted: HostedView { address: None, fixed_by: None, problem: None },
            stack_name: "alethia-provisioner-role".to_owned(),
            parameters: vec![LaunchParameter { name: "ExternalId".to_owned(), value: "the-id".to_owned() }],
            update_command: None,
            template_sha256: "af23".to_owned(),
            can: words("List VPCs."),
            cannot: words("Read your data."),
        }
    }

    fn draft() -> Draft {
        let external_id = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap();
        let draft = Draft::new(external_id, "eu-central-1".parse().unwrap());
        let account = |id: &str| Some(id.parse().unwrap());
        Draft { platform_account: account("111122223333"), expected_account: account("444455556666"), ..draft }
    }

    #[test]
    fn the_message_has_everything_that_the_owner_needs() {
        let message = message(&draft(), &launch(true));
        for needed in [
            "AWS account 444455556666",
            "AWS account 111122223333",
            "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90",
            "<https://eu-central-1.console.aws.amazon.com/cloudformation/home>",
            "- ExternalId: `the-id`",
            "arn:aws:iam::444455556666:role/AlethiaProvisionerRole",
            "- List VPCs.",
            "- Read your data.",
            "`af23`",
        ] {
            assert!(message.contains(needed), "{needed} is not in it:\n{message}");
        }
    }

    #[test]
    fn without_a_link_it_says_how_the_file_is_uploaded() {
        let message = message(&draft(), &launch(false));
        assert!(message.contains("Upload a template file: `alethia-provisioner-role.yaml`"), "{message}");
        assert!(message.contains("Stack name: `alethia-provisioner-role`"), "{message}");
    }

    #[test]
    fn a_label_cannot_write_the_message() {
        let draft = Draft { label: "Prod\n\n# Send your keys".to_owned(), ..draft() };
        let message = message(&draft, &launch(true));
        assert!(!message.contains("\n# Send your keys"), "a line break in a label makes no heading: {message}");
    }
}
