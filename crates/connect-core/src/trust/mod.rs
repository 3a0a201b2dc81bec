//! The role's trust policy, read for one runner and one External ID: what matches clause by clause,
//! whether it lets the runner in, and who else it lets in.
//!
//! Source: [trust policies and External IDs](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).

mod lint;
mod mend;
mod parties;
mod principal;
mod request;

use crate::check::Cause;
use crate::external_id::ExternalId;
use crate::policy::Truth;
use crate::policy::condition::Condition;
use crate::policy::document::{Document, DocumentError, Effect, Statement};

pub use lint::{Lint, Weight};
pub use mend::{Mend, Wanted, enforces, mend};
pub use parties::{Pinning, Trusted, assumers, pinning, trusted};
pub use principal::Runner;
use request::Request;

/// The context key of the External ID, as AWS spells it.
pub const EXTERNAL_ID_KEY: &str = "sts:ExternalId";
const ASSUME_ROLE: &str = "sts:AssumeRole";

/// Whether the trust policy lets the runner in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// A statement allows it and none denies it.
    Allows,
    /// It does not; why, by code and in one sentence.
    Refuses(Cause, String),
    /// It depends on something that only AWS knows; which, in one sentence.
    Depends(String),
}

/// What a trust policy says of one runner and External ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustFindings {
    /// Whether it lets the runner in.
    pub admission: Admission,
    /// Who gets in by it, in words.
    pub lets_in: String,
    /// What each statement does, in words.
    pub clauses: Vec<String>,
    /// What is unwise in it, even when everything works.
    pub lints: Vec<Lint>,
}

/// How far one statement goes towards the runner.
struct Reading<'a> {
    statement: &'a Statement,
    principal: Truth,
    action: Truth,
    conditions: Vec<(&'a Condition, Truth)>,
}

impl Reading<'_> {
    fn applies(&self) -> Truth {
        let conditions = self.conditions.iter().map(|(_, truth)| *truth);
        Truth::all([self.principal, self.action].into_iter().chain(conditions))
    }
}

/// Reads a trust policy for a runner who presents an External ID.
pub fn examine(policy: &str, runner: &Runner, external_id: &ExternalId) -> Result<TrustFindings, DocumentError> {
    let document = Document::parse(policy)?;
    let readings = readings(&document, runner, Some(external_id));
    Ok(TrustFindings {
        admission: admission(&readings, runner, Some(external_id)),
        lets_in: principal::admitted(
            readings.iter().map(|reading| reading.statement).filter(|one| lint::lets_in(one)),
            runner,
        ),
        clauses: readings.iter().enumerate().map(|(index, reading)| in_words(index, reading)).collect(),
        lints: lint::lints(&readings, runner, external_id),
    })
}

/// Whether a trust policy lets a runner in who presents this External ID, or none.
pub fn admits(policy: &str, runner: &Runner, presented: Option<&ExternalId>) -> Result<Admission, DocumentError> {
    let document = Document::parse(policy)?;
    Ok(admission(&readings(&document, runner, presented), runner, presented))
}

/// The text by which an Allow statement of a policy names the runner itself, rather than its account.
pub fn named_runner(policy: &str, runner: &Runner) -> Option<String> {
    let document = Document::parse(policy).ok()?;
    let allows = document.statements.iter().filter(|statement| lint::lets_in(statement));
    allows.flat_map(Statement::aws_principals).find(|name| runner.is_named_by(name)).cloned()
}

fn readings<'a>(document: &'a Document, runner: &Runner, presented: Option<&ExternalId>) -> Vec<Reading<'a>> {
    let request = Request::new(document, runner, presented);
    let read = |statement: &'a Statement| Reading {
        statement,
        principal: statement.principals.holds(|principals| runner.is_among(principals)),
        action: statement.names_action(ASSUME_ROLE),
        conditions: statement.conditions.iter().map(|condition| (condition, request.meets(condition))).collect(),
    };
    document.statements.iter().map(read).collect()
}

