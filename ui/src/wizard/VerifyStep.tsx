// Step 4: the connection test, as it runs.
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect } from "react";

import { ErrorAlert } from "../components/ErrorAlert";
import { copy } from "../copy";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import { hasReport } from "./reports";
import { CancelRun, RunProgress } from "./RunProgress";
import { useRun, useRuns } from "./runs";
import { TargetField } from "./TargetField";
import type { Connection } from "./useConnection";

const words = copy.verify;

export interface VerifyStepProps {
  connection: Connection;
  onVerify: () => void;
}

export function VerifyStep({ connection, onVerify }: VerifyStepProps) {
  const { view } = connection;
  const runs = useRuns();
  const newest = useRun(view.id);
  const queued = view.test_state === "queued" && newest === null;
  // A run of values that were changed since says nothing of these.
  const changed = view.test_state === "finished" && !view.draft.verified;
  const run = newest?.result && changed ? null : newest;
  useEffect(() => {
    if (queued) runs.start(view.id);
  }, [queued, runs, view.id]);
  const idle = view.test_state !== "running" && !queued && (run === null || run.phase === "ended");
  // Without a report it is the step's main action, and stands where that always is.
  const again = hasReport(view) && <Button onClick={onVerify}>{copy.actions.verifyAgain}</Button>;
  return (
    <SpaceBetween size="l">
      {run?.error && <Failed run={run} again={again} />}
      {run?.phase === "ended" && run.result?.test_state === "cancelled" && (
        <Said type="warning" heading={words.cancelledHeading} text={words.cancelledText} action={again} />
      )}
      {run?.result?.test_state === "finished" && (
        <Said type="info" heading={words.finishedHeading} text={words.finishedText} action={again} />
      )}
      {!run && !queued && <Unstarted view={view} again={again} />}
      {idle && (
        <Container>
          <TargetField connection={connection} />
        </Container>
      )}
      {run && <RunProgress view={view} run={run} />}
    </SpaceBetween>
  );
}

function Failed({ run, again }: { run: NonNullable<ReturnType<typeof useRun>>; again: React.ReactNode }) {
  if (!run.error) return null;
  return (
    <SpaceBetween size="s">
      <ErrorAlert error={run.error} header={words.failedHeading} />
      {run.phase === "ended" && again}
    </SpaceBetween>
  );
}

interface SaidProps {
  type: "info" | "warning" | "success";
  heading: string;
  text: string;
  action: React.ReactNode;
}

function Said({ type, heading, text, action }: SaidProps) {
  return (
    <Alert type={type} header={heading} action={action}>
      {text}
    </Alert>
  );
}

/** No run of this window: what the program says about the last one. */
function Unstarted({ view, again }: { view: ConnectionView; again: React.ReactNode }) {
  switch (view.test_state) {
    case "running":
      return (
        <Container>
          <SpaceBetween size="s">
            <Box variant="h2">{words.elsewhereHeading}</Box>
            <div>{words.elsewhereText}</div>
            <CancelRun id={view.id} disabled={false} />
          </SpaceBetween>
        </Container>
      );
    case "interrupted":
      return <Said type="warning" heading={words.interruptedHeading} text={words.interruptedText} action={again} />;
    case "cancelled":
      return <Said type="warning" heading={words.cancelledHeading} text={words.cancelledText} action={again} />;
    case "finished":
      return view.draft.verified ? (
        <Said type="info" heading={words.finishedHeading} text={words.finishedText} action={again} />
      ) : (
        <Said type="info" heading={words.changedHeading} text={words.changedText} action={again} />
      );
    default:
      return <Said type="info" heading={words.readyHeading} text={words.readyText} action={again} />;
  }
}
