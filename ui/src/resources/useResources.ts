// What a person did to the tree: folds, the focused and the selected row, the search. Everything is
// kept by key, so that it survives a tree that grows.
import { useCallback, useMemo, useState } from "react";

import { indexOf, type Tree } from "./model";
import {
  type Folds,
  GIVEN_FOLDS,
  isOpen,
  type Narrowed,
  nearestRow,
  type Rows,
  visibleRows,
  withAncestorsOpen,
  withFold,
  withSiblingsOpen,
} from "./rows";
import { type Indexing, narrow, NO_QUERY, type Query } from "./search";

/** A wish to scroll to a row; a new object for every wish. */
export interface Reveal {
  readonly key: string;
}

export interface ResourcesState {
  readonly query: Query;
  readonly narrowed: Narrowed | null;
  readonly rows: Rows;
  readonly activeRow: number;
  readonly selectedKey: string | null;
  readonly reveal: Reveal | null;
  readonly isOpen: (index: number) => boolean;
  readonly ask: (query: Query) => void;
  readonly focus: (key: string) => void;
  readonly select: (key: string) => void;
  readonly fold: (key: string, open: boolean) => void;
  readonly unfoldSiblings: (index: number) => void;
  readonly foldAll: (start: "all" | "none") => void;
  /** Selects a node wherever it is: unfolds the way to it and ends a search that hides it. */
  readonly goTo: (key: string) => void;
}

interface Kept {
  readonly query: Query;
  readonly folds: Folds;
  /** Folds while searching; they end with the search. */
  readonly foundFolds: Folds;
  readonly activeKey: string | null;
  readonly selectedKey: string | null;
  readonly reveal: Reveal | null;
}

const START: Kept = {
  query: NO_QUERY,
  folds: GIVEN_FOLDS,
  foundFolds: GIVEN_FOLDS,
  activeKey: null,
  selectedKey: null,
  reveal: null,
};

export function useResources(tree: Tree, indexing: Indexing): ResourcesState {
  const [kept, setKept] = useState(START);
  const { query, activeKey, selectedKey, reveal } = kept;
  const narrowed = useMemo(
    () => (query === NO_QUERY ? null : narrow(tree, indexing.finish(), query)),
    [tree, indexing, query],
  );
  const searching = narrowed !== null;
  const folds = searching ? kept.foundFolds : kept.folds;
  const rows = useMemo(() => visibleRows(tree, folds, narrowed), [tree, folds, narrowed]);
  const activeRow = Math.max(0, nearestRow(tree, rows, activeKey ?? selectedKey));

  const refold = useCallback(
    (change: (folds: Folds) => Folds) =>
      setKept((before) =>
        searching ? { ...before, foundFolds: change(before.foundFolds) } : { ...before, folds: change(before.folds) },
      ),
    [searching],
  );
  const goTo = (key: string) => setKept((before) => withGoal(before, tree, narrowed, key));
  const focus = useCallback((key: string) => setKept((before) => ({ ...before, activeKey: key })), []);
  const select = useCallback(
    (key: string) => setKept((before) => ({ ...before, activeKey: key, selectedKey: key })),
    [],
  );
  const fold = useCallback((key: string, open: boolean) => refold((before) => withFold(before, key, open)), [refold]);

  return {
    query,
    narrowed,
    rows,
    activeRow,
    selectedKey,
    reveal,
    isOpen: (node) => isOpen(tree, folds, narrowed, node),
    ask: (next) => setKept((before) => withQuery(before, tree, next)),
    focus,
    select,
    fold,
    unfoldSiblings: (node) => refold((before) => withSiblingsOpen(tree, before, node)),
    foldAll: (start) => refold(() => ({ start, changed: new Map() })),
    goTo,
  };
}

function isSame(a: Query, b: Query): boolean {
  return a.text === b.text && a.kind === b.kind && a.outcome === b.outcome && a.region === b.region;
}

function withQuery(before: Kept, tree: Tree, next: Query): Kept {
  if (isSame(before.query, next)) return before;
  if (!isSame(next, NO_QUERY)) return { ...before, query: next, foundFolds: GIVEN_FOLDS };
  const ended = { ...before, query: NO_QUERY, foundFolds: GIVEN_FOLDS };
  const { selectedKey } = before;
  // What was chosen among the matches stays in sight when the search ends.
  return selectedKey === null ? ended : withGoal(ended, tree, null, selectedKey);
}

function withGoal(before: Kept, tree: Tree, narrowed: Narrowed | null, key: string): Kept {
  const index = indexOf(tree, key);
  if (index < 0) return before;
  const goal = { activeKey: key, selectedKey: key, reveal: { key } };
  if (narrowed?.keep[index] === 1) {
    return { ...before, ...goal, foundFolds: withAncestorsOpen(tree, before.foundFolds, index) };
  }
  return { ...before, ...goal, query: NO_QUERY, folds: withAncestorsOpen(tree, before.folds, index) };
}
