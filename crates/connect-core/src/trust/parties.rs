//! Whom a trust policy trusts, and whether its text pins the External ID, when nobody tries it live.

use super::principal::account_of;
use super::{Admission, Runner, admits, lint};
use crate::account::{AccountId, Partition};
use crate::external_id::ExternalId;
use crate::policy::document::{Document, DocumentError, Scope, Statement};

/// The accounts that a trust policy trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// Whether everybody is: the principal `*`, or all but some.
    pub everybody: bool,
    /// The accounts that it names, in whole or by an identity of theirs, each once.
    pub accounts: Vec<AccountId>,
}

/// The accounts that a trust policy trusts.
pub fn trusted(policy: &str) -> Result<Trusted, DocumentError> {
    let document = Document::parse(policy)?;
    let letting_in = || document.statements.iter().filter(|statement| lint::lets_in(statement));
    let names = || letting_in().flat_map(Statement::aws_principals);
    let mut accounts: Vec<AccountId> =
        names().filter_map(|name| account_of(name)).filter_map(|(account, _)| account.parse().ok()).collect();
    accounts.sort();
    accounts.dedup();
    let all_but = letting_in().any(|statement| matches!(statement.principals, Scope::AllBut(_)));
    Ok(Trusted { everybody: all_but || names().any(|name| name == "*"), accounts })
}

/// The identities of an account for which a trust policy is worth reading: those that it names, and whichever there
/// is, in case that it trusts the whole account.
pub fn assumers(policy: &str, account: &AccountId, partition: Partition) -> Result<Vec<Runner>, DocumentError> {
    let document = Document::parse(policy)?;
    let letting_in = document.statements.iter().filter(|statement| lint::lets_in(statement));
    let of_account = |name: &&String| account_of(name) == Some((account.as_str(), false));
    let mut named: Vec<&String> = letting_in.flat_map(Statement::aws_principals).filter(of_account).collect();
    named.sort();
    named.dedup();
    let whichever = Runner::any_of(account.clone(), partition);
    let named = named.into_iter().map(|name| Runner::new(account.clone(), name.clone()));
    Ok(std::iter::once(whichever).chain(named).collect())
}

/// What a text does with another External ID than the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pinning {
    /// Nobody gets in without the right one.
    Pinned,
    /// It depends on something that only AWS knows.
    Depends,
    /// Another one gets in, but none does not.
    AnotherGetsIn,
    /// Whoever presents none gets in.
    NoneGetsIn,
}

/// Whether a text lets the runner in only with this External ID.
pub fn pinning(policy: &str, runner: &Runner, external_id: &ExternalId) -> Result<Pinning, DocumentError> {
    let others = others(external_id);
    let another = others.iter().map(|other| Ok((Pinning::AnotherGetsIn, admits(policy, runner, Some(other))?)));
    let none = std::iter::once_with(|| Ok((Pinning::NoneGetsIn, admits(policy, runner, None)?)));
    let each: Vec<(Pinning, Admission)> = another.chain(none).collect::<Result<_, DocumentError>>()?;
    let worst = each.into_iter().map(|(open, admission)| match admission {
        Admission::Allows => open,
        Admission::Depends(_) => Pinning::Depends,
        Admission::Refuses(..) => Pinning::Pinned,
    });
    Ok(worst.max().unwrap_or(Pinning::Depends))
}

