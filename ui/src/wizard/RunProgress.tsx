// A run on the screen: how long, which checks, which regions, and the button that stops it.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { memo } from "react";

import { useHost } from "../components/HostContext";
import { LongText } from "../components/LongText";
import { lasting, useNow } from "../components/time";
import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";
import type { CheckId } from "../ipc/generated/CheckId";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import { CoverageTable } from "../report/CoverageTable";
import { CHECKS, statusType } from "../report/judge";
import { Resources } from "../resources";
import { type Run, useRuns } from "./runs";

const words = copy.verify;

export function RunProgress({ view, run }: { view: ConnectionView; run: Run }) {
  const host = useHost();
  const running = run.phase !== "ended";
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            description={<ProgressLine run={run} />}
            actions={running && <CancelRun id={view.id} disabled={run.phase === "cancelling"} />}
          >
            {words.progress}
          </Header>
        }
      >
        <Spoken run={run} />
        <div className="app-verify">
          <SpaceBetween size="s">
            <Box variant="h3">{words.checks}</Box>
            <CheckList checks={run.checks} started={running ? run.started : null} />
          </SpaceBetween>
          <SpaceBetween size="s">
            <Box variant="h3">{words.regions}</Box>
            <RegionsOf run={run} />
          </SpaceBetween>
        </div>
      </Container>
      {run.resources.length > 0 && (
        <Container header={<Header counter={`(${run.resources.length})`}>{copy.report.resources}</Header>}>
          <Resources
            resources={run.resources}
            coverage={run.cells}
            network={run.network}
            accountId={view.draft.role_arn?.split(":")[4] ?? ""}
            host={host}
            connectionId={view.id}
            growing={running}
          />
        </Container>
      )}
    </SpaceBetween>
  );
}

/** Stops the run. The one button named Cancel while a test runs. */
export function CancelRun({ id, disabled }: { id: string; disabled: boolean }) {
  const runs = useRuns();
  return (
    <Button disabled={disabled} onClick={() => runs.cancel(id)}>
      {copy.actions.cancel}
    </Button>
  );
}

function ProgressLine({ run }: { run: Run }) {
  const running = run.phase !== "ended";
  const now = useNow(running);
  const time = lasting((run.endedAt ?? now) - run.startedAt);
  return (
    <span className="app-progress-line" data-running={running}>
      {run.phase === "running" && <StatusIndicator type="in-progress">{words.running}</StatusIndicator>}
      {run.phase === "cancelling" && <StatusIndicator type="in-progress">{words.cancelling}</StatusIndicator>}
      <span>{running ? words.elapsed(time) : words.took(time)}</span>
      <span>{words.step(run.checks.length, CHECKS.length)}</span>
      {run.waitsUntil !== null && (
        <span data-testid="waiting">{words.waiting(Math.max(0, Math.ceil((run.waitsUntil - now) / 1000)))}</span>
      )}
    </span>
  );
}

/** The newest check, aloud. */
function Spoken({ run }: { run: Run }) {
  const last = run.checks.at(-1);
  const said = last ? words.checkFinished(last.title, copy.report.checkStatus[last.status]) : words.running;
  return <LiveRegion hidden>{said}</LiveRegion>;
}

const CheckList = memo(function CheckList({ checks, started }: { checks: readonly Check[]; started: CheckId | null }) {
  const done = new Map(checks.map((check) => [check.id, check]));
  return (
    <ol className="app-checks">
      {CHECKS.map((id) => {
        const check = done.get(id);
        const { type, said } = standing(check, id === started);
        return (
          <li key={id} data-check={id} data-status={check?.status ?? (id === started ? "checking" : "waiting")}>
            <StatusIndicator type={type} iconAriaLabel={said}>
              {check?.title ?? copy.report.checks[id]}
            </StatusIndicator>
            {check && (
              <div className="app-check-summary">
                <LongText text={check.summary} />
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
});

function standing(check: Check | undefined, started: boolean): { type: StatusIndicatorProps.Type; said: string } {
  if (check) return { type: statusType[check.status], said: copy.report.checkStatus[check.status] };
  return started ? { type: "in-progress", said: words.checking } : { type: "pending", said: words.notStarted };
}

function RegionsOf({ run }: { run: Run }) {
  if (run.regions.length === 0) {
    return <Box color="text-body-secondary">{run.phase === "ended" ? words.regionsNone : words.regionsPending}</Box>;
  }
  return (
    <SpaceBetween size="xs">
      {run.regionsNote !== null && <Box color="text-body-secondary">{run.regionsNote}</Box>}
      <CoverageTable cells={run.cells} regions={run.regions} />
    </SpaceBetween>
  );
}
