// The AWS account that the fake host pretends to see.
import type { AccountHint } from "../generated/AccountHint";
import type { CoverageCell } from "../generated/CoverageCell";
import type { Kind } from "../generated/Kind";
import type { Outcome } from "../generated/Outcome";
import type { ProfileView } from "../generated/ProfileView";
import type { RegionView } from "../generated/RegionView";
import type { Resource } from "../generated/Resource";

export const PLATFORM_ACCOUNT = "222233334444";
export const TARGET_ACCOUNT = "111122223333";
export const ROLE_ARN = `arn:aws:iam::${TARGET_ACCOUNT}:role/AlethiaProvisionerRole`;

/** A profile whose sign-in does not end. */
export const SLOW_PROFILE = "slow-vault";

/** A profile that wants the code of an MFA device. */
export const MFA_PROFILE = "ops-with-mfa";

/** What a profile has that runs no program, and was not asked about. */
const UNASKED = { program: null, problem: null } as const;

const named = (account: string): AccountHint => ({ account, from: "settings" });

export const profiles: ProfileView[] = [
  {
    name: "alethia-platform",
    kind: "sso",
    region: "eu-central-1",
    account_hint: named(PLATFORM_ACCOUNT),
    sso_session: "alethia",
    ...UNASKED,
  },
  {
    name: "customer-admin",
    kind: "sso",
    region: "eu-west-1",
    account_hint: named(TARGET_ACCOUNT),
    sso_session: "customer",
    ...UNASKED,
  },
  {
    name: "ops-role",
    kind: "role",
    region: "us-east-1",
    account_hint: named("333344445555"),
    sso_session: null,
    ...UNASKED,
  },
  {
    name: MFA_PROFILE,
    kind: "role",
    region: "eu-west-1",
    account_hint: named(PLATFORM_ACCOUNT),
    sso_session: null,
    ...UNASKED,
  },
  {
    name: "expired-sso",
    kind: "sso",
    region: "eu-west-1",
    account_hint: named(PLATFORM_ACCOUNT),
    sso_session: "old-start",
    ...UNASKED,
  },
  {
    name: "default",
    kind: "static",
    region: "us-east-1",
    account_hint: { account: "666677778888", from: "key_id" },
    sso_session: null,
    ...UNASKED,
  },
  {
    name: SLOW_PROFILE,
    kind: "process",
    region: "eu-west-1",
    account_hint: null,
    sso_session: null,
    program: "/usr/local/bin/slow-vault",
    problem: null,
  },
  {
    name: "build",
    kind: "process",
    region: "eu-west-1",
    account_hint: null,
    sso_session: null,
    program: "/opt/build/credentials",
    problem: null,
  },
  { name: "old-keys", kind: "static", region: "us-east-1", account_hint: null, sso_session: null, ...UNASKED },
  { name: "half-written", kind: "incomplete", region: null, account_hint: null, sso_session: null, ...UNASKED },
];

const names: [string, string][] = [
  ["us-east-1", "N. Virginia"],
  ["us-east-2", "Ohio"],
  ["us-west-1", "N. California"],
  ["us-west-2", "Oregon"],
  ["ap-south-1", "Mumbai"],
  ["ap-northeast-1", "Tokyo"],
  ["ap-northeast-2", "Seoul"],
  ["ap-northeast-3", "Osaka"],
  ["ap-southeast-1", "Singapore"],
  ["ap-southeast-2", "Sydney"],
  ["ca-central-1", "Central Canada"],
  ["eu-central-1", "Frankfurt"],
  ["eu-west-1", "Ireland"],
  ["eu-west-2", "London"],
  ["eu-west-3", "Paris"],
  ["eu-north-1", "Stockholm"],
  ["sa-east-1", "São Paulo"],
];

export const regions: RegionView[] = names.map(([code, name]) => ({ code, name, partition: "aws" }));

const arn = (service: string, region: string, rest: string): string =>
  `arn:aws:${service}:${region}:${TARGET_ACCOUNT}:${rest}`;

