//! Deleting a stack from a terminal.

use crate::console::StackName;
use crate::profile::ProfileName;
use crate::region::Region;
use crate::render::shell;

/// The command that deletes a stack; without a profile, as whoever runs it is.
pub fn delete_command(name: &StackName, region: &Region, profile: Option<&ProfileName>) -> String {
    let profile = profile.map(|profile| format!(" --profile {}", shell(profile.as_str()))).unwrap_or_default();
    format!("aws cloudformation delete-stack --stack-name {name} --region {region}{profile}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_command_names_a_profile_only_where_there_is_one() {
        let (name, region) = (StackName::default(), "eu-west-1".parse().unwrap());
        let command = "aws cloudformation delete-stack --stack-name alethia-provisioner-role --region eu-west-1";
        assert_eq!(delete_command(&name, &region, None), command, "whoever runs it has credentials of their own");
        let odd: ProfileName = "my profile".parse().unwrap();
        assert_eq!(delete_command(&name, &region, Some(&odd)), format!("{command} --profile 'my profile'"), "one word");
    }
}
