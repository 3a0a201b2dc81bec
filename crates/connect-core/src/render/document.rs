//! What a rendered report consists of, before any format: blocks of spans, all of them unescaped.

use std::borrow::Cow;

use crate::check::Check;
use crate::report::Report;

use super::{cloudtrail, comparison, inventory, judgement, network, resources};

/// How a badge's word is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Attend,
    Bad,
    Quiet,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span<'a> {
    Text(Cow<'a, str>),
    Strong(Cow<'a, str>),
    Code(Cow<'a, str>),
    Link(&'a str),
    Badge(Tone, &'static str),
}

impl<'a> Span<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn strong(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Strong(text.into())
    }

    pub(super) fn code(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Code(text.into())
    }

    pub(super) fn number(number: u64) -> Self {
        Self::Text(Cow::Owned(number.to_string()))
    }
}

/// A part of the report, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block<'a> {
    /// Level 1 is the title, 2 the sections.
    Heading(u8, Cow<'a, str>),
    Paragraph(Vec<Span<'a>>),
    /// Named values; a value may be several spans.
    Facts(Vec<(&'static str, Vec<Span<'a>>)>),
    Table {
        /// What the table holds, for those who cannot see it.
        name: Cow<'a, str>,
        head: Vec<&'static str>,
        rows: Vec<Vec<Span<'a>>>,
    },
    /// Text to paste.
    Snippet(&'a str),
    /// Text to paste that was made here.
    Command(String),
}

impl<'a> Block<'a> {
    pub(super) fn heading(level: u8, text: impl Into<Cow<'a, str>>) -> Self {
        Self::Heading(level, text.into())
    }

    pub(super) fn words(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Paragraph(vec![Span::text(text)])
    }
}

/// The whole report: the verdict, what needs attention, then the rest.
pub(super) fn document(report: &Report) -> Vec<Block<'_>> {
    let mut blocks = judgement::top(report);
    blocks.extend(judgement::attention(report));
    blocks.extend(comparison::section(report));
    blocks.extend(judgement::checks(report));
    blocks.extend(judgement::advice(report));
    blocks.extend(inventory::permissions(report));
    blocks.extend(inventory::coverage(report));
    blocks.extend(inventory::totals(report));
    blocks.extend(resources::resources(report));
    blocks.extend(network::network(report));
    blocks.extend(cloudtrail::section(report));
    blocks.extend(judgement::seal(report));
    blocks
}

/// The ways to mend a check.
pub(super) fn remedies(check: &Check) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for remedy in &check.remedies {
        let mut line = vec![
            Span::strong(super::words::audience(remedy.audience)),
            Span::text(": "),
            Span::text(remedy.text.as_str()),
        ];
        if let Some(url) = &remedy.url {
            line.extend([Span::text(" "), Span::Link(url)]);
        }
        blocks.push(Block::Paragraph(line));
        blocks.extend(remedy.snippet.as_deref().map(Block::Snippet));
    }
    blocks
}
