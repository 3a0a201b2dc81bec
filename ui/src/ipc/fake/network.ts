// The networks that the fake host pretends to see: what stands around the subnets of its VPCs.
import type { Network } from "../generated/Network";
import type { NetworkCell } from "../generated/NetworkCell";
import type { NetworkKind } from "../generated/NetworkKind";
import type { NetworkPart } from "../generated/NetworkPart";
import type { Outcome } from "../generated/Outcome";
import type { Resource } from "../generated/Resource";

/** One answer about a region's network. */
export interface NetworkAnswer {
  cell: NetworkCell;
  parts: NetworkPart[];
}

const KINDS: readonly NetworkKind[] = [
  "route_table",
  "internet_gateway",
  "nat_gateway",
  "vpc_endpoint",
  "elastic_ip",
  "availability_zone",
];

interface Vpc {
  readonly id: string;
  readonly region: string;
  /** `0a1b` of its id, for the ids of its parts. */
  readonly mark: string;
  readonly title: string;
}

function part(kind: NetworkKind, vpc: Vpc, id: string, name: string | null, attributes: object): NetworkPart {
  const vpcId = kind === "elastic_ip" || kind === "availability_zone" ? null : vpc.id;
  const tags = name === null ? {} : { Name: name };
  return { kind, id, region: vpc.region, name, vpc_id: vpcId, attributes: { ...attributes }, tags };
}

const local = { destination: "10.0.0.0/16", target: "local", state: "active" };
const all = (target: string, state = "active") => ({ destination: "0.0.0.0/0", target, state });
const idOf = ({ id }: Resource): string => id;

/** A public table by an internet gateway, a private one by a NAT gateway, a bare main one, and what hangs on them. */
function partsOf(vpc: Vpc, subnets: readonly Resource[]): NetworkPart[] {
  const { mark, region, title } = vpc;
  const of = (tier: string) => subnets.filter(({ attributes }) => attributes["tier"] === tier);
  const [gateway, nat, table, inside] = [`igw-0${mark}`, `nat-0${mark}`, `rtb-0${mark}`, of("private").map(idOf)];
  const addresses = [`52.58.${mark.length}.10`, `52.58.${mark.length}.11`];
  return [
    part("route_table", vpc, `${table}0`, null, { main: true, subnet_ids: [], routes: [local] }),
    part("route_table", vpc, `${table}1`, `${title}-public`, {
      main: false,
      subnet_ids: of("public").map(idOf),
      routes: [local, all(gateway)],
    }),
    part("route_table", vpc, `${table}2`, `${title}-private`, {
      main: false,
      subnet_ids: inside,
      routes: [local, all(nat), { destination: "192.168.0.0/16", target: `pcx-0${mark}`, state: "blackhole" }],
    }),
    part("internet_gateway", vpc, gateway, `${title}-igw`, { state: "available" }),
    part("nat_gateway", vpc, nat, `${title}-nat`, {
      subnet_id: of("public").map(idOf)[0] ?? null,
      connectivity: "public",
      state: "available",
      public_ips: [addresses[0]],
      private_ips: ["10.0.0.10"],
    }),
    part("vpc_endpoint", vpc, `vpce-0${mark}1`, `${title}-s3`, {
      service: `com.amazonaws.${region}.s3`,
      type: "Gateway",
      state: "available",
      subnet_ids: [],
      route_table_ids: [`${table}2`],
    }),
    part("vpc_endpoint", vpc, `vpce-0${mark}2`, `${title}-secrets`, {
      service: `com.amazonaws.${region}.secretsmanager`,
      type: "Interface",
      state: "available",
      subnet_ids: inside,
      route_table_ids: [],
    }),
    part("elastic_ip", vpc, `eipalloc-0${mark}1`, `${title}-nat`, {
      public_ip: addresses[0],
      private_ip: "10.0.0.10",
      instance_id: null,
      network_interface_id: `eni-0${mark}`,
    }),
    part("elastic_ip", vpc, `eipalloc-0${mark}2`, null, {
      public_ip: addresses[1],
      private_ip: null,
      instance_id: null,
      network_interface_id: null,
    }),
    ...["a", "b", "c", "d"].map((zone, at) =>
      part("availability_zone", vpc, `${region}${zone}`, null, {
        zone_id: `az${at + 1}`,
        zone_type: "availability-zone",
        state: "available",
        opt_in_status: "opt-in-not-required",
      }),
    ),
  ];
}

/** Every answer about the networks of these resources: one to a kind in each region that has a VPC. */
export function networkAnswers(
  resources: readonly Resource[],
  refused: Record<string, { kind: NetworkKind; outcome: Outcome; detail: string }> = {},
): NetworkAnswer[] {
  return resources
    .filter(({ kind }) => kind === "vpc")
    .flatMap(({ id, region, name }) => {
      const vpc = { id, region, mark: id.slice(5), title: name ?? "default" };
      const found = partsOf(
        vpc,
        resources.filter(({ kind, parent }) => kind === "subnet" && parent === id),
      );
      return KINDS.map((kind) => {
        const no = refused[region]?.kind === kind ? refused[region] : null;
        const parts = no ? [] : found.filter((one) => one.kind === kind);
        const outcome = no?.outcome ?? "found";
        return { cell: { region, kind, outcome, count: parts.length, detail: no?.detail ?? null }, parts };
      });
    });
}

/** The answers as a report holds them. */
export function networkOf(answers: readonly NetworkAnswer[]): Network {
  return { coverage: answers.map(({ cell }) => cell), parts: answers.flatMap(({ parts }) => parts) };
}
