// Publishing the template from here: as whom, where, and who can read it, before anything is sent.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useRef, useState } from "react";

import { asAppError } from "../../components/appError";
import { CopyValue } from "../../components/CopyValue";
import { ErrorAlert } from "../../components/ErrorAlert";
import { useHost } from "../../components/HostContext";
import { lasting, useNow } from "../../components/time";
import { useLoaded } from "../../components/useLoaded";
import { copy } from "../../copy";
import type { AppError } from "../../ipc/generated/AppError";
import type { PublicationView } from "../../ipc/generated/PublicationView";
import type { ReadersView } from "../../ipc/generated/ReadersView";
import { AccountField } from "../AccountField";
import type { Connection } from "../useConnection";
import { ByHand } from "./ByHand";

const words = copy.hosting;
const READERS: readonly ReadersView[] = ["expected_account", "anybody"];

export interface PublishProps {
  connection: Connection;
  /** Whether a template is hosted, and only this connection's account cannot read it. */
  again: boolean;
  /** Whether there is nothing better to do in this step. */
  primary: boolean;
  onPublished: () => void;
}

/** When it began, while it is under way; else what became of it. */
type Publishing = number | "published" | { error: AppError; cancelled: boolean } | null;

export function Publish({ connection, again, primary, onPublished }: PublishProps) {
  const host = useHost();
  const { id, draft } = connection.view;
  const { expected_account: expected } = draft;
  const [readers, setReaders] = useState<ReadersView>("expected_account");
  // Without an account there is nothing to look at yet, and the field asks for it.
  const known = readers === "anybody" || expected !== null;
  const subject = [readers, expected, draft.region, draft.platform_account, draft.runner].join(" ");
  const plan = useLoaded(() => (known ? host.publication(id, readers) : Promise.resolve(null)), subject);
  const [state, setState] = useState<{ of: string; publishing: Publishing }>({ of: subject, publishing: null });
  const publishing = state.of === subject ? state.publishing : null;
  const underWay = typeof publishing === "number";
  const now = useNow(underWay);
  const cancelled = useRef(false);
  const publish = () => {
    const tell = (next: Publishing) => setState({ of: subject, publishing: next });
    cancelled.current = false;
    tell(Date.now());
    host.publishTemplate(id, readers).then(
      () => {
        tell("published");
        onPublished();
      },
      (reason: unknown) => tell({ error: asAppError(reason), cancelled: cancelled.current }),
    );
  };
  const cancel = () => {
    cancelled.current = true;
    // What becomes of it is told by the publishing itself.
    host.cancelPublishing(id).catch(() => undefined);
  };
  const shown = known ? plan.value : null;
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="h3">{words.publishHeading}</Box>
        <div>{words.publishText}</div>
      </div>
      <FormField label={words.readers}>
        <RadioGroup
          value={readers}
          items={[
            { value: READERS[0] ?? "", label: words.onlyAccount(expected), description: words.onlyAccountHint },
            { value: READERS[1] ?? "", label: words.anybody, description: words.anybodyHint },
          ]}
          onChange={({ detail }) => setReaders(READERS.find((one) => one === detail.value) ?? "expected_account")}
        />
      </FormField>
      {readers === "expected_account" && expected === null && (
        <AccountField
          connection={connection}
          action="expect_account"
          label={words.whichAccount}
          description={words.whichAccountHint}
          kept={expected}
        />
      )}
      {plan.error && <ErrorAlert error={plan.error} onRetry={plan.reload} />}
      {shown && <Plan plan={shown} />}
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        <Button
          variant={primary && publishing !== "published" ? "primary" : "normal"}
          disabled={shown?.profile == null}
          loading={underWay}
          loadingText={words.publishing}
          onClick={publish}
        >
          {again ? words.publishAgain : words.publish}
        </Button>
        {underWay && <Button onClick={cancel}>{copy.actions.cancel}</Button>}
        {underWay && <span>{copy.verify.elapsed(lasting(now - publishing))}</span>}
        <div aria-live="polite">
          {publishing === "published" && <StatusIndicator type="success">{words.published}</StatusIndicator>}
        </div>
      </SpaceBetween>
      {publishing !== null && typeof publishing === "object" && (
        <ErrorAlert
          error={publishing.error}
          header={headerOf(publishing)}
          type={publishing.cancelled ? "warning" : "error"}
          onRetry={publish}
        />
      )}
      {shown && <ByHand plan={shown} />}
    </SpaceBetween>
  );
}

function headerOf({ error, cancelled }: { error: AppError; cancelled: boolean }): string | undefined {
  if (cancelled) return words.cancelled;
  return error.code === "sign_in" ? undefined : words.notPublished;
}

function Plan({ plan: { profile, account, bucket, region } }: { plan: PublicationView }) {
  if (profile === null) return <div>{words.noRunner}</div>;
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={230}
      items={[
        { label: words.as, value: words.asProfile(profile, account) },
        { label: words.bucket, value: <CopyValue text={bucket} what={words.bucket} /> },
        { label: words.region, value: region },
      ]}
    />
  );
}
