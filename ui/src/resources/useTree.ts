// The tree and its search index, built again when resources arrive, but never so often that the
// window stalls while they do.
import { useEffect, useMemo, useRef, useState } from "react";

import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Resource } from "../ipc/generated/Resource";
import type { Host } from "../ipc/host";
import type { Places } from "./describe";
import { buildTree, type Tree } from "./model";
import { indexTree, type SearchIndex } from "./search";

export interface Arrivals {
  readonly accountId: string;
  readonly resources: readonly Resource[];
  readonly coverage: readonly CoverageCell[];
  readonly growing: boolean;
}

const FEW = 5000;
const PAUSE_MS = 500;
const IDLE_MS = 300;

/** The newest arrivals at once while they are few, and every half second when building takes long. */
function useSettled(arrivals: Arrivals): Arrivals {
  const [settled, setSettled] = useState(arrivals);
  const newest = useRef(arrivals);
  useEffect(() => {
    newest.current = arrivals;
  }, [arrivals]);
  const wait = arrivals.growing && arrivals.resources.length > FEW;
  useEffect(() => {
    if (!wait) return undefined;
    const timer = setInterval(() => setSettled(newest.current), PAUSE_MS);
    return () => clearInterval(timer);
  }, [wait]);
  return wait ? settled : arrivals;
}

export function useTree(accountId: string, resources: Resource[], coverage: CoverageCell[], growing: boolean): Tree {
  const arrivals = useMemo(
    () => ({ accountId, resources, coverage, growing }),
    [accountId, resources, coverage, growing],
  );
  const settled = useSettled(arrivals);
  return useMemo(() => buildTree(settled), [settled]);
}

const NO_PLACES: Places = new Map();

/** The regions' friendly names; without them the codes stand alone. */
export function usePlaces(host: Host): Places {
  const [places, setPlaces] = useState(NO_PLACES);
  useEffect(() => {
    let stale = false;
    host.listRegions().then(
      (regions) => {
        if (!stale) setPlaces(new Map(regions.map(({ code, name }) => [code, name ?? ""])));
      },
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [host]);
  return places;
}

/** A thing that is made once, when it is first asked for. */
export interface Lazy<T> {
  get(): T;
}

function lazy<T>(make: () => T): Lazy<T> {
  let made: { value: T } | null = null;
  return { get: () => (made ??= { value: make() }).value };
}

/** The search index: made in a quiet moment, or by the first keystroke if that comes sooner. */
export function useSearchIndex(tree: Tree, places: Places): Lazy<SearchIndex> {
  const index = useMemo(() => lazy(() => indexTree(tree, places)), [tree, places]);
  useEffect(() => {
    const timer = setTimeout(() => index.get(), IDLE_MS);
    return () => clearTimeout(timer);
  }, [index]);
  return index;
}
