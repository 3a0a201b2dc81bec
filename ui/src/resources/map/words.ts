// What is said of subnets and of what their way out leads through: on the map, in its words and beside it.
import { copy } from "../../copy";
import type { NetworkKind } from "../../ipc/generated/NetworkKind";
import type { Endpoint, Exit, Gateway, Nat, Network, RouteTable } from "../network";
import { exitsOf, isNat, subnetsOfTable } from "../network";
import type { Subnet, VpcMap } from "./map";

const words = copy.network;

export function factsOf(subnet: Subnet, network: Network, withPlace: boolean): string {
  const cidrs = [subnet.cidr, subnet.cidr6].filter((cidr) => cidr !== null);
  return copy.map.facts({ ...subnet, cidrs, way: wayOf(subnet, network) }, withPlace);
}

function wayOf({ id }: Subnet, network: Network): string {
  const way = network.ways.get(id);
  if (!network.known.has("route_table") || !way) return "";
  return words.wayFacts(way.table?.title ?? null, way.explicit, way.exits.map(exitInWords));
}

/** The state of what an exit leads to, where it is no usual one. */
function trouble({ to, broken }: Exit): string {
  const state = words.stateText(to?.state ?? null);
  return broken && state === "" ? words.broken : state;
}

/** `NAT gateway prod-nat in eu-central-1a`. */
export function exitInWords(exit: Exit): string {
  const { to, route } = exit;
  const zone = isNat(to) ? to.zone : null;
  return words.exitFacts(words.target(route.target, to?.title), zone, trouble(exit));
}

/** `prod-nat`. */
export function exitInShort(exit: Exit): string {
  const { to, route } = exit;
  return words.exit(to?.title ?? words.target(route.target), trouble(exit));
}

/** Without the second of two that lead the same way, for IPv4 and for IPv6. */
export function shortExits(exits: readonly Exit[]): string[] {
  return [...new Set(exits.map(exitInShort))];
}

export function tableFacts(table: RouteTable, network: Network): string {
  const exits = exitsOf(table, network).map(exitInWords);
  return words.tableFacts(subnetsOfTable(network, table).length, table.main, exits);
}

export function natFacts({ addresses, isPrivate, zone, state }: Nat): string {
  return words.natFacts(addresses, isPrivate, zone, words.stateText(state));
}

export function endpointFacts({ service, type, zones, tableIds, state }: Endpoint): string {
  return words.endpointFacts(service, type, zones, tableIds.length, words.stateText(state));
}

export function gatewayFacts({ kind, state }: Gateway): string {
  return [words.one[kind], words.stateText(state)].filter(Boolean).join(", ");
}

/** All of the map in a sentence or two. */
export function summaryOf({ vpc, subnets, tiers, zones, network }: VpcMap): string {
  const counts = tiers.map((tier) => copy.map.tierCount(tier, subnets.filter((one) => one.tier === tier).length));
  const names = zones.map(({ name }) => name ?? copy.map.zoneUnknown);
  const parts: readonly (readonly [NetworkKind, number])[] = [
    ["internet_gateway", network.internet.length],
    ["egress_only_internet_gateway", network.egressOnly.length],
    ["nat_gateway", network.nats.length],
    ["vpc_endpoint", network.endpoints.length],
    ["route_table", network.tables.length],
  ];
  const listed = parts.filter(([kind, count]) => network.known.has(kind) && count > 0);
  return [
    copy.map.summary(vpc.title, subnets.length, names, counts),
    listed.length > 0 ? words.summary(listed.map(([kind, count]) => words.count(kind, count))) : "",
    ...network.gaps.map(({ kinds, outcome, detail }) => words.notSeen(kinds, outcome, detail)),
  ]
    .filter(Boolean)
    .join(" ");
}
