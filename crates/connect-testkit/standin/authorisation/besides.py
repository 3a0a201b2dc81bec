"""What AWS authorises besides the action itself: tags that come with a create, roles that are handed over, a service's
own role, and calls that a service makes in the caller's name."""

# service -> the action that authorises tags, and the operations that bring them with the type that they make.
TAGGING = {
    "acm": ("AddTagsToCertificate", {"RequestCertificate": "certificate"}),
    "dynamodb": ("TagResource", {"CreateTable": "table"}),
    "ecr": ("TagResource", {"CreateRepository": "repository"}),
    "eks": (
        "TagResource",
        {
            "CreateAccessEntry": "access-entry",
            "CreateAddon": "addon",
            "CreateCluster": "cluster",
            "CreateNodegroup": "nodegroup",
        },
    ),
    "elasticache": (
        "AddTagsToResource",
        {
            "CreateCacheParameterGroup": "parametergroup",
            "CreateCacheSubnetGroup": "subnetgroup",
            "CreateReplicationGroup": "replicationgroup",
            "CreateUser": "user",
            "CreateUserGroup": "usergroup",
        },
    ),
    "rds": (
        "AddTagsToResource",
        {
            "CreateDBCluster": "cluster",
            "CreateDBClusterParameterGroup": "cluster-pg",
            "CreateDBClusterSnapshot": "cluster-snapshot",
            "CreateDBInstance": "db",
            "CreateDBParameterGroup": "pg",
            "CreateDBSubnetGroup": "subgrp",
        },
    ),
    "secretsmanager": ("TagResource", {"CreateSecret": "secret"}),
    "sns": ("TagResource", {"CreateTopic": "topic"}),
    "sqs": ("TagQueue", {"CreateQueue": "queue"}),
    "wafv2": (
        "TagResource",
        {
            "CreateIPSet": "ipset",
            "CreateRegexPatternSet": "regexpatternset",
            "CreateRuleGroup": "rulegroup",
            "CreateWebACL": "webacl",
        },
    ),
}
IAM_TAGGING = {
    "CreateInstanceProfile": ("TagInstanceProfile", "instance-profile"),
    "CreateOpenIDConnectProvider": ("TagOpenIDConnectProvider", "oidc-provider"),
    "CreatePolicy": ("TagPolicy", "policy"),
    "CreateRole": ("TagRole", "role"),
}

# service:operation -> the parameter that hands a role over, and the service that gets it.
PASSED = {
    "eks:CreateCluster": ("roleArn", "eks.amazonaws.com"),
    "eks:CreateNodegroup": ("nodeRole", "eks.amazonaws.com"),
    "eks:CreateAddon": ("serviceAccountRoleArn", "eks.amazonaws.com"),
    "eks:UpdateAddon": ("serviceAccountRoleArn", "eks.amazonaws.com"),
    "iam:AddRoleToInstanceProfile": ("RoleName", "ec2.amazonaws.com"),
    "rds:AddRoleToDBCluster": ("RoleArn", "rds.amazonaws.com"),
    "rds:CreateDBCluster": ("MonitoringRoleArn", "monitoring.rds.amazonaws.com"),
    "rds:CreateDBInstance": ("MonitoringRoleArn", "monitoring.rds.amazonaws.com"),
    "rds:ModifyDBCluster": ("MonitoringRoleArn", "monitoring.rds.amazonaws.com"),
    "rds:ModifyDBInstance": ("MonitoringRoleArn", "monitoring.rds.amazonaws.com"),
}

# service:operation -> the service whose own role AWS makes in the caller's name when the account has none yet.
LINKED = {
    "eks:CreateCluster": "eks.amazonaws.com",
    "eks:CreateNodegroup": "eks-nodegroup.amazonaws.com",
    "elasticache:CreateReplicationGroup": "elasticache.amazonaws.com",
    "rds:CreateDBCluster": "rds.amazonaws.com",
    "rds:CreateDBInstance": "rds.amazonaws.com",
}

# service:operation -> what the service does in the caller's name, and the parameter that must be there. An action of
# IAM is authorised on the role that the parameter names, one on load balancers on what it names, any other on `*`.
CALLS = {
    "eks:CreateCluster": [
        ("ec2:DescribeSubnets", None),
        ("ec2:DescribeVpcs", None),
        ("iam:GetRole", "roleArn"),
        ("iam:ListAttachedRolePolicies", "roleArn"),
    ],
    "eks:CreateNodegroup": [
        ("ec2:DescribeSubnets", None),
        ("ec2:DescribeLaunchTemplateVersions", "launchTemplate"),
        ("iam:GetRole", "nodeRole"),
        ("iam:ListAttachedRolePolicies", "nodeRole"),
    ],
    "rds:CreateDBSubnetGroup": [("ec2:DescribeSubnets", None), ("ec2:DescribeVpcs", None)],
    "elasticache:CreateCacheSubnetGroup": [("ec2:DescribeSubnets", None), ("ec2:DescribeVpcs", None)],
    "route53:CreateHostedZone": [("ec2:DescribeVpcs", "VPC")],
    "route53:AssociateVPCWithHostedZone": [("ec2:DescribeVpcs", "VPC")],
    "wafv2:AssociateWebACL": [
        ("elasticloadbalancing:CreateWebACLAssociation", "ResourceArn"),
        ("elasticloadbalancing:SetWebAcl", None),
    ],
    "wafv2:DisassociateWebACL": [
        ("elasticloadbalancing:DeleteWebACLAssociation", "ResourceArn"),
        ("elasticloadbalancing:SetWebAcl", None),
    ],
    "wafv2:GetWebACLForResource": [("elasticloadbalancing:GetLoadBalancerWebACL", "ResourceArn")],
}

# service:operation -> a second action of the same service, asked for when a parameter is there: the last snapshot.
SECOND = {
    "elasticache:DeleteReplicationGroup": ("CreateSnapshot", "FinalSnapshotIdentifier"),
    "rds:DeleteDBCluster": ("CreateDBClusterSnapshot", "FinalDBSnapshotIdentifier"),
}

# A node group with a launch template of one's own: EKS tries the template out in the caller's name, as a run of
# instances. EC2 authorises such a run on each of these.
LAUNCHES = {"eks:CreateNodegroup", "eks:UpdateNodegroupVersion"}
LAUNCHED = ["image", "instance", "network-interface", "security-group", "volume"]


def tagging(service, operation):
    """The action that authorises the tags of a create, and the type that it makes."""
    if service == "iam":
        return IAM_TAGGING.get(operation, (None, None))
    action, operations = TAGGING.get(service, (None, {}))
    return action, operations.get(operation)
