//! What must hold of every rendering, whatever a report holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hostile;

use super::*;
use crate::check::{CheckId, CheckStatus};
use crate::coverage;
use crate::report::{Report, Status};

const EXAMPLE: &str = include_str!("../../tests/data/report.example.json");

fn example() -> Report {
    serde_json::from_str(EXAMPLE).unwrap()
}

#[test]
fn the_example_is_a_true_report() {
    let report = example();
    assert_eq!(serde_json::to_string_pretty(&report).unwrap() + "\n", EXAMPLE, "it reads back to the letter");
    assert_eq!(report.checks.iter().map(|check| check.id).collect::<Vec<_>>(), CheckId::ALL, "ten checks in order");
    assert!(report.checks.iter().all(|check| check.title == check.id.title()), "titles are the product's");
    assert_eq!(Status::of(&report.checks), report.status, "the checks add up to its status");
    assert_eq!(coverage::totals(&report.coverage), report.totals, "the totals add up to the ledger");
    for cell in &report.coverage {
        let found = report.resources.iter().filter(|r| r.region == cell.region && r.kind == cell.kind).count();
        assert_eq!(u64::try_from(found).unwrap(), cell.count, "{} {} as the ledger says", cell.region, cell.kind);
    }
}

#[test]
fn markdown_of_the_example() {
    insta::assert_snapshot!(markdown(&example()));
}

#[test]
fn text_of_the_example() {
    insta::assert_snapshot!(text(&example(), false));
}

#[test]
fn csv_of_the_example() {
    insta::assert_snapshot!(csv(&example().resources));
}

#[test]
fn html_needs_nothing_from_elsewhere() {
    let page = html(&example());
    assert!(
        page.contains(
            r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">"#
        ),
        "the browser is told to load nothing"
    );
    let unsourced = page.replace("-src", "");
    for foreign in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url("] {
        assert!(!unsourced.contains(foreign), "{foreign} would load something");
    }
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        assert!(!tag.contains(" on") && !tag.contains(" style="), "no handler and no style of its own in <{tag}>");
    }
    assert!(
        page.contains("prefers-color-scheme: dark") && page.contains("@media print"),
        "dark and print are provided for"
    );
}

#[test]
fn people_are_told_everything_that_the_json_says() {
    let report = example();
    // Where a long word may break there is nothing to read.
    let page = html(&report).replace("<wbr>", "");
    for (format, rendering) in [("HTML", page), ("Markdown", markdown(&report))] {
        let mut wanted: Vec<String> =
            report.resources.iter().flat_map(|r| [Some(r.id.clone()), r.name.clone()]).flatten().collect();
        wanted.extend(report.checks.iter().map(|check| check.title.clone()));
        wanted.extend(report.checks.iter().flat_map(|check| check.request_ids.clone()));
        wanted.extend(report.permissions.iter().map(|permission| permission.service.clone()));
        wanted.extend(report.coverage.iter().map(|cell| cell.region.to_string()));
        wanted.extend(report.coverage.iter().filter_map(|cell| cell.detail.clone()));
        wanted.extend(report.network.parts.iter().map(|part| part.id.clone()));
        wanted.extend(report.network.coverage.iter().filter_map(|cell| cell.detail.clone()));
        wanted.extend(
            ["permissions_missing", "denied_by_scp", "dynamodb:UpdateContinuousBackups", "wafv2:CreateWebACL"]
                .map(str::to_owned),
        );
        wanted.extend([report.connection.role_arn.to_string(), report.connection.external_id.to_string()]);
        wanted.extend(report.runner.arn.clone());
        wanted.push(report.seal.to_string());
        let changes = &report.comparison.as_ref().expect("the example has one").resources;
        wanted.extend(changes.gone.iter().chain(&changes.new).map(|resource| resource.id.clone()));
        wanted.push("Since the last report".to_owned());
        for words in wanted {
            assert!(rendering.contains(&words), "{format} should name {words}");
        }
        let verdict = rendering.find(": account 210987654321 can be used").expect("the verdict");
        assert!(verdict < rendering.find("Needs attention").expect("the section"), "{format}: the verdict comes first");
    }
}