/// Other External IDs: one with nothing in common, and two that a pattern with a wildcard at an end would take for it.
fn others(external_id: &ExternalId) -> Vec<ExternalId> {
    let id = external_id.as_str();
    let other = |letter: &str| if letter == "0" { "1" } else { "0" };
    // It has two characters at least, all of them ASCII.
    let (first, after) = id.split_at(1);
    let (before, last) = id.split_at(id.len() - 1);
    let texts =
        ["another.external.id".to_owned(), format!("{}{after}", other(first)), format!("{before}{}", other(last))];
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::trust::examine;
    use serde_json::{Value, json};

    const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";

    fn policy(principal: &Value, condition: &Value) -> String {
        let statement =
            json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition});
        json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
    }

    fn platform() -> AccountId {
        "111122223333".parse().unwrap()
    }

    #[test]
    fn the_accounts_are_told_however_they_are_named() {
        let aws = json!({"AWS": ["111122223333", "arn:aws:iam::111122223333:role/team/Runner", "arn:aws:iam::777788889999:root"]});
        let found = trusted(&policy(&aws, &json!({}))).unwrap();
        let accounts: Vec<&str> = found.accounts.iter().map(AccountId::as_str).collect();
        assert_eq!((accounts, found.everybody), (vec!["111122223333", "777788889999"], false), "each once");
        assert!(trusted(&policy(&json!("*"), &json!({}))).unwrap().everybody, "a bare star is everybody");
        let service = json!({"Service": "ec2.amazonaws.com"});
        assert_eq!(trusted(&policy(&service, &json!({}))).unwrap().accounts, [], "a service is no account");
    }

    #[test]
    fn a_policy_that_names_one_role_of_an_account_lets_in_that_role_only() {
        let role = "arn:aws:iam::111122223333:role/team/Runner";
        let id = ID.parse().unwrap();
        let policy = policy(&json!({"AWS": role}), &json!({"StringEquals": {"sts:ExternalId": ID}}));
        let runners = assumers(&policy, &platform(), Partition::Aws).unwrap();
        let admitted: Vec<String> = runners
            .iter()
            .filter(|runner| examine(&policy, runner, &id).unwrap().admission == Admission::Allows)
            .map(ToString::to_string)
            .collect();
        assert_eq!(admitted, [role], "not whichever identity of the account");
    }

    #[test]
    fn whichever_identity_of_an_account_has_no_arn_to_compare() {
        let id = ID.parse().unwrap();
        for operator in ["ArnLike", "ArnNotLike"] {
            let condition = json!({operator: {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Runner"}, "StringEquals": {"sts:ExternalId": ID}});
            let policy = policy(&json!({"AWS": "111122223333"}), &condition);
            let findings = examine(&policy, &Runner::any_of(platform(), Partition::Aws), &id).unwrap();
            assert!(matches!(findings.admission, Admission::Depends(_)), "{operator}: {:?}", findings.admission);
        }
    }

    #[test]
    fn what_a_text_does_with_another_external_id() {
        let id: ExternalId = ID.parse().unwrap();
        let runner = Runner::any_of(platform(), Partition::Aws);
        for (condition, expected) in [
            (json!({"StringEquals": {"sts:ExternalId": ID}}), Pinning::Pinned),
            (json!({"StringEquals": {"sts:ExternalId": ID}, "Bool": {"aws:SomethingNew": "true"}}), Pinning::Pinned),
            (json!({}), Pinning::NoneGetsIn),
            (json!({"StringEqualsIfExists": {"sts:ExternalId": ID}}), Pinning::NoneGetsIn),
            (json!({"ForAllValues:StringEquals": {"sts:ExternalId": ID}}), Pinning::NoneGetsIn),
            (json!({"StringNotEquals": {"sts:ExternalId": "x"}}), Pinning::NoneGetsIn),
            (json!({"StringLike": {"sts:ExternalId": "*"}}), Pinning::AnotherGetsIn),
            (json!({"StringLike": {"sts:ExternalId": "3f1c9a52-*"}}), Pinning::AnotherGetsIn),
            (json!({"StringLike": {"sts:ExternalId": "*-5c2e8b7d6a90"}}), Pinning::AnotherGetsIn),
            (json!({"Null": {"sts:ExternalId": "false"}}), Pinning::AnotherGetsIn),
            (json!({"Bool": {"aws:SomethingNew": "true"}}), Pinning::Depends),
        ] {
            let policy = policy(&json!({"AWS": "111122223333"}), &condition);
            assert_eq!(pinning(&policy, &runner, &id).unwrap(), expected, "{condition}");
        }
    }
}
