//! What people really paste into the Role ARN field, and the ARN that is in it.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use url::Url;
use uuid::Uuid;

use crate::arn::{RoleArn, RoleArnError};
use crate::console::is_aws_console;
use crate::render::is_deceptive;

/// The largest paste that is looked at, in bytes: a whole page of the console is smaller.
const LARGEST: usize = 64 << 10;
/// Longer than any role's ARN, in bytes: its path has at most 512 and its name 64.
const LONGEST_ARN: usize = 700;
/// How many ARNs are told of those that were found.
const TOLD: usize = 3;

/// Why no single role ARN could be taken from a paste.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// The paste holds one candidate or none, and it is wrong for this reason.
    #[error(transparent)]
    NotARole(#[from] RoleArnError),
    /// Several different role ARNs; choosing would be guessing.
    #[error("{} different Role ARNs are in what was pasted: {}. Paste the one to connect", .0.len(), told(.0))]
    Several(Vec<RoleArn>),
    /// A console page's address with no ARN in it.
    #[error(
        "this is the address of a console page, not a Role ARN: on that page open the stack's Outputs tab, and copy the value of RoleArn"
    )]
    ConsoleUrl,
    /// The address of a page of the IAM console, which names the role but not its account.
    #[error(
        "this is the address of a page of the IAM console, not a Role ARN: open the role there, and copy the ARN from its summary"
    )]
    IamConsoleUrl,
    /// More than anybody pastes on purpose.
    #[error("what was pasted has {0} characters, which is more than is looked at: paste only the Role ARN")]
    TooLong(usize),
}

fn told(roles: &[RoleArn]) -> String {
    let mut told: Vec<String> = roles.iter().take(TOLD).map(ToString::to_string).collect();
    if roles.len() > TOLD {
        told.push("…".to_owned());
    }
    told.join(", ")
}

/// Takes the one role ARN out of a paste: spaces, quotes, line breaks inside it, a whole Outputs
/// table, JSON or a console address are understood.
pub fn role_arn_in(paste: &str) -> Result<RoleArn, PasteError> {
    if paste.len() > LARGEST {
        return Err(PasteError::TooLong(paste.chars().count()));
    }
    let visible = visible_part(paste);
    let bare: Vec<&str> =
        visible.trim_matches(is_around).lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let direct = match whole(&bare) {
        Ok(arns) => return one_of(arns),
        Err(error) => error,
    };
    let (roles, first_error) = candidates(paste);
    match first_error {
        _ if !roles.is_empty() => one_of(roles),
        Some(error) => Err(error.into()),
        None => Err(console_page(&bare.concat()).unwrap_or(direct.into())),
    }
}

fn one_of(roles: BTreeSet<RoleArn>) -> Result<RoleArn, PasteError> {
    let mut roles: Vec<RoleArn> = roles.into_iter().collect();
    match roles.pop() {
        Some(only) if roles.is_empty() => Ok(only),
        last => Err(PasteError::Several(roles.into_iter().chain(last).collect())),
    }
}

/// The text without characters that show nothing; line separators are line breaks.
fn visible_part(paste: &str) -> String {
    let separated = paste.replace(['\u{2028}', '\u{2029}'], "\n");
    separated.replace(is_deceptive, "")
}

/// What may stand around an ARN: quotes, the emphasis of a message, the punctuation of a sentence.
fn is_around(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "\"'`*,;“”‘’<>".contains(c)
}

/// The ARN that all of the lines make, which were one before something broke it. Where the first line is an ARN alone,
/// the others may be its end or something else: then there are two readings.
fn whole(lines: &[&str]) -> Result<BTreeSet<RoleArn>, RoleArnError> {
    let whole = complete(&lines.concat())?;
    let Some((first, rest)) = lines.split_first() else { return Ok([whole].into()) };
    match complete(first) {
        Ok(first) if is_something_else(&rest.concat()) => Ok([first].into()),
        Ok(first) => Ok([first, whole].into()),
        Err(_) => Ok([whole].into()),
    }
}

/// What stands below an ARN and cannot be the end of its name: an External ID, or the dash of an empty cell.
fn is_something_else(rest: &str) -> bool {
    Uuid::try_parse(rest).is_ok() || !rest.contains(|c: char| c.is_ascii_alphanumeric())
}

/// A text that is one ARN from its first character to its last. A space inside means other words, whose letters must
/// not be glued to the name; and a comma ends a cell of a table far more often than it stands in a name.
fn complete(text: &str) -> Result<RoleArn, RoleArnError> {
    let cell = text.split(',').next().unwrap_or_default();
    match cell.parse::<RoleArn>() {
        Ok(arn) if !arn.path().contains(':') => Ok(arn),
        Ok(_) => Err(RoleArnError::NotAnArn(text.to_owned())),
        Err(error) => Err(error),
    }
}

/// What a web address is called, if it is one of the AWS console's.
fn console_page(text: &str) -> Option<PasteError> {
    let address = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&address).ok().filter(is_aws_console)?;
    Some(if url.path().starts_with("/iam") { PasteError::IamConsoleUrl } else { PasteError::ConsoleUrl })
}

/// Every role ARN inside a text, and what was wrong with the first ARN that is none.
fn candidates(paste: &str) -> (BTreeSet<RoleArn>, Option<RoleArnError>) {
    let decoded = visible_part(&percent_decode_str(paste).decode_utf8_lossy());
    let mut roles = BTreeSet::new();
    let mut first_error = None;
    for word in decoded.split(ends).map(|word| word.trim_end_matches('.')) {
        for start in word.match_indices("arn:").map(|(start, _)| start) {
            // No name holds a colon, so another ARN begins there: pasted behind one that stood in the field already.
            let next = word[start + 1..].find("arn:").map(|next| start + 1 + next);
            // Bounded: each of many would reach to the end of the word.
            let end = word.floor_char_boundary(next.unwrap_or(word.len()).min(start + LONGEST_ARN));
            match word[start..end].parse() {
                Ok(arn) => {
                    roles.insert(arn);
                }
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
    }
    (roles, first_error)
}

fn ends(c: char) -> bool {
    is_around(c) || "|()[]{}&?\\".contains(c)
}

#[cfg(test)]
mod tests;
