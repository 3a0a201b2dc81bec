# The role by which an Alethia platform reaches this account. Rendered from the permission catalogue
# of Alethia Connect; do not edit: change the catalogue and render again.

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