#[test]
fn each_status_has_its_verdict() {
    let mut report = example();
    assert!(verdict(&report).starts_with("Degraded: account 210987654321 can be used, but \"Required permissions\" and one more check need attention: 1 of 8"), "{}", verdict(&report));
    report.status = Status::Disconnected;
    assert!(
        verdict(&report).contains("cannot be used, because \"Required permissions\" failed: "),
        "{}",
        verdict(&report)
    );
    report.checks.iter_mut().for_each(|check| check.status = CheckStatus::Skipped);
    assert!(verdict(&report).contains("not proved"), "nothing failed, but nothing was proved: {}", verdict(&report));
    report.status = Status::Connected;
    assert_eq!(
        verdict(&report),
        "Connected: account 210987654321 can be used through the role AlethiaProvisionerRole, and its External ID is enforced.",
        "one sentence"
    );
    assert!(markdown(&report).contains("Nothing."), "no attention is wanted");
}

#[test]
fn cloudtrail_is_asked_for_what_it_knows() {
    let mut report = example();
    let [target, runner] = lookups(&report).try_into().unwrap();
    insta::assert_snapshot!(format!("{}\n{}\n{}\n{}", target.words, target.command, runner.words, runner.command));
    report.checks[CheckId::AssumeRole as usize].status = CheckStatus::Skipped;
    assert_eq!(lookups(&report), Vec::new(), "nothing was sent, so there is nothing to find");
    report.checks[CheckId::AssumeRole as usize].status = CheckStatus::Fail;
    report.connection.role_arn = "arn:aws:iam::210987654321:role/it's;$(x)/a,b".parse().unwrap();
    let [target, _] = lookups(&report).try_into().unwrap();
    assert!(
        target.command.contains(
            r#"'[{"AttributeKey":"ResourceName","AttributeValue":"arn:aws:iam::210987654321:role/it'\''s;$(x)/a,b"}]'"#
        ),
        "a path that a shell would read as a command is quoted: {}",
        target.command
    );
}

#[test]
fn text_is_plain_and_fits() {
    let report = example();
    let plain = text(&report, false);
    assert!(!plain.contains('\u{1b}'), "no colour unless asked");
    assert!(text(&report, true).contains("\u{1b}[31mFAIL\u{1b}[0m"), "colour when asked");
    let snippets: Vec<&str> =
        report.checks.iter().flat_map(|c| &c.remedies).filter_map(|r| r.snippet.as_deref()).collect();
    let is_command = |line: &str| line.starts_with("aws cloudtrail") || line.starts_with("  --");
    for line in plain.lines().filter(|line| !is_command(line) && !snippets.iter().any(|text| text.contains(line))) {
        assert!(line.chars().count() <= 100, "wider than a terminal: {line}");
    }
    for word in ["PASS", "WARN", "FAIL", "put-role-policy", "VPCs 2"] {
        assert!(plain.contains(word), "{word} is said");
    }
}

#[test]
fn an_unchanged_report_says_so_in_one_line() {
    let before = example();
    let report = Report { comparison: None, ..before.clone() }.compared_with(&before);
    for (format, rendering) in
        [("HTML", html(&report)), ("Markdown", markdown(&report)), ("text", text(&report, false))]
    {
        assert!(rendering.contains("nothing changed."), "{format} says that nothing changed");
        assert!(!rendering.contains("Resources gone"), "{format} has no empty tables");
    }
    let first = Report { comparison: None, ..before };
    assert!(!markdown(&first).contains("Since the last report"), "a first report has nothing to compare with");
}

#[test]
fn what_changed_comes_right_after_what_needs_attention() {
    let order = ["Needs attention", "Since the last report", "Checks", "Seal"];
    let page = markdown(&example());
    let places: Vec<_> = order.map(|heading| page.find(&format!("\n## {heading}\n"))).into();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "sections in order: {places:?}");
}

#[test]
fn a_long_word_breaks_after_slash_and_colon() {
    let page = html(&example());
    let arn = "<code>arn:<wbr>aws:<wbr>iam:<wbr>:<wbr>210987654321:<wbr>role/<wbr>AlethiaProvisionerRole</code>";
    assert!(page.contains(arn), "an ARN breaks between its parts");
    assert!(page.contains("<code>10.20.0.0/16") || page.contains(">10.20.0.0/16"), "a short one does not break");
}

#[test]
fn a_terminal_is_shown_the_first_changes_of_many() {
    let mut report = example();
    let changes = &mut report.comparison.as_mut().expect("the example has one").resources;
    changes.gone = vec![changes.gone[0].clone(); 1000];
    let shown = text(&report, false);
    assert_eq!(shown.matches("subnet-09ccccccccccccccc").count(), 20, "a screenful");
    assert!(shown.contains("  gone      and 980 more\n"), "and how many more");
    assert!(markdown(&report).matches("subnet-09ccccccccccccccc").count() >= 1000, "Markdown has them all");
}
