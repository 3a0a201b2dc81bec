// Which nodes are rows at the moment: those whose ancestors are all unfolded and that search keeps.
import { indexOf, type Tree } from "./model";

/** What search and filters leave of a tree; all arrays are by node index. */
export interface Narrowed {
  /** 1 for a node that may be shown. Made when it is asked for: nobody needs it before a fold changes. */
  readonly keep: Uint8Array;
  /** 1 for a node that was asked for, not only shown for what it holds. */
  readonly match: Uint8Array;
  /** 1 for a node that has a match beneath. */
  readonly open: Uint8Array;
  readonly matches: number;
  /** Whether a match that is folded holds some things that may not be shown. */
  readonly filtered: boolean;
  /** The rows while nobody has folded anything: the matches and the ways to them, ascending. */
  readonly found: Int32Array;
  /** The ends of all nodes: walking over these is quicker than over the nodes themselves. */
  readonly ends: Int32Array;
}

/** What a person did to the folds: a start for all nodes, and exceptions by key. */
export interface Folds {
  readonly start: "given" | "all" | "none";
  readonly changed: ReadonlyMap<string, boolean>;
}

export const GIVEN_FOLDS: Folds = { start: "given", changed: new Map() };

export interface Rows {
  /** Node indices from top to bottom, ascending. */
  readonly nodes: Int32Array;
}

export function isOpen(tree: Tree, folds: Folds, narrowed: Narrowed | null, index: number): boolean {
  const node = tree.at(index);
  if (!node) return false;
  const changed = folds.changed.size > 0 ? folds.changed.get(node.key) : undefined;
  if (changed !== undefined) return changed;
  if (folds.start !== "given") return folds.start === "all" || node.depth === 0;
  return narrowed ? narrowed.open[index] === 1 : node.open;
}

/** Whether a row has anything to unfold; search may have left nothing of it. */
export function hasChildren(tree: Tree, narrowed: Narrowed | null, index: number): boolean {
  const end = tree.at(index)?.end ?? 0;
  if (!narrowed?.filtered || narrowed.open[index] === 1) return end > index + 1;
  return shownChildren(tree, narrowed, index).length > 0;
}

export function visibleRows(tree: Tree, folds: Folds, narrowed: Narrowed | null): Rows {
  if (narrowed && folds === GIVEN_FOLDS) return { nodes: narrowed.found };
  const nodes = new Int32Array(tree.size);
  const keep = narrowed?.keep;
  let rows = 0;
  for (let index = 0; index < tree.size;) {
    const end = narrowed?.ends[index] ?? tree.at(index)?.end ?? tree.size;
    if (keep?.[index] === 0) {
      index = end;
      continue;
    }
    nodes[rows] = index;
    rows++;
    index = end > index + 1 && isOpen(tree, folds, narrowed, index) ? index + 1 : end;
  }
  return { nodes: nodes.subarray(0, rows) };
}

/** Where a node stands among the siblings that are shown, itself included: from 1, and how many there are. */
export interface Standing {
  readonly position: number;
  readonly size: number;
}

/** Tells where nodes stand among their siblings; what a parent holds is gone through once. */
export function standings(tree: Tree, narrowed: Narrowed | null): (index: number) => Standing {
  const known = new Map<number, readonly number[]>();
  return (index) => {
    const parent = tree.at(index)?.parent ?? -1;
    if (parent < 0) return { position: 1, size: 1 };
    let shown = known.get(parent);
    if (!shown) known.set(parent, (shown = shownChildren(tree, narrowed, parent)));
    return { position: placeIn(shown, index) + 1, size: shown.length };
  };
}

/** Whether search lets a child of this node be shown: in one that holds matches, they and the ways to them. */
function shownIn(narrowed: Narrowed | null, parent: number): (child: number) => boolean {
  if (!narrowed) return () => true;
  const { match, open } = narrowed;
  if (open[parent] === 1) return (child) => match[child] === 1 || open[child] === 1;
  const { keep } = narrowed;
  return (child) => keep[child] === 1;
}

/** The children of a node that are shown when it is unfolded, ascending. */
function shownChildren(tree: Tree, narrowed: Narrowed | null, parent: number): number[] {
  const end = tree.at(parent)?.end ?? 0;
  const shown: number[] = [];
  const isShown = shownIn(narrowed, parent);
  for (let child = parent + 1; child < end; child = narrowed?.ends[child] ?? tree.at(child)?.end ?? end) {
    if (isShown(child)) shown.push(child);
  }
  return shown;
}

/** The place of a number among ascending ones, or -1. */
function placeIn(numbers: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = numbers[middle] ?? 0;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The row of a node, or -1. */
export function rowOf(rows: Rows, index: number): number {
  return placeIn(rows.nodes, index);
}

/** The row of the node with this key or, where a fold or search hides it, of its nearest shown ancestor. */
export function nearestRow(tree: Tree, rows: Rows, key: string | null): number {
  let index = key === null ? -1 : indexOf(tree, key);
  while (index >= 0) {
    const row = rowOf(rows, index);
    if (row >= 0) return row;
    index = tree.at(index)?.parent ?? -1;
  }
  return -1;
}

/** The folds after unfolding all ancestors of a node. */
export function withAncestorsOpen(tree: Tree, folds: Folds, index: number): Folds {
  const changed = new Map(folds.changed);
  let node = tree.at(tree.at(index)?.parent ?? -1);
  while (node) {
    changed.set(node.key, true);
    node = tree.at(node.parent);
  }
  return { ...folds, changed };
}

export function withFold(folds: Folds, key: string, open: boolean): Folds {
  return { ...folds, changed: new Map(folds.changed).set(key, open) };
}

/** The folds after unfolding a node and all its siblings. */
export function withSiblingsOpen(tree: Tree, folds: Folds, index: number): Folds {
  const changed = new Map(folds.changed);
  const parent = tree.at(index)?.parent ?? -1;
  const end = parent < 0 ? 1 : (tree.at(parent)?.end ?? 0);
  for (let sibling = parent + 1; sibling < end;) {
    const node = tree.at(sibling);
    if (!node) break;
    if (node.end > sibling + 1) changed.set(node.key, true);
    sibling = node.end;
  }
  return { ...folds, changed };
}
