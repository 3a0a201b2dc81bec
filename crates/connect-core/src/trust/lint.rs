//! What is unwise in a trust policy, even when everything works.

use super::principal::{Runner, account_of};
use super::{ASSUME_ROLE, EXTERNAL_ID_KEY};
use crate::external_id::ExternalId;
use crate::policy::condition::{Condition, Quantifier};
use crate::policy::document::{Document, Effect, Principals, Scope, Statement};
use crate::policy::pattern::action_matches;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// Whether it lets others in; else it is advice.
    pub lets_others_in: bool,
    /// One sentence.
    pub sentence: String,
}

fn grave(sentence: String) -> Lint {
    Lint { lets_others_in: true, sentence }
}

fn advice(sentence: String) -> Lint {
    Lint { lets_others_in: false, sentence }
}

/// All findings of a policy's Allow statements.
pub(super) fn lints(document: &Document, runner: &Runner, external_id: &ExternalId) -> Vec<Lint> {
    let mut found = Vec::new();
    for (index, statement) in document.statements.iter().enumerate() {
        if statement.effect == Effect::Allow && concerns_assuming(statement) {
            let place = format!("statement {}", index + 1);
            principals(&place, statement, runner, &mut found);
            external_id_condition(&place, statement, external_id, &mut found);
        }
    }
    found
}

fn concerns_assuming(statement: &Statement) -> bool {
    match &statement.actions {
        Scope::Only(actions) => actions.iter().any(|action| {
            action_matches(action, ASSUME_ROLE) || action_matches(action, "sts:AssumeRoleWithWebIdentity")
        }),
        Scope::AllBut(_) => true,
        Scope::Absent => false,
    }
}

fn principals(place: &str, statement: &Statement, runner: &Runner, found: &mut Vec<Lint>) {
    match &statement.principals {
        Scope::Only(principals) => named(place, principals, runner, found),
        Scope::AllBut(_) => found.push(grave(format!("{place} allows everybody but the principals in NotPrincipal"))),
        Scope::Absent => {}
    }
}

fn named(place: &str, principals: &Principals, runner: &Runner, found: &mut Vec<Lint>) {
    for name in &principals.aws {
        match account_of(name) {
            _ if name == "*" => found.push(grave(format!("{place} trusts every AWS account (Principal \"*\")"))),
            Some((account, _)) if account != runner.account().as_str() => {
                found.push(grave(format!(
                    "{place} also trusts {name}, of another account than the runner's {}",
                    runner.account()
                )));
            }
            Some((_, true)) => {
                found.push(advice(format!(
                    "{place} trusts the whole account {}; naming the runner's own role would be narrower",
                    runner.account()
                )));
            }
            Some(_) => {}
            None => {
                found.push(grave(format!("{place} names {name}, a principal that no longer exists or cannot be told")));
            }
        }
    }
    let others = principals.service.iter().chain(&principals.federated).chain(&principals.other);
    found.extend(others.map(|name| grave(format!("{place} also trusts {name}, which needs no External ID of yours"))));
}

/// A key that was meant to be the External ID's but is none of AWS's.
pub(super) fn misspelt_external_id(key: &str) -> bool {
    let letters: String = key.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    letters.contains("externalid") && !key.eq_ignore_ascii_case(EXTERNAL_ID_KEY)
}

fn external_id_condition(place: &str, statement: &Statement, external_id: &ExternalId, found: &mut Vec<Lint>) {
    let misspelt = statement.conditions.iter().find(|condition| misspelt_external_id(&condition.key));
    if let Some(condition) = misspelt {
        found.push(grave(format!(
            "{place} has a condition on \"{}\", which is no key of AWS: the key is {EXTERNAL_ID_KEY}",
            condition.key
        )));
    }
    let mut conditions =
        statement.conditions.iter().filter(|condition| condition.key.eq_ignore_ascii_case(EXTERNAL_ID_KEY)).peekable();
    if conditions.peek().is_none() {
        found.push(grave(format!(
            "{place} has no condition on {EXTERNAL_ID_KEY}: whoever it trusts needs no External ID"
        )));
    }
    for condition in conditions {
        weak_condition(place, condition, external_id, found);
    }
}

fn weak_condition(place: &str, condition: &Condition, external_id: &ExternalId, found: &mut Vec<Lint>) {
    let (quantifier, operator, if_exists) = condition.parts();
    let wildcard =
        operator.eq_ignore_ascii_case("StringLike") && condition.values.iter().any(|value| value.contains(['*', '?']));
    let others = condition.values.iter().filter(|value| *value != external_id.as_str()).count();
    if if_exists {
        found
            .push(grave(format!("{place} uses {}, which lets in whoever presents no External ID", condition.operator)));
    }
    if quantifier == Quantifier::All {
        found.push(grave(format!(
            "{place} uses {}, which is true when no External ID is presented",
            condition.operator
        )));
    }
    if wildcard {
        found.push(grave(format!(
            "{place} compares the External ID by StringLike with a wildcard: \"{}\"",
            condition.values.join("\", \"")
        )));
    } else if !operator.eq_ignore_ascii_case("StringEquals") {
        found.push(grave(format!("{place} compares the External ID by {operator}; only StringEquals pins it")));
    } else if others > 0 && condition.values.len() > 1 {
        found.push(grave(format!("{place} accepts {others} other External IDs besides this connection's")));
    }
    if condition.key != EXTERNAL_ID_KEY {
        found.push(advice(format!(
            "{place} spells the key \"{}\"; AWS takes it, but documents {EXTERNAL_ID_KEY}",
            condition.key
        )));
    }
}
