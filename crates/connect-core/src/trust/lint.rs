//! What is unwise in a trust policy, even when everything works.

use super::principal::{Runner, account_of};
use super::{ASSUME_ROLE, EXTERNAL_ID_KEY, Reading, mfa_unmet};
use crate::check::Cause;
use crate::external_id::ExternalId;
use crate::policy::condition::{Condition, Quantifier};
use crate::policy::document::{Effect, Principals, Scope, Statement};
use crate::policy::pattern::action_matches;

/// What a finding is worth, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It lets others in.
    LetsOthersIn,
    /// The runner can never meet it: MFA.
    NeverMet,
    /// It works today, by luck.
    Mistake,
    /// It could be better; the check passes all the same.
    Advice,
}

impl Weight {
    /// The code of a check that warns of it.
    pub const fn cause(self) -> Option<Cause> {
        match self {
            Self::LetsOthersIn => Some(Cause::TrustTooBroad),
            Self::NeverMet => Some(Cause::TrustMfaCondition),
            Self::Mistake | Self::Advice => None,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What it is worth.
    pub weight: Weight,
    /// One sentence.
    pub sentence: String,
}

fn grave(sentence: String) -> Lint {
    Lint { weight: Weight::LetsOthersIn, sentence }
}

/// All findings of a policy's Allow statements.
pub(super) fn lints(readings: &[Reading<'_>], runner: &Runner, external_id: &ExternalId) -> Vec<Lint> {
    readings.iter().zip(1..).flat_map(|(reading, number)| of_statement(reading, number, runner, external_id)).collect()
}

/// The findings of the statement with this number.
pub(super) fn of_statement(
    reading: &Reading<'_>,
    number: usize,
    runner: &Runner,
    external_id: &ExternalId,
) -> Vec<Lint> {
    let (statement, place) = (reading.statement, format!("statement {number}"));
    let mut found = Vec::new();
    if !lets_in(statement) {
        return found;
    }
    principals(&place, statement, runner, &mut found);
    if names(statement, &[ASSUME_ROLE]) {
        external_id_condition(&place, statement, external_id, &mut found);
    }
    if mfa_unmet(reading) {
        let sentence = format!("{place} wants MFA, which a programme that assumes the role cannot present");
        found.push(Lint { weight: Weight::NeverMet, sentence });
    }
    found
}

/// Whether a statement allows assuming the role in one of the three ways that there are.
pub(super) fn lets_in(statement: &Statement) -> bool {
    const WAYS: [&str; 3] = [ASSUME_ROLE, "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
    statement.effect == Effect::Allow && names(statement, &WAYS)
}

fn names(statement: &Statement, ways: &[&str]) -> bool {
    match &statement.actions {
        Scope::Only(actions) => actions.iter().any(|action| ways.iter().any(|way| action_matches(action, way))),
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
                found.push(grave(format!("{place} also trusts {name}, of another account than {}", runner.account())));
            }
            Some((_, true)) => {
                let account = runner.account();
                let sentence = format!(
                    "{place} trusts the whole account {account}; naming the runner's own role would be narrower"
                );
                found.push(Lint { weight: Weight::Advice, sentence });
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
    let named = |condition: &&Condition| condition.key.eq_ignore_ascii_case(EXTERNAL_ID_KEY);
    let conditions: Vec<&Condition> = statement.conditions.iter().filter(named).collect();
    // All conditions must hold, so that one which pins the External ID makes up for what the others leave open.
    let pinned = conditions.iter().any(|condition| pins(condition, external_id));
    if let Some(condition) = statement.conditions.iter().find(|condition| misspelt_external_id(&condition.key)) {
        let sentence = format!(
            "{place} has a condition on \"{}\", which is no key of AWS: the key is {EXTERNAL_ID_KEY}",
            condition.key
        );
        found.push(Lint { weight: if pinned { Weight::Mistake } else { Weight::LetsOthersIn }, sentence });
    }
    if conditions.is_empty() {
        found.push(grave(format!(
            "{place} has no condition on {EXTERNAL_ID_KEY}: whoever it trusts needs no External ID"
        )));
    }
    for condition in conditions {
        if !pinned {
            weak_condition(place, condition, external_id, found);
        }
        if condition.key != EXTERNAL_ID_KEY {
            let sentence =
                format!("{place} spells the key \"{}\"; AWS takes it, but documents {EXTERNAL_ID_KEY}", condition.key);
            found.push(Lint { weight: Weight::Mistake, sentence });
        }
    }
}

/// Whether a condition lets in whoever presents exactly this External ID, and nobody else.
pub(super) fn pins(condition: &Condition, external_id: &ExternalId) -> bool {
    let (quantifier, operator, if_exists) = condition.parts();
    quantifier != Quantifier::All
        && operator.eq_ignore_ascii_case("StringEquals")
        && !if_exists
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| value == external_id.as_str())
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
    } else if others > 0 {
        let ids = if others == 1 { "ID" } else { "IDs" };
        found.push(grave(format!("{place} accepts {others} other External {ids} besides this connection's")));
    }
}
