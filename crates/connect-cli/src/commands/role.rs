//! `role`: the artefacts, exactly as bundled.

use crate::arguments::{Artefact, RoleArguments};
use crate::exit::{Code, Failure};
use crate::output::Output;

pub(crate) fn run(arguments: &RoleArguments) -> Result<Code, Failure> {
    let text = match arguments.artefact {
        Artefact::Cloudformation => connect_role::cloudformation_template(),
        Artefact::Terraform => connect_role::terraform_single_file(),
        Artefact::Policies => connect_role::policies(),
    };
    Output::open(arguments.output.as_deref())?.write(text)?;
    Ok(Code::Done)
}
