// The words of a VPC's gateways, routes and endpoints, in English.
import type { NetworkKind } from "../ipc/generated/NetworkKind";
import type { Outcome } from "../ipc/generated/Outcome";
import { few, inWords, number } from "./listing";
import { plural } from "./plural";

const ONE: Record<NetworkKind, string> = {
  route_table: "route table",
  internet_gateway: "internet gateway",
  nat_gateway: "NAT gateway",
  egress_only_internet_gateway: "egress-only internet gateway",
  vpc_endpoint: "VPC endpoint",
  elastic_ip: "Elastic IP",
  availability_zone: "availability zone",
};

const MANY: Record<NetworkKind, string> = {
  route_table: "route tables",
  internet_gateway: "internet gateways",
  nat_gateway: "NAT gateways",
  egress_only_internet_gateway: "egress-only internet gateways",
  vpc_endpoint: "VPC endpoints",
  elastic_ip: "Elastic IPs",
  availability_zone: "availability zones",
};

/** What a target is, by what its id or ARN begins with. */
const TARGETS: readonly (readonly [string, string])[] = [
  ["igw-", "internet gateway"],
  ["eigw-", "egress-only internet gateway"],
  ["nat-", "NAT gateway"],
  ["vpce-", "VPC endpoint"],
  ["tgw-", "transit gateway"],
  ["pcx-", "peering"],
  ["vgw-", "VPN gateway"],
  ["lgw-", "local gateway"],
  ["cagw-", "carrier gateway"],
  ["eni-", "network interface"],
  ["i-", "instance"],
  ["arn:", "core network"],
];

function target(id: string | null, title: string | null = null): string {
  if (id === null) return "a target that AWS did not name";
  if (id === "local") return "this VPC";
  const kind = TARGETS.find(([prefix]) => id.startsWith(prefix))?.[1];
  return kind === undefined ? (title ?? id) : `${kind} ${title ?? id}`;
}

const WHY: Partial<Record<Outcome, string>> = {
  denied: "Check the role's policy and the organization's policies (SCPs), then verify again.",
  disabled: "Enable the region in the account, then verify again.",
  throttled: "Wait a minute, then verify again.",
  unreachable: "Check the network, then verify again.",
  not_attempted: "Verify again.",
};

const SAID: Partial<Record<Outcome, string>> = { not_attempted: "not asked for" };
const outcomeText = (outcome: Outcome): string => SAID[outcome] ?? outcome;

