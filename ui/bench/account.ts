// An account as big ones are: many regions, VPCs of every size, groups with rules, users, zones, tags, and names in
// several scripts. The same size always gives the same account.
import type { CoverageCell } from "../src/ipc/generated/CoverageCell";
import type { Kind } from "../src/ipc/generated/Kind";
import type { Resource } from "../src/ipc/generated/Resource";
import { cell, dice, group, resource, subnet, vpc } from "../src/resources/testing/account";

export interface Account {
  readonly resources: Resource[];
  readonly coverage: CoverageCell[];
}

const REGIONS = [
  "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
  "eu-north-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ca-central-1",
  "sa-east-1",
]; // prettier-ignore
const WORDS = ["payments", "web", "data", "批处理", "Zürich", "логистика", "shared", "🚀 launch", "دفع", "core"];
const PEERS = ["10.0.0.0/8", "0.0.0.0/0", "192.168.4.0/22", "2a05:d014::/56", "pl-6da54004"];
const PORTS = [22, 80, 443, 3306, 5432, 6379, 8080];

type Roll = (sides: number) => number;

function pick<T>(from: readonly T[], roll: Roll): T {
  return from[roll(from.length)] as T;
}

function rule(roll: Roll, group: string) {
  const port = pick(PORTS, roll);
  const peer = roll(4) === 0 ? group : pick(PEERS, roll);
  return { protocol: "tcp", from_port: port, to_port: port, peer, description: roll(3) ? null : `from ${peer}` };
}

function tagsOf(name: string, roll: Roll): Record<string, string> {
  return {
    Name: name,
    env: roll(3) ? "prod" : "dev",
    team: `team-${roll(97)}`,
    "cost-center": String(1000 + roll(50)),
  };
}

/** One VPC with its subnets and groups, between 5 and 40 of them. */
function network(n: number, roll: Roll): Resource[] {
  const region = pick(REGIONS, roll);
  const name = `${pick(WORDS, roll)}-${n}`;
  const owner = vpc(n, { region, name, tags: tagsOf(name, roll) });
  const made = [owner];
  for (let s = 0; s < 3 + roll(12); s++) {
    const own = `${name}-${"abc"[s % 3] ?? ""}-${s}`;
    const block = `10.${n % 256}.${(s * 7) % 256}.0/24`;
    const plain = subnet(n * 100 + s, owner.id, { region, name: own, tags: tagsOf(own, roll) });
    made.push({ ...plain, attributes: { ...plain.attributes, cidr_block: block } });
  }
  for (let g = 0; g < 1 + roll(24); g++) {
    const own = g === 0 ? "default" : `${pick(WORDS, roll)}-sg-${n}-${g}`;
    const plain = group(n * 100 + g, owner.id, { region, name: own, tags: tagsOf(own, roll) });
    const ingress = Array.from({ length: roll(5) }, () => rule(roll, plain.id));
    made.push({ ...plain, attributes: { ...plain.attributes, ingress } });
  }
  return made;
}

/** An account of `size` resources; one in fifty is an IAM user, one in two hundred a hosted zone. */
export function accountOf(size: number): Account {
  const roll = dice(size);
  const made: Resource[] = [];
  for (let n = 0; n < size / 50; n++) made.push(resource("iam_user", `AIDA${n}`, { name: `user.${n}` }));
  for (let n = 0; n < size / 200; n++) made.push(resource("hosted_zone", `Z${n}`, { name: `zone-${n}.example.com.` }));
  for (let n = 0; made.length < size; n++) made.push(...network(n, roll));
  const kinds: Kind[] = ["vpc", "subnet", "security_group"];
  const coverage = REGIONS.flatMap((region) => kinds.map((kind) => cell(region, kind, "found")));
  coverage.push(cell("me-south-1", "vpc", "disabled"), cell("af-south-1", "vpc", "denied", "UnauthorizedOperation"));
  // As they come over the wire: plain objects with flat strings.
  return JSON.parse(JSON.stringify({ resources: made.slice(0, size), coverage })) as Account;
}
