//! What a role's policies allow beyond the catalogue, read from their texts.
//!
//! Boundaries and denials are not counted in the policies' favour: an administrator policy is worth
//! attention even where something else happens to limit it today. Conditions count where the catalogue has
//! the same.

use std::collections::{BTreeMap, BTreeSet};

use connect_core::arn::{Arn, RoleArn};
use connect_core::policy::condition::Condition;
use connect_core::policy::document::{Document, DocumentError, Effect, Scope, Statement};
use connect_core::policy::pattern::resource_matches;
use connect_core::ports::PolicyText;

use crate::options::RoleOptions;
use crate::permission::{RequiredPermission, required_permissions};

/// Something that a policy allows beyond the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// The policy's name.
    pub policy: String,
    /// What it allows.
    pub what: ExcessKind,
}

/// The kinds of excess, the worst first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ExcessKind {
    /// Every action on every resource.
    #[error("it allows every action on every resource: administrator rights")]
    Administrator,
    /// A policy of AWS's own that is known to be broad.
    #[error("AWS's own policy {0} is attached, which is far broader than this role needs")]
    AwsManaged(String),
    /// Everything but a list.
    #[error("it allows every action except {}", .0.join(", "))]
    EverythingExcept(Vec<String>),
    /// All actions of a service.
    #[error("it allows {0}: every action of a service")]
    ServiceWildcard(String),
    /// Actions by a pattern.
    #[error("it allows {0}: a pattern, which takes in actions that this role does not need, also future ones")]
    ActionWildcard(String),
    /// Actions that the catalogue does not have.
    #[error("it allows what this role does not need: {}", .0.join(", "))]
    BeyondCatalogue(Vec<String>),
    /// An action of the catalogue, on more than it needs.
    #[error("it allows {action} on {resource}, which is more than this role needs")]
    WiderScope {
        /// The action.
        action: String,
        /// The resource pattern.
        resource: String,
    },
    /// Actions of the catalogue, without a condition that they have there.
    #[error("it allows {} without the conditions that this role has for it: {}", actions.join(", "), keys.join(", "))]
    Unconditional {
        /// The actions.
        actions: Vec<String>,
        /// The condition keys.
        keys: Vec<String>,
    },
    /// The policy's text cannot be understood.
    #[error("its text cannot be judged: {0}")]
    Malformed(#[from] DocumentError),
    /// The policy's text may not be read.
    #[error("its text may not be read, so what it allows is not known")]
    Unreadable,
}

/// What these policies of the role allow beyond the catalogue, policy by policy, the worst first.
pub fn excess(role: &RoleArn, options: &RoleOptions, policies: &[PolicyText]) -> Vec<Excess> {
    let required = required_permissions(options);
    let known = Known { role, options, required: &required };
    policies
        .iter()
        .flat_map(|policy| {
            let mut kinds = of_policy(&known, policy);
            kinds.sort();
            kinds.dedup();
            kinds.into_iter().map(|what| Excess { policy: policy.name.clone(), what })
        })
        .collect()
}

/// What the role may do.
struct Known<'a> {
    role: &'a RoleArn,
    options: &'a RoleOptions,
    required: &'a [RequiredPermission],
}

fn of_policy(known: &Known<'_>, policy: &PolicyText) -> Vec<ExcessKind> {
    if let Some(name) = policy.arn.as_deref().and_then(broad_aws_policy) {
        return vec![ExcessKind::AwsManaged(name)];
    }
    let Some(document) = &policy.document else { return vec![ExcessKind::Unreadable] };
    let parsed = match Document::parse_identity(document) {
        Ok(parsed) => parsed,
        Err(malformed) => return vec![malformed.into()],
    };
    let mut unneeded = Vec::new();
    let mut kinds = Vec::new();
    for statement in parsed.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        of_statement(known, statement, &mut kinds, &mut unneeded);
    }
    if !unneeded.is_empty() {
        unneeded.sort();
        unneeded.dedup();
        kinds.push(ExcessKind::BeyondCatalogue(unneeded));
    }
    kinds
}

/// The name of a policy of AWS's own, where it is one of those that give too much by design.
fn broad_aws_policy(arn: &str) -> Option<String> {
    let arn = Arn::split(arn).filter(|arn| (arn.service, arn.account) == ("iam", "aws"))?;
    let name = arn.resource.strip_prefix("policy/")?.rsplit('/').next()?;
    let job = ["SystemAdministrator", "DatabaseAdministrator", "NetworkAdministrator", "DataScientist"];
    let broad = ["AdministratorAccess", "PowerUserAccess"].iter().any(|start| name.starts_with(start))
        || name.contains("FullAccess")
        || job.contains(&name);
    broad.then(|| name.to_owned())
}

