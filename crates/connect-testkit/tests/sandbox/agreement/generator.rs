//! Trust policies as people write them: right, wrong and odd in every clause. The same ones in every run.

use connect_testkit::{PLATFORM_ACCOUNT, STRANGER_ACCOUNT};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use super::{RUNNER_ROLE, RUNNER_USER};
use crate::support::EXTERNAL_ID;

/// So many policies, always the same.
pub(super) fn policies(count: usize) -> Vec<Value> {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, b"the same trust policies each run");
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let policy = policy();
    (0..count).map(|_| policy.new_tree(&mut runner).unwrap().current()).collect()
}

fn policy() -> BoxedStrategy<Value> {
    let statements = prop_oneof![
        4 => statement().prop_map(|one| json!([one])),
        2 => statement(),
        5 => prop::collection::vec(statement(), 2..4).prop_map(Value::from),
    ];
    let version = prop_oneof![9 => Just(Some("2012-10-17")), 1 => Just(Some("2008-10-17")), 1 => Just(None)];
    (version, statements)
        .prop_map(|(version, statements)| {
            let mut policy = Map::new();
            policy.extend(version.map(|version| ("Version".to_owned(), json!(version))));
            policy.insert("Statement".to_owned(), statements);
            policy.into()
        })
        .boxed()
}

fn statement() -> BoxedStrategy<Value> {
    let effect = prop_oneof![5 => Just("Allow"), 1 => Just("Deny")];
    let sid = prop_oneof![3 => Just(None), 1 => Just(Some("Trust"))];
    (sid, effect, principal(), action(), conditions())
        .prop_map(|(sid, effect, principal, action, conditions)| {
            let mut statement = Map::new();
            statement.extend(sid.map(|sid| ("Sid".to_owned(), json!(sid))));
            statement.insert("Effect".to_owned(), json!(effect));
            statement.extend([principal, action]);
            if conditions != json!({}) {
                statement.insert("Condition".to_owned(), conditions);
            }
            statement.into()
        })
        .boxed()
}

/// Likely and unlikely values, three to one.
fn mostly(likely: Vec<Value>, unlikely: Vec<Value>) -> BoxedStrategy<Value> {
    prop_oneof![3 => select(likely), 1 => select(unlikely)].boxed()
}

fn principal() -> BoxedStrategy<(String, Value)> {
    let arn = |rest: &str| format!("arn:aws:iam::{PLATFORM_ACCOUNT}:{rest}");
    let (root, user, role) = (arn("root"), arn(&format!("user/{RUNNER_USER}")), arn(&format!("role/{RUNNER_ROLE}")));
    let session = format!("arn:aws:sts::{PLATFORM_ACCOUNT}:assumed-role/{RUNNER_ROLE}/test");
    let stranger = format!("arn:aws:iam::{STRANGER_ACCOUNT}:root");
    let likely = vec![
        json!({ "AWS": root }),
        json!({ "AWS": PLATFORM_ACCOUNT }),
        json!({ "AWS": [root] }),
        json!({ "AWS": user }),
        json!({ "AWS": role }),
        json!({ "AWS": [user, role] }),
        json!({ "AWS": [stranger, root] }),
        json!("*"),
        json!({ "AWS": "*" }),
    ];
    let unlikely = vec![
        json!({ "AWS": stranger }),
        json!({ "AWS": STRANGER_ACCOUNT }),
        json!({ "AWS": arn("user/another") }),
        json!({ "AWS": arn("role/another") }),
        json!({ "AWS": session }),
        json!({ "AWS": [STRANGER_ACCOUNT, "*"] }),
        json!({ "AWS": "AIDAEXAMPLEOFADELETED" }),
        json!({ "AWS": arn("user/*") }),
        json!({ "Service": "ec2.amazonaws.com" }),
        json!({ "AWS": root, "Service": ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] }),
        json!({ "Federated": "arn:aws:iam::444455556666:saml-provider/Corp" }),
        json!({ "Federated": "accounts.google.com", "AWS": user }),
    ];
    let all_but = select(vec![json!({ "AWS": root }), json!({ "AWS": STRANGER_ACCOUNT })]);
    prop_oneof![
        40 => mostly(likely, unlikely).prop_map(|principal| ("Principal".to_owned(), principal)),
        1 => all_but.prop_map(|principal| ("NotPrincipal".to_owned(), principal)),
    ]
    .boxed()
}