fn admission(readings: &[Reading<'_>], runner: &Runner, presented: Option<&ExternalId>) -> Admission {
    let of = |effect| readings.iter().filter(move |reading| reading.statement.effect == effect);
    if let Some(deny) = of(Effect::Deny).find(|reading| reading.applies() == Truth::Yes) {
        let name = deny.statement.sid.as_deref().map(|sid| format!(" \"{sid}\"")).unwrap_or_default();
        return Admission::Refuses(
            Cause::TrustExplicitDeny,
            format!("the trust policy's Deny statement{name} applies to {runner}"),
        );
    }
    let uncertain_deny = of(Effect::Deny).any(|reading| reading.applies() == Truth::Unknown);
    let allowed = Truth::any(of(Effect::Allow).map(Reading::applies));
    match (allowed, uncertain_deny) {
        (Truth::Yes, false) => Admission::Allows,
        (Truth::Yes, true) => {
            Admission::Depends("a Deny statement's conditions depend on something that only AWS knows".to_owned())
        }
        (Truth::Unknown, _) => Admission::Depends(depends(readings)),
        (Truth::No, _) => refusal(readings, runner, presented),
    }
}

fn depends(readings: &[Reading<'_>]) -> String {
    let unknown = readings.iter().flat_map(|reading| &reading.conditions).find(|(_, truth)| *truth == Truth::Unknown);
    unknown.map_or_else(
        || "the trust policy depends on something that only AWS knows".to_owned(),
        |(condition, _)| {
            format!(
                "the trust policy's condition {} {} depends on something that only AWS knows",
                condition.operator, condition.key
            )
        },
    )
}

/// Why no Allow statement applies: the one that comes nearest tells.
fn refusal(readings: &[Reading<'_>], runner: &Runner, presented: Option<&ExternalId>) -> Admission {
    let allows = || readings.iter().filter(|reading| reading.statement.effect == Effect::Allow);
    let named: Vec<_> = allows().filter(|reading| reading.principal != Truth::No).collect();
    if named.is_empty() {
        let trusted = principal::listed(allows().map(|reading| reading.statement));
        return Admission::Refuses(
            Cause::TrustPrincipalMismatch,
            format!("the trust policy trusts {trusted}, not {runner}"),
        );
    }
    let Some(nearest) =
        named.iter().filter(|reading| reading.action != Truth::No).min_by_key(|reading| unmet(reading).len())
    else {
        let sentence = format!("the trust policy names {runner}, but no statement allows {ASSUME_ROLE} to it");
        return Admission::Refuses(Cause::TrustActionMissing, sentence);
    };
    let unmet = unmet(nearest);
    let about = |key: &str| unmet.iter().find(|condition| condition.key.eq_ignore_ascii_case(key));
    if let Some(condition) = about(EXTERNAL_ID_KEY) {
        let wanted = condition.values.join("\" or \"");
        let presented = presented.map_or_else(|| "none".to_owned(), |id| format!("\"{id}\""));
        let sentence = format!(
            "the trust policy wants the External ID \"{wanted}\" ({}), but {presented} is presented",
            condition.operator
        );
        return Admission::Refuses(Cause::TrustExternalIdMismatch, sentence);
    }
    match (mfa_unmet(nearest), unmet.first()) {
        (true, _) => Admission::Refuses(
            Cause::TrustMfaCondition,
            "the trust policy wants MFA, which a programme that assumes the role cannot present".to_owned(),
        ),
        (false, Some(condition)) if lint::misspelt_external_id(&condition.key) => Admission::Refuses(
            Cause::TrustExternalIdMismatch,
            format!(
                "the trust policy's condition is on \"{}\", which is no key of AWS: the key is {EXTERNAL_ID_KEY}",
                condition.key
            ),
        ),
        (false, Some(condition)) => Admission::Refuses(
            Cause::AssumeDenied,
            format!(
                "the trust policy's condition {} {} = \"{}\" is not met by {runner}",
                condition.operator,
                condition.key,
                condition.values.join("\", \"")
            ),
        ),
        (false, None) => Admission::Depends(depends(readings)),
    }
}

fn unmet<'a>(reading: &Reading<'a>) -> Vec<&'a Condition> {
    reading.conditions.iter().filter(|(_, truth)| *truth == Truth::No).map(|(condition, _)| *condition).collect()
}

fn mfa_unmet(reading: &Reading<'_>) -> bool {
    unmet(reading).iter().any(|condition| condition.key.to_lowercase().starts_with("aws:multifactorauth"))
}

fn in_words(index: usize, reading: &Reading<'_>) -> String {
    let mark = |truth| match truth {
        Truth::Yes => "matches",
        Truth::No => "does not match",
        Truth::Unknown => "cannot be known here",
    };
    let effect = match reading.statement.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    let conditions = reading.conditions.iter().map(|(condition, truth)| {
        let Condition { operator, key, values } = condition;
        format!(", {operator} {key} = \"{}\" {}", values.join("\", \""), mark(*truth))
    });
    let (principal, action) = (mark(reading.principal), mark(reading.action));
    let start = format!("Statement {} ({effect}): principal {principal}, action {action}", index + 1);
    std::iter::once(start).chain(conditions).collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod word_tests;
