// Says what rotating the External ID comes to, before another one is made.
import { useState } from "react";

import { asAppError } from "../components/appError";
import { Confirm } from "../components/Confirm";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { ConnectionSummary } from "../ipc/generated/ConnectionSummary";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import { useDeploys } from "../wizard/deploy/deploys";
import { useRuns } from "../wizard/runs";

const words = copy.rotation;

export interface RotateDialogProps {
  connection: ConnectionSummary;
  onKept: () => void;
  onRotated: (view: ConnectionView) => void;
}

export function RotateDialog({ connection, onKept, onRotated }: RotateDialogProps) {
  const host = useHost();
  const runs = useRuns();
  const deploys = useDeploys();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const rotate = () => {
    setBusy(true);
    setProblem(null);
    host.rotateExternalId(connection.id).then(
      (view) => {
        runs.drop(view.id);
        deploys.drop(view.id);
        onRotated(view);
      },
      (reason: unknown) => {
        setBusy(false);
        setProblem(asAppError(reason));
      },
    );
  };
  return (
    <Confirm
      title={words.title(connection.label)}
      action={words.action}
      busy={busy}
      onKept={onKept}
      onConfirmed={rotate}
    >
      {problem && <ErrorAlert error={problem} onRetry={rotate} />}
      <div>{words.what}</div>
      <div>{words.kept}</div>
    </Confirm>
  );
}
