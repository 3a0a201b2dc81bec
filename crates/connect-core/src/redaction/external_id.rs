//! Finds the External ID in any text, also in the address of a page, where some of its characters are escaped.

use super::EXTERNAL_ID;

/// A shorter one is likely to be a part of common words: only whole words are it.
const LONG: usize = 8;

/// The External ID to hide.
pub(super) struct Hidden(String);

impl Hidden {
    pub(super) fn new(external_id: &str) -> Self {
        Self(external_id.to_ascii_lowercase())
    }

    pub(super) fn replaced(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = None;
        while let Some(next) = rest.chars().next() {
            let taken = self.length_at(rest).filter(|length| self.stands_alone(before, &rest[*length..]));
            let length = taken.unwrap_or(next.len_utf8());
            out.push_str(if taken.is_some() { EXTERNAL_ID } else { &rest[..length] });
            before = rest[..length].chars().next_back();
            rest = &rest[length..];
        }
        out
    }

    /// How much of the text's start is the External ID, in either case and with any of its characters escaped.
    fn length_at(&self, text: &str) -> Option<usize> {
        let mut rest = text.as_bytes();
        for wanted in self.0.bytes() {
            let (byte, length) = first_byte(rest)?;
            if byte.to_ascii_lowercase() != wanted {
                return None;
            }
            rest = &rest[length..];
        }
        Some(text.len() - rest.len())
    }

    fn stands_alone(&self, before: Option<char>, after: &str) -> bool {
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        self.0.len() >= LONG || !(in_word(before) || in_word(after.chars().next()))
    }
}

/// The byte that a text begins with, or that its percent sign stands for, and how long that is.
fn first_byte(text: &[u8]) -> Option<(u8, usize)> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match text {
        [b'%', high, low, ..] => match (digit(*high), digit(*low)) {
            (Some(high), Some(low)) => Some((high << 4 | low, 3)),
            _ => Some((b'%', 1)),
        },
        [byte, ..] => Some((*byte, 1)),
        [] => None,
    }
}
