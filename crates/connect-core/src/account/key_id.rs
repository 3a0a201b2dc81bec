//! The account that an access key's id names.
//!
//! AWS does not document how; `sts:GetAccessKeyInfo` is what it offers, and answers by the same. Ids that were made before
//! 2019 name none. Source: [a note on key ids](https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489).

use super::AccountId;

/// Of a user's long-lived keys, and of a session's: what comes before the sixteen letters of the id itself.
/// Source: [unique identifiers](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
const PREFIXES: [&str; 2] = ["AKIA", "ASIA"];

/// The base32 alphabet, in which the id is written.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

impl AccountId {
    /// The account that an access key's id names, without asking anybody; `None` where it names none. Nothing but the
    /// account is taken from the id.
    pub fn named_by_key(id: &str) -> Option<Self> {
        let letters = PREFIXES.iter().find_map(|prefix| id.strip_prefix(prefix)).filter(|rest| rest.len() == 16)?;
        let values = letters.bytes().map(|letter| ALPHABET.iter().position(|known| *known == letter));
        let values = values.collect::<Option<Vec<usize>>>()?;
        // Ten letters are 50 bits: first one that the older ids lack, then the 40 of the account.
        let bits = values.iter().take(10).fold(0_u64, |bits, value| (bits << 5) | *value as u64);
        let names_one = bits >> 49 == 1;
        let account = (bits >> 9) & 0xff_ffff_ffff;
        format!("{account:012}").parse().ok().filter(|_| names_one)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    /// An id that names that account: `salt` fills the bits that do not.
    fn id(prefix: &str, account: u64, salt: u64, rest: u32) -> String {
        let bits = (1 << 49) | (account << 9) | (salt & 0x1ff);
        let head = (0..10).rev().map(|place| (bits >> (5 * place)) & 31);
        let tail = (0..6).map(|place| u64::from(rest >> (5 * place)) & 31);
        let letters = head.chain(tail).map(|value| char::from(ALPHABET[usize::try_from(value).unwrap()]));
        format!("{prefix}{}", letters.collect::<String>())
    }

    #[test]
    fn a_known_id_names_its_account() {
        // The example of the source.
        let named = AccountId::named_by_key("ASIAQNZGKIQY56JQ7WML");
        assert_eq!(named.unwrap().as_str(), "029608264753", "a leading nought belongs to the account");
    }

    #[test]
    fn ids_that_name_no_account_are_not_guessed_at() {
        for (id, why) in [
            ("AKIAIOSFODNN7EXAMPLE", "made before 2019: the example of AWS's documentation"),
            ("AKIAJ2345672345672AB", "made before 2019"),
            ("AKIAI44QH8DHBEXAMPLE", "not of the alphabet"),
            ("AROAQNZGKIQY56JQ7WML", "of a role"),
            ("ASIAQNZGKIQY56JQ7WM", "too short"),
            ("ASIAQNZGKIQY56JQ7WMLA", "too long"),
            ("asiaqnzgkiqy56jq7wml", "lower case"),
            ("AKIA7777777777777777", "more than twelve digits"),
            ("", "empty"),
        ] {
            assert_eq!(AccountId::named_by_key(id), None, "{id}: {why}");
        }
    }

    proptest! {
        #[test]
        fn every_account_is_read_back_from_the_ids_that_name_it(
            account in 0_u64..1_000_000_000_000, salt: u64, rest: u32, session: bool,
        ) {
            let id = id(PREFIXES[usize::from(session)], account, salt, rest);
            let named = AccountId::named_by_key(&id).unwrap();
            prop_assert_eq!(named.as_str(), format!("{account:012}"), "by {}", id);
        }

        #[test]
        fn no_text_makes_it_panic(id in ".{0,30}", rest in "[A-Z2-7é]{0,20}") {
            let _ = AccountId::named_by_key(&id);
            let _ = AccountId::named_by_key(&format!("AKIA{rest}"));
        }
    }
}
