//! Texts as words of a POSIX shell, for the commands that people paste.

/// A text as one word: bare where the shell takes it as it is, else in single quotes.
pub fn word(text: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b"_-+=.,:/@%".contains(&b);
    if !text.is_empty() && text.bytes().all(bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        for (text, expected) in [
            ("corp-admin", "corp-admin"),
            ("arn:aws:iam::111122223333:role/x@y", "arn:aws:iam::111122223333:role/x@y"),
            ("my profile", "'my profile'"),
            ("x; rm -rf ~", "'x; rm -rf ~'"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("", "''"),
            ("ü", "'ü'"),
        ] {
            assert_eq!(word(text), expected, "{text:?} is one word to the shell");
        }
    }
}
