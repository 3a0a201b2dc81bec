//! The managed policies that the catalogue's grants make: one statement for each scope.

use std::collections::BTreeSet;

use super::{BOUNDARY_POLICY, Catalogue, ScopeRule, Section, grants};

/// A statement of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Its reach; the name is the `Sid`.
    pub scope: &'a ScopeRule,
    /// The optional feature without which it is left out.
    pub feature: Option<&'a str>,
    /// Its actions, sorted.
    pub actions: BTreeSet<&'a str>,
}

/// A managed policy of the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagedPolicy<'a> {
    /// Its name without the role's, such as `Discovery`.
    pub name: &'a str,
    /// What its sections are for.
    pub summaries: Vec<&'a str>,
    /// Its statements in the order of first use.
    pub statements: Vec<Statement<'a>>,
}

impl Catalogue {
    /// The managed policies of the role with these optional features.
    pub fn policies(&self, features: &[&str]) -> Vec<ManagedPolicy<'_>> {
        let mut policies: Vec<ManagedPolicy<'_>> = Vec::new();
        for section in &self.sections {
            let statements = section.statements(features);
            if statements.is_empty() {
                continue;
            }
            match policies.iter_mut().find(|policy| policy.name == section.policy) {
                Some(policy) => {
                    policy.summaries.push(&section.summary);
                    policy.statements.extend(statements);
                }
                None => policies.push(ManagedPolicy {
                    name: &section.policy,
                    summaries: vec![&section.summary],
                    statements,
                }),
            }
        }
        policies
    }

    /// The permissions boundary of every role that this role makes.
    pub fn boundary(&self, features: &[&str]) -> ManagedPolicy<'_> {
        ManagedPolicy {
            name: BOUNDARY_POLICY,
            summaries: vec![&self.boundary.summary],
            statements: self.boundary.statements(features),
        }
    }
}

impl Section {
    fn statements(&self, features: &[&str]) -> Vec<Statement<'_>> {
        let mut statements: Vec<Statement<'_>> = Vec::new();
        for (entry, grant) in grants(self.entries_with(features)) {
            match statements.iter_mut().find(|statement| statement.scope.name == grant.scope) {
                Some(statement) => {
                    statement.actions.insert(&grant.action);
                }
                None => statements.extend(self.scope(&grant.scope).map(|scope| Statement {
                    scope,
                    feature: entry.feature.as_deref(),
                    actions: BTreeSet::from([grant.action.as_str()]),
                })),
            }
        }
        statements
    }
}