fn of_statement(known: &Known<'_>, statement: &Statement, kinds: &mut Vec<ExcessKind>, unneeded: &mut Vec<String>) {
    let actions = match &statement.actions {
        Scope::AllBut(except) => return kinds.push(ExcessKind::EverythingExcept(except.clone())),
        Scope::Only(actions) => actions.as_slice(),
        Scope::Absent => &[],
    };
    // Actions that lack the same keys are told together.
    let mut lacks: BTreeMap<BTreeSet<String>, Vec<String>> = BTreeMap::new();
    for action in actions {
        match action.split_once(':') {
            _ if everything(action) && on_everything(&statement.resources) => kinds.push(ExcessKind::Administrator),
            Some((service, "*")) if !service.contains(['*', '?']) => {
                kinds.push(ExcessKind::ServiceWildcard(action.clone()));
            }
            _ if action.contains(['*', '?']) => kinds.push(ExcessKind::ActionWildcard(action.clone())),
            _ => {
                let scopes = known.scopes(action);
                if scopes.is_empty() {
                    unneeded.push(action.clone());
                    continue;
                }
                kinds.extend(wider(&scopes, action, &statement.resources));
                lacks.entry(lacking(&scopes, statement)).or_default().push(action.clone());
            }
        }
    }
    let lacks = lacks.into_iter().filter(|(keys, _)| !keys.is_empty());
    kinds.extend(lacks.map(|(keys, actions)| ExcessKind::Unconditional { actions, keys: keys.into_iter().collect() }));
}

fn everything(action: &str) -> bool {
    action.starts_with('*') && action.chars().all(|c| c == '*' || c == ':')
}

fn on_everything(resources: &Scope<Vec<String>>) -> bool {
    match resources {
        Scope::Only(resources) => {
            resources.iter().any(|resource| resource.starts_with('*') && resource.chars().all(|c| c == '*'))
        }
        Scope::AllBut(_) => true,
        Scope::Absent => false,
    }
}

/// One scope of an action, filled in for the role.
struct KnownScope {
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

impl Known<'_> {
    fn scopes(&self, action: &str) -> Vec<KnownScope> {
        let named = self.required.iter().filter(|permission| permission.action.eq_ignore_ascii_case(action));
        named
            .map(|permission| KnownScope {
                resources: permission.scope.resources_for(self.role, self.options),
                conditions: permission.scope.conditions_for(self.role, self.options),
            })
            .collect()
    }
}

impl KnownScope {
    fn names(&self, resource: &str) -> bool {
        self.resources.iter().any(|pattern| resource_matches(pattern, resource))
    }

    /// The keys of its conditions that a statement does not have, or has with more values.
    fn lacked_by(&self, statement: &Statement) -> Vec<String> {
        let has = |wanted: &Condition| {
            statement.conditions.iter().any(|given| {
                given.operator.eq_ignore_ascii_case(&wanted.operator)
                    && given.key.eq_ignore_ascii_case(&wanted.key)
                    && given.values.iter().all(|value| wanted.values.contains(value))
            })
        };
        self.conditions.iter().filter(|wanted| !has(wanted)).map(|wanted| wanted.key.clone()).collect()
    }
}

/// The resources that go beyond the catalogue's scopes of an action.
fn wider(scopes: &[KnownScope], action: &str, resources: &Scope<Vec<String>>) -> Vec<ExcessKind> {
    let beyond = |resource: &String| !scopes.iter().any(|scope| scope.names(resource));
    let excess = |resource: String| ExcessKind::WiderScope { action: action.to_owned(), resource };
    match resources {
        Scope::Only(resources) => resources.iter().filter(|item| beyond(item)).cloned().map(excess).collect(),
        Scope::AllBut(except) => vec![excess(format!("everything except {}", except.join(", ")))],
        Scope::Absent => Vec::new(),
    }
}

/// The condition keys that a statement lacks on resources that are within the catalogue.
fn lacking(scopes: &[KnownScope], statement: &Statement) -> BTreeSet<String> {
    let Scope::Only(resources) = &statement.resources else { return BTreeSet::new() };
    let of = |resource: &String| {
        let lacks = scopes.iter().filter(|scope| scope.names(resource)).map(|scope| scope.lacked_by(statement));
        lacks.min_by_key(Vec::len).unwrap_or_default()
    };
    resources.iter().flat_map(of).collect()
}

#[cfg(test)]
#[path = "excess_tests.rs"]
mod tests;
