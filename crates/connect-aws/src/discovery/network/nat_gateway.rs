//! NAT gateways. One that was deleted is listed for about an hour more, with that as its state.

use aws_sdk_ec2::types::{ConnectivityType, NatGateway, NatGatewayState};
use connect_core::network::{NetworkKind, NetworkPart};
use serde::Serialize;

use super::Common;
use crate::classify::{self, Whose};
use crate::discovery::EC2_PAGE;
use crate::discovery::host::Ec2;
use crate::discovery::pages::{ListFailure, Page, every_page};
use crate::session::SessionCore;

#[derive(Serialize)]
struct GatewayAttributes<'a> {
    /// `None` for a regional one, which is in no subnet.
    subnet_id: Option<&'a str>,
    connectivity: Option<&'a str>,
    state: Option<&'a str>,
    public_ips: Vec<&'a str>,
    private_ips: Vec<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_nat_gateways().max_results(EC2_PAGE).set_next_token(token).send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeNatGateways", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.nat_gateways.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |found| part(ec2, &found)).await
}

fn part(ec2: &Ec2, gateway: &NatGateway) -> Option<NetworkPart> {
    let common = Common { kind: NetworkKind::NatGateway, ec2, vpc_id: gateway.vpc_id(), tags: gateway.tags() };
    let addresses = gateway.nat_gateway_addresses();
    common.part(
        gateway.nat_gateway_id(),
        &GatewayAttributes {
            subnet_id: gateway.subnet_id(),
            connectivity: gateway.connectivity_type().map(ConnectivityType::as_str),
            state: gateway.state().map(NatGatewayState::as_str),
            public_ips: addresses.iter().filter_map(|address| address.public_ip()).collect(),
            private_ips: addresses.iter().filter_map(|address| address.private_ip()).collect(),
        },
    )
}
