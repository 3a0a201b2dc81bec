// The tree: a window of rows onto the flat array, with the whole WAI-ARIA tree pattern. The tree
// itself has the focus and names the active row, which therefore always has to be rendered.
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef } from "react";

import { copy } from "./copy";
import type { Places } from "./describe";
import type { Tree } from "./model";
import { commandFor } from "./navigate";
import { hasChildren, nearestRow, standings } from "./rows";
import { type Sought, TreeRow } from "./TreeRow";
import { ROW_HEIGHT, type RowWindow, useRowWindow } from "./useRowWindow";
import { useScrollAnchor } from "./useScrollAnchor";
import { useTypeAhead } from "./useTypeAhead";
import type { ResourcesState } from "./useResources";

export interface ResourceTreeProps {
  readonly tree: Tree;
  readonly places: Places;
  readonly sought: Sought;
  readonly state: ResourcesState;
  readonly busy: boolean;
}

/**
 * The rows in sight, each with a key. A row that is scrolled out hands its elements on to the one that comes into sight:
 * filling them anew takes half the time of making others.
 */
function rowsIn({ first, end }: RowWindow, all: number): { row: number; key: number }[] {
  const size = end - first;
  // When rows above went away, the last ones come into sight.
  const from = Math.max(0, Math.min(first, all - size));
  const until = Math.min(from + size, all);
  return Array.from({ length: until - from }, (_, n) => ({ row: from + n, key: (from + n) % size }));
}

/** Moves rows to where they belong in what is scrolled: all of them at once, as to place each by itself takes longer. */
const placedAt = (row: number) => ({ transform: `translateY(${row * ROW_HEIGHT}px)` });

export function ResourceTree({ tree, places, sought, state, busy }: ResourceTreeProps) {
  const { rows, narrowed, activeRow, selectedKey } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const idOf = (row: number) => `${prefix}${encodeURIComponent(tree.at(rows.nodes[row] ?? -1)?.key ?? "")}`;
  const standing = useMemo(() => standings(tree, narrowed), [tree, narrowed]);
  const { shown, scrollTo } = useRowWindow(scroller, narrowed);

  useScrollAnchor(scroller, tree, rows, state.query, ROW_HEIGHT);
  const reveal = state.reveal;
  useLayoutEffect(() => {
    if (reveal) scrollTo(Math.max(0, nearestRow(tree, rows, reveal.key)), "center");
    // Only a new wish scrolls: not rows that arrive afterwards.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  const goTo = (row: number) => {
    const key = tree.at(rows.nodes[row] ?? -1)?.key;
    if (key === undefined) return;
    state.focus(key);
    scrollTo(row, "nearest");
  };
  const typeAhead = useTypeAhead(tree, rows);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // Shift makes letters and the asterisk; with other keys the browser or a screen reader may have a use for it.
    if (event.shiftKey && (event.key.length > 1 || event.key === " ")) return;
    const node = rows.nodes[activeRow] ?? -1;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const children = hasChildren(tree, narrowed, node);
    const at = { tree, rows, row: activeRow, hasChildren: children, open: state.isOpen(node), page };
    const command = commandFor(event.key, at);
    if (!command) {
      const row = typeAhead(event.key, activeRow);
      if (row === null) return;
      event.preventDefault();
      if (row >= 0) goTo(row);
      return;
    }
    event.preventDefault();
    const key = tree.at(node)?.key ?? "";
    if (command.do === "go") goTo(command.row);
    else if (command.do === "select") state.select(key);
    else if (command.do === "unfold_siblings") state.unfoldSiblings(node);
    else state.fold(key, command.do === "unfold");
  };

  const inSight = rowsIn(shown, rows.nodes.length);
  const from = inSight[0]?.row ?? 0;
  const treeRow = (row: number, key: number | "active") => {
    const index = rows.nodes[row] ?? -1;
    const node = tree.at(index);
    if (!node) return null;
    return (
      <TreeRow
        key={key}
        id={idOf(row)}
        node={node}
        tree={tree}
        places={places}
        sought={sought}
        {...standing(index)}
        open={hasChildren(tree, narrowed, index) ? state.isOpen(index) : undefined}
        active={row === activeRow}
        leaping={shown.leaping && row !== activeRow}
        selected={node.key === selectedKey}
        onSelect={state.select}
        onFold={state.fold}
      />
    );
  };

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={copy.tree}
      aria-busy={busy}
      aria-activedescendant={rows.nodes.length > 0 ? idOf(activeRow) : undefined}
      tabIndex={0}
      className="resources-tree"
      data-rows={rows.nodes.length}
      data-resources={tree.total}
      onKeyDown={onKeyDown}
    >
      <div
        role="none"
        className="resources-rows"
        data-leaping={shown.leaping}
        style={{ height: rows.nodes.length * ROW_HEIGHT }}
      >
        <div role="none" className="resources-group" style={placedAt(from)}>
          {inSight.map(({ row, key }) => treeRow(row, key))}
        </div>
        {(activeRow < from || activeRow >= from + inSight.length) && (
          <div role="none" className="resources-group" style={placedAt(activeRow)}>
            {treeRow(activeRow, "active")}
          </div>
        )}
      </div>
    </div>
  );
}
