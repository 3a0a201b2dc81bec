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
    "alethia:template-version" = "2.1.0"
  }
}

resource "aws_iam_role" "provisioner" {
  name                 = var.role_name
  description          = "Lets an Alethia platform build and keep its own networks, clusters, databases and what they need in this account, and see what is there. It is not an administrator role."
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
          "ec2:DescribeAddresses",
          "ec2:DescribeAvailabilityZones",
          "ec2:DescribeEgressOnlyInternetGateways",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeNatGateways",
          "ec2:DescribeRegions",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcEndpoints",
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

# Builds networks that carry the tag alethia:managed and changes nothing else of EC2.
resource "aws_iam_policy" "network" {
  name = "${var.role_name}-Network"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # What is made on its own. It must be born with the tag.
      {
        Sid    = "Ec2Create"
        Effect = "Allow"
        Action = [
          "ec2:AllocateAddress",
          "ec2:CreateInternetGateway",
          "ec2:CreateLaunchTemplate",
          "ec2:CreateVpc",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:elastic-ip/*",
          "arn:${local.partition}:ec2:*:${local.account}:internet-gateway/*",
          "arn:${local.partition}:ec2:*:${local.account}:launch-template/*",
          "arn:${local.partition}:ec2:*:${local.account}:vpc/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # AWS gives ec2:CreateAction only while it tags what a create is making, so nothing that exists can be tagged by it. The creates decide the types.
      {
        Sid    = "Ec2TagOnCreate"
        Effect = "Allow"
        Action = [
          "ec2:CreateTags",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:*",
        ]
        Condition = {
          "StringEquals" = {
            "ec2:CreateAction" = ["AllocateAddress", "CreateInternetGateway", "CreateLaunchTemplate", "CreateNatGateway", "CreateRouteTable", "CreateSecurityGroup", "CreateSubnet", "CreateVpc", "RunInstances"]
          }
        }
      },
      # The actions decide the types, and AWS asks once for each resource of a call: every one must carry the tag.
      {
        Sid    = "Ec2Managed"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateNatGatewayAddress",
          "ec2:AssociateAddress",
          "ec2:AssociateNatGatewayAddress",
          "ec2:AssociateRouteTable",
          "ec2:AssociateSubnetCidrBlock",
          "ec2:AttachInternetGateway",
          "ec2:AuthorizeSecurityGroupEgress",
          "ec2:AuthorizeSecurityGroupIngress",
          "ec2:CreateLaunchTemplateVersion",
          "ec2:CreateRoute",
          "ec2:DeleteInternetGateway",
          "ec2:DeleteLaunchTemplate",
          "ec2:DeleteNatGateway",
          "ec2:DeleteRoute",
          "ec2:DeleteRouteTable",
          "ec2:DeleteSecurityGroup",
          "ec2:DeleteSubnet",
          "ec2:DeleteVpc",
          "ec2:DetachInternetGateway",
          "ec2:DisassociateAddress",
          "ec2:DisassociateNatGatewayAddress",
          "ec2:DisassociateRouteTable",
          "ec2:DisassociateSubnetCidrBlock",
          "ec2:ModifyLaunchTemplate",
          "ec2:ModifySecurityGroupRules",
          "ec2:ModifySubnetAttribute",
          "ec2:ModifyVpcAttribute",
          "ec2:ReleaseAddress",
          "ec2:ReplaceRoute",
          "ec2:ReplaceRouteTableAssociation",
          "ec2:RevokeSecurityGroupEgress",
          "ec2:RevokeSecurityGroupIngress",
          "ec2:UnassignPrivateNatGatewayAddress",
          "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
          "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
        }
      },
      # EC2's Describe actions accept no narrower resource.
      {
        Sid    = "Ec2Read"
        Effect = "Allow"
        Action = [
          "ec2:DescribeAddresses",
          "ec2:DescribeAddressesAttribute",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribeNatGateways",
          "ec2:DescribeNetworkAcls",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroupRules",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeTags",
          "ec2:DescribeVpcs",
        ]
        Resource = [
          "*",
        ]
      },
      # The only Describe action that accepts a VPC. All VPCs can be listed anyway, so no tag is asked for.
      {
        Sid    = "Ec2ReadVpc"
        Effect = "Allow"
        Action = [
          "ec2:DescribeVpcAttribute",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:vpc/*",
        ]
      },
      # Only what carries the tag already, and the tag keeps its value. Whatever a create or EKS made with the tag may be of any type.
      {
        Sid    = "Ec2Retag"
        Effect = "Allow"
        Action = [
          "ec2:CreateTags",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
          "StringEqualsIfExists" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Only from what carries the tag, never the tag itself, and never all tags at once, which a request without keys would mean.
      {
        Sid    = "Ec2Untag"
        Effect = "Allow"
        Action = [
          "ec2:DeleteTags",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
          "ForAllValues:StringNotEquals" = {
            "aws:TagKeys" = ["alethia:managed"]
          }
          "Null" = {
            "aws:TagKeys" = ["false"]
          }
        }
      },
      # What is made in a VPC. It must be born with the tag; Ec2Parents speaks for the VPC.
      {
        Sid    = "Ec2CreateInVpc"
        Effect = "Allow"
        Action = [
          "ec2:CreateRouteTable",
          "ec2:CreateSecurityGroup",
          "ec2:CreateSubnet",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:route-table/*",
          "arn:${local.partition}:ec2:*:${local.account}:security-group/*",
          "arn:${local.partition}:ec2:*:${local.account}:subnet/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Something can be made only in a VPC and subnet, and only with an Elastic IP, that carry the tag.
      {
        Sid    = "Ec2Parents"
        Effect = "Allow"
        Action = [
          "ec2:CreateNatGateway",
          "ec2:CreateRouteTable",
          "ec2:CreateSecurityGroup",
          "ec2:CreateSubnet",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:elastic-ip/*",
          "arn:${local.partition}:ec2:*:${local.account}:subnet/*",
          "arn:${local.partition}:ec2:*:${local.account}:vpc/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
        }
      },
      # Apart from Ec2CreateInVpc, because a subnet is a parent here. Ec2Parents speaks for the subnet, the VPC and the Elastic IP.
      {
        Sid    = "Ec2CreateNat"
        Effect = "Allow"
        Action = [
          "ec2:CreateNatGateway",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:natgateway/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # AWS makes a NAT gateway's network interface and gives it no tag. The action also asks for the gateway and the Elastic IP, and Ec2Managed wants the tag on both.
      {
        Sid    = "Ec2NatInterface"
        Effect = "Allow"
        Action = [
          "ec2:DisassociateNatGatewayAddress",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:network-interface/*",
        ]
      },
      # Rules that stand inside a security group carry no tag, and AWS's own prefix lists belong to AWS. Each of these actions also asks for the group, and Ec2Managed wants the tag on it.
      {
        Sid    = "Ec2Rules"
        Effect = "Allow"
        Action = [
          "ec2:AuthorizeSecurityGroupEgress",
          "ec2:AuthorizeSecurityGroupIngress",
          "ec2:ModifySecurityGroupRules",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:security-group-rule/*",
          "arn:${local.partition}:ec2:*:*:prefix-list/*",
        ]
      },
      # Some versions of the provider tag a security group's rule in the call that makes it, others after it, when the rule carries no tag yet. A tag on a rule opens nothing: every action on a rule also asks for the tag of its group.
      {
        Sid    = "Ec2TagRule"
        Effect = "Allow"
        Action = [
          "ec2:CreateTags",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:security-group-rule/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Nodes start only from a launch template and in a subnet that carry the tag, and only when a service of AWS asks in the role's name. EKS is the only one that the role can ask to.
      {
        Sid    = "Ec2NodeParents"
        Effect = "Allow"
        Action = [
          "ec2:RunInstances",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:launch-template/*",
          "arn:${local.partition}:ec2:*:${local.account}:subnet/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
          "Bool" = {
            "aws:ViaAWSService" = ["true"]
          }
        }
      },
      # What a node consists of. Images belong to AWS, and EKS makes the cluster's security group without the tag. The launch template must be one of this account, and Ec2NodeParents wants the tag on it.
      {
        Sid    = "Ec2NodeParts"
        Effect = "Allow"
        Action = [
          "ec2:RunInstances",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*::image/*",
          "arn:${local.partition}:ec2:*:${local.account}:instance/*",
          "arn:${local.partition}:ec2:*:${local.account}:network-interface/*",
          "arn:${local.partition}:ec2:*:${local.account}:security-group/*",
          "arn:${local.partition}:ec2:*:${local.account}:volume/*",
        ]
        Condition = {
          "Bool" = {
            "aws:ViaAWSService" = ["true"]
          }
          "ArnLike" = {
            "ec2:LaunchTemplate" = ["arn:${local.partition}:ec2:*:${local.account}:launch-template/*"]
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "network" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.network.arn
}

locals {
  clusters_customer_managed_keys = [
    # Only keys of this account that carry the tag.
    {
      Sid    = "EksKey"
      Effect = "Allow"
      Action = [
        "kms:DescribeKey",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
      }
    },
    # Only on keys that carry the tag, and only grants that EKS takes for the cluster.
    {
      Sid    = "EksKeyGrant"
      Effect = "Allow"
      Action = [
        "kms:CreateGrant",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "Bool" = {
          "kms:GrantIsForAWSResource" = ["true"]
        }
      }
    },
    # Clusters whose names begin with the prefix.
    {
      Sid    = "EksEncrypt"
      Effect = "Allow"
      Action = [
        "eks:AssociateEncryptionConfig",
      ]
      Resource = [
        "arn:${local.partition}:eks:*:${local.account}:cluster/${var.resource_prefix}-*",
      ]
    },
  ]
}

locals {
  clusters_log_groups = [
    # Only the log groups that EKS writes for clusters whose names begin with the prefix.
    {
      Sid    = "EksLogs"
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ]
      Resource = [
        "arn:${local.partition}:logs:*:${local.account}:log-group:/aws/eks/${var.resource_prefix}-*",
      ]
    },
    # The list of log groups accepts no narrower resource. It tells names and settings, not what is logged.
    {
      Sid    = "EksLogsRead"
      Effect = "Allow"
      Action = [
        "logs:DescribeLogGroups",
      ]
      Resource = [
        "*",
      ]
    },
  ]
}

# Makes EKS clusters whose names begin with the prefix, with all that belongs to them.
resource "aws_iam_policy" "clusters" {
  name = "${var.role_name}-Clusters"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      # AWS knows no resource for a cluster that is yet to be made. It must be born with the tag; what is not named with the prefix cannot be touched again.
      {
        Sid    = "EksCreate"
        Effect = "Allow"
        Action = [
          "eks:CreateCluster",
        ]
        Resource = [
          "*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Clusters whose names begin with the prefix, and what belongs to them: its ARN begins with the cluster's name.
      {
        Sid    = "EksManaged"
        Effect = "Allow"
        Action = [
          "eks:AssociateAccessPolicy",
          "eks:CreateAccessEntry",
          "eks:CreateAddon",
          "eks:CreateNodegroup",
          "eks:DeleteAccessEntry",
          "eks:DeleteAddon",
          "eks:DeleteCluster",
          "eks:DeleteNodegroup",
          "eks:DescribeAccessEntry",
          "eks:DescribeAddon",
          "eks:DescribeCluster",
          "eks:DescribeNodegroup",
          "eks:DescribeUpdate",
          "eks:DisassociateAccessPolicy",
          "eks:ListAssociatedAccessPolicies",
          "eks:ListTagsForResource",
          "eks:TagResource",
          "eks:UntagResource",
          "eks:UpdateAccessEntry",
          "eks:UpdateAddon",
          "eks:UpdateClusterConfig",
          "eks:UpdateClusterVersion",
          "eks:UpdateNodegroupConfig",
          "eks:UpdateNodegroupVersion",
        ]
        Resource = [
          "arn:${local.partition}:eks:*:${local.account}:access-entry/${var.resource_prefix}-*",
          "arn:${local.partition}:eks:*:${local.account}:addon/${var.resource_prefix}-*",
          "arn:${local.partition}:eks:*:${local.account}:cluster/${var.resource_prefix}-*",
          "arn:${local.partition}:eks:*:${local.account}:nodegroup/${var.resource_prefix}-*",
        ]
      },
      # Only roles at the path /alethia/, which carry the workload boundary, and only to EKS.
      {
        Sid    = "EksPassRole"
        Effect = "Allow"
        Action = [
          "iam:PassRole",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/alethia/*",
        ]
        Condition = {
          "StringEquals" = {
            "iam:PassedToService" = ["eks.amazonaws.com"]
          }
        }
      },
      # Only issuers of EKS clusters, and with the tag. IAM cannot tell a tag in the call that makes a provider from a later one, so the tag keeps Terraform from a foreign cluster's provider by accident, not by intent.
      {
        Sid    = "EksProviderCreate"
        Effect = "Allow"
        Action = [
          "iam:CreateOpenIDConnectProvider",
          "iam:TagOpenIDConnectProvider",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:oidc-provider/oidc.eks.*.amazonaws.com*/id/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Any provider of an EKS cluster may be looked at; it holds nothing secret.
      {
        Sid    = "EksProviderRead"
        Effect = "Allow"
        Action = [
          "iam:GetOpenIDConnectProvider",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:oidc-provider/oidc.eks.*.amazonaws.com*/id/*",
        ]
      },
      # Only providers of EKS clusters that carry the tag.
      {
        Sid    = "EksProvider"
        Effect = "Allow"
        Action = [
          "iam:AddClientIDToOpenIDConnectProvider",
          "iam:DeleteOpenIDConnectProvider",
          "iam:RemoveClientIDFromOpenIDConnectProvider",
          "iam:TagOpenIDConnectProvider",
          "iam:UntagOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:oidc-provider/oidc.eks.*.amazonaws.com*/id/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
        }
      },
    ], [for statement in local.clusters_customer_managed_keys : statement if var.customer_managed_keys], [for statement in local.clusters_log_groups : statement if var.log_groups])
  })
}

