// Saving a file through the host's own dialog, and what became of it.
import { useCallback, useState } from "react";

import type { AppError } from "../ipc/generated/AppError";
import { asAppError } from "./appError";

export interface Saving {
  path: string | null;
  error: AppError | null;
  saving: boolean;
  save: (ask: () => Promise<string | null>) => void;
}

export function useSaving(): Saving {
  const [state, setState] = useState<Omit<Saving, "save">>({ path: null, error: null, saving: false });
  const save = useCallback((ask: () => Promise<string | null>) => {
    setState({ path: null, error: null, saving: true });
    ask().then(
      (path) => setState({ path, error: null, saving: false }),
      (reason: unknown) => setState({ path: null, error: asAppError(reason), saving: false }),
    );
  }, []);
  return { ...state, save };
}
