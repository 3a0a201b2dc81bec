// One of the machine's AWS profiles, found by name, account or SSO session; and the wait while AWS is asked who it is.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { useHost } from "../components/HostContext";
import { Snippet } from "../components/Snippet";
import { lasting, useNow } from "../components/time";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { ProfileView } from "../ipc/generated/ProfileView";
import type { Choosing } from "./useChoice";

const words = copy.profiles;

function option(profile: ProfileView): SelectProps.Option {
  const incomplete = profile.kind === "incomplete";
  return {
    value: profile.name,
    label: profile.name,
    description:
      profile.problem === null
        ? words.kinds[profile.kind]
        : copy.accounts.failed(words.kinds[profile.kind], profile.problem),
    tags: [
      ...(profile.account_hint === null
        ? []
        : [words.account[profile.account_hint.from](profile.account_hint.account)]),
      ...(profile.sso_session === null ? [] : [words.session(profile.sso_session)]),
      ...(profile.region === null ? [] : [profile.region]),
    ],
    disabled: incomplete,
    ...(incomplete ? { disabledReason: words.incomplete } : {}),
  };
}

/** The profiles of this machine, read once for a field, and which of them other connections use. Those of the account
 * `without` are no likely choice. */
export function useProfiles(id: string, without: string | null = null) {
  const host = useHost();
  const profiles = useLoaded(() => host.listProfiles(), "profiles");
  const connections = useLoaded(() => host.listConnections(), id);
  const runners = (connections.value ?? []).filter((connection) => connection.id !== id).map(({ runner }) => runner);
  const likely = (profiles.value ?? []).filter(({ account_hint: hint }) => hint?.account !== (without ?? ""));
  return { ...profiles, used: likely.map(({ name }) => name).filter((name) => runners.includes(name)) };
}

export interface ProfileSelectProps {
  profiles: ReturnType<typeof useProfiles>;
  chosen: string | null;
  onChoose: (profile: string) => void;
  /** The words of the choice of none, where that can be chosen. */
  none?: SelectProps.Option | undefined;
  onNone?: () => void;
  placeholder: string;
  /** Profiles of this account come first. */
  account?: string | null;
  disabled?: boolean;
}

const NONE = "";

/** Those of the account first, then those that were used before, then the others; one group needs no name. */
function grouped(all: readonly ProfileView[], account: string | null, used: readonly string[]): SelectProps.Options {
  const fitting = all.filter(({ account_hint: hint }) => account !== null && hint?.account === account);
  const rest = all.filter((profile) => !fitting.includes(profile));
  const groups = [
    { label: words.fitting(account ?? ""), profiles: fitting },
    { label: words.used, profiles: rest.filter(({ name }) => used.includes(name)) },
    { label: words.others, profiles: rest.filter(({ name }) => !used.includes(name)) },
  ].filter(({ profiles }) => profiles.length > 0);
  if (groups.length < 2) return all.map(option);
  return groups.map(({ label, profiles }) => ({ label, options: profiles.map(option) }));
}

export function ProfileSelect({
  profiles,
  chosen,
  onChoose,
  none,
  onNone,
  placeholder,
  account = null,
  disabled = false,
}: ProfileSelectProps) {
  const all = profiles.value ?? [];
  const known = all.find(({ name }) => name === chosen);
  const options = grouped(all, account, profiles.used);
  return (
    <Select
      options={none ? [{ ...none, value: NONE }, ...options] : options}
      selectedOption={known ? option(known) : chosen ? { value: chosen, label: chosen } : null}
      disabled={disabled}
      onChange={({ detail: { selectedOption } }) => {
        if (selectedOption.value === NONE) onNone?.();
        else if (selectedOption.value !== undefined) onChoose(selectedOption.value);
      }}
      placeholder={placeholder}
      filteringType="auto"
      filteringPlaceholder={words.filter}
      filteringAriaLabel={words.filter}
      filteringClearAriaLabel={words.clear}
      filteringResultsText={words.matches}
      noMatch={words.noMatch}
      statusType={profiles.loading ? "loading" : "finished"}
      loadingText={words.loading}
      triggerVariant="label"
      expandToViewport
    />
  );
}

/** Sign-ins that are quick need no button that comes and goes. */
const SOON_MS = 1000;

export function Asking({ choosing: { choice, cancel } }: { choosing: Choosing }) {
  if (!choice) return null;
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <div aria-live="polite">
        <StatusIndicator type="in-progress">{words.asking(choice.profile)}</StatusIndicator>
      </div>
      <Elapsed since={choice.since} cancel={cancel} />
    </SpaceBetween>
  );
}

/** How long AWS has been asked, in milliseconds since the moment that it began, and the way to stop. */
export function Elapsed({ since, cancel }: { since: number | null; cancel: () => void }) {
  const now = useNow(since !== null);
  if (since === null || now - since < SOON_MS) return null;
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <span>{copy.verify.elapsed(lasting(now - since))}</span>
      <Button variant="inline-link" onClick={cancel}>
        {copy.actions.cancel}
      </Button>
    </SpaceBetween>
  );
}

export function NoProfiles({ onLook }: { onLook: () => void }) {
  return (
    <Alert type="info" header={words.none} action={<Button onClick={onLook}>{words.lookAgain}</Button>}>
      <SpaceBetween size="xs">
        <div className="app-wrap">{words.noneText}</div>
        <Snippet text={words.noneCommand} what={copy.errors.command} />
      </SpaceBetween>
    </Alert>
  );
}
