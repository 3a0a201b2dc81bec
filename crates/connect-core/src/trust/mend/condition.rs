//! Mends the conditions of an Allow statement: what the runner cannot meet goes, and exactly one External ID is pinned.

use serde_json::json;

use super::EXTERNAL_ID_KEY;
use super::clause::{Clause, block, clauses};
use super::edit::{Draft, texts};
use crate::policy::Truth;
use crate::policy::condition::{Condition, Quantifier};
use crate::trust::lint::{misspelt_external_id, pins};

const PLAIN: &str = "StringEquals";

/// What is to become of the conditions that are not about the External ID and that the runner does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmet {
    Goes,
    Stays,
}

/// Mends the conditions of the draft.
pub(super) fn mend(draft: &mut Draft<'_>, unmet: Unmet) {
    let before = clauses(&draft.statement);
    let keeper = keeper(draft);
    let pinned = keeper.map(|index| pinned(&before[index], draft.reading.conditions[index].0, draft));
    let mut after = Vec::new();
    for (index, (clause, (condition, truth))) in before.iter().zip(&draft.reading.conditions).enumerate() {
        let about_id = about_external_id(condition);
        let change = match &pinned {
            Some(pinned) if keeper == Some(index) => Some(pinned.clone()),
            Some(pinned) if about_id => Some(clause.clone()).filter(|clause| {
                // Harmless beside the one that pins, if it is another and holds.
                *truth == Truth::Yes && clause.key == EXTERNAL_ID_KEY && clause.operator != pinned.operator
            }),
            _ if *truth == Truth::No && unmet == Unmet::Goes => of_runner(clause, condition, draft),
            _ => Some(clause.clone()),
        };
        match &change {
            Some(changed) if changed == clause => {}
            Some(changed) => draft.say(&format!("the condition {clause} becomes {changed}")),
            None => draft.say(&format!("the condition {clause} goes")),
        }
        after.extend(change);
    }
    if pinned.is_none() {
        let values = json!(draft.wanted.external_id.as_str());
        let added = Clause { operator: PLAIN.to_owned(), key: EXTERNAL_ID_KEY.to_owned(), values };
        draft.say(&format!("the condition {added} is added"));
        after.push(added);
    }
    if after != before {
        draft.put("Condition", "Condition", block(after));
    }
}

fn about_external_id(condition: &Condition) -> bool {
    condition.key.eq_ignore_ascii_case(EXTERNAL_ID_KEY) || misspelt_external_id(&condition.key)
}

/// Whether an operator compares texts to the letter, and is false when there is none.
fn plain(condition: &Condition) -> bool {
    let (quantifier, operator, if_exists) = condition.parts();
    quantifier != Quantifier::All && operator.eq_ignore_ascii_case(PLAIN) && !if_exists
}

/// The condition that is to pin the External ID: the one that comes nearest to it.
fn keeper(draft: &Draft<'_>) -> Option<usize> {
    let conditions = draft.reading.conditions.iter().map(|(condition, _)| *condition).enumerate();
    let about_id = conditions.filter(|(_, condition)| about_external_id(condition));
    let distance = |condition: &Condition| {
        (!pins(condition, draft.wanted.external_id), misspelt_external_id(&condition.key), !plain(condition))
    };
    about_id.min_by_key(|(_, condition)| distance(condition)).map(|(index, _)| index)
}

fn pinned(clause: &Clause, condition: &Condition, draft: &Draft<'_>) -> Clause {
    let key = EXTERNAL_ID_KEY.to_owned();
    if pins(condition, draft.wanted.external_id) {
        return Clause { key, ..clause.clone() };
    }
    let operator = if plain(condition) { clause.operator.clone() } else { PLAIN.to_owned() };
    Clause { operator, key, values: texts(Some(&clause.values), vec![draft.wanted.external_id.to_string()]) }
}

/// A condition that names another account or identity names the runner instead; any other one is not to be met.
fn of_runner(clause: &Clause, condition: &Condition, draft: &Draft<'_>) -> Option<Clause> {
    let runner = draft.wanted.runner;
    let (_, operator, _) = condition.parts();
    let positive = ["StringEquals", "StringLike", "ArnEquals", "ArnLike"];
    let value = match condition.key.to_ascii_lowercase().as_str() {
        "aws:principalaccount" => Some(runner.account().to_string()),
        "aws:principalarn" => runner.exact_arn().map(str::to_owned),
        _ => None,
    };
    let value = value.filter(|_| positive.iter().any(|name| operator.eq_ignore_ascii_case(name)))?;
    Some(Clause { values: texts(Some(&clause.values), vec![value]), ..clause.clone() })
}
