//! Egress-only internet gateways: IPv6, from inside out only.

use aws_sdk_ec2::types::{AttachmentStatus, EgressOnlyInternetGateway};
use connect_core::network::{NetworkKind, NetworkPart};
use serde::Serialize;

use super::Common;
use crate::classify::{self, Whose};
use crate::discovery::host::Ec2;
use crate::discovery::pages::{ListFailure, Page, every_page};
use crate::session::SessionCore;

/// The largest page of [DescribeEgressOnlyInternetGateways](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html).
const PAGE: i32 = 255;

#[derive(Serialize)]
struct GatewayAttributes<'a> {
    state: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer =
            ec2.client.describe_egress_only_internet_gateways().max_results(PAGE).set_next_token(token).send().await;
        let answer = answer
            .map_err(|error| classify::failure("ec2:DescribeEgressOnlyInternetGateways", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.egress_only_internet_gateways.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |found| part(ec2, &found)).await
}

fn part(ec2: &Ec2, gateway: &EgressOnlyInternetGateway) -> Option<NetworkPart> {
    let attached = gateway.attachments().first();
    let common = Common {
        kind: NetworkKind::EgressOnlyInternetGateway,
        ec2,
        vpc_id: attached.and_then(|attached| attached.vpc_id()),
        tags: gateway.tags(),
    };
    let state = attached.and_then(|attached| attached.state()).map(AttachmentStatus::as_str);
    common.part(gateway.egress_only_internet_gateway_id(), &GatewayAttributes { state })
}