fn action() -> BoxedStrategy<(String, Value)> {
    let likely = vec![
        json!("sts:AssumeRole"),
        json!("sts:AssumeRole"),
        json!(["sts:AssumeRole", "sts:TagSession"]),
        json!("STS:assumerole"),
        json!("sts:*"),
        json!("*"),
        json!("sts:Assume*"),
        json!(["sts:TagSession", "sts:Assume????"]),
    ];
    let unlikely = vec![
        json!("sts:TagSession"),
        json!("sts:AssumeRole?"),
        json!("sts:AssumeRoleWithSAML"),
        json!(["sts:SetSourceIdentity", "sts:AssumeRoleWithWebIdentity"]),
        json!([]),
    ];
    let all_but = select(vec![
        json!("sts:TagSession"),
        json!(["sts:AssumeRole"]),
        json!("iam:*"),
        json!(["sts:tagsession", "sts:Assume*"]),
    ]);
    prop_oneof![
        8 => mostly(likely, unlikely).prop_map(|action| ("Action".to_owned(), action)),
        1 => all_but.prop_map(|action| ("NotAction".to_owned(), action)),
    ]
    .boxed()
}

/// An operator, its key and values.
type Clause = (String, String, Value);

/// Clauses of the same operator share its block.
fn conditions() -> BoxedStrategy<Value> {
    let clauses = prop_oneof![
        1 => Just(Vec::new()),
        6 => external_id().prop_map(|clause| vec![clause]),
        1 => other().prop_map(|clause| vec![clause]),
        2 => (external_id(), other()).prop_map(|(first, second)| vec![first, second]),
        1 => (external_id(), external_id(), other()).prop_map(|(first, second, third)| vec![first, second, third]),
    ];
    clauses
        .prop_map(|clauses| {
            let mut block = json!({});
            for (operator, key, values) in clauses {
                block[operator][key] = values;
            }
            block
        })
        .boxed()
}

