#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;

const HEAD: &str = r#"
version = "1"
description = "A role."
max_session_seconds = 3600
cannot = ["Harm."]
"#;

/// A row of the table with everything that a row may have.
const QUEUES: &str = r#"
order = 2
service = "SQS / SNS"
policy = "Messaging"
summary = "Makes queues."
can = ["Make queues."]

[scope.OwnQueues]
resources = ["arn:${partition}:sqs:*:${account}:alethia-*"]
example = "arn:${partition}:sqs:us-east-1:${account}:alethia-example"
reason = "By name."
condition = [
  { operator = "StringEquals", key = "aws:RequestTag/alethia:managed", values = ["true"] },
  { operator = "StringLike", key = "aws:RequestTag/team", values = ["a*"], example = ["ab"] },
]

[scope.Everywhere]
resources = ["*"]
reason = "No narrower resource."

[scope.EveryKey]
resources = ["*"]
reason = "No narrower resource."

[scope.NeverThese]
effect = "deny"
resources = ["${role_arn}"]
reason = "Not itself."

[[entry]]
resource = "aws_sqs_queue"
provider = ">= 5.0, < 7.0"
create = [{ action = "sqs:CreateQueue", scope = "OwnQueues", reason = "makes one" }]
read = [{ action = "sqs:GetQueueAttributes", scope = "OwnQueues", reason = "reads one" }]
delete = [{ action = "sqs:DeleteQueue", scope = "OwnQueues", reason = "removes one" }]

[[entry]]
purpose = "Encrypted queues"
feature = "CustomerManagedKeys"
read = [{ action = "kms:ListAliases", scope = "EveryKey", reason = "finds the key" }]

[[entry]]
purpose = "Names"
read = [{ action = "sqs:ListQueues", scope = "Everywhere", reason = "lists" }]

[[entry]]
purpose = "Itself"
never = [{ action = "iam:DeleteRole", scope = "NeverThese", reason = "never removes itself" }]
"#;

/// What the roles that the role makes can do.
const BOUNDARY: &str = r#"
order = 99
service = "Workloads"
policy = "WorkloadBoundary"
summary = "A ceiling."
can = ["Little."]

[scope.OwnObjects]
resources = ["arn:${partition}:s3:::${prefix}-*"]
example = "arn:${partition}:s3:::${prefix}-example"
reason = "By name."

[[entry]]
purpose = "Objects"
read = [{ action = "s3:GetObject", scope = "OwnObjects", reason = "reads one" }]
"#;

/// The same row in few words: scopes by default, reasons left to the parser.
const SHORT: &str = r#"
order = 3
service = "Short"
policy = "Short"
summary = "Makes queues."
can = ["Make queues."]
read_scope = "Seen"

[scope.Seen]
resources = ["*"]
reason = "No narrower resource."

[scope.Made]
resources = ["arn:${partition}:sqs:*:${account}:${prefix}-*"]
example = "arn:${partition}:sqs:us-east-1:${account}:${prefix}-example"
reason = "By name."

[[entry]]
resource = "aws_sqs_queue"
provider = ">= 5.0, < 7.0"
scope = { create = "Made", delete = "Made" }
create = ["sqs:CreateQueue", { action = "sqs:TagQueue", reason = "tags it" }, { action = "sqs:ListQueues", scope = "Seen" }]
read = ["sqs:GetQueueAttributes"]
delete = ["sqs:DeleteQueue"]
"#;

pub(crate) fn read(files: &[(&str, &str)]) -> Result<Catalogue, CatalogueError> {
    let source = |(file, text): &(&str, &str)| Source { file: (*file).to_owned(), text: (*text).to_owned() };
    Catalogue::read(&files.iter().chain([&("boundary.toml", BOUNDARY)]).map(source).collect::<Vec<_>>())
}

pub(crate) fn sample() -> Catalogue {
    read(&[("role.toml", HEAD), ("queues.toml", QUEUES)]).expect("the sample keeps every rule")
}

#[test]
fn a_row_is_read_with_all_its_parts() {
    let catalogue = sample();
    let section = &catalogue.sections[0];
    let Subject::ResourceType { name, provider } = &section.entries[0].subject else { panic!("a resource type") };
    assert_eq!((name.as_str(), provider.as_str()), ("aws_sqs_queue", ">= 5.0, < 7.0"), "the provider range stays");
    let lifecycles: Vec<Lifecycle> = section.entries[0].grants.iter().map(|grant| grant.lifecycle).collect();
    assert_eq!(lifecycles, [Lifecycle::Create, Lifecycle::Read, Lifecycle::Delete], "in the order of a life");
    let scope = section.scope("OwnQueues").unwrap();
    let context: Vec<_> = scope.conditions.iter().map(|it| (it.key.as_str(), it.met_by().join(","))).collect();
    assert_eq!(
        context,
        [("aws:RequestTag/alethia:managed", "true".to_owned()), ("aws:RequestTag/team", "ab".to_owned())],
        "a pattern is asked for by its example, an exact value by itself"
    );
}

