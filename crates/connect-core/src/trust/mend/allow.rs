//! Mends the Allow statement that lets the runner in: its principal, its action, its conditions.

use serde_json::json;

use super::ASSUME_ROLE;
use super::condition::{self, Unmet};
use super::edit::{Draft, listed, texts};
use crate::policy::Truth;
use crate::policy::document::Scope;
use crate::trust::principal::account_of;

/// Always lets the statement stay.
pub(super) fn mend(draft: &mut Draft<'_>) -> bool {
    principal(draft);
    action(draft);
    condition::mend(draft, Unmet::Goes);
    true
}

/// Whoever is of another account, a service, everybody or nobody goes; the wanted one comes where the runner is not named.
fn principal(draft: &mut Draft<'_>) {
    let (wanted, runner) = (draft.wanted.principal, draft.wanted.runner);
    let Scope::Only(named) = &draft.reading.statement.principals else {
        draft.put("NotPrincipal", "Principal", json!({ "AWS": wanted }));
        return draft.say(&format!("Principal {wanted} takes the place of whom it names now"));
    };
    let means_runner = |name: &String| name != "*" && runner.is(name);
    let of_account = |name: &&String| {
        account_of(name).is_some_and(|(account, _)| *name != "*" && account == runner.account().as_str())
    };
    let stay: Vec<String> = if named.aws.iter().any(means_runner) {
        named.aws.iter().filter(of_account).cloned().collect()
    } else {
        vec![wanted.to_owned()]
    };
    let others = [&named.service, &named.federated, &named.other].into_iter().flatten();
    let go: Vec<String> = named.aws.iter().filter(|name| !stay.contains(name)).chain(others).cloned().collect();
    let comes = stay.iter().any(|name| !named.aws.contains(name));
    if go.is_empty() && !comes {
        return;
    }
    let principals = texts(draft.statement["Principal"].get("AWS"), stay.clone());
    draft.put("Principal", "Principal", json!({ "AWS": principals }));
    if comes {
        draft.say(&format!("Principal {} takes the place of {}", listed(&stay), listed(&go)));
    } else {
        draft.say(&format!("Principal {} goes", listed(&go)));
    }
}

fn action(draft: &mut Draft<'_>) {
    if draft.reading.action == Truth::Yes {
        return;
    }
    if let Scope::Only(named) = &draft.reading.statement.actions {
        let all = named.iter().cloned().chain([ASSUME_ROLE.to_owned()]).collect();
        let actions = texts(draft.statement.get("Action"), all);
        draft.put("Action", "Action", actions);
        draft.say(&format!("Action {ASSUME_ROLE} is added"));
    } else {
        draft.put("NotAction", "Action", json!(ASSUME_ROLE));
        draft.say(&format!("Action {ASSUME_ROLE} takes the place of NotAction"));
    }
}
