// Opening a page in the browser, and what became of it.
import { useCallback, useState } from "react";

import type { AppError } from "../ipc/generated/AppError";
import type { OpenedView } from "../ipc/generated/OpenedView";
import { asAppError } from "./appError";

export interface Opening {
  opened: OpenedView | null;
  error: AppError | null;
  open: (ask: () => Promise<OpenedView>) => void;
}

export function useOpening(): Opening {
  const [state, setState] = useState<{ opened: OpenedView | null; error: AppError | null }>({
    opened: null,
    error: null,
  });
  const open = useCallback((ask: () => Promise<OpenedView>) => {
    ask().then(
      (opened) => setState({ opened, error: null }),
      (reason: unknown) => setState({ opened: null, error: asAppError(reason) }),
    );
  }, []);
  return { ...state, open };
}
