//! Names and texts that try to be more than data.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{EXAMPLE, example};
use crate::render::{csv, escape, html, markdown};
use crate::report::Report;
use crate::resource::{Place, Tags};

/// The example with one text put wherever text comes from AWS or from a person.
fn poisoned(text: &str) -> Report {
    let mut value: Value = serde_json::from_str(EXAMPLE).unwrap();
    for check in value["checks"].as_array_mut().unwrap() {
        for key in ["summary", "title"] {
            check[key] = json!(text);
        }
        check["request_ids"] = json!([text]);
        check["remedies"] = json!([{ "audience": "you", "text": text, "snippet": text, "url": text }]);
    }
    value["runner"] = json!({ "profile": text, "account_id": null, "arn": text });
    value["permissions"][0]["service"] = json!(text);
    value["permissions"][7]["action"] = json!(text);
    for cell in value["coverage"].as_array_mut().unwrap() {
        cell["detail"] = json!(text);
    }
    for resource in value["resources"].as_array_mut().unwrap() {
        for key in ["id", "arn", "name", "parent"] {
            resource[key] = json!(text);
        }
        resource["tags"] = json!({ text: text });
        for attribute in ["state", "description", "comment", "path", "tier", "cidr_block"] {
            resource["attributes"][attribute] = json!(text);
        }
        resource["attributes"]["ingress"] = json!([{ "protocol": text, "from_port": text, "peer": text }, text, null]);
    }
    let report: Report = serde_json::from_value(value).unwrap();
    let mut earlier = Report { comparison: None, ..report.clone() };
    for (number, resource) in earlier.resources.iter_mut().enumerate() {
        // Half of them have another id then, so that they are gone and new.
        resource.id.push_str(["", "!"][number % 2]);
        resource.attributes.edit(|map| {
            map.insert("state".to_owned(), json!(null));
        });
        resource.tags = Tags::default();
    }
    report.compared_with(&earlier)
}

/// The tags of a page, and those of the untouched example: data can add none.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split(['>', ' ']).next().unwrap_or_default()).collect()
}

fn rows(markdown: &str) -> usize {
    // Snippets are fenced, so a line that begins with a bar inside one is no row.
    let mut fence = None;
    let mut rows = 0;
    for line in markdown.lines() {
        match fence {
            None if line.starts_with("```") => fence = Some(line),
            None if line.starts_with('|') => rows += 1,
            Some(open) if line == open => fence = None,
            _ => {}
        }
    }
    rows
}

const NASTY: &str =
    "<script>alert(1)</script> | `x` \"q\" 'q' & \u{202e}gnp.exe\0 =cmd|' /C calc'!A0 ${x} \u{1b}[31m\n# h\r\n- i";

#[test]
fn nasty_names_are_shown_and_not_obeyed() {
    let report = poisoned(NASTY);
    let page = html(&report);
    assert!(!page.contains("<script"), "no script gets through");
    assert!(page.contains("&lt;script&gt;alert(1)"), "the name is shown");
    assert!(!page.contains("href=\"javascript") && !page.contains("href=\"&lt;"), "no link is made of what is none");
    let outside_fences: String = markdown(&report).split("\n```").step_by(2).collect();
    assert!(!outside_fences.contains("<script"), "no script gets through");
    assert!(outside_fences.contains("&lt;script&gt;alert(1)"), "the name is shown");
    for (format, rendering) in [
        ("HTML", page),
        ("Markdown", markdown(&report)),
        ("text", crate::render::text(&report, false)),
        ("CSV", csv(&report.resources)),
    ] {
        for hidden in ['\0', '\u{202e}', '\u{1b}'] {
            assert!(!rendering.contains(hidden), "{format} obeys {hidden:?}");
        }
        assert!(rendering.contains('␀') && rendering.contains("⟨U+202E⟩"), "{format} shows what was hidden");
    }
}

#[test]
fn every_resource_has_its_row() {
    let mut report = example();
    let region = report.resources[3].clone();
    for number in 0..1000 {
        let mut copy = region.clone();
        copy.id = format!("vpc-{number:017x}");
        copy.region = if number % 2 == 0 { Place::Global } else { copy.region };
        report.resources.push(copy);
    }
    assert_eq!(csv(&report.resources).matches("\r\n").count(), 1 + report.resources.len(), "a line each and the head");
    for rendering in [html(&report), markdown(&report)] {
        for number in 0..1000 {
            assert!(rendering.contains(&format!("vpc-{number:017x}")), "resource {number} is named");
        }
    }
    let added = html(&report).matches("<tr>").count() - html(&example()).matches("<tr>").count();
    assert_eq!(added, 1000 + 1, "a row each, and the head of the one new table");
}

fn texts() -> impl Strategy<Value = String> {
    let pieces = vec![
        "<script>",
        "</td>",
        "|",
        "`",
        "```\n",
        "\n",
        "\r\n",
        "\0",
        "\u{202e}",
        "=",
        "-->",
        "&lt;",
        "\"",
        "'",
        "\\",
        "🦀",
        "שלום",
        "a",
        " ",
        "https://a",
        "](",
    ];
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(proptest::sample::select(pieces), 0..12).prop_map(|pieces| pieces.concat())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn data_never_becomes_structure(text in texts()) {
        let (report, calm) = (poisoned(&text), poisoned("calm"));
        let (page, calm_page) = (html(&report), html(&calm));
        let structure = |page: &str| tags(page).into_iter().filter(|tag| !["code", "/code", "strong", "/strong", "a", "/a", "wbr"].contains(tag)).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(structure(&page), structure(&calm_page), "the page has the same elements whatever the names are");
        prop_assert_eq!(rows(&markdown(&report)), rows(&markdown(&calm)), "tables have the same rows");
        for line in markdown(&report).lines().filter(|line| line.starts_with("| ")) {
            prop_assert!(!line.contains('\u{202e}') && !line.contains('\0'), "nothing hidden in {:?}", line);
        }
        let lines = csv(&report.resources);
        prop_assert_eq!(lines.matches("\r\n").count(), 1 + report.resources.len(), "a line each");
        prop_assert!(!crate::render::text(&report, false).contains(['\0', '\u{1b}', '\u{202e}']), "a terminal is not commanded");
    }

    #[test]
    fn csv_cells_read_back_and_start_no_formula(text in texts()) {
        let report = poisoned(&text);
        let lines = csv(&report.resources[..1]);
        let line = lines.split("\r\n").nth(1).unwrap();
        let cells = read_csv(line);
        prop_assert_eq!(cells.len(), 27, "each line has all columns: {}", line);
        for cell in &cells {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{:?} would be a formula", cell);
        }
        let shown = escape::visible(&text);
        prop_assert!(cells[2] == shown || cells[2] == format!("'{shown}"), "the id reads back: {:?}", cells[2]);
    }
}

/// A reader of one line by RFC 4180.
fn read_csv(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}
