// The deletion of the stack, as it goes. AWS goes on with it on any screen; only the watching ends.
import { useCallback, useEffect, useRef, useState } from "react";

import { asAppError } from "../../components/appError";
import { useHost } from "../../components/HostContext";
import type { AppError } from "../../ipc/generated/AppError";
import type { StackEvent } from "../../ipc/generated/StackEvent";

export interface Deletion {
  running: boolean;
  done: boolean;
  startedAt: number;
  events: readonly StackEvent[];
  error: AppError | null;
  start: () => void;
  cancel: () => void;
}

const IDLE = { running: false, done: false, startedAt: 0, events: [] as StackEvent[], error: null as AppError | null };

export function useDeletion(id: string): Deletion {
  const host = useHost();
  const [state, setState] = useState(IDLE);
  const busy = useRef(false);
  useEffect(
    () => () => {
      if (busy.current) host.cancelTest(id).catch(() => undefined);
    },
    [host, id],
  );
  const start = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    setState({ ...IDLE, running: true, startedAt: Date.now() });
    const end = (error: AppError | null) => {
      busy.current = false;
      setState((before) => ({ ...before, running: false, done: error === null, error }));
    };
    host
      .deleteStack(id, (event) => setState((before) => ({ ...before, events: [...before.events, event] })))
      .then(
        () => end(null),
        (reason: unknown) => end(asAppError(reason)),
      );
  }, [host, id]);
  const cancel = useCallback(() => {
    host.cancelTest(id).catch((reason: unknown) => setState((before) => ({ ...before, error: asAppError(reason) })));
  }, [host, id]);
  return { ...state, start, cancel };
}
