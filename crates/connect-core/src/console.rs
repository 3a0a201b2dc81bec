//! Addresses of AWS console pages, built from typed parts. The webview can name none.
//!
//! Source: [quick-create links](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use url::Url;

use crate::account::Partition;
use crate::arn::RoleName;
use crate::network::NetworkKind;
use crate::region::Region;
use crate::resource::{Kind, Place};

mod stack;
mod template;

pub use template::{S3Object, TemplateUrl};

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

    /// Whether an address is a page of this console or of AWS's own, so that the browser may be sent there.
    pub fn owns(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| {
            is_aws_console(&url) || matches!(self, Self::Sandbox(base) if url.origin() == base.origin())
        })
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

    /// The IAM page of all roles.
    pub fn roles(&self, partition: Partition) -> String {
        format!("{}#/roles", self.page(&Region::home(partition), "iam/home"))
    }

    /// The IAM page of a role's permissions.
    pub fn role_permissions(&self, partition: Partition, role: &RoleName) -> String {
        let page = self.page(&Region::home(partition), "iam/home");
        format!("{page}#/roles/details/{}?section=permissions", encoded(role.as_str()))
    }

    /// The IAM page on which STS is switched on by region.
    pub fn account_settings(&self, partition: Partition) -> String {
        format!("{}#/account_settings", self.page(&Region::home(partition), "iam/home"))
    }

    /// The page of all stacks; the Outputs of one of them hold the Role ARN.
    pub fn stacks(&self, partition: Partition) -> String {
        let home = Region::home(partition);
        format!("{}?region={home}#/stacks", self.page(&home, "cloudformation/home"))
    }

    /// The organisation's page of service control policies.
    pub fn service_control_policies(&self, partition: Partition) -> String {
        self.page(&Region::home(partition), "organizations/v2/home/policies/service-control-policy")
    }

    /// The organisation's page of resource control policies.
    pub fn resource_control_policies(&self, partition: Partition) -> String {
        self.page(&Region::home(partition), "organizations/v2/home/policies/resource-control-policy")
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

    /// The page of one part of a network.
    pub fn network_part(&self, kind: NetworkKind, region: &Region, id: &str) -> String {
        let id = encoded(id);
        let in_vpc_console =
            |page: &str| format!("{}?region={region}#{page}={id}", self.page(region, "vpcconsole/home"));
        match kind {
            NetworkKind::RouteTable => in_vpc_console("RouteTableDetails:RouteTableId"),
            NetworkKind::InternetGateway => in_vpc_console("InternetGateway:internetGatewayId"),
            NetworkKind::NatGateway => in_vpc_console("NatGatewayDetails:natGatewayId"),
            NetworkKind::EgressOnlyInternetGateway => {
                in_vpc_console("EgressOnlyInternetGateways:egressOnlyInternetGatewayId")
            }
            NetworkKind::VpcEndpoint => in_vpc_console("EndpointDetails:vpcEndpointId"),
            NetworkKind::ElasticIp => in_vpc_console("ElasticIpDetails:AllocationId"),
            // Zones have one page for all.
            NetworkKind::AvailabilityZone => {
                format!("{}?region={region}#Settings:tab=zones", self.page(region, "ec2/home"))
            }
        }
    }
}

/// Whether an address is one of AWS's own console, of any region and partition.
pub(crate) fn is_aws_console(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let of = |partition: Partition| {
        let region = host.strip_suffix(partition.console_domain());
        region.is_some_and(|region| region.is_empty() || region.ends_with('.'))
    };
    let bare = url.port().is_none() && url.username().is_empty() && url.password().is_none();
    url.scheme() == "https" && bare && Partition::ALL.into_iter().any(of)
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
        encoded(link.template.as_str()),
        encoded(&link.stack.0)
    );
    for (name, value) in link.parameters {
        address.extend(["&param_", name, "=", &encoded(value)]);
    }
    address
}

#[cfg(test)]
mod tests;
