//! SHA-256 of the artefacts, and the digest that the template carries inside itself.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// What stands in the digest's places while it is computed.
pub(crate) const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The SHA-256 of a file in lower-case hexadecimal, as `sha256sum` prints it.
pub fn sha256(file: impl AsRef<[u8]>) -> String {
    Sha256::digest(file).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The text with its own digest in the places of the zeros, except where `sed` is told to write zeros.
pub(crate) fn sealed(unsealed: &str) -> String {
    let digest = sha256(unsealed);
    unsealed
        .split_inclusive('\n')
        .map(|line| if line.contains("sed -E") { line.to_owned() } else { line.replace(ZEROS, &digest) })
        .collect()
}

/// The text with every run of 64 hexadecimal digits replaced by zeros: what the digest inside was taken over.
pub(crate) fn unsealed(text: &str) -> String {
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_hex) {
        let run = rest[start..].find(|c| !is_hex(c)).unwrap_or(rest.len() - start);
        out.push_str(&rest[..start]);
        out.push_str(&ZEROS.repeat(run / 64));
        out.push_str(&rest[start + run / 64 * 64..start + run]);
        rest = &rest[start + run..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealing_can_be_undone_and_proves_the_rest() {
        let plain = format!("a: {ZEROS}\n# sed -E 's/x/{ZEROS}/'\nb: {ZEROS}\n");
        let sealed = sealed(&plain);
        assert_eq!(unsealed(&sealed), plain, "the digest's places are the only change");
        assert_eq!(sealed.matches(&sha256(&plain)).count(), 2, "the sed line keeps its zeros");
        assert_ne!(unsealed(&sealed.replace("b:", "c:")), plain, "any other change shows");
    }

    #[test]
    fn only_whole_runs_of_sixty_four_digits_are_blanked() {
        let cases = [
            ("", String::new()),
            ("no digits", "no digits".to_owned()),
            ("dead beef", "dead beef".to_owned()),
            (&"1".repeat(63), "1".repeat(63)),
            (&"f".repeat(64), ZEROS.to_owned()),
            (&"1".repeat(70), format!("{ZEROS}{}", "1".repeat(6))),
        ];
        for (text, expected) in cases {
            assert_eq!(unsealed(text), expected, "of {text}");
        }
    }

    #[test]
    fn the_digest_is_what_sha256sum_prints() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(""), empty, "the digest of nothing is well known");
    }
}
