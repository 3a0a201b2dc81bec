// What the map of one VPC shows: its subnets by availability zone and tier. Nothing here draws.
import type { CoverageCell } from "../../ipc/generated/CoverageCell";
import type { Network as Listed } from "../../ipc/generated/Network";
import type { Resource } from "../../ipc/generated/Resource";
import { isSet, numberOf, textOf, textsOf, titleOf } from "../attributes";
import { placeKey, type Tree, type TreeNode } from "../model";
import { type Network, networkOf } from "../network";
import { compareNames } from "../order";
import { type Space, type Space6, space6Of, spaceOf, usable } from "./space";

export type Tier = "public" | "private" | "isolated" | "unknown";

/** In the order of the rows, from the internet inwards. */
export const TIERS: readonly Tier[] = ["public", "private", "isolated", "unknown"];

/** From this share of used addresses on, a subnet is nearly full. */
export const NEARLY_FULL = 0.8;

export interface Subnet {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly cidr: string | null;
  readonly cidr6: string | null;
  /** Null when AWS did not say. */
  readonly zone: string | null;
  readonly tier: Tier;
  /** Free IPv4 addresses, the addresses that can be used at all, and the used share; null without an IPv4 CIDR. */
  readonly free: number | null;
  readonly usable: number | null;
  readonly used: number | null;
  readonly nearlyFull: boolean;
}

export interface Zone {
  /** Null for the subnets whose zone is not known. */
  readonly name: string | null;
  readonly id: string | null;
  /** Whether it is one of the region's availability zones, not a local or wavelength zone. */
  readonly regional: boolean;
}

export interface VpcRef {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly place: string;
  readonly isDefault: boolean;
  readonly cidrs: readonly string[];
  readonly cidrs6: readonly string[];
  /** The account that the VPC's ARN names, where it is another one's. */
  readonly sharedBy: string | null;
  /** Whether AWS listed the VPC itself, not only subnets that name it. */
  readonly listed: boolean;
  readonly subnetCount: number;
  readonly node: number;
}

export interface VpcMap {
  readonly vpc: VpcRef;
  readonly subnets: readonly Subnet[];
  readonly zones: readonly Zone[];
  /** The tiers that have subnets. */
  readonly tiers: readonly Tier[];
  readonly space: Space | null;
  readonly space6: Space6 | null;
  readonly network: Network;
  /** What AWS answered when asked for the region's subnets. */
  readonly answer: CoverageCell | null;
  readonly pending: boolean;
}

const isVpc = (node: TreeNode): boolean => node.type === "missing_vpc" || node.resource?.kind === "vpc";

/** The account in an ARN. */
function accountOf(arn: string): string | null {
  const account = arn.split(":")[4] ?? "";
  return account === "" ? null : account;
}

function subnetsIn(tree: Tree, node: number): { key: string; resource: Resource }[] {
  const found: { key: string; resource: Resource }[] = [];
  const end = tree.at(node)?.end ?? 0;
  for (let child = node + 1; child < end; child = tree.at(child)?.end ?? end) {
    const { key, resource } = tree.at(child) ?? {};
    if (key !== undefined && resource?.kind === "subnet") found.push({ key, resource });
  }
  return found;
}

function vpcRef(tree: Tree, node: TreeNode, index: number): VpcRef {
  const { key, place, resource } = node;
  const owner = resource === null ? null : accountOf(resource.arn);
  return {
    key,
    place,
    node: index,
    id: resource?.id ?? key.slice(place.length + 1),
    title: resource === null ? key.slice(place.length + 1) : titleOf(resource),
    isDefault: resource !== null && isSet(resource.attributes, "is_default"),
    cidrs: resource === null ? [] : textsOf(resource.attributes, "cidr_blocks"),
    cidrs6: resource === null ? [] : textsOf(resource.attributes, "ipv6_cidr_blocks"),
    sharedBy: owner === tree.accountId ? null : owner,
    listed: resource !== null,
    subnetCount: subnetsIn(tree, index).length,
  };
}

/** The VPC that a node is or belongs to. */
export function vpcAt(tree: Tree, index: number): VpcRef | null {
  for (let at = index; ;) {
    const node = tree.nodes[at];
    if (!node) return null;
    if (isVpc(node)) return vpcRef(tree, node, at);
    at = node.parent;
  }
}

