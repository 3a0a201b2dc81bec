//! A report as one HTML file: no script, nothing from elsewhere, readable in print, in light and dark.

use std::fmt::Write as _;

use crate::report::Report;

use super::document::{Block, Span, Tone, document};
use super::escape::{self, is_linkable, visible, visible_lines};

const STYLE: &str = include_str!("report.css");

/// The report for people, as a self-contained HTML page.
pub fn html(report: &Report) -> String {
    let blocks = document(report);
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
    );
    text(&format!("Connection test of AWS account {}", report.connection.account_id), &mut out);
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
    let sections = blocks.iter().position(|block| matches!(block, Block::Heading(2, _))).unwrap_or(blocks.len());
    let (top, rest) = blocks.split_at(sections);
    out.push_str("<main>\n");
    for block in top {
        write_block(block, &mut out);
    }
    contents(rest, &mut out);
    for block in rest {
        write_block(block, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn text(raw: &str, out: &mut String) {
    escape::html(&visible(raw), out);
}

/// Words longer than this, such as ARNs and request ids, may break after a slash, colon or hyphen. They are copied as they
/// are.
const LONG_WORD: usize = 24;

fn breakable(raw: &str, out: &mut String) {
    for word in visible(raw).split_inclusive(' ') {
        let ends = |c: char| word.len() > LONG_WORD && matches!(c, '/' | ':' | '-');
        for (index, part) in word.split_inclusive(ends).enumerate() {
            if index > 0 {
                out.push_str("<wbr>");
            }
            escape::html(part, out);
        }
    }
}

/// Sections are named here, so their names make safe anchors.
fn anchor(name: &str) -> String {
    name.to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).collect::<Vec<_>>().join("-")
}

fn contents(blocks: &[Block<'_>], out: &mut String) {
    out.push_str("<nav aria-label=\"Sections\">\n<ul>\n");
    for block in blocks {
        if let Block::Heading(2, name) = block {
            let _ = write!(out, "<li><a href=\"#{}\">", anchor(name));
            text(name, out);
            out.push_str("</a></li>\n");
        }
    }
    out.push_str("</ul>\n</nav>\n");
}

fn write_block(block: &Block<'_>, out: &mut String) {
    match block {
        Block::Heading(level, name) => {
            let id = if *level == 2 { format!(" id=\"{}\"", anchor(name)) } else { String::new() };
            let _ = write!(out, "<h{level}{id}>");
            text(name, out);
            let _ = writeln!(out, "</h{level}>");
        }
        Block::Paragraph(line) => {
            out.push_str("<p>");
            for piece in line {
                span(piece, out);
            }
            out.push_str("</p>\n");
        }
        Block::Facts(facts) => write_facts(facts, out),
        Block::Table { name, head, rows } => table(name, head, rows, out),
        Block::Snippet(code) => code_block(code, out),
        Block::Command(code) => code_block(code, out),
    }
}

fn write_facts(facts: &[(&str, Vec<Span<'_>>)], out: &mut String) {
    out.push_str("<dl>\n");
    for (name, line) in facts {
        out.push_str("<div><dt>");
        text(name, out);
        out.push_str("</dt><dd>");
        for piece in line {
            span(piece, out);
        }
        out.push_str("</dd></div>\n");
    }
    out.push_str("</dl>\n");
}

/// A wide table scrolls in a region of its own, which the keyboard can reach.
fn table(name: &str, head: &[&str], rows: &[Vec<Span<'_>>], out: &mut String) {
    out.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
    text(name, out);
    out.push_str("\">\n<table>\n<caption>");
    text(name, out);
    out.push_str("</caption>\n<thead><tr>");
    for column in head {
        out.push_str("<th scope=\"col\">");
        text(column, out);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            out.push_str("<td>");
            span(cell, out);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn span(span: &Span<'_>, out: &mut String) {
    match span {
        Span::Text(raw) => breakable(raw, out),
        Span::Strong(raw) => element("strong", raw, out),
        Span::Code(raw) => element("code", raw, out),
        Span::Link(url) if is_linkable(url) => {
            out.push_str("<a rel=\"noreferrer\" href=\"");
            text(url, out);
            out.push_str("\">");
            breakable(url, out);
            out.push_str("</a>");
        }
        Span::Link(url) => element("code", url, out),
        Span::Badge(tone, word) => {
            let _ = write!(out, "<span class=\"badge {}\">{word}</span>", class(*tone));
        }
    }
}

fn element(name: &str, raw: &str, out: &mut String) {
    if !raw.is_empty() {
        let _ = write!(out, "<{name}>");
        breakable(raw, out);
        let _ = write!(out, "</{name}>");
    }
}

const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Attend => "attend",
        Tone::Bad => "bad",
        Tone::Quiet => "quiet",
    }
}

fn code_block(code: &str, out: &mut String) {
    out.push_str("<pre tabindex=\"0\"><code>");
    escape::html(&visible_lines(code), out);
    out.push_str("</code></pre>\n");
}
