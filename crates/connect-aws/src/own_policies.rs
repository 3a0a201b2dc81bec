//! What an identity's own policies say: those of the user, or of the role behind its session.

use connect_core::arn::{Arn, RoleName, assumed_role};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{
    CallerIdentity, IdentityPolicies, PolicyText, RoleReader, SimulationAnswer, SimulationQuery,
};
use futures::{StreamExt, TryStreamExt, stream};

use crate::reader::{AT_ONCE, IamReader, PAGE, decoded, if_readable};

/// Whose policies decide what a caller may do.
enum Entity<'a> {
    User(&'a str),
    Role(RoleName),
}

impl<'a> Entity<'a> {
    /// The root user and federated users have no policies that could be read.
    fn of(caller: &'a CallerIdentity) -> Result<Self, CallFailure> {
        let user = |arn: Arn<'a>| arn.resource.strip_prefix("user/")?.rsplit('/').next();
        let role = || assumed_role(&caller.arn).map(|(_, name)| Self::Role(name));
        role().or_else(|| Arn::split(&caller.arn).and_then(user).map(Self::User)).ok_or_else(|| CallFailure {
            kind: FailureKind::NotFound,
            operation: "iam:SimulatePrincipalPolicy",
            code: None,
            message: format!("{} is neither a user nor a role's session", caller.arn),
            request_id: None,
            clock_skew_seconds: None,
        })
    }
}

impl IamReader {
    /// Asks the simulator what the caller may do.
    pub(crate) async fn simulate_caller(
        &self,
        caller: &CallerIdentity,
        queries: &[SimulationQuery],
    ) -> Result<Vec<SimulationAnswer>, CallFailure> {
        let source = match Entity::of(caller)? {
            Entity::User(_) => caller.arn.clone(),
            Entity::Role(name) => self.role_arn(caller, &name).await,
        };
        self.simulate_as(&source, queries).await
    }

    /// A session's ARN does not tell its role's path; where the role may not be read, there is probably none.
    async fn role_arn(&self, caller: &CallerIdentity, name: &RoleName) -> String {
        if let Ok(role) = self.role(name).await {
            return role.arn;
        }
        let partition = Arn::split(&caller.arn).map_or("aws", |arn| arn.partition);
        format!("arn:{partition}:iam::{}:role/{name}", caller.account)
    }

    /// The caller's policies, as far as it may read them.
    pub(crate) async fn policies_of_caller(&self, caller: &CallerIdentity) -> Result<IdentityPolicies, CallFailure> {
        match Entity::of(caller)? {
            Entity::User(name) => self.of_user(name).await,
            Entity::Role(name) => {
                if let Some(record) = if_readable(self.role(&name).await)? {
                    return self.policies(&record, &name).await;
                }
                let policies = self.of_role(&name).await?;
                Ok(IdentityPolicies { policies, boundary: Some(unseen_boundary()) })
            }
        }
    }

    async fn of_user(&self, user: &str) -> Result<IdentityPolicies, CallFailure> {
        let (boundary, mut policies, inline, groups) = futures::try_join!(
            self.boundary_of_user(user),
            self.attached_to_user(user),
            self.inline_of_user(user),
            self.of_groups(user)
        )?;
        policies.extend(inline);
        policies.extend(groups);
        Ok(IdentityPolicies { policies, boundary })
    }

    async fn boundary_of_user(&self, user: &str) -> Result<Option<PolicyText>, CallFailure> {
        let answer = self.iam.get_user().user_name(user).send().await.map_err(self.failed("iam:GetUser"));
        let Some(answer) = if_readable(answer)? else { return Ok(Some(unseen_boundary())) };
        let boundary = answer.user().and_then(|user| user.permissions_boundary()?.permissions_boundary_arn());
        match boundary {
            Some(arn) => self.boundary(arn).await.map(Some),
            None => Ok(None),
        }
    }

