//! Addresses of AWS console pages, built from typed parts. The webview can name none.
//!
//! Source: [quick-create links](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use url::Url;

use crate::account::Partition;
use crate::arn::RoleName;
use crate::region::Region;
use crate::resource::{Kind, Place};

/// RFC 3986's unreserved characters stay; everything else is encoded, in a fragment's query too.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn encoded(text: &str) -> String {
    percent_encode(text.as_bytes(), VALUE).to_string()
}

/// Where the console's pages are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Console {
    /// AWS's own.
    Aws,
    /// The sandbox's page on loopback.
    Sandbox(Url),
}

/// Why an address is not taken as the sandbox's console or a template's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address at all.
    #[error("\"{0}\" is not a web address")]
    NotAnAddress(String),
    /// The sandbox lives on this machine only.
    #[error("\"{0}\" is not a loopback address: only the sandbox on this machine may stand in for the AWS console")]
    NotLoopback(String),
    /// `CloudFormation` loads templates from S3 only.
    #[error(
        "\"{0}\" is not an S3 address: CloudFormation loads templates from https://BUCKET.s3.REGION.amazonaws.com/KEY only"
    )]
    NotS3(String),
    /// Longer than `CloudFormation` takes.
    #[error("the template's address has {0} characters: CloudFormation takes at most 1,024")]
    TooLong(usize),
}

fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

impl Console {
    /// The sandbox's console, which must be on loopback.
    pub fn sandbox(address: &str) -> Result<Self, AddressError> {
        let url = Url::parse(address).map_err(|_| AddressError::NotAnAddress(address.to_owned()))?;
        if is_loopback(&url) { Ok(Self::Sandbox(url)) } else { Err(AddressError::NotLoopback(address.to_owned())) }
    }

    /// The page of a service in a region: scheme, host and path.
    fn page(&self, region: &Region, path: &str) -> String {
        match self {
            Self::Aws => format!("https://{region}.{}/{path}", region.partition().console_domain()),
            Self::Sandbox(base) => format!("{}/{path}", base.as_str().trim_end_matches('/')),
        }
    }

    /// The page that makes a stack from a template file: it takes no values from its address.
    pub fn create_stack(&self, region: &Region) -> String {
        format!("{}?region={region}#/stacks/create", self.page(region, "cloudformation/home"))
    }

    /// The IAM page of a role's trust relationships.
    pub fn role(&self, partition: Partition, role: &RoleName) -> String {
        let page = self.page(&Region::home(partition), "iam/home");
        format!("{page}#/roles/details/{}?section=trust_relationships", encoded(role.as_str()))
    }

    /// The page of one discovered resource. Never a switch-role link: those cannot carry an External ID.
    pub fn resource(&self, partition: Partition, kind: Kind, place: &Place, id: &str, name: Option<&str>) -> String {
        let region = match place {
            Place::Region(region) => region.clone(),
            Place::Global => Region::home(partition),
        };
        let id = encoded(id);
        let in_vpc_console =
            |page: &str| format!("{}?region={region}#{page}={id}", self.page(&region, "vpcconsole/home"));
        match kind {
            Kind::Vpc => in_vpc_console("VpcDetails:VpcId"),
            Kind::Subnet => in_vpc_console("SubnetDetails:subnetId"),
            Kind::SecurityGroup => in_vpc_console("SecurityGroup:groupId"),
            Kind::HostedZone => format!("{}#ListRecordSets/{id}", self.page(&region, "route53/v2/hostedzones")),
            Kind::IamUser => {
                format!("{}#/users/details/{}", self.page(&region, "iam/home"), encoded(name.unwrap_or(&id)))
            }
        }
    }
}

/// A template's address that `CloudFormation`, or the sandbox, can load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateUrl(Url);

impl TemplateUrl {
    /// Checks the address; loopback only where the sandbox is shown.
    pub fn parse(address: &str, sandbox: bool) -> Result<Self, AddressError> {
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
}

fn is_s3(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let labels: Vec<&str> = host.trim_end_matches(".cn").split('.').collect();
    let s3_label = labels.iter().any(|label| *label == "s3" || label.starts_with("s3-"));
    url.scheme() == "https"
        && host.trim_end_matches(".cn").ends_with(".amazonaws.com")
        && s3_label
        && url.username().is_empty()
}

/// A stack's name: a letter, then letters, digits and hyphens, at most 128.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackName(String);

/// Why a text is not a stack's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a stack name: it begins with a letter and has at most 128 letters, digits and hyphens")]
pub struct StackNameError(pub String);

impl std::str::FromStr for StackName {
    type Err = StackNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shaped = text.len() <= 128
            && text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if shaped { Ok(Self(text.to_owned())) } else { Err(StackNameError(text.to_owned())) }
    }
}

impl Default for StackName {
    fn default() -> Self {
        Self("alethia-provisioner-role".to_owned())
    }
}

impl std::fmt::Display for StackName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a quick-create link fills in.
#[derive(Debug, Clone)]
pub struct QuickCreate<'a> {
    /// Where the stack is made; its partition decides the console.
    pub region: &'a Region,
    /// The hosted template.
    pub template: &'a TemplateUrl,
    /// The stack's name.
    pub stack: &'a StackName,
    /// Template parameters by name.
    pub parameters: &'a [(String, String)],
}

