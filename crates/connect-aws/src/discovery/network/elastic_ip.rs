//! Elastic IP addresses. [AWS gives them all at once](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html).

use aws_sdk_ec2::types::Address;
use connect_core::network::{NetworkKind, NetworkPart};
use serde::Serialize;

use super::Common;
use crate::classify::{self, Whose};
use crate::discovery::host::Ec2;
use crate::discovery::pages::{ListFailure, Page, every_page};
use crate::session::SessionCore;

#[derive(Serialize)]
struct AddressAttributes<'a> {
    public_ip: Option<&'a str>,
    private_ip: Option<&'a str>,
    instance_id: Option<&'a str>,
    network_interface_id: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let call = async |_: Option<String>| {
        let answer = ec2.client.describe_addresses().send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeAddresses", &error, &Whose::Session))?;
        Ok(Page { next: None, items: answer.addresses.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |found| part(ec2, &found)).await
}

fn part(ec2: &Ec2, address: &Address) -> Option<NetworkPart> {
    let common = Common { kind: NetworkKind::ElasticIp, ec2, vpc_id: None, tags: address.tags() };
    common.part(
        address.allocation_id().or(address.public_ip()),
        &AddressAttributes {
            public_ip: address.public_ip(),
            private_ip: address.private_ip_address(),
            instance_id: address.instance_id().filter(|id| !id.is_empty()),
            network_interface_id: address.network_interface_id(),
        },
    )
}
