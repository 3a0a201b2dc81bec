//! What happens between this machine and AWS.

use connect_testkit::{Certificate, Effect, Fault};
use serde_json::json;

use super::row::{Also, Given, Scenario, Trusted, Way, case, on};

const NO_ANSWER: &str = "FP --- -- -- -";
const UNREACHABLE: &str = "endpoint_unreachable";

fn from_the_start(name: &'static str, effect: Effect, cause: &'static str, words: &'static str) -> Scenario {
    let said = [Also::Says("runner-identity", words), Also::Calls("AssumeRole", 0)];
    case(name).fault(Fault::new(effect)).disconnected(NO_ANSWER, cause).also(said)
}

/// It meets one call and is over when that is tried again.
fn mended(name: &'static str, effect: Effect) -> Scenario {
    case(name).fault(Fault::new(effect).service("sts").skip(1).times(1)).connected("PP PPP PP PP P")
}

fn in_discovery(name: &'static str, fault: Fault, outcome: &'static str, cause: &'static str) -> Scenario {
    let cells = [Also::Cells(outcome, 1), Also::Cells("found", 7), Also::Evidence("discovery", "live")];
    let fault = fault.service("ec2").action("DescribeSecurityGroups").region("us-east-1");
    case(name).fault(fault).degraded("PP PPP PP PP W", cause).also(cells)
}

fn identity() -> Vec<Scenario> {
    let page = |status| Effect::Page { status };
    vec![
        case("nobody listens")
            .given(Given::Variable("AWS_ENDPOINT_URL", "http://127.0.0.1:1"))
            .disconnected(NO_ANSWER, UNREACHABLE),
        case("no such host")
            .given(Given::Variable("AWS_ENDPOINT_URL", "http://nowhere.invalid"))
            .disconnected(NO_ANSWER, UNREACHABLE),
        case("a certificate that is not trusted here")
            .given(Given::Https(Certificate::Valid, Trusted::No))
            .disconnected(NO_ANSWER, "tls_untrusted")
            .also([Also::Says("runner-identity", "certificate"), Also::Calls("GetCallerIdentity", 0)]),
        case("a certificate that has run out")
            .given(Given::Https(Certificate::Expired, Trusted::ByVariable))
            .disconnected(NO_ANSWER, "tls_untrusted")
            .also([Also::Says("runner-identity", "xpired"), Also::Calls("GetCallerIdentity", 0)]),
        case("a certificate that AWS_CA_BUNDLE makes trusted")
            .given(Given::Https(Certificate::Valid, Trusted::ByVariable))
            .connected("PP PPP PP PP P"),
        case("a certificate that the profile's ca_bundle makes trusted")
            .given(Given::Https(Certificate::Valid, Trusted::ByProfile))
            .connected("PP PPP PP PP P"),
        case("a proxy that wants a password")
            .given(Given::Proxy(Way::Locked))
            .disconnected(NO_ANSWER, "proxy_refused")
            .also([Also::Mends("runner-identity", "HTTPS_PROXY"), Also::Calls("GetCallerIdentity", 0)]),
        case("a proxy that leads to AWS's own names, with a certificate of its own")
            .given(Given::Proxy(Way::Open))
            .connected("PP PPP PP PP P"),
        case("a proxy that NO_PROXY leads around").given(Given::Proxy(Way::Around)).connected("PP PPP PP PP P"),
        from_the_start("a captive portal", page(200), UNREACHABLE, "with a web page, which AWS never sends"),
        from_the_start("a gateway's page", page(502), UNREACHABLE, "with a web page, which AWS never sends"),
        from_the_start("a gateway that gives up", page(504), UNREACHABLE, "with a web page, which AWS never sends"),
        from_the_start("AWS is down", Effect::Status { status: 503 }, UNREACHABLE, "ServiceUnavailable"),
        from_the_start("AWS breaks", Effect::Status { status: 500 }, UNREACHABLE, "InternalFailure"),
        from_the_start("every connection is reset", Effect::Reset, UNREACHABLE, "("),
        from_the_start("every answer breaks off", Effect::Truncate { bytes: None }, UNREACHABLE, "("),
        from_the_start("slowed down for ever", Effect::Throttle, "throttled", "Rate exceeded"),
        from_the_start(
            "STS is switched off in every region",
            Effect::RegionDisabled,
            "sts_region_disabled",
            "RegionDisabledException",
        ),
        from_the_start(
            "an error that is not known",
            Effect::Custom { status: 400, code: "NewlyInvented".to_owned(), message: "so it is".to_owned() },
            "internal",
            "NewlyInvented: so it is",
        ),
    ]
}

