// Search as you type: every node's text is lower-cased and joined once, CIDR blocks become numbers
// once, and a keystroke is one pass over both.
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import type { Resource } from "../ipc/generated/Resource";
import { cidrsOf, titleOf } from "./attributes";
import { labelOf, type Places } from "./describe";
import { Haystack } from "./haystack";
import { gapsOf, ruleOf, type Tree, type TreeNode } from "./model";
import { overlaps, parseRange, type Range, type Range6 } from "./net";
import type { Narrowed } from "./rows";
import { type Rule, ruleText } from "./rule";

export interface Query {
  readonly text: string;
  readonly kind: Kind | null;
  readonly outcome: Outcome | null;
  readonly region: string | null;
}

export const NO_QUERY: Query = { text: "", kind: null, outcome: null, region: null };

/** One entry for each text: the rules of many groups are worded alike, and then share one. */
export interface SearchIndex {
  /** Everything that can be searched, lower case, one item a line. */
  readonly texts: Haystack;
  /** By entry: the nodes that say so. */
  readonly nodesOf: readonly (number | number[])[];
  /** IPv4 ranges as parallel columns: entry, first and last address. */
  readonly entries4: readonly number[];
  readonly starts4: readonly number[];
  readonly ends4: readonly number[];
  readonly ranges6: readonly { entry: number; range: Range6 }[];
  /** What the nodes say of themselves, as columns. */
  readonly parents: Int32Array;
  readonly ends: Int32Array;
  readonly depths: Uint8Array;
}

