// What was refused, by field. The newest state is at hand between two renders too, for what is sent next.
import { useCallback, useRef, useState } from "react";

import type { ActionView } from "../ipc/generated/ActionView";
import type { AppError } from "../ipc/generated/AppError";

export type Field = ActionView["type"];
export type Refusals = Partial<Record<Field, AppError>>;

export interface RefusalsOf {
  errors: Refusals;
  refuse: (field: Field, error: AppError) => void;
  /** Forgets a field's refusal, and that of the way on: something has changed. */
  clear: (field: Field) => void;
  clearAll: () => void;
  /** A value of these fields, or of any, that was refused and still stands in its field. */
  first: (...fields: Field[]) => AppError | null;
}

export function useRefusals(): RefusalsOf {
  const [errors, setErrors] = useState<Refusals>({});
  const newest = useRef<Refusals>({});
  const set = useCallback((next: Refusals) => {
    newest.current = next;
    setErrors(next);
  }, []);
  const refuse = useCallback((field: Field, error: AppError) => set({ ...newest.current, [field]: error }), [set]);
  const clear = useCallback(
    (field: Field) => {
      const left = Object.entries(newest.current).filter(([key]) => key !== field && key !== "go_to");
      set(Object.fromEntries(left));
    },
    [set],
  );
  const clearAll = useCallback(() => set({}), [set]);
  const first = useCallback((...fields: Field[]) => {
    const asked = ([field]: [string, AppError]) =>
      fields.length > 0 ? fields.some((one) => one === field) : field !== "go_to";
    return Object.entries(newest.current).find(asked)?.[1] ?? null;
  }, []);
  return { errors, refuse, clear, clearAll, first };
}
