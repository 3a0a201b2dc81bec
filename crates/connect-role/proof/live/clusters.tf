# The row "EKS".

resource "aws_eks_cluster" "main" {
  name                          = "alethia-proof"
  role_arn                      = aws_iam_role.cluster.arn
  version                       = "1.31"
  bootstrap_self_managed_addons = false
  tags                          = local.tags

  access_config {
    authentication_mode = "API"
  }

  vpc_config {
    subnet_ids              = [aws_subnet.public.id, aws_subnet.private.id]
    security_group_ids      = [aws_security_group.main.id]
    endpoint_private_access = true
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

# Each has one change of its own: the provider gives up on a resource after its first failure.
resource "aws_eks_cluster" "changing" {
  for_each                  = toset(["version", "logging"])
  name                      = "alethia-${each.key}"
  role_arn                  = aws_iam_role.cluster.arn
  version                   = local.changed && each.key == "version" ? "1.31" : "1.30"
  enabled_cluster_log_types = local.changed && each.key == "logging" ? ["api", "audit"] : ["audit"]

  vpc_config {
    subnet_ids = [aws_subnet.public.id, aws_subnet.private.id]
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

resource "aws_eks_node_group" "main" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "alethia-nodes"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = [aws_subnet.private.id]
  tags            = local.tags

  scaling_config {
    desired_size = 1
    min_size     = 1
    max_size     = 2
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}

resource "aws_eks_node_group" "changing" {
  for_each        = toset(["version", "config"])
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "alethia-${each.key}"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = [aws_subnet.private.id]
  version         = local.changed && each.key == "version" ? "1.31" : "1.30"
  labels          = { pool = local.changed && each.key == "config" ? "changed" : "made" }

  scaling_config {
    desired_size = 1
    min_size     = 1
    max_size     = 2
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}

resource "aws_eks_node_group" "template" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "alethia-template"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = [aws_subnet.private.id]

  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.default_version
  }

  scaling_config {
    desired_size = 1
    min_size     = 1
    max_size     = 2
  }

  # The stand-in forgets the template.
  lifecycle {
    ignore_changes = [disk_size, instance_types, launch_template]
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}

resource "aws_eks_addon" "main" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "coredns"
  tags         = local.tags
}

resource "aws_eks_addon" "changing" {
  cluster_name                = aws_eks_cluster.main.name
  addon_name                  = "vpc-cni"
  service_account_role_arn    = local.changed ? aws_iam_role.pods.arn : null
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
}

resource "aws_eks_access_entry" "pods" {
  cluster_name      = aws_eks_cluster.main.name
  principal_arn     = aws_iam_role.pods.arn
  kubernetes_groups = [local.changed ? "operators" : "viewers"]
  tags              = local.tags
}

resource "aws_eks_access_policy_association" "pods" {
  cluster_name  = aws_eks_cluster.main.name
  principal_arn = aws_eks_access_entry.pods.principal_arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"

  access_scope {
    type       = "namespace"
    namespaces = ["app"]
  }
}

# The stand-in serves its issuers itself; AWS's are there.
locals {
  issuers = { for name in ["main", "clients", "thumbprint", "more", "fewer"] : name => "https://oidc.eks.eu-central-1.amazonaws.com/id/${upper(md5("${aws_eks_cluster.main.created_at}${name}"))}" }
}

resource "aws_cloudwatch_log_group" "kept" {
  name              = "/aws/eks/alethia-version/cluster"
  retention_in_days = local.changed ? 0 : 7
}

resource "aws_cloudwatch_log_group" "main" {
  name              = "/aws/eks/alethia-logging/cluster"
  retention_in_days = local.changed ? 30 : 7
  tags              = local.tags
}

resource "aws_iam_openid_connect_provider" "main" {
  url             = local.issuers["main"]
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9451ad2b53c7f41fab22886cc07d482085336561"]
}

# Each has one change of its own.
resource "aws_iam_openid_connect_provider" "clients" {
  url             = local.issuers["clients"]
  client_id_list  = local.changed ? ["sts.amazonaws.com", "changed"] : ["sts.amazonaws.com", "made"]
  thumbprint_list = ["9451ad2b53c7f41fab22886cc07d482085336561"]
}

resource "aws_iam_openid_connect_provider" "thumbprint" {
  url             = local.issuers["thumbprint"]
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = [local.changed ? "9e99a48a9960b14926bb7f3b02e22da2b0ab7280" : "9451ad2b53c7f41fab22886cc07d482085336561"]
}

resource "aws_iam_openid_connect_provider" "tags" {
  for_each        = { more = { for key in local.changed ? ["step"] : [] : key => "changed" }, fewer = { for key in local.changed ? [] : ["step"] : key => "made" } }
  url             = local.issuers[each.key]
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9451ad2b53c7f41fab22886cc07d482085336561"]
  tags            = each.value
}
