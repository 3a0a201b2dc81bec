// Which AWS identity of this machine assumes the role.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { Snippet } from "../components/Snippet";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { ProfileView } from "../ipc/generated/ProfileView";
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
  const asking = connection.pending === "choose_runner";
  const error = connection.errors.choose_runner ?? null;
  const chosen = asking || error !== null ? (wanted ?? draft.runner) : draft.runner;
  const choose = (profile: string) => {
    setWanted(profile);
    connection.clear("choose_runner");
    void connection.act({ type: "choose_runner", profile });
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
      <div aria-live="polite">
        {asking && <StatusIndicator type="in-progress">{words.asking}</StatusIndicator>}
        {!asking && error === null && draft.platform_account !== null && (
          <StatusIndicator type="success">{words.identityText(draft.platform_account)}</StatusIndicator>
        )}
      </div>
      {!asking && error !== null && (
        <ErrorAlert error={error} onRetry={chosen === null ? undefined : () => choose(chosen)} />
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