function resourceText(resource: Resource): string {
  let text = `${titleOf(resource)}\n${resource.arn}`;
  if (!resource.arn.includes(resource.id)) text += `\n${resource.id}`;
  for (const cidr of cidrsOf(resource)) text += `\n${cidr}`;
  for (const name in resource.tags) text += `\n${name}=${resource.tags[name] ?? ""}`;
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
  private readonly nodesOf: (number | number[])[] = [];
  /** The entries of the rules, by text. */
  private readonly shared = new Map<string, number[]>();
  private readonly entries4: number[] = [];
  private readonly starts4: number[] = [];
  private readonly ends4: number[] = [];
  private readonly ranges6: { entry: number; range: Range6 }[] = [];
  private readonly parents: Int32Array;
  private readonly ends: Int32Array;
  private readonly depths: Uint8Array;
  private next = 0;
  private made: SearchIndex | null = null;

  constructor(
    private readonly tree: Tree,
    private readonly places: Places,
  ) {
    this.parents = new Int32Array(tree.size);
    this.ends = new Int32Array(tree.size);
    this.depths = new Uint8Array(tree.size);
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
    const { texts, nodesOf, entries4, starts4, ends4, ranges6, parents, ends, depths } = this;
    return (this.made ??= { texts, nodesOf, entries4, starts4, ends4, ranges6, parents, ends, depths });
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
    this.depths[index] = node.depth;
    const rule = ruleOf(node);
    const text = textOf(node, rule, this.tree, this.places).toLowerCase();
    const alike = rule ? this.shared.get(text) : undefined;
    if (alike) {
      alike.push(index);
      return;
    }
    const entry = this.texts.add(text);
    const nodes = rule ? [index] : index;
    this.nodesOf.push(nodes);
    if (typeof nodes !== "number") this.shared.set(text, nodes);
    this.takeBlocks(entry, node.resource ? cidrsOf(node.resource) : blocksOfRule(rule));
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

/** The words of a query, lower case; all of them have to be found. */
export function termsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The address or block that a query is, as a whole. */
export function rangeOf(text: string): Range | null {
  return parseRange(text.trim());
}

export function isNothing(query: Query): boolean {
  return termsOf(query.text).length === 0 && !query.kind && !query.outcome && !query.region;
}

// 10.1.2.3 as a text is also in 10.1.2.32/28, which does not hold it.
function asWhole(term: string): RegExp {
  const escaped = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![0-9a-f.:])${escaped}(?![0-9a-f.:])`);
}

/** Marks the nodes of what was found. */
function marker({ nodesOf }: SearchIndex, hits: Uint8Array): (entry: number) => void {
  return (entry) => {
    const nodes = nodesOf[entry] ?? [];
    if (typeof nodes === "number") hits[nodes] = 1;
    else for (const node of nodes) hits[node] = 1;
  };
}

function findByRange(index: SearchIndex, range: Range, found: (entry: number) => void): void {
  if (range.family === 6) {
    for (const { entry, range: block } of index.ranges6) if (overlaps(block, range)) found(entry);
    return;
  }
  const { start, end } = range;
  index.entries4.forEach((entry, i) => {
    if ((index.starts4[i] ?? 0) <= end && start <= (index.ends4[i] ?? 0)) found(entry);
  });
}

function hitsOf(tree: Tree, index: SearchIndex, query: Query): Uint8Array {
  const hits = new Uint8Array(tree.size);
  const terms = termsOf(query.text);
  if (terms.length === 0) return hits.fill(1);
  const mark = marker(index, hits);
  const range = rangeOf(query.text);
  const whole = range ? asWhole(terms[0] ?? "") : null;
  for (const entry of index.texts.find(terms)) if (!whole || whole.test(index.texts.textOf(entry))) mark(entry);
  if (range) findByRange(index, range, mark);
  return hits;
}

function hasEmptyCell(node: TreeNode, kind: Kind | null): boolean {
  if (node.type !== "region" && node.type !== "global") return false;
  return (node.ledger?.cells ?? []).some((cell) => cell.outcome === "empty" && (kind === null || cell.kind === kind));
}

/** Whether the filters let a node be asked for. */
function passes(node: TreeNode, { kind, outcome, region }: Query): boolean {
  if (region !== null && node.place !== region) return false;
  if (outcome === "empty") return hasEmptyCell(node, kind);
  if (kind !== null && node.kind !== kind) return false;
  if (outcome === null) return true;
  if (outcome === "found") return node.type === "resource" || node.type === "rule";
  return node.cell?.outcome === outcome;
}

/** What is left of the tree; null when nothing is asked for. */
export function narrow(tree: Tree, index: SearchIndex, query: Query): Narrowed | null {
  if (isNothing(query)) return null;
  const hits = hitsOf(tree, index, query);
  const filtered = isFiltered(query);
  const match = filtered ? matchesOf(tree, index, query, hits) : hits;
  const passing = filtered ? (node: number) => isPassing(tree, node, query) : null;
  const keep = new Uint8Array(tree.size);
  const open = new Uint8Array(tree.size);
  let matches = 0;
  for (let node = 0; node < tree.size; node++) {
    if (match[node] === 0) continue;
    matches++;
    keep[node] = 1;
    openWay(index.parents, node, open, keep);
  }
  for (let node = 0; node < tree.size; node++) {
    if (match[node] === 1 && open[node] === 0) keepHeld(index, node, keep, passing);
  }
  return { keep, match, open, matches, ends: index.ends, depths: index.depths };
}

/** Unfolds what a match is in, up to where another match has done so. */
function openWay(parents: Int32Array, node: number, open: Uint8Array, keep: Uint8Array): void {
  for (let up = parents[node] ?? -1; up >= 0 && open[up] === 0; up = parents[up] ?? -1) {
    open[up] = 1;
    keep[up] = 1;
  }
}

/** What a match holds when no other match is in it: it stays within reach, folded. */
function keepHeld(
  { parents, ends }: SearchIndex,
  node: number,
  keep: Uint8Array,
  passing: ((node: number) => boolean) | null,
): void {
  const end = ends[node] ?? 0;
  if (end === node + 1) return;
  if (!passing) {
    keep.fill(1, node + 1, end);
    return;
  }
  for (let held = node + 1; held < end; held++) {
    if (!passing(held)) continue;
    for (let up = held; up > node && keep[up] === 0; up = parents[up] ?? -1) keep[up] = 1;
  }
}

function isFiltered({ kind, outcome, region }: Query): boolean {
  return kind !== null || outcome !== null || region !== null;
}

function isPassing(tree: Tree, index: number, query: Query): boolean {
  const node = tree.at(index);
  return node !== undefined && passes(node, query);
}

/** What was asked for. Where the filters hide a node that was found, what it holds counts instead. */
function matchesOf(tree: Tree, { parents }: SearchIndex, query: Query, hits: Uint8Array): Uint8Array {
  const onlyFilters = termsOf(query.text).length === 0;
  const match = new Uint8Array(tree.size);
  const handedDown = new Uint8Array(tree.size);
  for (let i = 0; i < tree.size; i++) {
    if (hits[i] === 0 && handedDown[parents[i] ?? 0] !== 1) continue;
    const node = tree.at(i);
    if (!node) continue;
    if (!passes(node, query)) handedDown[i] = 1;
    else if (!onlyFilters || !isFrame(node, query)) match[i] = 1;
  }
  return match;
}

/** With filters alone only resources and gaps count; the rest is the frame around them. */
function isFrame(node: TreeNode, query: Query): boolean {
  if (query.outcome === "empty") return false;
  return node.type !== "resource" && node.type !== "gap";
}

/** The outcomes that a tree has nodes for, for the filter's choices. */
export function outcomesIn(tree: Tree, growing: boolean): Outcome[] {
  const found = new Set<Outcome>();
  if (tree.total > 0) found.add("found");
  for (const node of placesOf(tree)) {
    for (const gap of gapsOf(node.ledger?.cells ?? [], growing)) found.add(gap.outcome);
    if (hasEmptyCell(node, null)) found.add("empty");
  }
  return [...found];
}

/** Global and the regions, without a walk over everything in them. */
export function placesOf(tree: Tree): TreeNode[] {
  const nodes = [...tree.frame.values()].map((index) => tree.at(index));
  return nodes.filter((node) => node?.type === "region" || node?.type === "global") as TreeNode[];
}
