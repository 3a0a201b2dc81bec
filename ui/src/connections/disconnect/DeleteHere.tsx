// The stack, deleted with a profile of this machine, once the person has read what goes.
import Button from "@cloudscape-design/components/button";
import LiveRegion from "@cloudscape-design/components/live-region";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { Confirm } from "../../components/Confirm";
import { ErrorAlert } from "../../components/ErrorAlert";
import { lasting, useNow } from "../../components/time";
import { copy } from "../../copy";
import type { DisconnectView } from "../../ipc/generated/DisconnectView";
import { Events } from "../../wizard/deploy/Events";
import type { Deletion } from "./useDeletion";

const words = copy.disconnect;

export interface DeleteHereProps {
  connection: DisconnectView;
  profile: string;
  deletion: Deletion;
}

export function DeleteHere({ connection, profile, deletion }: DeleteHereProps) {
  const [asking, setAsking] = useState(false);
  const { running, done, events, error } = deletion;
  const now = useNow(running);
  return (
    <SpaceBetween size="s">
      <div className="app-deploy-head">
        <Button loading={running} loadingText={words.deleting} disabled={done} onClick={() => setAsking(true)}>
          {words.deleteHere}
        </Button>
        {running ? (
          <>
            <Button onClick={deletion.cancel}>{words.stopWatching}</Button>
            <span>{copy.verify.elapsed(lasting(now - deletion.startedAt))}</span>
          </>
        ) : (
          <span>{words.deleteAs(profile)}</span>
        )}
      </div>
      <LiveRegion hidden>{running ? words.deleting : done ? words.deleted : ""}</LiveRegion>
      {done && <StatusIndicator type="success">{words.deleted}</StatusIndicator>}
      {error && <ErrorAlert error={error} header={words.notDeleted} />}
      {events.length > 0 && <Events events={events} running={running} />}
      {asking && (
        <DeleteDialog
          connection={connection}
          onKept={() => setAsking(false)}
          onDelete={() => {
            setAsking(false);
            deletion.start();
          }}
        />
      )}
    </SpaceBetween>
  );
}

interface DeleteDialogProps {
  connection: DisconnectView;
  onKept: () => void;
  onDelete: () => void;
}

function DeleteDialog({ connection, onKept, onDelete }: DeleteDialogProps) {
  const { stack_name: stack, region, account_id: account, role_arn: role } = connection;
  return (
    <Confirm title={words.deleteTitle(stack)} action={words.deleteNow} onKept={onKept} onConfirmed={onDelete}>
      <div className="app-wrap">{words.deleteWhat(stack, region, account, role)}</div>
    </Confirm>
  );
}
