//! What identities may do: by the simulator, in few calls, and by their own policies.

use std::collections::BTreeSet;

use connect_core::failure::FailureKind;
use connect_core::ports::{SimulationAnswer, SimulationQuery};
use connect_core::report::Decision;
use connect_role::{RoleOptions, required_permissions};
use connect_testkit::{CUSTOMER_ACCOUNT, PLATFORM_ACCOUNT};
use serde_json::{Value, json};

use super::standin::World;

impl World {
    async fn root(&self, account: &str, operation: &str, params: Value) {
        self.sandbox.aws(account, "iam", "us-east-1", operation, params).await.unwrap();
    }

    async fn give_user(&self, user: &str, name: &str, statements: &Value) {
        let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let params = json!({"UserName": user, "PolicyName": name, "PolicyDocument": policy});
        self.root(PLATFORM_ACCOUNT, "PutUserPolicy", params).await;
    }
}

fn query(action: &str, resource: &str, context: &[(&str, &str)]) -> SimulationQuery {
    let context = context.iter().map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()])).collect();
    SimulationQuery { action: action.to_owned(), resource: resource.to_owned(), context }
}

/// Every question of the catalogue, and some that a policy with a `Null`, an `...IfExists` or a Deny would answer
/// otherwise if they were asked with another's keys.
fn questions(role: &str) -> Vec<SimulationQuery> {
    let (role, options) = (role.parse().unwrap(), RoleOptions::default());
    let catalogue = required_permissions(&options).into_iter().map(|required| SimulationQuery {
        action: required.action.to_owned(),
        resource: required.scope.resource_for(&role, &options),
        context: required.scope.context_for(&role, &options),
    });
    let odd = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sns:Publish", "ec2:RunInstances"];
    let resources = ["arn:aws:s3:::a/b", "arn:aws:s3:::c/d", "arn:aws:sqs:eu-central-1:444455556666:q", "*"];
    let contexts: [&[(&str, &str)]; 4] =
        [&[], &[("aws:RequestTag/team", "a")], &[("aws:RequestTag/team", "b")], &[("s3:prefix", "x")]];
    let mut queries: Vec<SimulationQuery> = catalogue.collect();
    for (action, resource) in odd.iter().flat_map(|action| resources.iter().map(move |resource| (action, resource))) {
        queries.extend(contexts.iter().map(|context| query(action, resource, context)));
    }
    queries
}

