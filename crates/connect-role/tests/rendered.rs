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

/// The bundled managed policies with the role's account filled in.
fn managed() -> Vec<(String, String)> {
    let all: Value = serde_json::from_str(policies()).unwrap();
    let text = |document: &Value| document.to_string().replace("TARGET_ACCOUNT_ID", "123456789012");
    let entries = all.as_object().unwrap().iter().filter(|(name, _)| *name != "trust-policy");
    entries.map(|(name, document)| (name.clone(), text(document))).collect()
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
        ("sts:AssumeRole", "arn:aws:iam::123456789012:role/Other"),
    ] {
        assert!(!allowed(&managed(), action, resource, &[]), "{action} on {resource} is outside");
    }
}

#[test]
fn all_artefacts_name_the_same_actions() {
    let permissions: BTreeSet<String> = catalogue()
        .policies(&[])
        .iter()
        .flat_map(|policy| &policy.statements)
        .flat_map(|statement| statement.actions.iter().map(ToString::to_string))
        .collect();
    let main = terraform_module_files().iter().find(|file| file.path == "main.tf").unwrap().text;
    for (name, text) in [("template", cloudformation_template()), ("module", main), ("file", terraform_single_file())] {
        let service = |word: &str| {
            word.contains(':') && permissions.iter().any(|known| known.split(':').next() == word.split(':').next())
        };
        let words = text.split(|c: char| c.is_whitespace() || "\",'".contains(c));
        let named: BTreeSet<String> = words
            .filter(|word| service(word) && !word.ends_with(':') && word.matches(':').count() == 1)
            .filter(|word| word.rsplit(':').next().unwrap().starts_with(|c: char| c.is_ascii_uppercase()))
            .filter(|word| !word.contains("ExternalId"))
            .map(str::to_owned)
            .chain(std::iter::once("sts:AssumeRole".to_owned()))
            .collect();
        assert_eq!(named, permissions, "the {name} has the catalogue's actions");
    }
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
    let of = |action: &str| {
        let required =
            required_permissions(&RoleOptions::default()).into_iter().find(|it| it.action == action).unwrap();
        required.scope.resource_for(&role, &RoleOptions::default())
    };
    assert_eq!(of("ec2:DescribeVpcs"), "*", "no narrower resource exists");
    assert_eq!(of("iam:GetRole"), role.to_string(), "the role itself, with its path");
    assert_eq!(of("iam:GetPolicy"), "arn:aws-us-gov:iam::123456789012:policy/Builder-Discovery", "its own policy");
}
