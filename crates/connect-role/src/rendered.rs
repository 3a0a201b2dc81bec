//! Rendered from the permission catalogue; do not edit: change the catalogue and render again.

use crate::permission::{RequiredPermission, Scope};

pub(crate) const VERSION: &str = "1.0.0";

pub(crate) const CAN: &[&str] = &[
    "List VPCs, subnets, security groups, route tables, internet and NAT gateways, in every enabled region.",
    "List Route 53 hosted zones and read their tags.",
    "List IAM users and read their tags.",
    "Read this role's own trust policy and permissions, and ask AWS's policy simulator about this role only.",
];

pub(crate) const CANNOT: &[&str] = &[
    "Create, change or delete anything in this account.",
    "Read the contents of data: no S3 object, no secret, no database, no log.",
    "Read or change IAM policies, roles or keys other than this role's own definition, which it can read and not change.",
    "Assume another role from this account.",
    "Be assumed by anyone who does not present the External ID.",
];

pub(crate) const PERMISSIONS: &[RequiredPermission] = &[
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeRegions",
        reason: "finds the regions that are enabled in the account",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeVpcs",
        reason: "lists the VPCs",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeSubnets",
        reason: "lists the subnets",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeSecurityGroups",
        reason: "lists the security groups with their rules",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeRouteTables",
        reason: "tells public, private and isolated subnets apart by their effective routes",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeInternetGateways",
        reason: "names the internet gateway behind a public subnet's route",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "ec2:DescribeNatGateways",
        reason: "names the NAT gateway behind a private subnet's route",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "route53:ListHostedZones",
        reason: "lists the hosted zones",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "route53:ListTagsForResource",
        reason: "reads a zone's tags when it is looked at; listing does not give them",
        scope: Scope {
            resources: &["arn:${partition}:route53:::hostedzone/*"],
            example: "arn:${partition}:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "iam:ListUsers",
        reason: "lists the IAM users",
        scope: Scope {
            resources: &["*"],
            example: "*",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Discovery",
        action: "iam:ListUserTags",
        reason: "reads a user's tags when it is looked at; listing does not give them",
        scope: Scope {
            resources: &["arn:${partition}:iam::${account}:user/*"],
            example: "arn:${partition}:iam::${account}:user/example",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:GetRole",
        reason: "reads the trust policy, to prove that it demands the External ID",
        scope: Scope {
            resources: &["${role_arn}"],
            example: "${role_arn}",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:ListAttachedRolePolicies",
        reason: "finds policies that were attached beside the role's own",
        scope: Scope {
            resources: &["${role_arn}"],
            example: "${role_arn}",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:ListRolePolicies",
        reason: "finds inline policies",
        scope: Scope {
            resources: &["${role_arn}"],
            example: "${role_arn}",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:GetRolePolicy",
        reason: "reads an inline policy's text",
        scope: Scope {
            resources: &["${role_arn}"],
            example: "${role_arn}",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:SimulatePrincipalPolicy",
        reason: "asks AWS which of the required actions are allowed, without calling them",
        scope: Scope {
            resources: &["${role_arn}"],
            example: "${role_arn}",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:GetPolicy",
        reason: "finds a policy's current version",
        scope: Scope {
            resources: &["arn:${partition}:iam::${account}:policy/${role}-*"],
            example: "arn:${partition}:iam::${account}:policy/${role}-Discovery",
            context: &[],
        },
    },
    RequiredPermission {
        service: "Self-check",
        action: "iam:GetPolicyVersion",
        reason: "reads a policy's text",
        scope: Scope {
            resources: &["arn:${partition}:iam::${account}:policy/${role}-*"],
            example: "arn:${partition}:iam::${account}:policy/${role}-Discovery",
            context: &[],
        },
    },
];
