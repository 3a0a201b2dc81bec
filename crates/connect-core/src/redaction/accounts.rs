//! Finds account numbers in any text and gives each its placeholder.

use std::collections::BTreeMap;

use crate::report::Report;

const DIGITS: usize = 12;
/// As the console groups them: `1234-5678-9012`.
const GROUPED: usize = 14;

/// The account numbers of a report and what stands for each.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    /// No placeholder yet for one that is only known to be there.
    numbers: BTreeMap<String, Option<String>>,
    given: u64,
}

impl Accounts {
    /// All that the report names, so that no placeholder is among them: the target account and the runner's first.
    pub(super) fn known(report: &Report) -> Self {
        let mut known = Self::default();
        let json = serde_json::to_string(report).unwrap_or_default();
        for number in found(&json.replace("\\n", "\n").replace("\\t", "\t")) {
            known.numbers.insert(number.to_owned(), None);
        }
        let both = [Some(&report.connection.account_id), report.runner.account_id.as_ref()];
        for account in both.into_iter().flatten() {
            known.placeholder(account.as_str());
        }
        known
    }

    /// The text with placeholders in the stead of account numbers.
    pub(super) fn replaced(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut at, mut copied) = (0, 0);
        while at + DIGITS <= text.len() {
            match self.number_at(text, at) {
                Some((number, length)) => {
                    out.push_str(&text[copied..at]);
                    out.push_str(&self.placeholder(&number));
                    at += length;
                    copied = at;
                }
                None => at += 1,
            }
        }
        out.push_str(&text[copied..]);
        out
    }

    /// The account number that begins there, and how long it is. One that is known is hidden wherever it stands.
    fn number_at(&self, text: &str, at: usize) -> Option<(String, usize)> {
        if let Some(number) = digits(text, at, DIGITS) {
            let known = self.numbers.contains_key(number);
            return (known || stands_alone(text, at)).then(|| (number.to_owned(), DIGITS));
        }
        let [one, two, three] = [0, 5, 10].map(|offset| digits(text, at + offset, 4));
        let number = [one?, two?, three?].concat();
        let dashes = [4, 9].into_iter().all(|offset| text.as_bytes()[at + offset] == b'-');
        (dashes && self.numbers.contains_key(&number)).then_some((number, GROUPED))
    }

    fn placeholder(&mut self, number: &str) -> String {
        if let Some(Some(given)) = self.numbers.get(number) {
            return given.clone();
        }
        let given = loop {
            self.given += 1;
            let next = format!("{:0DIGITS$}", self.given);
            if !self.numbers.contains_key(&next) {
                break next;
            }
        };
        self.numbers.insert(number.to_owned(), Some(given.clone()));
        given
    }
}

fn found(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len()).filter(|at| stands_alone(text, *at)).filter_map(|at| digits(text, at, DIGITS))
}

fn digits(text: &str, at: usize, count: usize) -> Option<&str> {
    let digits = text.get(at..at + count)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

/// Whether the twelve digits that begin there, if there are any, are a word of their own.
fn stands_alone(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let in_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    if !bytes[at].is_ascii_digit() || in_word(bytes.get(at + DIGITS)) {
        return false;
    }
    let before = &bytes[..at];
    let escaped = matches!(before, [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    (escaped || !in_word(before.last())) && !ends_uuid(before)
}

/// Whether what stands before is a UUID up to its last part, such as a request id's.
fn ends_uuid(before: &[u8]) -> bool {
    const START: &[u8] = b"xxxxxxxx-xxxx-xxxx-xxxx-";
    let Some(from) = before.len().checked_sub(START.len()) else { return false };
    let fits = |(byte, place): (&u8, &u8)| if *place == b'-' { *byte == b'-' } else { byte.is_ascii_hexdigit() };
    before[from..].iter().zip(START).all(fits)
}
