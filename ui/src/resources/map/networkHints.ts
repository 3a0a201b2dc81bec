// What gateways, routes and endpoints mean for someone who wants to provision into this VPC. What was not listed is
// said to be so, and nothing is said to be missing for that.
import { copy } from "../../copy";
import { type Exit, isNat, type Nat, type RouteTable } from "../network";
import { type Hint, info, warning } from "./hint";
import type { Subnet, VpcMap } from "./map";

const words = copy.network.hint;

/** That an earlier report has no network, and what AWS did not list. */
export function unseenNetwork({ network, vpc, pending, answer }: VpcMap): Hint[] {
  if (network.asked) {
    return network.gaps.map(({ kinds, outcome, detail }) =>
      warning("networkGap", words.networkGap(kinds, vpc.place, outcome, detail)),
    );
  }
  return pending || answer === null ? [] : [info("network", words.network())];
}

export function hintsOfNetwork(map: VpcMap): Hint[] {
  return [
    ...ofZonesLeft(map),
    ...ofNoNat(map),
    ...ofNats(map),
    ...ofInternetGateways(map),
    ...ofBlackholes(map),
    ...ofS3(map),
    ...ofAddresses(map),
  ];
}

/** The region's availability zones in which this VPC has no subnet, as far as all its subnets are seen. */
export function zonesLeft({ network, vpc, subnets, zones, pending, answer }: VpcMap): string[] {
  const seen = answer === null || answer.outcome === "found";
  if (pending || !seen || vpc.sharedBy !== null || subnets.some(({ zone }) => zone === null)) return [];
  return network.zones.filter((name) => !zones.some((zone) => zone.name === name));
}

function ofZonesLeft(map: VpcMap): Hint[] {
  const left = zonesLeft(map);
  const used = map.zones.filter(({ regional }) => regional).length;
  // In one zone only, the hint about that names the others.
  return left.length > 0 && used > 1 ? [info("zonesLeft", words.zonesLeft(left))] : [];
}

const live = (nats: readonly Nat[]): Nat[] => nats.filter(({ gone }) => !gone);

/** Whether the VPC has neither a NAT gateway nor any other way out but an internet gateway. */
export function knowsNoNat({ network, subnets, tiers, vpc, pending }: VpcMap): boolean {
  const { known, nats, ways } = network;
  if (pending || vpc.sharedBy !== null || !known.has("nat_gateway") || !known.has("route_table")) return false;
  const inward = subnets.some(({ tier }) => tier === "private" || tier === "unknown");
  // A transit gateway or a peering may well lead to the internet.
  const elsewhere = [...ways.values()].some(({ exits }) =>
    exits.some(({ broken, route }) => !broken && !(route.target ?? "").startsWith("igw-")),
  );
  return tiers.length > 0 && !inward && !elsewhere && live(nats).length === 0;
}

function ofNoNat(map: VpcMap): Hint[] {
  if (!knowsNoNat(map)) return [];
  const text = words.noNat(map.subnets.find(({ tier }) => tier === "public")?.title ?? null);
  // One that nothing reaches at all may be meant so.
  return [map.tiers.includes("public") ? warning("noNat", text) : info("noNat", text)];
}

interface Leaving {
  readonly subnet: Subnet;
  readonly table: RouteTable;
  readonly exit: Exit;
}

function leaving({ subnets, network }: VpcMap, prefix: string): Leaving[] {
  return subnets.flatMap((subnet) => {
    const way = network.ways.get(subnet.id);
    if (!way?.table) return [];
    const { table, exits } = way;
    return exits.filter(({ route }) => route.target?.startsWith(prefix)).map((exit) => ({ subnet, table, exit }));
  });
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

const titles = (found: readonly Leaving[]): string[] => found.map(({ subnet: { title } }) => title);

function ofNats(map: VpcMap): Hint[] {
  const found = leaving(map, "nat-");
  const broken = grouped(
    found.filter(({ exit }) => exit.broken),
    ({ exit, table }) => `${exit.route.target ?? ""} ${table.id}`,
  );
  const gone = broken.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { exit, table } = first;
    const name = exit.to?.title ?? exit.route.target ?? "";
    return [warning("natGone", words.natGone(titles(group), name, exit.to?.state ?? null, table.title))];
  });
  return [...gone, ...elsewhere(map, found)];
}

