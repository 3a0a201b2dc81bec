// The search index: every text is lower-cased and joined once, CIDR blocks become numbers once.
import type { Resource } from "../ipc/generated/Resource";
import { cidrsOf, titleOf } from "./attributes";
import { labelOf, type Places } from "./describe";
import { Haystack } from "./haystack";
import { Heads } from "./heads";
import { ruleOf, type Tree, type TreeNode } from "./model";
import { parseRange, type Range6 } from "./net";
import { type Rule, ruleText } from "./rule";

/** One entry for what is a node's own, and one for each text that many share: tags, and the words of rules. */
export interface SearchIndex {
  /** Everything that can be searched, lower case. */
  readonly texts: Haystack;
  /** What goes before lines of these texts. */
  readonly heads: Heads;
  /** By entry: the node that says so, or for a text that many share `~n`, and they are in `shared[n]`. */
  readonly owners: readonly number[];
  readonly shared: readonly (readonly number[])[];
  /** IPv4 ranges as parallel columns: entry, first and last address. */
  readonly entries4: readonly number[];
  readonly starts4: readonly number[];
  readonly ends4: readonly number[];
  readonly ranges6: readonly { entry: number; range: Range6 }[];
  /** What the nodes say of themselves, as columns. */
  readonly parents: Int32Array;
  readonly ends: Int32Array;
  /** What terms find, as far as that was rehearsed. */
  readonly rehearsed: Map<string, Uint8Array>;
}

/** The lines that every resource's own text begins with. */
const TITLE = 0;
const ID = 1;
const NAME_TAG = "Name";

/** The title, the id, and the CIDR blocks, a line each: see {@link TITLE}. */
function resourceText(resource: Resource): string {
  // Terms have no white space in them, so nothing is lost by what a line break becomes.
  let text = `${titleOf(resource).replaceAll("\n", " ")}\n${resource.id}`;
  for (const cidr of cidrsOf(resource)) text += `\n${cidr}`;
  return text;
}

function textOf(node: TreeNode, rule: Rule | null, tree: Tree, places: Places): string {
  if (node.resource) return resourceText(node.resource);
  if (rule) return rule.description ? `${ruleText(rule)}\n${rule.description}` : ruleText(rule);
  const label = labelOf(node, tree);
  return node.type === "region" ? `${label}\n${places.get(node.place) ?? ""}` : label;
}

/** The blocks by which an address finds a node. */
export function blocksOf(node: TreeNode): string[] {
  return node.resource ? cidrsOf(node.resource) : blocksOfRule(ruleOf(node));
}

/** "Any address" holds every address, so it tells nothing. */
function blocksOfRule(rule: Rule | null): string[] {
  const peer = rule?.peer ?? "";
  return peer.includes("/") && !peer.endsWith("/0") ? [peer] : [];
}

/** So many nodes take about a millisecond. */
const PIECE = 200;

/** Makes a search index piece by piece, so that a big one does not hold the window up. */
export class Indexing {
  private readonly texts = new Haystack();
  private readonly heads = new Heads();
  private readonly owners: number[] = [];
  private readonly shared: number[][] = [];
  /** The nodes of rules, by their words. */
  private readonly rules = new Map<string, number[]>();
  /** The nodes of tags, by name and value. */
  private readonly tags = new Map<string, Map<string, number[]>>();
  private readonly entries4: number[] = [];
  private readonly starts4: number[] = [];
  private readonly ends4: number[] = [];
  private readonly ranges6: { entry: number; range: Range6 }[] = [];
  private readonly parents: Int32Array;
  private readonly ends: Int32Array;
  private next = 0;
  private made: SearchIndex | null = null;

  constructor(
    private readonly tree: Tree,
    private readonly places: Places,
  ) {
    this.parents = new Int32Array(tree.size);
    this.ends = new Int32Array(tree.size);
  }

  /** Takes nodes for so many milliseconds; false when none is left. */
  advance(time: number): boolean {
    const end = performance.now() + time;
    while (this.next < this.tree.size && performance.now() < end) this.take(PIECE);
    return this.next < this.tree.size;
  }

  /** The whole index, always the same one; what is still missing is made now. */
  finish(): SearchIndex {
    this.take(this.tree.size);
    const { texts, heads, owners, shared, entries4, starts4, ends4, ranges6, parents, ends } = this;
    const rehearsed = new Map<string, Uint8Array>();
    return (this.made ??= {
      texts,
      heads,
      owners,
      shared,
      entries4,
      starts4,
      ends4,
      ranges6,
      parents,
      ends,
      rehearsed,
    });
  }

  private take(count: number): void {
    for (const end = Math.min(this.next + count, this.tree.size); this.next < end; this.next++) {
      const node = this.tree.at(this.next);
      if (node) this.takeOne(node, this.next);
    }
  }

  private takeOne(node: TreeNode, index: number): void {
    this.parents[index] = node.parent;
    this.ends[index] = node.end;
    const rule = ruleOf(node);
    const text = textOf(node, rule, this.tree, this.places).toLowerCase();
    if (rule) {
      const entry = this.takeShared(this.rules, text, text, index);
      if (entry !== null) this.takeBlocks(entry, blocksOfRule(rule));
      return;
    }
    const entry = this.add(text, index);
    if (!node.resource) return;
    this.takeBlocks(entry, cidrsOf(node.resource));
    this.takeArn(node.resource, entry);
    this.takeTags(node.resource, entry, index);
  }

  private add(text: string, owner: number): number {
    const entry = this.texts.add(text);
    this.owners[entry] = owner;
    return entry;
  }

  /** The new entry of a text that nobody said before, or null. */
  private takeShared(known: Map<string, number[]>, key: string, text: string, index: number): number | null {
    const alike = known.get(key);
    if (alike) {
      alike.push(index);
      return null;
    }
    const nodes = [index];
    known.set(key, nodes);
    return this.add(text, ~(this.shared.push(nodes) - 1));
  }

  private takeArn(resource: Resource, entry: number): void {
    const arn = resource.arn.toLowerCase();
    const lines = [titleOf(resource), resource.id].map((line) => line.toLowerCase());
    const line = [ID, TITLE].find((line) => arn.endsWith(lines[line] ?? ""));
    if (line === undefined) this.add(arn, this.owners[entry] ?? 0);
    else this.heads.add(arn.slice(0, arn.length - (lines[line] ?? "").length), line, entry);
  }

  private takeTags(resource: Resource, entry: number, index: number): void {
    const title = titleOf(resource);
    for (const name in resource.tags) {
      const value = resource.tags[name] ?? "";
      if (name === NAME_TAG && value === title) {
        this.heads.add("name=", TITLE, entry);
        continue;
      }
      let values = this.tags.get(name);
      if (!values) this.tags.set(name, (values = new Map<string, number[]>()));
      this.takeShared(values, value, `${name}=${value}`.toLowerCase(), index);
    }
  }

  private takeBlocks(entry: number, blocks: readonly string[]): void {
    for (const block of blocks) {
      const range = parseRange(block);
      if (range?.family === 6) this.ranges6.push({ entry, range });
      if (range?.family !== 4) continue;
      this.entries4.push(entry);
      this.starts4.push(range.start);
      this.ends4.push(range.end);
    }
  }
}

export function indexTree(tree: Tree, places: Places): SearchIndex {
  return new Indexing(tree, places).finish();
}
