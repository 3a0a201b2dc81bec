// The reports that the fake host can come to.
import type { Check } from "../generated/Check";
import type { CheckId } from "../generated/CheckId";
import type { Decision } from "../generated/Decision";
import type { Permission } from "../generated/Permission";
import type { Report } from "../generated/Report";
import type { Resource } from "../generated/Resource";
import type { Status } from "../generated/Status";
import { since } from "./changes";
import { type NetworkAnswer, networkAnswers, networkOf } from "./network";
import { type Answer, discovery, PLATFORM_ACCOUNT, TARGET_ACCOUNT } from "./world";

/** Which report a run ends with. */
export type Scenario = "connected" | "degraded" | "disconnected";

const pass = (id: CheckId, title: string, summary: string, evidence: Check["evidence"] = "live"): Check => ({
  id,
  status: "pass",
  evidence,
  title,
  summary,
  cause: null,
  remedies: [],
  request_ids: evidence === "live" ? ["4f1b7c1e-8a35-4c1d-9a5e-2f1d0b6f7a11"] : [],
});

const skipped = (id: CheckId, title: string, summary: string): Check => ({
  ...pass(id, title, summary, "none"),
  status: "skipped",
});

function good(externalId: string): Check[] {
  return [
    pass(
      "runner-identity",
      "Runner identity",
      `The runner is arn:aws:sts::${PLATFORM_ACCOUNT}:assumed-role/Ops/anna in account ${PLATFORM_ACCOUNT}.`,
    ),
    pass(
      "role-arn",
      "Role ARN",
      `The role is AlethiaProvisionerRole in account ${TARGET_ACCOUNT}, partition aws.`,
      "policy",
    ),
    pass("assume-role", "Assume the role", `The role was assumed with External ID ${externalId}.`),
    pass("external-id-required", "External ID is required", "Without an External ID AWS denied the role."),
    pass("external-id-exact", "External ID is exact", "With a wrong External ID AWS denied the role."),
    pass(
      "caller-identity",
      "Assumed identity",
      `The session belongs to AlethiaProvisionerRole in account ${TARGET_ACCOUNT}.`,
    ),
    pass(
      "trust-policy",
      "Trust policy",
      `Its one statement trusts account ${PLATFORM_ACCOUNT} and asks for this External ID.`,
      "policy",
    ),
    pass(
      "required-permissions",
      "Required permissions",
      "All 52 permissions of the catalogue are allowed.",
      "simulated",
    ),
    pass("excess-permissions", "Excess permissions", "The role has nothing beyond the catalogue.", "policy"),
    pass("discovery", "Discovery", "All 17 enabled regions answered for every kind."),
  ];
}

const missing: Check = {
  id: "required-permissions",
  status: "fail",
  evidence: "simulated",
  title: "Required permissions",
  summary: "2 of 52 permissions are denied: rds:CreateDBCluster and rds:DeleteDBCluster.",
  cause: "permissions_missing",
  remedies: [
    {
      audience: "account_administrator",
      text: "Update the stack alethia-provisioner-role to the newest template: it carries both permissions.",
      snippet:
        "aws cloudformation update-stack --stack-name alethia-provisioner-role --use-previous-template --capabilities CAPABILITY_NAMED_IAM",
      url: `https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks`,
    },
    {
      audience: "organisation_administrator",
      text: "If a service control policy denies rds:*, allow these two actions for this account.",
      snippet: null,
      url: null,
    },
  ],
  request_ids: ["90c9a1b2-77aa-4f08-b1b3-0d6a5a0e41ff"],
};

const partlySeen: Check = {
  id: "discovery",
  status: "warn",
  evidence: "live",
  title: "Discovery",
  summary: "sa-east-1 denied all three questions, and eu-north-1 kept throttling; the other 15 regions answered.",
  cause: "denied_by_scp",
  remedies: [
    {
      audience: "organisation_administrator",
      text: "A service control policy denies ec2:DescribeVpcs in sa-east-1. Allow the region for this role, or leave it out.",
      snippet: null,
      url: "https://us-east-1.console.aws.amazon.com/organizations/v2/home/policies",
    },
  ],
  request_ids: [],
};

