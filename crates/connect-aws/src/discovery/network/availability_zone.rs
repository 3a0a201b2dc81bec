//! The zones of a region: [AWS gives them all at once](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html),
//! local and Wavelength zones only where the account has opted in.

use aws_sdk_ec2::types::{AvailabilityZone, AvailabilityZoneOptInStatus, AvailabilityZoneState};
use connect_core::network::{NetworkKind, NetworkPart};
use serde::Serialize;

use super::Common;
use crate::classify::{self, Whose};
use crate::discovery::host::Ec2;
use crate::discovery::pages::{ListFailure, Page, every_page};
use crate::session::SessionCore;

#[derive(Serialize)]
struct ZoneAttributes<'a> {
    /// The same physical zone has the same id in every account; names differ.
    zone_id: Option<&'a str>,
    zone_type: Option<&'a str>,
    state: Option<&'a str>,
    opt_in_status: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<NetworkPart>, ListFailure> {
    let call = async |_: Option<String>| {
        let answer = ec2.client.describe_availability_zones().send().await;
        let answer =
            answer.map_err(|error| classify::failure("ec2:DescribeAvailabilityZones", &error, &Whose::Session))?;
        Ok(Page { next: None, items: answer.availability_zones.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |found| part(ec2, &found)).await
}

fn part(ec2: &Ec2, zone: &AvailabilityZone) -> Option<NetworkPart> {
    let common = Common { kind: NetworkKind::AvailabilityZone, ec2, vpc_id: None, tags: &[] };
    common.part(
        zone.zone_name(),
        &ZoneAttributes {
            zone_id: zone.zone_id(),
            zone_type: zone.zone_type(),
            state: zone.state().map(AvailabilityZoneState::as_str),
            opt_in_status: zone.opt_in_status().map(AvailabilityZoneOptInStatus::as_str),
        },
    )
}
