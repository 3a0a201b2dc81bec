// Search as you type: a keystroke is one pass over the texts and the CIDR blocks of the index.
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import type { SearchIndex } from "./indexing";
import { gapsOf, type Tree, type TreeNode } from "./model";
import { overlaps, parseRange, type Range } from "./net";
import type { Narrowed } from "./rows";

export interface Query {
  readonly text: string;
  readonly kind: Kind | null;
  readonly outcome: Outcome | null;
  readonly region: string | null;
}

export const NO_QUERY: Query = { text: "", kind: null, outcome: null, region: null };

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

/** 1 for the nodes of which every term is said. */
export function hitsOf(tree: Tree, index: SearchIndex, query: Query): Uint8Array {
  const terms = termsOf(query.text);
  const hits = new Uint8Array(tree.size);
  if (terms.length === 0) return hits.fill(1);
  const rehearsed = terms.length === 1 ? index.rehearsed.get(terms[0] ?? "") : undefined;
  if (rehearsed) return rehearsed;
  const range = rangeOf(query.text);
  const whole = range ? asWhole(terms[0] ?? "") : null;
  index.texts.find(terms).forEach((entries, n) => {
    const mark = (entry: number) => markOwners(hits, n, index, entry);
    for (const entry of entries) if (!whole || whole.test(index.texts.textOf(entry))) mark(entry);
    if (range) findByRange(index, range, mark);
    else index.heads.find(terms[n] ?? "", index.texts, mark);
  });
  if (terms.length > 1) for (let node = 0; node < hits.length; node++) hits[node] = hits[node] === terms.length ? 1 : 0;
  return hits;
}

/** Counts the terms of nodes: each has the first n when it comes to the next, or is out. */
function markOwners(hits: Uint8Array, n: number, { owners, shared }: SearchIndex, entry: number): void {
  const owner = owners[entry] ?? 0;
  if (owner >= 0) {
    if (hits[owner] === n) hits[owner] = n + 1;
    return;
  }
  for (const node of shared[~owner] ?? []) if (hits[node] === n) hits[node] = n + 1;
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
  return kept(index, match, filtered ? (node) => isPassing(tree, node, query) : null);
}

/** What is shown for the sake of the matches: the ways to them, and what they hold. */
export function kept(index: SearchIndex, match: Uint8Array, passing: ((node: number) => boolean) | null): Narrowed {
  const { parents, ends } = index;
  const open = new Uint8Array(match.length);
  let matches = 0;
  let count = 0;
  // From the end: what is in a node is done before the node itself.
  for (let node = match.length - 1; node >= 0; node--) {
    if (match[node] === 1) matches++;
    else if (open[node] === 0) continue;
    count++;
    const parent = parents[node] ?? -1;
    if (parent >= 0) open[parent] = 1;
  }
  // Not as long as all of the tree, which with every key would be a megabyte to clear away.
  const found = new Int32Array(count);
  for (let node = 0, row = 0; row < count; node++) if (match[node] === 1 || open[node] === 1) found[row++] = node;
  let keep: Uint8Array | null = null;
  return {
    match,
    open,
    matches,
    filtered: passing !== null,
    found,
    ends,
    get keep() {
      return (keep ??= keepOf(index, found, open, passing));
    },
  };
}

/** The rows that were found, and what is in those that are folded: it is within reach. */
function keepOf(
  index: SearchIndex,
  found: Int32Array,
  open: Uint8Array,
  passing: ((node: number) => boolean) | null,
): Uint8Array {
  const keep = new Uint8Array(open.length);
  for (const node of found) {
    keep[node] = 1;
    if (open[node] === 0) keepHeld(index, node, keep, passing);
  }
  return keep;
}

function keepHeld(
  { parents, ends }: SearchIndex,
  node: number,
  keep: Uint8Array,
  passing: ((node: number) => boolean) | null,
): void {
  const end = ends[node] ?? 0;
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
