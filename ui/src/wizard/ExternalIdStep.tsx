// Step 1: the runner, the connection's name and account, and the External ID.
import Alert from "@cloudscape-design/components/alert";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { CopyButton } from "../components/CopyButton";
import { ProblemText } from "../components/ProblemText";
import { copy } from "../copy";
import { AccountField } from "./AccountField";
import { RunnerField } from "./RunnerField";
import type { Connection } from "./useConnection";

const words = copy.externalId;

export interface ExternalIdStepProps {
  connection: Connection;
  /** Whether the External ID was made anew just now. */
  startedOver: boolean;
}

export function ExternalIdStep({ connection, startedOver }: ExternalIdStepProps) {
  const { draft, credentials_place: place } = connection.view;
  return (
    <SpaceBetween size="l">
      {startedOver && (
        <Alert type="success" header={copy.startOver.doneHeading}>
          {copy.startOver.doneText}
        </Alert>
      )}
      {place === "database" && (
        <Alert type="info" header={words.noKeyring}>
          {words.noKeyringText}
        </Alert>
      )}
      <Container header={<Header description={words.idText}>{words.idHeading}</Header>}>
        <SpaceBetween size="xs">
          <SpaceBetween direction="horizontal" size="s" alignItems="center">
            <code className="app-external-id" data-testid="external-id">
              {draft.external_id}
            </code>
            <CopyButton text={draft.external_id} what={words.value}>
              {copy.actions.copyExternalId}
            </CopyButton>
          </SpaceBetween>
          <Box color="text-body-secondary" fontSize="body-s">
            {words.idStored}
          </Box>
        </SpaceBetween>
      </Container>
      <Container header={<Header description={words.runnerText}>{words.runnerHeading}</Header>}>
        <RunnerField connection={connection} />
      </Container>
      <Container header={<Header>{words.connectionHeading}</Header>}>
        <ColumnLayout columns={2}>
          <LabelField connection={connection} />
          <AccountField
            connection={connection}
            action="expect_account"
            label={
              <>
                {words.expected} <i>- {copy.wizard.optional}</i>
              </>
            }
            description={words.expectedHint}
            kept={draft.expected_account}
          />
        </ColumnLayout>
      </Container>
    </SpaceBetween>
  );
}

function LabelField({ connection }: { connection: Connection }) {
  // The program trims what it keeps; what is being typed stays as typed.
  const [label, setLabel] = useState(connection.view.draft.label);
  const refused = connection.errors.set_label;
  return (
    <FormField
      label={words.label}
      description={words.labelHint}
      errorText={refused && <ProblemText problem={refused} />}
    >
      <Input
        value={label}
        placeholder={words.labelPlaceholder}
        onChange={({ detail }) => {
          setLabel(detail.value);
          void connection.act({ type: "set_label", label: detail.value });
        }}
      />
    </FormField>
  );
}