resource "aws_iam_role_policy_attachment" "clusters" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.clusters.arn
}

locals {
  databases_customer_managed_keys = [
    # Only keys of this account that carry the tag, and through RDS only: the role itself can neither encrypt nor decrypt with them.
    {
      Sid    = "RdsKeys"
      Effect = "Allow"
      Action = [
        "kms:CreateGrant",
        "kms:DescribeKey",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "StringLike" = {
          "kms:ViaService" = ["rds.*.amazonaws.com*"]
        }
      }
    },
    # Only keys of this account that carry the tag, and through ElastiCache only: the role itself can neither encrypt nor decrypt with them.
    {
      Sid    = "ElastiCacheKeys"
      Effect = "Allow"
      Action = [
        "kms:CreateGrant",
        "kms:DescribeKey",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "StringLike" = {
          "kms:ViaService" = ["elasticache.*.amazonaws.com*"]
        }
      }
    },
    # Only keys of this account that carry the tag, and through DynamoDB only, of which the role can read nothing.
    {
      Sid    = "DynamoDbKeys"
      Effect = "Allow"
      Action = [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "StringLike" = {
          "kms:ViaService" = ["dynamodb.*.amazonaws.com*"]
        }
      }
    },
  ]
}

# Runs Aurora databases whose names begin with the prefix.
# Runs caches whose names begin with the prefix.
# Keeps tables whose names begin with the prefix, and their backups.
resource "aws_iam_policy" "databases" {
  name = "${var.role_name}-Databases"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      # Only what carries the prefix in its name. A cluster goes into a subnet group with the prefix only, never into the default one.
      {
        Sid    = "RdsManaged"
        Effect = "Allow"
        Action = [
          "rds:AddRoleToDBCluster",
          "rds:AddTagsToResource",
          "rds:CreateDBCluster",
          "rds:CreateDBClusterParameterGroup",
          "rds:CreateDBClusterSnapshot",
          "rds:CreateDBInstance",
          "rds:CreateDBParameterGroup",
          "rds:CreateDBSubnetGroup",
          "rds:DeleteDBCluster",
          "rds:DeleteDBClusterParameterGroup",
          "rds:DeleteDBInstance",
          "rds:DeleteDBParameterGroup",
          "rds:DeleteDBSubnetGroup",
          "rds:DescribeDBClusterParameterGroups",
          "rds:DescribeDBClusterParameters",
          "rds:DescribeDBClusters",
          "rds:DescribeDBInstances",
          "rds:DescribeDBParameterGroups",
          "rds:DescribeDBParameters",
          "rds:DescribeDBSubnetGroups",
          "rds:ListTagsForResource",
          "rds:ModifyDBCluster",
          "rds:ModifyDBClusterParameterGroup",
          "rds:ModifyDBInstance",
          "rds:ModifyDBParameterGroup",
          "rds:ModifyDBSubnetGroup",
          "rds:RebootDBInstance",
          "rds:RemoveRoleFromDBCluster",
          "rds:RemoveTagsFromResource",
          "rds:ResetDBClusterParameterGroup",
          "rds:ResetDBParameterGroup",
        ]
        Resource = [
          "arn:${local.partition}:rds:*:${local.account}:cluster:${var.resource_prefix}-*",
          "arn:${local.partition}:rds:*:${local.account}:cluster-pg:${var.resource_prefix}-*",
          "arn:${local.partition}:rds:*:${local.account}:cluster-snapshot:${var.resource_prefix}-*",
          "arn:${local.partition}:rds:*:${local.account}:db:${var.resource_prefix}-*",
          "arn:${local.partition}:rds:*:${local.account}:pg:${var.resource_prefix}-*",
          "arn:${local.partition}:rds:*:${local.account}:subgrp:${var.resource_prefix}-*",
        ]
      },
      # The groups that RDS takes when none is named; it asks for them by these names. Nobody can change them.
      {
        Sid    = "RdsDefaults"
        Effect = "Allow"
        Action = [
          "rds:CreateDBCluster",
          "rds:CreateDBInstance",
          "rds:ModifyDBCluster",
          "rds:ModifyDBInstance",
        ]
        Resource = [
          "arn:${local.partition}:rds:*:${local.account}:cluster-pg:default.*",
          "arn:${local.partition}:rds:*:${local.account}:og:default:*",
          "arn:${local.partition}:rds:*:${local.account}:pg:default.*",
        ]
      },
      # Only roles at the path /alethia/, which carry the workload boundary, and only to RDS and its monitoring.
      {
        Sid    = "RdsPassRole"
        Effect = "Allow"
        Action = [
          "iam:PassRole",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/alethia/*",
        ]
        Condition = {
          "StringEquals" = {
            "iam:PassedToService" = ["monitoring.rds.amazonaws.com", "rds.amazonaws.com"]
          }
        }
      },
      # The provider asks by the cluster's ARN, which RDS takes for a question about all global clusters.
      {
        Sid    = "RdsGlobal"
        Effect = "Allow"
        Action = [
          "rds:DescribeGlobalClusters",
        ]
        Resource = [
          "arn:${local.partition}:rds::${local.account}:global-cluster:*",
        ]
      },
      # Only what carries the prefix in its name. A cache goes into a subnet group with the prefix only, never into the default one.
      {
        Sid    = "ElastiCacheManaged"
        Effect = "Allow"
        Action = [
          "elasticache:AddTagsToResource",
          "elasticache:CreateCacheParameterGroup",
          "elasticache:CreateCacheSubnetGroup",
          "elasticache:CreateReplicationGroup",
          "elasticache:CreateSnapshot",
          "elasticache:DecreaseReplicaCount",
          "elasticache:DeleteCacheParameterGroup",
          "elasticache:DeleteCacheSubnetGroup",
          "elasticache:DeleteReplicationGroup",
          "elasticache:DescribeCacheParameterGroups",
          "elasticache:DescribeCacheParameters",
          "elasticache:DescribeCacheSubnetGroups",
          "elasticache:DescribeReplicationGroups",
          "elasticache:IncreaseReplicaCount",
          "elasticache:ListTagsForResource",
          "elasticache:ModifyCacheParameterGroup",
          "elasticache:ModifyCacheSubnetGroup",
          "elasticache:ModifyReplicationGroup",
          "elasticache:ModifyReplicationGroupShardConfiguration",
          "elasticache:RemoveTagsFromResource",
          "elasticache:ResetCacheParameterGroup",
        ]
        Resource = [
          "arn:${local.partition}:elasticache:*:${local.account}:cluster:${var.resource_prefix}-*",
          "arn:${local.partition}:elasticache:*:${local.account}:parametergroup:${var.resource_prefix}-*",
          "arn:${local.partition}:elasticache:*:${local.account}:replicationgroup:${var.resource_prefix}-*",
          "arn:${local.partition}:elasticache:*:${local.account}:snapshot:${var.resource_prefix}-*",
          "arn:${local.partition}:elasticache:*:${local.account}:subnetgroup:${var.resource_prefix}-*",
        ]
      },
      # What a replication group may refer to and the role cannot change: the parameter groups that ElastiCache takes when none is named, and user groups that you made with the prefix.
      {
        Sid    = "ElastiCacheUsed"
        Effect = "Allow"
        Action = [
          "elasticache:CreateReplicationGroup",
          "elasticache:ModifyReplicationGroup",
        ]
        Resource = [
          "arn:${local.partition}:elasticache:*:${local.account}:parametergroup:default.*",
          "arn:${local.partition}:elasticache:*:${local.account}:usergroup:${var.resource_prefix}-*",
        ]
      },
      # A call that names no cluster is asked for all of them; it tells settings, and reads no data.
      {
        Sid    = "ElastiCacheList"
        Effect = "Allow"
        Action = [
          "elasticache:DescribeCacheClusters",
        ]
        Resource = [
          "arn:${local.partition}:elasticache:*:${local.account}:cluster:*",
        ]
      },
      # Only what carries the prefix in its name. A table's backups are named below it (table/NAME/backup/ID).
      {
        Sid    = "DynamoDbManaged"
        Effect = "Allow"
        Action = [
          "dynamodb:CreateBackup",
          "dynamodb:CreateTable",
          "dynamodb:DeleteBackup",
          "dynamodb:DeleteTable",
          "dynamodb:DescribeBackup",
          "dynamodb:DescribeContinuousBackups",
          "dynamodb:DescribeTable",
          "dynamodb:DescribeTimeToLive",
          "dynamodb:ListTagsOfResource",
          "dynamodb:TagResource",
          "dynamodb:UntagResource",
          "dynamodb:UpdateContinuousBackups",
          "dynamodb:UpdateTable",
          "dynamodb:UpdateTimeToLive",
        ]
        Resource = [
          "arn:${local.partition}:dynamodb:*:${local.account}:table/${var.resource_prefix}-*",
        ]
      },
    ], [for statement in local.databases_customer_managed_keys : statement if var.customer_managed_keys])
  })
}

resource "aws_iam_role_policy_attachment" "databases" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.databases.arn
}

locals {
  edge_load_balancer_association = [
    # Both the web ACL and the load balancer by name; WAF takes no tags for a load balancer.
    {
      Sid    = "WafAssociate"
      Effect = "Allow"
      Action = [
        "wafv2:AssociateWebACL",
        "wafv2:DisassociateWebACL",
        "wafv2:GetWebACLForResource",
      ]
      Resource = [
        "arn:${local.partition}:elasticloadbalancing:*:${local.account}:loadbalancer/app/${var.resource_prefix}-*/*",
        "arn:${local.partition}:wafv2:*:${local.account}:regional/webacl/${var.resource_prefix}-*/*",
      ]
    },
    # WAF asks the load balancer's own service as well; by name.
    {
      Sid    = "WafBalancer"
      Effect = "Allow"
      Action = [
        "elasticloadbalancing:CreateWebACLAssociation",
        "elasticloadbalancing:DeleteWebACLAssociation",
        "elasticloadbalancing:GetLoadBalancerWebACL",
      ]
      Resource = [
        "arn:${local.partition}:elasticloadbalancing:*:${local.account}:loadbalancer/app/${var.resource_prefix}-*/*",
      ]
    },
    # The action accepts no narrower resource. It has no call of its own: only WAF asks for it, together with AssociateWebACL, which is limited by name.
    {
      Sid    = "WafSetAcl"
      Effect = "Allow"
      Action = [
        "elasticloadbalancing:SetWebAcl",
      ]
      Resource = [
        "*",
      ]
    },
  ]
}

