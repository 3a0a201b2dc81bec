//! Signature Version 4 for the calls that the sandbox itself makes.
//!
//! Written here because only `connect-aws` may name the AWS crates, and because form posts need so little of it:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Who signs.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
}

/// The `Authorization` header of a form post to `/`, with the headers `content-type`, `host` and `x-amz-date`.
pub(crate) fn authorization(keys: &Keys, region: &str, service: &str, host: &str, date: &str, body: &str) -> String {
    let scope = format!("{}/{region}/{service}/aws4_request", &date[..8]);
    let signed = "content-type;host;x-amz-date";
    let canonical = format!(
        "POST\n/\n\ncontent-type:{FORM}\nhost:{host}\nx-amz-date:{date}\n\n{signed}\n{}",
        hex(&Sha256::digest(body))
    );
    let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let mut key = format!("AWS4{}", keys.secret_key).into_bytes();
    for part in [&date[..8], region, service, "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex(&mac(&key, &to_sign));
    format!("AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={signed}, Signature={signature}", keys.access_key)
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// A hash as text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length, so the error cannot occur; an empty key would only make AWS refuse the signature.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// SHA-256 of a text.
pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}
