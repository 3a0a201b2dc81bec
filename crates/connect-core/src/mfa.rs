//! The code that an MFA device shows, and the question for it.

use std::fmt;
use std::str::FromStr;

/// How many codes a device may be asked for until a sign-in is given up.
pub const MFA_TRIES: u32 = 3;

/// Six digits that an MFA device shows; AWS takes each of them once. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct MfaCode(String);

/// Why a text is no code. It does not repeat the text, which may be a password by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has exactly 6 digits; nothing was sent")]
pub struct MfaCodeError;

impl FromStr for MfaCode {
    type Err = MfaCodeError;

    /// Devices show a space in the middle, so spaces are left out.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.chars().filter(|char| !char.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(Self(digits)) } else { Err(MfaCodeError) }
    }
}

impl MfaCode {
    /// The digits, for the call that they are meant for.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MfaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MfaCode(six digits)")
    }
}

/// What a person has to know to give a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaQuestion {
    /// The profile that wants the code; in a chain of roles it may be one further down than the one that was chosen.
    pub profile: String,
    /// The device: an ARN, or the serial number of a piece of hardware.
    pub device: String,
    /// What AWS said of the code before this one.
    pub refusal: Option<String>,
    /// How many codes may still be tried, the one that is asked for included.
    pub tries_left: u32,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn six_digits_are_a_code_however_they_are_spaced() {
        for text in ["123456", " 123456\n", "123 456", "123\u{a0}456"] {
            assert_eq!(text.parse::<MfaCode>().unwrap().digits(), "123456", "{text:?} is what the device shows");
        }
    }

    #[test]
    fn nothing_else_is_a_code_and_none_is_repeated() {
        for text in ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "hunter2-hunter2"] {
            let error = text.parse::<MfaCode>().unwrap_err().to_string();
            assert!(text.is_empty() || !error.contains(text), "a password typed by mistake is not repeated: {error}");
            assert!(error.contains("6 digits"), "{text:?} is told what a code is: {error}");
        }
    }

    #[test]
    fn a_code_is_not_shown_by_debug() {
        let shown = format!("{:?}", "123456".parse::<MfaCode>().unwrap());
        assert!(!shown.contains("123456"), "a code must not come into a log: {shown}");
    }
}
