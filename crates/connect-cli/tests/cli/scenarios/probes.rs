//! The verdict table of the probes: A with the right External ID, B with none, C with a wrong one.

use connect_testkit::{Because, Effect, Fault};
use serde_json::json;

use super::row::{Also, Scenario, case, good, on, right};
use crate::support::EXTERNAL_ID;

fn probe(effect: Effect) -> Fault {
    Fault::new(effect).service("sts").action("AssumeRole")
}

fn denied() -> Effect {
    Effect::Deny { because: Because::Nothing }
}

pub(super) fn rows() -> Vec<Scenario> {
    let id = |operator: &str, value: &str| on(&json!({ operator: { "sts:ExternalId": value } }));
    let not_enforced = "trust_external_id_not_enforced";
    vec![
        case("ok, denied, denied: the External ID is enforced").trust(good()).connected("PP PPP PP PP P").also([
            Also::Evidence("external-id-required", "live"),
            Also::Evidence("external-id-exact", "live"),
            Also::Calls("AssumeRole", 4),
        ]),
        case("ok, ok, ok: no External ID is required")
            .trust(on(&json!(null)))
            .disconnected("PP PFF PW PP -", not_enforced)
            .also([Also::Cells("not_attempted", 8), Also::Cause("external-id-exact", not_enforced)]),
        case("ok, denied, ok: any External ID will do")
            .trust(id("StringLike", "*"))
            .disconnected("PP PPF PW PP -", not_enforced)
            .also([Also::Mends("trust-policy", EXTERNAL_ID)]),
        case("ok, denied, ok: an External ID only has to be there")
            .trust(on(&json!({ "Null": { "sts:ExternalId": "false" } })))
            .disconnected("PP PPF PW PP -", not_enforced),
        case("ok, ok, denied: it is compared only if it is there")
            .trust(id("StringEqualsIfExists", EXTERNAL_ID))
            .disconnected("PP PFP PW PP -", not_enforced),
        case("denied, ok, denied: none may be there")
            .trust(on(&json!({ "Null": { "sts:ExternalId": "true" } })))
            .disconnected("PP FF- PF PP -", "trust_external_id_mismatch")
            .also([Also::Says(
                "assume-role",
                "arn:aws:iam::444455556666:role/AlethiaProvisionerRole-Good lets the runner in",
            )]),
        case("denied, ok, denied: open without one, but pins another")
            .trust(id("StringEqualsIfExists", "another"))
            .disconnected("PP FF- PF PP -", "trust_external_id_mismatch"),
        case("denied, ok, ok: every one but the right one")
            .trust(id("StringNotEquals", EXTERNAL_ID))
            .disconnected("PP FFF PF PP -", "trust_external_id_mismatch"),
        case("denied, denied, ok: one, but not the right one")
            .trust(on(&json!({
                "StringNotEquals": { "sts:ExternalId": EXTERNAL_ID }, "Null": { "sts:ExternalId": "false" }
            })))
            .disconnected("PP F-F PF PP -", "trust_external_id_mismatch")
            .also([Also::Says("assume-role", "lets the runner in with another External ID")]),
        case("denied, denied, denied: nothing is proved, and nobody says why")
            .trust(id("StringEquals", "another"))
            .disconnected("PP F-- -- -- -", "assume_denied")
            .also([
                Also::Says("assume-role", "In order of likelihood: the role's External ID is another"),
                Also::Mends("assume-role", "aws iam get-role --role-name AlethiaProvisionerRole-Good"),
                Also::Calls("AssumeRole", 3),
            ]),
        case("A flutters: it is accepted first and refused again")
            .trust(good())
            .fault(probe(denied()).param("ExternalId", Some(EXTERNAL_ID)).skip(1))
            .disconnected("PP F-- -- -- -", "assume_denied"),
        case("A flutters once: a second round is steady")
            .trust(good())
            .fault(probe(denied()).param("ExternalId", Some(EXTERNAL_ID)).skip(1).times(1))
            .connected("PP PPP PP PP P")
            .also([Also::Calls("AssumeRole", 8)]),
        case("B gets no answer: it is not proved that one is required")
            .fault(probe(Effect::Status { status: 503 }).param("ExternalId", None))
            .disconnected("PP PFP PP PP -", "endpoint_unreachable"),
        case("C gets no answer: it is not proved that it must be exact")
            .trust(on(&right()))
            .fault(probe(Effect::Throttle).skip(2).times(3))
            .disconnected("PP PPF PP PP -", "throttled"),
        case("A gets no answer: a denial of the others proves nothing")
            .fault(probe(Effect::Throttle).param("ExternalId", Some(EXTERNAL_ID)))
            .disconnected("PP FFF -- -- -", "throttled"),
    ]
}

#[tokio::test]
async fn the_probes_are_judged_by_the_verdict_table() {
    super::play("probes", &rows()).await;
}
