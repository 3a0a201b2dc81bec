// The words of the VPC map, in English.
import { few, inWords, number } from "./listing";
import { plural } from "./plural";

/** Rounded down, so that what is not all is never called 100%. */
const percent = (share: number): string =>
  share > 0 && share < 0.01 ? "less than 1%" : `${number(Math.floor(share * 100))}%`;
const subnets = (n: number): string => `${number(n)} ${n === 1 ? "subnet" : "subnets"}`;
const addresses = (n: number): string => `${number(n)} ${n === 1 ? "address" : "addresses"}`;

const TIER = { public: "Public", private: "Private", isolated: "Isolated", unknown: "Tier not known" } as const;
type Tier = keyof typeof TIER;

const TIER_HELP: Record<Tier, string> = {
  public: "reached from the internet and reaching it",
  private: "reaches the internet through NAT, not reached from it",
  isolated: "no way to the internet",
  unknown: "how they reach the internet was not found out",
};

export interface SubnetWords {
  readonly title: string;
  readonly id: string;
  readonly cidrs: readonly string[];
  readonly tier: Tier;
  readonly zone: string | null;
  readonly free: number | null;
  readonly usable: number | null;
  readonly used: number | null;
  readonly nearlyFull: boolean;
  /** Its route table and where that leads; nothing where the report does not say. */
  readonly way: string;
}

const ipv6Only = "IPv6 only";
const unknownFree = "free addresses not known";

const freeOf = (free: number, usable: number): string => `${number(free)} of ${addresses(usable)} free`;

/** What is said of a subnet after its name. */
function facts({ title, id, cidrs, tier, zone, free, usable, used, nearlyFull, way }: SubnetWords, withPlace: boolean) {
  const room =
    free !== null && usable !== null && used !== null
      ? `${freeOf(free, usable)}, ${percent(used)} used${nearlyFull ? ", nearly full" : ""}`
      : usable === null && cidrs.length > 0
        ? ipv6Only
        : unknownFree;
  const place = withPlace ? [TIER[tier].toLowerCase(), zone ?? "zone not known"] : [];
  return [...(title === id ? [] : [id]), ...cidrs, ...place, room, way].filter(Boolean).join(", ");
}

export const map = {
  views: "View of the resources",
  tree: "Tree",
  map: "Map",
  vpc: "VPC",
  vpcFilter: "Name, ID or CIDR",
  noVpcMatches: "No VPC matches",
  noVpc: "No VPC has been listed",
  noVpcHelp: "The map shows the subnets of one VPC by availability zone and tier, once there is one.",
  noSubnets: "No subnet to draw",
  noSubnetsHelp: "This VPC has no subnets that AWS has listed.",
  isDefault: "default VPC",
  subnets,
  regionOf: (code: string, name: string) => (name === "" ? code : `${code} · ${name}`),

  label: (vpc: string) => `Map of VPC ${vpc}`,
  keys: "Arrow keys go from subnet to subnet, Enter shows the details of one.",
  summary: (vpc: string, count: number, zones: readonly string[], tiers: readonly string[]) =>
    `VPC ${vpc}: ${subnets(count)} in ${plural(zones.length, "availability zone", "availability zones")} (${inWords(zones)}); ${inWords(tiers)}.`,
  tierCount: (tier: Tier, count: number) => `${TIER[tier].toLowerCase()}: ${number(count)}`,
  internet: "Internet",
  tier: TIER,
  tierHelp: TIER_HELP,
  zoneUnknown: "Zone not known",
  cell: (tier: Tier, zone: string | null) => `${TIER[tier]}, ${zone ?? "zone not known"}`,
  emptyCell: (tier: Tier) => (tier === "unknown" ? "none" : `no ${tier} subnet`),
  none: "none",
  facts,
  inBox: (free: number, usable: number, roomy: boolean) =>
    roomy ? `${number(free)} of ${number(usable)} free` : `${number(free)} free`,
  ipv6Only,
  unknownFree: "free: not known",
  noCidr: "CIDR not known",

  cidrs: "Address space",
  noCidrs: "not known",
  given: (given: number, total: number) =>
    `${percent(given / total)} given to subnets (${number(given)} of ${addresses(total)})`,
  given6: (given: number, total: number) => `IPv6: ${number(given)} of ${number(total)} blocks of /64 given to subnets`,
  givenBar: "Share of the IPv4 address space given to subnets",

  words: "The map in words",
  zoneHeading: (zone: string | null, id: string | null) =>
    id === null ? (zone ?? "Zone not known") : `${zone ?? "Zone not known"} (${id})`,

  hints: "For provisioning",
  level: { warning: "Warning", info: "Note" },
  noHints: "Nothing to say about this VPC.",
  hint: {
    pending: () => "AWS is still answering: this map may not be complete yet.",
    gap: (region: string, outcome: string) =>
      `The subnets of ${region} could not be listed (${outcome}), so subnets may be missing here.`,
    notListed: () => "AWS did not list this VPC itself, only subnets in it: its CIDRs are not known.",
    shared: (account: string) =>
      `Account ${account} owns this VPC and shares it. Only the subnets shared with this account are seen, so more of the address space may be in use.`,
    tierUnknown: (count: number, reason: string | null) =>
      `The tier of ${subnets(count)} is not known${reason === null ? "." : `: ${reason}.`}`,
    oneZone: (zone: string, others: readonly string[]) =>
      `All subnets are in one availability zone, ${zone}: when it fails, all fails. EKS and Aurora want subnets in two zones or more${others.length > 0 ? `: make some in ${inWords(others, "or")}.` : "."}`,
    noPrivate: () =>
      "There is no private subnet: nothing here can reach the internet without being reachable from it. EKS nodes are best in private subnets.",
    missingTier: (tier: Tier, zones: readonly string[]) =>
      `No ${tier} subnet in ${inWords(zones, "or")}, though other zones have one: make one there.`,
    nearlyFull: (from: number, full: readonly string[]) =>
      `${full.length === 1 ? "1 subnet is" : `${number(full.length)} subnets are`} nearly full (${percent(from)} used or more): ${few(full)}. Place what is new elsewhere, or make another subnet.`,
    freeIn: (title: string, free: number, usable: number) => `${title} (${number(free)} of ${number(usable)} free)`,
    overlap: (pairs: readonly string[], alone: boolean) =>
      `Its CIDRs overlap those of ${alone ? "another VPC" : "other VPCs"} in this account: ${few(pairs)}. VPCs that overlap cannot be peered.`,
    overlapDefault: (pairs: readonly string[]) =>
      `As default VPCs do, it has the same CIDR as others: ${few(pairs)}. VPCs that overlap cannot be peered.`,
    overlapOf: (mine: string, other: string, title: string, region: string) =>
      `${mine} with ${mine === other ? "" : `${other} of `}${title} in ${region}`,
    left: (left: number, total: number, largest: string) =>
      `${addresses(left)} of the address space (${percent(left / total)}) ${left === 1 ? "is" : "are"} in no subnet. The largest subnet that still fits is ${largest}.`,
    none: () =>
      "The address space is all given to subnets. A new subnet needs another CIDR block for the VPC, or room in one that is there.",
  },
} as const;
