// The tree and its search index, built again when resources arrive, but never so often that the
// window stalls while they do.
import { useEffect, useMemo, useRef, useState } from "react";

import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Resource } from "../ipc/generated/Resource";
import type { Host } from "../ipc/host";
import type { Places } from "./describe";
import { buildTree, sketchTree } from "./build";
import type { Tree } from "./model";
import { Indexing, type SearchIndex } from "./indexing";
import { Rehearsal } from "./rehearsal";

export interface Arrivals {
  readonly accountId: string;
  readonly resources: readonly Resource[];
  readonly coverage: readonly CoverageCell[];
  readonly growing: boolean;
}

/** So many are built and indexed before anybody notices. */
const FEW = 5000;
const PAUSE_MS = 500;
const IDLE_MS = 200;
/** Between two steps: a frame has room beside one. */
const REHEARSAL_MS = 25;
/** Less than a frame, so that nothing that moves stutters. */
const SLICE_MS = 6;

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

/** True from the start, or else once what was rendered first has been seen. */
function useSecondFrame(start: boolean): boolean {
  const [seen, setSeen] = useState(start);
  useEffect(() => {
    if (seen) return undefined;
    // A frame's callbacks come before it is painted: only in the second one is the first on screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        timer = setTimeout(() => setSeen(true), 0);
      });
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [seen]);
  return seen;
}

export function useTree(accountId: string, resources: Resource[], coverage: CoverageCell[], growing: boolean): Tree {
  const arrivals = useMemo(
    () => ({ accountId, resources, coverage, growing }),
    [accountId, resources, coverage, growing],
  );
  const settled = useSettled(arrivals);
  // What is big is seen as a sketch first, and the whole comes right behind.
  const whole = useSecondFrame(resources.length <= FEW);
  return useMemo(() => (whole ? buildTree(settled) : sketchTree(settled)), [settled, whole]);
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

/**
 * The search index for whoever wants it, null while it is made: in quiet moments, and between two keys when somebody
 * waits for it.
 */
export function useSearchIndex(tree: Tree, places: Places, wanted: boolean): SearchIndex | null {
  const indexing = useMemo(() => new Indexing(tree, places), [tree, places]);
  const [made, setMade] = useState<Indexing | null>(null);
  useEffect(() => {
    let timer = setTimeout(
      function next() {
        if (indexing.advance(SLICE_MS)) timer = setTimeout(next, 0);
        else setMade(indexing);
      },
      wanted ? 0 : IDLE_MS,
    );
    return () => clearTimeout(timer);
  }, [indexing, wanted]);
  useRehearsal(tree, made === indexing && tree.size >= FEW ? indexing : null, !wanted);
  return wanted && (made === indexing || tree.size < FEW) ? indexing.finish() : null;
}

/** What a person does; nothing is rehearsed meanwhile. */
const ACTS = ["click", "keydown", "pointermove", "scroll", "wheel"];

/** Rehearses the first keys of a search, step by step in quiet moments; null when there is nothing to rehearse. */
function useRehearsal(tree: Tree, indexing: Indexing | null, quiet: boolean): void {
  const rehearsal = useMemo(() => (indexing ? new Rehearsal(tree, indexing.finish()) : null), [tree, indexing]);
  useEffect(() => {
    if (!rehearsal || !quiet) return undefined;
    let acted = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - acted < IDLE_MS) return;
      if (!rehearsal.advance()) clearInterval(timer);
    }, REHEARSAL_MS);
    const onAct = () => (acted = performance.now());
    for (const act of ACTS) addEventListener(act, onAct, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const act of ACTS) removeEventListener(act, onAct, { capture: true });
    };
  }, [rehearsal, quiet]);
}
