//! A seal can be checked without this program, exactly as the documentation says.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::print_stdout, reason = "what is skipped is told")]

use std::process::Command;

use connect_core::report::Report;

const DOCUMENTATION: &str = include_str!("../../../docs/report.md");

/// A report with names that are hard to write as JSON.
fn hard() -> Report {
    let mut report: Report = serde_json::from_str(include_str!("data/report.example.json")).unwrap();
    let hard = [
        ("quote", "a\"b\\c/d"),
        ("control", "\u{0}\u{1f}\n\t\u{8}"),
        ("name", "שלום 🦀 é"),
        ("ü", ""),
        ("Z", "z"),
        ("a\u{301}", "NFD"),
    ];
    for (key, value) in hard {
        report.resources[3].tags.insert(key, value);
    }
    report.sealed()
}

/// The block of the documentation that begins with that tool.
fn recipe(tool: &str) -> &'static str {
    let mut blocks = DOCUMENTATION.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    blocks.find(|block| block.starts_with(tool)).unwrap_or_else(|| panic!("the documentation has no recipe for {tool}"))
}

#[test]
fn anyone_can_check_it_as_the_documentation_says() {
    let (folder, report) = (tempfile::tempdir().unwrap(), hard());
    std::fs::write(folder.path().join("report.json"), serde_json::to_string_pretty(&report).unwrap()).unwrap();
    for (tool, times) in [("python3", 2), ("jq", 1)] {
        if Command::new(tool).arg("--version").output().is_err() {
            println!("SKIPPED: {tool} is not installed");
            continue;
        }
        let ran = Command::new("sh").args(["-c", recipe(tool)]).current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        let digits = report.seal.as_str().trim_start_matches("sha256:");
        assert!(ran.status.success(), "{tool}: {}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(said.matches(digits).count(), times, "{tool} comes to {digits} too: {said}");
    }
}

#[test]
fn keys_are_ordered_as_the_standard_has_it() {
    let mut report = hard();
    // By UTF-16 the crab comes before the ligature, by code point after it.
    for key in ["🦀", "ﬁ", "\u{7f}"] {
        report.resources[3].tags.insert(key, key);
    }
    let report = report.sealed();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("report.json"), serde_json::to_string(&report).unwrap()).unwrap();
    let Ok(ran) = Command::new("sh").args(["-c", recipe("python3")]).current_dir(folder.path()).output() else {
        return println!("SKIPPED: python3 is not installed");
    };
    let said = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(said.matches(report.seal.as_str()).count(), 2, "the exact recipe comes to the same: {said}");
}
