//! Route tables, as the tiers of the subnets take them.

use aws_sdk_ec2::types::{Route, RouteState, RouteTable};
use connect_core::network::{NetworkKind, NetworkPart};
use serde::Serialize;

use super::Common;
use crate::discovery::host::Ec2;
use crate::discovery::pages::ListFailure;
use crate::discovery::route_table;
use crate::session::SessionCore;

#[derive(Serialize)]
struct TableAttributes<'a> {
    /// Whether it counts for the subnets that are associated with no other.
    main: bool,
    subnet_ids: Vec<&'a str>,
    routes: Vec<RouteAttributes<'a>>,
}

#[derive(Serialize)]
struct RouteAttributes<'a> {
    /// A CIDR or a prefix list.
    destination: Option<&'a str>,
    /// `local`, or the id or ARN of what the route leads to.
    target: Option<&'a str>,
    state: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let tables = ec2.route_tables(core).await.as_ref().map_err(Clone::clone)?;
    Ok(tables.iter().filter_map(|table| part(ec2, table)).collect())
}

fn part(ec2: &Ec2, table: &RouteTable) -> Option<NetworkPart> {
    let common = Common { kind: NetworkKind::RouteTable, ec2, vpc_id: table.vpc_id(), tags: table.tags() };
    let in_force = || table.associations().iter().filter(|association| route_table::in_force(association));
    common.part(
        table.route_table_id(),
        &TableAttributes {
            main: in_force().any(|association| association.main().unwrap_or_default()),
            subnet_ids: in_force().filter_map(|association| association.subnet_id()).collect(),
            routes: table.routes().iter().map(route).collect(),
        },
    )
}

fn route(route: &Route) -> RouteAttributes<'_> {
    RouteAttributes {
        destination: route
            .destination_cidr_block()
            .or(route.destination_ipv6_cidr_block())
            .or(route.destination_prefix_list_id()),
        target: target(route),
        state: route.state().map(RouteState::as_str),
    }
}

/// A route has one target; that of a NAT instance is also told by its interface.
fn target(route: &Route) -> Option<&str> {
    [
        route.gateway_id(),
        route.nat_gateway_id(),
        route.egress_only_internet_gateway_id(),
        route.instance_id(),
        route.transit_gateway_id(),
        route.vpc_peering_connection_id(),
        route.network_interface_id(),
        route.local_gateway_id(),
        route.carrier_gateway_id(),
        route.core_network_arn(),
        route.odb_network_arn(),
    ]
    .into_iter()
    .flatten()
    .find(|target| !target.is_empty())
}
