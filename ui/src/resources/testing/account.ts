// Made-up accounts for tests and measurements: the same seed gives the same account.
import type { CoverageCell } from "../../ipc/generated/CoverageCell";
import type { Kind } from "../../ipc/generated/Kind";
import type { Resource } from "../../ipc/generated/Resource";

export const ACCOUNT = "123456789012";

/** A small pseudo-random generator (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

export function resource(kind: Kind, id: string, more: Partial<Resource> = {}): Resource {
  const region = more.region ?? (kind === "hosted_zone" || kind === "iam_user" ? "global" : "eu-central-1");
  const arn = `arn:aws:ec2:${region}:${ACCOUNT}:${kind.replace("_", "-")}/${id}`;
  return { kind, id, arn, region, name: null, parent: null, attributes: {}, tags: {}, ...more };
}

export function cell(region: string, kind: Kind, outcome: CoverageCell["outcome"], detail?: string): CoverageCell {
  return { region, kind, outcome, count: 0, detail: detail ?? null };
}

const hex = (n: number): string => n.toString(16).padStart(17, "0");

export function vpc(n: number, more: Partial<Resource> = {}): Resource {
  const attributes = {
    cidr_blocks: [`10.${n % 256}.0.0/16`],
    ipv6_cidr_blocks: [],
    is_default: false,
    state: "available",
  };
  return resource("vpc", `vpc-${hex(n)}`, { attributes, ...more });
}

export function subnet(n: number, parent: string, more: Partial<Resource> = {}): Resource {
  const attributes = {
    vpc_id: parent,
    cidr_block: `10.${Math.floor(n / 256) % 256}.${n % 256}.0/24`,
    ipv6_cidr_block: null,
    availability_zone: `eu-central-1${"abc"[n % 3] ?? "a"}`,
    availability_zone_id: `euc1-az${(n % 3) + 1}`,
    available_ip_count: 251 - (n % 200),
    tier: ["public", "private", "isolated"][n % 3],
    map_public_ip: n % 3 === 0,
  };
  return resource("subnet", `subnet-${hex(n)}`, { parent, attributes, ...more });
}

export function group(n: number, parent: string, more: Partial<Resource> = {}): Resource {
  const attributes = {
    vpc_id: parent,
    description: `group ${n}`,
    ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, peer: "10.0.0.0/8", description: null }],
    egress: [{ protocol: "-1", from_port: null, to_port: null, peer: "0.0.0.0/0", description: null }],
  };
  return resource("security_group", `sg-${hex(n)}`, { parent, attributes, ...more });
}

/** An account of about `size` resources in four regions: one VPC to five subnets and four groups. */
export function bigAccount(size: number): Resource[] {
  const roll = dice(size);
  const regions = ["eu-central-1", "eu-west-1", "us-east-1", "ap-southeast-2"];
  const made: Resource[] = [];
  for (let n = 0; made.length < size; n++) {
    const region = regions[n % regions.length] ?? "eu-central-1";
    const owner = vpc(n, {
      region,
      name: `team-${n}`,
      tags: { env: roll(2) ? "prod" : "dev", team: `team-${n % 97}` },
    });
    made.push(owner);
    for (let s = 0; s < 5; s++) {
      made.push(
        subnet(n * 5 + s, owner.id, { region, name: `team-${n}-${s}`, tags: { env: "prod", Name: `team-${n}-${s}` } }),
      );
    }
    for (let g = 0; g < 4; g++)
      made.push(group(n * 4 + g, owner.id, { region, name: g ? `web-${n}-${g}` : "default" }));
  }
  return made.slice(0, size);
}

/** A random small account with repeated ids, unlisted VPCs, names of all sorts and every outcome. */
export function randomAccount(seed: number): { resources: Resource[]; coverage: CoverageCell[] } {
  const roll = dice(seed);
  const regions = ["eu-central-1", "eu-west-1", "us-east-1", "me-central-1", "global"].slice(0, 1 + roll(5));
  const outcomes = ["empty", "empty", "denied", "disabled", "throttled", "unreachable", "not_attempted"] as const;
  const resources: Resource[] = [];
  const coverage: CoverageCell[] = [];
  for (const region of regions) {
    const kinds: Kind[] = region === "global" ? ["hosted_zone", "iam_user"] : ["vpc", "subnet", "security_group"];
    for (const kind of kinds) {
      const count = roll(3) === 0 ? 0 : roll(6);
      for (let n = 0; n < count; n++) resources.push(randomResource(kind, region, roll));
      const outcome = count > 0 ? "found" : (outcomes[roll(outcomes.length)] ?? "empty");
      coverage.push({ region, kind, outcome, count, detail: outcome === "denied" ? "UnauthorizedOperation" : null });
    }
  }
  return { resources, coverage };
}

function randomResource(kind: Kind, region: string, roll: (sides: number) => number): Resource {
  const n = roll(8);
  const names = [null, "", "web-2", "web-10", "Zürich 🚀", "<script>alert(1)</script>", "שלום", "default"];
  const name = names[roll(names.length)] ?? null;
  const parent = `vpc-${hex(roll(5))}`;
  if (kind === "vpc") return vpc(n, { region, name });
  if (kind === "subnet") return subnet(n, parent, { region, name });
  if (kind === "security_group") return group(n, parent, { region, name });
  return resource(kind, `${kind}-${n}`, { region, name });
}
