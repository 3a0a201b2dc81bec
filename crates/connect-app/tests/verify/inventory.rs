//! A discovery that is not whole is never green.

use connect_core::check::{Cause, CheckId, CheckStatus};
use connect_core::failure::FailureKind;
use connect_core::report::Status;

use super::support::Script;
use super::{check, enforced, remedy, report_of, request};

#[tokio::test]
async fn what_is_not_whole_is_a_warning_with_the_permission_that_is_missing() {
    for (call, words) in [
        ("ec2:DescribeRegions", "AWS would not say which regions are enabled"),
        ("ec2:DescribeRouteTables", "the route tables could not be read"),
        ("ec2:DescribeVpcs", "1 of 5 coverage cells have no answer"),
    ] {
        let fails = vec![(call, FailureKind::Denied, usize::MAX)];
        let (report, _) = report_of(Script { fails, ..enforced() }, &request()).await;
        let discovery = check(&report, CheckId::Discovery);
        let found = (discovery.status, discovery.cause, report.status);
        let expected = (CheckStatus::Warn, Some(Cause::PermissionsMissing), Status::Degraded);
        assert_eq!(found, expected, "{call}: {}", discovery.summary);
        assert!(discovery.summary.contains(words), "{call} is told: {}", discovery.summary);
        let policy = remedy(discovery, "\"Version\"").snippet.as_deref().unwrap();
        assert!(policy.contains(call), "the policy to paste has {call}: {policy}");
    }
}
