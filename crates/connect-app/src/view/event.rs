//! What a running connection test tells the window.

use serde::Serialize;
use ts_rs::TS;

use connect_core::check::{Check, CheckId};
use connect_core::coverage::CoverageCell;
use connect_core::network::{NetworkCell, NetworkPart};
use connect_core::report::Status;
use connect_core::resource::Resource;

/// One event of a connection test.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TestEvent {
    /// A check has begun.
    CheckStarted {
        /// Which.
        id: CheckId,
    },
    /// A check has ended.
    CheckFinished {
        /// With this result.
        check: Check,
    },
    /// AWS is still spreading a fresh role; the probes are repeated.
    Waiting {
        /// Seconds until the wait is given up.
        #[ts(type = "number")]
        remaining_seconds: u64,
    },
    /// These regions are asked; may be told again when more are known.
    Regions {
        /// Their codes.
        regions: Vec<String>,
        /// Why these, when AWS would not say which are enabled.
        note: Option<String>,
    },
    /// A coverage cell is finished.
    Cell {
        /// The cell.
        cell: CoverageCell,
        /// What was found in it.
        resources: Vec<Resource>,
    },
    /// A kind of part of a region's networks was listed, or could not be.
    Network {
        /// What became of it.
        cell: NetworkCell,
        /// What was found.
        parts: Vec<NetworkPart>,
    },
    /// The test has ended and its report is stored.
    Finished {
        /// The verdict.
        status: Status,
    },
    /// The test was cancelled; there is no report of it.
    Cancelled,
}
