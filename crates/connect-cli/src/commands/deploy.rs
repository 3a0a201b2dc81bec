//! `deploy`: the role's stack, made from here.

use connect_app::deploy::{DeployRequest, deploy};
use connect_aws::{AwsCloud, AwsOptions};
use connect_core::account::Partition;
use connect_core::region::Region;

use crate::arguments::DeployArguments;
use crate::exit::{Code, Failure};
use crate::output::{Output, message};

pub(crate) async fn run(arguments: DeployArguments) -> Result<Code, Failure> {
    let cloud = AwsCloud::new(AwsOptions { allow_custom_endpoint: true, ..AwsOptions::default() });
    let request = DeployRequest {
        external_id: arguments.external_id,
        platform_account: arguments.platform_account,
        target_profile: arguments.target_profile,
        region: arguments.region.unwrap_or_else(|| Region::home(Partition::Aws)),
        stack: arguments.stack_name,
    };
    message(&format!("Making the stack {} in {}; it takes about a minute", request.stack, request.region));
    let role = tokio::select! {
        role = deploy(&cloud, &request) => role?,
        _ = tokio::signal::ctrl_c() => return Err(Failure::Cancelled),
    };
    Output::open(None)?.write(&format!("{role}\n"))?;
    Ok(Code::Done)
}
