// The stack while it is made: how long it takes, its events as they come, and what became of it.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef } from "react";

import { ErrorAlert } from "../../components/ErrorAlert";
import { lasting, useNow } from "../../components/time";
import { copy } from "../../copy";
import { Taken } from "../Taken";
import type { Completing } from "../useCompleting";
import { type Deploy, useDeploys } from "./deploys";
import { Events } from "./Events";

const words = copy.deploy;

export interface ProgressProps {
  id: string;
  deploy: Deploy;
  completing: Completing;
}

export function Progress({ id, deploy, completing }: ProgressProps) {
  const { kind, phase, events, error, cancelled } = deploy;
  const roleArn = deploy.result?.draft.role_arn ?? null;
  return (
    <SpaceBetween size="s">
      <Head id={id} deploy={deploy} />
      <LiveRegion hidden>{spoken(deploy)}</LiveRegion>
      {phase === "cancelling" && <StatusIndicator type="in-progress">{words.cancelling}</StatusIndicator>}
      {phase === "running" && events.length === 0 && (
        <StatusIndicator type="in-progress">{words.waiting}</StatusIndicator>
      )}
      {error && phase === "running" && <ErrorAlert error={error} header={words.notStopped} />}
      {error && phase === "ended" && (
        <ErrorAlert
          error={error}
          header={cancelled ? words.stopped : words.failed(kind)}
          type={cancelled ? "warning" : "error"}
        />
      )}
      {roleArn !== null && <Taken header={taken(kind)} roleArn={roleArn} completing={completing} />}
      {events.length > 0 && <Events events={events} running={phase !== "ended"} />}
    </SpaceBetween>
  );
}

function Head({ id, deploy: { kind, phase, startedAt, endedAt } }: Pick<ProgressProps, "id" | "deploy">) {
  const deploys = useDeploys();
  const running = phase !== "ended";
  const now = useNow(running);
  const time = lasting((endedAt ?? now) - startedAt);
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that started it is gone; the keyboard goes on from here.
    if (document.activeElement === document.body) head.current?.focus();
  }, []);
  return (
    <div ref={head} tabIndex={-1} className="app-deploy-head">
      <Box variant="h3">{words.progress(kind)}</Box>
      <span>{running ? copy.verify.elapsed(time) : copy.verify.took(time)}</span>
      {running && (
        <Button disabled={phase === "cancelling"} onClick={() => deploys.cancel(id)}>
          {copy.actions.cancel}
        </Button>
      )}
    </div>
  );
}

const taken = (kind: Deploy["kind"]): string => (kind === "update" ? copy.taken.updated : copy.taken.made);

/** An error speaks for itself. */
function spoken({ kind, phase, result, events }: Deploy): string {
  if (phase === "ended") return result === null ? "" : taken(kind);
  if (phase === "cancelling") return words.cancelling;
  const last = events.at(-1);
  return last ? words.spoken(last.logical_id, words.state(last.status)) : words.waiting;
}
