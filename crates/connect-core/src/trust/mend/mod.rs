//! The smallest mend of a trust policy: only the clauses that are wrong change, everything else stays as it is.
//!
//! Whatever it proposes has been read again by the evaluator: it lets the runner in with the External ID, refuses without
//! one and with another, and lets nobody else in. Where that cannot be had by mending, there is no mend.

mod allow;
mod clause;
mod condition;
mod deny;
mod edit;

use serde_json::{Value, json};
use uuid::Uuid;

use super::lint::{self, Lint, Weight};
use super::{ASSUME_ROLE, Admission, EXTERNAL_ID_KEY, Reading, Runner, admits, examine, readings};
use crate::external_id::ExternalId;
use crate::policy::document::{Document, Effect};
use condition::Unmet;
use edit::Draft;

/// What a trust policy has to say.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Who must be let in.
    pub runner: &'a Runner,
    /// With which External ID, and with no other and not without.
    pub external_id: &'a ExternalId,
    /// What to name where the policy names the wrong principal: the ARN of the runner or of its account's root.
    pub principal: &'a str,
}

/// A trust policy with only the wrong clauses changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The whole policy, in the order in which it was written.
    pub policy: Value,
    /// What was changed, one sentence without a full stop each.
    pub changes: Vec<String>,
}

/// The mend with the fewest changes; `None` when the text is no policy, is right as it is, or cannot be mended clause
/// by clause.
pub fn mend(present: &str, wanted: &Wanted<'_>) -> Option<Mend> {
    let document = Document::parse(present).ok()?;
    let policy: Value = serde_json::from_str(present).ok()?;
    if enforces(present, wanted) {
        return None;
    }
    let readings = readings(&document, wanted.runner, Some(wanted.external_id));
    let lets_in = |index: &usize| readings[*index].statement.effect == Effect::Allow;
    let mut admitting: Vec<Option<usize>> = (0..readings.len()).filter(lets_in).map(Some).collect();
    if admitting.is_empty() {
        admitting.push(None);
    }
    let attempts = admitting.into_iter().map(|index| attempt(&policy, &readings, index, wanted));
    let right = attempts.filter(|(_, mend)| enforces(&mend.policy.to_string(), wanted));
    // Of the same number of changes, those that leave the admitting statement as it is.
    right.min_by_key(|(own, mend)| (mend.changes.len(), *own)).map(|(_, mend)| mend)
}

/// Whether a policy lets the runner in with the External ID, refuses it without one and with another, and has nothing to
/// warn of. Of what only AWS knows it can say nothing.
pub fn enforces(policy: &str, wanted: &Wanted<'_>) -> bool {
    let Ok(findings) = examine(policy, wanted.runner, wanted.external_id) else { return false };
    let refused = |presented| matches!(admits(policy, wanted.runner, presented), Ok(Admission::Refuses(..)));
    !matches!(findings.admission, Admission::Refuses(..))
        && findings.lints.iter().all(|lint| lint.weight == Weight::Advice)
        && refused(None)
        && refused(Some(&wanted.external_id.near_miss(Uuid::nil())))
}

/// The policy with the statement at `admitting` mended to let the runner in, and the others to let nobody else in. Also
/// says how many of the changes are in that statement.
fn attempt(policy: &Value, readings: &[Reading<'_>], admitting: Option<usize>, wanted: &Wanted<'_>) -> (usize, Mend) {
    let (mut statements, mut changes, mut own) = (Vec::new(), Vec::new(), 0);
    for (index, (reading, value)) in readings.iter().zip(edit::statements(policy)).enumerate() {
        let mut draft = Draft::new(index + 1, reading, value, wanted);
        let stays = match reading.statement.effect {
            Effect::Deny => deny::mend(&mut draft),
            Effect::Allow if admitting == Some(index) => allow::mend(&mut draft),
            Effect::Allow => beside(&mut draft),
        };
        if admitting == Some(index) {
            own = draft.changes.len();
        }
        statements.extend(stays.then_some(draft.statement));
        changes.extend(draft.changes);
    }
    if admitting.is_none() {
        changes.push(format!("a statement is added that lets {} in with the External ID", wanted.principal));
        statements.push(required(wanted));
    }
    (own, Mend { policy: edit::with_statements(policy, statements), changes })
}

/// A further Allow statement stays when it lets nobody else in.
fn beside(draft: &mut Draft<'_>) -> bool {
    let lints = lint::of_statement(draft.reading, draft.number, draft.wanted.runner, draft.wanted.external_id);
    match lints.iter().min_by_key(|lint| lint.weight) {
        None | Some(Lint { weight: Weight::Advice, .. }) => true,
        Some(Lint { weight: Weight::Mistake, .. }) => {
            condition::mend(draft, Unmet::Stays);
            true
        }
        Some(Lint { sentence, .. }) => {
            draft.changes.push(format!("statement {} goes: {sentence}", draft.number));
            false
        }
    }
}

fn required(wanted: &Wanted<'_>) -> Value {
    json!({
        "Effect": "Allow",
        "Principal": { "AWS": wanted.principal },
        "Action": ASSUME_ROLE,
        "Condition": { "StringEquals": { (EXTERNAL_ID_KEY): wanted.external_id.as_str() } },
    })
}

#[cfg(test)]
mod tests;
