//! What must be gone after a redaction, and what must stay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::check::Audience;
use crate::render;
use crate::schema::report_schema;

const EXAMPLE: &str = include_str!("../../tests/data/report.example.json");

fn example() -> Report {
    serde_json::from_str(EXAMPLE).unwrap()
}

/// Everything that a report can be exported as, by its name.
fn formats(report: &Report) -> [(&'static str, String); 5] {
    [
        ("JSON", serde_json::to_string_pretty(report).unwrap()),
        ("Markdown", render::markdown(report)),
        ("HTML", render::html(report).replace("<wbr>", "")),
        ("text", render::text(report, false)),
        ("CSV", render::csv(&report.resources)),
    ]
}

/// The example with one text put wherever text comes from AWS, from a person or from the app.
fn saying(text: &str, mut report: Report) -> Report {
    for check in &mut report.checks {
        check.summary = text.to_owned();
        check.remedies =
            vec![Remedy::words(Audience::You, text).with_snippet(text).with_url(format!("https://console/{text}"))];
    }
    report.runner.profile = Some(text.to_owned());
    report.coverage.iter_mut().for_each(|cell| cell.detail = Some(text.to_owned()));
    for resource in &mut report.resources {
        resource.name = Some(text.to_owned());
        resource.arn = format!("arn:aws:ec2:eu-west-1:x:{text}");
        resource.tags.insert(text, text);
        resource.attributes.edit(|map| {
            map.insert("description".to_owned(), json!(text));
            map.insert("ingress".to_owned(), json!([{ "peer": text }]));
        });
    }
    let earlier = Report { resources: Vec::new(), ..report.clone() };
    let mut changed = report.clone();
    for resource in &mut changed.resources[1..] {
        resource.attributes.edit(|map| map["description"] = json!(format!("not {text}")));
        resource.tags.insert(format!("not {text}"), text);
    }
    report.compared_with(&if text.len().is_multiple_of(2) { earlier } else { changed })
}

#[test]
fn the_example_loses_its_numbers_and_stays_a_report() {
    let report = example();
    let redacted = report.clone().redacted();
    for (format, text) in formats(&redacted) {
        for hidden in ["210987654321", "123456789012", report.connection.external_id.as_str()] {
            assert!(!text.contains(hidden), "{format} still names {hidden}");
        }
        for id in report.resources.iter().map(|resource| resource.id.as_str()) {
            assert!(format == "text" || text.contains(id), "{format} keeps the id {id}");
        }
    }
    assert_eq!(redacted.connection.account_id.as_str(), "000000000001", "the target account is the first");
    assert_eq!(redacted.runner.arn.as_deref(), Some("arn:aws:iam::000000000002:user/alethia-runner"), "and so on");
    assert_eq!(
        redacted.connection.role_arn.to_string(),
        "arn:aws:iam::000000000001:role/AlethiaProvisionerRole",
        "the same account is the same placeholder everywhere"
    );
    assert_eq!(redacted.connection.external_id.as_str(), EXTERNAL_ID, "the External ID is a word");
    assert!(redacted.redacted && !report.redacted, "the report says that it is redacted");
    assert_ne!(redacted.seal, report.seal, "its seal is its own");
    assert_eq!(redacted.clone().sealed(), redacted, "and holds");
    let schema = jsonschema::validator_for(&report_schema()).unwrap();
    assert!(schema.is_valid(&serde_json::to_value(&redacted).unwrap()), "it follows the schema");
}

#[test]
fn what_is_no_account_number_stays() {
    let mut report = example();
    let kept = [
        "0b6c1f4e-5d59-4d0c-9b1c-111122223333",
        "vpc-0111122223333aaaa",
        "1111222233334",
        "sg-111122223333abcde",
        "at 2026-03-02T09:14:07.512Z",
    ];
    report.checks[0].summary = kept.join(" ");
    report.checks[0].request_ids = vec!["0b6c1f4e-5d59-4d0c-9b1c-111122223333".to_owned()];
    let redacted = report.clone().redacted();
    assert_eq!(redacted.checks[0].summary, report.checks[0].summary, "request ids, resource ids and longer numbers");
    assert_eq!(redacted.checks[0].request_ids, report.checks[0].request_ids, "AWS's support asks for these");
    assert_eq!(redacted.report_id, report.report_id, "CloudTrail is searched by it");
}

/// Each text, where words of AWS's stand, with what takes its place.
fn assert_redacted(mut report: Report, texts: &[(&str, &str)]) {
    assert!(texts.len() <= report.coverage.len(), "a cell for each text");
    for (cell, (text, _)) in report.coverage.iter_mut().zip(texts) {
        cell.detail = Some((*text).to_owned());
    }
    let redacted = report.redacted();
    for (cell, (text, wanted)) in redacted.coverage.iter().zip(texts) {
        assert_eq!(cell.detail.as_deref(), Some(*wanted), "{text:?}");
    }
}

#[test]
fn an_account_is_found_wherever_it_stands() {
    let report = example();
    let texts = [
        ("arn:aws:iam::777788889999:root", "arn:aws:iam::000000000003:root"),
        ("arn%3Aaws%3Aiam%3A%3A777788889999%3Aroot", "arn%3Aaws%3Aiam%3A%3A000000000003%3Aroot"),
        ("logs-777788889999-eu", "logs-000000000003-eu"),
        ("7777-8888-9999", "000000000003"),
        ("n777788889999x", "n000000000003x"),
        ("777788889999/sg-1", "000000000003/sg-1"),
        ("line\n777788889999", "line\n000000000003"),
        ("(210987654321)", "(000000000001)"),
    ];
    assert_redacted(report, &texts);
}

#[test]
fn an_external_id_is_found_also_where_it_is_escaped() {
    let mut report = example();
    report.connection.external_id = "Team/a+b=c:1".parse().unwrap();
    let texts = [
        ("\"sts:ExternalId\": \"Team/a+b=c:1\"", "\"sts:ExternalId\": \"REDACTED\""),
        ("param_ExternalId=Team%2Fa%2Bb%3Dc%3A1&x=1", "param_ExternalId=REDACTED&x=1"),
        ("param_ExternalId=Team/a%2bb=c:1", "param_ExternalId=REDACTED"),
        ("it is team/a+b=c:1, in the wrong case", "it is REDACTED, in the wrong case"),
        ("Team/a+b=c:2 %zz 100%", "Team/a+b=c:2 %zz 100%"),
    ];
    assert_redacted(report, &texts);
}

#[test]
fn an_external_id_that_is_a_common_word_breaks_no_form() {
    let schema = jsonschema::validator_for(&report_schema()).unwrap();
    for word in ["aws", "role", "iam", "arn:aws:iam:", "us-east-1", "210987654321", "AlethiaProvisionerRole", "12"] {
        let mut report = example();
        report.connection.external_id = word.parse().unwrap();
        report.checks[0].summary = format!("It is \"{word}\"; lawsuit, x12y.");
        let redacted = report.redacted();
        let complaints: Vec<String> =
            schema.iter_errors(&serde_json::to_value(&redacted).unwrap()).map(|error| error.to_string()).collect();
        assert_eq!(complaints, Vec::<String>::new(), "{word} as the External ID leaves a report");
        assert_eq!(redacted.connection.external_id.as_str(), EXTERNAL_ID, "{word} is hidden where it is presented");
        assert_eq!(redacted.checks[0].summary, "It is \"REDACTED\"; lawsuit, x12y.", "{word} as a word of its own");
    }
}

/// Account numbers, some of which look like placeholders.
fn accounts() -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(prop_oneof!["[0-9]{12}", "00000000000[0-5]"], 2..6)
}

