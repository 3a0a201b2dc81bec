//! A large paste is refused, and the largest that is read takes no time that a person would notice.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use connect_core::paste::{PasteError, role_arn_in};

const ARN: &str = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";
const LARGEST: usize = 64 << 10;

#[test]
fn a_large_paste_is_refused_and_the_largest_is_read_at_once() {
    let largest = format!("{ARN}{}", " ".repeat(LARGEST - ARN.len()));
    assert!(role_arn_in(&largest).is_ok(), "64 KiB are read");
    assert_eq!(role_arn_in(&format!("{largest} ")), Err(PasteError::TooLong(LARGEST + 1)), "and not one byte more");
    for piece in
        ["arn:", "arn:aws:iam::123456789012:role/", "arn:aws:iam::123456789012:role/a,", "%61", "\u{200b}", "\n"]
    {
        let paste = piece.repeat(LARGEST / piece.len());
        let begun = Instant::now();
        let _ = role_arn_in(&paste);
        assert!(begun.elapsed() < Duration::from_secs(3), "{piece:?} took {:?}", begun.elapsed());
    }
}
