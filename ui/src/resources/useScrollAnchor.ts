// Resources that arrive above must not push what a person is reading: the first row in sight stays
// where it is when the tree is built anew.
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

import { indexOf, type Tree } from "./model";
import { type Rows, rowOf } from "./rows";
import type { Query } from "./search";

interface Anchor {
  /** The rows in sight, so that the next one can stand in for one that is gone. */
  readonly keys: readonly string[];
  /** How far the first row is scrolled out. */
  readonly offset: number;
}

function anchorAt(scrollTop: number, height: number, tree: Tree, rows: Rows, rowHeight: number): Anchor {
  const first = Math.floor(scrollTop / rowHeight);
  const shown = rows.nodes.subarray(first, first + Math.ceil(height / rowHeight));
  const keys = Array.from(shown, (index) => tree.at(index)?.key ?? "");
  return { keys, offset: scrollTop - first * rowHeight };
}

function topOf({ keys, offset }: Anchor, tree: Tree, rows: Rows, rowHeight: number): number | null {
  for (const [n, key] of keys.entries()) {
    const row = rowOf(rows, indexOf(tree, key));
    if (row >= 0) return Math.max(0, (row - n) * rowHeight + offset);
  }
  return null;
}

export function useScrollAnchor(
  scroller: RefObject<HTMLDivElement | null>,
  tree: Tree,
  rows: Rows,
  query: Query,
  rowHeight: number,
): void {
  const last = useRef<{ tree: Tree; rows: Rows; query: Query; anchor: Anchor } | null>(null);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const before = last.current;
    if (before && before.query !== query) {
      // Other matches begin at the top; after a search the selected row is revealed instead.
      element.scrollTo({ top: 0 });
    } else if (before && before.tree !== tree) {
      const top = topOf(before.anchor, tree, rows, rowHeight);
      if (top !== null && top !== element.scrollTop) element.scrollTo({ top });
    }
    const anchor = anchorAt(element.scrollTop, element.clientHeight, tree, rows, rowHeight);
    last.current = { tree, rows, query, anchor };
  }, [scroller, tree, rows, query, rowHeight]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const keep = () => {
      if (!last.current) return;
      const { tree, rows } = last.current;
      const anchor = anchorAt(element.scrollTop, element.clientHeight, tree, rows, rowHeight);
      last.current = { ...last.current, anchor };
    };
    element.addEventListener("scroll", keep, { passive: true });
    return () => element.removeEventListener("scroll", keep);
  }, [scroller, rowHeight]);
}
