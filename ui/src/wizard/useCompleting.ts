// The Role ARN is taken, whatever step it comes from, and the connection goes on to its test.
import { useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import { useRuns } from "./runs";
import type { Connection } from "./useConnection";

export interface Completing {
  busy: boolean;
  /** What was wrong with the ARN in its field. */
  refused: AppError | null;
  complete: (paste: string) => void;
  /** Forgets what was refused: something else is pasted. */
  forgive: () => void;
}

export function useCompleting({ view, inTurn, ready, refuse }: Connection): Completing {
  const host = useHost();
  const runs = useRuns();
  const { id, draft } = view;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<AppError | null>(null);
  // A second click comes before the next render.
  const pending = useRef(false);

  const send = async (paste: string) => {
    if (!(await ready("choose_target"))) return;
    await inTurn(async () => {
      const completed = await host.complete(id, paste);
      runs.drop(id);
      return completed;
    });
    setRefused(null);
  };
  const complete = (paste: string) => {
    if (pending.current) return;
    if (paste.trim() === "") {
      setRefused({
        code: "input",
        message: copy.roleArn.empty,
        hint: null,
        command: null,
        retryable: false,
        request_id: null,
      });
      return;
    }
    pending.current = true;
    setBusy(true);
    send(paste)
      .catch((reason: unknown) => {
        const error = asAppError(reason);
        // What is missing besides the ARN is told beside the buttons, and so is all that has no field in this step.
        if (error.code === "not_now" || draft.step !== "role_arn") refuse("go_to", error);
        else setRefused(error);
      })
      .finally(() => {
        pending.current = false;
        setBusy(false);
      });
  };
  return { busy, refused, complete, forgive: () => setRefused(null) };
}
