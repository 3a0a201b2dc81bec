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

const DISCOVERY_LISTGLOBAL: Scope = Scope { resources: &["*"], example: "*", context: &[] };
const DISCOVERY_READNETWORK: Scope = Scope { resources: &["*"], example: "*", context: &[] };
const DISCOVERY_READUSERTAGS: Scope = Scope { resources: &["arn:${partition}:iam::${account}:user/*"], example: "arn:${partition}:iam::${account}:user/example", context: &[] };
const DISCOVERY_READZONETAGS: Scope = Scope { resources: &["arn:${partition}:route53:::hostedzone/*"], example: "arn:${partition}:route53:::hostedzone/Z0123456789ABCDEFGHIJ", context: &[] };
const SELFCHECK_READOWNPOLICIES: Scope = Scope { resources: &["arn:${partition}:iam::${account}:policy/${role}-*"], example: "arn:${partition}:iam::${account}:policy/${role}-Discovery", context: &[] };
const SELFCHECK_READOWNROLE: Scope = Scope { resources: &["${role_arn}"], example: "${role_arn}", context: &[] };

pub(crate) const PERMISSIONS: &[RequiredPermission] = &[
    RequiredPermission { service: "Discovery", action: "ec2:DescribeRegions", feature: None, scope: DISCOVERY_READNETWORK, reason: "finds the regions that are enabled in the account" },
    RequiredPermission { service: "Discovery", action: "ec2:DescribeVpcs", feature: None, scope: DISCOVERY_READNETWORK, reason: "lists the VPCs" },
    RequiredPermission { service: "Discovery", action: "ec2:DescribeSubnets", feature: None, scope: DISCOVERY_READNETWORK, reason: "lists the subnets" },
    RequiredPermission { service: "Discovery", action: "ec2:DescribeSecurityGroups", feature: None, scope: DISCOVERY_READNETWORK, reason: "lists the security groups with their rules" },
    RequiredPermission { service: "Discovery", action: "ec2:DescribeRouteTables", feature: None, scope: DISCOVERY_READNETWORK, reason: "tells public, private and isolated subnets apart by their effective routes" },
    RequiredPermission { service: "Discovery", action: "ec2:DescribeInternetGateways", feature: None, scope: DISCOVERY_READNETWORK, reason: "names the internet gateway behind a public subnet's route" },
    RequiredPermission { service: "Discovery", action: "ec2:DescribeNatGateways", feature: None, scope: DISCOVERY_READNETWORK, reason: "names the NAT gateway behind a private subnet's route" },
    RequiredPermission { service: "Discovery", action: "route53:ListHostedZones", feature: None, scope: DISCOVERY_LISTGLOBAL, reason: "lists the hosted zones" },
    RequiredPermission { service: "Discovery", action: "route53:ListTagsForResource", feature: None, scope: DISCOVERY_READZONETAGS, reason: "reads a zone's tags when it is looked at; listing does not give them" },
    RequiredPermission { service: "Discovery", action: "iam:ListUsers", feature: None, scope: DISCOVERY_LISTGLOBAL, reason: "lists the IAM users" },
    RequiredPermission { service: "Discovery", action: "iam:ListUserTags", feature: None, scope: DISCOVERY_READUSERTAGS, reason: "reads a user's tags when it is looked at; listing does not give them" },
    RequiredPermission { service: "Self-check", action: "iam:GetRole", feature: None, scope: SELFCHECK_READOWNROLE, reason: "reads the trust policy, to prove that it demands the External ID" },
    RequiredPermission { service: "Self-check", action: "iam:ListAttachedRolePolicies", feature: None, scope: SELFCHECK_READOWNROLE, reason: "finds policies that were attached beside the role's own" },
    RequiredPermission { service: "Self-check", action: "iam:ListRolePolicies", feature: None, scope: SELFCHECK_READOWNROLE, reason: "finds inline policies" },
    RequiredPermission { service: "Self-check", action: "iam:GetRolePolicy", feature: None, scope: SELFCHECK_READOWNROLE, reason: "reads an inline policy's text" },
    RequiredPermission { service: "Self-check", action: "iam:SimulatePrincipalPolicy", feature: None, scope: SELFCHECK_READOWNROLE, reason: "asks AWS which of the required actions are allowed, without calling them" },
    RequiredPermission { service: "Self-check", action: "iam:GetPolicy", feature: None, scope: SELFCHECK_READOWNPOLICIES, reason: "finds a policy's current version" },
    RequiredPermission { service: "Self-check", action: "iam:GetPolicyVersion", feature: None, scope: SELFCHECK_READOWNPOLICIES, reason: "reads a policy's text" },
];
