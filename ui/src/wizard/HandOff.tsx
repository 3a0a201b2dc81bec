// The way for somebody who may not make roles: a message and a bundle for the account's owner, and their answer.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";

import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { SavedNotice } from "../components/SavedNotice";
import { Snippet } from "../components/Snippet";
import { useLoaded } from "../components/useLoaded";
import { useSaving } from "../components/useSaving";
import { copy } from "../copy";
import { Taken } from "./Taken";
import { useAnswer } from "./useAnswer";
import type { Completing } from "./useCompleting";
import type { Connection } from "./useConnection";

const words = copy.handOff;

export interface HandOffProps {
  connection: Connection;
  completing: Completing;
}

export function HandOff({ connection, completing }: HandOffProps) {
  const host = useHost();
  const { id, draft } = connection.view;
  const rotating = draft.former_external_id !== null;
  const saving = useSaving();
  const { value, error, reload } = useLoaded(() => host.handOff(id), `${draft.region} ${draft.platform_account ?? ""}`);
  return (
    <Container
      header={<Header description={rotating ? copy.rotation.handOff : words.description}>{words.heading}</Header>}
    >
      <SpaceBetween size="m">
        {error && <ErrorAlert error={error} onRetry={reload} />}
        {!value && !error && <Spinner />}
        {value && <Snippet text={value.message} what={words.message} />}
        <div>
          <Button
            variant="primary"
            iconName="download"
            loading={saving.saving}
            onClick={() => saving.save(() => host.saveHandOff(id))}
          >
            {words.save}
          </Button>
          <div className="app-hint">{words.saveHint}</div>
          <SavedNotice saving={saving} words={words.savedTo} />
        </div>
        <SpaceBetween size="xs">
          <Box variant="h3">{words.nextHeading}</Box>
          <ol className="app-list">
            {(rotating ? copy.rotation.handOffNext : words.next).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {/* The Role ARN stays as it is. */}
          {!rotating && <TheirAnswer connection={connection} completing={completing} />}
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}

function TheirAnswer({ connection, completing }: HandOffProps) {
  const { act, clear, errors, view } = connection;
  const [taken, setTaken] = useState(false);
  const answer = useAnswer((paste) => {
    setTaken(false);
    clear("paste_role_arn");
    void act({ type: "paste_role_arn", paste }).then(setTaken);
  });
  const refused = errors.paste_role_arn;
  const { role_arn: roleArn } = view.draft;
  return (
    <SpaceBetween size="s">
      <Button iconName="upload" loading={answer.opening} onClick={answer.open}>
        {words.open}
      </Button>
      {answer.error && <ErrorAlert error={answer.error} header={copy.roleArn.notOpened} onRetry={answer.open} />}
      {refused && <ErrorAlert error={refused} header={words.refused} />}
      <div aria-live="polite">
        {taken && roleArn !== null && <Taken header={copy.taken.answered} roleArn={roleArn} completing={completing} />}
      </div>
    </SpaceBetween>
  );
}
