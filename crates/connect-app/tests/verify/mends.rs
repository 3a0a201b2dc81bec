//! The corrected trust policy changes no more than it has to.

use connect_app::verify::VerifyRequest;
use connect_core::check::CheckId;
use serde_json::{Value, json};

use super::support::Script;
use super::{ID, check, refusing, remedy, report_of, request, snippets, with_target};

const ROOT: &str = "arn:aws:iam::111122223333:root";

fn policy(principal: &str, external_id: &str) -> Value {
    json!({
        "Id": "written by hand",
        "Version": "2012-10-17",
        "Statement": [
            { "Sid": "Tags", "Principal": { "AWS": ROOT }, "Effect": "Allow", "Action": "sts:TagSession" },
            {
                "Condition": { "StringEquals": { "sts:ExternalId": external_id, "aws:PrincipalOrgID": "o-1" } },
                "Principal": { "AWS": principal },
                "Effect": "Allow",
                "Action": "sts:AssumeRole"
            }
        ]
    })
}

#[tokio::test]
async fn only_the_wrong_clause_of_a_trust_policy_changes() {
    let present = Some(policy(ROOT, "other").to_string());
    let (report, _) = report_of(Script { trust: present, ..refusing() }, &with_target()).await;
    for id in [CheckId::AssumeRole, CheckId::TrustPolicy] {
        let check = check(&report, id);
        let mended = policy(ROOT, ID);
        let pretty = remedy(check, "\"written by hand\"");
        assert_eq!(pretty.snippet.as_deref(), Some(&*serde_json::to_string_pretty(&mended).unwrap()), "in its order");
        let words =
            "changes only what is wrong: in statement 2, the condition StringEquals sts:ExternalId = \"other\" becomes";
        assert!(pretty.text.contains(words), "what changes is said: {}", pretty.text);
        remedy(check, &format!("--policy-document '{mended}'"));
        let change = remedy(check, "+++ corrected").snippet.as_deref().unwrap();
        let signed = |sign: char| change.lines().skip(2).filter(|line| line.starts_with(sign)).count();
        assert_eq!((signed('-'), signed('+')), (1, 1), "one line for another: {change}");
        remedy(check, "assume_role_policy = jsonencode({\n  Id      = \"written by hand\"\n");
    }
}

#[tokio::test]
async fn a_runner_of_another_account_than_the_platforms_is_not_let_in_by_a_correction() {
    let platform = "555566667777";
    let request = VerifyRequest { platform_account: Some(platform.parse().unwrap()), ..with_target() };
    let runner = "arn:aws:iam::111122223333:user/runner";
    let present = Some(policy(runner, ID).to_string());
    let lets_in = Script { trust: present, lets_in: [true, true, true], ..Script::default() };
    let (report, _) = report_of(lets_in, &request).await;
    let required = check(&report, CheckId::ExternalIdRequired);
    let mended = remedy(required, "\"written by hand\"").snippet.as_deref().unwrap();
    assert!(mended.contains(&format!("arn:aws:iam::{platform}:root")), "the platform comes: {mended}");
    assert!(!mended.contains(runner), "the runner goes: {mended}");
}

#[tokio::test]
async fn a_policy_that_nobody_could_read_is_replaced_whole() {
    let (report, _) = report_of(Script { trust: None, lets_in: [true; 3], ..Script::default() }, &request()).await;
    let required = check(&report, CheckId::ExternalIdRequired);
    let whole = remedy(required, "\"Sid\": \"AssumeWithExternalId\"");
    assert_eq!(whole.text, "Replace the role's trust policy by this one.", "nothing of it is known");
    assert!(snippets(required).iter().all(|text| !text.contains("+++ corrected")), "so nobody knows what changes");
}
