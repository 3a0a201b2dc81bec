// Looks now and then whether the role is there yet, while its field is empty. It is an offer: what goes wrong is not told.
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { useHost } from "../components/HostContext";
import type { DraftView } from "../ipc/generated/DraftView";
import type { FoundBy } from "../ipc/generated/FoundBy";
import type { FoundRole } from "../ipc/generated/FoundRole";

/** What a look costs: the stack is one read, but a role that is not there yet is a denied call in somebody's log. */
const EVERY_MS: Record<FoundBy, number> = { stack: 5000, name: 10_000 };
/** By then the person has gone to do something else. */
const WATCH_MS = 15 * 60_000;

export interface Lookout {
  /** Where it is looking. */
  looking: FoundBy | null;
  found: FoundRole | null;
}

/** How the role can be found, if it can and is not known yet: who empties the field wants another one. */
function wayTo(draft: DraftView): FoundBy | null {
  if (draft.role_arn !== null) return null;
  if (draft.target_profile !== null && draft.target_problem === null) return "stack";
  return draft.runner !== null && draft.expected_account !== null ? "name" : null;
}

export function useLookout(id: string, draft: DraftView, empty: boolean, onFound: (roleArn: string) => void): Lookout {
  const host = useHost();
  const [found, setFound] = useState<FoundRole | null>(null);
  const [tired, setTired] = useState(false);
  const way = empty && found === null && !tired ? wayTo(draft) : null;
  const of = [draft.region, draft.target_profile, draft.runner, draft.expected_account].join(" ");
  const since = useRef<number | null>(null);
  const asked = useRef<Promise<unknown>>(Promise.resolve());
  const tell = useEffectEvent((role: FoundRole) => {
    setFound(role);
    onFound(role.role_arn);
  });

  useEffect(() => {
    if (way === null) return undefined;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    since.current ??= Date.now();
    const until = since.current + WATCH_MS;
    const look = async () => {
      if (!current) return;
      const role = await host.lookForRole(id).catch(() => null);
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have changed meanwhile
      if (!current) return;
      if (role) tell(role);
      else if (Date.now() + EVERY_MS[way] > until) setTired(true);
      else timer = setTimeout(next, EVERY_MS[way]);
    };
    // An earlier look may still wait for its answer: never two at once.
    const next = () => {
      asked.current = asked.current.then(look);
    };
    next();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [host, id, way, of]);
  return { looking: way, found };
}
