// Builds the tree: its frame at once, and what each VPC holds when it is first asked for. Most of 100,000 resources are
// in VPCs that nobody has unfolded; putting them in order too would hold up the first paint.
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Kind } from "../ipc/generated/Kind";
import type { Resource } from "../ipc/generated/Resource";
import { vpcOf } from "./attributes";
import {
  ACCOUNT_KEY,
  gapsOf,
  GLOBAL,
  type Held,
  keyOf,
  type NodeType,
  placeKey,
  RULE_MARK,
  type Tree,
  type TreeInput,
  type TreeNode,
} from "./model";
import { cellsInOrder, putInOrder } from "./order";
import { ruleCount } from "./rule";

interface Contents {
  readonly place: string;
  /** All that is there; in a sketch of a region its VPCs alone. */
  readonly resources: Resource[];
  /** How many are there. */
  total: number;
  readonly cells: Map<Kind, CoverageCell>;
}

/** Siblings that are counted but not made yet, and stand next to each other from `start`. */
interface Stretch {
  readonly start: number;
  readonly parent: number;
  readonly resources: Resource[];
}

/** So many rows are more than a window has room for. */
const SKETCHED_ROWS = 200;
/** Beyond this many, Global starts folded so that the regions stay in sight. */
const GLOBAL_OPEN_LIMIT = 20;
const KINDS_OF_REGION = 3;
const KINDS_OF_GLOBAL = 2;

export function buildTree(input: TreeInput): Tree {
  return grown(input, new Growth(input.growing, false));
}

/**
 * The tree down to its VPCs, as far as a window can show at once, for the first paint: what VPCs hold is neither sorted
 * out nor counted, which is most of the work. Regions and the account are counted, and every key is that of the whole tree.
 */
export function sketchTree(input: TreeInput): Tree {
  return grown(input, new Growth(input.growing, true));
}

function grown(input: TreeInput, growth: Growth): Tree {
  const places = contentsByPlace(input, growth.sketched);
  const account = growth.add("account", ACCOUNT_KEY, -1, "");
  const empty: Contents[] = [];
  let total = 0;
  for (const contents of places) {
    total += contents.total;
    if (contents.place !== GLOBAL && isEmpty(contents, input.growing)) empty.push(contents);
    else growth.addPlace(account, contents);
  }
  growth.addEmpty(account, empty);
  growth.close(account, total, true);
  return growth.treeOf(input.accountId, total);
}

/** Global first, then the regions by code. */
function contentsByPlace({ resources, coverage }: TreeInput, sketched: boolean): Contents[] {
  const places = new Map<string, Contents>();
  const at = (place: string): Contents => {
    let contents = places.get(place);
    if (!contents) places.set(place, (contents = { place, resources: [], total: 0, cells: new Map() }));
    return contents;
  };
  let last = at(GLOBAL);
  for (const cell of coverage) at(cell.region).cells.set(cell.kind, cell);
  for (const resource of sketched ? resources : unique(resources)) {
    // They come region by region: nearly always it is the one before.
    if (resource.region !== last.place) last = at(resource.region);
    last.total++;
    if (!sketched || resource.kind === "vpc" || resource.region === GLOBAL) last.resources.push(resource);
  }
  const rank = (place: string): string => (place === GLOBAL ? "" : place);
  return [...places.values()].sort((a, b) => (rank(a.place) < rank(b.place) ? -1 : 1));
}

/** Each resource once, as it was told last. Ids alone nearly always tell them apart, and are quicker to compare. */
function unique(resources: readonly Resource[]): Iterable<Resource> {
  const ids = new Set(resources.map(({ id }) => id));
  if (ids.size === resources.length) return resources;
  return new Map(resources.map((resource) => [keyOf(resource.region, resource.id), resource])).values();
}

function isPending(contents: Contents, growing: boolean): boolean {
  if (!growing) return false;
  const expected = contents.place === GLOBAL ? KINDS_OF_GLOBAL : KINDS_OF_REGION;
  const answered = [...contents.cells.values()].filter(({ outcome }) => outcome !== "not_attempted");
  return answered.length < expected;
}

