//! `launch-url`: the quick-create link.

use connect_app::launch::parameters;
use connect_aws::{Environment, endpoints_of_environment};
use connect_core::account::Partition;
use connect_core::console::{Console, QuickCreate, TemplateUrl, quick_create};
use connect_core::region::Region;

use crate::arguments::LaunchUrlArguments;
use crate::exit::{Code, Failure};
use crate::output::Output;

pub(crate) fn run(arguments: &LaunchUrlArguments) -> Result<Code, Failure> {
    // Only where the environment sends calls elsewhere may the console and the template be on loopback. The AWS files
    // have no say in a link.
    let sandbox = !endpoints_of_environment(&Environment::of_process()).is_empty();
    let console = match std::env::var("ALETHIA_CONSOLE_URL") {
        Ok(address) if sandbox => Console::sandbox(&address)?,
        _ => Console::Aws,
    };
    let template = TemplateUrl::parse(&arguments.template_url, sandbox)?;
    let link = quick_create(
        &console,
        &QuickCreate {
            region: &region(arguments)?,
            template: &template,
            stack: &arguments.stack_name,
            parameters: &parameters(&arguments.external_id, &arguments.platform_account),
        },
    );
    Output::open(None)?.write(&(link + "\n"))?;
    Ok(Code::Done)
}

fn region(arguments: &LaunchUrlArguments) -> Result<Region, Failure> {
    match (&arguments.region, arguments.partition) {
        (Some(region), Some(partition)) if region.partition() != partition => {
            Err(Failure::Partition { region: region.to_string(), partition: partition.to_string() })
        }
        (Some(region), _) => Ok(region.clone()),
        (None, partition) => Ok(Region::home(partition.unwrap_or(Partition::Aws))),
    }
}
