//! What came: connections and calls, by host.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::{Value, json};

use crate::aws::Lists;
use crate::locked;

/// What came since it was last forgotten.
#[derive(Default)]
pub(crate) struct Notes(Mutex<BTreeMap<String, Host>>);

#[derive(Default, Serialize)]
struct Host {
    /// Connections since.
    made: usize,
    #[serde(skip)]
    open: usize,
    /// The most connections that were open at once.
    most_open: usize,
    #[serde(skip)]
    in_flight: usize,
    /// The most calls that waited for their answers at once.
    most_in_flight: usize,
    calls: Vec<Call>,
}

#[derive(Serialize)]
struct Call {
    action: String,
    status: u16,
    /// When it was asked, in milliseconds since 1970.
    at: f64,
}

impl Notes {
    /// Begins anew. Connections that are still open count as open.
    pub(crate) fn forget(&self) {
        for host in locked(&self.0).values_mut() {
            let open = host.open;
            *host = Host { open, most_open: open, ..Host::default() };
        }
    }

    pub(crate) fn opened(&self, name: &str) {
        self.change(name, |host| {
            host.made += 1;
            host.open += 1;
            host.most_open = host.most_open.max(host.open);
        });
    }

    pub(crate) fn closed(&self, name: &str) {
        self.change(name, |host| host.open = host.open.saturating_sub(1));
    }

    pub(crate) fn asked(&self, name: &str) {
        self.change(name, |host| {
            host.in_flight += 1;
            host.most_in_flight = host.most_in_flight.max(host.in_flight);
        });
    }

    pub(crate) fn answered(&self, name: &str, action: String, status: u16, asked: Instant) {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at = since_1970.saturating_sub(asked.elapsed()).as_secs_f64() * 1000.0;
        let mut notes = locked(&self.0);
        let host = notes.entry(name.to_owned()).or_default();
        host.in_flight = host.in_flight.saturating_sub(1);
        host.calls.push(Call { action, status, at });
    }

    /// The hosts that were called, each with how many pages the lists have that it was asked for.
    pub(crate) fn told(&self, lists: &Lists) -> Value {
        let notes = locked(&self.0);
        let called = notes.iter().filter(|(_, host)| !host.calls.is_empty());
        let told = called.map(|(name, host)| {
            let actions = host.calls.iter().map(|call| call.action.as_str());
            let pages: BTreeMap<_, _> = actions.map(|action| (action, lists.pages(name, action))).collect();
            json!({ "host": name, "noted": host, "pages": pages })
        });
        told.collect()
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Host)) {
        change(locked(&self.0).entry(name.to_owned()).or_default());
    }
}
