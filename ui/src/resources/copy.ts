// Every word that the resource view says, in one place and ready for other languages.
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";

const format = (n: number): string => n.toLocaleString("en-US");
const plural = (n: number, one: string, many: string): string => `${format(n)} ${n === 1 ? one : many}`;

export const KIND_ONE: Record<Kind, string> = {
  vpc: "VPC",
  subnet: "Subnet",
  security_group: "Security group",
  hosted_zone: "Hosted zone",
  iam_user: "IAM user",
};

export const KIND_MANY: Record<Kind, string> = {
  vpc: "VPCs",
  subnet: "Subnets",
  security_group: "Security groups",
  hosted_zone: "Hosted zones",
  iam_user: "IAM users",
};

const COUNTED: Record<Kind, [string, string]> = {
  vpc: ["VPC", "VPCs"],
  subnet: ["subnet", "subnets"],
  security_group: ["security group", "security groups"],
  hosted_zone: ["hosted zone", "hosted zones"],
  iam_user: ["IAM user", "IAM users"],
};

/** The plural as it stands within a sentence. */
export const kindsText = (kind: Kind): string => COUNTED[kind][1];

export const OUTCOME: Record<Outcome, string> = {
  found: "found",
  empty: "nothing there",
  denied: "denied",
  disabled: "region disabled",
  throttled: "throttled",
  unreachable: "unreachable",
  not_attempted: "not attempted",
};

/** What an outcome without an answer means, and what to do about it. */
export const OUTCOME_HELP: Partial<Record<Outcome, string>> = {
  denied:
    "AWS refused to list these, so nothing can be said about how many there are. Check that the role's policy allows the call and that no organization policy (SCP) closes this region, then verify again.",
  disabled:
    "The region is not enabled in this account, so it cannot hold any of these. Enable it in the account's settings if you need it, then verify again.",
  throttled:
    "AWS asked to slow down until the tries were used up. Other tools may be calling the same API. Wait a minute, then verify again.",
  unreachable:
    "No answer that could be read arrived from this region. Check the network, proxy and VPN, then verify again.",
  not_attempted:
    "These were not asked for, because a check before them failed or the test was cancelled. Mend that first, then verify again.",
};

const TIER: Record<string, string> = { public: "public", private: "private", isolated: "isolated" };

export const copy = {
  tree: "Resources",
  find: "Find resources",
  findHint: "Name, ID, ARN, tag, CIDR or an address",
  clear: "Clear the search",
  kindFilter: "Kind",
  outcomeFilter: "Outcome",
  regionFilter: "Region",
  anyKind: "All kinds",
  anyOutcome: "All outcomes",
  anyRegion: "All regions",
  globalPlace: "Global",
  expandAll: "Expand all",
  collapseAll: "Collapse all",
  total: (n: number) => plural(n, "resource", "resources"),
  resources: (n: number) => (n === 1 ? "resource" : "resources"),
  rules: (n: number) => (n === 1 ? "rule" : "rules"),
  number: format,
  matches: (n: number) => plural(n, "match", "matches"),
  noMatches: "No matches",
  searching: "Searching…",
  noMatchesHelp: "Nothing here has this in its name, ID, ARN, CIDR or tags.",
  clearAll: "Clear search and filters",
  nothingListed: "Nothing has been listed",
  nothingListedHelp: "The connection test did not get as far as listing resources.",

  account: "AWS account",
  global: "Global",
  globalParts: "hosted zones and IAM users",
  listing: "listing…",
  emptyRegions: (n: number) => (n === 1 ? "1 region with nothing in it" : `${format(n)} regions with nothing in them`),
  missingVpc: (id: string) => `VPC ${id} (not listed)`,
  missingVpcHelp:
    "Subnets or security groups name this VPC, but it was not among the VPCs that AWS listed. Listing VPCs may have been denied, or the VPC belongs to another account and is shared with this one.",
  gap: (kind: Kind, outcome: Outcome, detail: string | null) =>
    detail ? `${KIND_MANY[kind]}: ${OUTCOME[outcome]} - ${detail}` : `${KIND_MANY[kind]}: ${OUTCOME[outcome]}`,
  gapSummary: (outcome: Outcome, kinds: string) => `${OUTCOME[outcome]}: ${kinds}`,

  isDefault: "default",
  zonePrivate: "private zone",
  zonePublic: "public zone",
  records: (n: number) => plural(n, "record", "records"),
  tier: (tier: string) => TIER[tier] ?? tier,
  matchedTag: (tag: string) => `tag ${tag}`,

  inbound: "Inbound",
  outbound: "Outbound",
  rule: (inbound: boolean, traffic: string, peer: string) =>
    `${inbound ? "Inbound" : "Outbound"} ${traffic} ${inbound ? "from" : "to"} ${peer}`,
  allTraffic: "all traffic",
  allPorts: "all ports",
  anyAddress: "open to any address",
  unknownPeer: "unknown",

  id: "ID",
  arn: "ARN",
  region: "Region",
  kind: "Kind",
  count: "Count",
  outcome: "Outcome",
  reason: "Reason",
  tags: "Tags",
  noTags: "No tags",
  tagsOnDemand: "AWS lists these without their tags: reading them is a call for each.",
  readTags: "Read tags",
  tagsRead: (count: number) => (count === 1 ? "1 tag read" : `${count} tags read`),
  coverage: "What AWS answered",
  totals: "Found",
  rulesInbound: "Inbound rules",
  rulesOutbound: "Outbound rules",
  noRules: "No rules",
  protocol: "Protocol",
  ports: "Ports",
  source: "Source",
  destination: "Destination",
  description: "Description",
  securityGroup: "Security group",
  direction: "Direction",
  ruleKind: "Security group rule",
  gapKind: "Not listed",
  emptyRegionsHelp: "AWS was asked for VPCs, subnets and security groups in these regions, and has none there.",
  vpc: "VPC",
  namesGroups: "Its rules name",
  usedByRulesOf: "Named in the rules of",
  more: (n: number) => `and ${format(n)} more`,
  none: "-",
  yes: "Yes",
  no: "No",
  copyId: "Copy ID",
  copyArn: "Copy ARN",
  open: "Open in the AWS console",
  goTo: (name: string) => `Show ${name} in the tree`,
  nothingChosen: "Choose anything in the tree to see its details.",
} as const;

/** The names of attributes as people know them; an attribute that is new here is spelt out from its own name. */
export const ATTRIBUTE: Record<string, string> = {
  cidr_blocks: "IPv4 CIDRs",
  ipv6_cidr_blocks: "IPv6 CIDRs",
  cidr_block: "IPv4 CIDR",
  ipv6_cidr_block: "IPv6 CIDR",
  is_default: "Default VPC",
  state: "State",
  vpc_id: "VPC",
  availability_zone: "Availability zone",
  availability_zone_id: "Zone ID",
  available_ip_count: "Free IPv4 addresses",
  tier: "Tier",
  map_public_ip: "Public IPv4 on launch",
  description: "Description",
  private: "Private zone",
  record_count: "Records",
  comment: "Comment",
  path: "Path",
  created_at: "Created",
  password_last_used: "Password last used",
};
