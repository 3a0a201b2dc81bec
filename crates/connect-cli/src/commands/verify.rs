//! `verify`: the connection test.

use std::io::IsTerminal;
use std::time::Duration;

use connect_app::verify::{VerifyRequest, verify};
use connect_aws::AwsCloud;
use connect_core::console::Console;
use connect_core::profile::ProfileName;
use connect_core::render;
use connect_core::report::Report;

use super::report::earlier;
use super::{aws_options, tell_endpoints};
use crate::arguments::{Format, VerifyArguments};
use crate::exit::{Code, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::prompt;

pub(crate) async fn run(arguments: VerifyArguments) -> Result<Code, Failure> {
    let output = Output::open(arguments.output.as_deref())?;
    let to_terminal = arguments.output.is_none() && std::io::stdout().is_terminal();
    let (format, redact) = (arguments.format, arguments.redact);
    let earlier = match &arguments.compare {
        Some(file) => Some(earlier(file, &arguments.role_arn).await?),
        None => None,
    };
    let options = aws_options();
    let request = request(arguments);
    let profiles: Vec<Option<&ProfileName>> =
        [request.profile.as_ref()].into_iter().chain(request.target_profile.as_ref().map(Some)).collect();
    let cloud = AwsCloud::new(options.clone());
    // All before the first call: bad input sends nothing.
    for profile in &profiles {
        cloud.check(*profile).await?;
    }
    tell_endpoints(&options, &profiles).await?;
    let progress = Progress::start();
    let cloud = prompt::asking(cloud, progress.bar());
    let show = |event| progress.show(&event);
    let report = verify(&cloud, &request, &show).await;
    drop(progress);
    let mut report = report?;
    if let Some(earlier) = &earlier {
        report = report.compared_with(earlier);
    }
    if redact {
        report = report.redacted();
    }
    output.write(&written(&report, format, to_terminal)?)?;
    Ok(report.status.into())
}

fn request(arguments: VerifyArguments) -> VerifyRequest {
    VerifyRequest {
        role_arn: arguments.role_arn,
        external_id: arguments.external_id,
        former_external_id: None,
        profile: arguments.profile,
        without_runner: false,
        target_profile: arguments.target_profile,
        regions: arguments.regions,
        discovery: !arguments.no_discovery,
        platform_account: arguments.platform_account,
        expected_account: None,
        propagation_wait: Duration::from_secs(arguments.propagation_wait),
        console: Console::Aws,
    }
}

fn written(report: &Report, format: Format, to_terminal: bool) -> Result<String, Failure> {
    Ok(match format {
        Format::Text => render::text(report, to_terminal),
        Format::Json => serde_json::to_string_pretty(report)? + "\n",
        Format::Markdown => render::markdown(report),
        Format::Html => render::html(report),
        Format::Csv => render::csv(&report.resources),
    })
}
