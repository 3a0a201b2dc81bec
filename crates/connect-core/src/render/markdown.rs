//! A report as Markdown (GitHub's flavour, for its tables).

use std::fmt::Write as _;

use crate::report::Report;

use super::document::{Block, Span, document};
use super::escape::{self, visible, visible_lines};

/// The report for people, as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    for block in document(report) {
        write_block(&block, &mut out);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn write_block(block: &Block<'_>, out: &mut String) {
    match block {
        Block::Heading(level, text) => {
            out.extend(std::iter::repeat_n('#', usize::from(*level)));
            out.push(' ');
            escape::markdown(&visible(text), out);
            out.push('\n');
        }
        Block::Paragraph(line) => {
            out.push_str(&escape::markdown_start(&spans(line)));
            out.push('\n');
        }
        Block::Facts(facts) => {
            for (name, line) in facts {
                let _ = writeln!(out, "- **{name}:** {}", spans(line));
            }
        }
        Block::Table { name, head, rows } => table(name, head, rows, out),
        Block::Snippet(text) => code_block(text, out),
        Block::Command(text) => code_block(text, out),
    }
}

fn table(name: &str, head: &[&str], rows: &[Vec<Span<'_>>], out: &mut String) {
    out.push_str("**");
    escape::markdown(&visible(name), out);
    out.push_str("**\n\n|");
    for column in head {
        let _ = write!(out, " {column} |");
    }
    out.push_str("\n|");
    out.push_str(&" --- |".repeat(head.len()));
    for row in rows {
        out.push_str("\n|");
        for cell in row {
            out.push(' ');
            span(cell, out);
            out.push_str(" |");
        }
    }
    out.push('\n');
}

fn spans(line: &[Span<'_>]) -> String {
    let mut out = String::new();
    for piece in line {
        span(piece, &mut out);
    }
    out
}

fn span(span: &Span<'_>, out: &mut String) {
    match span {
        Span::Text(text) => escape::markdown(&visible(text), out),
        Span::Strong(text) => strong(text, out),
        Span::Code(text) => code(&visible(text), out),
        Span::Link(url) if escape::is_linkable(url) => {
            let _ = write!(out, "<{url}>");
        }
        Span::Link(url) => code(&visible(url), out),
        Span::Badge(_, word) => {
            let _ = write!(out, "**{word}**");
        }
    }
}

/// Emphasis only works around a text without blanks at its ends.
fn strong(text: &str, out: &mut String) {
    let shown = visible(text);
    if shown.is_empty() || shown != shown.trim() {
        escape::markdown(&shown, out);
    } else {
        out.push_str("**");
        escape::markdown(&shown, out);
        out.push_str("**");
    }
}

/// Nothing can be escaped inside a code span, so what would need it is written as plain text.
fn code(text: &str, out: &mut String) {
    if text.is_empty() || text.contains(['`', '|', '<', '&']) || text != text.trim() {
        escape::markdown(text, out);
    } else {
        let _ = write!(out, "`{text}`");
    }
}

fn code_block(text: &str, out: &mut String) {
    let shown = visible_lines(text);
    let fence = escape::fence(&shown);
    let _ = writeln!(out, "{fence}\n{}\n{fence}", shown.trim_end_matches('\n'));
}
