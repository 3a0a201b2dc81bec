// A resource's attributes as labelled facts, and its relations to others. Nothing is left out: an
// attribute that is not known here is shown under its own name.
import type { Resource } from "../ipc/generated/Resource";
import { when } from "../components/time";
import { vpcOf } from "./attributes";
import { ATTRIBUTE, copy, KIND_MANY } from "./copy";
import { labelOf } from "./describe";
import { indexOf, indexOfResource, type Tree } from "./model";
import { rulesOf } from "./rule";

export interface Fact {
  readonly label: string;
  readonly values: readonly string[];
}

export interface Relation {
  readonly label: string;
  readonly others: readonly { readonly key: string; readonly label: string }[];
}

/** Shown in tables of their own. */
const ELSEWHERE = new Set(["ingress", "egress"]);
/** Shown in the reader's own zone. */
const MOMENTS = new Set(["created_at", "password_last_used"]);
/** Only the id of what is linked under Relations. */
const AS_RELATION = new Set(["vpc_id"]);

/** What an attribute is called. */
export function labelFor(name: string): string {
  const words = name.replaceAll("_", " ");
  return ATTRIBUTE[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as a person reads it. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return copy.none;
  if (typeof value === "boolean") return value ? copy.yes : copy.no;
  if (typeof value === "number") return copy.number(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function factsOf(resource: Resource): Fact[] {
  return Object.entries(resource.attributes)
    .filter(([name]) => !ELSEWHERE.has(name) && !AS_RELATION.has(name))
    .map(([name, value]) => ({ label: labelFor(name), values: valuesOf(name, value) }));
}

function valuesOf(name: string, value: unknown): string[] {
  if (MOMENTS.has(name) && typeof value === "string") return [when(value)];
  if (!Array.isArray(value)) return [inWords(value)];
  return value.length > 0 ? value.map(inWords) : [copy.none];
}

function related(tree: Tree, index: number): Relation["others"][number] | null {
  const node = tree.at(index);
  return node ? { key: node.key, label: labelOf(node, tree) } : null;
}

function holderOf(tree: Tree, resource: Resource): Relation[] {
  const vpc = vpcOf(resource);
  const other = vpc === null ? null : related(tree, indexOfResource(tree, resource.region, vpc));
  return other ? [{ label: copy.vpc, others: [other] }] : [];
}

function heldBy(tree: Tree, index: number): Relation[] {
  const end = tree.at(index)?.end ?? 0;
  const others = { subnet: [] as number[], security_group: [] as number[] };
  for (let child = index + 1; child < end; child = tree.at(child)?.end ?? end) {
    const kind = tree.at(child)?.kind;
    if (kind === "subnet" || kind === "security_group") others[kind].push(child);
  }
  return (["subnet", "security_group"] as const).flatMap((kind) => {
    const found = others[kind].map((child) => related(tree, child)).filter((other) => other !== null);
    return found.length > 0 ? [{ label: KIND_MANY[kind], others: found }] : [];
  });
}

/** The groups that this group's rules name, and those whose rules name it. */
function groupRelations(tree: Tree, group: Resource): Relation[] {
  const names = new Set(rulesOf(group).map(({ peer }) => indexOfResource(tree, group.region, peer)));
  const own = indexOfResource(tree, group.region, group.id);
  const named = [...names].filter((index) => index >= 0 && index !== own).map((index) => related(tree, index));
  const naming = groupsNaming(tree, group).map((index) => related(tree, index));
  return [
    { label: copy.namesGroups, others: named.filter((other) => other !== null) },
    { label: copy.usedByRulesOf, others: naming.filter((other) => other !== null) },
  ].filter(({ others }) => others.length > 0);
}

function groupsNaming(tree: Tree, group: Resource): number[] {
  const found: number[] = [];
  for (const other of tree.held.get(group.region)?.resources ?? []) {
    if (other.kind !== "security_group" || other.id === group.id) continue;
    if (rulesOf(other).some(({ peer }) => peer === group.id)) found.push(indexOfResource(tree, group.region, other.id));
  }
  return found.sort((a, b) => a - b);
}

/** Where a resource belongs, what it holds, and which groups name each other. */
export function relationsOf(tree: Tree, key: string): Relation[] {
  const index = indexOf(tree, key);
  const node = tree.at(index);
  if (node?.type === "missing_vpc") return heldBy(tree, index);
  const resource = node?.resource;
  if (!resource) return [];
  if (resource.kind === "vpc") return heldBy(tree, index);
  const groups = resource.kind === "security_group" ? groupRelations(tree, resource) : [];
  return [...holderOf(tree, resource), ...groups];
}
