//! The address of a hosted template: what `CloudFormation` loads, and which object of S3 that is.
//!
//! Source: [virtual hosting of buckets](https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).

use percent_encoding::percent_decode_str;
use url::Url;

use super::{AddressError, is_loopback};
use crate::account::Partition;
use crate::region::Region;

/// A template's address that `CloudFormation`, or the sandbox, can load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateUrl(Url);

/// An object of S3, as an address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Object {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key.
    pub key: String,
    /// The bucket's region, where the address says it.
    pub region: Option<Region>,
    /// The object's version, where the address says one.
    pub version: Option<String>,
}

impl TemplateUrl {
    /// Checks the address; loopback only where the sandbox is shown.
    pub fn parse(address: &str, sandbox: bool) -> Result<Self, AddressError> {
        let address = address.trim();
        let url = Url::parse(address).map_err(|_| AddressError::NotAnAddress(address.to_owned()))?;
        if address.len() > 1024 {
            return Err(AddressError::TooLong(address.len()));
        }
        if (sandbox && is_loopback(&url)) || is_s3(&url) {
            Ok(Self(url))
        } else {
            Err(AddressError::NotS3(address.to_owned()))
        }
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// What comes after them.
    pub fn path_and_query(&self) -> String {
        match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        }
    }

    /// The partition that the address is in; none for the sandbox, and where only the domain tells.
    pub fn partition(&self) -> Option<Partition> {
        let (rest, domain) = domain(&self.0)?;
        let told = place(rest).1.map(|region| region.partition());
        told.or_else(|| (domain == ".amazonaws.com.cn").then_some(Partition::AwsCn))
    }

    /// The object that the address names; none where it names no key.
    pub fn object(&self) -> Option<S3Object> {
        let (bucket, region) = match domain(&self.0) {
            Some((rest, _)) => place(rest),
            None => (None, None),
        };
        let path = percent_decode_str(self.0.path().trim_start_matches('/')).decode_utf8().ok()?;
        let (bucket, key) = if let Some(bucket) = bucket {
            (bucket, path.as_ref())
        } else {
            let (bucket, key) = path.split_once('/')?;
            (bucket.to_owned(), key)
        };
        let version = self.0.query_pairs().find(|(name, _)| name == "versionId").map(|(_, value)| value.into_owned());
        let whole = !bucket.is_empty() && !key.is_empty();
        whole.then(|| S3Object { bucket, key: key.to_owned(), region, version })
    }
}

/// Bucket and region in what stands before the domain: `BUCKET.s3.REGION`, `BUCKET.s3-REGION`, `s3.REGION` or less.
fn place(host: &str) -> (Option<String>, Option<Region>) {
    let labels: Vec<&str> = host.split('.').collect();
    let Some(at) = labels.iter().rposition(|label| is_s3_label(label)) else { return (None, None) };
    let bucket = labels[..at].join(".");
    let of_label = labels[at].strip_prefix("s3-");
    let region = labels[at + 1..].last().copied().or(of_label).and_then(|label| label.parse().ok());
    ((!bucket.is_empty()).then_some(bucket), region)
}

fn is_s3_label(label: &str) -> bool {
    label == "s3" || label.starts_with("s3-")
}

/// What stands before AWS's domain, and that domain.
fn domain(url: &Url) -> Option<(&str, &'static str)> {
    let host = url.host_str()?;
    [".amazonaws.com", ".amazonaws.com.cn"].into_iter().find_map(|domain| Some((host.strip_suffix(domain)?, domain)))
}

fn is_s3(url: &Url) -> bool {
    let s3 = domain(url).is_some_and(|(rest, _)| rest.split('.').any(is_s3_label));
    url.scheme() == "https" && s3 && url.username().is_empty()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_shape_of_an_address_names_its_object() {
        for (address, bucket, key, region) in [
            ("https://b.s3.eu-central-1.amazonaws.com/a/t.yaml", "b", "a/t.yaml", Some("eu-central-1")),
            ("https://b.s3-eu-west-1.amazonaws.com/t.yaml", "b", "t.yaml", Some("eu-west-1")),
            ("https://b.s3.amazonaws.com/t.yaml", "b", "t.yaml", None),
            ("https://s3.amazonaws.com/b/a/t.yaml", "b", "a/t.yaml", None),
            ("https://s3.us-gov-west-1.amazonaws.com/b/t.yaml", "b", "t.yaml", Some("us-gov-west-1")),
            ("https://b.s3.cn-north-1.amazonaws.com.cn/t.yaml", "b", "t.yaml", Some("cn-north-1")),
            ("https://my.s3.b.s3.dualstack.us-east-2.amazonaws.com/t", "my.s3.b", "t", Some("us-east-2")),
            ("https://b.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC.yaml", "b", "a b/ü.yaml", Some("eu-west-1")),
            ("http://127.0.0.1:4566/b/a/t.yaml", "b", "a/t.yaml", None),
        ] {
            let object = TemplateUrl::parse(address, true).unwrap().object().unwrap();
            let region = region.map(|region| region.parse::<Region>().unwrap());
            assert_eq!(object, S3Object { bucket: bucket.into(), key: key.into(), region, version: None }, "{address}");
        }
        for (address, partition) in [
            ("https://b.s3.us-gov-west-1.amazonaws.com/t", Some(Partition::AwsUsGov)),
            ("https://b.s3.amazonaws.com.cn/t", Some(Partition::AwsCn)),
            ("https://b.s3.amazonaws.com/t", None),
            ("http://127.0.0.1:4566/b/t", None),
        ] {
            assert_eq!(TemplateUrl::parse(address, true).unwrap().partition(), partition, "{address}");
        }
        let version = TemplateUrl::parse("https://b.s3.amazonaws.com/t?versionId=a%2B7", false).unwrap().object();
        assert_eq!(version.unwrap().version.as_deref(), Some("a+7"), "a version is kept");
        for address in ["https://s3.amazonaws.com/b", "https://b.s3.amazonaws.com/", "http://127.0.0.1:4566/"] {
            assert_eq!(TemplateUrl::parse(address, true).unwrap().object(), None, "{address} names no key");
        }
    }
}
