// Says what is forgotten, and that the role in AWS stays.
import { useState } from "react";

import { asAppError } from "../components/appError";
import { Confirm } from "../components/Confirm";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { ConnectionSummary } from "../ipc/generated/ConnectionSummary";

export interface ForgetDialogProps {
  connection: Pick<ConnectionSummary, "id" | "label" | "account_id">;
  /** What stays, where more is known of it than that the role was not touched. */
  kept?: string | undefined;
  onKept: () => void;
  onForgotten: () => void;
}

export function ForgetDialog({ connection, kept, onKept, onForgotten }: ForgetDialogProps) {
  const host = useHost();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const forget = () => {
    setBusy(true);
    host.forgetConnection(connection.id).then(onForgotten, (reason: unknown) => {
      setBusy(false);
      setProblem(asAppError(reason));
    });
  };
  return (
    <Confirm
      title={copy.home.forgetTitle(connection.label)}
      action={copy.actions.forget}
      busy={busy}
      onKept={onKept}
      onConfirmed={forget}
    >
      {problem && <ErrorAlert error={problem} onRetry={forget} />}
      <div>{copy.home.forgetWhat}</div>
      <div>{kept ?? copy.home.forgetKept(connection.account_id)}</div>
      <div>{copy.home.forgetExternalId}</div>
    </Confirm>
  );
}
