//! `deploy`: the role's stack, made or brought up to date from here.

use connect_app::deploy::{DeployError, DeployRequest, Deployment};
use connect_aws::{AwsCloud, AwsOptions};
use connect_core::arn::RoleArn;

use crate::arguments::DeployArguments;
use crate::exit::{Code, Failure};
use crate::output::{Output, message};

pub(crate) async fn run(arguments: DeployArguments) -> Result<Code, Failure> {
    let cloud = AwsCloud::new(AwsOptions { allow_custom_endpoint: true, ..AwsOptions::default() });
    let request = DeployRequest {
        external_id: arguments.external_id,
        platform_account: arguments.platform_account,
        target_profile: arguments.target_profile,
        region: arguments.region,
        stack: arguments.stack_name,
    };
    let role = tokio::select! {
        role = deploy(&cloud, request) => role?,
        _ = tokio::signal::ctrl_c() => return Err(Failure::Cancelled),
    };
    Output::open(None)?.write(&format!("{role}\n"))?;
    Ok(Code::Done)
}

async fn deploy(cloud: &AwsCloud, request: DeployRequest) -> Result<RoleArn, DeployError> {
    let deployment = Deployment::prepare(cloud, request).await?;
    let stack = deployment.stack();
    message(&format!(
        "Making the stack {} in {}, or bringing it up to date; it takes about a minute",
        stack.name, stack.region
    ));
    deployment.run().await
}
