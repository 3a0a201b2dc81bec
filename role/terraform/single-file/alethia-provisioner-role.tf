# The role by which an Alethia platform reaches this account. Rendered from the permission catalogue
# of Alethia Connect; do not edit: change the catalogue and render again.

terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

variable "external_id" {
  description = "The External ID that Alethia shows for this connection. The role can only be assumed by who presents it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", var.external_id))
    error_message = "The External ID is a UUID, such as 3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90: copy it whole from Alethia."
  }
}

variable "platform_account_id" {
  description = "The AWS account of the Alethia platform, which may assume the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.platform_account_id))
    error_message = "An AWS account id has exactly 12 digits and no dashes, such as 210987654321."
  }
}

variable "runner_role_arn" {
  description = "Optional: the ARN of the one role or user of the platform account that may assume the role. Without it, every identity that the platform account allows to can."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^$|^arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]{1,576}$", var.runner_role_arn))
    error_message = "Empty, or the ARN of an IAM role or user, such as arn:aws:iam::210987654321:role/AlethiaRunner."
  }
}

variable "role_name" {
  description = "The name of the role."
  type        = string
  default     = "AlethiaProvisionerRole"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "A role name has 1 to 64 letters, digits or _ + = , . @ -."
  }
}

variable "resource_prefix" {
  description = "What the names of the resources that Alethia manages begin with. The role can change no cluster, database, queue, repository, bucket or secret of another name."
  type        = string
  default     = "alethia"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.resource_prefix))
    error_message = "A prefix has 2 to 20 lower-case letters, digits or dashes, a letter first and no dash last, such as alethia."
  }
}

variable "customer_managed_keys" {
  description = "Whether Alethia may encrypt what it makes with KMS keys of this account that carry the tag alethia:managed."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_groups" {
  description = "Whether Alethia may make CloudWatch log groups for the clusters and databases that it makes."
  type        = bool
  default     = false
  nullable    = false
}

variable "load_balancer_association" {
  description = "Whether Alethia's clusters may make load balancers, and Alethia may put its web ACLs before them."
  type        = bool
  default     = false
  nullable    = false
}

variable "region" {
  description = "The region that the provider talks to; IAM roles are the same in all. Without it, the environment decides."
  type        = string
  default     = null
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  role_arn  = "arn:${local.partition}:iam::${local.account}:role/${var.role_name}"

  # The permissions boundary of every role that this role makes.
  boundary_arn = "arn:${local.partition}:iam::${local.account}:policy/${var.role_name}-WorkloadBoundary"

  platform_root = "arn:${local.partition}:iam::${var.platform_account_id}:root"
  trusted       = var.runner_role_arn == "" ? local.platform_root : var.runner_role_arn

  tags = {
    "alethia:created-by"       = "alethia-connect"
    "alethia:template-version" = "1.0.0"
  }
}

resource "aws_iam_role" "provisioner" {
  name                 = var.role_name
  description          = "Lets an Alethia platform read this account's network, hosted zones and IAM users. It is not an administrator role."
  max_session_duration = 3600

  # What was chosen, for the connection test.
  tags = merge(local.tags, {
    "alethia:resource-prefix"           = var.resource_prefix
    "alethia:customer-managed-keys"     = var.customer_managed_keys ? "yes" : "no"
    "alethia:log-groups"                = var.log_groups ? "yes" : "no"
    "alethia:load-balancer-association" = var.load_balancer_association ? "yes" : "no"
  })

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AssumeWithExternalId"
      Effect    = "Allow"
      Principal = { AWS = local.trusted }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }
    }]
  })

  lifecycle {
    precondition {
      condition     = var.runner_role_arn == "" ? true : split(":", var.runner_role_arn)[4] == var.platform_account_id
      error_message = "The runner must be a role or user of the platform account."
    }
  }
}

# Lists what is in the account, so that Alethia can show it and build beside it.
resource "aws_iam_policy" "discovery" {
  name = "${var.role_name}-Discovery"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # EC2's Describe actions accept no narrower resource.
      {
        Sid    = "ReadNetwork"
        Effect = "Allow"
        Action = [
          "ec2:DescribeInternetGateways",
          "ec2:DescribeNatGateways",
          "ec2:DescribeRegions",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
        ]
        Resource = [
          "*",
        ]
      },
      # ListHostedZones and ListUsers accept no narrower resource.
      {
        Sid    = "ListGlobal"
        Effect = "Allow"
        Action = [
          "iam:ListUsers",
          "route53:ListHostedZones",
        ]
        Resource = [
          "*",
        ]
      },
      # Any zone may be looked at; the action accepts hosted zones and health checks, and only zones are needed.
      {
        Sid    = "ReadZoneTags"
        Effect = "Allow"
        Action = [
          "route53:ListTagsForResource",
        ]
        Resource = [
          "arn:${local.partition}:route53:::hostedzone/*",
        ]
      },
      # Any user of this account may be looked at.
      {
        Sid    = "ReadUserTags"
        Effect = "Allow"
        Action = [
          "iam:ListUserTags",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:user/*",
        ]
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "discovery" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.discovery.arn
}

# Lets the connection test read this role's own definition and say whether it is complete, safe and not too broad.
resource "aws_iam_policy" "self_check" {
  name = "${var.role_name}-SelfCheck"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Only this role.
      {
        Sid    = "ReadOwnRole"
        Effect = "Allow"
        Action = [
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListRolePolicies",
          "iam:SimulatePrincipalPolicy",
        ]
        Resource = [
          local.role_arn,
        ]
      },
      # Only the managed policies that are created with this role; they carry its name.
      {
        Sid    = "ReadOwnPolicies"
        Effect = "Allow"
        Action = [
          "iam:GetPolicy",
          "iam:GetPolicyVersion",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:policy/${var.role_name}-*",
        ]
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "self_check" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.self_check.arn
}

# Denies the role to change itself or its ceiling, to lift a ceiling from what it made, and to go on to another role.
resource "aws_iam_policy" "guard" {
  name = "${var.role_name}-Guard"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # A trust policy of this account that names the role would otherwise be enough to go on to the role that it guards.
      {
        Sid    = "NeverHop"
        Effect = "Deny"
        Action = [
          "sts:AssumeRole",
        ]
        Resource = [
          "*",
        ]
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "guard" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.guard.arn
}

# The most that a role which Alethia makes can do.
resource "aws_iam_policy" "workload_boundary" {
  name = "${var.role_name}-WorkloadBoundary"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # The action accepts no narrower resource.
      {
        Sid    = "PullToken"
        Effect = "Allow"
        Action = [
          "ecr:GetAuthorizationToken",
        ]
        Resource = [
          "*",
        ]
      },
    ]
  })
}

output "role_arn" {
  description = "Copy this value into Alethia."
  value       = aws_iam_role.provisioner.arn

  # Without its policies the role would be there and able to do nothing.
  depends_on = [
    aws_iam_role_policy_attachment.discovery,
    aws_iam_role_policy_attachment.self_check,
    aws_iam_role_policy_attachment.guard,
  ]
}

output "external_id" {
  description = "The External ID that the role demands."
  value       = var.external_id
}

output "workload_boundary_arn" {
  description = "The permissions boundary that every role made by Alethia has."
  value       = aws_iam_policy.workload_boundary.arn
}

output "template_version" {
  description = "The version of this module."
  value       = "1.0.0"
}
