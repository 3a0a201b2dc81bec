//! Connections that stand before they are needed: opening one costs a round trip for TCP and one for TLS, in each region,
//! and a person who pastes a Role ARN is about to verify it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use connect_core::account::Partition;
use connect_core::region::Region;
use futures::future::join_all;

use crate::discovery::TURNS;

/// For so long AWS is taken to leave an unused connection open.
const KEPT: Duration = Duration::from_secs(45);

/// Keeps the connector that was handed out last. All calls share it, and its pool of connections.
#[derive(Clone, Default)]
pub(crate) struct Warmth(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    connector: Option<SharedHttpConnector>,
    warmed: Option<(Partition, Instant)>,
}

impl Warmth {
    /// Opens the connections that a discovery uses, as many as it uses, also to regions that the account may not have
    /// switched on: nobody knows yet, and a host whose connections are left unused loses nothing. What is sent is not
    /// signed and says nothing of anybody; what is answered does not matter.
    pub(crate) async fn spread(&self, partition: Partition) {
        let Some(connector) = self.begin(partition) else { return };
        let hosts = Region::known(partition).into_iter().map(|region| ec2(partition, &region));
        let requests = hosts.flat_map(|host| std::iter::repeat_n(host, TURNS)).filter_map(|host| ping(&host));
        join_all(requests.map(|request| connector.call(request))).await;
    }

    /// The connector, unless it is warm still, or nobody has used it yet.
    fn begin(&self, partition: Partition) -> Option<SharedHttpConnector> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let warm = state.warmed.is_some_and(|(of, since)| of == partition && since.elapsed() < KEPT);
        let connector = state.connector.clone().filter(|_| !warm)?;
        state.warmed = Some((partition, Instant::now()));
        Some(connector)
    }

    /// The client, whose connectors are kept here.
    pub(crate) fn of(&self, inner: SharedHttpClient) -> Kept {
        Kept { inner, warmth: self.clone() }
    }
}

fn ec2(partition: Partition, region: &Region) -> String {
    let suffix = if partition == Partition::AwsCn { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("ec2.{region}.{suffix}")
}

/// What load balancers ask too.
fn ping(host: &str) -> Option<HttpRequest> {
    let mut request = HttpRequest::new(SdkBody::empty());
    request.set_uri(format!("https://{host}/ping")).ok()?;
    Some(request)
}

/// A client whose connectors are remembered.
pub(crate) struct Kept {
    inner: SharedHttpClient,
    warmth: Warmth,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl HttpClient for Kept {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let connector = self.inner.http_connector(settings, components);
        self.warmth.0.lock().unwrap_or_else(PoisonError::into_inner).connector = Some(connector.clone());
        connector
    }
}
