// The choice of a runner: AWS is asked who the profile is, for as long as that takes. The newest choice counts.
import { useCallback, useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import type { RefusalsOf } from "./useRefusals";

/** A profile that AWS is being asked about. */
export interface Choice {
  profile: string;
  /** When it was chosen, in milliseconds. */
  since: number;
}

export interface ChoiceOf {
  choice: Choice | null;
  choose: (profile: string) => void;
  cancelChoice: () => void;
  /** Waits for the newest choice; false when it was cancelled meanwhile. */
  settled: () => Promise<boolean>;
}

/** `refresh` shows the connection as it is stored, after what was sent meanwhile. */
export function useChoice(
  id: string,
  refresh: () => Promise<void>,
  { refuse, clear }: Pick<RefusalsOf, "refuse" | "clear">,
): ChoiceOf {
  const host = useHost();
  const [choice, setChoice] = useState<Choice | null>(null);
  const newest = useRef<Choice | null>(null);
  const answer = useRef<Promise<void>>(Promise.resolve());
  const cancels = useRef(0);

  const set = useCallback((next: Choice | null) => {
    newest.current = next;
    setChoice(next);
  }, []);

  const choose = useCallback(
    (profile: string) => {
      const mine: Choice = { profile, since: Date.now() };
      clear("choose_runner");
      set(mine);
      const ask = async () => {
        try {
          await host.act(id, { type: "choose_runner", profile });
          await refresh();
        } catch (reason) {
          if (newest.current === mine) refuse("choose_runner", asAppError(reason));
        }
        if (newest.current === mine) set(null);
      };
      answer.current = ask();
    },
    [host, id, refresh, refuse, clear, set],
  );

  const cancelChoice = useCallback(() => {
    cancels.current += 1;
    set(null);
    host.cancelChoice(id).catch(() => undefined);
  }, [host, id, set]);

  const settled = useCallback(async () => {
    const before = cancels.current;
    let asked: Promise<void>;
    do {
      asked = answer.current;
      await asked;
    } while (asked !== answer.current);
    return cancels.current === before;
  }, []);
  return { choice, choose, cancelChoice, settled };
}
