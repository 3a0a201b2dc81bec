//! What people really paste into the Role ARN field, and the ARN that is in it.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::arn::{RoleArn, RoleArnError};

/// Why no single role ARN could be taken from a paste.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// The paste holds one candidate or none, and it is wrong for this reason.
    #[error(transparent)]
    NotARole(#[from] RoleArnError),
    /// Several different role ARNs; choosing would be guessing.
    #[error("{} different Role ARNs are in what was pasted: {}. Paste the one to connect", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Several(Vec<RoleArn>),
    /// A console page's address with no ARN in it.
    #[error(
        "this is the address of a console page, not a Role ARN: on that page open the stack's Outputs tab, and copy the value of RoleArn"
    )]
    ConsoleUrl,
}

/// Takes the one role ARN out of a paste: spaces, quotes, line breaks inside it, a whole Outputs
/// table, JSON or a console address are understood.
pub fn role_arn_in(paste: &str) -> Result<RoleArn, PasteError> {
    let bare = unwrapped(paste);
    let direct = match bare.parse::<RoleArn>() {
        Ok(arn) if !arn.path().contains(':') => return Ok(arn),
        Ok(_) => RoleArnError::NotAnArn(bare.clone()),
        Err(error) => error,
    };
    let (roles, first_error) = candidates(paste);
    match (roles.len(), first_error) {
        (1, _) => Ok(roles.into_iter().next().ok_or(direct)?),
        (0, Some(error)) => Err(error.into()),
        (0, None) if console_address(&bare) => Err(PasteError::ConsoleUrl),
        (0, None) => Err(direct.into()),
        _ => Err(PasteError::Several(roles.into_iter().collect())),
    }
}

/// The text without quotes around it, and in one piece where only line breaks cut it: a space inside
/// means other words, whose letters must not be glued to the name.
fn unwrapped(paste: &str) -> String {
    let invisible = |c: char| "\u{200b}\u{feff}".contains(c);
    let quotes = |c: char| c.is_whitespace() || c.is_control() || invisible(c) || "\"'`,;“”‘’<>".contains(c);
    let inner = paste.trim_matches(quotes);
    inner.lines().map(|line| line.trim().replace(invisible, "")).collect()
}

fn console_address(text: &str) -> bool {
    text.starts_with("https://") || text.contains("console.aws")
}

/// Every role ARN inside a text, and what was wrong with the first ARN that is none.
fn candidates(paste: &str) -> (BTreeSet<RoleArn>, Option<RoleArnError>) {
    let decoded = percent_decode_str(paste).decode_utf8_lossy();
    let mut roles = BTreeSet::new();
    let mut first_error = None;
    for (start, _) in decoded.match_indices("arn:") {
        let tail = &decoded[start..];
        let end = tail
            .find(|c: char| c.is_whitespace() || c.is_control() || "\"'`|<>()[]{}&?;\\“”‘’".contains(c))
            .unwrap_or(tail.len());
        match tail[..end].trim_end_matches([',', '.']).parse() {
            Ok(arn) => {
                roles.insert(arn);
            }
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    (roles, first_error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const ARN: &str = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";

    #[test]
    fn messy_pastes_are_understood() {
        let pastes = [
            format!("  {ARN}\n"),
            format!("\"{ARN}\","),
            format!("“{ARN}”"),
            format!("\u{feff}{ARN}\u{200b}"),
            "arn:aws:iam::123456789012:\n  role/Alethia\r\nProvisionerRole".to_owned(),
            format!("RoleArn\t{ARN}\tRole for Alethia\t-\nTemplateVersion\t1\t-\t-"),
            format!("RoleArn {ARN} The role\nStackId arn:aws:cloudformation:us-east-1:123456789012:stack/x/y z"),
            format!("{{\"OutputKey\": \"RoleArn\", \"OutputValue\": \"{ARN}\"}}"),
            format!("role_arn = \"{ARN}\""),
            "https://console.aws.amazon.com/x?arn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FAlethiaProvisionerRole&y=1".to_owned(),
                format!("Here it is: {ARN}."),
            format!("{ARN} The role for Alethia"),
        ];
        for paste in pastes {
            assert_eq!(role_arn_in(&paste).map(|arn| arn.to_string()), Ok(ARN.to_owned()), "{paste:?} holds that ARN");
        }
    }

    #[test]
    fn a_paste_without_one_role_says_why() {
        let cases = [
            ("   ", "empty"),
            ("https://eu-central-1.console.aws.amazon.com/cloudformation/home#/stacks", "Outputs tab"),
            ("arn:aws:iam::123456789012:user/bob", "IAM user"),
            ("StackId: arn:aws:cloudformation:us-east-1:123456789012:stack/x/y", "CloudFormation stack"),
            ("arn:aws:iam::123456789012:role/A arn:aws:iam::123456789012:role/B", "2 different Role ARNs"),
            ("arn:aws:iam::123456789012:role/A\narn:aws:iam::123456789012:role/B", "2 different Role ARNs"),
        ];
        for (paste, words) in cases {
            let message = role_arn_in(paste).unwrap_err().to_string();
            assert!(message.contains(words), "{paste:?} should be told {words:?}, was told: {message}");
        }
    }

    proptest! {
        #[test]
        fn a_paste_never_panics(paste in "(\\PC|arn:|[\n%\"]){0,60}") {
            let _ = role_arn_in(&paste);
        }

        #[test]
        fn an_arn_survives_what_surrounds_it(before in "[ \n\t\"']{0,5}", after in "[ \n\t\"',]{0,5}") {
            let found = role_arn_in(&format!("{before}{ARN}{after}")).map(|arn| arn.to_string());
            prop_assert_eq!(found, Ok(ARN.to_owned()));
        }
    }
}