const OTHER_ID = "5b1f0a52-0000-4000-8000-000000000000";

/** A policy line by line against one that asks for another External ID, as the program writes it. */
function difference(policy: object, externalId: string): string {
  const lines = JSON.stringify(policy, null, 2).split("\n");
  const changed = lines.flatMap((line) =>
    line.includes(externalId) ? [`-${line.replace(externalId, OTHER_ID)}`, `+${line}`] : [` ${line}`],
  );
  return ["--- present", "+++ corrected", `@@ -1,${lines.length} +1,${lines.length} @@`, ...changed, ""].join("\n");
}

function broken(externalId: string): Check[] {
  const [runner, role] = good(externalId);
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${PLATFORM_ACCOUNT}:root` },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      },
    ],
  };
  const denied: Check = {
    id: "assume-role",
    status: "fail",
    evidence: "policy",
    title: "Assume the role",
    summary: `The role asks for External ID ${OTHER_ID}, and this connection's is ${externalId}.`,
    cause: "trust_external_id_mismatch",
    remedies: [
      {
        audience: "account_administrator",
        text: "Replace the role's trust policy with this one:",
        snippet: JSON.stringify(trust, null, 2),
        url: "https://us-east-1.console.aws.amazon.com/iam/home#/roles/details/AlethiaProvisionerRole",
      },
      {
        audience: "account_administrator",
        text: "Line by line, this is what changes against the policy that the role has now.",
        snippet: difference(trust, externalId),
        url: null,
      },
      {
        audience: "account_administrator",
        text: "Or run this with administrator rights in the target account.",
        snippet: `aws iam update-assume-role-policy --role-name AlethiaProvisionerRole --policy-document '${JSON.stringify(trust)}'`,
        url: null,
      },
      { audience: "you", text: "Or launch the stack again from step Create the role.", snippet: null, url: null },
    ],
    request_ids: ["1c6a5b8d-2d3f-4a59-8a6e-6a3d1f4b2c10"],
  };
  const because = "Not possible: the role could not be assumed.";
  return [
    ...(runner && role ? [runner, role] : []),
    denied,
    skipped(
      "external-id-required",
      "External ID is required",
      "While the right External ID is denied, a denial without one proves nothing.",
    ),
    skipped(
      "external-id-exact",
      "External ID is exact",
      "While the right External ID is denied, a denial of a wrong one proves nothing.",
    ),
    skipped("caller-identity", "Assumed identity", because),
    skipped("trust-policy", "Trust policy", because),
    skipped("required-permissions", "Required permissions", because),
    skipped("excess-permissions", "Excess permissions", because),
    skipped("discovery", "Discovery", because),
  ];
}

function checksOf(scenario: Scenario, externalId: string): Check[] {
  if (scenario === "disconnected") return broken(externalId);
  const checks = good(externalId);
  if (scenario === "connected") return checks;
  const worse = new Map<CheckId, Check>([missing, partlySeen].map((check) => [check.id, check]));
  return checks.map((check) => worse.get(check.id) ?? check);
}

const catalogue: [string, string[]][] = [
  [
    "EC2",
    [
      "ec2:CreateVpc",
      "ec2:DeleteVpc",
      "ec2:CreateSubnet",
      "ec2:CreateNatGateway",
      "ec2:CreateSecurityGroup",
      "ec2:AllocateAddress",
      "ec2:DescribeVpcs",
      "ec2:DescribeSubnets",
    ],
  ],
  ["EKS", ["eks:CreateCluster", "eks:DeleteCluster", "eks:CreateNodegroup", "eks:CreateAccessEntry"]],
  ["RDS", ["rds:CreateDBCluster", "rds:DeleteDBCluster", "rds:CreateDBInstance", "rds:CreateDBSubnetGroup"]],
  ["ElastiCache", ["elasticache:CreateReplicationGroup", "elasticache:CreateCacheSubnetGroup"]],
  ["Route 53", ["route53:CreateHostedZone", "route53:ChangeResourceRecordSets", "route53:ListHostedZones"]],
  ["Secrets Manager", ["secretsmanager:CreateSecret", "secretsmanager:PutResourcePolicy"]],
  ["DynamoDB", ["dynamodb:CreateTable", "dynamodb:CreateBackup"]],
  ["SQS / SNS", ["sqs:CreateQueue", "sns:CreateTopic", "sns:Subscribe"]],
  ["ECR", ["ecr:CreateRepository", "ecr:PutLifecyclePolicy"]],
  ["S3", ["s3:CreateBucket", "s3:PutBucketPolicy"]],
  ["IAM", ["iam:CreateRole", "iam:CreatePolicy", "iam:CreateInstanceProfile", "iam:ListUsers"]],
  ["ACM", ["acm:RequestCertificate", "acm:DeleteCertificate"]],
  ["WAF", ["wafv2:CreateWebACL", "wafv2:CreateRuleGroup"]],
];