# Makes hosted zones and writes records.
# Requests certificates that carry the tag alethia:managed and changes no other.
# Makes and changes web ACLs, rule groups, IP sets and pattern sets whose names begin with the prefix.
resource "aws_iam_policy" "edge" {
  name = "${var.role_name}-Edge"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      # The action accepts no narrower resource: the zone does not exist yet.
      {
        Sid    = "Route53Create"
        Effect = "Allow"
        Action = [
          "route53:CreateHostedZone",
        ]
        Resource = [
          "*",
        ]
      },
      # DescribeVpcs accepts no narrower resource.
      {
        Sid    = "Route53ReadVpcs"
        Effect = "Allow"
        Action = [
          "ec2:DescribeVpcs",
        ]
        Resource = [
          "*",
        ]
      },
      # Route 53 supports no tags in permissions, and a zone's id is not known before it is made. The key route53:VPCs takes VPC ids, which are not known either. Route 53 itself refuses to delete a zone that has records.
      {
        Sid    = "Route53Zones"
        Effect = "Allow"
        Action = [
          "route53:AssociateVPCWithHostedZone",
          "route53:ChangeTagsForResource",
          "route53:DeleteHostedZone",
          "route53:DisassociateVPCFromHostedZone",
          "route53:UpdateHostedZoneComment",
        ]
        Resource = [
          "arn:${local.partition}:route53:::hostedzone/*",
        ]
      },
      # A change's id is not known before it is made; it tells only whether the change has reached all name servers.
      {
        Sid    = "Route53Changes"
        Effect = "Allow"
        Action = [
          "route53:GetChange",
        ]
        Resource = [
          "arn:${local.partition}:route53:::change/*",
        ]
      },
      # Route 53 supports no tags in permissions, and a zone's id is not known before it is made.
      {
        Sid    = "Route53Read"
        Effect = "Allow"
        Action = [
          "route53:GetDNSSEC",
          "route53:GetHostedZone",
          "route53:ListResourceRecordSets",
          "route53:ListTagsForResource",
        ]
        Resource = [
          "arn:${local.partition}:route53:::hostedzone/*",
        ]
      },
      # Records belong to a zone, and zones cannot be told apart. The keys for record names would need the domains beforehand; every record type and change is one that aws_route53_record writes.
      {
        Sid    = "Route53Records"
        Effect = "Allow"
        Action = [
          "route53:ChangeResourceRecordSets",
        ]
        Resource = [
          "arn:${local.partition}:route53:::hostedzone/*",
        ]
      },
      # The action accepts no narrower resource. The certificate must be born with the tag.
      {
        Sid    = "AcmRequest"
        Effect = "Allow"
        Action = [
          "acm:RequestCertificate",
        ]
        Resource = [
          "*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # While a certificate is being requested it has no id, and ACM asks for certificate/*: one character, where a real id has 36. So this covers a certificate that is being made and none that exists, which could otherwise be tagged and then owned.
      {
        Sid    = "AcmTagOnRequest"
        Effect = "Allow"
        Action = [
          "acm:AddTagsToCertificate",
        ]
        Resource = [
          "arn:${local.partition}:acm:*:${local.account}:certificate/?",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # A description and tags, never a key. A new certificate is read at once, before its tags are sure to be seen.
      {
        Sid    = "AcmRead"
        Effect = "Allow"
        Action = [
          "acm:DescribeCertificate",
          "acm:ListTagsForCertificate",
        ]
        Resource = [
          "arn:${local.partition}:acm:*:${local.account}:certificate/*",
        ]
      },
      # Only what carries the tag already. ACM itself refuses to delete a certificate that is in use.
      {
        Sid    = "AcmManaged"
        Effect = "Allow"
        Action = [
          "acm:DeleteCertificate",
          "acm:UpdateCertificateOptions",
        ]
        Resource = [
          "arn:${local.partition}:acm:*:${local.account}:certificate/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
        }
      },
      # Only what carries the tag already, and the tag keeps its value.
      {
        Sid    = "AcmRetag"
        Effect = "Allow"
        Action = [
          "acm:AddTagsToCertificate",
        ]
        Resource = [
          "arn:${local.partition}:acm:*:${local.account}:certificate/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
          "StringEqualsIfExists" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Only from what carries the tag, and never the tag itself. A request without keys is not one that ACM takes.
      {
        Sid    = "AcmUntag"
        Effect = "Allow"
        Action = [
          "acm:RemoveTagsFromCertificate",
        ]
        Resource = [
          "arn:${local.partition}:acm:*:${local.account}:certificate/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
          "ForAllValues:StringNotEquals" = {
            "aws:TagKeys" = ["alethia:managed"]
          }
        }
      },
      # By name, whatever the type, and born with the tag. What a web ACL or rule group refers to must have the prefix too. Global is what CloudFront uses.
      {
        Sid    = "WafCreate"
        Effect = "Allow"
        Action = [
          "wafv2:CreateIPSet",
          "wafv2:CreateRegexPatternSet",
          "wafv2:CreateRuleGroup",
          "wafv2:CreateWebACL",
        ]
        Resource = [
          "arn:${local.partition}:wafv2:*:${local.account}:global/*/${var.resource_prefix}-*/*",
          "arn:${local.partition}:wafv2:*:${local.account}:regional/*/${var.resource_prefix}-*/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # A rule that names rules of AWS or of a vendor asks for them under the caller's account. They can only be referred to; the web ACL is asked for as well.
      {
        Sid    = "WafVendorRules"
        Effect = "Allow"
        Action = [
          "wafv2:CreateWebACL",
          "wafv2:UpdateWebACL",
        ]
        Resource = [
          "arn:${local.partition}:wafv2:*:${local.account}:global/managedruleset/*/*",
          "arn:${local.partition}:wafv2:*:${local.account}:regional/managedruleset/*/*",
        ]
      },
      # By name, whatever the type: a name cannot be changed, and the reference gives aws:ResourceTag to some of these actions only.
      {
        Sid    = "WafNamed"
        Effect = "Allow"
        Action = [
          "wafv2:DeleteIPSet",
          "wafv2:DeleteRegexPatternSet",
          "wafv2:DeleteRuleGroup",
          "wafv2:DeleteWebACL",
          "wafv2:GetIPSet",
          "wafv2:GetRegexPatternSet",
          "wafv2:GetRuleGroup",
          "wafv2:GetWebACL",
          "wafv2:ListTagsForResource",
          "wafv2:TagResource",
          "wafv2:UntagResource",
          "wafv2:UpdateIPSet",
          "wafv2:UpdateRegexPatternSet",
          "wafv2:UpdateRuleGroup",
          "wafv2:UpdateWebACL",
        ]
        Resource = [
          "arn:${local.partition}:wafv2:*:${local.account}:global/*/${var.resource_prefix}-*/*",
          "arn:${local.partition}:wafv2:*:${local.account}:regional/*/${var.resource_prefix}-*/*",
        ]
      },
    ], [for statement in local.edge_load_balancer_association : statement if var.load_balancer_association])
  })
}

resource "aws_iam_role_policy_attachment" "edge" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.edge.arn
}

locals {
  storage_customer_managed_keys = [
    # Only keys of this account that carry the tag, and through Secrets Manager only, so for no secret beyond the prefix.
    {
      Sid    = "SecretsManagerKeys"
      Effect = "Allow"
      Action = [
        "kms:Decrypt",
        "kms:GenerateDataKey",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "StringLike" = {
          "kms:ViaService" = ["secretsmanager.*.amazonaws.com*"]
        }
      }
    },
    # Only keys of this account that carry the tag, and through ECR only: the role itself can neither encrypt nor decrypt with them.
    {
      Sid    = "EcrKeys"
      Effect = "Allow"
      Action = [
        "kms:CreateGrant",
        "kms:DescribeKey",
        "kms:RetireGrant",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "StringLike" = {
          "kms:ViaService" = ["ecr.*.amazonaws.com*"]
        }
      }
    },
  ]
}

# Keeps secrets whose names begin with the prefix.
# Keeps queues and topics whose names begin with the prefix.
# Keeps image repositories whose names begin with the prefix.
# Keeps buckets whose names begin with the prefix.
resource "aws_iam_policy" "storage" {
  name = "${var.role_name}-Storage"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      # Only secrets that carry the prefix in their names.
      {
        Sid    = "SecretsManagerManaged"
        Effect = "Allow"
        Action = [
          "secretsmanager:CreateSecret",
          "secretsmanager:DeleteResourcePolicy",
          "secretsmanager:DeleteSecret",
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetResourcePolicy",
          "secretsmanager:GetSecretValue",
          "secretsmanager:ListSecretVersionIds",
          "secretsmanager:PutSecretValue",
          "secretsmanager:RemoveRegionsFromReplication",
          "secretsmanager:ReplicateSecretToRegions",
          "secretsmanager:TagResource",
          "secretsmanager:UntagResource",
          "secretsmanager:UpdateSecret",
          "secretsmanager:UpdateSecretVersionStage",
        ]
        Resource = [
          "arn:${local.partition}:secretsmanager:*:${local.account}:secret:${var.resource_prefix}-*",
          "arn:${local.partition}:secretsmanager:*:${local.account}:secret:${var.resource_prefix}/*",
        ]
      },
      # Secrets Manager has to check the policy and refuse a public one: aws_secretsmanager_secret_policy needs block_public_policy = true. The argument policy of aws_secretsmanager_secret cannot ask for the check, so it is not supported.
      {
        Sid    = "SecretsManagerPolicy"
        Effect = "Allow"
        Action = [
          "secretsmanager:PutResourcePolicy",
        ]
        Resource = [
          "arn:${local.partition}:secretsmanager:*:${local.account}:secret:${var.resource_prefix}-*",
          "arn:${local.partition}:secretsmanager:*:${local.account}:secret:${var.resource_prefix}/*",
        ]
        Condition = {
          "Bool" = {
            "secretsmanager:BlockPublicPolicy" = ["true"]
          }
        }
      },
      # Only queues that carry the prefix in their names.
      {
        Sid    = "SqsManaged"
        Effect = "Allow"
        Action = [
          "sqs:CreateQueue",
          "sqs:DeleteQueue",
          "sqs:GetQueueAttributes",
          "sqs:ListQueueTags",
          "sqs:SetQueueAttributes",
          "sqs:TagQueue",
          "sqs:UntagQueue",
        ]
        Resource = [
          "arn:${local.partition}:sqs:*:${local.account}:${var.resource_prefix}-*",
        ]
      },
      # Only topics that carry the prefix in their names, and their subscriptions: SNS asks for the topic, whatever a subscription's own ARN is.
      {
        Sid    = "SnsManaged"
        Effect = "Allow"
        Action = [
          "sns:CreateTopic",
          "sns:DeleteTopic",
          "sns:GetSubscriptionAttributes",
          "sns:GetTopicAttributes",
          "sns:ListSubscriptionsByTopic",
          "sns:ListTagsForResource",
          "sns:SetSubscriptionAttributes",
          "sns:SetTopicAttributes",
          "sns:Subscribe",
          "sns:TagResource",
          "sns:Unsubscribe",
          "sns:UntagResource",
        ]
        Resource = [
          "arn:${local.partition}:sns:*:${local.account}:${var.resource_prefix}-*",
        ]
      },
      # Only repositories that carry the prefix in their names.
      {
        Sid    = "EcrManaged"
        Effect = "Allow"
        Action = [
          "ecr:CreateRepository",
          "ecr:DeleteLifecyclePolicy",
          "ecr:DeleteRepository",
          "ecr:DescribeRepositories",
          "ecr:GetLifecyclePolicy",
          "ecr:ListTagsForResource",
          "ecr:PutImageScanningConfiguration",
          "ecr:PutImageTagMutability",
          "ecr:PutLifecyclePolicy",
          "ecr:TagResource",
          "ecr:UntagResource",
        ]
        Resource = [
          "arn:${local.partition}:ecr:*:${local.account}:repository/${var.resource_prefix}-*",
          "arn:${local.partition}:ecr:*:${local.account}:repository/${var.resource_prefix}/*",
        ]
      },
      # Only buckets that carry the prefix in their names, and only those of this account: another's may carry it too.
      {
        Sid    = "S3Managed"
        Effect = "Allow"
        Action = [
          "s3:CreateBucket",
          "s3:DeleteBucket",
          "s3:DeleteBucketPolicy",
          "s3:GetAccelerateConfiguration",
          "s3:GetBucketAcl",
          "s3:GetBucketCORS",
          "s3:GetBucketLogging",
          "s3:GetBucketObjectLockConfiguration",
          "s3:GetBucketOwnershipControls",
          "s3:GetBucketPolicy",
          "s3:GetBucketPublicAccessBlock",
          "s3:GetBucketRequestPayment",
          "s3:GetBucketTagging",
          "s3:GetBucketVersioning",
          "s3:GetBucketWebsite",
          "s3:GetEncryptionConfiguration",
          "s3:GetLifecycleConfiguration",
          "s3:GetReplicationConfiguration",
          "s3:ListBucket",
          "s3:ListTagsForResource",
          "s3:PutBucketOwnershipControls",
          "s3:PutBucketPolicy",
          "s3:PutBucketPublicAccessBlock",
          "s3:PutBucketTagging",
          "s3:PutBucketVersioning",
          "s3:PutEncryptionConfiguration",
          "s3:PutLifecycleConfiguration",
          "s3:TagResource",
          "s3:UntagResource",
        ]
        Resource = [
          "arn:${local.partition}:s3:::${var.resource_prefix}-*",
        ]
        Condition = {
          "StringEquals" = {
            "s3:ResourceAccount" = ["${local.account}"]
          }
        }
      },
    ], [for statement in local.storage_customer_managed_keys : statement if var.customer_managed_keys])
  })
}

