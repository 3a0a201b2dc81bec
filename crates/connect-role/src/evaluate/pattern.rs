//! Wildcards and policy variables.
//!
//! Sources: [wildcards in ARNs](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html),
//! [variables](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).

use super::truth::Truth;

/// A piece of a pattern. The value of a variable is literal, even where it holds a `*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Many,
    One,
    Literal(char),
}

/// How a text of a policy reads once its variables are filled.
pub(super) enum Filled {
    /// As this pattern.
    Pattern(Pattern),
    /// A variable has no value: it matches nothing.
    Nothing,
    /// A variable's value is not known.
    Unknown,
}

/// A pattern with `*` and `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Token>);

/// Whether an action, such as `ec2:DescribeVpcs`, is within a pattern; case does not matter.
pub fn action_matches(pattern: &str, action: &str) -> bool {
    Pattern::plain(&pattern.to_lowercase()).matches(&action.to_lowercase())
}

/// Whether an ARN is within a pattern without variables. A wildcard does not reach beyond its part of
/// the ARN, except at the end of a shortened pattern such as `arn:aws:s3*`.
pub fn resource_matches(pattern: &str, arn: &str) -> bool {
    Pattern::plain(pattern).matches_arn(arn)
}

impl Pattern {
    fn plain(text: &str) -> Self {
        Self(text.chars().map(Token::wild).collect())
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        matches(&self.0, &text)
    }

    /// As [`Self::matches`], but `*` and `?` are themselves.
    pub(super) fn equals(&self, text: &str) -> bool {
        self.0.iter().map(|token| token.literal()).eq(text.chars())
    }

    pub(super) fn lowercase(&self) -> Self {
        let lower = |token: &Token| match token {
            Token::Literal(c) => c.to_lowercase().map(Token::Literal).collect(),
            wild => vec![*wild],
        };
        Self(self.0.iter().flat_map(lower).collect())
    }

    pub(super) fn text(&self) -> String {
        self.0.iter().map(|token| token.literal()).collect()
    }

    pub(super) fn matches_arn(&self, arn: &str) -> bool {
        let parts: Vec<&[Token]> = self.0.splitn(6, |token| *token == Token::Literal(':')).collect();
        if parts.len() < 6 {
            return self.matches(arn);
        }
        let texts: Vec<Vec<char>> = arn.splitn(6, ':').map(|part| part.chars().collect()).collect();
        texts.len() == 6 && parts.iter().zip(&texts).all(|(part, text)| matches(part, text))
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

/// What is known of a condition key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known<'a> {
    Values(&'a [String]),
    Absent,
    Unknown,
}

/// The condition keys of a question, and whether the policy knows variables.
pub(super) struct Context<'a> {
    keys: &'a [(String, Vec<String>)],
    has_variables: bool,
}

impl<'a> Context<'a> {
    pub(super) const fn new(keys: &'a [(String, Vec<String>)], has_variables: bool) -> Self {
        Self { keys, has_variables }
    }

    /// Names of keys are the same in any case.
    pub(super) fn get(&self, key: &str) -> Known<'a> {
        match self.keys.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
            Some((_, values)) if values.is_empty() => Known::Absent,
            Some((_, values)) => Known::Values(values),
            None => Known::Unknown,
        }
    }

    pub(super) fn resource_matches(&self, pattern: &str, arn: &str) -> Truth {
        match self.fill(pattern) {
            Filled::Pattern(pattern) => pattern.matches_arn(arn).into(),
            Filled::Nothing => Truth::False,
            Filled::Unknown => Truth::Unknown,
        }
    }

    /// Fills a policy's text.
    pub(super) fn fill(&self, text: &str) -> Filled {
        let mut tokens = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, inner, after)) = self.next_variable(rest) {
            tokens.extend(before.chars().map(Token::wild));
            match self.variable(inner) {
                Ok(value) => tokens.extend(value.chars().map(Token::Literal)),
                Err(filled) => return filled,
            }
            rest = after;
        }
        tokens.extend(rest.chars().map(Token::wild));
        Filled::Pattern(Pattern(tokens))
    }

    fn next_variable<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str, &'t str)> {
        let (before, rest) = text.split_once("${").filter(|_| self.has_variables)?;
        let (inner, after) = rest.split_once('}')?;
        Some((before, inner, after))
    }

    /// The value of `key` or `key, 'default'`.
    fn variable(&self, inner: &str) -> Result<String, Filled> {
        if ["*", "?", "$"].contains(&inner) {
            return Ok(inner.to_owned());
        }
        let (key, default) = match inner.split_once(',') {
            Some((key, default)) => (key.trim(), Some(default.trim().trim_matches('\''))),
            None => (inner.trim(), None),
        };
        match (self.get(key), default) {
            (Known::Values([single]), _) => Ok(single.clone()),
            (Known::Values(_), _) | (Known::Absent, None) => Err(Filled::Nothing),
            (Known::Absent, Some(default)) => Ok(default.to_owned()),
            (Known::Unknown, _) => Err(Filled::Unknown),
        }
    }
}
