//! Asks IAM's policy simulator, in as few calls as say the same as one call for each question.
//!
//! A call asks every one of its actions on every one of its resources. Questions go together when they have the same
//! context, never otherwise: a key that a question does not have may decide a Deny, a `Null` or an `...IfExists`.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::Client;
use aws_sdk_iam::types::{
    ContextEntry, ContextKeyTypeEnum, EvaluationResult, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail,
    PolicyEvaluationDecisionType, ResourceSpecificResult,
};
use connect_core::failure::{CallFailure, FailureKind};
use connect_core::ports::{SimulationAnswer, SimulationQuery};
use connect_core::report::Decision;
use futures::{StreamExt, TryStreamExt, stream};

use crate::classify::{self, Whose};

/// Actions in one call; keeps the request well below the size that IAM takes.
const MOST_ACTIONS: usize = 100;
/// Actions times resources in one call of several resources: what is asked needlessly costs too.
const MOST_PAIRS: usize = 100;
/// Calls at once: the simulator shares IAM's small allowance.
const AT_ONCE: usize = 4;
/// The largest page of [the simulator](https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html).
const PAGE: i32 = 1000;

/// The places of queries that one call can ask.
type Batch = Vec<usize>;
/// Condition keys with their values.
type Keys = Vec<(String, Vec<String>)>;

/// The answers, in the queries' order. What the simulator leaves out is unknown.
pub(crate) async fn simulate(
    iam: &Client,
    whose: &Whose,
    principal: &str,
    queries: &[SimulationQuery],
) -> Result<Vec<SimulationAnswer>, CallFailure> {
    let simulator = Simulator { iam, whose, principal, queries };
    let mut answers: Vec<Option<SimulationAnswer>> = vec![None; queries.len()];
    simulator.ask_all(together(queries), &mut answers).await?;
    let open: Vec<usize> = (0..queries.len()).filter(|place| answers[*place].is_none()).collect();
    simulator.ask_all(alone(queries, &open), &mut answers).await?;
    Ok(answers.into_iter().zip(queries).map(|(answer, query)| answer.unwrap_or_else(|| unknown(query))).collect())
}

/// Packs the questions of each context, those on the same resource as one.
fn together(queries: &[SimulationQuery]) -> Vec<Batch> {
    let mut contexts: BTreeMap<Keys, Batch> = BTreeMap::new();
    for (place, query) in queries.iter().enumerate() {
        let mut context = query.context.clone();
        context.sort();
        contexts.entry(context).or_default().push(place);
    }
    let mut batches: Vec<Batch> = contexts.into_values().flat_map(|places| packed(queries, &places)).collect();
    // What takes longest begins first.
    batches.sort_by_key(|batch| std::cmp::Reverse(Shape::of(queries, batch).pairs()));
    batches
}

/// The questions on the same resource and in the same context.
fn alone(queries: &[SimulationQuery], places: &[usize]) -> Vec<Batch> {
    let mut groups: BTreeMap<(&str, &Keys), Batch> = BTreeMap::new();
    for place in places {
        let query = &queries[*place];
        groups.entry((&query.resource, &query.context)).or_default().push(*place);
    }
    groups.values().flat_map(|group| group.chunks(MOST_ACTIONS)).map(<[usize]>::to_vec).collect()
}

/// First fit, the resource with the most actions first: what is asked needlessly stays little. The simulator treats `*`
/// as no resource at all, so that is never one of several.
fn packed(queries: &[SimulationQuery], places: &[usize]) -> Vec<Batch> {
    let mut resources = alone(queries, places);
    resources.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut batches: Vec<Batch> = Vec::new();
    for group in resources {
        let with_it = |batch: &Batch| Shape::of(queries, batch.iter().chain(&group));
        match batches.iter_mut().find(|batch| with_it(batch).fits()) {
            Some(batch) => batch.extend(group),
            None => batches.push(group),
        }
    }
    batches
}

/// The actions and resources of a call, each once.
struct Shape<'a> {
    actions: BTreeSet<&'a str>,
    resources: BTreeSet<&'a str>,
}

impl<'a> Shape<'a> {
    fn of<'b>(queries: &'a [SimulationQuery], places: impl IntoIterator<Item = &'b usize>) -> Self {
        let both = places.into_iter().map(|place| (queries[*place].action.as_str(), queries[*place].resource.as_str()));
        let (actions, resources) = both.unzip();
        Self { actions, resources }
    }

    fn pairs(&self) -> usize {
        self.actions.len() * self.resources.len()
    }

    fn fits(&self) -> bool {
        self.actions.len() <= MOST_ACTIONS && self.pairs() <= MOST_PAIRS && !self.resources.contains("*")
    }
}