/// STS of the profile's region is switched off for the role's account; the home region's never is.
fn switched_off() -> Fault {
    Fault::new(Effect::RegionDisabled).service("sts").action("AssumeRole").region("eu-central-1")
}

fn elsewhere() -> Vec<Scenario> {
    let said = "STS is switched off in eu-central-1, so that of us-east-1 was asked.";
    vec![
        case("STS is switched off in the profile's region")
            .fault(switched_off())
            .connected("PP PPP PP PP P")
            .also([Also::Says("assume-role", said), Also::Calls("AssumeRole", 5)]),
        case("STS is switched off there, and the role refuses too")
            .trust(on(&json!({ "StringEquals": { "sts:ExternalId": "another" } })))
            .fault(switched_off())
            .disconnected("PP F-- -- -- -", "assume_denied")
            .also([Also::Says("assume-role", said)]),
        case("STS is switched off for the role's account everywhere")
            .fault(Fault::new(Effect::RegionDisabled).service("sts").action("AssumeRole"))
            .disconnected("PP FFF -- -- -", "sts_region_disabled")
            .also([Also::Mends("assume-role", "account_settings")]),
    ]
}

fn later() -> Vec<Scenario> {
    let throttle = || Fault::new(Effect::Throttle);
    vec![
        mended("one throttled call", Effect::Throttle),
        mended("one call that is reset", Effect::Reset),
        mended("one answer that breaks off", Effect::Truncate { bytes: None }),
        mended("one bad gateway", Effect::Page { status: 502 }),
        mended("one 503", Effect::Status { status: 503 }),
        case("one region is slow to answer")
            .fault(throttle().service("ec2").region("us-east-1").times(4))
            .connected("PP PPP PP PP P"),
        in_discovery("one cell is throttled for ever", throttle(), "throttled", "throttled"),
        in_discovery("one cell is reset", Fault::new(Effect::Reset), "unreachable", UNREACHABLE),
        in_discovery("one cell breaks off", Fault::new(Effect::Truncate { bytes: None }), "unreachable", UNREACHABLE),
        in_discovery(
            "one cell is a page for people",
            Fault::new(Effect::Page { status: 200 }),
            "unreachable",
            UNREACHABLE,
        ),
        case("the simulator is throttled for ever: the policies' text takes over")
            .fault(throttle().service("iam").action("SimulatePrincipalPolicy"))
            .connected("PP PPP PP PP P")
            .also([Also::Evidence("required-permissions", "policy")]),
        case("IAM is reset: what the role may do is not known")
            .fault(Fault::new(Effect::Reset).service("iam"))
            .degraded("PP PPP PF WW W", UNREACHABLE),
        case("the role's own identity cannot be told")
            .fault(Fault::new(Effect::Status { status: 503 }).action("GetCallerIdentity").skip(1))
            .disconnected("PP PPP FP PP -", UNREACHABLE)
            .also([Also::Cells("not_attempted", 8)]),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [identity(), elsewhere(), later()].concat()
}

#[tokio::test]
async fn what_keeps_aws_away_is_named() {
    super::play("network, from the start", &identity()).await;
}

#[tokio::test]
async fn what_happens_in_the_middle_is_mended_or_told() {
    super::play("network, later", &[elsewhere(), later()].concat()).await;
}
