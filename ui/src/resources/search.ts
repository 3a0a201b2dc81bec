// Search as you type: every node's text is lower-cased and joined once, CIDR blocks become numbers
// once, and a keystroke is one pass over both.
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import type { Resource } from "../ipc/generated/Resource";
import { cidrsOf, titleOf } from "./attributes";
import { labelOf, type Places } from "./describe";
import { gapsOf, ruleOf, type Tree, type TreeNode } from "./model";
import { overlaps, parseRange, type Range, type Range6 } from "./net";
import type { Narrowed } from "./rows";
import { ruleText } from "./rule";

export interface Query {
  readonly text: string;
  readonly kind: Kind | null;
  readonly outcome: Outcome | null;
  readonly region: string | null;
}

export const NO_QUERY: Query = { text: "", kind: null, outcome: null, region: null };

export interface SearchIndex {
  /** By node: everything that can be searched, lower case, one item a line. */
  readonly texts: readonly string[];
  /** IPv4 ranges as parallel columns: node, first and last address. */
  readonly nodes4: readonly number[];
  readonly starts4: readonly number[];
  readonly ends4: readonly number[];
  readonly ranges6: readonly { node: number; range: Range6 }[];
}

function resourceText(resource: Resource): string {
  let text = `${titleOf(resource)}\n${resource.arn}`;
  if (!resource.arn.includes(resource.id)) text += `\n${resource.id}`;
  for (const cidr of cidrsOf(resource)) text += `\n${cidr}`;
  for (const name in resource.tags) text += `\n${name}=${resource.tags[name] ?? ""}`;
  return text;
}

function textOf(node: TreeNode, tree: Tree, places: Places): string {
  if (node.resource) return resourceText(node.resource);
  const rule = ruleOf(node);
  if (rule) return rule.description ? `${ruleText(rule)}\n${rule.description}` : ruleText(rule);
  const label = labelOf(node, tree);
  return node.type === "region" ? `${label}\n${places.get(node.place) ?? ""}` : label;
}

/** The blocks by which an address finds a node. "Any address" holds every address, so it tells nothing. */
export function blocksOf(node: TreeNode): string[] {
  if (node.resource) return cidrsOf(node.resource);
  const peer = ruleOf(node)?.peer ?? "";
  return peer.includes("/") && !peer.endsWith("/0") ? [peer] : [];
}

/** Makes a search index piece by piece, so that a big one does not hold the window up. */
export class Indexing {
  private readonly texts: string[] = [];
  private readonly nodes4: number[] = [];
  private readonly starts4: number[] = [];
  private readonly ends4: number[] = [];
  private readonly ranges6: { node: number; range: Range6 }[] = [];

  constructor(
    private readonly tree: Tree,
    private readonly places: Places,
  ) {}

  /** Takes the next so many nodes; false when none is left. */
  advance(count: number): boolean {
    const from = this.texts.length;
    for (const node of this.tree.nodes.slice(from, from + count)) this.take(node);
    return this.texts.length < this.tree.nodes.length;
  }

  /** The whole index; what is still missing is made now. */
  finish(): SearchIndex {
    this.advance(this.tree.nodes.length);
    const { texts, nodes4, starts4, ends4, ranges6 } = this;
    return { texts, nodes4, starts4, ends4, ranges6 };
  }

  private take(node: TreeNode): void {
    const index = this.texts.length;
    this.texts.push(textOf(node, this.tree, this.places).toLowerCase());
    for (const block of blocksOf(node)) {
      const range = parseRange(block);
      if (range?.family === 6) this.ranges6.push({ node: index, range });
      if (range?.family !== 4) continue;
      this.nodes4.push(index);
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

function hitsByText(index: SearchIndex, query: Query, hits: Uint8Array): void {
  const terms = termsOf(query.text);
  const [first = "", ...others] = terms;
  const whole = rangeOf(query.text) ? asWhole(first) : null;
  index.texts.forEach((text, node) => {
    if (!text.includes(first) || !others.every((term) => text.includes(term))) return;
    if (!whole || whole.test(text)) hits[node] = 1;
  });
}

function hitsByRange(index: SearchIndex, range: Range, hits: Uint8Array): void {
  if (range.family === 6) {
    for (const { node, range: block } of index.ranges6) if (overlaps(block, range)) hits[node] = 1;
    return;
  }
  const { start, end } = range;
  index.nodes4.forEach((node, i) => {
    if ((index.starts4[i] ?? 0) <= end && start <= (index.ends4[i] ?? 0)) hits[node] = 1;
  });
}

function hitsOf(tree: Tree, index: SearchIndex, query: Query): Uint8Array {
  const hits = new Uint8Array(tree.nodes.length);
  if (termsOf(query.text).length === 0) return hits.fill(1);
  hitsByText(index, query, hits);
  const range = rangeOf(query.text);
  if (range) hitsByRange(index, range, hits);
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
  const { match, matches } = matchesOf(tree, query, hits);
  const open = new Uint8Array(tree.nodes.length);
  climb(tree, (node, parent) => {
    if (match[node] === 1 || open[node] === 1) open[parent] = 1;
  });
  const keep = keptOf(tree, query, match, open);
  climb(tree, (node, parent) => {
    if (keep[node] === 1) keep[parent] = 1;
  });
  return { keep, match, open, matches };
}

/** Visits every node but the account, children before their parents. */
function climb(tree: Tree, visit: (node: number, parent: number) => void): void {
  for (let node = tree.nodes.length - 1; node > 0; node--) visit(node, tree.nodes[node]?.parent ?? 0);
}

/** What was asked for. Where the filters hide a node that was found, what it holds counts instead. */
function matchesOf(tree: Tree, query: Query, hits: Uint8Array): { match: Uint8Array; matches: number } {
  const onlyFilters = termsOf(query.text).length === 0;
  const match = new Uint8Array(tree.nodes.length);
  const handedDown = new Uint8Array(tree.nodes.length);
  let matches = 0;
  tree.nodes.forEach((node, i) => {
    if (hits[i] === 0 && handedDown[node.parent] !== 1) return;
    if (!passes(node, query)) {
      handedDown[i] = 1;
    } else if (!onlyFilters || !isFrame(node, query)) {
      match[i] = 1;
      matches++;
    }
  });
  return { match, matches };
}

/** The matches, and what a match holds when no other match is in it: it stays within reach, folded. */
function keptOf(tree: Tree, query: Query, match: Uint8Array, open: Uint8Array): Uint8Array {
  const keep = Uint8Array.from(match);
  const held = new Uint8Array(tree.nodes.length);
  tree.nodes.forEach(({ parent }, i) => {
    if (held[parent] === 1 || (match[parent] === 1 && open[parent] !== 1)) held[i] = 1;
  });
  tree.nodes.forEach((node, i) => {
    if (held[i] === 1 && passes(node, query)) keep[i] = 1;
  });
  return keep;
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
  const nodes = [...tree.frame.values()].map((index) => tree.nodes[index]);
  return nodes.filter((node) => node?.type === "region" || node?.type === "global") as TreeNode[];
}
