// The tree of an account's resources as one flat array in pre-order: a node's subtree is the stretch
// from its index to its `end`. Rows, search and keyboard are walks over this array.
// Identity is (place, id): default VPCs and subnets may carry the same id in several regions.
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import type { Resource } from "../ipc/generated/Resource";
import { vpcOf } from "./attributes";
import { cellsInOrder, putInOrder } from "./order";
import { type Rule, ruleAt, ruleCount } from "./rule";

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
  readonly nodes: readonly TreeNode[];
  /** The indices of nodes that stand for no resource, by key. */
  readonly frame: ReadonlyMap<string, number>;
  /** The indices of resources (and of VPCs that were only named) by place and id. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** How many resources there are. */
  readonly total: number;
  readonly accountId: string;
}

export interface TreeInput {
  readonly accountId: string;
  readonly resources: readonly Resource[];
  readonly coverage: readonly CoverageCell[];
  readonly growing: boolean;
}

interface Contents {
  readonly place: string;
  readonly resources: Map<string, Resource>;
  readonly cells: Map<Kind, CoverageCell>;
}

export const GLOBAL = "global";
export const ACCOUNT_KEY = "account";
const RULE_MARK = "#";
/** Beyond this many, Global starts folded so that the regions stay in sight. */
const GLOBAL_OPEN_LIMIT = 20;
const KINDS_OF_REGION = 3;
const KINDS_OF_GLOBAL = 2;

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
  return tree.held.get(place)?.get(id) ?? -1;
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
  return group >= 0 && tree.nodes[rule]?.group === tree.nodes[group]?.resource ? rule : -1;
}

/** The rule that a node stands for. */
export function ruleOf(node: TreeNode): Rule | null {
  return node.group ? ruleAt(node.group, node.nth) : null;
}

/** The cells that AWS gave no answer for. While discovery runs, "not attempted" only means "not yet". */
export function gapsOf(cells: Iterable<CoverageCell>, growing: boolean): CoverageCell[] {
  return [...cells].filter(({ outcome }) => GAPS.has(outcome) && !(growing && outcome === "not_attempted"));
}

export function buildTree(input: TreeInput): Tree {
  const growth = new Growth(input.growing);
  const places = contentsByPlace(input);
  const account = growth.add("account", ACCOUNT_KEY, -1, "");
  const empty: Contents[] = [];
  for (const contents of places) {
    if (contents.place !== GLOBAL && isEmpty(contents, input.growing)) empty.push(contents);
    else growth.addPlace(account, contents);
  }
  growth.addEmpty(account, empty);
  const total = growth.close(account, true);
  return { nodes: growth.nodes, frame: growth.frame, held: growth.held, total, accountId: input.accountId };
}

/** Global first, then the regions by code. */
function contentsByPlace({ resources, coverage }: TreeInput): Contents[] {
  const places = new Map<string, Contents>();
  const at = (place: string): Contents => {
    let contents = places.get(place);
    if (!contents) places.set(place, (contents = { place, resources: new Map(), cells: new Map() }));
    return contents;
  };
  at(GLOBAL);
  for (const cell of coverage) at(cell.region).cells.set(cell.kind, cell);
  for (const resource of resources) at(resource.region).resources.set(resource.id, resource);
  const rank = (place: string): string => (place === GLOBAL ? "" : place);
  return [...places.values()].sort((a, b) => (rank(a.place) < rank(b.place) ? -1 : 1));
}

function isPending(contents: Contents, growing: boolean): boolean {
  if (!growing) return false;
  const expected = contents.place === GLOBAL ? KINDS_OF_GLOBAL : KINDS_OF_REGION;
  const answered = [...contents.cells.values()].filter(({ outcome }) => outcome !== "not_attempted");
  return answered.length < expected;
}

function isEmpty(contents: Contents, growing: boolean): boolean {
  if (contents.resources.size > 0 || isPending(contents, growing)) return false;
  return [...contents.cells.values()].every(({ outcome }) => outcome === "empty");
}

/** The array while it grows. */
class Growth {
  readonly nodes: TreeNode[] = [];
  readonly frame = new Map<string, number>();
  readonly held = new Map<string, Map<string, number>>();

  constructor(private readonly growing: boolean) {}

  /** An inner node or a gap. */
  add(type: NodeType, key: string, parent: number, place: string, cell: CoverageCell | null = null): number {
    const index = this.push(type, key, parent, place, cell?.kind ?? null, null, null, 0, cell, null);
    this.frame.set(key, index);
    return index;
  }