#[tokio::test]
async fn questions_together_are_answered_as_one_by_one() {
    let world = World::start().await;
    let customer = world.identity("sandbox-customer").await;
    let name = world.sandbox.role("Good").unwrap().name.clone();
    let odd = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject", "sqs:*"], "Resource": "*", "Condition": {"Null": {"aws:RequestTag/team": "true"}}},
        {"Effect": "Allow", "Action": ["s3:PutObject", "sns:Publish"], "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:RequestTag/team": "a"}}},
        {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": ["arn:aws:s3:::c/*", "arn:aws:sqs:*"], "Condition": {"StringNotEqualsIfExists": {"s3:prefix": "x"}}},
        {"Effect": "Deny", "Action": "ec2:CreateVpc", "Resource": "*", "Condition": {"Null": {"aws:ResourceTag/alethia:managed": "false"}}}
    ]});
    let params = json!({"RoleName": name, "PolicyName": "odd", "PolicyDocument": odd.to_string()});
    world.root(CUSTOMER_ACCOUNT, "PutRolePolicy", params).await;
    let role = world.sandbox.role("Good").unwrap().arn.parse().unwrap();
    let queries = questions(&world.sandbox.role("Good").unwrap().arn);
    world.sandbox.calls().clear();
    let together = customer.reader().simulate(&role, &queries).await.unwrap();
    let calls = world.sandbox.calls().of("iam", "SimulatePrincipalPolicy").len();
    assert!(calls <= 36, "{} questions took {calls} calls", queries.len());
    for (query, answer) in queries.iter().zip(&together) {
        let alone = customer.reader().simulate(&role, std::slice::from_ref(query)).await.unwrap();
        assert_eq!(alone, std::slice::from_ref(answer), "{query:?}");
    }
    let decisions: BTreeSet<_> =
        together.iter().map(|answer| (answer.decision == Decision::Allowed, answer.explicit_deny)).collect();
    assert_eq!(decisions.len(), 3, "allowed, denied and not allowed are all among them: {decisions:?}");
}

fn decisions(answers: Vec<SimulationAnswer>) -> Vec<(Decision, bool, Option<bool>)> {
    answers.into_iter().map(|answer| (answer.decision, answer.explicit_deny, answer.allowed_by_boundary)).collect()
}

#[tokio::test]
async fn an_identity_learns_what_it_may_do_itself() {
    let world = World::start().await;
    let runner = world.identity("sandbox-no-assume").await;
    let role = world.sandbox.role("Good").unwrap().arn.clone();
    let asked = [query("sts:AssumeRole", &role, &[])];
    let refused = runner.simulate_itself(&asked).await.unwrap_err();
    assert_eq!(refused.kind, FailureKind::Denied, "it may not ask: {refused}");
    let refused = runner.own_policies().await.unwrap_err();
    assert_eq!(refused.kind, FailureKind::Denied, "nor read: {refused}");
    let user = &runner.caller().arn;
    let may = |actions: Value| json!([{"Effect": "Allow", "Action": actions, "Resource": [user, "*"]}]);
    world.give_user("no-assume", "may-ask", &may(json!("iam:SimulatePrincipalPolicy"))).await;
    let answer = decisions(runner.simulate_itself(&asked).await.unwrap());
    assert_eq!(answer, [(Decision::Denied, false, None)], "no policy of its own allows it");
    let deny = json!([{"Effect": "Deny", "Action": "sts:*", "Resource": "*"}]);
    world.give_user("no-assume", "deny", &deny).await;
    let answer = decisions(runner.simulate_itself(&asked).await.unwrap());
    assert_eq!(answer, [(Decision::Denied, true, None)], "one of them denies it");
    world.give_user("no-assume", "may-read", &may(json!(["iam:Get*", "iam:List*"]))).await;
    let policies = runner.own_policies().await.unwrap();
    let names: BTreeSet<&str> = policies.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(names, ["deny", "may-ask", "may-read"].into(), "all of its policies");
    assert!(policies.policies.iter().all(|policy| policy.document.is_some()), "with their texts");
    assert_eq!(policies.boundary, None, "there is none");
}

#[tokio::test]
async fn a_session_learns_what_its_role_may_do_whatever_its_path() {
    let world = World::start().await;
    let user = world.identity("sandbox-runner").await.caller().arn.clone();
    let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:AssumeRole"}]});
    let create = json!({"RoleName": "AlethiaProvisionerRole-Runner", "Path": "/team/", "AssumeRolePolicyDocument": trust.to_string()});
    world.root(PLATFORM_ACCOUNT, "CreateRole", create).await;
    let statements = json!([{"Effect": "Allow", "Action": ["sts:AssumeRole", "iam:*"], "Resource": "*"}]);
    let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let put = json!({"RoleName": "AlethiaProvisionerRole-Runner", "PolicyName": "may", "PolicyDocument": policy});
    world.root(PLATFORM_ACCOUNT, "PutRolePolicy", put).await;
    world.chain("runner-role", &format!("arn:aws:iam::{PLATFORM_ACCOUNT}:role/team/AlethiaProvisionerRole-Runner"));
    let runner = world.identity("runner-role").await;
    assert!(runner.caller().arn.contains(":assumed-role/AlethiaProvisionerRole-Runner/"), "{}", runner.caller().arn);
    let role = world.sandbox.role("Good").unwrap().arn.clone();
    let answers = runner.simulate_itself(&[query("sts:AssumeRole", &role, &[])]).await.unwrap();
    assert_eq!(decisions(answers), [(Decision::Allowed, false, None)], "the role's path was looked up");
    let policies = runner.own_policies().await.unwrap();
    let names: Vec<&str> = policies.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(names, ["may"], "the role's policies");
}