fn text(choices: &[&'static str]) -> BoxedStrategy<String> {
    select(choices.to_vec()).prop_map(str::to_owned).boxed()
}

fn external_id() -> BoxedStrategy<Clause> {
    let key = prop_oneof![
        12 => Just("sts:ExternalId".to_owned()),
        2 => text(&["sts:externalid", "STS:ExternalID"]),
        2 => text(&["sts:External_Id", "aws:ExternalId", "ExternalId", "sts:ExternalIdd"]),
    ];
    let operator = prop_oneof![
        4 => Just("StringEquals".to_owned()),
        1 => text(&["StringEquals", "StringLike"]),
        1 => text(&["StringEqualsIfExists", "StringLikeIfExists", "StringNotEqualsIfExists", "StringEqualsIgnoreCaseIfExists"]),
        1 => text(&["StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase"]),
        1 => text(&["StringEqualsIgnoreCase", "stringequals", "BinaryEquals", "ArnEquals"]),
        1 => text(&["ForAllValues:StringEquals", "ForAllValues:StringLike", "ForAllValues:StringNotEquals"]),
        1 => text(&["ForAnyValue:StringEquals", "ForAnyValue:StringLike", "ForAnyValue:StringNotEquals"]),
        1 => text(&["ForAllValues:StringEqualsIfExists", "ForAnyValue:StringEqualsIfExists"]),
    ];
    let values = mostly(
        vec![json!(EXTERNAL_ID), json!(EXTERNAL_ID), json!([EXTERNAL_ID]), json!(["other-id", EXTERNAL_ID])],
        vec![
            json!("other-id"),
            json!(["other-id", "wrong-id"]),
            json!("*"),
            json!("3f1c9a52-*"),
            json!(["????????-*-5c2e8b7d6a90"]),
            json!(EXTERNAL_ID.to_uppercase()),
            json!(""),
            json!([]),
        ],
    );
    let presence =
        (Just("Null".to_owned()), select(vec![json!("true"), json!("false"), json!(false), json!(["true"])]));
    prop_oneof![
        12 => (operator, key.clone(), values),
        1 => (key, presence).prop_map(|(key, (operator, value))| (operator, key, value)),
    ]
    .boxed()
}

fn other() -> BoxedStrategy<Clause> {
    let clause = |operators: &[&'static str], key: &'static str, values: Vec<Value>| {
        (text(operators), Just(key.to_owned()), select(values)).boxed()
    };
    let arn = |account: &str, rest: &str| json!(format!("arn:aws:iam::{account}:{rest}"));
    let (user, role) = (format!("user/{RUNNER_USER}"), format!("role/{RUNNER_ROLE}"));
    let arns = vec![
        arn(PLATFORM_ACCOUNT, &user),
        arn(PLATFORM_ACCOUNT, &role),
        json!([arn(PLATFORM_ACCOUNT, &user), arn(PLATFORM_ACCOUNT, &role)]),
        arn("*", &user),
        arn(PLATFORM_ACCOUNT, "user/*"),
        arn(PLATFORM_ACCOUNT, "*"),
        arn(PLATFORM_ACCOUNT, "role/path/*"),
        arn(STRANGER_ACCOUNT, &user),
        json!(format!("arn:aws:*:{user}")),
        json!(format!("arn:aws:sts::{PLATFORM_ACCOUNT}:assumed-role/{RUNNER_ROLE}/*")),
    ];
    let account = vec![
        json!(PLATFORM_ACCOUNT),
        json!(PLATFORM_ACCOUNT),
        json!(STRANGER_ACCOUNT),
        json!([STRANGER_ACCOUNT, PLATFORM_ACCOUNT]),
    ];
    let yes_or_no = vec![json!("true"), json!(true), json!("false"), json!("True")];
    prop_oneof![
        clause(&["Bool", "BoolIfExists"], "aws:MultiFactorAuthPresent", yes_or_no.clone()),
        clause(&["Null"], "aws:MultiFactorAuthPresent", vec![json!("true"), json!("false")]),
        clause(
            &["NumericLessThan", "NumericLessThanIfExists"],
            "aws:MultiFactorAuthAge",
            vec![json!("3600"), json!(60)]
        ),
        clause(&["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"], "aws:PrincipalArn", arns.clone()),
        clause(&["StringEquals", "StringLike", "ArnLikeIfExists", "ForAnyValue:ArnLike"], "aws:principalarn", arns),
        clause(&["StringEquals", "StringEqualsIfExists", "StringLike"], "aws:PrincipalAccount", account.clone()),
        clause(&["StringNotEquals"], "aws:PrincipalAccount", account),
        clause(&["Bool"], "aws:SecureTransport", yes_or_no),
        clause(
            &["StringEquals", "StringLike"],
            "aws:username",
            vec![json!(RUNNER_USER), json!("alethia-*"), json!("x")]
        ),
        clause(&["IpAddress"], "aws:SourceIp", vec![json!("127.0.0.0/8"), json!("203.0.113.0/24")]),
        clause(&["DateGreaterThan"], "aws:CurrentTime", vec![json!("2020-01-01T00:00:00Z")]),
        clause(&["StringEquals", "StringEqualsIfExists"], "aws:PrincipalOrgID", vec![json!("o-example")]),
    ]
    .boxed()
}
