//! `deploy`: the role's stack, made or brought up to date from here.

use connect_app::deploy::{DeployRequest, Deployment};
use connect_aws::AwsCloud;
use connect_core::render::visible;
use connect_core::stack::{PlanKind, StackEvent, StackPlan, StackRequest};

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
        expected_account: None,
        target_profile: arguments.target_profile,
        region: arguments.region,
        stack: arguments.stack_name,
    };
    let deployment = Deployment::prepare(&cloud, request).await?;
    let (name, region) = (&deployment.stack().name, &deployment.stack().region);
    message(&planned(&deployment));
    let tell = |event: StackEvent| message(&told(&event));
    let role = tokio::select! {
        role = deployment.run(&tell) => role?,
        _ = tokio::signal::ctrl_c() => {
            return Err(Failure::CancelledStack { name: name.clone(), region: region.clone() });
        }
    };
    Output::open(None)?.write(&format!("{role}\n"))?;
    Ok(Code::Done)
}

/// What will be done, before it is.
fn planned(deployment: &Deployment) -> String {
    let StackRequest { name, region, .. } = deployment.stack();
    let stack = format!("the stack {name} in {region}, account {}", deployment.account());
    let StackPlan { kind, changes } = deployment.plan();
    let count = changes.len();
    match kind {
        PlanKind::Create { .. } => format!("Making {stack}, with {count} resources; it takes about a minute"),
        PlanKind::Update { .. } => format!("Bringing {stack} up to date: {count} resources change"),
        PlanKind::Unchanged => format!("There is nothing to change in {stack}"),
        PlanKind::UnderWay => format!("Waiting for {stack}, which is being made or updated already"),
    }
}

fn told(event: &StackEvent) -> String {
    let reason = event.reason.as_ref().map(|reason| format!(": {}", visible(reason))).unwrap_or_default();
    format!("  {} {}{reason}", event.status, event.logical_id)
}
