//! The External ID: AWS's rule for those that exist, a UUID for those made here.
//!
//! Source: [AssumeRole, `ExternalId`](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).

use std::str::FromStr;

use uuid::Uuid;

use crate::text::string_newtype;

/// An External ID by AWS's rule: 2 to 1,224 characters of `[A-Za-z0-9_+=,.@:/-]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(String);

/// Why a text is not an External ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExternalIdError {
    /// Shorter than AWS accepts.
    #[error("the External ID \"{0}\" is too short: AWS wants 2 to 1,224 characters")]
    TooShort(String),
    /// Longer than AWS accepts; holds its length in characters.
    #[error("the External ID has {0} characters: AWS wants 2 to 1,224")]
    TooLong(usize),
    /// A character outside AWS's set, with its place counted from 1.
    #[error("the External ID has {} as character {place}: only ASCII letters, digits and _ + = , . @ : / - are allowed{}", described(*.character), look_alike(*.character))]
    Character {
        /// The offending character.
        character: char,
        /// Its place, counted from 1.
        place: usize,
    },
    /// Valid for AWS, but not the UUID that this product makes.
    #[error(
        "\"{0}\" is not a UUID: the External ID of a connection is made by the app, such as 3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"
    )]
    NotUuid(String),
}

fn described(character: char) -> String {
    match character {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        other => format!("\"{}\" (U+{:04X})", other.escape_default(), u32::from(other)),
    }
}

fn look_alike(character: char) -> &'static str {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            "; it looks like a hyphen but is a dash"
        }
        '\u{ff01}'..='\u{ff5e}' => "; it looks like an ASCII character but is its wide form",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
            "; it cannot be seen, and came along when the text was copied"
        }
        other if other.is_alphanumeric() => "; it may look like an ASCII letter or digit but is another",
        _ => "",
    }
}

impl FromStr for ExternalId {
    type Err = ExternalIdError;

    /// Takes the text as it is: a stray line break would be another External ID to AWS.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let length = text.chars().count();
        if length > 1224 {
            return Err(ExternalIdError::TooLong(length));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
        if let Some((index, character)) = text.chars().enumerate().find(|(_, c)| !allowed(*c)) {
            return Err(ExternalIdError::Character { character, place: index + 1 });
        }
        if length < 2 {
            return Err(ExternalIdError::TooShort(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

string_newtype!(ExternalId);

impl From<Uuid> for ExternalId {
    fn from(uuid: Uuid) -> Self {
        Self(uuid.hyphenated().to_string())
    }
}

impl ExternalId {
    /// Parses the kind of External ID that this product makes: a hyphenated UUID.
    pub fn from_uuid_text(text: &str) -> Result<Self, ExternalIdError> {
        let id: Self = text.parse()?;
        let hyphenated = text.len() == 36 && Uuid::try_parse(text).is_ok();
        if hyphenated { Ok(id) } else { Err(ExternalIdError::NotUuid(text.to_owned())) }
    }

    /// A wrong External ID that is nearly this one: a single character differs, by chance which. A policy that only
    /// fixes the beginning, the end or the form of the ID takes the one for the other; a wholly random ID would not
    /// show that.
    #[must_use]
    pub fn near_miss(&self, chance: Uuid) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Just behind the middle; in a UUID, behind the digit that names its variant.
        let place = (self.0.len() / 2 + 2).min(self.0.len() - 1);
        let other = |digit: &&u8| !self.0.as_bytes()[place].eq_ignore_ascii_case(digit);
        let others: Vec<char> = DIGITS.iter().filter(other).map(|digit| char::from(*digit)).collect();
        let digit = others[usize::from(chance.as_bytes()[0]) % others.len()];
        Self(self.0.char_indices().map(|(index, own)| if index == place { digit } else { own }).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_aws_accepts_is_accepted() {
        let longest = "a".repeat(1224);
        for text in ["ab", "A_+=,.@:/-9", "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90", &longest] {
            assert_eq!(text.parse::<ExternalId>().unwrap().as_str(), text, "kept to the letter");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("", "too short"),
            ("a", "too short"),
            ("3f1c9a52\n", "a line break as character 9"),
            ("3f1c 9a52", "a space"),
            ("3f1c\u{2011}9a52", "is a dash"),
            ("3f1c\u{ff0d}9a52", "is a dash"),
            ("3f1c 9a52", "as character 5"),
            ("3f1c\t9a52", "a tab"),
            ("3f1c9a52\r\n", "a line break as character 9"),
            ("\u{0430}bcd", "may look like an ASCII letter"),
            ("3f1\u{0441}9a52", "(U+0441) as character 4"),
            ("\u{039f}bcd", "may look like an ASCII letter"),
            ("12\u{0665}4", "may look like an ASCII letter or digit"),
            ("3f\u{ff11}c", "its wide form"),
            ("ab\u{ff1a}cd", "its wide form"),
            ("e\u{0301}f", "(U+0301)"),
            ("3f1c\u{200b}9a52", "cannot be seen"),
            ("\u{feff}3f1c", "cannot be seen"),
            ("3f1c\u{ad}9a52", "cannot be seen"),
            ("“3f1c”", "as character 1"),
            ("ab*", "\"*\""),
        ];
        for (text, words) in cases {
            let message = text.parse::<ExternalId>().unwrap_err().to_string();
            assert!(message.contains(words), "{text:?} should be told of {words:?}, was told: {message}");
        }
        let error = "a".repeat(1225).parse::<ExternalId>().unwrap_err();
        assert_eq!(error, ExternalIdError::TooLong(1225), "one more than AWS takes");
    }

    #[test]
    fn an_external_id_made_here_is_a_hyphenated_uuid() {
        let made = ExternalId::from(Uuid::new_v4());
        assert_eq!(ExternalId::from_uuid_text(made.as_str()).unwrap(), made, "what is made is accepted");
        for text in ["not-a-uuid", "3f1c9a527b644d0e9a1f5c2e8b7d6a90", "{3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90}"] {
            assert!(ExternalId::from_uuid_text(text).is_err(), "{text} is no hyphenated UUID");
        }
    }

    #[test]
    fn a_near_miss_of_ours_is_a_uuid_of_the_same_form() {
        let right: ExternalId = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".parse().unwrap();
        let wrong = right.near_miss(Uuid::from_u128(7 << 120));
        assert_eq!(wrong.as_str(), "3f1c9a52-7b64-4d0e-971f-5c2e8b7d6a90", "version, variant and the rest are kept");
    }

    proptest! {
        #[test]
        fn a_near_miss_differs_in_one_character(text in "[A-Za-z0-9_+=,.@:/-]{2,80}", chance: u128) {
            let right: ExternalId = text.parse().unwrap();
            let wrong = right.near_miss(Uuid::from_u128(chance));
            let differing = right.as_str().chars().zip(wrong.as_str().chars()).filter(|(a, b)| !a.eq_ignore_ascii_case(b));
            prop_assert_eq!(differing.count(), 1, "also where case is ignored: {} and {}", right, wrong);
            prop_assert_eq!(right.as_str().len(), wrong.as_str().len());
        }

        #[test]
        fn parsing_never_panics_and_reads_back(text in "\\PC{0,40}") {
            if let Ok(id) = text.parse::<ExternalId>() {
                prop_assert_eq!(id.to_string().parse::<ExternalId>().unwrap(), id);
            }
        }
    }
}
