// The rules of a security group, read from its attributes and put into words.
import type { Resource } from "../ipc/generated/Resource";
import { copy } from "./copy";

export interface Rule {
  readonly inbound: boolean;
  /** `tcp`, `udp`, `icmp`, a protocol number, or `-1` for all. */
  readonly protocol: string;
  readonly from: number | null;
  readonly to: number | null;
  /** A CIDR block, another security group or a prefix list. */
  readonly peer: string;
  readonly description: string | null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readPeer(peer: unknown): string {
  if (typeof peer === "string" && peer !== "") return peer;
  return peer === null || peer === undefined || peer === "" ? copy.unknownPeer : JSON.stringify(peer);
}

function readRule(value: unknown, inbound: boolean): Rule {
  const fields = isRecord(value) ? value : {};
  const { protocol, from_port: from, to_port: to, description } = fields;
  return {
    inbound,
    protocol: typeof protocol === "string" || typeof protocol === "number" ? String(protocol) : "-1",
    from: typeof from === "number" ? from : null,
    to: typeof to === "number" ? to : null,
    peer: readPeer(fields["peer"]),
    description: typeof description === "string" && description !== "" ? description : null,
  };
}

function listOf(group: Resource, name: "ingress" | "egress"): unknown[] {
  const list = group.attributes[name];
  return Array.isArray(list) ? list : [];
}

/** How many rules a security group has, without reading them. */
export function ruleCount(group: Resource): number {
  return listOf(group, "ingress").length + listOf(group, "egress").length;
}

/** The n-th rule: inbound rules first, in the order in which AWS gave them. */
export function ruleAt(group: Resource, n: number): Rule {
  const inbound = listOf(group, "ingress");
  return n < inbound.length ? readRule(inbound[n], true) : readRule(listOf(group, "egress")[n - inbound.length], false);
}

/** All rules of a security group; other resources have none. */
export function rulesOf(group: Resource): Rule[] {
  if (group.kind !== "security_group") return [];
  return Array.from({ length: ruleCount(group) }, (_, n) => ruleAt(group, n));
}

export function protocolText(rule: Rule): string {
  if (rule.protocol === "-1" || rule.protocol === "all") return copy.allTraffic;
  return /^\d+$/.test(rule.protocol) ? `protocol ${rule.protocol}` : rule.protocol.toUpperCase();
}

export function portsText(rule: Rule): string {
  const { protocol, from, to } = rule;
  if (protocol === "-1" || protocol === "all" || from === null || from === -1) return "";
  if (from === 0 && to === 65535) return copy.allPorts;
  // For ICMP AWS puts the type and the code where the ports are.
  if (protocol.startsWith("icmp")) return to === null || to === -1 ? `type ${from}` : `type ${from} code ${to}`;
  return to === null || to === from ? String(from) : `${from}-${to}`;
}

export function ruleText(rule: Rule): string {
  const traffic = [protocolText(rule), portsText(rule)].filter(Boolean).join(" ");
  return copy.rule(rule.inbound, traffic, rule.peer);
}

/** An item of a list attribute in words: a security group's rule, or the item itself. */
export function listItemText(name: string, item: unknown): string {
  if (name === "ingress" || name === "egress") return ruleText(readRule(item, name === "ingress"));
  return typeof item === "string" ? item : JSON.stringify(item);
}

/** Whether a rule lets the whole internet in; outbound rules to anywhere are what every new group has. */
export function isOpenToAll(rule: Rule): boolean {
  return rule.inbound && (rule.peer === "0.0.0.0/0" || rule.peer === "::/0");
}
