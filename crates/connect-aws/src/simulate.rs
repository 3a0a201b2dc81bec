//! Asks IAM's policy simulator: queries with the same resource and context go together.

use std::collections::HashMap;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{
    ContextEntry, ContextKeyTypeEnum, EvaluationResult, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail,
    PolicyEvaluationDecisionType,
};
use connect_core::failure::CallFailure;
use connect_core::ports::{SimulationAnswer, SimulationQuery};
use connect_core::report::Decision;
use futures::{StreamExt, TryStreamExt, stream};

use crate::classify::{self, Whose};

/// Actions in one call; keeps the request well below the size that IAM takes.
const BATCH: usize = 50;
/// Calls at once: the simulator shares IAM's small allowance.
const AT_ONCE: usize = 4;
/// The largest page of [the simulator](https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html).
const PAGE: i32 = 1000;

/// The places of queries that one call can ask.
type Batch = Vec<usize>;

/// The answers, in the queries' order. What the simulator leaves out is unknown.
pub(crate) async fn simulate(
    iam: &Client,
    whose: &Whose,
    principal: &str,
    queries: &[SimulationQuery],
) -> Result<Vec<SimulationAnswer>, CallFailure> {
    let asked = stream::iter(batches(queries)).map(|batch| ask(iam, whose, principal, queries, batch));
    let answered: Vec<Vec<(usize, SimulationAnswer)>> = asked.buffer_unordered(AT_ONCE).try_collect().await?;
    let mut answers: Vec<SimulationAnswer> = queries.iter().map(unknown).collect();
    for (place, answer) in answered.into_iter().flatten() {
        answers[place] = answer;
    }
    Ok(answers)
}

fn batches(queries: &[SimulationQuery]) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    let mut open = HashMap::new();
    for (place, query) in queries.iter().enumerate() {
        let group: usize = *open.entry((&query.resource, &query.context)).or_insert(batches.len());
        match batches.get_mut(group) {
            Some(batch) if batch.len() < BATCH => batch.push(place),
            _ => {
                open.insert((&query.resource, &query.context), batches.len());
                batches.push(vec![place]);
            }
        }
    }
    batches
}

async fn ask(
    iam: &Client,
    whose: &Whose,
    principal: &str,
    queries: &[SimulationQuery],
    batch: Batch,
) -> Result<Vec<(usize, SimulationAnswer)>, CallFailure> {
    // All of a batch have the same; a batch is never empty.
    let Some(common) = batch.first().map(|place| &queries[*place]) else { return Ok(Vec::new()) };
    let call = iam
        .simulate_principal_policy()
        .policy_source_arn(principal)
        .set_action_names(Some(batch.iter().map(|place| queries[*place].action.clone()).collect()))
        .resource_arns(&common.resource)
        .set_context_entries(Some(common.context.iter().map(entry).collect()))
        .max_items(PAGE);
    let results: Vec<EvaluationResult> = call
        .into_paginator()
        .items()
        .send()
        .try_collect()
        .await
        .map_err(|error| classify::failure("iam:SimulatePrincipalPolicy", &error, whose))?;
    let by_action: HashMap<String, &EvaluationResult> =
        results.iter().map(|result| (result.eval_action_name().to_ascii_lowercase(), result)).collect();
    let answer = |place: usize| {
        let result = by_action.get(&queries[place].action.to_ascii_lowercase())?;
        Some((place, read(&queries[place], result)))
    };
    Ok(batch.into_iter().filter_map(answer).collect())
}

fn entry((key, values): &(String, Vec<String>)) -> ContextEntry {
    let kind = if values.len() == 1 { ContextKeyTypeEnum::String } else { ContextKeyTypeEnum::StringList };
    ContextEntry::builder()
        .context_key_name(key)
        .set_context_key_values(Some(values.clone()))
        .context_key_type(kind)
        .build()
}

fn read(query: &SimulationQuery, result: &EvaluationResult) -> SimulationAnswer {
    let decision = result.eval_decision();
    let allowed = *decision == PolicyEvaluationDecisionType::Allowed;
    SimulationAnswer {
        action: query.action.clone(),
        decision: if allowed { Decision::Allowed } else { Decision::Denied },
        explicit_deny: *decision == PolicyEvaluationDecisionType::ExplicitDeny,
        allowed_by_boundary: result
            .permissions_boundary_decision_detail()
            .map(PermissionsBoundaryDecisionDetail::allowed_by_permissions_boundary),
        allowed_by_organisation: result
            .organizations_decision_detail()
            .map(OrganizationsDecisionDetail::allowed_by_organizations),
        missing_context: result.missing_context_values().to_vec(),
    }
}

fn unknown(query: &SimulationQuery) -> SimulationAnswer {
    SimulationAnswer {
        action: query.action.clone(),
        decision: Decision::Unknown,
        explicit_deny: false,
        allowed_by_boundary: None,
        allowed_by_organisation: None,
        missing_context: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(action: &str, resource: &str, context: &[(&str, &str)]) -> SimulationQuery {
        let context = context.iter().map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()])).collect();
        SimulationQuery { action: action.to_owned(), resource: resource.to_owned(), context }
    }

    #[test]
    fn only_what_shares_resource_and_context_is_asked_together() {
        let queries = [
            query("ec2:DescribeVpcs", "*", &[]),
            query("iam:PassRole", "arn:aws:iam::1:role/x", &[("iam:PassedToService", "eks.amazonaws.com")]),
            query("ec2:DescribeSubnets", "*", &[]),
            query("iam:PassRole", "arn:aws:iam::1:role/x", &[("iam:PassedToService", "ec2.amazonaws.com")]),
        ];
        let places: Vec<Vec<usize>> = batches(&queries);
        assert_eq!(places, [vec![0, 2], vec![1], vec![3]], "a scoped grant asked with other keys looks denied");
    }

    #[test]
    fn a_batch_has_an_upper_bound_and_loses_nothing() {
        let queries: Vec<_> = (0..=BATCH * 2).map(|number| query(&format!("s3:Action{number}"), "*", &[])).collect();
        let batches = batches(&queries);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [BATCH, BATCH, 1], "full ones first");
        let mut places: Vec<usize> = batches.into_iter().flatten().collect();
        places.sort_unstable();
        assert_eq!(places, (0..queries.len()).collect::<Vec<_>>(), "each query once");
    }
}
