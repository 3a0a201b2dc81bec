//! One file a command.

use connect_aws::{AwsOptions, endpoints_in_use};
use connect_core::profile::ProfileName;

use crate::exit::Failure;
use crate::output::message;

pub(crate) mod connections;
pub(crate) mod deploy;
pub(crate) mod launch_url;
pub(crate) mod publish_template;
pub(crate) mod report;
pub(crate) mod role;
pub(crate) mod schema;
pub(crate) mod verify;

/// How the command line reaches AWS: custom endpoints are followed.
fn aws_options() -> AwsOptions {
    AwsOptions { allow_custom_endpoint: true, ..AwsOptions::default() }
}

/// Says where the calls of these profiles go, where that is not AWS.
async fn tell_endpoints(options: &AwsOptions, profiles: &[Option<&ProfileName>]) -> Result<(), Failure> {
    let mut told = Vec::new();
    for profile in profiles {
        for custom in endpoints_in_use(options, *profile).await? {
            if !told.contains(&custom) {
                message(&format!("note: calls go to {} ({}), not to AWS", custom.url, custom.place));
                told.push(custom);
            }
        }
    }
    Ok(())
}
