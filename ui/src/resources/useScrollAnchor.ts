// Resources that arrive above must not push what a person is reading: the first row in sight stays
// where it is when the tree is built anew.
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

import { indexOf, type Tree } from "./model";
import { type Rows, rowOf } from "./rows";
import type { Query } from "./search";

/** What was in sight, as it was then. */
interface Sight {
  readonly tree: Tree;
  readonly rows: Rows;
  readonly query: Query;
  readonly scrollTop: number;
  readonly clientHeight: number;
}

/** Where the first row that was in sight is now; the next one stands in for one that is gone. */
function topNow(before: Sight, tree: Tree, rows: Rows, rowHeight: number): number | null {
  const first = Math.floor(before.scrollTop / rowHeight);
  const offset = before.scrollTop - first * rowHeight;
  const seen = before.rows.nodes.subarray(first, first + Math.ceil(before.clientHeight / rowHeight));
  for (const [n, index] of seen.entries()) {
    const row = rowOf(rows, indexOf(tree, before.tree.at(index)?.key ?? ""));
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
  const last = useRef<Sight | null>(null);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const before = last.current;
    if (before && before.query !== query) {
      // Other matches begin at the top; after a search the selected row is revealed instead.
      element.scrollTo({ top: 0 });
    } else if (before && before.tree !== tree) {
      const top = topNow(before, tree, rows, rowHeight);
      if (top !== null && top !== element.scrollTop) element.scrollTo({ top });
    }
    last.current = { tree, rows, query, scrollTop: element.scrollTop, clientHeight: element.clientHeight };
  }, [scroller, tree, rows, query, rowHeight]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const keep = () => {
      const { scrollTop, clientHeight } = element;
      if (last.current) last.current = { ...last.current, scrollTop, clientHeight };
    };
    element.addEventListener("scroll", keep, { passive: true });
    return () => element.removeEventListener("scroll", keep);
  }, [scroller]);
}
