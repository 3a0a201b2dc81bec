//! Time: sessions that run out, clocks that differ, roles that AWS still spreads.

use connect_testkit::{Because, Effect, Fault};

use super::row::{Also, Given, Scenario, case};

/// The session token is expired.
pub(super) fn expired() -> Fault {
    Fault::new(Effect::ExpiredToken)
}

fn clock(seconds: i64) -> Fault {
    Fault::new(Effect::ClockSkew { seconds, undated: false })
}

/// AWS's own time stands in every answer, so that a call that is refused for its time can be signed anew.
fn corrected(name: &'static str, seconds: i64) -> Scenario {
    case(name).fault(clock(seconds)).connected("PP PPP PP PP P")
}

/// Whose the session is, is not what the Role ARN says.
fn foreign(name: &'static str, arn: &'static str) -> Scenario {
    case(name)
        .fault(Fault::new(Effect::OtherCaller { arn: arn.to_owned() }).account("444455556666"))
        .disconnected("PP PPP F- -- -", "account_mismatch")
        .also([
            Also::Says("caller-identity", "It was not used any further"),
            Also::Cells("not_attempted", 8),
            Also::Calls("GetRole", 0),
        ])
}

fn sessions() -> Vec<Scenario> {
    vec![
        case("the session runs out between two pages: it is renewed once")
            .given(Given::Pages(20))
            .fault(expired().service("route53").skip(2).times(1))
            .connected("PP PPP PP PP P")
            .also([Also::Calls("AssumeRole", 5)]),
        case("the session runs out again and again")
            .given(Given::Pages(20))
            .fault(expired().service("route53").skip(2))
            .degraded("PP PPP PP PP W", "endpoint_unreachable")
            .also([Also::Cells("unreachable", 1), Also::Cells("found", 7), Also::Says("discovery", "ran out again")]),
        case("the role allows only shorter sessions")
            .fault(
                Fault::new(Effect::Custom {
                    status: 400,
                    code: "ValidationError".to_owned(),
                    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
                        .to_owned(),
                })
                .service("sts")
                .action("AssumeRole"),
            )
            .disconnected("PP FFF -- -- -", "session_duration_too_long")
            .also([Also::Mends("assume-role", "--max-session-duration 3600")]),
        foreign(
            "the session is another account's",
            "arn:aws:sts::777788889999:assumed-role/AlethiaProvisionerRole-Good/s",
        ),
        foreign("the session is another role's", "arn:aws:sts::444455556666:assumed-role/Other/s"),
        foreign("the session is a user's", "arn:aws:iam::444455556666:user/cloud-admin"),
    ]
}

fn clocks() -> Vec<Scenario> {
    vec![
        case("three minutes apart, which AWS allows")
            .fault(clock(180))
            .connected("PP PPP PP PP P")
            .also([Also::Calls("GetCallerIdentity", 2)]),
        corrected("six minutes behind", 360),
        corrected("six minutes ahead", -360),
        corrected("a day behind", 86_400),
        case("a day behind, and no answer has a date")
            .fault(Fault::new(Effect::ClockSkew { seconds: 86_400, undated: true }))
            .disconnected("FP --- -- -- -", "clock_skew")
            .also([Also::Says("runner-identity", "Signature expired"), Also::Calls("AssumeRole", 0)]),
        case("only EC2's clock is off, in one region")
            .fault(clock(86_400).service("ec2").region("us-east-1"))
            .connected("PP PPP PP PP P"),
    ]
}

/// What a role's own session is denied as long as AWS spreads its policies.
fn denied(action: &str, times: u32) -> Fault {
    Fault::new(Effect::Deny { because: Because::Identity }).account("444455556666").action(action).times(times)
}

fn spreading() -> Vec<Scenario> {
    vec![
        case("a new role is refused at first, and then let in")
            .given(Given::Spreading(2500))
            .with(&["--propagation-wait", "20"])
            .connected("PP PPP PP PP P")
            .also([Also::Told("spreading the role")]),
        case("a new role is let in, and its own calls are still denied for a while")
            .given(Given::Spreading(1000))
            .fault(denied("GetRole", 2))
            .fault(denied("SimulatePrincipalPolicy", 5))
            .fault(denied("Describe*", 5))
            .fault(denied("ListUsers", 1))
            .with(&["--propagation-wait", "10"])
            .connected("PP PPP PP PP P"),
        case("a new role is refused for longer than one waits")
            .given(Given::Spreading(60_000))
            .with(&["--propagation-wait", "2"])
            .disconnected("PP F-- -- -- -", "assume_denied")
            .also([Also::Told("spreading the role")]),
        case("the same without waiting")
            .given(Given::Spreading(60_000))
            .disconnected("PP F-- -- -- -", "assume_denied")
            .also([Also::Calls("AssumeRole", 3)]),
        case("what is settled is not waited for")
            .with(&["--profile", "sandbox-no-assume", "--propagation-wait", "60"])
            .disconnected("PP F-- -- -- -", "runner_not_allowed")
            .also([Also::Calls("AssumeRole", 3)]),
    ]
}

pub(super) fn rows() -> Vec<Scenario> {
    [sessions(), clocks(), spreading()].concat()
}

#[tokio::test]
async fn what_time_does_is_told() {
    super::play("time", &rows()).await;
}