struct Simulator<'a> {
    iam: &'a Client,
    whose: &'a Whose,
    principal: &'a str,
    queries: &'a [SimulationQuery],
}

impl Simulator<'_> {
    async fn ask_all(&self, batches: Vec<Batch>, answers: &mut [Option<SimulationAnswer>]) -> Result<(), CallFailure> {
        let asked = stream::iter(batches).map(|batch| self.ask(batch));
        let answered: Vec<Vec<(usize, SimulationAnswer)>> = asked.buffer_unordered(AT_ONCE).try_collect().await?;
        for (place, answer) in answered.into_iter().flatten() {
            answers[place] = Some(answer);
        }
        Ok(())
    }

    /// The answers of one call, as far as they are exact.
    async fn ask(&self, batch: Batch) -> Result<Vec<(usize, SimulationAnswer)>, CallFailure> {
        // All of a batch have the same context; a batch is never empty.
        let Some(common) = batch.first().map(|place| &self.queries[*place]) else { return Ok(Vec::new()) };
        let shape = Shape::of(self.queries, &batch);
        let several = shape.resources.len() > 1;
        let owned = |texts: &BTreeSet<&str>| Some(texts.iter().map(|text| (*text).to_owned()).collect());
        let call = self
            .iam
            .simulate_principal_policy()
            .policy_source_arn(self.principal)
            .set_action_names(owned(&shape.actions))
            .set_resource_arns(owned(&shape.resources))
            .set_context_entries(Some(common.context.iter().map(entry).collect()))
            .max_items(PAGE);
        let answered: Result<Vec<EvaluationResult>, _> = call.into_paginator().items().send().try_collect().await;
        let results = match answered {
            Ok(results) => results,
            Err(error) => {
                let failure = classify::failure("iam:SimulatePrincipalPolicy", &error, self.whose);
                // What it will not take together it may take one by one.
                let refused = several && failure.kind == FailureKind::Other;
                return if refused { Ok(Vec::new()) } else { Err(failure) };
            }
        };
        let read = |place: &usize| Some((*place, read(&self.queries[*place], &results, several)?));
        Ok(batch.iter().filter_map(read).collect())
    }
}

fn entry((key, values): &(String, Vec<String>)) -> ContextEntry {
    let kind = if values.len() == 1 { ContextKeyTypeEnum::String } else { ContextKeyTypeEnum::StringList };
    ContextEntry::builder()
        .context_key_name(key)
        .set_context_key_values(Some(values.clone()))
        .context_key_type(kind)
        .build()
}

/// The answer to one question. Of several resources [an action's own result is the strictest of
/// all](https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html), and that of each is inside it;
/// what the organisation says is told of all together only, so a denial by it is not exact.
fn read(query: &SimulationQuery, results: &[EvaluationResult], several: bool) -> Option<SimulationAnswer> {
    let of_action = || results.iter().filter(|result| result.eval_action_name().eq_ignore_ascii_case(&query.action));
    let inside = |result: &'_ EvaluationResult| -> Option<ResourceSpecificResult> {
        let mut each = result.resource_specific_results().iter();
        each.find(|each| each.eval_resource_name() == query.resource).cloned()
    };
    let (result, own) = of_action()
        .find_map(|result| Some((result, Some(inside(result)?))))
        .or_else(|| of_action().next().map(|result| (result, None)))?;
    let decision = match &own {
        Some(own) => own.eval_resource_decision(),
        None if several => return None,
        None => result.eval_decision(),
    };
    let organisation =
        result.organizations_decision_detail().map(OrganizationsDecisionDetail::allowed_by_organizations);
    let allowed = *decision == PolicyEvaluationDecisionType::Allowed;
    if several && !allowed && organisation == Some(false) {
        return None;
    }
    let boundary = own.as_ref().and_then(ResourceSpecificResult::permissions_boundary_decision_detail);
    let boundary = boundary.or_else(|| result.permissions_boundary_decision_detail().filter(|_| !several));
    let missing = result.missing_context_values().iter();
    let missing = missing.chain(own.as_ref().map_or(&[][..], ResourceSpecificResult::missing_context_values));
    Some(SimulationAnswer {
        action: query.action.clone(),
        decision: if allowed { Decision::Allowed } else { Decision::Denied },
        explicit_deny: *decision == PolicyEvaluationDecisionType::ExplicitDeny,
        allowed_by_boundary: boundary.map(PermissionsBoundaryDecisionDetail::allowed_by_permissions_boundary),
        allowed_by_organisation: organisation,
        missing_context: missing.cloned().collect(),
    })
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
mod tests;
