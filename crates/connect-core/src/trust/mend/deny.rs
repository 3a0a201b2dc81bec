//! Mends a Deny statement that hits the runner: it goes on denying everybody else.

use super::EXTERNAL_ID_KEY;
use super::clause::{Clause, block, clauses};
use super::edit::{Draft, listed, texts};
use crate::policy::Truth;
use crate::policy::document::Scope;
use crate::trust::Runner;
use crate::trust::lint::misspelt_external_id;
use crate::trust::principal::account_of;

/// Whether the statement stays.
pub(super) fn mend(draft: &mut Draft<'_>) -> bool {
    if draft.reading.applies() != Truth::Yes || demand_external_id(draft) {
        return true;
    }
    let runner = draft.wanted.runner;
    let Scope::Only(named) = &draft.reading.statement.principals else { return except(draft) };
    let (go, stay): (Vec<String>, Vec<String>) = named.aws.iter().cloned().partition(|name| runner.is_named_by(name));
    if stay.iter().any(|name| runner.is(name)) {
        return except(draft);
    }
    if stay.is_empty() {
        draft.changes.push(format!("statement {} goes: it denies {}", draft.number, listed(&go)));
        return false;
    }
    draft.statement["Principal"]["AWS"] = texts(draft.statement["Principal"].get("AWS"), stay);
    draft.say(&format!("Principal {} goes from the Deny", listed(&go)));
    true
}

/// A Deny of every External ID but one is meant to enforce that one: it names the right one.
fn demand_external_id(draft: &mut Draft<'_>) -> bool {
    let mut clauses = clauses(&draft.statement);
    let about_id = |key: &str| key.eq_ignore_ascii_case(EXTERNAL_ID_KEY) || misspelt_external_id(key);
    let negated = |operator: &str| operator.to_ascii_lowercase().contains("stringnot");
    let Some(index) = clauses.iter().position(|clause| about_id(&clause.key) && negated(&clause.operator)) else {
        return false;
    };
    let before = clauses[index].clone();
    let values = texts(Some(&before.values), vec![draft.wanted.external_id.to_string()]);
    clauses[index] = Clause { operator: before.operator.clone(), key: EXTERNAL_ID_KEY.to_owned(), values };
    draft.say(&format!("the condition {before} of the Deny becomes {}", clauses[index]));
    draft.put("Condition", "Condition", block(clauses));
    true
}

/// Excepts the runner from the statement.
fn except(draft: &mut Draft<'_>) -> bool {
    let mut clauses = clauses(&draft.statement);
    let (operator, key, excepted) = exception(draft.wanted.runner);
    let same = |clause: &&mut Clause| clause.operator == operator && clause.key.eq_ignore_ascii_case(key);
    draft.say(&format!("the Deny no longer applies to {}", draft.wanted.runner));
    if let Some(clause) = clauses.iter_mut().find(same) {
        let before = clause.values.as_array().cloned().unwrap_or_else(|| vec![clause.values.clone()]);
        clause.values = before.into_iter().chain(excepted.into_iter().map(Into::into)).collect();
    } else {
        let (operator, key) = (operator.to_owned(), key.to_owned());
        clauses.push(Clause { operator, key, values: texts(None, excepted) });
    }
    draft.put("Condition", "Condition", block(clauses));
    true
}

/// The condition that takes everybody in but the runner.
fn exception(runner: &Runner) -> (&'static str, &'static str, Vec<String>) {
    let arn = runner.principal_arn().unwrap_or_default();
    match account_of(arn) {
        Some((account, true)) => ("StringNotEquals", "aws:PrincipalAccount", vec![account.to_owned()]),
        _ if runner.path_unknown() => {
            let under_any_path = arn.replacen(":role/", ":role/*/", 1);
            ("ArnNotLike", "aws:PrincipalArn", vec![arn.to_owned(), under_any_path])
        }
        _ => ("ArnNotEquals", "aws:PrincipalArn", vec![arn.to_owned()]),
    }
}
