//! What each action keeps and takes away.
#![allow(clippy::unwrap_used)]

use super::*;

const ROLE: &str = "arn:aws:iam::444455556666:role/AlethiaProvisionerRole";

fn draft() -> Draft {
    Draft::new("3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap(), "eu-central-1".parse().unwrap())
}

fn account(text: &str) -> AccountId {
    text.parse().unwrap()
}

fn after(actions: impl IntoIterator<Item = Action>) -> Draft {
    actions.into_iter().fold(draft(), |draft, action| draft.transition(action).unwrap())
}

fn runner() -> Action {
    chosen("runner", "111122223333", "eu-west-1")
}

fn chosen(profile: &str, of: &str, region: &str) -> Action {
    Action::ChooseRunner {
        profile: profile.parse().unwrap(),
        account: account(of),
        arn: format!("arn:aws:iam::{of}:user/{profile}"),
        region: region.parse().unwrap(),
    }
}

fn target(of: &str) -> Action {
    Action::ChooseTarget(Some(TargetProfile { profile: "admin".parse().unwrap(), account: account(of) }))
}

fn platform(of: &str) -> Action {
    Action::NamePlatform(Some(account(of)))
}

fn done() -> Vec<Action> {
    vec![
        runner(),
        Action::PasteRoleArn(ROLE.into()),
        Action::GoTo(Step::Verify),
        Action::Verified,
        Action::GoTo(Step::Report),
    ]
}

#[test]
fn the_straight_way_ends_at_the_report() {
    let draft = after(done());
    assert_eq!(draft.step, Step::Report, "each step opened when it had what it needs");
    assert_eq!(draft.external_id, self::draft().external_id, "no action touches the External ID");
}

#[test]
fn a_step_says_what_it_waits_for() {
    let waits = [
        (Step::ExternalId, None),
        (Step::CreateRole, Some(Missing::Runner)),
        (Step::RoleArn, Some(Missing::Runner)),
        (Step::Verify, Some(Missing::Runner)),
    ];
    for (step, missing) in waits {
        assert_eq!(draft().missing_for(step), missing, "{step:?} from an empty draft");
    }
    let error = draft().transition(Action::GoTo(Step::Verify)).unwrap_err();
    assert_eq!(error, WizardError::NotYet(Missing::Runner), "the runner comes first");
}

#[test]
fn changing_a_value_takes_away_what_it_makes_untrue() {
    let cases = [
        (Action::SetLabel("prod".into()), Step::Report, true),
        (Action::ChooseRegion("us-east-1".parse().unwrap()), Step::Report, true),
        (Action::ChooseMethod(Method::Terraform), Step::Report, true),
        (runner(), Step::Report, true),
        (chosen("other", "777788889999", "eu-west-1"), Step::Verify, true),
        (chosen("own", "444455556666", "eu-west-1"), Step::RoleArn, false),
        (Action::PasteRoleArn(ROLE.replace("Role", "Other")), Step::Verify, true),
        (Action::ExpectAccount(Some(account("444455556666"))), Step::Verify, true),
        (Action::ExpectAccount(Some(account("999988887777"))), Step::RoleArn, false),
        (Action::ExpectAccount(None), Step::Report, true),
        (target("444455556666"), Step::Report, true),
        (target("999988887777"), Step::Report, true),
        (Action::ChooseTarget(None), Step::Report, true),
        (platform("777788889999"), Step::RoleArn, true),
        (platform("444455556666"), Step::RoleArn, false),
    ];
    for (action, step, keeps_arn) in cases {
        let draft = after(done()).transition(action.clone()).unwrap();
        assert_eq!((draft.step, draft.role_arn.is_some()), (step, keeps_arn), "after {action:?}");
    }
}

#[test]
fn the_stack_stands_in_the_partition_of_the_runner() {
    let cases =
        [("us-east-1", "eu-central-1"), ("us-gov-east-1", "us-gov-east-1"), ("cn-northwest-1", "cn-northwest-1")];
    for (of_runner, of_stack) in cases {
        let draft = after([chosen("runner", "111122223333", of_runner)]);
        assert_eq!(draft.region.as_str(), of_stack, "a runner in {of_runner}, a draft that began in eu-central-1");
    }
}

#[test]
fn an_arn_of_the_wrong_account_is_refused_and_nothing_is_lost() {
    let expecting = after([runner(), Action::ExpectAccount(Some(account("999988887777")))]);
    let error = expecting.transition(Action::PasteRoleArn(ROLE.into())).unwrap_err();
    assert!(error.to_string().contains("999988887777"), "names the expected account: {error}");
    let own = after([runner()]).understood("arn:aws:iam::111122223333:role/X").unwrap_err();
    assert!(matches!(own, WizardError::PlatformAccount(_)), "the platform account's own role is a mistake");
}

#[test]
fn who_has_no_profile_of_the_platform_comes_to_verify_with_a_target_profile() {
    let named = after([platform("111122223333"), Action::PasteRoleArn(ROLE.into())]);
    assert_eq!(named.missing_for(Step::RoleArn), None, "the role can be made for that account");
    assert_eq!(named.missing_for(Step::Verify), Some(Missing::Verifier), "nobody is there to ask AWS");
    let elsewhere = named.transition(target("999988887777")).unwrap();
    assert_eq!(elsewhere.missing_for(Step::Verify), Some(Missing::Verifier), "a profile of elsewhere reads nothing");
    let ready = named.transition(target("444455556666")).unwrap();
    assert_eq!(ready.missing_for(Step::Verify), None, "the role's texts can be read");
    let with_runner = named.transition(runner()).unwrap();
    assert_eq!(with_runner.missing_for(Step::Verify), None, "a runner needs no target profile");
    let named_after = with_runner.transition(platform("111122223333")).unwrap();
    assert_eq!((named_after.runner, named_after.runner_arn), (None, None), "either there is a runner or none");
    let taken_back = ready.transition(Action::NamePlatform(None)).unwrap();
    assert_eq!(taken_back.missing_for(Step::CreateRole), Some(Missing::Runner), "the role must trust somebody");
}

#[test]
fn a_target_profile_of_another_account_is_told_and_kept() {
    let expecting = || Action::ExpectAccount(Some(account("444455556666")));
    let cases = [
        (vec![Action::PasteRoleArn(ROLE.into()), target("444455556666")], None),
        (vec![target("999988887777"), Action::PasteRoleArn(ROLE.into())], Some("the role is in account 444455556666")),
        (vec![target("999988887777"), expecting()], Some("expects account 444455556666")),
        (vec![target("999988887777")], None),
        (vec![target("111122223333")], Some("the platform account itself")),
        (vec![Action::PasteRoleArn(ROLE.into()), Action::ChooseTarget(None)], None),
    ];
    for (actions, wanted) in cases {
        let draft = after([runner()].into_iter().chain(actions.clone()));
        let said = draft.target_problem().map(|problem| problem.to_string());
        let fits = wanted.map_or(said.is_none(), |words| said.as_deref().unwrap_or_default().contains(words));
        assert!(fits, "after {actions:?}, whatever came first: {said:?}");
    }
}

#[test]
fn what_was_said_of_the_connection_outlives_starting_over() {
    let before = after([vec![Action::SetLabel("prod".into()), target("444455556666")], done()].concat())
        .transition(Action::ChooseMethod(Method::Terraform))
        .unwrap();
    let next = before.started_over("0b7d1f7e-52f0-4a8e-9c53-1d8a6c1f2e34".parse().unwrap());
    assert_ne!(next.external_id, before.external_id, "another External ID");
    let as_before =
        Draft { step: before.step, external_id: before.external_id.clone(), verified: true, ..next.clone() };
    assert_eq!(as_before, Draft { role_arn: None, ..before }, "everything else but the role is as it was");
    assert!(next.missing_for(Step::RoleArn).is_none(), "so the next step is open at once");
}
