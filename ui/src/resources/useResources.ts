// What a person did to the tree: folds, the focused and the selected row, the search. Everything is
// kept by key, so that it survives a tree that grows.
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Places } from "./describe";
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
import { narrow, NO_QUERY, type Query } from "./search";
import { useSearchIndex } from "./useTree";

/** A wish to scroll to a row; a new object for every wish. */
export interface Reveal {
  readonly key: string;
}

export interface ResourcesState {
  readonly tree: Tree;
  readonly query: Query;
  /** Whether what is shown is not yet what was asked for. */
  readonly pending: boolean;
  readonly narrowed: Narrowed | null;
  readonly rows: Rows;
  readonly activeRow: number;
  readonly selectedKey: string | null;
  readonly reveal: Reveal | null;
  readonly isOpen: (index: number) => boolean;
  /** Asks for something else than before in these respects. */
  readonly ask: (change: Partial<Query>) => void;
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

/** A tree and what the search leaves of it. While the index of a new one is made, the one before stays. */
function useNarrowed(newest: Tree, places: Places, query: Query) {
  const wanted = query !== NO_QUERY;
  const index = useSearchIndex(newest, places, wanted);
  const fresh = useMemo(() => {
    if (wanted && !index) return null;
    return { tree: newest, narrowed: index ? narrow(newest, index, query) : null };
  }, [newest, index, wanted, query]);
  const [last, setLast] = useState<{ tree: Tree; narrowed: Narrowed | null }>({ tree: newest, narrowed: null });
  if (fresh && fresh !== last) setLast(fresh);
  return { ...(fresh ?? last), pending: fresh === null };
}

export function useResources(newest: Tree, places: Places): ResourcesState {
  const [kept, setKept] = useState(START);
  const { query, activeKey, selectedKey, reveal } = kept;
  const { tree, narrowed, pending } = useNarrowed(newest, places, query);
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
  const shown = useRef(narrowed);
  useLayoutEffect(() => {
    shown.current = narrowed;
  }, [narrowed]);
  const goTo = useCallback((key: string) => setKept((before) => withGoal(before, tree, shown.current, key)), [tree]);
  const ask = useCallback(
    (change: Partial<Query>) => setKept((before) => withQuery(before, tree, { ...before.query, ...change })),
    [tree],
  );
  const foldAll = useCallback(
    (start: "all" | "none") => refold(() => ({ start, changed: new Map<string, boolean>() })),
    [refold],
  );
  const focus = useCallback((key: string) => setKept((before) => ({ ...before, activeKey: key })), []);
  const select = useCallback(
    (key: string) => setKept((before) => ({ ...before, activeKey: key, selectedKey: key })),
    [],
  );
  const fold = useCallback((key: string, open: boolean) => refold((before) => withFold(before, key, open)), [refold]);

  return {
    tree,
    query,
    pending,
    narrowed,
    rows,
    activeRow,
    selectedKey,
    reveal,
    isOpen: (node) => isOpen(tree, folds, narrowed, node),
    ask,
    focus,
    select,
    fold,
    unfoldSiblings: (node) => refold((before) => withSiblingsOpen(tree, before, node)),
    foldAll,
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
