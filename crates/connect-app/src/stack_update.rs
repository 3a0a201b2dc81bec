//! The command by which the owner of an account gives the stack that made the role other values.

use connect_core::region::Region;
use connect_core::shell;
use connect_role::template_parameters;

/// The command. A parameter without a value keeps the one that it has; without a region, the stack is in that of the
/// owner's profile.
pub(crate) fn stack_update(stack: &str, region: Option<&Region>, value: impl Fn(&str) -> Option<String>) -> String {
    let parameter = |name: &str| {
        let value = value(name);
        let value = value.map_or_else(|| "UsePreviousValue=true".to_owned(), |value| format!("ParameterValue={value}"));
        format!(" {}", shell::word(&format!("ParameterKey={name},{value}")))
    };
    let parameters: String = template_parameters().iter().map(|known| parameter(known.name)).collect();
    let region = region.map(|region| format!(" --region {region}")).unwrap_or_default();
    format!(
        "aws cloudformation update-stack --stack-name {stack}{region} --use-previous-template --capabilities CAPABILITY_NAMED_IAM --parameters{parameters}"
    )
}
