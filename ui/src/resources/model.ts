// The tree of an account's resources as one flat array in pre-order: a node's subtree is the stretch
// from its index to its `end`. Rows, search and keyboard are walks over this array.
// Only its frame is made at once, down to the VPCs; where everything will be is known by counting.
// Identity is (place, id): default VPCs and subnets may carry the same id in several regions.
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import type { Resource } from "../ipc/generated/Resource";
import { type Rule, ruleAt } from "./rule";

export type NodeType = "account" | "global" | "region" | "empty_regions" | "missing_vpc" | "resource" | "rule" | "gap";

export interface TreeNode {
  readonly type: NodeType;
  /** Unique in the tree and the same after the tree was built anew: see {@link indexOf}. */
  readonly key: string;
  /** The index of the parent, -1 for the account. */
  readonly parent: number;
  readonly depth: number;
  /** The index after the last node of the subtree. */
  end: number;
  /** How many resources (for a security group: rules) are beneath; null for leaves. */
  count: number | null;
  /** Whether it starts unfolded. */
  open: boolean;
  /** A region's code, `global`, or nothing for what is above both. */
  readonly place: string;
  readonly kind: Kind | null;
  /** Only on the node of a resource. */
  readonly resource: Resource | null;
  /** The security group of a rule, and which of its rules this is. */
  readonly group: Resource | null;
  readonly nth: number;
  /** What could not be listed, on a gap. */
  readonly cell: CoverageCell | null;
  /** What the ledger says of a region or of Global. */
  readonly ledger: PlaceLedger | null;
}

export interface PlaceLedger {
  readonly cells: readonly CoverageCell[];
  /** Whether answers are still to come. */
  readonly pending: boolean;
}

export interface Tree {
  /** How many nodes there are. */
  readonly size: number;
  /** The node at an index; what a VPC holds is put in order and made when it is first asked for. */
  readonly at: (index: number) => TreeNode | undefined;
  /** All nodes, which makes those that nobody asked for yet. */
  readonly nodes: readonly TreeNode[];
  /** The indices of nodes that stand for no resource, by key. */
  readonly frame: ReadonlyMap<string, number>;
  /** What each place holds. */
  readonly held: ReadonlyMap<string, Held>;
  /** How many resources there are. */
  readonly total: number;
  readonly totals: Readonly<Record<Kind, number>>;
  readonly accountId: string;
}

/** What a place holds, by id. */
export interface Held {
  readonly resources: readonly Resource[];
  /** The index of a resource or of a VPC that was only named, or -1. */
  readonly indexOf: (id: string) => number;
}

export interface TreeInput {
  readonly accountId: string;
  readonly resources: readonly Resource[];
  readonly coverage: readonly CoverageCell[];
  readonly growing: boolean;
}

export const GLOBAL = "global";
export const ACCOUNT_KEY = "account";
export const RULE_MARK = "#";

const GAPS: ReadonlySet<Outcome> = new Set<Outcome>([
  "denied",
  "disabled",
  "throttled",
  "unreachable",
  "not_attempted",
]);

export function keyOf(place: string, id: string): string {
  return `${place}/${id}`;
}

export function placeKey(place: string): string {
  return `place/${place}`;
}

/** The index of a resource's node, or -1. */
export function indexOfResource(tree: Tree, place: string, id: string): number {
  return tree.held.get(place)?.indexOf(id) ?? -1;
}

/** The index of the node with this key, or -1. */
export function indexOf(tree: Tree, key: string): number {
  const framed = tree.frame.get(key);
  if (framed !== undefined) return framed;
  const slash = key.indexOf("/");
  const place = key.slice(0, slash);
  const id = key.slice(slash + 1);
  const held = indexOfResource(tree, place, id);
  return held >= 0 ? held : indexOfRule(tree, place, id);
}

function indexOfRule(tree: Tree, place: string, id: string): number {
  const mark = id.lastIndexOf(RULE_MARK);
  const group = mark < 0 ? -1 : indexOfResource(tree, place, id.slice(0, mark));
  const nth = Number(id.slice(mark + 1));
  const rule = group + 1 + nth;
  return group >= 0 && tree.at(rule)?.group === tree.at(group)?.resource ? rule : -1;
}

/** The rule that a node stands for. */
export function ruleOf(node: TreeNode): Rule | null {
  return node.group ? ruleAt(node.group, node.nth) : null;
}

/** The cells that AWS gave no answer for. While discovery runs, "not attempted" only means "not yet". */
export function gapsOf(cells: Iterable<CoverageCell>, growing: boolean): CoverageCell[] {
  return [...cells].filter(({ outcome }) => GAPS.has(outcome) && !(growing && outcome === "not_attempted"));
}
