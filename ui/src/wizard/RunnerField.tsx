// Which AWS identity of this machine assumes the role.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { CopyValue } from "../components/CopyValue";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { Snippet } from "../components/Snippet";
import { lasting, useNow } from "../components/time";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { ProfileView } from "../ipc/generated/ProfileView";
import type { Choice } from "./useChoice";
import type { Connection } from "./useConnection";

const words = copy.externalId;

function option(profile: ProfileView): SelectProps.Option {
  const incomplete = profile.kind === "incomplete";
  return {
    value: profile.name,
    label: profile.name,
    description: words.kinds[profile.kind],
    tags: [
      ...(profile.account_hint === null ? [] : [words.account(profile.account_hint)]),
      ...(profile.sso_session === null ? [] : [words.session(profile.sso_session)]),
      ...(profile.region === null ? [] : [profile.region]),
    ],
    disabled: incomplete,
    ...(incomplete ? { disabledReason: words.incomplete } : {}),
  };
}

export function RunnerField({ connection }: { connection: Connection }) {
  const host = useHost();
  const { draft } = connection.view;
  const profiles = useLoaded(() => host.listProfiles(), "profiles");
  const [wanted, setWanted] = useState<string | null>(null);
  const { choice } = connection;
  const error = connection.errors.choose_runner ?? null;
  const chosen = choice?.profile ?? (error === null ? draft.runner : wanted);
  const choose = (profile: string) => {
    setWanted(profile);
    connection.choose(profile);
  };

  if (profiles.error) return <ErrorAlert error={profiles.error} onRetry={profiles.reload} />;
  if (profiles.value?.length === 0) return <NoProfiles onLook={profiles.reload} />;
  const options = (profiles.value ?? []).map(option);
  return (
    <SpaceBetween size="s">
      <FormField label={words.profile} description={words.profileHint}>
        <Select
          options={options}
          selectedOption={
            options.find(({ value }) => value === chosen) ?? (chosen ? { value: chosen, label: chosen } : null)
          }
          onChange={({ detail }) => detail.selectedOption.value !== undefined && choose(detail.selectedOption.value)}
          placeholder={words.profilePlaceholder}
          filteringType="auto"
          filteringPlaceholder={words.profileFilter}
          filteringAriaLabel={words.profileFilter}
          filteringClearAriaLabel={words.profileClear}
          filteringResultsText={words.profileMatches}
          noMatch={words.profileNoMatch}
          statusType={profiles.loading ? "loading" : "finished"}
          loadingText={words.profilesLoading}
          triggerVariant="label"
          expandToViewport
        />
      </FormField>
      {choice && <Asking choice={choice} onCancel={connection.cancelChoice} />}
      <div aria-live="polite">
        {!choice && error === null && draft.platform_account !== null && (
          <StatusIndicator type="success">{words.identityText(draft.platform_account)}</StatusIndicator>
        )}
      </div>
      {!choice && error === null && draft.runner_arn !== null && (
        <KeyValuePairs items={[{ label: words.arn, value: <CopyValue text={draft.runner_arn} what={words.arn} /> }]} />
      )}
      {!choice && error !== null && (
        <ErrorAlert error={error} onRetry={chosen === null ? undefined : () => choose(chosen)} />
      )}
    </SpaceBetween>
  );
}

/** Sign-ins that are quick need no button that comes and goes. */
const SOON_MS = 1000;

function Asking({ choice, onCancel }: { choice: Choice; onCancel: () => void }) {
  const elapsed = useNow(true) - choice.since;
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <div aria-live="polite">
        <StatusIndicator type="in-progress">{words.asking(choice.profile)}</StatusIndicator>
      </div>
      {elapsed >= SOON_MS && <span>{copy.verify.elapsed(lasting(elapsed))}</span>}
      {elapsed >= SOON_MS && (
        <Button variant="inline-link" onClick={onCancel}>
          {copy.actions.cancel}
        </Button>
      )}
    </SpaceBetween>
  );
}

function NoProfiles({ onLook }: { onLook: () => void }) {
  return (
    <Alert type="info" header={words.none} action={<Button onClick={onLook}>{words.lookAgain}</Button>}>
      <SpaceBetween size="xs">
        <div className="app-wrap">{words.noneText}</div>
        <Snippet text={words.noneCommand} what={copy.errors.command} />
      </SpaceBetween>
    </Alert>
  );
}
