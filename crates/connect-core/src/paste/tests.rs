//! What people really paste, and what nobody should.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const ARN: &str = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";
const ID: &str = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";

fn read(paste: &str) -> Result<String, PasteError> {
    role_arn_in(paste).map(|arn| arn.to_string())
}

#[test]
fn messy_pastes_are_understood() {
    let pastes = [
        format!("  {ARN}\n"),
        format!("\"{ARN}\","),
        format!("“{ARN}”"),
        format!("\u{feff}{ARN}\u{200b}"),
        format!("\u{200e}{ARN}\u{200f}"),
        "\u{2060}arn:aws:iam::123456789012:role/\u{2060}AlethiaProvisionerRole\u{feff}".to_owned(),
        format!("**{ARN}**"),
        format!("* {ARN}"),
        format!("the role is *{ARN}*"),
        "arn:aws:iam::123456789012:\n  role/Alethia\r\nProvisionerRole".to_owned(),
        format!("RoleArn\t{ARN}\tRole for Alethia\t-\nTemplateVersion\t1\t-\t-"),
        format!("RoleArn {ARN} The role\nStackId arn:aws:cloudformation:us-east-1:123456789012:stack/x/y z"),
        format!("RoleArn,{ARN},Role for Alethia,-"),
        format!("{ARN},Text"),
        format!("{{\"OutputKey\": \"RoleArn\", \"OutputValue\": \"{ARN}\"}}"),
        format!("role_arn = \"{ARN}\""),
        "https://console.aws.amazon.com/x?arn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FAlethiaProvisionerRole&y=1"
            .to_owned(),
        format!("Here it is: {ARN}."),
        format!("{ARN} The role for Alethia"),
        format!("{ARN}\n{ID}"),
        format!("{ARN}\u{2028}{ID}\n"),
        format!("\"{ARN}\"\n\"{ID}\""),
        format!("{ARN}\r\n-"),
        format!("{ARN}\nThe role for Alethia"),
        format!("{ARN}{ARN}"),
        format!("{ARN}\n{ARN}"),
    ];
    for paste in pastes {
        assert_eq!(read(&paste), Ok(ARN.to_owned()), "{paste:?} holds that ARN");
    }
}

#[test]
fn of_two_readings_neither_is_taken_silently() {
    for (rest, other) in [("ExternalId", "ExternalId"), ("Suffix", "Suffix"), ("Text,more", "Text")] {
        let readings = [ARN.to_owned(), format!("{ARN}{other}")].map(|arn| arn.parse().unwrap());
        let error = role_arn_in(&format!("{ARN}\n{rest}")).unwrap_err();
        assert_eq!(error, PasteError::Several(readings.into()), "{rest:?} may be the name's end or another cell");
    }
}

#[test]
fn a_paste_without_one_role_says_why() {
    let cases = [
        ("   ", "empty"),
        ("https://eu-central-1.console.aws.amazon.com/cloudformation/home#/stacks", "Outputs tab"),
        ("https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/X", "IAM console"),
        ("console.amazonaws-us-gov.com/iam/home#/roles/X", "IAM console"),
        ("https://example.com/iam/home", "not an ARN"),
        ("arn:aws:iam::123456789012:user/bob", "IAM user"),
        ("StackId: arn:aws:cloudformation:us-east-1:123456789012:stack/x/y", "CloudFormation stack"),
        ("arn:aws:iam::123456789012:role/A arn:aws:iam::123456789012:role/B", "2 different Role ARNs"),
        ("arn:aws:iam::123456789012:role/A\narn:aws:iam::123456789012:role/B", "2 different Role ARNs"),
        (
            "arn:aws:iam::123456789012:role/Aarn:aws:iam::123456789012:role/B",
            "role/A, arn:aws:iam::123456789012:role/B.",
        ),
    ];
    for (paste, words) in cases {
        let message = role_arn_in(paste).unwrap_err().to_string();
        assert!(message.contains(words), "{paste:?} should be told {words:?}, was told: {message}");
    }
}

#[test]
fn what_is_repeated_is_cut() {
    let many: Vec<String> = (0..1000).map(|number| format!("arn:aws:iam::123456789012:role/{number}")).collect();
    let long = "x".repeat(10_000);
    let pastes = [
        long.clone(),
        format!("arn:aws:iam::123456789012:role/{long}"),
        format!("arn:aws:iam::{long}:role/X"),
        format!("arn:{long}:iam::123456789012:role/X"),
        format!("arn:aws:{long}::123456789012:role/X"),
        format!("arn:aws:iam:{long}:123456789012:role/X"),
        format!("arn:aws:iam::123456789012:role/{long}/X"),
        many.join(" "),
    ];
    for paste in pastes {
        let message = role_arn_in(&paste).unwrap_err().to_string();
        let (start, length) = (paste.chars().take(60).collect::<String>(), message.chars().count());
        assert!(length < 400, "{start}… is answered with {length} characters");
    }
}

proptest! {
    #[test]
    fn a_paste_never_panics(paste in "(\\PC|arn:|arn:aws:iam::123456789012:role/|%e2%80|https://|[\n\r%\",*\u{200e}\u{2028}]){0,60}") {
        let _ = role_arn_in(&paste);
    }

    #[test]
    fn an_arn_survives_what_surrounds_it(
        before in "[ \n\t\"'*\u{200e}\u{200f}\u{2060}\u{feff}]{0,5}",
        after in "[ \n\t\"',*\u{200e}\u{200f}\u{2060}\u{feff}]{0,5}",
    ) {
        prop_assert_eq!(read(&format!("{before}{ARN}{after}")), Ok(ARN.to_owned()));
    }

    #[test]
    fn an_arn_that_a_break_cut_before_its_name_is_whole_again(at in 1_usize..31, indent in "[ \t]{0,4}") {
        let (first, second) = ARN.split_at(at);
        prop_assert_eq!(read(&format!("{first}\n{indent}{second}")), Ok(ARN.to_owned()));
    }
}
