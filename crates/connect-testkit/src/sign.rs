//! Signature Version 4 for the calls that the sandbox itself makes.
//!
//! Written here because only `connect-aws` may name the AWS crates, and because form posts and GETs need so little of it:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Who signs.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
}

/// A request's place and time, as its signature needs them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) host: &'a str,
    /// `x-amz-date`.
    pub(crate) date: &'a str,
}

/// The `Authorization` header of a form post to `/`, with the headers `content-type`, `host` and `x-amz-date`.
pub(crate) fn authorization(keys: &Keys, of: Signed<'_>, body: &str) -> String {
    let Signed { host, date, .. } = of;
    let signed = "content-type;host;x-amz-date";
    let hash = sha256(body);
    let canonical = format!("POST\n/\n\ncontent-type:{FORM}\nhost:{host}\nx-amz-date:{date}\n\n{signed}\n{hash}");
    header(keys, of, signed, &canonical)
}

/// The `Authorization` header of an object's GET, with the headers `host`, `x-amz-content-sha256` ([`NOTHING`]) and
/// `x-amz-date`.
pub(crate) fn authorization_of_get(keys: &Keys, of: Signed<'_>, path: &str) -> String {
    let Signed { host, date, .. } = of;
    let signed = "host;x-amz-content-sha256;x-amz-date";
    let headers = format!("host:{host}\nx-amz-content-sha256:{NOTHING}\nx-amz-date:{date}");
    header(keys, of, signed, &format!("GET\n{path}\n\n{headers}\n\n{signed}\n{NOTHING}"))
}

/// The SHA-256 of no body at all.
pub(crate) const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn header(keys: &Keys, of: Signed<'_>, signed: &str, canonical: &str) -> String {
    let Signed { region, service, date, .. } = of;
    let scope = format!("{}/{region}/{service}/aws4_request", &date[..8]);
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
