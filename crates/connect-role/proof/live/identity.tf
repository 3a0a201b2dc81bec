# The row "IAM".

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ec2.amazonaws.com", "eks.amazonaws.com", "monitoring.rds.amazonaws.com", "rds.amazonaws.com"])

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = [each.value]
    }
  }
}

data "aws_iam_policy_document" "pods" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.main.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${replace(aws_iam_openid_connect_provider.main.url, "https://", "")}:sub"
      values   = [local.changed ? "system:serviceaccount:app:changed" : "system:serviceaccount:app:made"]
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = local.changed ? ["s3:GetObject", "s3:ListBucket"] : ["s3:GetObject"]
    resources = ["arn:aws:s3:::alethia-proof", "arn:aws:s3:::alethia-proof/*"]
  }
}

# For the pods of a cluster (IRSA).
resource "aws_iam_role" "pods" {
  name                 = "alethia-pods"
  path                 = "/alethia/"
  permissions_boundary = local.boundary
  assume_role_policy   = data.aws_iam_policy_document.pods.json
  description          = local.changed ? "Pods, changed" : "Pods"
  max_session_duration = local.changed ? 7200 : 3600
  tags                 = local.tags
}

resource "aws_iam_policy" "pods" {
  name   = "alethia-pods"
  path   = "/alethia/"
  policy = data.aws_iam_policy_document.read.json
  tags   = local.tags
}

resource "aws_iam_role_policy_attachment" "pods" {
  role       = aws_iam_role.pods.name
  policy_arn = aws_iam_policy.pods.arn
}

resource "aws_iam_role_policy" "pods" {
  name   = "alethia-inline"
  role   = aws_iam_role.pods.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role" "nodes" {
  name                  = "alethia-nodes"
  path                  = "/alethia/"
  permissions_boundary  = local.boundary
  assume_role_policy    = data.aws_iam_policy_document.trust["ec2.amazonaws.com"].json
  force_detach_policies = true
  tags                  = local.tags
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each   = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"])
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_iam_role" "cluster" {
  name                 = "alethia-cluster"
  path                 = "/alethia/"
  permissions_boundary = local.boundary
  assume_role_policy   = data.aws_iam_policy_document.trust["eks.amazonaws.com"].json
  tags                 = local.tags
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "databases" {
  for_each             = { monitoring = "monitoring.rds.amazonaws.com", import = "rds.amazonaws.com" }
  name                 = "alethia-database-${each.key}"
  path                 = "/alethia/"
  permissions_boundary = local.boundary
  assume_role_policy   = data.aws_iam_policy_document.trust[each.value].json
}

# Somebody takes its boundary away before the change: only that is put right.
resource "aws_iam_role" "drifted" {
  name                 = "alethia-drifted"
  path                 = "/alethia/"
  permissions_boundary = local.boundary
  assume_role_policy   = data.aws_iam_policy_document.trust["ec2.amazonaws.com"].json
}

resource "aws_iam_instance_profile" "nodes" {
  name = "alethia-nodes"
  path = "/alethia/"
  role = local.changed ? aws_iam_role.pods.name : aws_iam_role.nodes.name
  tags = local.tags
}

resource "aws_iam_service_linked_role" "cache" {
  aws_service_name = "elasticache.amazonaws.com"
}