function permissionsOf(scenario: Scenario): Permission[] {
  const decide = (action: string): Decision => {
    if (scenario === "disconnected") return "unknown";
    return scenario === "degraded" && action.endsWith("DBCluster") ? "denied" : "allowed";
  };
  return catalogue.flatMap(([service, actions]) =>
    actions.map((action): Permission => {
      const decision = decide(action);
      const reason = decision === "denied" ? "denied_by_identity_policy" : null;
      return { service, action, decision, reason, evidence: decision === "unknown" ? "none" : "simulated" };
    }),
  );
}

function answersOf(scenario: Scenario, more: number): Answer[] {
  if (scenario === "disconnected") return [];
  return discovery(scenario === "degraded" ? { "sa-east-1": "denied", "eu-north-1": "throttled" } : {}, more);
}

/** Degraded, the first region's NAT gateways are not listed. */
function networkAnswersOf(scenario: Scenario, resources: Resource[]): NetworkAnswer[] {
  const detail = "UnauthorizedOperation: You are not authorized to perform ec2:DescribeNatGateways.";
  const refused = { "us-east-1": { kind: "nat_gateway", outcome: "denied", detail } } as const;
  return networkAnswers(resources, scenario === "degraded" ? refused : {});
}

/** What a run comes to: its answers, and its report. */
export interface Ending {
  answers: Answer[];
  networkAnswers: NetworkAnswer[];
  report: Report;
}

/** Plays a scenario for one connection; `more` is how many more subnets its first VPC has. */
export function ending(
  scenario: Scenario,
  values: { externalId: string; roleArn: string; runner: string | null },
  more = 0,
): Ending {
  const answers = answersOf(scenario, more);
  const resources = answers.flatMap((answer) => answer.resources);
  const network = networkAnswersOf(scenario, resources);
  const totals: Report["totals"] = {};
  for (const { kind } of resources) totals[kind] = (totals[kind] ?? 0) + 1;
  const status: Status = scenario;
  const finished = new Date();
  const report: Report = {
    schema: "alethia.connect.report/v1",
    report_id: crypto.randomUUID(),
    status,
    started_at: new Date(finished.getTime() - 12_400).toISOString(),
    finished_at: finished.toISOString(),
    duration_ms: 12_400,
    connection: {
      role_arn: values.roleArn,
      account_id: values.roleArn.split(":")[4] ?? TARGET_ACCOUNT,
      partition: "aws",
      external_id: values.externalId,
    },
    runner: {
      profile: values.runner,
      account_id: PLATFORM_ACCOUNT,
      arn: `arn:aws:sts::${PLATFORM_ACCOUNT}:assumed-role/Ops/anna`,
    },
    checks: checksOf(scenario, values.externalId),
    permissions: permissionsOf(scenario),
    coverage: (scenario === "disconnected" ? discovery({ "*": "not_attempted" }) : answers).map(({ cell }) => cell),
    resources,
    totals,
    network: networkOf(network),
    comparison: scenario === "degraded" ? since(finished, resources) : null,
    redacted: false,
    seal: `sha256:${"5e".repeat(32)}`,
  };
  return { answers, networkAnswers: network, report };
}