#[test]
fn what_a_short_row_leaves_out_is_filled_in() {
    let catalogue = read(&[("role.toml", HEAD), ("short.toml", SHORT)]).unwrap();
    let grants = &catalogue.sections[0].entries[0].grants;
    let told: Vec<_> = grants.iter().map(|it| (it.action.as_str(), it.scope.as_str(), it.reason.as_str())).collect();
    assert_eq!(
        told,
        [
            ("sqs:CreateQueue", "Made", "creates aws_sqs_queue"),
            ("sqs:TagQueue", "Made", "tags it"),
            ("sqs:ListQueues", "Seen", "creates aws_sqs_queue"),
            ("sqs:GetQueueAttributes", "Seen", "reads aws_sqs_queue"),
            ("sqs:DeleteQueue", "Made", "deletes aws_sqs_queue"),
        ],
        "the entry's scope for that part of a life, the file's for reads, and a plain reason"
    );
}

#[test]
fn the_boundary_is_no_policy_of_the_role() {
    let catalogue = sample();
    assert!(catalogue.policies(&[]).iter().all(|policy| policy.name != BOUNDARY_POLICY), "nobody is given it");
    let boundary = catalogue.boundary(&[]);
    assert_eq!(boundary.name, BOUNDARY_POLICY, "the name that the IAM scopes demand");
    assert_eq!(boundary.statements[0].scope.name, "OwnObjects", "its statements are its own");
}

#[test]
fn faults_of_short_rows_are_told_too() {
    let cases = [
        ("create = \"Made\", ", "", "entry \"aws_sqs_queue\"", "sqs:CreateQueue has no scope"),
        ("read_scope = \"Seen\"\n", "", "entry \"aws_sqs_queue\"", "give the entry a scope for read"),
        ("create = \"Made\"", "creat = \"Made\"", "entry \"aws_sqs_queue\"", "unknown field `creat`"),
        ("[\"sqs:DeleteQueue\"]", "[7]", "entry \"aws_sqs_queue\"", "invalid type"),
        (
            "provider = \">= 5.0, < 7.0\"",
            "feature = \"Gold\"\nprovider = \"5\"",
            "entry \"aws_sqs_queue\"",
            "\"Gold\" is not one of",
        ),
        (
            "provider = \">= 5.0, < 7.0\"",
            "feature = \"LogGroups\"\nprovider = \"5\"",
            "section",
            "the policy Short is empty",
        ),
    ];
    for (from, to, place, words) in cases {
        assert!(SHORT.contains(from), "the case looks for {from:?}, which the sample does not have");
        let text = SHORT.replacen(from, to, 1);
        let error = read(&[("role.toml", HEAD), ("short.toml", &text)]).expect_err(to);
        assert_eq!(error.place, place, "of {to:?}: {error}");
        assert!(error.to_string().contains(words), "{to:?} should be told of {words:?}, was told: {error}");
    }
}

#[test]
fn a_feature_is_left_out_unless_it_is_chosen() {
    let catalogue = sample();
    let actions = |features: &[&str]| -> Vec<String> {
        let policies = catalogue.policies(features);
        let statements = policies.iter().flat_map(|policy| &policy.statements);
        statements.flat_map(|statement| statement.actions.iter().map(ToString::to_string)).collect()
    };
    assert!(!actions(&[]).contains(&"kms:ListAliases".to_owned()), "the default role has no optional feature");
    assert!(actions(&["CustomerManagedKeys"]).contains(&"kms:ListAliases".to_owned()), "a chosen feature is there");
    assert!(actions(&["LogGroups"]).contains(&"sqs:ListQueues".to_owned()), "what has no feature is always there");
}

