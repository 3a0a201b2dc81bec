// The proof: who tries, how far it is, and what it came to.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect } from "react";

import { ErrorAlert } from "../../components/ErrorAlert";
import { InView } from "../../components/InView";
import { lasting, useNow } from "../../components/time";
import { copy } from "../../copy";
import type { ConnectionView } from "../../ipc/generated/ConnectionView";
import type { DisconnectView } from "../../ipc/generated/DisconnectView";
import { Outcome } from "./Outcome";
import { type Proving, useProof } from "./useProof";

const words = copy.disconnect;

export interface ProveProps {
  connection: DisconnectView;
  onProved: () => void;
  onReport: (view: ConnectionView) => void;
}

export function Prove({ connection, onProved, onReport }: ProveProps) {
  const proof = useProof(connection.id);
  const fresh = proof.result?.type === "refused";
  useEffect(() => {
    if (fresh) onProved();
  }, [fresh, onProved]);
  const { runner, refusal } = connection;
  if (runner === null) return <NoRunner />;
  // What was proved before stays true until it is tried again.
  const result = proof.result ?? (proof.phase === "idle" && refusal ? { type: "refused" as const, refusal } : null);
  const proved = result?.type === "refused";
  const took = lasting(proof.endedAt - proof.startedAt);
  const outcome = result && <Outcome connection={connection} result={result} took={took} onReport={onReport} />;
  return (
    <Container header={<Header>{words.proveHeading}</Header>}>
      <SpaceBetween size="m">
        <div className="app-wrap">
          {words.proveText(runner)}
          <LiveRegion hidden>{spoken(proof)}</LiveRegion>
        </div>
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Button
            variant={proved ? "normal" : "primary"}
            loading={proof.running}
            loadingText={words.trying}
            onClick={proof.start}
          >
            {proved ? words.proveAgain : words.prove}
          </Button>
          {proof.running && <Running proof={proof} />}
        </SpaceBetween>
        {proof.running && <Step proof={proof} />}
        {proof.error && proof.running && <ErrorAlert error={proof.error} header={words.notCancelled} />}
        {proof.error && proof.phase === "ended" && (
          <ErrorAlert error={proof.error} header={words.failedHeading} onRetry={proof.start} />
        )}
        {proof.result ? <InView told={proof.result}>{outcome}</InView> : outcome}
      </SpaceBetween>
    </Container>
  );
}

function NoRunner() {
  return (
    <Container header={<Header>{words.proveHeading}</Header>}>
      <Alert type="info" header={words.noRunnerHeading}>
        {words.noRunnerText}
      </Alert>
    </Container>
  );
}

function Running({ proof: { phase, startedAt, cancel } }: { proof: Proving }) {
  const now = useNow(true);
  return (
    <div className="app-deploy-head">
      <Button disabled={phase === "cancelling"} onClick={cancel}>
        {copy.actions.cancel}
      </Button>
      <span>{copy.verify.elapsed(lasting(now - startedAt))}</span>
    </div>
  );
}

function Step({ proof }: { proof: Proving }) {
  const { event, phase } = proof;
  const left = event?.type === "let_in" && phase === "running" ? ` ${words.left(event.remaining_seconds)}` : "";
  return (
    <StatusIndicator type="in-progress">
      <span className="app-words">
        {spoken(proof)}
        {left}
      </span>
    </StatusIndicator>
  );
}

/** The seconds are left out: they would be said again and again. An outcome speaks for itself. */
function spoken({ phase, event, running }: Proving): string {
  if (!running) return "";
  if (phase === "cancelling") return words.cancelling;
  if (event === null) return words.trying;
  return event.type === "let_in" ? words.letIn : words.refusedOnce;
}
