// The tree: a window of rows onto the flat array, with the whole WAI-ARIA tree pattern. The tree
// itself has the focus and names the active row, which therefore always has to be rendered.
import { defaultRangeExtractor, type Range as RowRange, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useId, useLayoutEffect, useMemo, useRef } from "react";

import { copy } from "./copy";
import type { Places } from "./describe";
import type { Tree } from "./model";
import { commandFor } from "./navigate";
import { hasChildren, nearestRow, siblingCounter } from "./rows";
import { type Sought, TreeRow } from "./TreeRow";
import { useScrollAnchor } from "./useScrollAnchor";
import { useTypeAhead } from "./useTypeAhead";
import type { ResourcesState } from "./useResources";

export const ROW_HEIGHT = 32;
const OVERSCAN = 8;

export interface ResourceTreeProps {
  readonly tree: Tree;
  readonly places: Places;
  readonly sought: Sought;
  readonly state: ResourcesState;
  readonly busy: boolean;
}

export function ResourceTree({ tree, places, sought, state, busy }: ResourceTreeProps) {
  const { rows, narrowed, activeRow, selectedKey } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const idOf = (row: number) => `${prefix}${encodeURIComponent(tree.nodes[rows.nodes[row] ?? -1]?.key ?? "")}`;
  const siblings = useMemo(() => siblingCounter(tree, narrowed), [tree, narrowed]);

  const withActive = useCallback(
    (range: RowRange) => {
      const shown = defaultRangeExtractor(range);
      return shown.includes(activeRow) || activeRow >= range.count ? shown : [...shown, activeRow];
    },
    [activeRow],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called, never kept
  const virtual = useVirtualizer({
    count: rows.nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (row) => tree.nodes[rows.nodes[row] ?? -1]?.key ?? row,
    rangeExtractor: withActive,
    overscan: OVERSCAN,
  });

  useScrollAnchor(scroller, tree, rows, state.query, ROW_HEIGHT);
  const reveal = state.reveal;
  useLayoutEffect(() => {
    if (reveal) virtual.scrollToIndex(Math.max(0, nearestRow(tree, rows, reveal.key)), { align: "center" });
    // Only a new wish scrolls: not rows that arrive afterwards.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  const goTo = (row: number) => {
    const key = tree.nodes[rows.nodes[row] ?? -1]?.key;
    if (key === undefined) return;
    state.focus(key);
    virtual.scrollToIndex(row, { align: "auto" });
  };
  const typeAhead = useTypeAhead(tree, rows);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
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
    const key = tree.nodes[node]?.key ?? "";
    if (command.do === "go") goTo(command.row);
    else if (command.do === "select") state.select(key);
    else if (command.do === "unfold_siblings") state.unfoldSiblings(node);
    else state.fold(key, command.do === "unfold");
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
      <div role="none" className="resources-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index: row, key, start }) => {
          const index = rows.nodes[row] ?? -1;
          const node = tree.nodes[index];
          if (!node) return null;
          return (
            <TreeRow
              key={key}
              id={idOf(row)}
              node={node}
              tree={tree}
              places={places}
              sought={sought}
              position={rows.positions[row] ?? 1}
              size={siblings(index)}
              open={hasChildren(tree, narrowed, index) ? state.isOpen(index) : undefined}
              active={row === activeRow}
              selected={node.key === selectedKey}
              top={start}
              onSelect={state.select}
              onFold={state.fold}
            />
          );
        })}
      </div>
    </div>
  );
}
