//! The parameters of the template, which are also the variables of the Terraform module.

/// The role's name unless another is chosen.
pub const DEFAULT_ROLE_NAME: &str = "AlethiaProvisionerRole";

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
}

impl TemplateParameter {
    /// Whether a stack cannot be created without it.
    pub const fn required(&self) -> bool {
        self.default.is_none()
    }
}

pub(crate) const PARAMETERS: [TemplateParameter; 4] = [
    TemplateParameter {
        name: "ExternalId",
        variable: "external_id",
        label: "External ID",
        description: "The External ID that Alethia shows for this connection. The role can only be assumed by who presents it.",
        default: None,
        pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        constraint: "The External ID is a UUID, such as 3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90: copy it whole from Alethia.",
    },
    TemplateParameter {
        name: "PlatformAccountId",
        variable: "platform_account_id",
        label: "Platform account",
        description: "The AWS account of the Alethia platform, which may assume the role.",
        default: None,
        pattern: "^[0-9]{12}$",
        constraint: "An AWS account id has exactly 12 digits and no dashes, such as 210987654321.",
    },
    TemplateParameter {
        name: "RunnerRoleArn",
        variable: "runner_role_arn",
        label: "Runner",
        description: "Optional: the ARN of the one role or user of the platform account that may assume the role. Without it, every identity that the platform account allows to can.",
        default: Some(""),
        pattern: "^$|^arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]{1,576}$",
        constraint: "Empty, or the ARN of an IAM role or user, such as arn:aws:iam::210987654321:role/AlethiaRunner.",
    },
    TemplateParameter {
        name: "RoleName",
        variable: "role_name",
        label: "Role name",
        description: "The name of the role.",
        default: Some(DEFAULT_ROLE_NAME),
        pattern: "^[A-Za-z0-9_+=,.@-]{1,64}$",
        constraint: "A role name has 1 to 64 letters, digits or _ + = , . @ -",
    },
];
