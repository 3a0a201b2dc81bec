// What AWS says that it would do. It is kept in AWS until it is carried out or taken away.
import { useEffect, useRef, useState } from "react";

import { asAppError } from "../../components/appError";
import { useHost } from "../../components/HostContext";
import type { AppError } from "../../ipc/generated/AppError";
import type { DeployPlanView } from "../../ipc/generated/DeployPlanView";

interface Shown {
  /** What it is a preview of. */
  of: string;
  asking: boolean;
  plan: DeployPlanView | null;
  error: AppError | null;
}

export interface Preview extends Omit<Shown, "of"> {
  ask: () => void;
  /** It is being carried out. */
  taken: () => void;
  discard: () => void;
}

const NONE: Shown = { of: "", asking: false, plan: null, error: null };

/** A preview of what `of` names; with another value it is none any more. */
export function usePreview(id: string, of: string): Preview {
  const host = useHost();
  const [state, setState] = useState(NONE);
  const { asking, plan, error } = state.of === of ? state : NONE;
  const newest = useRef<Promise<unknown> | null>(null);

  useEffect(
    () => () => {
      const left = newest.current;
      newest.current = null;
      left?.then(() => host.discardPlan(id)).catch(() => undefined);
    },
    [host, id],
  );

  const ask = () => {
    const mine = host.planDeployment(id);
    newest.current = mine;
    setState({ ...NONE, of, asking: true });
    const tell = (answer: Partial<Shown>) => newest.current === mine && setState({ ...NONE, of, ...answer });
    mine.then(
      (planned) => tell({ plan: planned }),
      (reason: unknown) => tell({ error: asAppError(reason) }),
    );
  };
  const taken = () => {
    newest.current = null;
    setState(NONE);
  };
  const discard = () => {
    taken();
    host.discardPlan(id).catch((reason: unknown) => setState({ ...NONE, of, error: asAppError(reason) }));
  };
  return { asking, plan, error, ask, taken, discard };
}
