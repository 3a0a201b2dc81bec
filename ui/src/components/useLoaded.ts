// Something that is asked of the host once, and again when its key changes.
import { useCallback, useEffect, useRef, useState } from "react";

import type { AppError } from "../ipc/generated/AppError";
import { asAppError } from "./appError";

export interface Loaded<T> {
  value: T | null;
  error: AppError | null;
  loading: boolean;
  reload: () => void;
}

/** Loads now, whenever `key` changes, and on `reload`; an old answer never replaces a newer one. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: AppError | null; loading: boolean }>({
    value: null,
    error: null,
    loading: true,
  });
  const newest = useRef(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  const reload = useCallback(() => {
    newest.current += 1;
    const mine = newest.current;
    setState((before) => ({ ...before, loading: true }));
    latest.current().then(
      (value) => mine === newest.current && setState({ value, error: null, loading: false }),
      (reason: unknown) =>
        mine === newest.current && setState({ value: null, error: asAppError(reason), loading: false }),
    );
  }, []);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the loading mark is part of asking anew
    reload();
  }, [reload, key]);
  return { ...state, reload };
}
