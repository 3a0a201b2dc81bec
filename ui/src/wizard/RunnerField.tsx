// Which AWS identity of this machine assumes the role; or, without a profile of the platform, which account the role
// will trust.
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { CopyValue } from "../components/CopyValue";
import { ErrorAlert } from "../components/ErrorAlert";
import { copy } from "../copy";
import { AccountField } from "./AccountField";
import { MoreAccounts } from "./MoreAccounts";
import { Asking, NoProfiles, ProfileSelect, useProfiles } from "./ProfileSelect";
import type { Connection } from "./useConnection";

const words = copy.externalId;

export function RunnerField({ connection }: { connection: Connection }) {
  const { draft } = connection.view;
  const [byNumber, setByNumber] = useState(draft.runner === null && draft.platform_account !== null);
  return (
    <SpaceBetween size="s">
      {byNumber ? <PlatformField connection={connection} /> : <ProfileField connection={connection} />}
      <Button
        variant="inline-link"
        onClick={() => {
          connection.clear(byNumber ? "name_platform" : "choose_runner");
          setByNumber(!byNumber);
        }}
      >
        {byNumber ? words.haveProfile : words.noProfile}
      </Button>
    </SpaceBetween>
  );
}

function PlatformField({ connection }: { connection: Connection }) {
  const { runner, platform_account: account } = connection.view.draft;
  const kept = runner === null ? account : null;
  return (
    <SpaceBetween size="s">
      <AccountField
        connection={connection}
        action="name_platform"
        label={words.platform}
        description={words.platformHint}
        kept={kept}
      />
      <div aria-live="polite">{kept !== null && <Trusts account={kept} />}</div>
    </SpaceBetween>
  );
}

const Trusts = ({ account }: { account: string }) => (
  <StatusIndicator type="success">
    <span className="app-words">{words.identityText(account)}</span>
  </StatusIndicator>
);

function ProfileField({ connection }: { connection: Connection }) {
  const { id, draft } = connection.view;
  const profiles = useProfiles(id);
  const [wanted, setWanted] = useState<string | null>(null);
  const { choice } = connection.runner;
  const error = connection.errors.choose_runner ?? null;
  const chosen = choice?.profile ?? (error === null ? draft.runner : wanted);
  const choose = (profile: string) => {
    setWanted(profile);
    connection.runner.choose(profile);
  };

  if (profiles.error) return <ErrorAlert error={profiles.error} onRetry={profiles.reload} />;
  if (profiles.value?.length === 0) return <NoProfiles onLook={profiles.reload} />;
  const known = !choice && error === null && draft.runner !== null;
  return (
    <SpaceBetween size="s">
      <FormField label={words.profile} description={words.profileHint}>
        <ProfileSelect profiles={profiles} chosen={chosen} onChoose={choose} placeholder={copy.profiles.placeholder} />
      </FormField>
      <MoreAccounts profiles={profiles} />
      <Asking choosing={connection.runner} />
      <div aria-live="polite">
        {known && draft.platform_account !== null && <Trusts account={draft.platform_account} />}
      </div>
      {known && draft.runner_arn !== null && (
        <KeyValuePairs items={[{ label: words.arn, value: <CopyValue text={draft.runner_arn} what={words.arn} /> }]} />
      )}
      {!choice && error !== null && (
        <ErrorAlert error={error} onRetry={chosen === null ? undefined : () => choose(chosen)} />
      )}
    </SpaceBetween>
  );
}
