//! Judges the texts of identity policies: what they allow, and what they allow beyond the catalogue.
//!
//! Conservative: what cannot be evaluated here is [`EvalDecision::Unknown`], never a guess. A condition
//! key that the question does not give is unknown; one that is given without values is known to be absent.
//!
//! Deliberately absent: resource policies, service and resource control policies, session policies.
//!
//! Source: [policy evaluation logic](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).

mod condition;
mod excess;
mod pattern;
mod policy;
mod truth;
mod value;

pub use excess::{Excess, ExcessKind, excess};
pub use pattern::{action_matches, resource_matches};
pub use policy::Malformed;

use pattern::Context;
use policy::{Effect, Policy, Statement};
use truth::Truth;

/// A policy to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedPolicy<'a> {
    /// Its name, for the answer.
    pub name: &'a str,
    /// Its JSON text.
    pub document: &'a str,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// The IAM action.
    pub action: &'a str,
    /// The resource's ARN, or `*` for an action that has none.
    pub resource: &'a str,
    /// The condition keys that are known; a key without values is known to be absent.
    pub context: &'a [(String, Vec<String>)],
}

/// What the policies say to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvalDecision {
    /// Allowed, and by the boundary too.
    Allowed,
    /// A statement denies it.
    ExplicitDeny {
        /// The policy's name.
        policy: String,
        /// The statement's `Sid`, if it has one.
        sid: Option<String>,
    },
    /// No statement of the policies allows it.
    NotAllowed,
    /// The policies allow it, the permissions boundary does not.
    NotAllowedByBoundary {
        /// The boundary's name.
        policy: String,
    },
    /// It depends on something that is not known here.
    Unknown {
        /// The policy's name.
        policy: String,
        /// What it depends on.
        why: Unevaluable,
    },
}

/// What a decision depends on that is not known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unevaluable {
    /// The policy's text.
    #[error("{0}")]
    Malformed(#[from] Malformed),
    /// A statement's conditions or policy variables.
    #[error("the conditions of {} depend on what is not known here", sid.as_deref().unwrap_or("a statement without a Sid"))]
    Condition {
        /// The statement's `Sid`, if it has one.
        sid: Option<String>,
    },
}

/// How the statements of one effect in one or more policies answer.
enum Answer {
    Yes { policy: String, sid: Option<String> },
    Perhaps { policy: String, why: Unevaluable },
    No,
}

/// What the identity policies and the boundary say to the question.
pub fn decide(
    policies: &[NamedPolicy<'_>],
    boundary: Option<NamedPolicy<'_>>,
    question: &Question<'_>,
) -> EvalDecision {
    let all: Vec<NamedPolicy<'_>> = policies.iter().copied().chain(boundary).collect();
    let deny = ask(&all, Effect::Deny, question);
    if let Answer::Yes { policy, sid } = deny {
        return EvalDecision::ExplicitDeny { policy, sid };
    }
    let allow = ask(policies, Effect::Allow, question);
    let limit = boundary.map(|policy| (policy.name, ask(&[policy], Effect::Allow, question)));
    match (allow, limit, deny) {
        (Answer::No, _, _) => EvalDecision::NotAllowed,
        (_, Some((name, Answer::No)), _) => EvalDecision::NotAllowedByBoundary { policy: name.to_owned() },
        (Answer::Perhaps { policy, why }, _, _)
        | (_, Some((_, Answer::Perhaps { policy, why })), _)
        | (_, _, Answer::Perhaps { policy, why }) => EvalDecision::Unknown { policy, why },
        _ => EvalDecision::Allowed,
    }
}

fn ask(policies: &[NamedPolicy<'_>], effect: Effect, question: &Question<'_>) -> Answer {
    let mut answer = Answer::No;
    for named in policies {
        let policy = named.name.to_owned();
        let parsed = match Policy::parse(named.document) {
            Ok(parsed) => parsed,
            Err(malformed) => {
                answer = Answer::Perhaps { policy, why: malformed.into() };
                continue;
            }
        };
        let context = Context::new(question.context, parsed.has_variables);
        for statement in parsed.statements.iter().filter(|statement| statement.effect == effect) {
            let sid = statement.sid.clone();
            match applies(statement, question, &context) {
                Truth::True => return Answer::Yes { policy, sid },
                Truth::Unknown => {
                    answer = Answer::Perhaps { policy: policy.clone(), why: Unevaluable::Condition { sid } }
                }
                Truth::False => {}
            }
        }
    }
    answer
}

fn applies(statement: &Statement, question: &Question<'_>, context: &Context<'_>) -> Truth {
    let action = statement.actions.holds(|pattern| action_matches(pattern, question.action).into());
    let resource = statement.resources.holds(|pattern| context.resource_matches(pattern, question.resource));
    let conditions = statement.conditions.iter().map(|item| condition::holds(item, context));
    Truth::all([action, resource].into_iter().chain(conditions))
}

#[cfg(test)]
mod tests;