function isEmpty(contents: Contents, growing: boolean): boolean {
  if (contents.total > 0 || isPending(contents, growing)) return false;
  return [...contents.cells.values()].every(({ outcome }) => outcome === "empty");
}

/** The array while it grows. */
class Growth {
  /** Undefined where a stretch is not made yet. */
  private readonly nodes: (TreeNode | undefined)[] = [];
  private readonly stretches: Stretch[] = [];
  private readonly frame = new Map<string, number>();
  private readonly held = new Map<string, HeldHere>();
  private readonly totals: Record<Kind, number> = {
    vpc: 0,
    subnet: 0,
    security_group: 0,
    hosted_zone: 0,
    iam_user: 0,
  };

  constructor(
    private readonly growing: boolean,
    readonly sketched: boolean,
  ) {}

  treeOf(accountId: string, total: number): Tree {
    const { nodes, frame, held, totals } = this;
    const makeAll = () => this.makeAll();
    return {
      size: nodes.length,
      at: (index) => nodes[index] ?? this.madeAt(index),
      get nodes() {
        return makeAll();
      },
      frame,
      held,
      total,
      totals,
      accountId,
    };
  }

  /** An inner node or a gap. */
  add(type: NodeType, key: string, parent: number, place: string, cell: CoverageCell | null = null): number {
    const index = this.nodes.length;
    this.put(index, type, key, parent, place, cell?.kind ?? null, null, null, 0, cell, null);
    this.frame.set(key, index);
    return index;
  }