    async fn attached_to_user(&self, user: &str) -> Result<Vec<PolicyText>, CallFailure> {
        let pages = self.iam.list_attached_user_policies().user_name(user).max_items(PAGE).into_paginator();
        let listed = pages.items().send().try_collect().await.map_err(self.failed("iam:ListAttachedUserPolicies"))?;
        self.managed_texts(listed).await
    }

    async fn inline_of_user(&self, user: &str) -> Result<Vec<PolicyText>, CallFailure> {
        let pages = self.iam.list_user_policies().user_name(user).max_items(PAGE).into_paginator();
        let names: Vec<String> =
            pages.items().send().try_collect().await.map_err(self.failed("iam:ListUserPolicies"))?;
        let text = async |name: String| {
            let call = self.iam.get_user_policy().user_name(user).policy_name(&name).send().await;
            let document =
                call.map(|answer| decoded(answer.policy_document())).map_err(self.failed("iam:GetUserPolicy"));
            Ok(PolicyText { name, arn: None, document: if_readable(document)? })
        };
        stream::iter(names).map(text).buffered(AT_ONCE).try_collect().await
    }

    async fn of_groups(&self, user: &str) -> Result<Vec<PolicyText>, CallFailure> {
        let pages = self.iam.list_groups_for_user().user_name(user).max_items(PAGE).into_paginator();
        let groups: Vec<_> = pages.items().send().try_collect().await.map_err(self.failed("iam:ListGroupsForUser"))?;
        let mut policies = Vec::new();
        for group in groups {
            policies.extend(self.attached_to_group(group.group_name()).await?);
            policies.extend(self.inline_of_group(group.group_name()).await?);
        }
        Ok(policies)
    }

    async fn attached_to_group(&self, group: &str) -> Result<Vec<PolicyText>, CallFailure> {
        let pages = self.iam.list_attached_group_policies().group_name(group).max_items(PAGE).into_paginator();
        let listed = pages.items().send().try_collect().await.map_err(self.failed("iam:ListAttachedGroupPolicies"))?;
        self.managed_texts(listed).await
    }

    async fn inline_of_group(&self, group: &str) -> Result<Vec<PolicyText>, CallFailure> {
        let pages = self.iam.list_group_policies().group_name(group).max_items(PAGE).into_paginator();
        let names: Vec<String> =
            pages.items().send().try_collect().await.map_err(self.failed("iam:ListGroupPolicies"))?;
        let text = async |name: String| {
            let call = self.iam.get_group_policy().group_name(group).policy_name(&name).send().await;
            let document =
                call.map(|answer| decoded(answer.policy_document())).map_err(self.failed("iam:GetGroupPolicy"));
            Ok(PolicyText { name, arn: None, document: if_readable(document)? })
        };
        stream::iter(names).map(text).buffered(AT_ONCE).try_collect().await
    }
}

/// Whether there is a boundary may not be seen.
fn unseen_boundary() -> PolicyText {
    PolicyText { name: "permissions boundary".to_owned(), arn: None, document: None }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_user_or_the_role_behind_a_session_is_asked_about() {
        let entity = |arn: &str| {
            let caller =
                CallerIdentity { account: "111122223333".parse().unwrap(), arn: arn.to_owned(), request_id: None };
            match Entity::of(&caller) {
                Ok(Entity::User(name)) => format!("user {name}"),
                Ok(Entity::Role(name)) => format!("role {name}"),
                Err(failure) => failure.message,
            }
        };
        for (arn, expected) in [
            ("arn:aws:iam::111122223333:user/team/a/runner", "user runner"),
            ("arn:aws:sts::111122223333:assumed-role/Runner/session", "role Runner"),
            ("arn:aws:iam::111122223333:root", "neither a user nor"),
            ("arn:aws:sts::111122223333:federated-user/bob", "neither a user nor"),
        ] {
            let found = entity(arn);
            assert!(found.contains(expected), "{arn} is {expected}, not {found}");
        }
    }
}
