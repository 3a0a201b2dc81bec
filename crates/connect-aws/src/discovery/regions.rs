//! Which regions there are, and which of them are enabled in the account.

use connect_core::region::Region;

use super::host::Ec2;
use super::pages::{ListFailure, Page, every_page};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

/// A region as the account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownRegion {
    pub(super) region: Region,
    /// `opt-in-not-required`, `opted-in` or `not-opted-in`.
    pub(super) status: String,
}

impl KnownRegion {
    pub(super) fn is_enabled(&self) -> bool {
        self.status != "not-opted-in"
    }
}

/// The enabled regions, or with `disabled_too` all that AWS has.
pub(super) async fn list(core: &SessionCore, ec2: &Ec2, disabled_too: bool) -> Result<Vec<KnownRegion>, ListFailure> {
    let call = async |_: Option<String>| {
        let answer = ec2.client.describe_regions().all_regions(disabled_too).send().await;
        let answer = answer.map_err(|error| classify::failure("ec2:DescribeRegions", &error, &Whose::Session))?;
        Ok(Page { items: answer.regions.unwrap_or_default(), next: None })
    };
    every_page(ec2.host(core), call, |found| known(&found)).await
}

/// A name that is no region code never reaches a host name.
fn known(found: &aws_sdk_ec2::types::Region) -> Option<KnownRegion> {
    let region = found.region_name()?.parse().ok()?;
    let status = found.opt_in_status().unwrap_or("opt-in-not-required").to_owned();
    Some(KnownRegion { region, status })
}