  // Positions instead of an options object: this runs for each of some 200,000 nodes, and twice the
  // objects took twice the time.
  private put(
    index: number,
    type: NodeType,
    key: string,
    parent: number,
    place: string,
    kind: Kind | null,
    resource: Resource | null,
    group: Resource | null,
    nth: number,
    cell: CoverageCell | null,
    ledger: TreeNode["ledger"],
  ): TreeNode {
    const depth = parent < 0 ? 0 : (this.nodes[parent]?.depth ?? 0) + 1;
    return (this.nodes[index] = {
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
  }

  /** Ends an inner node that has so many resources beneath. */
  close(index: number, count: number | null, open = false): void {
    const node = this.nodes[index];
    if (!node) return;
    node.open = open;
    node.end = this.nodes.length;
    node.count = count;
  }

  addPlace(parent: number, contents: Contents): void {
    const { place, total } = contents;
    const key = placeKey(place);
    const type = place === GLOBAL ? "global" : "region";
    const ledger = { cells: cellsInOrder(contents.cells.values()), pending: isPending(contents, this.growing) };
    const index = this.nodes.length;
    this.put(index, type, key, parent, place, null, null, null, 0, null, ledger);
    this.frame.set(key, index);
    for (const cell of gapsOf(ledger.cells, this.growing)) this.add("gap", `${key}/${cell.kind}`, index, place, cell);
    if (!this.sketched || this.nodes.length < SKETCHED_ROWS) this.addHeld(index, contents);
    this.close(index, total, total > 0 && (place !== GLOBAL || total <= GLOBAL_OPEN_LIMIT));
  }

  /** Listed VPCs with what they hold, then VPCs that others only name, then what no VPC holds. */
  private addHeld(parent: number, { place, resources }: Contents): void {
    const { vpcs, inside, loose } = this.byHolder(resources);
    const indices = new Map<string, number>();
    for (const vpc of putInOrder(vpcs)) {
      const index = this.nodes.length;
      this.put(index, "resource", keyOf(place, vpc.id), parent, place, "vpc", vpc, null, 0, null, null);
      this.addHolder(index, vpc.id, inside.get(vpc.id) ?? [], indices);
      inside.delete(vpc.id);
    }
    for (const [id, resources] of [...inside].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const index = this.nodes.length;
      // The key of the VPC itself: when it arrives later, the node stays as unfolded as it was.
      this.put(index, "missing_vpc", keyOf(place, id), parent, place, null, null, null, 0, null, null);
      this.addHolder(index, id, resources, indices);
    }
    const start = this.nodes.length;
    this.addStretch(parent, loose);
    this.held.set(place, new HeldHere(resources, indices, start, (index) => this.madeAt(index)));
  }

  private addHolder(index: number, id: string, resources: Resource[], indices: Map<string, number>): void {
    indices.set(id, index);
    this.addStretch(index, resources);
    this.close(index, this.sketched ? null : resources.length);
  }

  private addStretch(parent: number, resources: Resource[]): void {
    if (resources.length === 0) return;
    const start = this.nodes.length;
    this.stretches.push({ start, parent, resources });
    let size = resources.length;
    for (const one of resources) if (one.kind === "security_group") size += ruleCount(one);
    // One by one: an array that is given a length of over 100,000 becomes a slow one in WebKit.
    for (let n = 0; n < size; n++) this.nodes.push(undefined);
  }

  private byHolder(resources: readonly Resource[]) {
    const vpcs: Resource[] = [];
    const inside = new Map<string, Resource[]>();
    const loose: Resource[] = [];
    for (const resource of resources) {
      this.totals[resource.kind]++;
      const vpc = vpcOf(resource);
      const others = vpc === null ? undefined : inside.get(vpc);
      if (resource.kind === "vpc") vpcs.push(resource);
      else if (vpc === null) loose.push(resource);
      else if (others) others.push(resource);
      else inside.set(vpc, [resource]);
    }
    return { vpcs, inside, loose };
  }

  /** The node at an index, after making its stretch if that is not made yet. */
  private madeAt(index: number): TreeNode | undefined {
    const made = this.nodes[index];
    if (made || index < 0 || index >= this.nodes.length) return made;
    let low = 0;
    let high = this.stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.stretches[middle]?.start ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const stretch = this.stretches[low];
    if (stretch) this.make(stretch);
    return this.nodes[index];
  }

  private makeAll(): readonly TreeNode[] {
    for (const stretch of this.stretches) if (!this.nodes[stretch.start]) this.make(stretch);
    return this.nodes as TreeNode[];
  }

  private make({ start, parent, resources }: Stretch): void {
    let index = start;
    for (const resource of putInOrder(resources)) {
      const { kind, region, id } = resource;
      const key = keyOf(region, id);
      const node = this.put(index, "resource", key, parent, region, kind, resource, null, 0, null, null);
      if (kind === "security_group") this.makeRules(index, node, resource);
      index = node.end;
    }
  }

  private makeRules(parent: number, node: TreeNode, group: Resource): void {
    const { key, place, kind } = node;
    const rules = ruleCount(group);
    node.count = rules;
    node.end = parent + 1 + rules;
    for (let nth = 0; nth < rules; nth++) {
      const own = `${key}${RULE_MARK}${nth}`;
      this.put(parent + 1 + nth, "rule", own, parent, place, kind, null, group, nth, null, null);
    }
  }

  /** Regions with nothing in them are folded into one node, unless there is only one. */
  addEmpty(account: number, regions: readonly Contents[]): void {
    if (regions.length < 2) {
      for (const region of regions) this.addPlace(account, region);
      return;
    }
    const group = this.add("empty_regions", "empty-regions", account, "");
    for (const region of regions) this.addPlace(group, region);
    this.close(group, 0);
  }
}

/** What a place holds; where something is, is noted when what stands beside it is first asked for. */
class HeldHere implements Held {
  private byId: Map<string, Resource> | null = null;

  constructor(
    readonly resources: readonly Resource[],
    private readonly indices: Map<string, number>,
    private readonly looseStart: number,
    private readonly at: (index: number) => TreeNode | undefined,
  ) {}

  indexOf(id: string): number {
    const known = this.indices.get(id);
    if (known !== undefined) return known;
    const resource = (this.byId ??= new Map(this.resources.map((one) => [one.id, one]))).get(id);
    if (!resource) return -1;
    const vpc = vpcOf(resource);
    const first = vpc === null ? this.looseStart : (this.indices.get(vpc) ?? -1) + 1;
    const parent = this.at(first)?.parent;
    for (let index = first, node = this.at(index); node && node.parent === parent; node = this.at((index = node.end))) {
      if (node.resource) this.indices.set(node.resource.id, index);
    }
    return this.indices.get(id) ?? -1;
  }
}
