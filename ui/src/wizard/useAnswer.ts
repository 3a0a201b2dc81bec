// The file with the answer of the account's owner: opened by the host's own dialog, and given on as text.
import { useState } from "react";

import { asAppError } from "../components/appError";
import { useHost } from "../components/HostContext";
import type { AppError } from "../ipc/generated/AppError";

export interface Answer {
  opening: boolean;
  error: AppError | null;
  open: () => void;
}

export function useAnswer(onText: (text: string) => void): Answer {
  const host = useHost();
  const [state, setState] = useState<Omit<Answer, "open">>({ opening: false, error: null });
  const open = () => {
    setState({ opening: true, error: null });
    host.openAnswer().then(
      (text) => {
        setState({ opening: false, error: null });
        if (text !== null) onText(text);
      },
      (reason: unknown) => setState({ opening: false, error: asAppError(reason) }),
    );
  };
  return { ...state, open };
}
