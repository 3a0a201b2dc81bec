//! The little that is needed of XML: the text of an element, and where the items of a list begin and end.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

/// A list element: where its content is, and each item with its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) content: Range<usize>,
    pub(crate) end: usize,
    pub(crate) items: Vec<Range<usize>>,
}

/// The first element called `name`, at whatever depth.
pub(crate) fn list(xml: &str, name: &str) -> Option<List> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    let mut open: Option<(usize, usize)> = None;
    let mut item_start = 0;
    let mut items = Vec::new();
    loop {
        let before = position(&reader);
        let event = reader.read_event().ok()?;
        let after = position(&reader);
        match (&event, open) {
            (Event::Eof, _) => return None,
            (Event::Start(tag), None) if tag.local_name().as_ref() == name => open = Some((depth, after)),
            (Event::Start(_), Some((at, _))) if depth == at + 1 => item_start = before,
            (Event::Empty(_), Some((at, _))) if depth == at + 1 => items.push(before..after),
            (Event::End(_), Some((at, _))) if depth == at + 2 => items.push(item_start..after),
            (Event::End(_), Some((at, from))) if depth == at + 1 => {
                return Some(List { content: from..before, end: after, items });
            }
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The text of the first element called `name`.
pub(crate) fn text_of(xml: &str, name: &str) -> Option<String> {
    let element = list(xml, name)?;
    unescape(&xml[element.content]).ok().map(std::borrow::Cow::into_owned)
}

/// The XML with another text in the first element called `name`; unchanged where there is none.
pub(crate) fn with_text(xml: &str, name: &str, text: &str) -> String {
    let Some(element) = list(xml, name) else { return xml.to_owned() };
    format!("{}{}{}", &xml[..element.content.start], escaped(text), &xml[element.content.end..])
}

/// Text as it may stand in an element.
pub(crate) fn escaped(text: &str) -> String {
    escape(text).into_owned()
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn finds_items_with_nested_elements_of_the_same_name() {
        let xml = "<r><set><item><a><item>x</item></a></item><item/><item>z</item></set><t/></r>";
        let found = list(xml, "set").unwrap();
        let items: Vec<&str> = found.items.iter().map(|range| &xml[range.clone()]).collect();
        assert_eq!(
            items,
            ["<item><a><item>x</item></a></item>", "<item/>", "<item>z</item>"],
            "only the direct children are items"
        );
        assert_eq!(&xml[found.end..], "<t/></r>", "the end is behind the closing tag");
    }

    #[test]
    fn has_no_list_where_it_is_empty_or_absent() {
        assert_eq!(list("<r><set/></r>", "set"), None, "nothing can be cut out of an empty tag");
        assert_eq!(list("<r/>", "set"), None, "another answer is left alone");
    }

    #[test]
    fn reads_text_with_entities() {
        assert_eq!(text_of("<r><Message>a &lt;b&gt; &amp; c</Message></r>", "Message").unwrap(), "a <b> & c");
    }
}
