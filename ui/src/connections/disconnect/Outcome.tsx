// What the proof came to, with exactly what it shows.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { asAppError } from "../../components/appError";
import { CopyValue } from "../../components/CopyValue";
import { ErrorAlert } from "../../components/ErrorAlert";
import { useHost } from "../../components/HostContext";
import { when } from "../../components/time";
import { copy } from "../../copy";
import type { AppError } from "../../ipc/generated/AppError";
import type { ConnectionView } from "../../ipc/generated/ConnectionView";
import type { DisconnectView } from "../../ipc/generated/DisconnectView";
import type { ProofView } from "../../ipc/generated/ProofView";
import type { RefusalView } from "../../ipc/generated/RefusalView";

const words = copy.disconnect;

export interface OutcomeProps {
  connection: DisconnectView;
  result: ProofView;
  /** How long it was tried. */
  took: string;
  onReport: (view: ConnectionView) => void;
}

export function Outcome({ connection, result, took, onReport }: OutcomeProps) {
  return (
    <div role="status">
      {result.type === "refused" && <Refused connection={connection} refusal={result.refusal} onReport={onReport} />}
      {result.type === "let_in" && (
        <Alert type="error" header={words.stillThere}>
          <SpaceBetween size="xs">
            <div>{words.stillLetIn(result.how, when(result.at), took)}</div>
            <div>{words.stillWhatToDo}</div>
          </SpaceBetween>
        </Alert>
      )}
      {result.type === "cancelled" && (
        <Alert type="info" header={words.cancelledHeading}>
          {words.cancelledText}
        </Alert>
      )}
    </div>
  );
}

interface RefusedProps extends Pick<OutcomeProps, "connection" | "onReport"> {
  refusal: RefusalView;
}

function Refused({ connection: { id, account_id: account }, refusal, onReport }: RefusedProps) {
  const { runner, role_arn: role, at, shows, summary, request_ids: requests } = refusal;
  // A role that may still let others in is no reason to be at ease.
  const type = shows === "role_stays" || shows === "runner_held_back" ? "warning" : "success";
  return (
    <Alert type={type} header={words.proved} action={<SeeReport id={id} onReport={onReport} />}>
      <SpaceBetween size="xs">
        <div className="app-wrap">{words.refused(runner, role, when(at))}</div>
        <div>{words.shows(shows, account)}</div>
        <div>{words.kept}</div>
        {requests.length > 0 && (
          <KeyValuePairs
            items={requests.map((request) => ({
              label: words.requestId,
              value: <CopyValue text={request} what={words.requestId} />,
            }))}
          />
        )}
        <ExpandableSection headerText={words.known}>
          <div className="app-wrap">{summary}</div>
        </ExpandableSection>
      </SpaceBetween>
    </Alert>
  );
}

function SeeReport({ id, onReport }: { id: string; onReport: (view: ConnectionView) => void }) {
  const host = useHost();
  const [error, setError] = useState<AppError | null>(null);
  return (
    <SpaceBetween size="xs">
      <Button
        onClick={() => void host.openConnection(id).then(onReport, (reason: unknown) => setError(asAppError(reason)))}
      >
        {copy.actions.seeReport}
      </Button>
      {error && <ErrorAlert error={error} />}
    </SpaceBetween>
  );
}
