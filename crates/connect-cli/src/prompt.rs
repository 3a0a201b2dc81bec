//! Asks on the terminal for the code of an MFA device.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::Arc;

use async_trait::async_trait;
use connect_aws::AwsCloud;
use connect_core::mfa::{MfaCode, MfaQuestion};
use connect_core::ports::MfaPrompt;
use indicatif::ProgressBar;

/// The person at the terminal.
struct Terminal {
    /// What moves on the terminal; it stands still while something is typed.
    bar: Option<ProgressBar>,
}

/// The cloud with the person at the terminal; as it is where nobody could answer or read the question, so that no script
/// waits.
pub(crate) fn asking(cloud: AwsCloud, bar: Option<ProgressBar>) -> AwsCloud {
    let person = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if person { cloud.asking(Arc::new(Terminal { bar })) } else { cloud }
}

#[async_trait]
impl MfaPrompt for Terminal {
    /// The reading thread cannot be stopped; it ends with the process.
    async fn ask(&self, question: &MfaQuestion) -> Option<MfaCode> {
        let _still = self.bar.as_ref().map(Still::hold);
        let intro = intro(question);
        tokio::task::spawn_blocking(move || read(&intro, &mut std::io::stdin().lock(), &mut std::io::stderr()))
            .await
            .unwrap_or_default()
    }
}

/// What is said before the first line is read.
fn intro(question: &MfaQuestion) -> String {
    let MfaQuestion { profile, device, refusal, tries_left } = question;
    match refusal {
        None => format!("The profile \"{profile}\" wants the code that the MFA device {device} shows.\n"),
        Some(refusal) => {
            let left = if *tries_left == 1 { "one more try".to_owned() } else { format!("{tries_left} more tries") };
            format!(
                "AWS did not take that code: {refusal}\nA code works only once, and a new one comes every 30 seconds: wait for the next one. You have {left}.\n"
            )
        }
    }
}

/// Reads lines until one is a code; the end of the input is no code.
fn read(intro: &str, input: &mut impl BufRead, output: &mut impl Write) -> Option<MfaCode> {
    write!(output, "{intro}").ok()?;
    loop {
        write!(output, "MFA code: ").and_then(|()| output.flush()).ok()?;
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            // What is said next begins on a line of its own.
            writeln!(output).ok()?;
            return None;
        }
        match line.parse() {
            Ok(code) => return Some(code),
            Err(error) => writeln!(output, "That is no code: {error}.").ok()?,
        }
    }
}

/// A bar that stands still, and moves again when this is dropped.
struct Still<'a>(&'a ProgressBar);

impl<'a> Still<'a> {
    fn hold(bar: &'a ProgressBar) -> Self {
        bar.disable_steady_tick();
        bar.finish_and_clear();
        Self(bar)
    }
}

impl Drop for Still<'_> {
    fn drop(&mut self) {
        self.0.reset();
        self.0.enable_steady_tick(crate::progress::TICK);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn typed(text: &str) -> (Option<MfaCode>, String) {
        let mut output = Vec::new();
        let code = read("intro\n", &mut text.as_bytes(), &mut output);
        (code, String::from_utf8(output).unwrap())
    }

    #[test]
    fn what_is_no_code_is_told_at_once_and_asked_again() {
        let (code, shown) = typed("hunter2\n12345\n123 456\n");
        assert_eq!(code.unwrap().digits(), "123456", "the first line that is a code is taken");
        assert_eq!(shown.matches("6 digits; nothing was sent").count(), 2, "both others are told: {shown}");
        assert!(!shown.contains("hunter2"), "what was typed is not repeated: {shown}");
    }

    #[test]
    fn the_end_of_the_input_is_no_code() {
        assert_eq!(typed("").0, None, "Ctrl-D");
        assert_eq!(typed("12345").0, None, "and half a line before it");
    }

    #[test]
    fn a_refusal_says_why_and_how_many_tries_are_left() {
        let question = |refusal: Option<&str>, tries_left| MfaQuestion {
            profile: "ops".to_owned(),
            device: "arn:aws:iam::111122223333:mfa/me".to_owned(),
            refusal: refusal.map(str::to_owned),
            tries_left,
        };
        let first = intro(&question(None, 3));
        assert!(first.contains("\"ops\"") && first.contains(":mfa/me"), "profile and device: {first}");
        let second = intro(&question(Some("invalid code"), 2));
        for words in ["invalid code", "only once", "every 30 seconds", "2 more tries"] {
            assert!(second.contains(words), "a refusal says {words}: {second}");
        }
        assert!(intro(&question(Some("invalid code"), 1)).contains("one more try"), "the last one is told as that");
    }
}
