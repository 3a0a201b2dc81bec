//! The log of calls says what a test needs to assert on.

use connect_testkit::{AssumeRole, Call, Effect, Fault};
use serde_json::json;

use crate::support::{EXTERNAL_ID, HOME, assume, call, fetch, seeded};

#[tokio::test]
async fn every_call_is_logged_with_what_it_asked_and_got() {
    let sandbox = seeded().await;
    assert!(sandbox.calls().list().is_empty(), "the seeding's own calls are not in the log");
    let arn = sandbox.role("Good").unwrap().arn.clone();
    let role = assume(&sandbox, "sandbox-runner", &arn, Some(EXTERNAL_ID)).await.unwrap();
    assume(&sandbox, "sandbox-runner", &arn, None).await.unwrap_err();
    sandbox.faults().add(Fault::new(Effect::Throttle).service("ec2"));
    call(&sandbox, role, "ec2", "eu-west-1", "DescribeVpcs", json!({})).await.unwrap_err();

    let assumed: Vec<_> =
        sandbox.calls().of("sts", "AssumeRole").into_iter().filter_map(|call| call.assume_role).collect();
    let asked = |external_id: Option<&str>| AssumeRole {
        role_arn: arn.clone(),
        session_name: "test".to_owned(),
        external_id: external_id.map(str::to_owned),
    };
    assert_eq!(assumed, [asked(Some(EXTERNAL_ID)), asked(None)], "with and without External ID, in order");

    let (_, text) = fetch("GET", &format!("{}/_sandbox/calls", sandbox.endpoint()), &[], None).await;
    let calls: Vec<Call> = serde_json::from_str(&text).unwrap();
    assert_eq!(calls, sandbox.calls().list(), "a tool reads the same log");
    let seen: Vec<_> =
        calls.iter().map(|call| (call.action.as_str(), call.status, call.error.as_deref(), call.faulted)).collect();
    let expected = [
        ("AssumeRole", 200, None, false),
        ("AssumeRole", 403, Some("AccessDenied"), false),
        ("DescribeVpcs", 503, Some("RequestLimitExceeded"), true),
    ];
    assert_eq!(seen, expected, "status, error code and whether it was a fault");
    let last = calls.last().unwrap();
    let caller = "arn:aws:sts::444455556666:assumed-role/AlethiaProvisionerRole-Good/test";
    assert_eq!((last.region.as_str(), last.caller.as_deref()), ("eu-west-1", Some(caller)), "where and who");
    assert!(calls.iter().all(|call| call.request_id.is_some()), "every answer has a request id");

    fetch("DELETE", &format!("{}/_sandbox/calls", sandbox.endpoint()), &[], None).await;
    let identity = call(&sandbox, "sandbox-runner", "sts", HOME, "GetCallerIdentity", json!({})).await.unwrap();
    assert_eq!(identity["Arn"], "arn:aws:iam::111122223333:user/alethia-runner");
    assert_eq!(sandbox.calls().list().len(), 1, "the log began anew");
}
