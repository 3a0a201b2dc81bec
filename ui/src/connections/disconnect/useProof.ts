// The proof that a role can no longer be assumed, as it goes. Nobody waits for it on another screen: leaving ends it.
import { useCallback, useEffect, useRef, useState } from "react";

import { asAppError } from "../../components/appError";
import { useHost } from "../../components/HostContext";
import type { AppError } from "../../ipc/generated/AppError";
import type { ProofEvent } from "../../ipc/generated/ProofEvent";
import type { ProofView } from "../../ipc/generated/ProofView";

export interface Proof {
  phase: "idle" | "running" | "cancelling" | "ended";
  startedAt: number;
  endedAt: number;
  event: ProofEvent | null;
  result: ProofView | null;
  error: AppError | null;
}

export interface Proving extends Proof {
  running: boolean;
  start: () => void;
  cancel: () => void;
}

const IDLE: Proof = { phase: "idle", startedAt: 0, endedAt: 0, event: null, result: null, error: null };

export function useProof(id: string): Proving {
  const host = useHost();
  const [proof, setProof] = useState(IDLE);
  const running = proof.phase === "running" || proof.phase === "cancelling";
  // Known at once, unlike the state: a double click is one click.
  const busy = useRef(false);

  useEffect(
    () => () => {
      if (busy.current) host.cancelTest(id).catch(() => undefined);
    },
    [host, id],
  );
  const start = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    setProof({ ...IDLE, phase: "running", startedAt: Date.now() });
    const end = (ended: Pick<Proof, "result" | "error">) => {
      busy.current = false;
      setProof((before) => ({ ...before, ...ended, phase: "ended", endedAt: Date.now() }));
    };
    host
      .proveDisconnected(id, (event) => setProof((before) => ({ ...before, event })))
      .then(
        (result) => end({ result, error: null }),
        (reason: unknown) => end({ result: null, error: asAppError(reason) }),
      );
  }, [host, id]);
  const cancel = useCallback(() => {
    setProof((before) => (before.phase === "running" ? { ...before, phase: "cancelling", error: null } : before));
    host.cancelTest(id).catch((reason: unknown) => {
      const error = asAppError(reason);
      setProof((before) => (before.phase === "cancelling" ? { ...before, phase: "running", error } : before));
    });
  }, [host, id]);
  return { ...proof, running, start, cancel };
}
