// The network of one VPC as the report lists it: its route tables and where they lead, gateways, endpoints. A kind that
// could not be listed is a gap, never an empty list.
import type { Network as Listed } from "../ipc/generated/Network";
import type { NetworkCell } from "../ipc/generated/NetworkCell";
import type { NetworkKind } from "../ipc/generated/NetworkKind";
import type { NetworkPart } from "../ipc/generated/NetworkPart";
import type { Outcome } from "../ipc/generated/Outcome";
import { isSet, textOf, textsOf } from "./attributes";
import { compareNames } from "./order";

export interface Part {
  readonly kind: NetworkKind;
  readonly id: string;
  readonly region: string;
  /** The name, or the id of what has none. */
  readonly title: string;
}

export interface Route {
  /** A CIDR or a prefix list. */
  readonly destination: string;
  /** `local`, or the id or ARN of what it leads to; null when AWS did not say. */
  readonly target: string | null;
  /** Whether AWS says that what it led to is gone. */
  readonly blackhole: boolean;
}

export interface RouteTable extends Part {
  /** Whether it counts for the subnets that are associated with no other. */
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

/** An internet gateway, or an egress-only one. */
export interface Gateway extends Part {
  readonly state: string | null;
}

export interface Nat extends Part {
  /** Null for a regional one, which is in no subnet. */
  readonly subnetId: string | null;
  /** The zone of its subnet. */
  readonly zone: string | null;
  readonly state: string | null;
  /** Failed, deleted, or about to be. */
  readonly gone: boolean;
  readonly isPrivate: boolean;
  readonly addresses: readonly string[];
}

export interface Endpoint extends Part {
  /** `s3` for `com.amazonaws.eu-central-1.s3`. */
  readonly service: string;
  readonly type: string;
  readonly atEdge: boolean;
  readonly state: string | null;
  readonly tableIds: readonly string[];
  readonly zones: readonly string[];
}

/** Kinds that could not be listed for the same reason. */
export interface Gap {
  readonly kinds: readonly NetworkKind[];
  readonly outcome: Outcome;
  readonly detail: string | null;
}

/** Where a default route leads. */
export interface Exit {
  readonly route: Route;
  /** The gateway, where it is one that is listed. */
  readonly to: Gateway | Nat | null;
  /** Nothing gets through: the target is gone, or not attached to this VPC. */
  readonly broken: boolean;
}

/** How a subnet's packets leave it. */
export interface Way {
  /** Null when its table was not seen. */
  readonly table: RouteTable | null;
  /** Whether the subnet is associated with the table itself, not by its being the main one. */
  readonly explicit: boolean;
  /** For IPv4 first, then for IPv6. */
  readonly exits: readonly Exit[];
}

export interface Network {
  /** Whether the report says anything of this region's networks; reports of earlier versions do not. */
  readonly asked: boolean;
  readonly tables: readonly RouteTable[];
  readonly internet: readonly Gateway[];
  readonly egressOnly: readonly Gateway[];
  readonly nats: readonly Nat[];
  readonly endpoints: readonly Endpoint[];
  /** The region's availability zones that are available. */
  readonly zones: readonly string[];
  /** The region's Elastic IPs that nothing uses. */
  readonly unusedIps: readonly string[];
  readonly gaps: readonly Gap[];
  /** The kinds that AWS has listed, be it that there are none. */
  readonly known: ReadonlySet<NetworkKind>;
  readonly ways: ReadonlyMap<string, Way>;
}

/** What of a VPC its network hangs on. */
export interface Subject {
  readonly vpcId: string;
  readonly region: string;
  /** The zones of its subnets by id. */
  readonly zoneOf: ReadonlyMap<string, string | null>;
}

const ANSWERED: ReadonlySet<Outcome> = new Set<Outcome>(["found", "empty"]);
const GONE: ReadonlySet<string> = new Set(["failed", "deleting", "deleted"]);
const EVERYTHING = ["0.0.0.0/0", "::/0"];

function partOf({ kind, id, region, name }: NetworkPart): Part {
  return { kind, id, region, title: name === null || name.trim() === "" ? id : name };
}

/** Named before unnamed, names as people count. */
function byTitle(a: Part, b: Part): number {
  return Number(a.title === a.id) - Number(b.title === b.id) || compareNames(a.title, b.title);
}

function routeOf(value: unknown): Route | null {
  if (typeof value !== "object" || value === null) return null;
  const route = value as Record<string, unknown>;
  const destination = textOf(route, "destination");
  if (destination === null) return null;
  return { destination, target: textOf(route, "target"), blackhole: textOf(route, "state") === "blackhole" };
}

function tableOf(part: NetworkPart): RouteTable {
  const { attributes } = part;
  const { routes } = attributes;
  return {
    ...partOf(part),
    main: isSet(attributes, "main"),
    subnetIds: textsOf(attributes, "subnet_ids"),
    routes: Array.isArray(routes) ? routes.map(routeOf).filter((route) => route !== null) : [],
  };
}

function natOf(part: NetworkPart, { zoneOf }: Subject): Nat {
  const { attributes } = part;
  const subnetId = textOf(attributes, "subnet_id");
  const state = textOf(attributes, "state");
  const isPrivate = textOf(attributes, "connectivity") === "private";
  return {
    ...partOf(part),
    subnetId,
    zone: subnetId === null ? null : (zoneOf.get(subnetId) ?? null),
    state,
    gone: state !== null && GONE.has(state),
    isPrivate,
    addresses: textsOf(attributes, isPrivate ? "private_ips" : "public_ips"),
  };
}

function endpointOf(part: NetworkPart, { zoneOf }: Subject): Endpoint {
  const { attributes } = part;
  const zones = textsOf(attributes, "subnet_ids").map((id) => zoneOf.get(id) ?? null);
  const type = textOf(attributes, "type") ?? "";
  return {
    ...partOf(part),
    service: (textOf(attributes, "service") ?? part.id).replace(/^(cn\.)?com\.amazonaws\.(vpce\.)?[a-z0-9-]+\./, ""),
    type,
    atEdge: type === "Gateway",
    state: textOf(attributes, "state"),
    tableIds: textsOf(attributes, "route_table_ids"),
    zones: [...new Set(zones)].filter((zone) => zone !== null).sort(compareNames),
  };
}

function gatewayOf(part: NetworkPart): Gateway {
  return { ...partOf(part), state: textOf(part.attributes, "state") };
}

function gapsOf(cells: readonly NetworkCell[]): Gap[] {
  const gaps = new Map<string, { kinds: NetworkKind[]; outcome: Outcome; detail: string | null }>();
  for (const { kind, outcome, detail } of cells) {
    if (ANSWERED.has(outcome)) continue;
    const key = `${outcome} ${detail ?? ""}`;
    const gap = gaps.get(key);
    if (gap) gap.kinds.push(kind);
    else gaps.set(key, { kinds: [kind], outcome, detail });
  }
  return [...gaps.values()];
}

function unusedOf(parts: readonly NetworkPart[]): string[] {
  const nats = parts.filter(
    ({ kind, attributes }) => kind === "nat_gateway" && !GONE.has(textOf(attributes, "state") ?? ""),
  );
  const taken = new Set(nats.flatMap(({ attributes }) => textsOf(attributes, "public_ips")));
  return parts.flatMap(({ kind, id, attributes }) => {
    if (kind !== "elastic_ip") return [];
    const address = textOf(attributes, "public_ip") ?? id;
    const users = ["instance_id", "network_interface_id", "private_ip"].map((name) => textOf(attributes, name));
    return taken.has(address) || users.some((user) => user !== null) ? [] : [address];
  });
}

function zonesOf(parts: readonly NetworkPart[]): string[] {
  const zones = parts.filter(
    ({ kind, attributes }) =>
      kind === "availability_zone" &&
      textOf(attributes, "zone_type") === "availability-zone" &&
      textOf(attributes, "state") === "available" &&
      textOf(attributes, "opt_in_status") !== "not-opted-in",
  );
  return zones.map(({ id }) => id).sort(compareNames);
}

export const isNat = (to: Gateway | Nat | null): to is Nat => to?.kind === "nat_gateway";

type Gateways = Pick<Network, "internet" | "egressOnly" | "nats" | "known">;

function exitOf(route: Route, { internet, egressOnly, nats, known }: Gateways): Exit {
  const target = route.target ?? "";
  const to = [...internet, ...nats, ...egressOnly].find(({ id }) => id === target) ?? null;
  // What belongs to another VPC or is listed no more leads nowhere; what could not be listed may well be there.
  const lost =
    to === null &&
    ((target.startsWith("igw-") && known.has("internet_gateway")) ||
      (target.startsWith("nat-") && known.has("nat_gateway")));
  const gone = to !== null && isNat(to) && to.gone;
  return { route, to, broken: route.blackhole || lost || gone };
}

export function exitsOf(table: RouteTable, gateways: Gateways): Exit[] {
  const found = EVERYTHING.map((everything) => table.routes.find(({ destination }) => destination === everything));
  return found.filter((route) => route !== undefined).map((route) => exitOf(route, gateways));
}

function waysOf(tables: readonly RouteTable[], gateways: Gateways, subnets: Iterable<string>): Map<string, Way> {
  const exits = new Map(tables.map((table) => [table.id, exitsOf(table, gateways)]));
  const own = new Map(tables.flatMap((table) => table.subnetIds.map((subnet) => [subnet, table])));
  const main = tables.find((table) => table.main) ?? null;
  const ways = new Map<string, Way>();
  for (const subnet of subnets) {
    const table = own.get(subnet) ?? main;
    ways.set(subnet, { table, explicit: own.has(subnet), exits: table === null ? [] : (exits.get(table.id) ?? []) });
  }
  return ways;
}

/** The network of one VPC. */
export function networkOf(listed: Listed, subject: Subject): Network {
  const { vpcId, region, zoneOf } = subject;
  const cells = listed.coverage.filter((cell) => cell.region === region);
  const here = listed.parts.filter((part) => part.region === region);
  const own = (kind: NetworkKind) => here.filter((part) => part.kind === kind && part.vpc_id === vpcId);
  const known = new Set(cells.filter(({ outcome }) => ANSWERED.has(outcome)).map(({ kind }) => kind));
  const tables = own("route_table").map(tableOf).sort(byTitle);
  const gateways = {
    known,
    internet: own("internet_gateway").map(gatewayOf).sort(byTitle),
    egressOnly: own("egress_only_internet_gateway").map(gatewayOf).sort(byTitle),
    nats: own("nat_gateway")
      .map((part) => natOf(part, subject))
      .sort(byTitle),
  };
  return {
    ...gateways,
    asked: cells.length > 0,
    tables,
    endpoints: own("vpc_endpoint")
      .map((part) => endpointOf(part, subject))
      .sort(byTitle),
    zones: zonesOf(here),
    unusedIps: unusedOf(here),
    gaps: gapsOf(cells),
    ways: waysOf(tables, gateways, zoneOf.keys()),
  };
}

/** The subnets that a table counts for. */
export function subnetsOfTable({ ways }: Network, table: RouteTable): string[] {
  return [...ways].filter(([, way]) => way.table?.id === table.id).map(([subnet]) => subnet);
}
