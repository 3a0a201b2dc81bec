//! Where calls go, and how many of them at once.

use std::future::Future;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::RouteTable;
use connect_core::region::Region;
use tokio::sync::{OnceCell, Semaphore};

use super::pages::ListFailure;
use super::route_table;
use crate::session::SessionCore;

/// Calls to one host at once, and with that connections to it: EC2 speaks HTTP/1.1, on which a call has a connection to
/// itself. A further connection costs a round trip for TCP and one for TLS, so a call that waits for its turn is hardly
/// later than one that opens its own.
pub(crate) const TURNS: usize = 3;

/// One host of AWS: a service, in one region or global.
pub(super) struct Host<'a> {
    pub(super) core: &'a SessionCore,
    turns: &'a Semaphore,
}

impl Host<'_> {
    /// Makes a call when it is its turn, at this host and among all calls. The semaphores are never closed.
    pub(super) async fn take_turn<T>(&self, call: impl Future<Output = T>) -> T {
        let _here = self.turns.acquire().await;
        let _among_all = self.core.shared.calls.acquire().await;
        let answer = call.await;
        // The connection goes back to the pool in a task of its own. Whoever comes next shall find it there, and not open
        // a fourth one.
        tokio::task::yield_now().await;
        answer
    }
}

/// The turns at one host.
#[derive(Debug)]
pub(super) struct Turns(Semaphore);

impl Default for Turns {
    fn default() -> Self {
        Self(Semaphore::new(TURNS))
    }
}

impl Turns {
    pub(super) fn at<'a>(&'a self, core: &'a SessionCore) -> Host<'a> {
        Host { core, turns: &self.0 }
    }
}

/// EC2 in one region, for the time of one discovery.
pub(super) struct Ec2 {
    pub(super) region: Region,
    pub(super) client: Client,
    turns: Turns,
    /// Closed when the VPCs are being asked for; it never has a permit.
    vpcs_begun: Semaphore,
    route_tables: OnceCell<Result<Vec<RouteTable>, ListFailure>>,
}

impl Ec2 {
    pub(super) fn new(core: &SessionCore, region: Region) -> Self {
        let client = core.ec2(&region);
        Self { region, client, turns: Turns::default(), vpcs_begun: Semaphore::new(0), route_tables: OnceCell::new() }
    }

    pub(super) fn host<'a>(&'a self, core: &'a SessionCore) -> Host<'a> {
        self.turns.at(core)
    }

    /// The VPCs are being asked for.
    pub(super) fn begin_vpcs(&self) {
        self.vpcs_begun.close();
    }

    /// Waits until the VPCs are being asked for: what else there is to ask hangs on them, so they come first.
    pub(super) async fn behind_vpcs(&self) {
        let _closed = self.vpcs_begun.acquire().await;
    }

    /// The region's route tables, which are asked for once: the tiers of its subnets hang on them too.
    pub(super) async fn route_tables(&self, core: &SessionCore) -> &Result<Vec<RouteTable>, ListFailure> {
        self.route_tables.get_or_init(|| route_table::list(core, self)).await
    }
}