/// How account number and External ID can stand in a text.
fn sentence(account: &str, external_id: &str, shape: usize) -> String {
    let encoded = percent_encoding::utf8_percent_encode(external_id, percent_encoding::NON_ALPHANUMERIC);
    let grouped = format!("{}-{}-{}", &account[..4], &account[4..8], &account[8..]);
    match shape {
        0 => format!("arn:aws:iam::{account}:role/X asks for {external_id}."),
        1 => format!("{{\"AWS\": \"{account}\", \"sts:ExternalId\": [\"{external_id}\"]}}"),
        2 => format!("https://x/?param_ExternalId={encoded}&arn=arn%3Aaws%3Aiam%3A%3A{account}%3Aroot"),
        3 => format!("{grouped} is {account}, and <{external_id}>|`{account}`\n{account}"),
        _ => format!("a{account}b, _{external_id}_, {account}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_format_names_what_was_redacted(
        accounts in accounts(), shape in 0_usize..5,
        external_id in prop_oneof![
            "[A-Za-z0-9_+=,.@:/-]{10,40}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9]{12}", "team-[0-9]{12}"],
    ) {
        let list: Vec<&String> = accounts.iter().collect();
        let mut report = example();
        report.connection.account_id = list[0].parse().unwrap();
        report.connection.role_arn = format!("arn:aws:iam::{}:role/X", list[0]).parse().unwrap();
        report.connection.external_id = external_id.parse().unwrap();
        report.runner.account_id = Some(list[1].parse().unwrap());
        report.runner.arn = Some(format!("arn:aws:iam::{}:user/r", list[1]));
        let text: Vec<String> = list.iter().map(|account| sentence(account, &external_id, shape)).collect();
        let redacted = saying(&text.join(" "), report).redacted();
        for (format, text) in formats(&redacted) {
            for account in &accounts {
                prop_assert!(!text.contains(account.as_str()), "{} names account {}", format, account);
            }
            prop_assert!(!text.contains(&external_id), "{} names External ID {}", format, external_id);
        }
    }
}
