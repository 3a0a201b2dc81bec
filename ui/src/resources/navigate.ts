// The keyboard of the WAI-ARIA tree pattern as a pure function: a key and where one is give what to do.
// https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
import { labelOf } from "./describe";
import type { Tree } from "./model";
import { type Rows, rowOf } from "./rows";

export type Command =
  | { readonly do: "go"; readonly row: number }
  | { readonly do: "fold" | "unfold" | "unfold_siblings" | "select"; readonly node: number };

export interface Position {
  readonly tree: Tree;
  readonly rows: Rows;
  /** The row that has the focus. */
  readonly row: number;
  readonly hasChildren: boolean;
  readonly open: boolean;
  /** How many rows a page has. */
  readonly page: number;
}

function clamp(row: number, rows: Rows): number {
  return Math.max(0, Math.min(rows.nodes.length - 1, row));
}

function onRight(at: Position, node: number): Command | null {
  if (!at.hasChildren) return null;
  return at.open ? { do: "go", row: at.row + 1 } : { do: "unfold", node };
}

function onLeft(at: Position, node: number): Command | null {
  if (at.hasChildren && at.open) return { do: "fold", node };
  const parent = at.tree.at(node)?.parent ?? -1;
  return parent < 0 ? null : { do: "go", row: rowOf(at.rows, parent) };
}

/** What a key does, or null when the tree has no use for it. */
export function commandFor(key: string, at: Position): Command | null {
  const node = at.rows.nodes[at.row];
  if (node === undefined) return null;
  const go = (row: number): Command => ({ do: "go", row: clamp(row, at.rows) });
  switch (key) {
    case "ArrowDown":
      return go(at.row + 1);
    case "ArrowUp":
      return go(at.row - 1);
    case "PageDown":
      return go(at.row + at.page);
    case "PageUp":
      return go(at.row - at.page);
    case "Home":
      return go(0);
    case "End":
      return go(at.rows.nodes.length - 1);
    case "ArrowRight":
      return onRight(at, node);
    case "ArrowLeft":
      return onLeft(at, node);
    case "*":
      return { do: "unfold_siblings", node };
    case "Enter":
    case " ":
      return { do: "select", node };
    default:
      return null;
  }
}

function rowBeginning(tree: Tree, rows: Rows, first: number, wanted: string): number {
  const all = rows.nodes.length;
  for (let step = 0; step < all; step++) {
    const row = (first + step) % all;
    const node = tree.at(rows.nodes[row] ?? -1);
    if (node && labelOf(node, tree).toLowerCase().startsWith(wanted)) return row;
  }
  return -1;
}

/** The next row, around the end, whose label begins with what was typed; -1 when none does. */
export function typeAheadRow(tree: Tree, rows: Rows, from: number, typed: string): number {
  const wanted = typed.toLowerCase();
  const [letter = "", ...others] = wanted;
  if (others.length > 0) {
    const row = rowBeginning(tree, rows, from, wanted);
    // The same letter again and again walks through all that begin with it.
    if (row >= 0 || others.some((other) => other !== letter)) return row;
  }
  return rowBeginning(tree, rows, from + 1, letter);
}
