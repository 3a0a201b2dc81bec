//! What the role may do, and what is said where nobody could tell.

use connect_core::check::{Cause, CheckId, CheckStatus, Evidence};
use connect_core::failure::FailureKind;
use connect_core::report::{Decision, Report, Status};

use super::support::Script;
use super::{check, enforced, remedy, report_of, request, with_target};

const ALWAYS: usize = usize::MAX;

fn denied(report: &Report) -> Vec<(&str, Option<Cause>, Evidence)> {
    let denied = report.permissions.iter().filter(|permission| permission.decision == Decision::Denied);
    denied.map(|permission| (permission.action.as_str(), permission.reason, permission.evidence)).collect()
}

#[tokio::test]
async fn what_the_role_was_denied_is_a_missing_permission() {
    let fails = ["iam:GetRole", "iam:SimulatePrincipalPolicy"].map(|call| (call, FailureKind::Denied, ALWAYS));
    let (report, _) = report_of(Script { fails: fails.into(), ..enforced() }, &request()).await;
    let missing = |action| (action, Some(Cause::PermissionsMissing), Evidence::Live);
    let live = report.permissions.iter().find(|permission| permission.action == "ec2:DescribeVpcs").unwrap();
    assert_eq!((live.decision, live.evidence), (Decision::Allowed, Evidence::Live), "the discovery got an answer");
    let found = denied(&report);
    assert_eq!(found.len(), 2, "exactly these: {found:?}");
    assert!(found.contains(&missing("iam:GetRole")) && found.contains(&missing("iam:SimulatePrincipalPolicy")));
    let required = check(&report, CheckId::RequiredPermissions);
    assert_eq!(
        (required.status, required.cause, required.evidence),
        (CheckStatus::Fail, Some(Cause::PermissionsMissing), Evidence::Live),
        "{}",
        required.summary
    );
    assert!(required.summary.contains("could not be judged"), "the rest is not claimed: {}", required.summary);
    assert_eq!(report.status, Status::Degraded, "it can be used, with something missing");
}

#[tokio::test]
async fn the_missing_permissions_are_there_to_paste() {
    let fails = vec![("iam:SimulatePrincipalPolicy", FailureKind::Denied, ALWAYS)];
    let (report, _) = report_of(Script { fails, ..enforced() }, &with_target()).await;
    assert_eq!(denied(&report).len(), 1, "the target profile sees that the others are allowed");
    let required = check(&report, CheckId::RequiredPermissions);
    let policy: serde_json::Value =
        serde_json::from_str(remedy(required, "\"Version\"").snippet.as_deref().unwrap()).unwrap();
    let statement = serde_json::json!([{
        "Effect": "Allow",
        "Action": ["iam:SimulatePrincipalPolicy"],
        "Resource": ["arn:aws:iam::444455556666:role/AlethiaProvisionerRole"]
    }]);
    assert_eq!(policy["Statement"], statement, "exactly what is denied, on its own scope");
    remedy(required, "aws iam put-role-policy --role-name AlethiaProvisionerRole --policy-name");
    remedy(required, "aws cloudformation deploy --template-file");
    let page = remedy(required, "\"Version\"").url.as_deref().unwrap();
    assert!(page.starts_with("https://us-east-1.console.aws.amazon.com/iam/home#/roles/details/"), "{page}");
}

#[tokio::test]
async fn what_the_discovery_was_denied_everywhere_is_missing_too() {
    let calls = ["iam:GetRole", "iam:SimulatePrincipalPolicy", "ec2:DescribeRouteTables", "iam:ListUsers"];
    let fails = calls.map(|call| (call, FailureKind::Denied, ALWAYS)).into();
    let (report, _) = report_of(Script { fails, ..enforced() }, &request()).await;
    let found = denied(&report);
    assert_eq!(found.len(), 4, "each by the call that was denied: {found:?}");
    assert!(found.iter().all(|(action, _, evidence)| calls.contains(action) && *evidence == Evidence::Live));
    let names: Vec<&str> = [CheckId::RequiredPermissions, CheckId::Discovery]
        .map(|id| remedy(check(&report, id), "put-role-policy").snippet.as_deref().unwrap())
        .map(|command| command.split(' ').skip_while(|word| *word != "--policy-name").nth(1).unwrap())
        .into();
    assert_ne!(names[0], names[1], "the command of one check does not undo that of another");
}

#[tokio::test]
async fn an_organisation_that_denies_is_named_for_it() {
    let fails = vec![("iam:GetRole", FailureKind::Denied, ALWAYS)];
    let denial = "not authorized to perform: iam:GetRole with an explicit deny in a service control policy";
    let (report, _) = report_of(Script { fails, denial, ..enforced() }, &with_target()).await;
    assert_eq!(denied(&report), [("iam:GetRole", Some(Cause::DeniedByScp), Evidence::Live)], "AWS says by what");
    let remedies = &check(&report, CheckId::RequiredPermissions).remedies;
    assert!(
        remedies.iter().all(|remedy| !remedy.text.contains("lacks")),
        "granting it to the role would mend nothing: {remedies:#?}"
    );
}

#[tokio::test]
async fn policies_that_nobody_could_read_are_not_seen_to_be_harmless() {
    for (kind, cause) in [(FailureKind::Denied, Cause::PermissionsMissing), (FailureKind::Throttled, Cause::Throttled)]
    {
        for call in ["iam:GetRole", "iam:ListRolePolicies"] {
            let fails = vec![(call, kind.clone(), ALWAYS)];
            let (report, _) = report_of(Script { fails, ..enforced() }, &request()).await;
            let excess = check(&report, CheckId::ExcessPermissions);
            assert_eq!((excess.status, excess.cause), (CheckStatus::Warn, Some(cause)), "{call} {kind:?}");
            assert_eq!(report.status, Status::Degraded, "not fully seen");
        }
    }
}
