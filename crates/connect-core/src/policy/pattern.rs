//! Wildcards as IAM has them: `*` for any characters, `?` for one.

/// Whether a text matches a pattern, letter by letter.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last star stood, and how much of the text it has swallowed so far.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, swallowed)) => {
                    star = Some((at, swallowed + 1));
                    p = at + 1;
                    t = swallowed + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|rest| *rest == '*')
}

/// Whether a text matches a pattern when case is ignored, as action names do.
pub fn matches_ignoring_case(pattern: &str, text: &str) -> bool {
    matches(&pattern.to_lowercase(), &text.to_lowercase())
}

/// Whether an ARN matches a pattern: each of the six parts by itself, so that a star in one part
/// cannot swallow a colon.
pub fn matches_arn(pattern: &str, arn: &str) -> bool {
    let parts = |text: &'_ str| text.splitn(6, ':').map(str::to_owned).collect::<Vec<_>>();
    let (pattern, arn) = (parts(pattern), parts(arn));
    pattern.len() == arn.len() && pattern.iter().zip(&arn).all(|(pattern, part)| matches(pattern, part))
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
            assert_eq!(matches(pattern, text), expected, "{pattern:?} on {text:?}");
        }
        assert!(matches_ignoring_case("EC2:describe*", "ec2:DescribeVpcs"), "actions ignore case");
    }

    #[test]
    fn a_star_stays_within_its_part_of_an_arn() {
        let cases = [
            ("arn:aws:iam::*:role/X", "arn:aws:iam::123456789012:role/X", true),
            ("arn:aws:*:role/X", "arn:aws:iam::123456789012:role/X", false),
            ("*", "arn:aws:iam::123456789012:role/X", false),
            ("arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a/b", true),
        ];
        for (pattern, arn, expected) in cases {
            assert_eq!(matches_arn(pattern, arn), expected, "{pattern:?} on {arn:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_matches_itself_and_a_star(text in "[a-z:/]{0,20}") {
            prop_assert!(matches(&text, &text));
            prop_assert!(matches("*", &text));
            let open_ended = format!("{text}*");
            prop_assert!(matches(&open_ended, &text));
        }
    }
}