/// The quick-create link: one click opens the console with everything filled in.
pub fn quick_create(console: &Console, link: &QuickCreate<'_>) -> String {
    let page = console.page(link.region, "cloudformation/home");
    let mut address = format!(
        "{page}?region={}#/stacks/quickcreate?templateURL={}&stackName={}",
        link.region,
        encoded(link.template.0.as_str()),
        encoded(&link.stack.0)
    );
    for (name, value) in link.parameters {
        address.extend(["&param_", name, "=", &encoded(value)]);
    }
    address
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEMPLATE: &str = "https://alethia.s3.eu-central-1.amazonaws.com/template.yaml";

    fn link(region: &str) -> String {
        let parameters = [
            ("ExternalId".to_owned(), "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".to_owned()),
            ("Odd".to_owned(), "a&b=c #?/ü".to_owned()),
        ];
        let template = TemplateUrl::parse(TEMPLATE, false).unwrap();
        quick_create(
            &Console::Aws,
            &QuickCreate {
                region: &region.parse().unwrap(),
                template: &template,
                stack: &StackName::default(),
                parameters: &parameters,
            },
        )
    }

    #[test]
    fn the_quick_create_link_is_the_documented_one() {
        let link = link("eu-central-1");
        assert_eq!(
            link,
            "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/quickcreate\
             ?templateURL=https%3A%2F%2Falethia.s3.eu-central-1.amazonaws.com%2Ftemplate.yaml&stackName=alethia-provisioner-role\
             &param_ExternalId=3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90&param_Odd=a%26b%3Dc%20%23%3F%2F%C3%BC",
            "host, path, fragment and encoding"
        );
    }

    #[test]
    fn the_partition_decides_the_console() {
        for (region, domain) in
            [("us-gov-west-1", "console.amazonaws-us-gov.com"), ("cn-north-1", "console.amazonaws.cn")]
        {
            let url = Url::parse(&link(region)).unwrap();
            assert_eq!(url.host_str(), Some(format!("{region}.{domain}").as_str()), "{region}");
        }
    }

    #[test]
    fn a_template_file_is_uploaded_on_the_partitions_own_console() {
        for (region, page) in [
            (
                "eu-west-1",
                "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/create",
            ),
            (
                "cn-north-1",
                "https://cn-north-1.console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/create",
            ),
        ] {
            assert_eq!(Console::Aws.create_stack(&region.parse().unwrap()), page, "{region}");
        }
        let sandbox = Console::sandbox("http://127.0.0.1:9000").unwrap().create_stack(&"eu-west-1".parse().unwrap());
        assert_eq!(
            sandbox, "http://127.0.0.1:9000/cloudformation/home?region=eu-west-1#/stacks/create",
            "the sandbox's page has the same path"
        );
    }

    #[test]
    fn only_s3_and_the_sandbox_host_templates() {
        for (address, sandbox, good) in [
            (TEMPLATE, false, true),
            ("https://s3.amazonaws.com/bucket/key", false, true),
            ("https://bucket.s3-eu-west-1.amazonaws.com/key", false, true),
            ("https://b.s3.cn-north-1.amazonaws.com.cn/k", false, true),
            ("http://bucket.s3.amazonaws.com/key", false, false),
            ("https://evil.example/s3.amazonaws.com", false, false),
            ("https://s3.amazonaws.com.evil.example/k", false, false),
            ("https://x@bucket.s3.amazonaws.com/k", false, false),
            ("http://127.0.0.1:4566/template.yaml", true, true),
            ("http://127.0.0.1:4566/template.yaml", false, false),
            ("http://127.0.0.1.evil.example/t", true, false),
            ("file:///etc/passwd", true, false),
            ("template.yaml", true, false),
        ] {
            assert_eq!(TemplateUrl::parse(address, sandbox).is_ok(), good, "{address} with sandbox {sandbox}");
        }
        let long = format!("{TEMPLATE}?{}", "x".repeat(1024));
        assert!(matches!(TemplateUrl::parse(&long, false), Err(AddressError::TooLong(_))), "CloudFormation's limit");
    }

    #[test]
    fn the_sandbox_console_is_on_loopback() {
        assert!(Console::sandbox("http://127.0.0.1:9000").is_ok(), "loopback");
        for address in
            ["https://example.com", "http://10.0.0.1", "javascript:alert(1)", "http://127.0.0.1@evil.example"]
        {
            assert!(Console::sandbox(address).is_err(), "{address} is not this machine");
        }
    }

    #[test]
    fn stack_names_follow_the_rule() {
        for (name, good) in [("alethia", true), ("A-1", true), ("1a", false), ("a_b", false), ("", false), ("ä", false)]
        {
            assert_eq!(name.parse::<StackName>().is_ok(), good, "{name:?}");
        }
        assert!("a".repeat(129).parse::<StackName>().is_err(), "129 characters are one too many");
    }

    #[test]
    fn resources_open_in_their_own_region_and_partition() {
        let place = "us-gov-east-1".parse().unwrap();
        let url = Console::Aws.resource(Partition::AwsUsGov, Kind::Vpc, &place, "vpc-1", None);
        assert_eq!(
            url,
            "https://us-gov-east-1.console.amazonaws-us-gov.com/vpcconsole/home?region=us-gov-east-1#VpcDetails:VpcId=vpc-1",
            "VPC"
        );
        let user = Console::Aws.resource(Partition::Aws, Kind::IamUser, &Place::Global, "AIDA1", Some("böb"));
        assert!(user.ends_with("/users/details/b%C3%B6b"), "a user's page goes by name: {user}");
    }
}
