//! Wildcards as IAM has them: `*` for any characters, `?` for one.
//!
//! Source: [wildcards in ARNs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).

/// A piece of a pattern. The value of a variable is literal, even where it holds a `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Many,
    One,
    Literal(char),
}

/// A pattern with `*` and `?`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Token>);

/// Whether an action, such as `ec2:DescribeVpcs`, is within a pattern; case does not matter.
pub fn action_matches(pattern: &str, action: &str) -> bool {
    Pattern::new(&pattern.to_lowercase()).matches(&action.to_lowercase())
}

/// Whether an ARN is within a pattern without variables. A wildcard does not reach beyond its part of
/// the ARN, except at the end of a shortened pattern such as `arn:aws:s3*`.
pub fn resource_matches(pattern: &str, arn: &str) -> bool {
    Pattern::new(pattern).matches_resource(arn)
}

impl Pattern {
    fn new(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push(text);
        pattern
    }

    /// Goes on with a text that may have wildcards.
    pub(super) fn push(&mut self, text: &str) {
        self.0.extend(text.chars().map(Token::wild));
    }

    /// Goes on with a text that stands for itself.
    pub(super) fn push_literally(&mut self, text: &str) {
        self.0.extend(text.chars().map(Token::Literal));
    }

    /// Whether a text matches, letter by letter.
    pub(super) fn matches(&self, text: &str) -> bool {
        matches(&self.0, &text.chars().collect::<Vec<_>>())
    }

    /// As [`Self::matches`], but `*` and `?` are themselves.
    pub(super) fn equals(&self, text: &str) -> bool {
        self.0.iter().map(|token| token.literal()).eq(text.chars())
    }

    /// The pattern as a text, where `*` and `?` are themselves.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|token| token.literal()).collect()
    }

    /// Whether it has the six parts of an ARN.
    pub(super) fn is_arn(&self) -> bool {
        self.parts().count() == 6
    }

    /// Each of the six parts of an ARN by itself, so that a star in one part cannot swallow a colon.
    pub(super) fn matches_arn(&self, arn: &str) -> bool {
        let parts: Vec<&[Token]> = self.parts().collect();
        let texts: Vec<Vec<char>> = arn.splitn(6, ':').map(|part| part.chars().collect()).collect();
        (parts.len(), texts.len()) == (6, 6) && parts.iter().zip(&texts).all(|(part, text)| matches(part, text))
    }

    /// As [`Self::matches_arn`], but a pattern of fewer parts is one piece, such as `*` or `arn:aws:s3*`.
    pub(super) fn matches_resource(&self, arn: &str) -> bool {
        if self.is_arn() { self.matches_arn(arn) } else { self.matches(arn) }
    }

    fn parts(&self) -> impl Iterator<Item = &[Token]> {
        self.0.splitn(6, |token| *token == Token::Literal(':'))
    }
}

impl Token {
    fn wild(character: char) -> Self {
        match character {
            '*' => Self::Many,
            '?' => Self::One,
            other => Self::Literal(other),
        }
    }

    fn literal(self) -> char {
        match self {
            Self::Many => '*',
            Self::One => '?',
            Self::Literal(character) => character,
        }
    }

    fn takes(self, character: char) -> bool {
        match self {
            Self::Many => false,
            Self::One => true,
            Self::Literal(own) => own == character,
        }
    }
}

/// Linear but for the last `*`, which is the only one that ever has to take more.
fn matches(pattern: &[Token], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&Token::Many) {
            retry = Some((p + 1, t));
            p += 1;
        } else if pattern.get(p).is_some_and(|token| token.takes(text[t])) {
            (p, t) = (p + 1, t + 1);
        } else if let Some((after, from)) = retry {
            (p, t) = (after, from + 1);
            retry = Some((after, from + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|token| *token == Token::Many)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wildcards_match_as_iam_has_them() {
        let cases = [
            ("*", "", true),
            ("*", "anything", true),
            ("a*c", "abbbc", true),
            ("a*c", "abbbd", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b*", "xxaxxbxx", true),
            ("**", "x", true),
            ("", "", true),
            ("", "x", false),
            ("a*a", "a", false),
            ("A", "a", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{pattern:?} on {text:?}");
        }
        assert!(action_matches("EC2:describe*", "ec2:DescribeVpcs"), "actions ignore case");
    }

    #[test]
    fn a_star_in_a_condition_stays_within_its_part_of_an_arn() {
        let cases = [
            ("arn:aws:iam::*:role/X", "arn:aws:iam::123456789012:role/X", true),
            ("arn:aws:*:role/X", "arn:aws:iam::123456789012:role/X", false),
            ("*", "arn:aws:iam::123456789012:role/X", false),
            ("arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a/b", true),
        ];
        for (pattern, arn, expected) in cases {
            assert_eq!(Pattern::new(pattern).matches_arn(arn), expected, "{pattern:?} on {arn:?}");
        }
    }

    #[test]
    fn a_star_in_a_resource_stays_within_its_part_unless_the_pattern_is_shortened() {
        let cases = [
            ("arn:aws:iam::*:role/A", "arn:aws:iam::1:role/A", true),
            ("arn:aws:iam::*:role/A", "arn:aws:iam::1:2:role/A", false),
            ("arn:aws:sqs:*:1:q", "arn:aws:sqs:eu:1:q", true),
            ("arn:aws:sqs:*:q", "arn:aws:sqs:eu:1:q", true),
            ("arn:aws:logs:*:*:group:*:stream", "arn:aws:logs:eu:1:group:a:stream", true),
            ("arn:aws:iam::1:role/*a*b*c", "arn:aws:iam::1:role/xxaxbxbxc", true),
            ("arn:aws:iam::1:role/*a*b*c", "arn:aws:iam::1:role/xxaxcxb", false),
            ("*", "*", true),
            ("arn:aws:iam::1:role/A", "*", false),
        ];
        for (pattern, arn, expected) in cases {
            assert_eq!(resource_matches(pattern, arn), expected, "{pattern} on {arn}");
        }
    }

    #[test]
    fn wildcards_take_no_longer_than_the_text_allows() {
        let pattern = format!("arn:aws:s3:::{}b", "*a".repeat(60));
        let text = format!("arn:aws:s3:::{}", "a".repeat(4000));
        assert!(!resource_matches(&pattern, &text), "and this test ends: no exponential backtracking");
    }

    proptest! {
        #[test]
        fn a_text_matches_itself_and_a_star(text in "[a-z:/]{0,20}") {
            prop_assert!(Pattern::new(&text).matches(&text));
            prop_assert!(Pattern::new("*").matches(&text));
            let open_ended = format!("{text}*");
            prop_assert!(Pattern::new(&open_ended).matches(&text));
        }
    }
}
