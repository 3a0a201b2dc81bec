//! VPC endpoints.

use aws_sdk_ec2::types::{State, VpcEndpoint, VpcEndpointType};
use connect_core::network::{NetworkKind, NetworkPart};
use serde::Serialize;

use super::Common;
use crate::classify::{self, Whose};
use crate::discovery::EC2_PAGE;
use crate::discovery::host::Ec2;
use crate::discovery::pages::{ListFailure, Page, every_page};
use crate::session::SessionCore;

#[derive(Serialize)]
struct EndpointAttributes<'a> {
    service: Option<&'a str>,
    r#type: Option<&'a str>,
    state: Option<&'a str>,
    subnet_ids: &'a [String],
    route_table_ids: &'a [String],
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_vpc_endpoints().max_results(EC2_PAGE).set_next_token(token).send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeVpcEndpoints", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.vpc_endpoints.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |found| part(ec2, &found)).await
}

fn part(ec2: &Ec2, endpoint: &VpcEndpoint) -> Option<NetworkPart> {
    let common = Common { kind: NetworkKind::VpcEndpoint, ec2, vpc_id: endpoint.vpc_id(), tags: endpoint.tags() };
    common.part(
        endpoint.vpc_endpoint_id(),
        &EndpointAttributes {
            service: endpoint.service_name(),
            r#type: endpoint.vpc_endpoint_type().map(VpcEndpointType::as_str),
            state: endpoint.state().map(State::as_str),
            subnet_ids: endpoint.subnet_ids(),
            route_table_ids: endpoint.route_table_ids(),
        },
    )
}
