//! What is known of the runner's `AssumeRole` before it is sent; everything else depends on AWS.
//!
//! Source: [global condition keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).

use super::lint::misspelt_external_id;
use super::{EXTERNAL_ID_KEY, Runner};
use crate::arn::assumed_role;
use crate::external_id::ExternalId;
use crate::policy::Truth;
use crate::policy::condition::Condition;
use crate::policy::context::Context;
use crate::policy::document::Document;

/// The runner's request, in each of the shapes that it may have for AWS.
pub(super) struct Request(Vec<Context>);

impl Request {
    /// The request of a runner who presents an External ID, or none.
    pub(super) fn new(document: &Document, runner: &Runner, presented: Option<&ExternalId>) -> Self {
        let known = known(document, runner, presented);
        let shapes = match runner.principal_arn() {
            Some(arn) => as_identity(document, runner, arn, &known),
            // Nobody knows which identity of its account it will be.
            None => vec![known],
        };
        let shapes = shapes.iter().flat_map(|shape| {
            mfa(runner).into_iter().map(|present| shape.clone().with("aws:MultiFactorAuthPresent", present))
        });
        Self(shapes.collect())
    }

    /// Whether a condition holds, whichever shape the request has.
    pub(super) fn meets(&self, condition: &Condition) -> Truth {
        let mut truths = self.0.iter().map(|shape| condition.holds(shape));
        let first = truths.next().unwrap_or(Truth::Unknown);
        if truths.all(|truth| truth == first) { first } else { Truth::Unknown }
    }
}

fn known(document: &Document, runner: &Runner, presented: Option<&ExternalId>) -> Context {
    let one = |text: &str| vec![text.to_owned()];
    let context = Context::for_document(document)
        .with(EXTERNAL_ID_KEY, presented.map(ToString::to_string))
        .with("aws:PrincipalAccount", one(runner.account().as_str()))
        .with("aws:PrincipalIsAWSService", one("false"))
        .with("aws:ViaAWSService", one("false"))
        // Only who has just used an MFA device has one, and a programme has none.
        .with("aws:MultiFactorAuthAge", None)
        .with("aws:SecureTransport", one("true"))
        .with("aws:SourceAccount", None)
        .with("aws:SourceArn", None)
        .with("sts:SourceIdentity", None);
    let conditions = document.statements.iter().flat_map(|statement| &statement.conditions);
    // AWS fills in no key that it does not know.
    let misspelt = conditions.filter(|condition| misspelt_external_id(&condition.key));
    misspelt.fold(context, |context, condition| context.with(&condition.key, None))
}

/// The request of one identity: by its name, if it is a user, and by each ARN that it may have.
fn as_identity(document: &Document, runner: &Runner, arn: &str, known: &Context) -> Vec<Context> {
    let known = known.clone().with("aws:username", runner.user_name().map(str::to_owned));
    let arns = principal_arns(document, runner, arn).into_iter();
    arns.map(|arn| known.clone().with("aws:PrincipalArn", [arn])).collect()
}

/// `aws:MultiFactorAuthPresent` is not there for a user's own keys. For a role's session AWS documents both that it is
/// false and that it is not there.
fn mfa(runner: &Runner) -> Vec<Option<String>> {
    if runner.path_unknown() { vec![None, Some("false".to_owned())] } else { vec![None] }
}

/// `aws:PrincipalArn`: of a role's session, its role's ARN. A session does not tell its role's path, so any that the
/// policy names for a role of that name may be it.
fn principal_arns(document: &Document, runner: &Runner, arn: &str) -> Vec<String> {
    let mut arns = vec![arn.to_owned()];
    if let Some((_, role)) = assumed_role(&runner.to_string()) {
        let conditions = document.statements.iter().flat_map(|statement| &statement.conditions);
        let about_arn = conditions.filter(|condition| condition.key.eq_ignore_ascii_case("aws:PrincipalArn"));
        let paths = about_arn.flat_map(|condition| &condition.values).filter_map(|value| path_in(value, role.as_str()));
        arns.extend(paths.map(|path| arn.replacen(":role/", &format!(":role/{path}"), 1)));
    }
    arns
}

/// The path under which a role of this name would match an ARN with wildcards, in the simplest case of such.
fn path_in(value: &str, role: &str) -> Option<String> {
    let (_, resource) = value.split_once(":role/")?;
    let path = match resource.strip_suffix('*') {
        Some(start) => format!("{start}x/"),
        None => resource.strip_suffix(role).filter(|path| path.ends_with('/'))?.to_owned(),
    };
    Some(path.replace(['*', '?'], "x"))
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