/** Every VPC of the account in the order of the tree. */
export function vpcsOf(tree: Tree): VpcRef[] {
  const found: VpcRef[] = [];
  for (const place of tree.held.keys()) {
    const parent = tree.frame.get(placeKey(place)) ?? -1;
    const end = tree.at(parent)?.end ?? 0;
    for (let index = parent + 1, node = tree.at(index); node && index < end; node = tree.at((index = node.end))) {
      if (isVpc(node)) found.push(vpcRef(tree, node, index));
    }
  }
  return found;
}

/** The VPC to begin with: the first of the account's own making that has subnets, else any that has. */
export function firstVpc(vpcs: readonly VpcRef[]): VpcRef | null {
  const filled = vpcs.filter(({ subnetCount }) => subnetCount > 0);
  return filled.find(({ isDefault }) => !isDefault) ?? filled[0] ?? vpcs[0] ?? null;
}

function tierOf(resource: Resource): Tier {
  const tier = textOf(resource.attributes, "tier");
  return TIERS.find((known) => known === tier) ?? "unknown";
}

export function subnetOf(key: string, resource: Resource): Subnet {
  const { attributes } = resource;
  const cidr = textOf(attributes, "cidr_block");
  const all = usable(cidr);
  const free = all === null ? null : numberOf(attributes, "available_ip_count");
  const used = all === null || free === null ? null : all === 0 ? 1 : Math.min(1, Math.max(0, (all - free) / all));
  return {
    key,
    id: resource.id,
    title: titleOf(resource),
    cidr,
    cidr6: textOf(attributes, "ipv6_cidr_block"),
    zone: textOf(attributes, "availability_zone"),
    tier: tierOf(resource),
    free,
    usable: all,
    used,
    nearlyFull: used !== null && used >= NEARLY_FULL,
  };
}

function zonesOf(place: string, resources: readonly Resource[]): Zone[] {
  const zones = new Map<string | null, Zone>();
  for (const { attributes } of resources) {
    const name = textOf(attributes, "availability_zone");
    if (zones.has(name)) continue;
    // A local zone is called us-west-2-lax-1a, an availability zone us-west-2a.
    const regional = name?.startsWith(place) === true && /^[a-z]$/.test(name.slice(place.length));
    zones.set(name, { name, id: textOf(attributes, "availability_zone_id"), regional });
  }
  const rank = ({ name, regional }: Zone): number => (name === null ? 2 : regional ? 0 : 1);
  return [...zones.values()].sort((a, b) => rank(a) - rank(b) || compareNames(a.name ?? "", b.name ?? ""));
}

/** `growing` says that answers of AWS are still to come. */
export function mapOf(tree: Tree, vpc: VpcRef, listed: Listed, growing = false): VpcMap {
  const found = subnetsIn(tree, vpc.node);
  const resources = found.map(({ resource }) => resource);
  const subnets = found.map(({ key, resource }) => subnetOf(key, resource));
  const cidrs = (pick: (subnet: Subnet) => string | null): string[] => subnets.map(pick).filter((one) => one !== null);
  const ledger = tree.at(tree.frame.get(placeKey(vpc.place)) ?? -1)?.ledger;
  return {
    vpc,
    subnets,
    zones: zonesOf(vpc.place, resources),
    tiers: TIERS.filter((tier) => subnets.some((subnet) => subnet.tier === tier)),
    space: spaceOf(
      vpc.cidrs,
      cidrs(({ cidr }) => cidr),
    ),
    space6: space6Of(
      vpc.cidrs6,
      cidrs(({ cidr6 }) => cidr6),
    ),
    network: networkOf(listed, {
      vpcId: vpc.id,
      region: vpc.place,
      zoneOf: new Map(subnets.map(({ id, zone }) => [id, zone])),
    }),
    answer: ledger?.cells.find(({ kind }) => kind === "subnet") ?? null,
    pending: growing || (ledger?.pending ?? false),
  };
}

/** The subnets of one tier in one zone. */
export function inCell(map: VpcMap, tier: Tier, zone: Zone): Subnet[] {
  return map.subnets.filter((subnet) => subnet.tier === tier && subnet.zone === zone.name);
}