  // Positions instead of an options object: this runs for each of some 200,000 nodes, and twice the
  // objects took twice the time.
  private push(
    type: NodeType,
    key: string,
    parent: number,
    place: string,
    kind: Kind | null,
    resource: Resource | null,
    group: Resource | null,
    nth: number,
    cell: CoverageCell | null,
    ledger: PlaceLedger | null,
  ): number {
    const index = this.nodes.length;
    const depth = parent < 0 ? 0 : (this.nodes[parent]?.depth ?? 0) + 1;
    this.nodes.push({
      type,
      key,
      parent,
      depth,
      end: index + 1,
      count: null,
      open: false,
      place,
      kind,
      resource,
      group,
      nth,
      cell,
      ledger,
    });
    return index;
  }

  /** Ends an inner node and counts the resources beneath it. */
  close(index: number, open = false): number {
    const node = this.nodes[index];
    if (!node) return 0;
    node.open = open;
    node.end = this.nodes.length;
    let count = 0;
    for (let child = index + 1; child < node.end; child = this.nodes[child]?.end ?? node.end) {
      count += this.weight(child);
    }
    node.count = count;
    return count;
  }

  /** How many resources a finished node stands for, itself included. */
  private weight(index: number): number {
    const node = this.nodes[index];
    if (!node) return 0;
    const itself = node.type === "resource" ? 1 : 0;
    // The count of a security group is that of its rules, which are no resources.
    return node.kind === "security_group" ? itself : itself + (node.count ?? 0);
  }

  addPlace(parent: number, contents: Contents): number {
    const { place, resources } = contents;
    const key = placeKey(place);
    const type = place === GLOBAL ? "global" : "region";
    const ledger = { cells: cellsInOrder(contents.cells.values()), pending: isPending(contents, this.growing) };
    const index = this.push(type, key, parent, place, null, null, null, 0, null, ledger);
    this.frame.set(key, index);
    for (const cell of gapsOf(ledger.cells, this.growing)) this.add("gap", `${key}/${cell.kind}`, index, place, cell);
    this.addHeld(index, contents);
    this.close(index, resources.size > 0 && (place !== GLOBAL || resources.size <= GLOBAL_OPEN_LIMIT));
    return index;
  }

  /** Listed VPCs with what they hold, then VPCs that others only name, then what no VPC holds. */
  private addHeld(parent: number, { place, resources }: Contents): void {
    const { vpcs, held, loose } = byHolder(resources.values());
    const ids = new Map<string, number>();
    this.held.set(place, ids);
    for (const vpc of putInOrder(vpcs)) {
      const index = this.addResource(parent, vpc, ids);
      this.addAll(index, held.get(vpc.id) ?? [], ids);
      this.close(index);
      held.delete(vpc.id);
    }
    for (const [id, inside] of [...held].sort(([a], [b]) => (a < b ? -1 : 1))) {
      // The key of the VPC itself: when it arrives later, the node stays as unfolded as it was.
      const index = this.push("missing_vpc", keyOf(place, id), parent, place, null, null, null, 0, null, null);
      ids.set(id, index);
      this.addAll(index, inside, ids);
      this.close(index);
    }
    this.addAll(parent, loose, ids);
  }

  private addAll(parent: number, resources: Resource[], ids: Map<string, number>): void {
    for (const resource of putInOrder(resources)) this.addResource(parent, resource, ids);
  }

  private addResource(parent: number, resource: Resource, ids: Map<string, number>): number {
    const { kind, region, id } = resource;
    const key = keyOf(region, id);
    const index = this.push("resource", key, parent, region, kind, resource, null, 0, null, null);
    ids.set(id, index);
    if (kind === "security_group") this.addRules(index, key, resource);
    return index;
  }

  private addRules(parent: number, key: string, group: Resource): void {
    const rules = ruleCount(group);
    for (let nth = 0; nth < rules; nth++) {
      const { region, kind } = group;
      this.push("rule", `${key}${RULE_MARK}${nth}`, parent, region, kind, null, group, nth, null, null);
    }
    const node = this.nodes[parent];
    if (!node) return;
    node.end = this.nodes.length;
    node.count = rules;
  }

  /** Regions with nothing in them are folded into one node, unless there is only one. */
  addEmpty(account: number, regions: readonly Contents[]): void {
    if (regions.length < 2) {
      for (const region of regions) this.addPlace(account, region);
      return;
    }
    const group = this.add("empty_regions", "empty-regions", account, "");
    for (const region of regions) this.addPlace(group, region);
    this.close(group);
  }
}

function byHolder(resources: Iterable<Resource>) {
  const vpcs: Resource[] = [];
  const held = new Map<string, Resource[]>();
  const loose: Resource[] = [];
  for (const resource of resources) {
    const vpc = vpcOf(resource);
    if (resource.kind === "vpc") vpcs.push(resource);
    else if (vpc === null) loose.push(resource);
    else {
      const inside = held.get(vpc);
      if (inside) inside.push(resource);
      else held.set(vpc, [resource]);
    }
  }
  return { vpcs, held, loose };
}
