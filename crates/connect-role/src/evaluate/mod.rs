//! Judges the texts of identity policies: what they allow, and what they allow beyond the catalogue.
//!
//! Conservative: what cannot be evaluated here is [`EvalDecision::Unknown`], never a guess. A condition
//! key that the question does not give is unknown; one that is given without values is known to be absent.
//!
//! Deliberately absent: resource policies, service and resource control policies, session policies.
//!
//! Source: [policy evaluation logic](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).

mod excess;

use connect_core::policy::Truth;
use connect_core::policy::context::Context;
use connect_core::policy::document::{Document, DocumentError, Effect, Statement};
pub use connect_core::policy::pattern::{action_matches, resource_matches};
pub use excess::{Excess, ExcessKind, excess};

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
    Malformed(#[from] DocumentError),
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

/// Policies that were read once, to be asked often.
#[derive(Debug, Clone)]
pub struct ReadPolicies<'a> {
    own: Vec<ReadPolicy<'a>>,
    boundary: Option<ReadPolicy<'a>>,
}

#[derive(Debug, Clone)]
struct ReadPolicy<'a> {
    name: &'a str,
    document: Result<Document, DocumentError>,
}

impl<'a> ReadPolicy<'a> {
    fn new(policy: &NamedPolicy<'a>) -> Self {
        Self { name: policy.name, document: Document::parse_identity(policy.document) }
    }
}

impl<'a> ReadPolicies<'a> {
    /// Reads the identity policies and the boundary.
    pub fn new(policies: &[NamedPolicy<'a>], boundary: Option<NamedPolicy<'a>>) -> Self {
        Self { own: policies.iter().map(ReadPolicy::new).collect(), boundary: boundary.as_ref().map(ReadPolicy::new) }
    }

    /// What the identity policies and the boundary say to the question.
    pub fn decide(&self, question: &Question<'_>) -> EvalDecision {
        let deny = ask(self.own.iter().chain(&self.boundary), Effect::Deny, question);
        if let Answer::Yes { policy, sid } = deny {
            return EvalDecision::ExplicitDeny { policy, sid };
        }
        let allow = ask(&self.own, Effect::Allow, question);
        let limit = self.boundary.as_ref().map(|policy| (policy.name, ask([policy], Effect::Allow, question)));
        match (allow, limit, deny) {
            (Answer::No, _, _) => EvalDecision::NotAllowed,
            (_, Some((name, Answer::No)), _) => EvalDecision::NotAllowedByBoundary { policy: name.to_owned() },
            (Answer::Perhaps { policy, why }, _, _)
            | (_, Some((_, Answer::Perhaps { policy, why })), _)
            | (_, _, Answer::Perhaps { policy, why }) => EvalDecision::Unknown { policy, why },
            _ => EvalDecision::Allowed,
        }
    }
}

/// What the identity policies and the boundary say to the question.
pub fn decide(
    policies: &[NamedPolicy<'_>],
    boundary: Option<NamedPolicy<'_>>,
    question: &Question<'_>,
) -> EvalDecision {
    ReadPolicies::new(policies, boundary).decide(question)
}

fn ask<'a>(policies: impl IntoIterator<Item = &'a ReadPolicy<'a>>, effect: Effect, question: &Question<'_>) -> Answer {
    let mut answer = Answer::No;
    for named in policies {
        let policy = named.name.to_owned();
        let document = match &named.document {
            Ok(document) => document,
            Err(malformed) => {
                answer = Answer::Perhaps { policy, why: malformed.clone().into() };
                continue;
            }
        };
        let context = question.context_for(document);
        let relevant = document.statements.iter().filter(|statement| {
            // Most statements are about something else; their conditions need not be looked at.
            statement.effect == effect && statement.names_action(question.action) != Truth::No
        });
        for statement in relevant {
            let sid = statement.sid.clone();
            match applies(statement, question, &context) {
                Truth::Yes => return Answer::Yes { policy, sid },
                Truth::Unknown => {
                    answer = Answer::Perhaps { policy: policy.clone(), why: Unevaluable::Condition { sid } }
                }
                Truth::No => {}
            }
        }
    }
    answer
}

impl Question<'_> {
    fn context_for(&self, document: &Document) -> Context {
        self.context
            .iter()
            .fold(Context::for_document(document), |context, (key, values)| context.with(key, values.iter().cloned()))
    }
}

fn applies(statement: &Statement, question: &Question<'_>, context: &Context) -> Truth {
    let named = [statement.names_action(question.action), statement.names_resource(question.resource, context)];
    Truth::all(named.into_iter().chain(statement.conditions.iter().map(|condition| condition.holds(context))))
}

#[cfg(test)]
mod tests;
