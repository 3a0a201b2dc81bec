//! Route tables, for what they say about subnets: whether a subnet's effective table leads to the internet.

use std::collections::HashMap;

use aws_sdk_ec2::types::{Route, RouteState, RouteTable, RouteTableAssociation, RouteTableAssociationStateCode};
use serde::Serialize;

use super::host::Ec2;
use super::pages::{ListFailure, Page, every_page};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

/// The largest page of [DescribeRouteTables](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html).
const PAGE: i32 = 100;

/// How a subnet reaches the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tier {
    /// Not at all, or only where others decide: by a transit gateway, a peering, a firewall.
    Isolated,
    /// From inside out only, through NAT.
    Private,
    /// Through an internet gateway, both ways.
    Public,
}

/// The tiers of a region's subnets.
#[derive(Debug, Default)]
pub(super) struct Tiers {
    by_subnet: HashMap<String, Tier>,
    by_vpc: HashMap<String, Tier>,
}

impl Tiers {
    pub(super) fn of(tables: &[RouteTable]) -> Self {
        let mut tiers = Self::default();
        for table in tables {
            let tier = tier(table.routes());
            for association in table.associations().iter().filter(|association| in_force(association)) {
                if let Some(subnet) = association.subnet_id() {
                    tiers.by_subnet.insert(subnet.to_owned(), tier);
                } else if association.main().unwrap_or_default() {
                    tiers.by_vpc.extend(table.vpc_id().map(|vpc| (vpc.to_owned(), tier)));
                }
            }
        }
        tiers
    }

    /// By the explicit association, else by the VPC's main table. A subnet that another account shares has neither to
    /// be seen here.
    pub(super) fn get(&self, subnet: &str, vpc: &str) -> Option<Tier> {
        self.by_subnet.get(subnet).or_else(|| self.by_vpc.get(vpc)).copied()
    }
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<RouteTable>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_route_tables().max_results(PAGE).set_next_token(token).send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeRouteTables", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.route_tables.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, Some).await
}

/// Whether an association counts.
pub(super) fn in_force(association: &RouteTableAssociation) -> bool {
    let state = association.association_state().and_then(|state| state.state());
    state.is_none_or(|state| {
        matches!(state, RouteTableAssociationStateCode::Associated | RouteTableAssociationStateCode::Associating)
    })
}

/// The widest of a table's default routes.
fn tier(routes: &[Route]) -> Tier {
    routes.iter().filter(|route| is_default(route)).map(leads_to).max().unwrap_or(Tier::Isolated)
}

/// A route whose target is gone leads nowhere.
fn is_default(route: &Route) -> bool {
    let everything =
        route.destination_cidr_block() == Some("0.0.0.0/0") || route.destination_ipv6_cidr_block() == Some("::/0");
    everything && route.state() != Some(&RouteState::Blackhole)
}

/// NAT is a gateway or [an instance](https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html); for IPv6,
/// which has no NAT, AWS's counterpart is the
/// [egress-only gateway](https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html): out to the
/// internet, and nothing in. Where a transit gateway or a bare interface leads, this table does not tell.
fn leads_to(route: &Route) -> Tier {
    let set = |target: Option<&str>| target.is_some_and(|target| !target.is_empty());
    if route.gateway_id().is_some_and(|gateway| gateway.starts_with("igw-")) {
        return Tier::Public;
    }
    let nat = [route.nat_gateway_id(), route.instance_id(), route.egress_only_internet_gateway_id()];
    if nat.into_iter().any(set) { Tier::Private } else { Tier::Isolated }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ec2::types::RouteTableAssociationState;
    use aws_sdk_ec2::types::builders::RouteBuilder;

    fn everything() -> RouteBuilder {
        Route::builder().destination_cidr_block("0.0.0.0/0")
    }

    fn everything6() -> RouteBuilder {
        Route::builder().destination_ipv6_cidr_block("::/0")
    }

    #[test]
    fn the_default_routes_decide() {
        let local = || Route::builder().destination_cidr_block("10.0.0.0/16").gateway_id("local").build();
        let table: [(&str, Vec<Route>, Tier); 14] = [
            ("no route", vec![], Tier::Isolated),
            ("local only", vec![local()], Tier::Isolated),
            ("internet gateway", vec![local(), everything().gateway_id("igw-1").build()], Tier::Public),
            ("internet gateway, IPv6", vec![everything6().gateway_id("igw-1").build()], Tier::Public),
            ("NAT gateway", vec![everything().nat_gateway_id("nat-1").build()], Tier::Private),
            (
                "NAT instance",
                vec![everything().instance_id("i-1").network_interface_id("eni-1").build()],
                Tier::Private,
            ),
            ("interface", vec![everything().network_interface_id("eni-1").build()], Tier::Isolated),
            ("transit gateway", vec![everything().transit_gateway_id("tgw-1").build()], Tier::Isolated),
            ("egress only", vec![everything6().egress_only_internet_gateway_id("eigw-1").build()], Tier::Private),
            (
                "NAT and IPv6 internet",
                vec![everything().nat_gateway_id("nat-1").build(), everything6().gateway_id("igw-1").build()],
                Tier::Public,
            ),
            ("VPN", vec![everything().gateway_id("vgw-1").build()], Tier::Isolated),
            ("peering", vec![everything().vpc_peering_connection_id("pcx-1").build()], Tier::Isolated),
            (
                "deleted gateway",
                vec![everything().gateway_id("igw-1").state(RouteState::Blackhole).build()],
                Tier::Isolated,
            ),
            (
                "part of the internet",
                vec![Route::builder().destination_cidr_block("0.0.0.0/1").gateway_id("igw-1").build()],
                Tier::Isolated,
            ),
        ];
        for (name, routes, expected) in table {
            assert_eq!(tier(&routes), expected, "{name}");
        }
    }

    fn associated(with: RouteTableAssociation, routes: Route) -> RouteTable {
        RouteTable::builder().vpc_id("vpc-1").associations(with).routes(routes).build()
    }

    #[test]
    fn the_explicit_table_goes_before_the_main_one() {
        let main =
            associated(RouteTableAssociation::builder().main(true).build(), everything().gateway_id("igw-1").build());
        let own = associated(
            RouteTableAssociation::builder().subnet_id("subnet-1").build(),
            everything().nat_gateway_id("nat-1").build(),
        );
        let gone = RouteTableAssociationState::builder().state(RouteTableAssociationStateCode::Disassociated).build();
        let former = RouteTableAssociation::builder().subnet_id("subnet-3").association_state(gone).build();
        let former = associated(former, everything().nat_gateway_id("nat-1").build());
        let tiers = Tiers::of(&[own, main, former]);
        assert_eq!(tiers.get("subnet-1", "vpc-1"), Some(Tier::Private), "its own table");
        assert_eq!(tiers.get("subnet-2", "vpc-1"), Some(Tier::Public), "the main table");
        assert_eq!(tiers.get("subnet-3", "vpc-1"), Some(Tier::Public), "an association that has ended does not count");
        assert_eq!(tiers.get("subnet-4", "vpc-2"), None, "no table is to be seen: nothing is claimed");
    }
}
