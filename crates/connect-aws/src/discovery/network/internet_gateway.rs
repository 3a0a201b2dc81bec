//! Internet gateways: at most one is attached to a VPC.

use aws_sdk_ec2::types::{AttachmentStatus, InternetGateway};
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
    /// `None` when it is attached to no VPC.
    state: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_internet_gateways().max_results(EC2_PAGE).set_next_token(token).send().await;
        let answer =
            answer.map_err(|error| classify::failure("ec2:DescribeInternetGateways", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.internet_gateways.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |found| part(ec2, &found)).await
}

fn part(ec2: &Ec2, gateway: &InternetGateway) -> Option<NetworkPart> {
    let attached = gateway.attachments().first();
    let common = Common {
        kind: NetworkKind::InternetGateway,
        ec2,
        vpc_id: attached.and_then(|attached| attached.vpc_id()),
        tags: gateway.tags(),
    };
    let state = attached.and_then(|attached| attached.state()).map(AttachmentStatus::as_str);
    common.part(gateway.internet_gateway_id(), &GatewayAttributes { state })
}
