#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use serde_json::json;

use super::*;
use crate::catalogue::tests::sample;

fn text_of(path: &str) -> String {
    let file = render(&sample()).into_iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("{path} is rendered")).text
}

#[test]
fn scopes_and_conditions_reach_the_plain_policy() {
    let document: serde_json::Value =
        serde_json::from_str(&text_of("role/policies/AlethiaProvisionerRole-Messaging.json")).unwrap();
    assert_eq!(
        document["Statement"][0],
        json!({
            "Sid": "OwnQueues",
            "Effect": "Allow",
            "Action": ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes"],
            "Resource": ["arn:aws:sqs:*:TARGET_ACCOUNT_ID:alethia-*"],
            "Condition": {
                "StringEquals": { "aws:RequestTag/alethia:managed": ["true"] },
                "StringLike": { "aws:RequestTag/team": ["a*"] },
            },
        }),
        "all that the scope says, and nothing more"
    );
    assert_eq!(document["Statement"][2]["Effect"], "Deny", "a scope that denies");
}

#[test]
fn scopes_and_conditions_reach_cloudformation() {
    let text = text_of("role/cloudformation/alethia-provisioner-role.yaml");
    for part in [
        "        Action: ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes']\n",
        "        Resource: [!Sub 'arn:${AWS::Partition}:sqs:*:${AWS::AccountId}:alethia-*']\n",
        "        Condition: {'StringEquals': {'aws:RequestTag/alethia:managed': ['true']},\n          'StringLike': {",
        "        Effect: Deny\n        Action: ['iam:DeleteRole']\n",
        "        Resource: [!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RoleName}']\n",
        "      - !If\n        - HasCustomerManagedKeys\n        - Sid: EveryKey\n          Effect: Allow\n",
        "        Resource: [!Sub 'arn:${AWS::Partition}:s3:::${ResourcePrefix}-*']\n",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let boundary = text.split("  WorkloadBoundaryPolicy:").nth(1).and_then(|rest| rest.split("\n\n").next());
    assert!(boundary.is_some_and(|text| !text.contains("Roles:")), "nobody is given the boundary: {boundary:?}");
}

#[test]
fn scopes_and_conditions_reach_terraform() {
    let text = text_of("role/terraform/main.tf");
    for part in [
        "          \"arn:${local.partition}:sqs:*:${local.account}:alethia-*\",\n",
        "        Condition = {\n          \"StringEquals\" = {\n            \"aws:RequestTag/alethia:managed\" = [\"true\"]\n          }\n",
        "        Effect = \"Deny\"\n",
        "          local.role_arn,\n",
        "          \"arn:${local.partition}:s3:::${var.resource_prefix}-*\",\n",
        "locals {\n  messaging_customer_managed_keys = [\n",
        "    ], [for statement in local.messaging_customer_managed_keys : statement if var.customer_managed_keys])\n",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn no_gap_of_a_frame_is_left_open() {
    for file in render(&sample()) {
        let open = file.text.split('@').skip(1).step_by(2).find(|gap| {
            !gap.is_empty() && gap.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
        });
        assert_eq!(open, None, "in {}", file.path);
    }
}
