//! The inventory: regions, pages, and cells without an answer.

use connect_testkit::{Because, Effect, Fault};

use super::row::{Also, Given, Scenario, case};

fn denied(action: &str) -> Fault {
    Fault::new(Effect::Deny { because: Because::Identity }).action(action)
}

fn disabled(region: &str) -> Fault {
    Fault::new(Effect::RegionDisabled).region(region).account("444455556666")
}

fn regions() -> Vec<Scenario> {
    vec![
        case("a disabled region is no cell where all are asked for")
            .fault(disabled("eu-west-3"))
            .with(&["--regions", "all"])
            .connected("PP PPP PP PP P")
            .also([Also::Cells("disabled", 0)]),
        case("a disabled region that is asked for by name")
            .fault(disabled("me-south-1"))
            .with(&["--regions", "eu-central-1,me-south-1"])
            .degraded("PP PPP PP PP W", "region_not_enabled")
            .also([Also::Cells("disabled", 3), Also::Cells("found", 5), Also::Mends("discovery", "me-south-1")]),
        case("a region that does not exist")
            .with(&["--regions", "eu-central-1,xx-nowhere-9"])
            .degraded("PP PPP PP PP W", "region_not_enabled")
            .also([Also::Cells("disabled", 3), Also::Says("discovery", "xx-nowhere-9")]),
        case("EC2 refuses a session in a region that the account's list calls enabled")
            .fault(Fault::new(Effect::RegionDisabled).service("ec2").region("af-south-1"))
            .with(&["--regions", "eu-central-1,af-south-1"])
            .degraded("PP PPP PP PP W", "endpoint_unreachable")
            .also([Also::Cells("unreachable", 3), Also::Says("discovery", "it is probably still being enabled")]),
        case("nobody may say which regions are enabled: those that always are, are tried")
            .fault(denied("DescribeRegions").service("ec2"))
            .with(&["--regions", "all"])
            .degraded("PP PPP PP FP W", "permissions_missing")
            .also([
                Also::Says("discovery", "those that are always enabled were tried"),
                Also::DeniedIn(&["Discovery"]),
            ]),
    ]
}

fn cells() -> Vec<Scenario> {
    vec![
        case("one call is denied in one region")
            .fault(denied("DescribeSubnets").region("us-east-1"))
            .degraded("PP PPP PP PP W", "permissions_missing")
            .also([Also::Cells("denied", 1), Also::Cells("found", 7), Also::Mends("discovery", "ec2:DescribeSubnets")]),
        case("one call is denied everywhere")
            .fault(denied("DescribeSubnets"))
            .degraded("PP PPP PP FP W", "permissions_missing")
            .also([Also::Cells("denied", 2), Also::DeniedIn(&["Discovery"])]),
        case("tiers cannot be told without the route tables")
            .fault(denied("DescribeRouteTables").region("us-east-1"))
            .degraded("PP PPP PP PP W", "permissions_missing")
            .also([Also::Cells("found", 8), Also::Mends("discovery", "ec2:DescribeRouteTables")]),
        case("hosted zones are denied")
            .fault(denied("ListHostedZones"))
            .degraded("PP PPP PP FP W", "permissions_missing")
            .also([Also::Cells("denied", 1), Also::DeniedIn(&["Discovery"])]),
        case("users are denied")
            .fault(denied("ListUsers"))
            .degraded("PP PPP PP FP W", "permissions_missing")
            .also([Also::Cells("denied", 1), Also::DeniedIn(&["Discovery"])]),
        case("no discovery policy: no cell has an answer")
            .given(Given::Without("Discovery"))
            .given(Given::Without("Network"))
            .given(Given::Without("Edge"))
            .degraded("PP PPP PP FP F", "permissions_missing")
            .also([Also::Cells("denied", 8), Also::Reason("permissions_missing")]),
        case("every page is small").given(Given::Pages(7)).connected("PP PPP PP PP P").also([Also::Cells("found", 8)]),
        case("a list goes round in circles")
            .given(Given::Pages(5))
            .fault(Fault::new(Effect::RepeatToken).service("ec2").action("DescribeSubnets").region("eu-central-1"))
            .degraded("PP PPP PP PP W", "endpoint_unreachable")
            .also([Also::Cells("unreachable", 1), Also::Says("discovery", "the list does not end")]),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [regions(), cells()].concat()
}

#[tokio::test]
async fn every_cell_has_its_outcome() {
    super::play("discovery", &rows()).await;
}
