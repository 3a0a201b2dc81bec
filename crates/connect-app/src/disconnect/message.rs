//! The message to the owner of the account, where somebody else removes the role.

use connect_core::arn::RoleArn;
use connect_core::render::visible;
use connect_core::wizard::Draft;

/// What the owner is asked for, however the role was made.
pub(super) fn message(label: &str, role: &RoleArn, draft: &Draft, page: &str, command: &str) -> String {
    let account = role.account();
    let platform =
        draft.platform_account.as_ref().map_or_else(String::new, |platform| format!(", AWS account {platform},"));
    let (label, region) = (visible(label), &draft.region);
    format!(
        "# Disconnect AWS account {account} from Alethia: {label}\n\n\
         Please remove the IAM role by which an Alethia platform{platform} reaches account {account}:\n\n    {role}\n\n\
         Once it is gone, nobody can assume it any more. What was made with it stays as it is.\n\n\
         ## If CloudFormation made it\n\n\
         Delete its stack in {region}: open <{page}>, signed in to account {account}, choose the stack, then Delete. Or \
         run this with credentials of account {account}:\n\n    {command}\n\n\
         If the stack has another name or is in another region, put those in.\n\n\
         ## If Terraform made it\n\n\
         Run `terraform destroy` in the folder of its configuration. Where that is part of a larger configuration, take \
         it out there, and run `terraform apply`.\n\n\
         IAM keeps the permissions boundary, and refuses to delete it, as long as a role that was made with it still has \
         it. That role is another one: the one above goes all the same.\n\n\
         ## What to send back\n\nOnly that it is done. Whether the role is gone is then tried from here.\n"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_message_has_everything_that_the_owner_needs() {
        let external_id = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";
        let draft = Draft::new(external_id.parse().unwrap(), "eu-west-1".parse().unwrap());
        let draft = Draft { platform_account: Some("111122223333".parse().unwrap()), ..draft };
        let role = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole".parse().unwrap();
        let message = message("Prod\u{202e}", &role, &draft, "https://console.example/stacks", "aws delete");
        for needed in [
            "# Disconnect AWS account 444455556666",
            "AWS account 111122223333,",
            "    arn:aws:iam::444455556666:role/AlethiaProvisionerRole",
            "<https://console.example/stacks>",
            "    aws delete\n",
            "eu-west-1",
            "`terraform destroy`",
        ] {
            assert!(message.contains(needed), "{needed} is not in it:\n{message}");
        }
        assert!(!message.contains(external_id), "the External ID is not needed to delete anything");
        assert!(!message.contains('\u{202e}'), "a label cannot turn the text around");
    }
}
