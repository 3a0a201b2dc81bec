//! The probes A-B-C-A: what the four `AssumeRole` calls prove about the External ID.
//!
//! Supplying an External ID succeeds even when the role asks for none, so one green call proves
//! nothing: B sends none, C a wrong one, and A once more shows that a denial was no flutter. While the External ID is
//! rotated, the one from before is tried as a second wrong one.

use crate::failure::{CallFailure, FailureKind};

/// Which of the calls a probe is; its word is the end of its `RoleSessionName`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// A: the connection's External ID.
    Right,
    /// B: no External ID.
    None,
    /// C: a wrong one, which differs from the right one in a single random character.
    Wrong,
    /// The one from before, while the External ID is rotated.
    Former,
    /// A once more.
    Again,
}

impl Probe {
    /// The `RoleSessionName` by which `CloudTrail` tells the probes of one run apart.
    pub fn session_name(self, run: uuid::Uuid) -> String {
        let word = match self {
            Self::Right => "right",
            Self::None => "none",
            Self::Wrong => "wrong",
            Self::Former => "former",
            Self::Again => "again",
        };
        format!("alethia-verify-{}-{word}", &run.simple().to_string()[..8])
    }
}

/// How one probe ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// AWS issued a session.
    Allowed,
    /// AWS refused.
    Denied(CallFailure),
    /// AWS gave no answer to the question: throttled, unreachable, no credentials.
    Unclear(CallFailure),
}

impl Answer {
    /// Sorts a failure into a refusal or no answer.
    pub fn of_failure(failure: CallFailure) -> Self {
        if failure.kind == FailureKind::Denied { Self::Denied(failure) } else { Self::Unclear(failure) }
    }

    const fn allowed(&self) -> Option<bool> {
        match self {
            Self::Allowed => Some(true),
            Self::Denied(_) => Some(false),
            Self::Unclear(_) => None,
        }
    }
}

/// What the probes say of one claim about the External ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The claim holds.
    Holds,
    /// The claim is false, and the role unsafe.
    Broken,
    /// Nothing is proved, because the right External ID was refused too.
    Nothing,
    /// AWS did not answer, or answered differently when asked again.
    Unclear,
}

/// The verdict of the probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProbeVerdict {
    /// Assuming without an External ID is denied.
    pub required: Proof,
    /// Assuming with another External ID is denied.
    pub exact: Proof,
}

impl ProbeVerdict {
    /// Whether anyone could assume the role without knowing the External ID.
    pub fn unsafe_role(self) -> bool {
        self.required == Proof::Broken || self.exact == Proof::Broken
    }
}

/// The table of verdicts: A, B, every C and A again.
pub fn judge(right: &Answer, none: &Answer, wrong: &[&Answer], again: Option<&Answer>) -> ProbeVerdict {
    let steady = right.allowed() == Some(true) && again.and_then(Answer::allowed) == Some(true);
    let claim = |answer: &Answer| match (answer.allowed(), right.allowed()) {
        (Some(true), _) => Proof::Broken,
        (Some(false), Some(true)) if steady => Proof::Holds,
        (Some(false), Some(false)) => Proof::Nothing,
        _ => Proof::Unclear,
    };
    let worst = |claims: &[Proof]| {
        let order = [Proof::Broken, Proof::Unclear, Proof::Nothing];
        order.into_iter().find(|proof| claims.contains(proof)).unwrap_or(Proof::Holds)
    };
    let exact: Vec<Proof> = wrong.iter().map(|answer| claim(answer)).collect();
    ProbeVerdict { required: claim(none), exact: worst(&exact) }
}

#[cfg(test)]
mod tests {
    use super::Proof::{Broken, Holds, Nothing, Unclear};
    use super::*;

    fn failure(kind: FailureKind) -> CallFailure {
        CallFailure {
            kind,
            operation: "sts:AssumeRole",
            code: None,
            message: String::new(),
            request_id: None,
            clock_skew_seconds: None,
        }
    }

    #[test]
    fn every_row_of_the_verdict_table() {
        let ok = || Answer::Allowed;
        let no = || Answer::of_failure(failure(FailureKind::Denied));
        let lost = || Answer::of_failure(failure(FailureKind::Unreachable));
        let rows = [
            ("enforced", ok(), no(), no(), Some(ok()), Holds, Holds),
            ("not required", ok(), ok(), ok(), Some(ok()), Broken, Broken),
            ("wildcard or presence only", ok(), no(), ok(), Some(ok()), Holds, Broken),
            ("IfExists", ok(), ok(), no(), Some(ok()), Broken, Holds),
            ("open without, pins another", no(), ok(), no(), None, Broken, Nothing),
            ("open without and with another", no(), ok(), ok(), None, Broken, Broken),
            ("all denied", no(), no(), no(), None, Nothing, Nothing),
            ("A flutters", ok(), no(), no(), Some(no()), Unclear, Unclear),
            ("A again not sent", ok(), no(), no(), None, Unclear, Unclear),
            ("B lost", ok(), lost(), no(), Some(ok()), Unclear, Holds),
            ("C lost", ok(), no(), lost(), Some(ok()), Holds, Unclear),
            ("A lost", lost(), no(), no(), None, Unclear, Unclear),
        ];
        for (name, right, none, wrong, again, required, exact) in rows {
            let verdict = judge(&right, &none, &[&wrong], again.as_ref());
            assert_eq!(verdict, ProbeVerdict { required, exact }, "{name}");
            assert_eq!(verdict.unsafe_role(), required == Broken || exact == Broken, "{name}");
        }
    }

    #[test]
    fn every_wrong_one_has_to_be_refused() {
        let ok = Answer::Allowed;
        let no = Answer::of_failure(failure(FailureKind::Denied));
        let lost = Answer::of_failure(failure(FailureKind::Unreachable));
        for (name, wrong, exact) in [
            ("both refused", [&no, &no], Holds),
            ("the one from before is let in", [&no, &ok], Broken),
            ("the near miss is let in", [&ok, &no], Broken),
            ("one let in, one lost", [&lost, &ok], Broken),
            ("one lost", [&no, &lost], Unclear),
        ] {
            assert_eq!(judge(&ok, &no, &wrong, Some(&ok)).exact, exact, "{name}");
        }
    }

    #[test]
    fn the_probes_of_a_run_are_told_apart() {
        let run = uuid::Uuid::from_u128(0xabcd_ef01 << 96);
        let names =
            [Probe::Right, Probe::None, Probe::Wrong, Probe::Former, Probe::Again].map(|probe| probe.session_name(run));
        assert_eq!(names[0], "alethia-verify-abcdef01-right", "the documented shape");
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "each is unique: {names:?}");
        assert!(names.iter().all(|name| name.len() <= 64), "RoleSessionName has at most 64 characters");
    }
}
