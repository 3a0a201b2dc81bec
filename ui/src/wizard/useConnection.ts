// One connection as the program keeps it. Changes are sent at once and in order; only the choice of a
// runner, which takes as long as its sign-in, goes beside them.
import { useCallback, useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import type { ActionView } from "../ipc/generated/ActionView";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { Step } from "../ipc/generated/Step";
import { type ChoiceOf, useChoice } from "./useChoice";
import { type RefusalsOf, useRefusals } from "./useRefusals";

export interface Connection
  extends Pick<RefusalsOf, "errors" | "clear">, Pick<ChoiceOf, "choice" | "choose" | "cancelChoice"> {
  view: ConnectionView;
  setView: (view: ConnectionView) => void;
  /** Sends a change; false when it was refused, and then the error stands under its field. */
  act: (action: ActionView) => Promise<boolean>;
  /** Sends something else in its turn, and shows the connection that it answers with. */
  inTurn: (send: () => Promise<ConnectionView>) => Promise<void>;
  /** Goes on to a step, once all that was sent is answered, unless a value of this step is refused. */
  goOn: (step: Step) => Promise<void>;
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
  const { settled, ...chosen } = useChoice(id, refresh, { refuse, clear });

  const goOn = useCallback(
    async (to: Step) => {
      setGoingOn(true);
      const going = await settled();
      await last.current;
      const refused = first();
      if (refused) refuse("go_to", refused);
      else if (going) await act({ type: "go_to", step: to });
      setGoingOn(false);
    },
    [settled, first, refuse, act],
  );
  return { view, setView, act, inTurn, goOn, goingOn, ...chosen, errors, clear };
}
