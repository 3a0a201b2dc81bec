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
import { RunnerField } from "./RunnerField";
import type { Connection } from "./useConnection";

const words = copy.externalId;

export function ExternalIdStep({ connection }: { connection: Connection }) {
  const { draft, credentials_place: place } = connection.view;
  return (
    <SpaceBetween size="l">
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
          <ExpectedAccountField connection={connection} />
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

/** How many digits an account id has. */
const DIGITS = 12;

function ExpectedAccountField({ connection }: { connection: Connection }) {
  const { view, errors, act, clear } = connection;
  const [account, setAccount] = useState(view.draft.expected_account ?? "");
  const send = (text: string) => void act({ type: "expect_account", account: text });
  return (
    <FormField
      label={
        <>
          {words.expected} <i>- {copy.wizard.optional}</i>
        </>
      }
      description={words.expectedHint}
      errorText={errors.expect_account && <ProblemText problem={errors.expect_account} />}
    >
      <Input
        value={account}
        inputMode="numeric"
        onChange={({ detail }) => {
          setAccount(detail.value);
          const digits = detail.value.replace(/\D/g, "").length;
          if (detail.value.trim() === "" || digits >= DIGITS) send(detail.value);
          else clear("expect_account");
        }}
        onBlur={() => account.trim() !== (view.draft.expected_account ?? "") && send(account)}
      />
    </FormField>
  );
}
