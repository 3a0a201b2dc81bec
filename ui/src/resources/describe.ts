// What a row says: its label, the secondary parts after it, and the name that is read aloud.
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Outcome } from "../ipc/generated/Outcome";
import type { Resource } from "../ipc/generated/Resource";
import { cidrsOf, isSet, numberOf, textOf, titleOf } from "./attributes";
import { copy, kindsText, KIND_ONE } from "./copy";
import { gapsOf, indexOf, ruleOf, type Tree, type TreeNode } from "./model";
import { isOpenToAll, rulesOf, ruleText } from "./rule";

/** Friendly names of regions by code. */
export type Places = ReadonlyMap<string, string>;

function missingId(node: TreeNode): string {
  return node.key.slice(node.place.length + 1);
}

/** What the row begins with; for a resource its name or, without one, its id. */
export function labelOf(node: TreeNode, tree: Tree): string {
  if (node.resource) return titleOf(node.resource);
  const rule = ruleOf(node);
  if (rule) return ruleText(rule);
  if (node.cell) return copy.gap(node.cell.kind, node.cell.outcome, node.cell.detail);
  if (node.type === "account") return tree.accountId;
  if (node.type === "global") return copy.global;
  if (node.type === "empty_regions") return copy.emptyRegions(emptyRegionsIn(node, tree));
  return node.type === "missing_vpc" ? copy.missingVpc(missingId(node)) : node.place;
}

function emptyRegionsIn(node: TreeNode, tree: Tree): number {
  return node.end - indexOf(tree, node.key) - 1;
}

function resourceParts(resource: Resource): string[] {
  const { attributes } = resource;
  const id = titleOf(resource) === resource.id ? [] : [resource.id];
  switch (resource.kind) {
    case "vpc":
      return [isSet(attributes, "is_default") ? copy.isDefault : "", ...cidrsOf(resource), ...id];
    case "subnet":
      return [...cidrsOf(resource), textOf(attributes, "availability_zone") ?? "", tierPart(resource), ...id];
    case "security_group":
      return [rulesOf(resource).some(isOpenToAll) ? copy.anyAddress : "", ...id];
    case "hosted_zone":
      return [zonePart(resource), recordsPart(resource), ...id];
    case "iam_user":
      return [userPath(resource), ...id];
  }
}

function tierPart({ attributes }: Resource): string {
  const tier = textOf(attributes, "tier");
  return tier === null ? "" : copy.tier(tier);
}

function zonePart({ attributes }: Resource): string {
  if (typeof attributes["private"] !== "boolean") return "";
  return attributes["private"] ? copy.zonePrivate : copy.zonePublic;
}

function recordsPart({ attributes }: Resource): string {
  const records = numberOf(attributes, "record_count");
  return records === null ? "" : copy.records(records);
}

function userPath({ attributes }: Resource): string {
  const path = textOf(attributes, "path");
  return path === null || path === "/" ? "" : path;
}

/** `denied: VPCs, subnets`, one text per outcome, for a place that is folded. */
export function gapTexts(cells: readonly CoverageCell[], growing: boolean): string[] {
  const kinds = new Map<Outcome, string[]>();
  for (const { outcome, kind } of gapsOf(cells, growing)) {
    kinds.set(outcome, [...(kinds.get(outcome) ?? []), kindsText(kind)]);
  }
  return [...kinds].map(([outcome, names]) => copy.gapSummary(outcome, names.join(", ")));
}

function placeParts(node: TreeNode, places: Places): string[] {
  const name = node.type === "global" ? copy.globalParts : (places.get(node.place) ?? "");
  const { cells, pending } = node.ledger ?? { cells: [], pending: false };
  return [name, ...gapTexts(cells, pending), pending ? copy.listing : ""];
}

/** What follows the label, most telling first. */
export function partsOf(node: TreeNode, places: Places): string[] {
  if (node.resource) return resourceParts(node.resource).filter(Boolean);
  const rule = ruleOf(node);
  if (rule) return [rule.description ?? "", isOpenToAll(rule) ? copy.anyAddress : ""].filter(Boolean);
  if (node.type === "account") return [copy.account];
  if (node.type === "region" || node.type === "global") return placeParts(node, places).filter(Boolean);
  return [];
}

/** Which of the parts are warnings. */
export function isWarning(node: TreeNode, part: string): boolean {
  if (part === copy.anyAddress) return true;
  return node.ledger !== null && gapTexts(node.ledger.cells, node.ledger.pending).includes(part);
}

/** The kind in words, for rows whose label does not say it. */
export function kindText(node: TreeNode): string {
  return node.resource ? KIND_ONE[node.resource.kind] : "";
}

/** What the count of a node counts. */
export function countedText(node: TreeNode): string {
  const count = node.count ?? 0;
  return node.kind === "security_group" ? copy.rules(count) : copy.resources(count);
}
