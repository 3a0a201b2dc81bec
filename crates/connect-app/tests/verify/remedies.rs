//! What is there to paste.

use connect_app::verify::VerifyRequest;
use connect_core::check::{Cause, Check, CheckId};

use super::support::Script;
use super::{ID, cause, check, enforced, refusing, remedy, report_of, request, snippets, trust, with_target};

/// The corrected policy in every form, and what changes.
fn assert_mended(check: &Check, goes: &str) {
    remedy(check, "\"sts:AssumeRole\"");
    remedy(check, "aws iam update-assume-role-policy --role-name AlethiaProvisionerRole --policy-document '{");
    let update = remedy(check, &format!("ParameterKey=ExternalId,ParameterValue={ID}")).snippet.as_deref().unwrap();
    for kept in ["RoleName", "ResourcePrefix"] {
        assert!(
            update.contains(&format!("ParameterKey={kept},UsePreviousValue=true")),
            "{kept} is not changed: {update}"
        );
    }
    remedy(check, &format!("external_id         = \"{ID}\""));
    let change = remedy(check, "+++ corrected").snippet.as_deref().unwrap();
    let lines = |sign: &str| change.lines().any(|line| line.starts_with(sign) && !line.starts_with(&sign.repeat(3)));
    assert!(lines("-") && lines("+"), "line by line: {change}");
    assert!(change.lines().any(|line| line.starts_with('-') && line.contains(goes)), "{goes:?} goes: {change}");
}

#[tokio::test]
async fn a_trust_policy_is_corrected_line_by_line() {
    let other = || Some(trust(&serde_json::json!({"StringEquals": {"sts:ExternalId": "other"}})));
    let (report, _) = report_of(Script { trust: other(), ..refusing() }, &with_target()).await;
    assert_eq!(cause(&report, CheckId::AssumeRole), Some(Cause::TrustExternalIdMismatch), "read by the target");
    for id in [CheckId::AssumeRole, CheckId::TrustPolicy] {
        assert_mended(check(&report, id), "\"sts:ExternalId\": \"other\"");
    }
    let like = Some(trust(&serde_json::json!({"StringLike": {"sts:ExternalId": "*"}})));
    let wildcard = Script { trust: like, lets_in: [true, false, true], ..Script::default() };
    let (report, _) = report_of(wildcard.clone(), &request()).await;
    assert_mended(check(&report, CheckId::TrustPolicy), "StringLike");
    let (report, _) = report_of(wildcard, &with_target()).await;
    assert_mended(check(&report, CheckId::ExternalIdExact), "StringLike");
}

#[tokio::test]
async fn the_change_of_a_long_policy_is_told_whole() {
    let tags: serde_json::Map<_, _> = (0..200).map(|n| (format!("aws:PrincipalTag/{n}"), "x".into())).collect();
    let policy = trust(&serde_json::json!({"StringEquals": tags}));
    let (report, _) = report_of(Script { trust: Some(policy), ..refusing() }, &with_target()).await;
    let change = remedy(check(&report, CheckId::TrustPolicy), "+++ corrected").snippet.as_deref().unwrap();
    let corrected: Vec<&str> = change.lines().skip(3).filter_map(|line| line.strip_prefix([' ', '+'])).collect();
    let read: serde_json::Value = serde_json::from_str(&corrected.join("\n")).unwrap();
    assert_eq!(read["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"], ID, "nothing is left out of it");
}

#[tokio::test]
async fn a_correction_opens_nothing() {
    let user = "arn:aws:iam::111122223333:user/runner";
    let statement = serde_json::json!({"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "other"}}});
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    let (report, _) = report_of(Script { trust: Some(policy), ..refusing() }, &with_target()).await;
    let assume = check(&report, CheckId::AssumeRole);
    let mended = snippets(assume).join("\n");
    assert!(mended.contains(user) && !mended.contains(":root"), "who was named stays the only one: {mended}");
}

#[tokio::test]
async fn pages_are_those_of_the_roles_partition() {
    let own = VerifyRequest { role_arn: "arn:aws:iam::111122223333:role/X".parse().unwrap(), ..request() };
    let gov = VerifyRequest { role_arn: "arn:aws-us-gov:iam::444455556666:role/X".parse().unwrap(), ..request() };
    let other = VerifyRequest { expected_account: Some("999988887777".parse().unwrap()), ..request() };
    for (request, host) in [
        (own, "https://us-east-1.console.aws.amazon.com/cloudformation/"),
        (gov, "https://us-gov-west-1.console.amazonaws-us-gov.com/iam/"),
        (other, "https://us-east-1.console.aws.amazon.com/cloudformation/"),
    ] {
        let (report, _) = report_of(enforced(), &request).await;
        let page = check(&report, CheckId::RoleArn).remedies[0].url.as_deref().unwrap_or_default();
        assert!(page.starts_with(host), "{}: {page}", request.role_arn);
    }
}
