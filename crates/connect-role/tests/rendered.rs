//! What is committed is what the catalogue says, and the artefacts agree with each other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use connect_core::arn::RoleArn;
use connect_core::ports::PolicyText;
use connect_role::catalogue::{Catalogue, Source};
use connect_role::evaluate::{EvalDecision, NamedPolicy, Question, decide, excess};
use connect_role::render::render;
use connect_role::{
    RoleOptions, capabilities, cloudformation_template, policies, required_permissions, template_inner_sha256,
    template_parameters, template_sha256, template_version, terraform_module_files, terraform_single_file,
};
use serde_json::Value;

const BOUNDARY: &str = "-WorkloadBoundary";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue");
    let sources: Vec<Source> = fs::read_dir(folder)
        .unwrap()
        .map(|item| item.unwrap().path())
        .map(|path| Source {
            file: path.file_name().unwrap().to_str().unwrap().to_owned(),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect();
    Catalogue::read(&sources).unwrap_or_else(|error| panic!("{error}"))
}

fn role() -> RoleArn {
    "arn:aws:iam::123456789012:role/AlethiaProvisionerRole".parse().unwrap()
}

/// The bundled managed policies of the role with its account filled in, and the boundary apart.
fn bundled() -> (Vec<(String, String)>, String) {
    let all: Value = serde_json::from_str(policies()).unwrap();
    let text = |document: &Value| document.to_string().replace("TARGET_ACCOUNT_ID", "123456789012");
    let entries = all.as_object().unwrap().iter().filter(|(name, _)| *name != "trust-policy");
    let (boundary, managed): (Vec<_>, Vec<_>) =
        entries.map(|(name, document)| (name.clone(), text(document))).partition(|(name, _)| name.ends_with(BOUNDARY));
    (managed, boundary.into_iter().next().unwrap().1)
}

fn managed() -> Vec<(String, String)> {
    bundled().0
}

fn allowed(managed: &[(String, String)], action: &str, resource: &str, context: &[(String, Vec<String>)]) -> bool {
    let named: Vec<NamedPolicy<'_>> = managed.iter().map(|(name, document)| NamedPolicy { name, document }).collect();
    decide(&named, None, &Question { action, resource, context }) == EvalDecision::Allowed
}

#[test]
fn committed_files_are_fresh() {
    for file in render(&catalogue()) {
        let committed = fs::read_to_string(root().join(&file.path)).unwrap_or_default();
        assert!(committed == file.text, "{} is stale: run `make render` and commit the result", file.path);
    }
}

#[test]
fn no_rendered_policy_outlives_its_section() {
    let rendered: BTreeSet<String> = render(&catalogue()).into_iter().map(|file| file.path).collect();
    for item in fs::read_dir(root().join("role/policies")).unwrap() {
        let path = format!("role/policies/{}", item.unwrap().file_name().to_str().unwrap());
        assert!(rendered.contains(&path), "{path} is no longer rendered: remove it");
    }
}

#[test]
fn the_bundled_policies_allow_what_is_required_and_every_action_is_needed() {
    let managed = managed();
    for required in required_permissions(&RoleOptions::default()) {
        let (resource, context) = (
            required.scope.resource_for(&role(), &RoleOptions::default()),
            required.scope.context_for(&role(), &RoleOptions::default()),
        );
        assert!(allowed(&managed, required.action, &resource, &context), "{} on {resource}", required.action);
        let quoted = format!("\"{}\"", required.action);
        let without: Vec<_> =
            managed.iter().map(|(name, text)| (name.clone(), text.replace(&quoted, "\"none:None\""))).collect();
        assert!(
            !allowed(&without, required.action, &resource, &context),
            "{} is allowed by something else, which is then too broad",
            required.action
        );
    }
}

#[test]
fn the_bundled_policies_allow_nothing_more() {
    let texts: Vec<PolicyText> = managed()
        .into_iter()
        .map(|(name, document)| PolicyText { name, arn: None, document: Some(document) })
        .collect();
    assert_eq!(excess(&role(), &RoleOptions::default(), &texts), [], "the role as we make it has no excess");
    for (action, resource) in [
        ("ec2:CreateVpc", "*"),
        ("ec2:DescribeInstances", "*"),
        ("iam:GetRole", "arn:aws:iam::123456789012:role/Other"),
        ("iam:SimulatePrincipalPolicy", "arn:aws:iam::123456789012:user/alice"),
        ("iam:GetPolicy", "arn:aws:iam::123456789012:policy/Other"),
        ("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/AlethiaProvisionerRole"),
        ("iam:ListUserTags", "arn:aws:iam::210987654321:user/alice"),
        ("route53:ListTagsForResource", "arn:aws:route53:::healthcheck/1"),
        ("iam:CreateRole", "arn:aws:iam::123456789012:role/Other"),
        ("eks:DeleteCluster", "arn:aws:eks:eu-central-1:123456789012:cluster/other"),
        ("s3:GetObject", "arn:aws:s3:::alethia-files/object"),
        ("sts:AssumeRole", "arn:aws:iam::123456789012:role/Other"),
    ] {
        assert!(!allowed(&managed(), action, resource, &[]), "{action} on {resource} is outside");
    }
}

/// The actions of a text's statements: the quoted words between `Action` and the end of its list.
fn actions(text: &str, list: &str) -> BTreeSet<String> {
    let lists = text.split(list).skip(1).map(|rest| rest.split(']').next().unwrap());
    lists.flat_map(|items| items.split(['"', '\'']).skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn all_artefacts_name_the_same_actions() {
    let catalogue = catalogue();
    let features = ["CustomerManagedKeys", "LogGroups", "LoadBalancerAssociation"];
    let policies = catalogue.policies(&features).into_iter().chain([catalogue.boundary(&features)]);
    let named = policies.flat_map(|policy| policy.statements).flat_map(|statement| statement.actions);
    let expected: BTreeSet<String> = named.map(str::to_owned).collect();
    assert!(expected.len() > 300, "the whole table is there: {}", expected.len());
    let main = terraform_module_files().iter().find(|file| file.path == "main.tf").unwrap().text;
    assert_eq!(actions(cloudformation_template(), "Action: ["), expected, "the template has the catalogue's actions");
    assert_eq!(actions(main, "Action = ["), expected, "the module has the catalogue's actions");
    assert_eq!(actions(terraform_single_file(), "Action = ["), expected, "the single file has the catalogue's actions");
}

#[test]
fn the_boundary_is_a_ceiling() {
    let (managed, boundary) = bundled();
    assert!(managed.iter().all(|(name, _)| !name.ends_with(BOUNDARY)), "the role is not given it");
    let everything = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let own = NamedPolicy { name: "own", document: everything };
    let limit = NamedPolicy { name: "boundary", document: &boundary };
    let asked = |action, resource| decide(&[own], Some(limit), &Question { action, resource, context: &[] });
    let bucket = "arn:aws:iam::123456789012:role/alethia/workload";
    for action in ["iam:PutRolePolicy", "iam:CreateRole", "iam:PassRole", "lambda:CreateFunction", "s3:PutBucketPolicy"]
    {
        let decision = asked(action, bucket);
        assert!(matches!(decision, EvalDecision::NotAllowedByBoundary { .. }), "{action}: {decision:?}");
    }
    let hop = asked("sts:AssumeRole", "arn:aws:iam::123456789012:role/Admin");
    assert!(matches!(hop, EvalDecision::ExplicitDeny { .. }), "also where a trust policy names a session: {hop:?}");
    let table = asked("dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:123456789012:table/alethia-orders");
    assert_eq!(table, EvalDecision::Allowed, "a workload can use its data");
}

#[test]
fn the_template_carries_its_version_and_digest() {
    let template = cloudformation_template();
    let digest = template_inner_sha256();
    assert_eq!(template.matches(&digest).count(), 2, "in the metadata and in the output");
    assert_eq!(template.matches(&format!("Value: {}", template_version())).count(), 2, "in a tag and in the output");
    assert_ne!(template_sha256(), digest, "a file cannot hold its own digest");
    assert_eq!(template_sha256().len(), 64, "as sha256sum prints it");
}

#[test]
fn the_template_has_the_parameters_that_are_told() {
    let template = cloudformation_template();
    let names: Vec<&str> = template_parameters().iter().map(|parameter| parameter.name).collect();
    assert_eq!(
        names,
        [
            "ExternalId",
            "PlatformAccountId",
            "RunnerRoleArn",
            "RoleName",
            "ResourcePrefix",
            "CustomerManagedKeys",
            "LogGroups",
            "LoadBalancerAssociation"
        ],
        "the contract of the link"
    );
    let required: Vec<&str> =
        template_parameters().iter().filter(|parameter| parameter.required()).map(|parameter| parameter.name).collect();
    assert_eq!(required, ["ExternalId", "PlatformAccountId"], "what a link must carry");
    for parameter in template_parameters() {
        assert!(template.contains(&format!("\n  {}:\n    Type: String\n", parameter.name)), "{}", parameter.name);
    }
    assert!(!template.contains("NoEcho"), "a quick-create link cannot fill a NoEcho parameter");
}

#[test]
fn the_artefacts_keep_awss_limits() {
    assert!(cloudformation_template().len() <= 51_200, "a template that is sent inline has at most 51,200 bytes");
    assert!(managed().len() <= 10, "a role takes ten managed policies");
    let longest = "a".repeat(64);
    for (name, text) in managed() {
        let worst = text.replace("AlethiaProvisionerRole", &longest).replace("arn:aws:", "arn:aws-us-gov:");
        let size = worst.chars().filter(|c| !c.is_whitespace()).count();
        assert!(size <= 6_144, "{name} has {size} characters with the longest role name, a policy takes 6,144");
    }
}

#[test]
fn capabilities_are_sentences() {
    for text in capabilities().can.iter().chain(capabilities().cannot) {
        assert!(text.ends_with('.') && text.len() > 20, "{text:?} is a sentence for people");
    }
}

#[test]
fn the_representative_resources_follow_the_role() {
    let role: RoleArn = "arn:aws-us-gov:iam::123456789012:role/team/Builder".parse().unwrap();
    let options = RoleOptions::from_tags(&[("alethia:resource-prefix".to_owned(), "acme".to_owned())]);
    let of = |action: &str| {
        let required =
            required_permissions(&RoleOptions::default()).into_iter().find(|it| it.action == action).unwrap();
        required.scope.resource_for(&role, &options)
    };
    assert_eq!(of("ec2:DescribeVpcs"), "*", "no narrower resource exists");
    assert_eq!(of("iam:GetRole"), role.to_string(), "the role itself, with its path");
    assert_eq!(of("iam:GetPolicy"), "arn:aws-us-gov:iam::123456789012:policy/Builder-Discovery", "its own policy");
    assert_eq!(
        of("eks:DescribeCluster"),
        "arn:aws-us-gov:eks:eu-central-1:123456789012:cluster/acme-example",
        "named as the role was told"
    );
}

#[test]
fn what_the_connection_test_calls_is_known() {
    let required = required_permissions(&RoleOptions::default());
    let tried = |service: &str| required.iter().any(|it| it.service == service && it.is_tried());
    assert!(tried("Discovery") && tried("Self-check"), "the rows that are there for it");
    assert!(!tried("IAM"), "iam:GetRole on the role itself says nothing of the roles that it makes");
}

#[test]
fn an_optional_feature_is_required_only_where_it_was_chosen() {
    let chosen = [("alethia:log-groups".to_owned(), "yes".to_owned())];
    let needs =
        |options: &RoleOptions| required_permissions(options).iter().any(|it| it.action == "logs:CreateLogGroup");
    assert!(!needs(&RoleOptions::default()), "the default role does without");
    assert!(needs(&RoleOptions::from_tags(&chosen)), "the role's tags say that it was chosen");
}
