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
    "alethia:template-version" = "@version@"
  }
}

resource "aws_iam_role" "provisioner" {
  name                 = var.role_name
  description          = @description@
  max_session_duration = @max_session@

  # What was chosen, for the connection test.
  tags = merge(local.tags, {
@role_tags@
  })

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "@trust_sid@"
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
@policies@