#[test]
fn one_scope_is_one_statement_and_sections_may_share_a_policy() {
    let more = QUEUES
        .replace("order = 2", "order = 1")
        .replace("SQS / SNS", "Topics")
        .replace("OwnQueues", "OwnTopics")
        .replace("Everywhere", "AllTopics")
        .replace("EveryKey", "TopicKeys")
        .replace("NeverThese", "NeverTopics");
    let catalogue = read(&[("role.toml", HEAD), ("queues.toml", QUEUES), ("topics.toml", &more)]).unwrap();
    assert_eq!(catalogue.sections[0].service, "Topics", "by order, not by file name");
    let policies = catalogue.policies(&[]);
    assert_eq!(policies.len(), 1, "both name the policy Messaging");
    let sids: Vec<&str> = policies[0].statements.iter().map(|statement| statement.scope.name.as_str()).collect();
    assert_eq!(
        sids,
        ["OwnTopics", "AllTopics", "NeverTopics", "OwnQueues", "Everywhere", "NeverThese"],
        "one statement for each scope in the order of first use"
    );
    let actions: Vec<&str> = policies[0].statements[0].actions.iter().copied().collect();
    assert_eq!(actions, ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes"], "sorted");
}

#[test]
fn what_it_never_may_is_not_what_it_needs() {
    let catalogue = sample();
    let needs: Vec<&str> = catalogue.sections[0].needs().map(|(_, grant)| grant.action.as_str()).collect();
    assert!(!needs.contains(&"iam:DeleteRole"), "a denied action is not required: {needs:?}");
    assert_eq!(needs.len(), 5, "three of the queue's, the list and the feature's: {needs:?}");
}

/// A change of the sample, and what must be said of it: file, place and rule.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("order = 2", "order = 2\ncolour = 1", "section", "unknown field `colour`"),
    ("order = 2\n", "", "section", "missing field `order`"),
    ("order = 2", "order = \"two\"", "section", "invalid type"),
    ("order = 2", "order = = 2", "file", "not TOML"),
    ("summary = \"Makes queues.\"", "summary = \" \"", "section", "summary is empty"),
    ("can = [\"Make queues.\"]", "can = []", "section", "can is empty"),
    ("policy = \"Messaging\"", "policy = \"my policy\"", "section", "\"my policy\" is not usable as a name"),
    ("reason = \"By name.\"", "reason = \"By name.\"\nwidth = 1", "scope OwnQueues", "unknown field `width`"),
    ("reason = \"By name.\"", "reason = \"\"", "scope OwnQueues", "reason is empty"),
    ("[scope.Everywhere]", "[scope.every-where]", "scope every-where", "not usable as a name"),
    ("resources = [\"*\"]", "resources = []\nexample = \"*\"", "scope Everywhere", "resources is empty"),
    ("resources = [\"*\"]", "resources = [\"sqs\"]", "scope Everywhere", "neither an ARN nor *"),
    (
        "[\"arn:${partition}:sqs:*",
        "[\"arn:${partitoin}:sqs:*",
        "scope OwnQueues",
        "\"${partitoin}\" is not a placeholder",
    ),
    (
        "example = \"arn:${partition}:sqs:us-east-1:${account}:alethia-example\"\n",
        "",
        "scope OwnQueues",
        "needs an example",
    ),
    (":alethia-example", ":other", "scope OwnQueues", "is not one ARN inside"),
    (":alethia-example", ":alethia-*", "scope OwnQueues", "is not one ARN inside"),
    ("values = [\"true\"]", "values = []", "scope OwnQueues", "has no value"),
    ("values = [\"true\"]", "values = [true]", "scope OwnQueues", "invalid type"),
    ("effect = \"deny\"", "effect = \"maybe\"", "scope NeverThese", "unknown variant `maybe`"),
    ("effect = \"deny\"", "effect = \"allow\"", "entry \"Itself\"", "listed as never, but the scope NeverThese"),
    (
        "\"kms:ListAliases\", scope = \"EveryKey\"",
        "\"kms:ListAliases\", scope = \"NeverThese\"",
        "entry \"Encrypted queues\"",
        "listed as needed",
    ),
    ("\"sqs:CreateQueue\"", "\"CreateQueue\"", "entry \"aws_sqs_queue\"", "\"CreateQueue\" is not an IAM action"),
    ("\"sqs:CreateQueue\"", "\"sqs:\"", "entry \"aws_sqs_queue\"", "is not an IAM action"),
    ("\"sqs:CreateQueue\"", "\":CreateQueue\"", "entry \"aws_sqs_queue\"", "is not an IAM action"),
    ("\"sqs:CreateQueue\"", "\"sqs:Create*\"", "entry \"aws_sqs_queue\"", "\"sqs:Create*\" has a wildcard"),
    ("\"sqs:CreateQueue\"", "\"*\"", "entry \"aws_sqs_queue\"", "has a wildcard"),
    (
        "reason = \"makes one\" }]",
        "reason = \"makes one\" }, { action = \"sqs:CreateQueue\", scope = \"OwnQueues\", reason = \"again\" }]",
        "entry \"aws_sqs_queue\"",
        "sqs:CreateQueue is there twice",
    ),
    ("reason = \"makes one\"", "reason = \"\"", "entry \"aws_sqs_queue\"", "reason is empty"),
    (", reason = \"lists\"", "", "entry \"Names\"", "sqs:ListQueues has no reason"),
    (
        "\"sqs:ListQueues\", scope = \"Everywhere\"",
        "\"sqs:ListQueues\", scope = \"EveryKey\"",
        "scope EveryKey",
        "used with the feature \"CustomerManagedKeys\" and without",
    ),
    (
        "operator = \"StringLike\", key = \"aws:RequestTag/team\", values = [\"a*\"], example = [\"ab\"]",
        "operator = \"StringNotEquals\", key = \"aws:RequestTag/team\", values = [\"a\"]",
        "scope OwnQueues",
        "give an example that meets it",
    ),
    ("reason = \"makes one\"", "reason = \"makes one\", why = 1", "entry \"aws_sqs_queue\"", "unknown field `why`"),
    (
        "scope = \"OwnQueues\", reason = \"makes one\"",
        "scope = \"Nowhere\", reason = \"makes one\"",
        "entry \"aws_sqs_queue\"",
        "refers to the scope \"Nowhere\"",
    ),
    ("provider = \">= 5.0, < 7.0\"\n", "", "entry \"aws_sqs_queue\"", "needs provider"),
    ("purpose = \"Names\"", "purpose = \"Names\"\nprovider = \"5\"", "entry \"Names\"", "a purpose has no provider"),
    ("purpose = \"Names\"\n", "", "entry 3", "either a resource"),
    ("purpose = \"Names\"", "purpose = \"Names\"\nupdates = []", "entry \"Names\"", "unknown field `updates`"),
    (
        "read = [{ action = \"sqs:ListQueues\", scope = \"Everywhere\", reason = \"lists\" }]",
        "",
        "entry \"Names\"",
        "grants nothing",
    ),
    (
        "never = [{ action = \"iam:DeleteRole\", scope = \"NeverThese\", reason = \"never removes itself\" }]",
        "read = [{ action = \"sqs:ListQueues\", scope = \"Everywhere\", reason = \"lists\" }]",
        "scope NeverThese",
        "no entry uses this scope",
    ),
];

