// One connection as the program keeps it. Changes are sent at once and in order; only the choice of a
// profile, which takes as long as its sign-in, goes beside them.
import { useCallback, useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import type { ActionView } from "../ipc/generated/ActionView";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Step } from "../ipc/generated/Step";
import { type Choosing, useChoice } from "./useChoice";
import { type Field, type RefusalsOf, useRefusals } from "./useRefusals";

export interface Connection extends Pick<RefusalsOf, "errors" | "refuse" | "clear"> {
  view: ConnectionView;
  runner: Choosing;
  target: Choosing;
  setView: (view: ConnectionView) => void;
  /** Sends a change; false when it was refused, and then the error stands under its field. */
  act: (action: ActionView) => Promise<boolean>;
  /** Sends something else in its turn, and shows the connection that it answers with. */
  inTurn: (send: () => Promise<ConnectionView>) => Promise<void>;
  /** Waits until all that was sent is answered; false when a choice was cancelled, or a value of these fields, or of
   * any, is refused, which is told beside the buttons too. */
  ready: (...fields: Field[]) => Promise<boolean>;
  /** Goes on to a step once all is ready; false when it does not. */
  goOn: (step: Step) => Promise<boolean>;
  goingOn: boolean;
}

export function useConnection(initial: ConnectionView): Connection {
  const host = useHost();
  const { id } = initial;
  const [view, setShown] = useState(initial);
  const [goingOn, setGoingOn] = useState(false);
  const { errors, refuse, clear, clearAll, first } = useRefusals();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const step = useRef(initial.draft.step);

  const setView = useCallback(
    (next: ConnectionView) => {
      // What was refused in one step says nothing in another.
      if (next.draft.step !== step.current) clearAll();
      step.current = next.draft.step;
      setShown(next);
    },
    [clearAll],
  );
  const inTurn = useCallback(
    (send: () => Promise<ConnectionView>): Promise<void> => {
      const mine = last.current.then(send).then(setView);
      last.current = mine.catch(() => undefined);
      return mine;
    },
    [setView],
  );
  const act = useCallback(
    (action: ActionView): Promise<boolean> => {
      const taken = inTurn(() => host.act(id, action));
      return taken.then(
        () => {
          clear(action.type);
          return true;
        },
        (reason: unknown) => {
          refuse(action.type, asAppError(reason));
          return false;
        },
      );
    },
    [inTurn, host, id, clear, refuse],
  );

  const refresh = useCallback(() => inTurn(() => host.openConnection(id)), [inTurn, host, id]);
  const { settled: runnerSettled, ...runner } = useChoice(id, "runner", refresh, { refuse, clear });
  const { settled: targetSettled, ...target } = useChoice(id, "target", refresh, { refuse, clear });

  const ready = useCallback(
    async (...fields: Field[]) => {
      const settled = await Promise.all([runnerSettled(), targetSettled()]);
      await last.current;
      const refused = first(...fields);
      if (refused) refuse("go_to", refused);
      return refused === null && settled.every(Boolean);
    },
    [runnerSettled, targetSettled, first, refuse],
  );

  const goOn = useCallback(
    async (to: Step) => {
      setGoingOn(true);
      const gone = (await ready()) && (await act({ type: "go_to", step: to }));
      setGoingOn(false);
      return gone;
    },
    [ready, act],
  );
  return { view, setView, runner, target, act, inTurn, ready, goOn, goingOn, errors, refuse, clear };
}
