#![allow(clippy::unwrap_used)]

use super::*;

fn query(action: &str, resource: &str, context: &[(&str, &str)]) -> SimulationQuery {
    let context = context.iter().map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()])).collect();
    SimulationQuery { action: action.to_owned(), resource: resource.to_owned(), context }
}

#[test]
fn only_what_shares_a_context_is_asked_together() {
    let queries = [
        query("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:1:x", &[]),
        query("iam:PassRole", "arn:aws:iam::1:role/x", &[("iam:PassedToService", "eks.amazonaws.com")]),
        query("iam:ListUserTags", "arn:aws:iam::1:user/x", &[]),
        query("iam:PassRole", "arn:aws:iam::1:role/x", &[("iam:PassedToService", "ec2.amazonaws.com")]),
        query("ec2:CreateTags", "arn:aws:ec2:eu-west-1:1:vpc/x", &[("a", "1"), ("b", "2")]),
        query("ec2:CreateVpc", "arn:aws:ec2:eu-west-1:1:vpc/*", &[("b", "2"), ("a", "1")]),
        query("ec2:DescribeVpcs", "*", &[]),
    ];
    let mut batches = together(&queries);
    for batch in &mut batches {
        batch.sort_unstable();
    }
    batches.sort();
    assert_eq!(
        batches,
        [vec![0, 2], vec![1], vec![3], vec![4, 5], vec![6]],
        "other keys may decide otherwise, and * is no resource"
    );
}

#[test]
fn a_call_has_upper_bounds_and_nothing_is_lost() {
    let on_one = (0..=MOST_ACTIONS * 2).map(|number| query(&format!("s3:Action{number}"), "*", &[]));
    let on_many = (0..90).map(|number| query(&format!("sqs:Action{number}"), &format!("arn:{}", number % 30), &[]));
    let queries: Vec<_> = on_one.chain(on_many).collect();
    let batches = together(&queries);
    for batch in &batches {
        let shape = Shape::of(&queries, batch);
        assert!(shape.actions.len() <= MOST_ACTIONS && shape.pairs() <= MOST_PAIRS, "{} pairs", shape.pairs());
    }
    assert!(batches.len() <= 10, "30 resources and 300 actions in {} calls", batches.len());
    let mut places: Vec<usize> = batches.into_iter().flatten().collect();
    places.sort_unstable();
    assert_eq!(places, (0..queries.len()).collect::<Vec<_>>(), "each question once");
}

fn result(decision: &str, organisation: Option<bool>, each: &[(&str, &str)]) -> EvaluationResult {
    let each = each.iter().map(|(resource, decision)| {
        ResourceSpecificResult::builder()
            .eval_resource_name(*resource)
            .eval_resource_decision((*decision).into())
            .build()
            .unwrap()
    });
    EvaluationResult::builder()
        .eval_action_name("s3:GetObject")
        .eval_decision(decision.into())
        .set_organizations_decision_detail(
            organisation
                .map(|allowed| OrganizationsDecisionDetail::builder().allowed_by_organizations(allowed).build()),
        )
        .set_resource_specific_results(Some(each.collect()))
        .build()
        .unwrap()
}

#[test]
fn of_several_resources_only_the_exact_answer_counts() {
    let of = |resource: &str, result: EvaluationResult, several| {
        read(&query("s3:getobject", resource, &[]), &[result], several).map(|answer| answer.decision)
    };
    let each = [("a", "allowed"), ("b", "implicitDeny")];
    assert_eq!(of("a", result("implicitDeny", None, &each), true), Some(Decision::Allowed), "the whole is stricter");
    assert_eq!(of("b", result("implicitDeny", None, &each), true), Some(Decision::Denied), "its own");
    assert_eq!(of("a", result("implicitDeny", None, &[]), true), None, "nothing is told of it alone");
    assert_eq!(of("*", result("allowed", None, &[]), false), Some(Decision::Allowed), "there is only one");
    assert_eq!(
        of("a", result("explicitDeny", Some(false), &each), true),
        Some(Decision::Allowed),
        "allowed is allowed"
    );
    assert_eq!(
        of("b", result("explicitDeny", Some(false), &each), true),
        None,
        "the organisation may have denied the other: it is asked alone"
    );
    assert_eq!(of("b", result("explicitDeny", Some(false), &each), false), Some(Decision::Denied), "and is told then");
}