#[test]
fn every_fault_is_told_with_file_place_and_rule() {
    for (from, to, place, words) in FAULTS {
        assert!(QUEUES.contains(from), "the case looks for {from:?}, which the sample does not have");
        let text = QUEUES.replacen(from, to, 1);
        let error = read(&[("role.toml", HEAD), ("queues.toml", &text)]).expect_err(to);
        let message = error.to_string();
        assert_eq!((error.file.as_str(), error.place.as_str()), ("queues.toml", *place), "of {to:?}: {message}");
        assert!(message.contains(words), "{to:?} should be told of {words:?}, was told: {message}");
    }
}

#[test]
fn faults_of_the_head_and_between_files_are_told_too() {
    let shared = QUEUES.replace("order = 2", "order = 3");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("queues.toml", QUEUES)], "role.toml, head: the file is missing"),
        (&[("role.toml", HEAD)], "there is no section"),
        (&[("role.toml", &HEAD.replace("3600", "60")), ("queues.toml", QUEUES)], "max_session_seconds is 60"),
        (&[("role.toml", &HEAD.replace("\"Harm.\"", "")), ("queues.toml", QUEUES)], "cannot is empty"),
        (&[("role.toml", &HEAD.replace("version", "versoin")), ("queues.toml", QUEUES)], "unknown field `versoin`"),
        (&[("role.toml", HEAD), ("queues.toml", QUEUES), ("again.toml", QUEUES)], "has the same service"),
        (
            &[("role.toml", HEAD), ("queues.toml", QUEUES), ("more.toml", &QUEUES.replace("SQS / SNS", "More"))],
            "has the same order",
        ),
        (
            &[("role.toml", HEAD), ("queues.toml", QUEUES), ("more.toml", &shared.replace("SQS / SNS", "More"))],
            "a Sid must be unique",
        ),
    ];
    for (files, words) in cases {
        let message = read(files).expect_err(words).to_string();
        assert!(message.contains(words), "should be told of {words:?}, was told: {message}");
    }
}