resource "aws_iam_role_policy_attachment" "storage" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.storage.arn
}

# Makes roles at the path /alethia/ that can never do more than the workload boundary, with their policies and instance profiles.
resource "aws_iam_policy" "identity" {
  name = "${var.role_name}-Identity"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Only roles at the path /alethia/ that carry the boundary, from the call on that makes them.
      {
        Sid    = "IamBounded"
        Effect = "Allow"
        Action = [
          "iam:CreateRole",
          "iam:DeleteRole",
          "iam:DeleteRolePolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateRole",
          "iam:UpdateRoleDescription",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/alethia/*",
        ]
        Condition = {
          "StringEquals" = {
            "iam:PermissionsBoundary" = [local.boundary_arn]
          }
        }
      },
      # Only what is at the path /alethia/. A policy there reaches only roles that carry the boundary, because only those get one attached.
      {
        Sid    = "IamPath"
        Effect = "Allow"
        Action = [
          "iam:AddRoleToInstanceProfile",
          "iam:CreateInstanceProfile",
          "iam:CreatePolicy",
          "iam:CreatePolicyVersion",
          "iam:DeleteInstanceProfile",
          "iam:DeletePolicy",
          "iam:DeletePolicyVersion",
          "iam:GetInstanceProfile",
          "iam:GetPolicy",
          "iam:GetPolicyVersion",
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListInstanceProfilesForRole",
          "iam:ListPolicyVersions",
          "iam:ListRolePolicies",
          "iam:RemoveRoleFromInstanceProfile",
          "iam:TagInstanceProfile",
          "iam:TagPolicy",
          "iam:TagRole",
          "iam:UntagInstanceProfile",
          "iam:UntagPolicy",
          "iam:UntagRole",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:instance-profile/alethia/*",
          "arn:${local.partition}:iam::${local.account}:policy/alethia/*",
          "arn:${local.partition}:iam::${local.account}:role/alethia/*",
        ]
      },
      # Only to and from roles that carry the boundary, and only policies of the path /alethia/ or those of AWS's own that EKS and RDS name for clusters, nodes, add-ons and monitoring.
      {
        Sid    = "IamAttach"
        Effect = "Allow"
        Action = [
          "iam:AttachRolePolicy",
          "iam:DetachRolePolicy",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/alethia/*",
        ]
        Condition = {
          "StringEquals" = {
            "iam:PermissionsBoundary" = [local.boundary_arn]
          }
          "ArnLike" = {
            "iam:PolicyARN" = ["arn:${local.partition}:iam::${local.account}:policy/alethia/*", "arn:${local.partition}:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "arn:${local.partition}:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly", "arn:${local.partition}:iam::aws:policy/AmazonEKSClusterPolicy", "arn:${local.partition}:iam::aws:policy/AmazonEKSVPCResourceController", "arn:${local.partition}:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:${local.partition}:iam::aws:policy/AmazonEKS_CNI_Policy", "arn:${local.partition}:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy", "arn:${local.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"]
          }
        }
      },
      # Only roles at the path /alethia/, and only to EC2, whose name differs in China.
      {
        Sid    = "IamPassToNodes"
        Effect = "Allow"
        Action = [
          "iam:PassRole",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/alethia/*",
        ]
        Condition = {
          "StringEquals" = {
            "iam:PassedToService" = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]
          }
        }
      },
      # Only for the services of the table that need one; the service decides the name.
      {
        Sid    = "IamLinkedCreate"
        Effect = "Allow"
        Action = [
          "iam:CreateServiceLinkedRole",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/aws-service-role/*",
        ]
        Condition = {
          "StringEquals" = {
            "iam:AWSServiceName" = ["eks-nodegroup.amazonaws.com", "eks.amazonaws.com", "elasticache.amazonaws.com", "rds.amazonaws.com"]
          }
        }
      },
      # Only these four. AWS decides what they may do, keeps their trust and policies from being changed, and refuses to delete one that is in use.
      {
        Sid    = "IamLinked"
        Effect = "Allow"
        Action = [
          "iam:DeleteServiceLinkedRole",
          "iam:GetRole",
          "iam:GetServiceLinkedRoleDeletionStatus",
          "iam:TagRole",
          "iam:UntagRole",
          "iam:UpdateRole",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:role/aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup",
          "arn:${local.partition}:iam::${local.account}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
          "arn:${local.partition}:iam::${local.account}:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache",
          "arn:${local.partition}:iam::${local.account}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS",
        ]
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "identity" {
  role       = aws_iam_role.provisioner.name
  policy_arn = aws_iam_policy.identity.arn
}

# Denies the role to change itself or its ceiling, to lift the ceiling from what it made, and to go on to another role.
resource "aws_iam_policy" "guard" {
  name = "${var.role_name}-Guard"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # The role never changes itself, nor hands itself to a service.
      {
        Sid    = "GuardSelf"
        Effect = "Deny"
        Action = [
          "iam:AttachRolePolicy",
          "iam:DeleteRole",
          "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy",
          "iam:PassRole",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:TagRole",
          "iam:UntagRole",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateRole",
          "iam:UpdateRoleDescription",
        ]
        Resource = [
          local.role_arn,
        ]
      },
      # The role never changes its own policies, nor the boundary of what it makes, which carries its name too.
      {
        Sid    = "GuardPolicies"
        Effect = "Deny"
        Action = [
          "iam:CreatePolicy",
          "iam:CreatePolicyVersion",
          "iam:DeletePolicy",
          "iam:DeletePolicyVersion",
          "iam:SetDefaultPolicyVersion",
          "iam:TagPolicy",
          "iam:UntagPolicy",
        ]
        Resource = [
          "arn:${local.partition}:iam::${local.account}:policy/${var.role_name}-*",
        ]
      },
      # What the role made keeps its boundary.
      {
        Sid    = "GuardBoundary"
        Effect = "Deny"
        Action = [
          "iam:DeleteRolePermissionsBoundary",
          "iam:DeleteUserPermissionsBoundary",
        ]
        Resource = [
          "*",
        ]
      },
      # A trust policy of this account that names the role would otherwise be enough to go on to the role that it guards.
      {
        Sid    = "GuardHop"
        Effect = "Deny"
        Action = [
          "sts:AssumeRole",
          "sts:AssumeRoot",
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

locals {
  workload_boundary_customer_managed_keys = [
    # Only keys of this account that carry the tag.
    {
      Sid    = "OwnKey"
      Effect = "Allow"
      Action = [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
      }
    },
    # Only on keys that carry the tag, and only grants that EC2 takes for a volume.
    {
      Sid    = "OwnKeyGrant"
      Effect = "Allow"
      Action = [
        "kms:CreateGrant",
      ]
      Resource = [
        "arn:${local.partition}:kms:*:${local.account}:key/*",
      ]
      Condition = {
        "StringEquals" = {
          "aws:ResourceTag/alethia:managed" = ["true"]
        }
        "Bool" = {
          "kms:GrantIsForAWSResource" = ["true"]
        }
      }
    },
  ]
}

locals {
  workload_boundary_log_groups = [
    # Only log groups of clusters whose names begin with the prefix.
    {
      Sid    = "OwnLogs"
      Effect = "Allow"
      Action = [
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
      ]
      Resource = [
        "arn:${local.partition}:logs:*:${local.account}:log-group:/aws/eks/${var.resource_prefix}-*",
      ]
    },
  ]
}

# The most that a role which Alethia makes can do, whatever policies it has; nobody gets rights from it.
resource "aws_iam_policy" "workload_boundary" {
  name = "${var.role_name}-WorkloadBoundary"
  tags = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      # These accept no narrower resource. They tell what there is, not what is in it.
      {
        Sid    = "Look"
        Effect = "Allow"
        Action = [
          "ec2:DescribeAvailabilityZones",
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeInstanceTopology",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInstances",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSnapshots",
          "ec2:DescribeSubnets",
          "ec2:DescribeTags",
          "ec2:DescribeVolumes",
          "ec2:DescribeVolumesModifications",
          "ec2:DescribeVpcs",
          "ecr:GetAuthorizationToken",
        ]
        Resource = [
          "*",
        ]
      },
      # Only clusters whose names begin with the prefix.
      {
        Sid    = "OwnCluster"
        Effect = "Allow"
        Action = [
          "eks:DescribeCluster",
        ]
        Resource = [
          "arn:${local.partition}:eks:*:${local.account}:cluster/${var.resource_prefix}-*",
        ]
      },
      # A node makes network interfaces in its own subnet with its own security groups, which may be the customer's.
      {
        Sid    = "MakeInterface"
        Effect = "Allow"
        Action = [
          "ec2:CreateNetworkInterface",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:network-interface/*",
          "arn:${local.partition}:ec2:*:${local.account}:security-group/*",
          "arn:${local.partition}:ec2:*:${local.account}:subnet/*",
        ]
      },
      # Only in the call that makes the interface, so that no foreign one can be made one's own.
      {
        Sid    = "TagInterface"
        Effect = "Allow"
        Action = [
          "ec2:CreateTags",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:network-interface/*",
        ]
        Condition = {
          "StringEquals" = {
            "ec2:CreateAction" = ["CreateNetworkInterface"]
          }
        }
      },
      # Also the node's first interface, which EC2 makes and which carries no tag.
      {
        Sid    = "Addresses"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:network-interface/*",
        ]
      },
      # Only interfaces that a node made: the VPC CNI gives them this tag as it makes them.
      {
        Sid    = "OwnInterface"
        Effect = "Allow"
        Action = [
          "ec2:AttachNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DetachNetworkInterface",
          "ec2:ModifyNetworkInterfaceAttribute",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:network-interface/*",
        ]
        Condition = {
          "StringLike" = {
            "aws:ResourceTag/node.k8s.amazonaws.com/instance_id" = ["i-*"]
          }
        }
      },
      # Only nodes of clusters whose names begin with the prefix: EKS gives them this tag.
      {
        Sid    = "OwnInstance"
        Effect = "Allow"
        Action = [
          "ec2:AttachNetworkInterface",
          "ec2:AttachVolume",
          "ec2:DetachNetworkInterface",
          "ec2:DetachVolume",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*:${local.account}:instance/*",
        ]
        Condition = {
          "StringLike" = {
            "aws:ResourceTag/eks:cluster-name" = ["${var.resource_prefix}-*"]
          }
        }
      },
      # Volumes and snapshots must be born with the tag; the EBS CSI driver's option extraVolumeTags sets it.
      {
        Sid    = "MakeVolume"
        Effect = "Allow"
        Action = [
          "ec2:CreateSnapshot",
          "ec2:CreateVolume",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*::snapshot/*",
          "arn:${local.partition}:ec2:*:${local.account}:volume/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:RequestTag/alethia:managed" = ["true"]
          }
        }
      },
      # Only volumes and snapshots that carry the tag: what is on another's volume is another's data.
      {
        Sid    = "OwnVolume"
        Effect = "Allow"
        Action = [
          "ec2:AttachVolume",
          "ec2:CreateSnapshot",
          "ec2:CreateVolume",
          "ec2:DeleteSnapshot",
          "ec2:DeleteVolume",
          "ec2:DetachVolume",
          "ec2:ModifyVolume",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*::snapshot/*",
          "arn:${local.partition}:ec2:*:${local.account}:volume/*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceTag/alethia:managed" = ["true"]
          }
        }
      },
      # Only in the call that makes it, so that no foreign volume can be made one's own.
      {
        Sid    = "TagVolume"
        Effect = "Allow"
        Action = [
          "ec2:CreateTags",
        ]
        Resource = [
          "arn:${local.partition}:ec2:*::snapshot/*",
          "arn:${local.partition}:ec2:*:${local.account}:volume/*",
        ]
        Condition = {
          "StringEquals" = {
            "ec2:CreateAction" = ["CreateSnapshot", "CreateVolume"]
          }
        }
      },
      # Repositories whose names begin with the prefix, and those of EKS's own images, which are in accounts of AWS that differ by region.
      {
        Sid    = "Images"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ]
        Resource = [
          "arn:${local.partition}:ecr:*:${local.account}:repository/${var.resource_prefix}-*",
          "arn:${local.partition}:ecr:*:${local.account}:repository/${var.resource_prefix}/*",
          "arn:${local.partition}:ecr:*:*:repository/amazon-k8s-cni",
          "arn:${local.partition}:ecr:*:*:repository/amazon-k8s-cni-init",
          "arn:${local.partition}:ecr:*:*:repository/amazon/aws-network-policy-agent",
          "arn:${local.partition}:ecr:*:*:repository/eks/*",
        ]
      },
      # Only buckets whose names begin with the prefix, and only of this account: bucket names are the world's, so another account could have one.
      {
        Sid    = "Objects"
        Effect = "Allow"
        Action = [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:GetBucketLocation",
          "s3:GetObject",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          "s3:ListMultipartUploadParts",
          "s3:PutObject",
        ]
        Resource = [
          "arn:${local.partition}:s3:::${var.resource_prefix}-*",
        ]
        Condition = {
          "StringEquals" = {
            "aws:ResourceAccount" = ["${local.account}"]
          }
        }
      },
      # Only tables whose names begin with the prefix, with their indexes.
      {
        Sid    = "Tables"
        Effect = "Allow"
        Action = [
          "dynamodb:BatchGetItem",
          "dynamodb:BatchWriteItem",
          "dynamodb:ConditionCheckItem",
          "dynamodb:DeleteItem",
          "dynamodb:DescribeTable",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:UpdateItem",
        ]
        Resource = [
          "arn:${local.partition}:dynamodb:*:${local.account}:table/${var.resource_prefix}-*",
        ]
      },
      # Only queues and topics whose names begin with the prefix.
      {
        Sid    = "Messages"
        Effect = "Allow"
        Action = [
          "sns:Publish",
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ReceiveMessage",
          "sqs:SendMessage",
        ]
        Resource = [
          "arn:${local.partition}:sns:*:${local.account}:${var.resource_prefix}-*",
          "arn:${local.partition}:sqs:*:${local.account}:${var.resource_prefix}-*",
        ]
      },
      # Only secrets whose names begin with the prefix.
      {
        Sid    = "Secrets"
        Effect = "Allow"
        Action = [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
        ]
        Resource = [
          "arn:${local.partition}:secretsmanager:*:${local.account}:secret:${var.resource_prefix}-*",
          "arn:${local.partition}:secretsmanager:*:${local.account}:secret:${var.resource_prefix}/*",
        ]
      },
      # Caches whose names begin with the prefix; in databases, whose resource ids AWS makes up, only as users whose names do.
      {
        Sid    = "Logins"
        Effect = "Allow"
        Action = [
          "elasticache:Connect",
          "rds-db:connect",
        ]
        Resource = [
          "arn:${local.partition}:elasticache:*:${local.account}:replicationgroup:${var.resource_prefix}-*",
          "arn:${local.partition}:elasticache:*:${local.account}:user:${var.resource_prefix}-*",
          "arn:${local.partition}:rds-db:*:${local.account}:dbuser:*/${var.resource_prefix}*",
        ]
      },
      # The one log group that RDS Enhanced Monitoring writes to, for every database of the account.
      {
        Sid    = "Monitoring"
        Effect = "Allow"
        Action = [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
          "logs:PutRetentionPolicy",
        ]
        Resource = [
          "arn:${local.partition}:logs:*:${local.account}:log-group:RDSOSMetrics*",
        ]
      },
      # A trust policy that names a session would pass by a boundary that is merely silent; a Deny it cannot pass.
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
    ], [for statement in local.workload_boundary_customer_managed_keys : statement if var.customer_managed_keys], [for statement in local.workload_boundary_log_groups : statement if var.log_groups])
  })
}
