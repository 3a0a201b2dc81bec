//! The parameters of the template, which are also the variables of the Terraform module.

/// The role's name unless another is chosen.
pub const DEFAULT_ROLE_NAME: &str = "AlethiaProvisionerRole";

/// What the names of the resources that the role manages begin with, unless another is chosen.
pub const DEFAULT_RESOURCE_PREFIX: &str = "alethia";

/// A parameter of the `CloudFormation` template and the variable of the same meaning in Terraform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateParameter {
    /// Its name in the template, such as `ExternalId`.
    pub name: &'static str,
    /// Its name in Terraform, such as `external_id`.
    pub variable: &'static str,
    /// What the console calls it.
    pub label: &'static str,
    /// What it is, in a sentence.
    pub description: &'static str,
    /// Its default; `None` means that it must be given.
    pub default: Option<&'static str>,
    /// The regular expression that the whole value must match.
    pub pattern: &'static str,
    /// What is said when it does not.
    pub constraint: &'static str,
    /// What kind of value it takes.
    pub kind: ParameterKind,
}

/// The kinds of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// A text.
    Text,
    /// An optional feature of the catalogue: `yes` or `no` in the template, a bool in Terraform.
    Feature,
}

impl TemplateParameter {
    /// Whether a stack cannot be created without it.
    pub const fn required(&self) -> bool {
        self.default.is_none()
    }
}

pub(crate) const PARAMETERS: [TemplateParameter; 8] = [
    TemplateParameter {
        name: "ExternalId",
        variable: "external_id",
        label: "External ID",
        description: "The External ID that Alethia shows for this connection. The role can only be assumed by who presents it.",
        default: None,
        pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        constraint: "The External ID is a UUID, such as 3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90: copy it whole from Alethia.",
        kind: ParameterKind::Text,
    },
    TemplateParameter {
        name: "PlatformAccountId",
        variable: "platform_account_id",
        label: "Platform account",
        description: "The AWS account of the Alethia platform, which may assume the role.",
        default: None,
        pattern: "^[0-9]{12}$",
        constraint: "An AWS account id has exactly 12 digits and no dashes, such as 210987654321.",
        kind: ParameterKind::Text,
    },
    TemplateParameter {
        name: "RunnerRoleArn",
        variable: "runner_role_arn",
        label: "Runner",
        description: "Optional: the ARN of the one role or user of the platform account that may assume the role. Without it, every identity that the platform account allows to can.",
        default: Some(""),
        pattern: "^$|^arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]{1,576}$",
        constraint: "Empty, or the ARN of an IAM role or user, such as arn:aws:iam::210987654321:role/AlethiaRunner.",
        kind: ParameterKind::Text,
    },
    TemplateParameter {
        name: "RoleName",
        variable: "role_name",
        label: "Role name",
        description: "The name of the role.",
        default: Some(DEFAULT_ROLE_NAME),
        pattern: "^[A-Za-z0-9_+=,.@-]{1,64}$",
        constraint: "A role name has 1 to 64 letters, digits or _ + = , . @ -",
        kind: ParameterKind::Text,
    },
    TemplateParameter {
        name: "ResourcePrefix",
        variable: "resource_prefix",
        label: "Resource prefix",
        description: "What the names of the resources that Alethia manages begin with. The role can change no cluster, database, queue, repository, bucket or secret of another name.",
        default: Some(DEFAULT_RESOURCE_PREFIX),
        pattern: PREFIX_PATTERN,
        constraint: "A prefix has 2 to 20 lower-case letters, digits or dashes, a letter first and no dash last, such as alethia.",
        kind: ParameterKind::Text,
    },
    feature(
        "CustomerManagedKeys",
        "customer_managed_keys",
        "Customer-managed keys",
        "Whether Alethia may encrypt what it makes with KMS keys of this account.",
    ),
    feature(
        "LogGroups",
        "log_groups",
        "Log groups",
        "Whether Alethia may make the CloudWatch log groups of its clusters.",
    ),
    feature(
        "LoadBalancerAssociation",
        "load_balancer_association",
        "Load balancers",
        "Whether Alethia may put its web ACLs before load balancers.",
    ),
];

/// Source of the length: the shortest name that takes it, a load balancer's, has 32 characters.
const PREFIX_PATTERN: &str = "^[a-z][a-z0-9-]{0,18}[a-z0-9]$";

const fn feature(
    name: &'static str,
    variable: &'static str,
    label: &'static str,
    description: &'static str,
) -> TemplateParameter {
    TemplateParameter {
        name,
        variable,
        label,
        description,
        default: Some("no"),
        pattern: "^(yes|no)$",
        constraint: "Say yes or no.",
        kind: ParameterKind::Feature,
    }
}

/// The optional features of the catalogue, by the names of their parameters.
pub(crate) fn features() -> impl Iterator<Item = &'static str> {
    PARAMETERS.iter().filter(|parameter| parameter.kind == ParameterKind::Feature).map(|parameter| parameter.name)
}