/** Subnets whose NAT gateway is in another zone. */
function elsewhere({ network }: VpcMap, found: readonly Leaving[]): Hint[] {
  const across = found.flatMap(({ subnet, table, exit: { to, broken, ...exit } }) =>
    !broken && isNat(to) && to.zone !== null && subnet.zone !== null && subnet.zone !== to.zone
      ? [{ subnet, table, exit: { ...exit, to, broken }, nat: to, zone: to.zone }]
      : [],
  );
  const single = live(network.nats).length === 1;
  return grouped(across, ({ nat }) => nat.id).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { nat, zone } = first;
    if (!single) return [warning("natElsewhere", words.natElsewhere(titles(group), nat.title, zone))];
    const zones = [...new Set(group.map(({ subnet }) => subnet.zone ?? ""))].sort();
    return [warning("oneNat", words.oneNat(nat.title, zone, zones))];
  });
}

function ofInternetGateways(map: VpcMap): Hint[] {
  if (!map.network.known.has("internet_gateway")) return [];
  const found = leaving(map, "igw-").filter(({ exit }) => exit.to === null);
  return grouped(found, ({ exit, table }) => `${exit.route.target ?? ""} ${table.id}`).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const subnets = [...new Set(titles(group))];
    return [warning("notAttached", words.notAttached(subnets, first.exit.route.target ?? "", first.table.title))];
  });
}

/** Routes to what is gone, but for default routes of subnets, of which the hints above tell. */
function ofBlackholes({ network }: VpcMap): Hint[] {
  const told = (target: string | null, everything: boolean, used: boolean): boolean =>
    used &&
    everything &&
    target !== null &&
    (target.startsWith("nat-") || (target.startsWith("igw-") && network.known.has("internet_gateway")));
  const routes = network.tables.flatMap((table) => {
    const used = [...network.ways.values()].some((way) => way.table?.id === table.id);
    return table.routes
      .filter(
        ({ blackhole, target, destination }) =>
          blackhole && !told(target, /^(0\.0\.0\.0|::)\/0$/.test(destination), used),
      )
      .map(({ destination, target }) => words.routeIn(destination, copy.network.target(target), table.title));
  });
  return routes.length > 0 ? [warning("blackhole", words.blackhole(routes))] : [];
}

function ofS3({ network, subnets }: VpcMap): Hint[] {
  const { endpoints, known, ways } = network;
  if (!known.has("vpc_endpoint") || !known.has("route_table")) return [];
  const s3 = endpoints.filter(
    ({ service, state }) => service === "s3" && !/^(delet|fail|reject|expired)/i.test(state ?? ""),
  );
  if (s3.some(({ atEdge }) => !atEdge)) return [];
  const served = new Set(s3.flatMap(({ tableIds }) => tableIds));
  const without = subnets.flatMap(({ id, tier, title }) => {
    const way = ways.get(id);
    // A default route to a transit gateway may lead there too.
    return tier === "isolated" && way?.table && way.exits.length === 0 && !served.has(way.table.id)
      ? [{ title, table: way.table.title }]
      : [];
  });
  if (without.length === 0) return [];
  const tables = [...new Set(without.map(({ table }) => table))];
  return [
    info(
      "noS3",
      words.noS3(
        without.map(({ title }) => title),
        tables,
      ),
    ),
  ];
}

function ofAddresses({ network, vpc }: VpcMap): Hint[] {
  const { unusedIps } = network;
  return unusedIps.length > 0 ? [info("unusedIps", words.unusedIps(unusedIps, vpc.place))] : [];
}
