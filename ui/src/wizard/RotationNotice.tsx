// While the External ID is rotated: what is under way, and the way back.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { asAppError } from "../components/appError";
import { CopyValue } from "../components/CopyValue";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import { useDeploys } from "./deploy/deploys";
import { useRuns } from "./runs";
import type { Connection } from "./useConnection";

const words = copy.rotation;

export interface RotationNoticeProps {
  connection: Connection;
  former: string;
  /** Why it cannot be taken back now. */
  hindrance: string | null;
}

export function RotationNotice({ connection, former, hindrance }: RotationNoticeProps) {
  const host = useHost();
  const runs = useRuns();
  const deploys = useDeploys();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const { view, inTurn } = connection;
  const keep = () => {
    setBusy(true);
    setProblem(null);
    inTurn(() => host.keepFormerExternalId(view.id)).then(
      () => {
        runs.drop(view.id);
        deploys.drop(view.id);
      },
      (reason: unknown) => {
        setBusy(false);
        setProblem(asAppError(reason));
      },
    );
  };
  return (
    <SpaceBetween size="s">
      <Alert
        type="info"
        header={words.heading}
        action={
          <Button
            loading={busy}
            disabled={hindrance !== null}
            {...(hindrance !== null && { disabledReason: hindrance })}
            onClick={keep}
          >
            {words.keepFormer}
          </Button>
        }
      >
        <div>{words.text}</div>
        <div>
          {words.former} <CopyValue text={former} what={words.former} />
        </div>
      </Alert>
      {problem && <ErrorAlert error={problem} onRetry={keep} />}
    </SpaceBetween>
  );
}