function network(region: string, index: number): Resource[] {
  const vpcId = `vpc-0${index}a1b2c3d4e5f6071`;
  const vpc: Resource = {
    kind: "vpc",
    id: vpcId,
    arn: arn("ec2", region, `vpc/${vpcId}`),
    region,
    name: index === 0 ? "production" : index === 1 ? "staging" : null,
    parent: null,
    attributes: {
      cidr_blocks: [`10.${index}.0.0/16`],
      ipv6_cidr_blocks: [],
      is_default: index > 1,
      state: "available",
    },
    tags: index < 2 ? { Name: index === 0 ? "production" : "staging", team: "platform" } : {},
  };
  const subnets = ["a", "b", "c"].map((zone, at): Resource => {
    const id = `subnet-0${index}${at}f9e8d7c6b5a493`;
    return {
      kind: "subnet",
      id,
      arn: arn("ec2", region, `subnet/${id}`),
      region,
      name: index < 2 ? `${at === 0 ? "public" : "private"}-${zone}` : null,
      parent: vpcId,
      attributes: {
        vpc_id: vpcId,
        cidr_block: `10.${index}.${at * 16}.0/20`,
        ipv6_cidr_block: null,
        availability_zone: `${region}${zone}`,
        availability_zone_id: `az${at + 1}`,
        available_ip_count: 4091 - at * 37,
        tier: at === 0 ? "public" : "private",
        map_public_ip: at === 0,
      },
      tags: {},
    };
  });
  const groupId = `sg-0${index}55aa77cc99ee11`;
  const group: Resource = {
    kind: "security_group",
    id: groupId,
    arn: arn("ec2", region, `security-group/${groupId}`),
    region,
    name: "default",
    parent: vpcId,
    attributes: {
      vpc_id: vpcId,
      description: "default VPC security group",
      ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, peer: "0.0.0.0/0", description: "web" }],
      egress: [{ protocol: "-1", from_port: null, to_port: null, peer: "0.0.0.0/0", description: null }],
    },
    tags: {},
  };
  return [vpc, ...subnets, group];
}

const globals: Resource[] = [
  {
    kind: "hosted_zone",
    id: "Z0123456789ABCDEFGHIJ",
    arn: "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
    region: "global",
    name: "example.com",
    parent: null,
    attributes: { private: false, record_count: 12, comment: "main zone" },
    tags: {},
  },
  {
    kind: "iam_user",
    id: "AIDAEXAMPLEUSER000001",
    arn: `arn:aws:iam::${TARGET_ACCOUNT}:user/build`,
    region: "global",
    name: "build",
    parent: null,
    attributes: { path: "/", created_at: "2023-04-05T06:07:08Z", password_last_used: null },
    tags: {},
  },
];

/** One answer of discovery. */
export interface Answer {
  cell: CoverageCell;
  resources: Resource[];
}

const details: Partial<Record<Outcome, string>> = {
  denied: "UnauthorizedOperation: You are not authorized to perform this operation.",
  throttled: "RequestLimitExceeded: Request limit exceeded, still so after 8 attempts.",
  not_attempted: "An unsafe role is not used further.",
};

function answer(region: string, kind: Kind, found: Resource[], forced: Outcome | undefined): Answer {
  const resources = forced ? [] : found.filter((resource) => resource.kind === kind);
  const outcome = forced ?? (resources.length > 0 ? "found" : "empty");
  return { cell: { region, kind, outcome, count: resources.length, detail: details[outcome] ?? null }, resources };
}

/** More subnets for the first VPC, in three zones and three tiers. */
function moreSubnets([vpc, first]: readonly Resource[], count: number): Resource[] {
  if (!vpc || !first) return [];
  return Array.from({ length: count }, (_, n): Resource => {
    const id = `subnet-0${n.toString(16).padStart(4, "0")}e9f8d7c6b5a4`;
    const tier = n % 10 < 2 ? "public" : n % 10 < 7 ? "private" : "isolated";
    const zone = "abc"[n % 3] ?? "a";
    return {
      ...first,
      id,
      arn: arn("ec2", vpc.region, `subnet/${id}`),
      name: `team-${Math.floor(n / 10)}-${tier}-${zone}${n % 10}`,
      attributes: {
        ...first.attributes,
        cidr_block: `10.0.${n + 50}.0/24`,
        availability_zone: `${vpc.region}${zone}`,
        availability_zone_id: `az${"abc".indexOf(zone) + 1}`,
        available_ip_count: n % 17 === 0 ? n % 40 : 251 - n,
        tier,
      },
    };
  });
}

/**
 * Every answer of a discovery; `outcomes` forces some regions' outcome, `*` all of them, and `more` is how many more
 * subnets the first VPC has.
 */
export function discovery(outcomes: Record<string, Outcome>, more = 0): Answer[] {
  const global = (["hosted_zone", "iam_user"] as const).map((kind) =>
    answer("global", kind, globals, outcomes["*"] ?? outcomes["global"]),
  );
  const regional = regions.flatMap(({ code }, index) => {
    const own = index % 3 === 0 ? network(code, index) : [];
    const found = index === 0 ? [...own, ...moreSubnets(own, more)] : own;
    return (["vpc", "subnet", "security_group"] as const).map((kind) =>
      answer(code, kind, found, outcomes["*"] ?? outcomes[code]),
    );
  });
  return [...global, ...regional];
}
