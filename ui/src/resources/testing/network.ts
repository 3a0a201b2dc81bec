// Made-up networks around the VPCs of tests.
import type { Network } from "../../ipc/generated/Network";
import type { NetworkCell } from "../../ipc/generated/NetworkCell";
import type { NetworkKind } from "../../ipc/generated/NetworkKind";
import type { NetworkPart } from "../../ipc/generated/NetworkPart";
import { subnet } from "./account";

export const REGION = "eu-central-1";

export const KINDS: readonly NetworkKind[] = [
  "route_table",
  "internet_gateway",
  "nat_gateway",
  "egress_only_internet_gateway",
  "vpc_endpoint",
  "elastic_ip",
  "availability_zone",
];

/** A network in which every kind was listed but for those of `refused`; without parts and `refused`, one not asked for. */
export function network(parts?: readonly NetworkPart[], refused: readonly NetworkKind[] = []): Network {
  const cell = (kind: NetworkKind): NetworkCell => {
    const count = parts?.filter((part) => part.kind === kind).length ?? 0;
    const denied = refused.includes(kind);
    const detail = denied ? "UnauthorizedOperation: no." : null;
    return { region: REGION, kind, outcome: denied ? "denied" : count > 0 ? "found" : "empty", count, detail };
  };
  return {
    coverage: parts === undefined ? [] : KINDS.map(cell),
    parts: (parts ?? []).filter(({ kind }) => !refused.includes(kind)),
  };
}

export function part(
  kind: NetworkKind,
  vpcId: string | null,
  id: string,
  attributes: Record<string, unknown>,
  name: string | null = null,
): NetworkPart {
  return { kind, id, region: REGION, name, vpc_id: vpcId, attributes, tags: {} };
}

export const everything = (target: string, state = "active") => ({ destination: "0.0.0.0/0", target, state });

export function routeTable(vpcId: string, id: string, more: Record<string, unknown>, name?: string): NetworkPart {
  const local = { destination: "10.0.0.0/16", target: "local", state: "active" };
  const { routes, ...rest } = more;
  const all = [local, ...(Array.isArray(routes) ? (routes as unknown[]) : [])];
  return part("route_table", vpcId, id, { main: false, subnet_ids: [], ...rest, routes: all }, name ?? null);
}

export function natGateway(vpcId: string, id: string, subnetId: string | null, more = {}, name?: string): NetworkPart {
  const usual = { subnet_id: subnetId, connectivity: "public", state: "available", public_ips: ["3.3.3.3"] };
  return part("nat_gateway", vpcId, id, { ...usual, private_ips: ["10.0.0.9"], ...more }, name ?? null);
}

export function endpoint(vpcId: string, id: string, service: string, more: Record<string, unknown>, name?: string) {
  const full = `com.amazonaws.${REGION}.${service}`;
  const usual = { service: full, type: "Gateway", state: "available", subnet_ids: [], route_table_ids: [] };
  return part("vpc_endpoint", vpcId, id, { ...usual, ...more }, name ?? null);
}

export function zone(letter: string, more: Record<string, unknown> = {}): NetworkPart {
  const usual = { zone_id: `az-${letter}`, zone_type: "availability-zone", state: "available" };
  return part("availability_zone", null, `${REGION}${letter}`, { ...usual, ...more });
}

/**
 * A network around `count` subnets of the tests' account, whose tiers go public, private, isolated by threes: a public
 * table by an internet gateway, a private one by a NAT gateway, a bare main one, an endpoint of either type.
 */
export function networked(vpcId: string, count: number, refused: readonly NetworkKind[] = []): Network {
  const ids = Array.from({ length: count }, (_, n) => subnet(n, vpcId).id);
  const of = (tier: number): string[] => ids.filter((_, n) => Math.floor(n / 3) % 3 === tier);
  const parts = [
    routeTable(vpcId, "rtb-main", { main: true }),
    routeTable(vpcId, "rtb-public", { subnet_ids: of(0), routes: [everything("igw-1")] }, "main-public"),
    routeTable(vpcId, "rtb-private", { subnet_ids: of(1), routes: [everything("nat-1")] }, "main-private"),
    part("internet_gateway", vpcId, "igw-1", { state: "available" }, "main-igw"),
    natGateway(vpcId, "nat-1", of(0)[0] ?? null, {}, "main-nat"),
    endpoint(vpcId, "vpce-1", "s3", { route_table_ids: ["rtb-main"] }, "main-s3"),
    endpoint(vpcId, "vpce-2", "secretsmanager", { type: "Interface", subnet_ids: ids.slice(0, 2) }, "main-secrets"),
  ];
  return network(parts, refused);
}
