//! The permission catalogue: which actions the role has, on what, and why.
//!
//! It is data. `catalogue/role.toml` holds the head and `catalogue/boundary.toml` the ceiling of every
//! role that this role makes; every other file of that folder is one [`Section`], a row of the
//! documentation's table. A new service is a new file, no code.

mod error;
mod raw;
mod rules;
mod statements;

pub use error::{CatalogueError, Rule};
pub use statements::{ManagedPolicy, Statement};

/// One file of the catalogue as it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its file name, for messages; `role.toml` is the head.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// The whole catalogue, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// What is said of the role itself.
    pub head: Head,
    /// The rows of the table, in their order.
    pub sections: Vec<Section>,
    /// What the roles that this role makes can at most do; its policy is [`BOUNDARY_POLICY`].
    pub boundary: Section,
}

/// The boundary's name without the role's.
pub const BOUNDARY_POLICY: &str = "WorkloadBoundary";

/// What is said of the role itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The version of everything that is rendered; raise it with every change of the role.
    pub version: String,
    /// The role's description in IAM.
    pub description: String,
    /// The longest session, in seconds.
    pub max_session_seconds: u32,
    /// What the role cannot do, in plain words.
    pub cannot: Vec<String>,
}

/// A row of the documentation's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The file that it was read from.
    pub file: String,
    /// Its place among the sections.
    pub order: u32,
    /// The row's name.
    pub service: String,
    /// The managed policy that takes its statements; several sections may share one.
    pub policy: String,
    /// What it is for, in a sentence.
    pub summary: String,
    /// What it lets the role do, in plain words.
    pub can: Vec<String>,
    /// The scopes that its grants refer to; each becomes one statement.
    pub scopes: Vec<ScopeRule>,
    /// Resource types and purposes.
    pub entries: Vec<Entry>,
}

/// What a statement reaches, and under which conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeRule {
    /// Its name; also the statement's `Sid`.
    pub name: String,
    /// Whether its actions are allowed or, against every other policy, denied.
    pub effect: Effect,
    /// ARN patterns with placeholders, or `*`.
    pub resources: Vec<String>,
    /// One ARN inside the scope, with placeholders, to ask the policy simulator with.
    pub example: String,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// Why it is as wide as it is.
    pub reason: String,
}

/// What a statement does with its actions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "IAM's own two words")]
pub enum Effect {
    #[default]
    Allow,
    Deny,
}

impl Effect {
    pub(crate) fn is_deny(self) -> bool {
        self == Self::Deny
    }

    /// The word in a policy.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// One condition of a scope.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The IAM operator, such as `StringEquals`.
    pub operator: String,
    /// The condition key.
    pub key: String,
    /// The values, any of which will do.
    pub values: Vec<String>,
    /// What to give the policy simulator for the key; the first of the values when absent.
    #[serde(default)]
    pub example: Vec<String>,
}

impl Condition {
    /// Values that meet it, with placeholders: one of its own, because a request has one for most keys. None where it
    /// only says whether the key is given.
    pub fn met_by(&self) -> &[String] {
        if self.example.is_empty() && self.operator != "Null" {
            self.values.get(..1).unwrap_or_default()
        } else {
            &self.example
        }
    }
}

/// A Terraform resource type, or a purpose that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub subject: Subject,
    /// The optional feature that it belongs to; the default role leaves it out.
    pub feature: Option<String>,
    /// What it needs.
    pub grants: Vec<Grant>,
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A Terraform resource type.
    ResourceType {
        /// Its name, such as `aws_vpc`.
        name: String,
        /// The versions of the AWS provider that the actions were derived for.
        provider: String,
    },
    /// Something the platform does itself.
    Purpose(String),
}

impl Subject {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::ResourceType { name, .. } | Self::Purpose(name) => name,
        }
    }
}

/// The part of a resource's life that needs an action; or that none does, and the role never may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "Terraform's own four words, and one more")]
pub enum Lifecycle {
    Create,
    Read,
    Update,
    Delete,
    Never,
}

impl Lifecycle {
    /// The word in the files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Never => "never",
        }
    }

    /// What the role does; completes "it".
    pub(crate) const fn verb(self) -> &'static str {
        match self {
            Self::Create => "creates",
            Self::Read => "reads",
            Self::Update => "updates",
            Self::Delete => "deletes",
            Self::Never => "never touches",
        }
    }
}

/// One action with its scope and reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// When it is needed.
    pub lifecycle: Lifecycle,
    /// The IAM action, written out.
    pub action: String,
    /// The name of a scope of the same section.
    pub scope: String,
    /// Why it is needed; completes "the role … because it".
    pub reason: String,
}

impl Catalogue {
    /// Reads and checks all files; the first fault found is told with its file and entry.
    pub fn read(sources: &[Source]) -> Result<Self, CatalogueError> {
        let catalogue = raw::read(sources)?;
        rules::check(&catalogue)?;
        Ok(catalogue)
    }
}

impl Section {
    /// The grants that allow something, with their entries: what the role needs, features included.
    pub fn needs(&self) -> impl Iterator<Item = (&Entry, &Grant)> {
        grants(self.entries.iter()).filter(|(_, grant)| grant.lifecycle != Lifecycle::Never)
    }

    /// The entries that a role with these optional features has.
    pub fn entries_with(&self, features: &[&str]) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.feature.as_deref().is_none_or(|feature| features.contains(&feature)))
    }

    /// The scope of that name.
    pub fn scope(&self, name: &str) -> Option<&ScopeRule> {
        self.scopes.iter().find(|scope| scope.name == name)
    }
}

fn grants<'a>(entries: impl Iterator<Item = &'a Entry>) -> impl Iterator<Item = (&'a Entry, &'a Grant)> {
    entries.flat_map(|entry| entry.grants.iter().map(move |grant| (entry, grant)))
}

#[cfg(test)]
pub(crate) mod tests;
