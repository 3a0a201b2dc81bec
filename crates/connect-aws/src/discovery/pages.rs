//! Pages: all of them, each once. A list that goes round in circles ends in an error, one whose token or session ran
//! out in the middle is taken up again once.

use std::collections::HashSet;
use std::future::Future;

use connect_core::failure::{CallFailure, FailureKind};

use super::host::Host;

/// Far more than an account can hold: a million resources of most kinds. A list that goes on is no list of AWS's.
pub(super) const MOST_PAGES: usize = 1000;

/// One page.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    /// Where the next one begins.
    pub(super) next: Option<String>,
}

/// Why a list is not whole.
#[derive(Debug, Clone)]
pub(super) enum ListFailure {
    /// A page could not be had.
    Call(CallFailure),
    /// The session ran out for the second time.
    Expired(CallFailure),
    /// A page's token had been seen before.
    Circle {
        /// How many pages there were until then.
        pages: usize,
    },
    /// There was always another page.
    Endless,
    /// The app itself broke off.
    Broken,
}

/// The SDK's own paginators neither renew a session nor start over, so pages are turned here. What `keep` makes of an item
/// is all that is held of it: the SDK's own types take several times the memory.
pub(super) async fn every_page<S, T, F, Pending>(
    host: Host<'_>,
    call: F,
    keep: impl Fn(S) -> Option<T> + Send,
) -> Result<Vec<T>, ListFailure>
where
    S: Send,
    T: Send,
    F: Fn(Option<String>) -> Pending + Send + Sync,
    Pending: Future<Output = Result<Page<S>, CallFailure>> + Send,
{
    let mut items = Vec::new();
    let mut seen = HashSet::new();
    let mut token = None;
    let mut started_over = false;
    loop {
        match page(&host, &call, token.clone()).await {
            Ok(page) => {
                items.extend(page.items.into_iter().filter_map(&keep));
                token = page.next.filter(|next| !next.is_empty());
            }
            Err(ListFailure::Call(failure)) if token.is_some() && !started_over && token_expired(&failure) => {
                (started_over, token) = (true, None);
                items.clear();
                seen.clear();
                continue;
            }
            Err(failure) => return Err(failure),
        }
        match &token {
            None => {
                items.shrink_to_fit();
                return Ok(items);
            }
            Some(next) if !seen.insert(next.clone()) => return Err(ListFailure::Circle { pages: seen.len() + 1 }),
            Some(_) if seen.len() >= MOST_PAGES => return Err(ListFailure::Endless),
            Some(_) => {}
        }
    }
}

/// One page, with the session renewed if it has run out.
///
/// A refusal for the time of the signature has told the client what time it is at AWS, and it signs by that from then on.
/// The SDK itself tries again only for some of the codes that say so, and EC2's is not among them.
async fn page<T, F, Pending>(host: &Host<'_>, call: &F, token: Option<String>) -> Result<Page<T>, ListFailure>
where
    T: Send,
    F: Fn(Option<String>) -> Pending + Sync,
    Pending: Future<Output = Result<Page<T>, CallFailure>> + Send,
{
    let generation = host.core.generation();
    let answer = match host.take_turn(Box::pin(call(token.clone()))).await {
        Err(failure) if failure.kind == FailureKind::ClockSkew => host.take_turn(Box::pin(call(token.clone()))).await,
        answer => answer,
    };
    let expired = match answer {
        Err(failure) if failure.kind == FailureKind::SessionExpired => failure,
        answer => return answer.map_err(ListFailure::Call),
    };
    match host.core.renew(generation).await {
        Ok(true) => match host.take_turn(Box::pin(call(token))).await {
            Err(failure) if failure.kind == FailureKind::SessionExpired => Err(ListFailure::Expired(failure)),
            answer => answer.map_err(ListFailure::Call),
        },
        Ok(false) => Err(ListFailure::Expired(expired)),
        Err(failure) => Err(ListFailure::Call(failure)),
    }
}

fn token_expired(failure: &CallFailure) -> bool {
    let code = failure.code.as_deref().unwrap_or_default();
    matches!(code, "InvalidNextToken" | "InvalidPaginationToken" | "InvalidPaginationTokenException" | "InvalidMarker")
}
