//! `deploy`: the role's stack, made or brought up to date from here.

use connect_app::deploy::{DeployRequest, Deployment};
use connect_aws::AwsCloud;

use super::{aws_options, tell_endpoints};
use crate::arguments::DeployArguments;
use crate::exit::{Code, Failure};
use crate::output::{Output, message};
use crate::prompt;

pub(crate) async fn run(arguments: DeployArguments) -> Result<Code, Failure> {
    let options = aws_options();
    tell_endpoints(&options, &[Some(&arguments.target_profile)]).await?;
    let cloud = prompt::asking(AwsCloud::new(options), None);
    let request = DeployRequest {
        external_id: arguments.external_id,
        platform_account: arguments.platform_account,
        target_profile: arguments.target_profile,
        region: arguments.region,
        stack: arguments.stack_name,
    };
    let deployment = Deployment::prepare(&cloud, request).await?;
    let (name, region) = (&deployment.stack().name, &deployment.stack().region);
    message(&format!("Making the stack {name} in {region}, or bringing it up to date; it takes about a minute"));
    let role = tokio::select! {
        role = deployment.run() => role?,
        _ = tokio::signal::ctrl_c() => {
            return Err(Failure::CancelledStack { name: name.clone(), region: region.clone() });
        }
    };
    Output::open(None)?.write(&format!("{role}\n"))?;
    Ok(Code::Done)
}
