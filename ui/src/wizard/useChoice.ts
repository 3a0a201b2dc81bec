// The choice of a profile: AWS is asked who it is, for as long as that takes. The newest choice counts.
import { useCallback, useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import type { ProfileUse } from "../ipc/generated/ProfileUse";
import type { RefusalsOf } from "./useRefusals";

/** A profile that AWS is being asked about. */
export interface Choice {
  profile: string;
  /** When it was chosen, in milliseconds. */
  since: number;
}

/** What is chosen, and what its field can do. */
export interface Choosing {
  choice: Choice | null;
  choose: (profile: string) => void;
  cancel: () => void;
}

export interface ChoiceOf extends Choosing {
  /** Waits for the newest choice; false when it was cancelled meanwhile. */
  settled: () => Promise<boolean>;
}

const actions = { runner: "choose_runner", target: "choose_target" } as const;

/** `refresh` shows the connection as it is stored, after what was sent meanwhile. */
export function useChoice(
  id: string,
  use: ProfileUse,
  refresh: () => Promise<void>,
  { refuse, clear }: Pick<RefusalsOf, "refuse" | "clear">,
): ChoiceOf {
  const host = useHost();
  const type = actions[use];
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
      clear(type);
      set(mine);
      const ask = async () => {
        try {
          await host.act(id, { type, profile });
          await refresh();
        } catch (reason) {
          if (newest.current === mine) refuse(type, asAppError(reason));
        }
        if (newest.current === mine) set(null);
      };
      answer.current = ask();
    },
    [host, id, type, refresh, refuse, clear, set],
  );

  const cancel = useCallback(() => {
    cancels.current += 1;
    set(null);
    host.cancelChoice(id, use).catch(() => undefined);
  }, [host, id, use, set]);

  const settled = useCallback(async () => {
    const before = cancels.current;
    let asked: Promise<void>;
    do {
      asked = answer.current;
      await asked;
    } while (asked !== answer.current);
    return cancels.current === before;
  }, []);
  return { choice, choose, cancel, settled };
}
