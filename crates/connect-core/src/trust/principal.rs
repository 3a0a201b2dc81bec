//! The runner as a principal, and whether a statement names it.

use std::fmt;

use crate::account::{AccountId, Partition};
use crate::arn::{Arn, assumed_role};
use crate::policy::Truth;
use crate::policy::document::{Principals, Scope, Statement};

/// The identity that assumes the role, as AWS sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runner {
    account: AccountId,
    arn: String,
    /// For a role's session the role's ARN, whose path is not told; `None` for whichever identity of an account.
    principal_arn: Option<String>,
}

impl fmt::Display for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.principal_arn {
            Some(_) => f.write_str(&self.arn),
            None => write!(f, "account {}", self.account),
        }
    }
}

impl Runner {
    /// The runner of a `GetCallerIdentity` ARN.
    pub fn new(account: AccountId, arn: String) -> Self {
        let partition = Arn::split(&arn).map_or("aws", |arn| arn.partition);
        let principal_arn = match assumed_role(&arn) {
            Some((account, name)) => Some(format!("arn:{partition}:iam::{account}:role/{name}")),
            None => Some(arn.clone()),
        };
        Self { account, arn, principal_arn }
    }

    /// Whichever identity of an account, when nobody knows which it will be.
    pub fn any_of(account: AccountId, partition: Partition) -> Self {
        let arn = format!("arn:{partition}:iam::{account}:root");
        Self { account, arn, principal_arn: None }
    }

    /// The runner's account.
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// `aws:PrincipalArn`, as far as it can be told: the user's ARN, or that of a session's role without its path.
    pub fn principal_arn(&self) -> Option<&str> {
        self.principal_arn.as_deref()
    }

    /// `aws:username`: only a user has one.
    pub(super) fn user_name(&self) -> Option<&str> {
        let user = Arn::split(&self.arn)?.resource.strip_prefix("user/")?;
        user.rsplit('/').next()
    }

    /// Its ARN in IAM, where that is known for certain and means nobody else.
    pub(super) fn exact_arn(&self) -> Option<&str> {
        self.principal_arn().filter(|arn| !self.path_unknown() && !self.belongs_to(arn))
    }

    /// Whether the runner is the root user of its account, whom AWS lets assume no role.
    pub fn is_root(&self) -> bool {
        self.principal_arn.as_deref().and_then(Arn::split).is_some_and(|arn| arn.resource == "root")
    }

    /// Whether the runner is a role's session, whose ARN does not tell the role's path.
    pub fn path_unknown(&self) -> bool {
        self.principal_arn.as_deref() != Some(&self.arn)
    }

    /// Whether the runner is one of these principals.
    pub(super) fn is_among(&self, principals: &Principals) -> Truth {
        principals.aws.iter().any(|name| self.is(name)).into()
    }

    /// Whether a principal's text means the runner.
    pub(super) fn is(&self, name: &str) -> bool {
        name == "*" || name == self.arn || self.belongs_to(name) || self.is_session_of(name)
    }

    /// Whether the text means the runner's whole account: its id or its root.
    pub(super) fn belongs_to(&self, name: &str) -> bool {
        account_of(name).is_some_and(|(account, whole)| whole && account == self.account.as_str())
    }

    /// Whether a principal's text means the runner and nobody else of its account.
    pub(super) fn is_named_by(&self, name: &str) -> bool {
        name != "*" && self.is(name) && !self.belongs_to(name)
    }

    fn is_session_of(&self, name: &str) -> bool {
        let Some((account, role)) = assumed_role(&self.arn) else { return false };
        let Some(arn) = Arn::split(name).filter(|arn| arn.service == "iam" && arn.account == account.as_str()) else {
            return false;
        };
        let named = arn.resource.strip_prefix("role/").and_then(|path| path.rsplit('/').next());
        named == Some(role.as_str())
    }
}

/// The account that a principal belongs to, and whether all of it is meant.
pub(super) fn account_of(name: &str) -> Option<(&str, bool)> {
    if name.len() == 12 && name.bytes().all(|b| b.is_ascii_digit()) {
        return Some((name, true));
    }
    Arn::split(name).map(|arn| (arn.account, arn.resource == "root"))
}

/// Who gets in by statements that let somebody in, in words.
pub(super) fn admitted<'a>(statements: impl Iterator<Item = &'a Statement>, runner: &Runner) -> String {
    let account = runner.account();
    let mut others: Vec<&str> = Vec::new();
    for statement in statements {
        let Scope::Only(principals) = &statement.principals else { continue };
        if principals.aws.iter().any(|name| runner.belongs_to(name)) {
            return format!("any identity of account {account} that its own policies allow");
        }
        let federated = principals.service.iter().chain(&principals.federated);
        let named = principals.aws.iter().filter(|name| !runner.is(name)).chain(federated);
        others.extend(named.map(String::as_str));
    }
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        format!("{runner}, and nobody else")
    } else {
        format!("{runner}, and beside it {}", others.join(", "))
    }
}

/// All principals that statements name, in words.
pub(super) fn listed<'a>(statements: impl Iterator<Item = &'a Statement>) -> String {
    let mut names: Vec<String> = Vec::new();
    for statement in statements {
        if let Scope::Only(principals) = &statement.principals {
            let kinds = [
                ("", &principals.aws),
                ("the service ", &principals.service),
                ("the identity provider ", &principals.federated),
            ];
            names.extend(kinds.iter().flat_map(|(kind, list)| list.iter().map(move |name| format!("{kind}{name}"))));
        }
    }
    names.dedup();
    if names.is_empty() { "nobody by name".to_owned() } else { names.join(", ") }
}
