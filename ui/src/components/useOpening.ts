// Opening a page in the browser, and what became of it.
import { useCallback, useRef, useState } from "react";

import type { AppError } from "../ipc/generated/AppError";
import type { OpenedView } from "../ipc/generated/OpenedView";
import { asAppError } from "./appError";

/** A double click is one click. */
const DOUBLE_CLICK_MS = 1000;

export interface Opening {
  busy: boolean;
  opened: OpenedView | null;
  error: AppError | null;
  open: (ask: () => Promise<OpenedView>) => void;
}

export function useOpening(): Opening {
  const [state, setState] = useState<Omit<Opening, "open">>({ busy: false, opened: null, error: null });
  const pending = useRef(false);
  const asked = useRef(-Infinity);
  const open = useCallback((ask: () => Promise<OpenedView>) => {
    const now = performance.now();
    if (pending.current || now - asked.current < DOUBLE_CLICK_MS) return;
    asked.current = now;
    pending.current = true;
    setState((before) => ({ ...before, busy: true }));
    const done = (opened: OpenedView | null, error: AppError | null) => {
      pending.current = false;
      setState({ busy: false, opened, error });
    };
    ask().then(
      (opened) => done(opened, null),
      (reason: unknown) => done(null, asAppError(reason)),
    );
  }, []);
  return { ...state, open };
}