const reason = (outcome: Outcome, detail: string | null): string =>
  detail === null || detail === "" ? outcomeText(outcome) : `${outcomeText(outcome)}: ${detail.replace(/[.\s]+$/, "")}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const lead = (n: number): string => (n === 1 ? "leads" : "lead");

/** What to say of a part whose state is not the usual one. */
const stateText = (state: string | null): string =>
  state === null || state === "available" || state === "attached" ? "" : state;

const hint = {
  network: () =>
    "This report does not say which gateways and routes there are: it is of an earlier version. Verify again to see them.",
  networkGap: (kinds: readonly NetworkKind[], region: string, outcome: Outcome, detail: string | null) =>
    `${capital(inWords(kinds.map((kind) => MANY[kind])))} in ${region} could not be listed (${reason(outcome, detail)}), so this map may lack some. ${WHY[outcome] ?? ""}`.trimEnd(),
  zonesLeft: (zones: readonly string[]) =>
    `The VPC has no subnet in ${inWords(zones, "or")}: make one there where a workload has to outlast a zone.`,
  noNat: (place: string | null) =>
    `There is no NAT gateway and no private subnet: nothing here can reach the internet without being reachable from it. EKS nodes are best in private subnets: make a NAT gateway${place === null ? " in a public subnet" : ` in ${place}`} and lead the default route of other subnets to it.`,
  natGone: (subnets: readonly string[], nat: string, state: string | null, table: string) =>
    `${few(subnets)} ${lead(subnets.length)} to NAT gateway ${nat}, which is ${state ?? "no longer there"}: nothing in there reaches the internet. Make a NAT gateway and lead the default route of ${table} to it.`,
  natElsewhere: (subnets: readonly string[], nat: string, zone: string) =>
    `${few(subnets)} ${lead(subnets.length)} to NAT gateway ${nat} in another zone, ${zone}: if that zone fails, so does their way out, and what crosses zones costs. Make a NAT gateway in each zone and a route table for it.`,
  oneNat: (nat: string, zone: string, zones: readonly string[]) =>
    `NAT gateway ${nat} in ${zone} serves ${inWords(zones)} too: if ${zone} fails, so does their way out, and what crosses zones costs. Make a NAT gateway in each zone and a route table for it.`,
  notAttached: (subnets: readonly string[], gateway: string, table: string) =>
    `${few(subnets)} ${lead(subnets.length)} to internet gateway ${gateway}, which is not attached to this VPC: nothing gets through. Attach it, or lead the default route of ${table} to one that is.`,
  blackhole: (routes: readonly string[]) =>
    `${routes.length === 1 ? "A route leads" : `${number(routes.length)} routes lead`} to what is gone, and what takes ${routes.length === 1 ? "it" : "them"} is dropped: ${few(routes)}. Remove ${routes.length === 1 ? "it" : "them"}, or set another target.`,
  routeIn: (destination: string, to: string, table: string) => `${destination} to ${to} in ${table}`,
  noS3: (subnets: readonly string[], tables: readonly string[]) =>
    `${few(subnets)} ${subnets.length === 1 ? "has" : "have"} no way to S3, which images of ECR come from too: a gateway endpoint for S3 in ${few(tables)} costs nothing.`,
  unusedIps: (addresses: readonly string[], region: string) =>
    `${plural(addresses.length, "Elastic IP", "Elastic IPs")} in ${region} ${addresses.length === 1 ? "is" : "are"} used by nothing and ${addresses.length === 1 ? "costs" : "cost"} by the hour: ${few(addresses)}. Release what you do not need.`,
};

export const network = {
  one: ONE,
  target,
  stateText,
  capital,
  hint,

  gateways: "Gateways",
  tables: "Route tables",
  nats: "NAT gateways",
  endpoints: "Endpoints",
  inZones: "Interface endpoints",
  edgeEndpoint: (service: string) => `endpoint for ${service}`,
  internetGateway: "internet gateway",
  egressOnly: "out only, IPv6",
  natPrivate: "private",
  noAddress: "no address",
  more: (n: number) => `and ${number(n)} more`,
  moreTables: (n: number) => `${number(n)} more route tables`,
  natLine: (address: string) => `NAT, ${address}`,
  /** Above the subnets of one route table. */
  caption: (table: string, subnets: number) => `${table} · ${number(subnets)}`,
  zoneEndpoint: (service: string, title: string, state: string) =>
    [title === "" ? service : `${service}, ${title}`, state === "" ? "" : `(${state})`].filter(Boolean).join(" "),

  /** How many subnets a route table counts for. */
  tableLine: (subnets: number, main: boolean) =>
    [plural(subnets, "subnet", "subnets"), main ? "main" : ""].filter(Boolean).join(", "),
  leads: (exits: readonly string[]) => (exits.length > 0 ? `→ ${exits.join(", ")}` : "no default route"),
  tableUnseen: "route table not seen",
  exit: (title: string, state: string) => (state === "" ? title : `${title} (${state})`),
  broken: "broken",
  notListed: (kinds: readonly NetworkKind[], outcome: Outcome) =>
    `Not listed: ${inWords(kinds.map((kind) => MANY[kind]))} (${outcomeText(outcome)})`,

  /** What is said of a subnet's way out. */
  wayFacts: (table: string | null, explicit: boolean, exits: readonly string[]) =>
    table === null
      ? "route table not seen"
      : `${explicit ? "route table" : "main route table"} ${table}, ${exits.length > 0 ? `out by ${exits.join(" and ")}` : "no default route"}`,
  exitFacts: (to: string, zone: string | null, broken: string) =>
    [zone === null ? to : `${to} in ${zone}`, broken === "" ? "" : `(${broken})`].filter(Boolean).join(" "),
  natFacts: (addresses: readonly string[], isPrivate: boolean, zone: string | null, state: string) =>
    [isPrivate ? "private" : "public", ...addresses, zone === null ? "no zone of its own" : `in ${zone}`, state]
      .filter(Boolean)
      .join(", "),
  endpointFacts: (service: string, type: string, zones: readonly string[], tables: number, state: string) =>
    [
      `${type === "GatewayLoadBalancer" ? "gateway load balancer" : type.toLowerCase()} endpoint for ${service}`,
      zones.length > 0 ? `in ${inWords(zones)}` : "",
      tables > 0 ? `in ${plural(tables, "route table", "route tables")}` : "",
      state,
    ]
      .filter(Boolean)
      .join(", "),
  tableFacts: (subnets: number, main: boolean, exits: readonly string[]) =>
    [
      main ? "main" : "",
      subnets === 0 ? "no subnet" : plural(subnets, "subnet", "subnets"),
      exits.length > 0 ? `default route to ${exits.join(" and ")}` : "no default route",
    ]
      .filter(Boolean)
      .join(", "),
  none: "none",
  asked: "The network was not part of this report.",
  summary: (counts: readonly string[]) => `Network: ${inWords(counts)}.`,
  count: (kind: NetworkKind, n: number) => (n === 1 ? `1 ${ONE[kind]}` : `${number(n)} ${MANY[kind]}`),

  routeTable: "Route table",
  isMain: "the VPC's main table",
  isExplicit: "associated with this subnet",
  tableNotSeen: "This subnet's route table was not seen.",
  destination: "Destination",
  targetHead: "Target",
  state: "State",
  active: "active",
  blackhole: "blackhole",
  routesOf: (table: string) => `Routes of ${table}`,
  /** What the button beside a name copies. */
  idOf: (title: string) => `ID of ${title}`,
  open: (title: string) => `Open ${title} in the AWS console`,
  notSeen: (kinds: readonly NetworkKind[], outcome: Outcome, detail: string | null) =>
    `${capital(inWords(kinds.map((kind) => MANY[kind])))} could not be listed (${reason(outcome, detail)}).`,

  export: "Export map",
  formats: { svg: "SVG (vector)", png: "PNG (image)" },
  exported: (path: string) => `Saved to ${path}`,
  drawingTitle: (vpc: string, region: string) => `VPC ${vpc} in ${region}`,
  notDrawn: "The picture could not be drawn. Export it as SVG instead.",
} as const;
