// Says what rotating the External ID comes to, before another one is made.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { asAppError } from "../components/appError";
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
    <Modal
      visible
      header={words.title(connection.label)}
      closeAriaLabel={copy.actions.close}
      onDismiss={onKept}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onKept}>
              {copy.actions.keep}
            </Button>
            <Button variant="primary" loading={busy} onClick={rotate}>
              {words.action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {problem && <ErrorAlert error={problem} onRetry={rotate} />}
        <div>{words.what}</div>
        <div>{words.kept}</div>
      </SpaceBetween>
    </Modal>
  );
}
