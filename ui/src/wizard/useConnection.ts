// One connection as the program keeps it: every change is sent at once and in order.
import { useCallback, useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import type { ActionView } from "../ipc/generated/ActionView";
import type { AppError } from "../ipc/generated/AppError";
import type { ConnectionView } from "../ipc/generated/ConnectionView";

type Field = ActionView["type"];

export interface Connection {
  view: ConnectionView;
  setView: (view: ConnectionView) => void;
  /** Sends a change; false when it was refused, and then the error stands under its field. */
  act: (action: ActionView) => Promise<boolean>;
  errors: Partial<Record<Field, AppError | null>>;
  pending: Field | null;
  /** Forgets a field's error. */
  clear: (field: Field) => void;
}

export function useConnection(initial: ConnectionView): Connection {
  const host = useHost();
  const [view, setView] = useState(initial);
  const [errors, setErrors] = useState<Connection["errors"]>({});
  const [pending, setPending] = useState<Field | null>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const { id } = initial;

  const clear = useCallback((field: Field) => setErrors((before) => ({ ...before, [field]: null })), []);
  const act = useCallback(
    (action: ActionView): Promise<boolean> => {
      const one = async (): Promise<boolean> => {
        setPending(action.type);
        try {
          setView(await host.act(id, action));
          clear(action.type);
          return true;
        } catch (reason) {
          setErrors((before) => ({ ...before, [action.type]: asAppError(reason) }));
          return false;
        } finally {
          setPending(null);
        }
      };
      const mine = last.current.then(one);
      last.current = mine;
      return mine;
    },
    [host, id, clear],
  );
  return { view, setView, act, errors, pending, clear };
}
