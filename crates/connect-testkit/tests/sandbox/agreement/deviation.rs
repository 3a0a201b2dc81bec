//! Where the stand-in decides otherwise than AWS documents.

use connect_core::trust::Runner;
use connect_testkit::PLATFORM_ACCOUNT;
use serde_json::{Value, json};

use super::RUNNER_ROLE;

/// A difference between the stand-in and AWS's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deviation {
    /// `aws:PrincipalArn` of a role's session is the session's ARN; by AWS it is the role's.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn>
    SessionArn,
    /// A wildcard within the ARN of a principal matches; by AWS only `*` for everybody is a wildcard there.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
    WildcardPrincipal,
    /// It is spoken to without TLS; AWS's STS is not.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport>
    PlainHttp,
}

impl Deviation {
    pub(super) const ALL: [Self; 3] = [Self::SessionArn, Self::WildcardPrincipal, Self::PlainHttp];

    /// A policy that shows it.
    pub(super) fn example(self) -> Value {
        let arn = |rest: &str| format!("arn:aws:iam::{PLATFORM_ACCOUNT}:{rest}");
        let role = arn(&format!("role/{RUNNER_ROLE}"));
        let (principal, condition) = match self {
            Self::SessionArn => (arn("root"), json!({ "ArnEquals": { "aws:PrincipalArn": role } })),
            Self::WildcardPrincipal => (arn("user/*"), json!({})),
            Self::PlainHttp => (arn("root"), json!({ "Bool": { "aws:SecureTransport": "true" } })),
        };
        json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": { "AWS": principal }, "Action": "sts:AssumeRole", "Condition": condition }] })
    }

    /// Whether it can be what makes the stand-in decide otherwise on this policy.
    pub(super) fn explains(self, policy: &Value, runner: &Runner) -> bool {
        let text = policy.to_string();
        match self {
            Self::SessionArn => runner.path_unknown() && text.to_lowercase().contains("\"aws:principalarn\""),
            Self::WildcardPrincipal => text.contains(&format!("\"AWS\":\"arn:aws:iam::{PLATFORM_ACCOUNT}:user/*\"")),
            Self::PlainHttp => text.contains("\"aws:SecureTransport\""),
        }
    }
}
